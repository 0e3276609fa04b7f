"""Values of ours as bytes and back, with nothing in the bytes that could be run; not where they are kept.

The format is pickle, read by a reader that knows the inert classes of this package, paths, and no function at all: whatever the bytes
say, reading them makes data or fails.
"""

from __future__ import annotations

import io
import marshal
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache, partial
from mmap import mmap
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any, NoReturn, TypeAlias, TypeVar, cast

from sdkwright.inert import has_fields
from sdkwright.memory.changes import Shared
from sdkwright.sealed import BrokenSealError, Laid, Sealable, Sealed, laid, size_laid

__all__ = ["frozen", "seals", "thawed"]

T = TypeVar("T")

_PACKAGE = "sdkwright."
_WORTH_A_SEAL = 200
_HEAD, _CALL = 50, 40
"""Bytes: what is worth a seal, what any takes, and what an instance of a class takes beside its texts."""
_MUCH = 4096
_NOTHING = marshal.dumps({})
Call: TypeAlias = tuple[Any, tuple[object, ...]]
Way: TypeAlias = Callable[[Any], Call]
_INERT = (str, tuple, Enum)


def frozen(value: object, shared: Shared | None = None, *, at_rest: bool = False, sealed: bytes = b"") -> bytes | None:
    """The bytes of a value; None for one that cannot be read back. What is among the ``shared`` is only named, for who has these as well.

    ``at_rest`` they are written for who reads them more often, or in part: they are fewer, and take longer to write. ``sealed`` is what `seals` has made of
    some of what is in the value, by a process that was a copy of this one.
    """
    try:
        if shared is not None or at_rest:
            return (_Sharer(shared) if shared is not None else _Keeper(sealed)).laid(value)
        held = io.BytesIO()
        _Writer(held, 5).dump(value)
        return laid(held.getvalue())
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError, BrokenSealError):
        return None


def seals(value: object) -> bytes:
    """What is sealed where the value is written ``at_rest``, by the identity of the parts: for who writes it later, and has held it all the time."""
    keeper = _Keeper()
    keeper.dump(value)
    return marshal.dumps(keeper.made())


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


class _Keeper(pickle.Pickler):
    """Writes texts and sets of them once each, however often they were made (half of all texts are pointers to a place that others point to), and seals what may be."""

    def __init__(self, sealed: bytes = b"") -> None:
        self._file = io.BytesIO()
        super().__init__(self._file, 5)
        self.dispatch_table = cast("Any", _Ways(self))
        self._known: Mapping[tuple[int, ...], bytes] = marshal.loads(sealed or _NOTHING)  # noqa: S302 - of ours
        self._inner: _Keeper | None = None
        self._begin()

    def _begin(self) -> None:
        self._texts: dict[str, str] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._behind: list[bytes] = []
        self._place = 0
        # by the identity of what is sealed; that is held as well, or something else could have its identity later
        self._seals: dict[tuple[int, ...], tuple[tuple[object, ...], Sealed | None]] = {}

    def laid(self, value: object) -> bytes:
        """The bytes of a value; nothing is known of it afterwards, so that one keeper writes thousands that have nothing to do with each other."""
        self.dump(value)
        data = laid(self._file.getvalue(), self._behind)
        self.clear_memo()
        self._file.seek(0)
        self._file.truncate()
        self._begin()
        return data

    def made(self) -> dict[tuple[int, ...], bytes]:
        """What was sealed, by the identity of the parts; nothing of what was too small."""
        return {name: sealed.data if sealed is not None else b"" for name, (_, sealed) in self._seals.items()}

    def way(self, kind: Any) -> Way | None:
        """What makes the call of a value of that class; None where that is not ours to say."""
        if kind is Sealed:
            return lambda value: (Sealed, (self._put_behind(value.data),))
        arguments = _arguments(kind)
        if arguments is None:
            return None
        defaults = _defaults(kind)

        def whole(value: Any) -> Call:
            given = arguments(value)
            count = len(given)
            while count > 1 and given[count - 1] is defaults[count - 1]:
                count -= 1
            return kind, self._once(given[:count])

        def parted(value: Any) -> Call:
            sealed = self._sealed(value)
            return self._without_parts(value, sealed) if sealed is not None else whole(value)

        return parted if issubclass(kind, Sealable) else whole

    def _once(self, values: Iterable[Any]) -> tuple[object, ...]:
        """These values, with the one object for each text and for each set of nothing but texts, which are told apart by ``==``."""
        known = self._texts.setdefault
        return tuple(
            [
                (
                    known(each, each)
                    if each.__class__ is str
                    else self._set(each) if each.__class__ is frozenset and each else each
                )
                for each in values
            ]
        )

    def _set(self, value: frozenset[Any]) -> frozenset[Any]:
        if not {*map(type, value)} <= {str}:
            return value
        known = self._sets.get(value)
        if known is None:
            self._sets[value] = known = frozenset([self._texts.setdefault(each, each) for each in value])
        return known

    def _put_behind(self, data: bytes) -> int:
        """The place where these bytes are laid."""
        self._behind.append(data)
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
            data = self._known.get(name)
            if data is None:
                data = self._within(parts) if _is_large(parts) else b""
            self._seals[name] = parts, Sealed(data) if len(data) >= _WORTH_A_SEAL else None
        return self._seals[name][1]

    def _within(self, parts: tuple[object, ...]) -> bytes:
        """The bytes of what is sealed in a value. One keeper writes those of many, until it has had to keep so much in mind that forgetting takes long."""
        inner, self._inner = self._inner or _Keeper(), None
        data = inner.laid(parts)
        if len(data) < _MUCH:
            self._inner = inner
        return data

    def _without_parts(self, value: Sealable, sealed: Sealed) -> Call:
        """The call that makes an instance that holds its parts sealed."""
        kind: Any = type(value)
        given = [None if is_part else getattr(value, name) for name, is_part in _plan(kind)]
        return kind, (*self._once(given), sealed)


class _Ways(dict[type[object], Way]):
    """Which way each class is written, found out once for each; a class that is not there is written as pickle does."""

    def __init__(self, keeper: _Keeper) -> None:
        self._keeper = keeper

    def __missing__(self, kind: type[object]) -> Way:
        way = self._keeper.way(kind)
        if way is None:
            raise KeyError(kind)
        self[kind] = way
        return way


class _Sharer(_Keeper):
    """Writes the name of a value that whoever reads has."""

    def __init__(self, shared: Shared) -> None:
        self._names = shared.names()
        super().__init__()

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


@lru_cache(maxsize=256)
def _plan(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a class, and whether each is one of the parts that are sealed."""
    return tuple((entry.name, entry.name in kind.PARTS) for entry in fields(kind))


def _is_large(parts: tuple[object, ...]) -> bool:
    """Whether these may take as many bytes as are worth a seal, which is told from the first few of them."""
    size, waiting = _HEAD, [*parts]
    while waiting and size < _WORTH_A_SEAL:
        each: Any = waiting.pop()
        inner = each if each.__class__ is tuple else ()
        if each.__class__ is str:
            size += len(each)
        elif (values := _arguments(each.__class__)) is not None:
            size, inner = size + _CALL, values(each)
        elif each is not None and each.__class__ not in (tuple, bool):
            return True
        waiting += inner
    return size >= _WORTH_A_SEAL


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
        if not (has_fields(found) or issubclass(found, _INERT)):
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
