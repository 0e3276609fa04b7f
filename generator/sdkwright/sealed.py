"""Values a part of which stays bytes until somebody asks for it: of what a run leaves to the next, most is never looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

__all__ = ["BrokenSealError", "Sealable", "Sealed"]


class BrokenSealError(RuntimeError):
    """What was sealed cannot be read, so it has to be made again."""


class Sealed:
    """The bytes of a value, and what makes it of them: once, so that whoever holds these bytes gets the same object."""

    __slots__ = ("_open", "_value", "data")

    def __init__(self, data: bytes, open_: Callable[[bytes], object] | None = None, value: object = None) -> None:
        self.data = data
        self._open = open_
        self._value = value

    @property
    def is_open(self) -> bool:
        """Whether somebody has asked for the value."""
        return self._open is None and self._value is not None

    @property
    def value(self) -> object:
        """What was sealed. Raises BrokenSealError."""
        if self._open is not None:
            self._value, self._open = self._open(self.data), None
        return self._value


class Sealable:
    """The base of a class whose field ``PART`` may be sealed: it is no field then until it is asked for."""

    __slots__ = ("sealed",)

    PART: ClassVar[str]
    sealed: Sealed

    if not TYPE_CHECKING:  # or every attribute would be known

        def __getattr__(self, name: str) -> Any:
            if name != self.PART:
                raise AttributeError(name)
            value = self.sealed.value
            setattr(self, name, value)
            return value
