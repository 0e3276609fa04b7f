"""How a person would lay an API out that has no config: which resource an operation belongs to, and what its method is called."""

from sdkwright.layout.asked import Asked, Gives, Placement

__all__ = ["Asked", "Gives", "Placement"]
