"""Every Python name of the emitted package, decided once, all together, after everything is known."""

from sdkwright.naming.assign import assign
from sdkwright.naming.names import Names

__all__ = ["Names", "assign"]
