"""Recordings for the tests of the emitted package: document and Api -> what each operation sends and is answered."""

from sdkwright.lower.recorded.operations import record

__all__ = ["record"]
