"""OpenAPI and config -> intermediate representation: the only stage that knows both."""

from sdkwright.lower.api import lower

__all__ = ["lower"]
