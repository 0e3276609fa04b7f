"""Values of ours as bytes and back, with nothing in the bytes that could be run; not where they are kept.

The format is pickle, read by a reader that knows the inert classes of this package, paths, and no function at all: whatever the bytes
say, reading them makes data or fails.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache, partial
from mmap import mmap
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any, NoReturn, TypeVar, cast

from sdkwright.memory.changes import Shared
from sdkwright.sealed import BrokenSealError, Laid, Sealable, Sealed, laid, size_laid

__all__ = ["frozen", "thawed"]

T = TypeVar("T")

_PACKAGE = "sdkwright."
_WORTH_A_SEAL = 200
"""Bytes."""
_INERT = (str, tuple, Enum)


def frozen(value: object, shared: Shared | None = None, *, at_rest: bool = False) -> bytes | None:
    """The bytes of a value; None for one that cannot be read back. What is among the ``shared`` is only named, for who has these as well.

    ``at_rest`` they are written for who reads them more often, or in part: they are fewer, and take longer to write.
    """
    held, behind = io.BytesIO(), list[bytes]()
    try:
        if shared is not None or at_rest:
            keeper = _Sharer(held, shared) if shared is not None else _Keeper(held)
            keeper.dump(value)
            behind = keeper.behind
        else:
            _Writer(held, 5).dump(value)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError, BrokenSealError):
        return None
    return laid(held.getvalue(), behind)


def thawed(data: bytes | mmap, kind: type[T], shared: Shared | None = None, *, at: int = 0) -> T | None:
    """The value of that kind; None for bytes that are none of ours. ``shared`` are the values that `frozen` was given.

    It begins ``at`` a place in the data, which is not copied for that, and of which nothing is read that is sealed.
    """
    try:
        value = _Reader(Laid(data, at, _opened), shared).load()
        return value if isinstance(value, kind) else None
    except Exception:  # noqa: BLE001 - damaged bytes fail in every way there is, and cost no more than work done again
        return None


class _Writer(pickle.Pickler):
    """Writes a dataclass as a call of its class, which takes half of the time of its `__getstate__` and `__setstate__`, both ways."""

    def reducer_override(self, value: object, /) -> Any:
        if isinstance(value, Sealed):
            return Sealed, (value.data,)
        kind: Any = type(value)
        arguments = _arguments(kind)
        return (kind, arguments(value)) if arguments is not None else NotImplemented


class _Keeper(_Writer):
    """Writes texts and sets of them once each, however often they were made (half of all texts are pointers to a place that others point to), and seals what may be."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, 5)
        self._texts: dict[str, str] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self.behind: list[bytes] = []
        self._place = 0
        # by the identity of what is sealed; that is held as well, or something else could have its identity later
        self._seals: dict[tuple[int, ...], tuple[tuple[object, ...], Sealed | None]] = {}

    def reducer_override(self, value: object, /) -> Any:
        if isinstance(value, Sealed):
            return Sealed, (self._put_behind(value.data),)
        if isinstance(value, Sealable) and (sealed := self._sealed(value)) is not None:
            return self._without_parts(value, sealed)
        kind: Any = type(value)
        arguments = _arguments(kind)
        if arguments is None:
            return NotImplemented
        given, defaults = arguments(value), _defaults(kind)
        count = len(given)
        while count > 1 and given[count - 1] is defaults[count - 1]:
            count -= 1
        return kind, tuple(map(self._once, given[:count]))

    def _once(self, value: Any) -> object:
        """The one object for a text, or for a set of nothing but texts, which are told apart by ``==``."""
        if value.__class__ is str:
            return self._texts.setdefault(value, value)
        if value.__class__ is not frozenset or not {*map(type, value)} <= {str}:
            return value
        known = self._sets.get(value)
        if known is None:
            self._sets[value] = known = frozenset([self._texts.setdefault(each, each) for each in value])
        return known

    def _put_behind(self, data: bytes) -> int:
        """The place where these bytes are laid."""
        self.behind.append(data)
        place, self._place = self._place, self._place + size_laid(data)
        return place

    def _sealed(self, value: Sealable) -> Sealed | None:
        """The parts of a value that are to be sealed, each once; None where they are too small for that to be worth it."""
        known: Sealed | None = getattr(value, "sealed", None)
        if known is not None:
            if known.is_open:
                values = cast("tuple[object, ...]", known.value)
                self._seals[tuple(map(id, values))] = values, known
            return known
        parts = tuple([getattr(value, name) for name in value.PARTS])
        name = tuple(map(id, parts))
        if name not in self._seals:
            data = frozen(parts, at_rest=True) or b""
            self._seals[name] = parts, Sealed(data) if len(data) >= _WORTH_A_SEAL else None
        return self._seals[name][1]

    def _without_parts(self, value: Sealable, sealed: Sealed) -> tuple[object, ...]:
        """The call that makes an instance that holds its parts sealed."""
        names = (entry.name for entry in fields(cast("Any", value)))
        given: Iterable[Any] = (None if name in value.PARTS else getattr(value, name) for name in names)
        return type(value), (*map(self._once, given), sealed)


class _Sharer(_Keeper):
    """Writes the name of a value that whoever reads has."""

    def __init__(self, file: io.BytesIO, shared: Shared) -> None:
        self._names = shared.names()
        super().__init__(file)

    def persistent_id(self, value: Any, /) -> tuple[int, ...] | None:
        return self._names.get(id(value))


@lru_cache(maxsize=1024)
def _arguments(kind: type[object]) -> Callable[[Any], tuple[object, ...]] | None:
    """What makes the arguments of a call that makes an equal value; None where no call does."""
    if not is_dataclass(kind) or hasattr(kind, "__post_init__"):
        return None
    asked = [entry.name for entry in fields(kind) if entry.init and not entry.kw_only]
    if len(asked) < max(len(fields(kind)), 1):
        return None
    values: Callable[[Any], Any] = attrgetter(*asked)
    return values if len(asked) > 1 else lambda value: (values(value),)


@lru_cache(maxsize=1024)
def _defaults(kind: Any) -> tuple[object, ...]:
    return tuple(entry.default for entry in fields(kind))


class _Reader(pickle.Unpickler):
    """Finds classes that hold values, and nothing that does anything."""

    def __init__(self, from_: Laid, shared: Shared | None) -> None:
        super().__init__(from_.file)
        self._sealed = partial(Sealed, among=from_)
        self._shared = shared

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) == ("pathlib", "PurePosixPath"):
            return PurePosixPath
        if (module, name) == (Sealed.__module__, Sealed.__name__):
            return self._sealed
        if not module.startswith(_PACKAGE) or "." in name:
            _refuse(module, name)
        found: Any = super().find_class(module, name)
        if not isinstance(found, type) or found.__module__ != module:
            _refuse(module, name)
        if not (is_dataclass(found) or issubclass(found, _INERT)):
            _refuse(module, name)
        return cast("Any", found)

    def persistent_load(self, pid: Any, /) -> Any:
        return self._shared[pid] if self._shared is not None and type(pid) is tuple else _refuse("", str(pid))


def _opened(data: bytes) -> object:
    """What was sealed. Raises BrokenSealError for bytes that are none of ours."""
    value = thawed(data, object)
    if value is None:
        raise BrokenSealError
    return value


def _refuse(module: str, name: str) -> NoReturn:
    raise pickle.UnpicklingError(f"{module}.{name} is not for the likes of us")
