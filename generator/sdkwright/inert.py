"""`dataclass` as the standard library has it for whoever reads or checks the code, at a fraction of its costs when it runs; no class itself.

The standard decorator writes and compiles six functions for each class, which was a third of the time that the generator took to import,
and an instance of a frozen class is made by a call for each field. Here the constructor alone is compiled, when the first instance is made, and
what is known of fields is found out when somebody asks. Comparing, hashing and showing ask for all fields at once; that nothing is assigned
to what is frozen is for the type checkers to hold, as it is with a `Final`.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, cast

__all__ = ["dataclass"]

_KNOWN = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")
_OF_INSTANCES = frozenset(("__dict__", "__weakref__"))

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
    from typing import Any
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False, kw_only: bool = False
    ) -> Any:
        """As `dataclasses.dataclass`."""
        if order:
            return dataclasses.dataclass(frozen=frozen, slots=slots, order=True, kw_only=kw_only)

        def made(cls: type) -> type:
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the standard decorator looks for a signature to say
            own = ("__init__", "__repr__", "__eq__", "__hash__")
            has_init, has_repr, has_eq, hashes = (name in vars(cls) for name in own)
            known = partial(dataclasses.dataclass, cls, init=False, repr=False, eq=False, kw_only=kw_only)
            new = _slotted(cls) if slots else cls
            for name in _KNOWN:
                setattr(new, name, _Later(name, new, known))
            if not has_init:
                new.__init__ = _constructed(new)
            if not has_repr:
                new.__repr__ = _shown
            if eq:
                if not has_eq:
                    new.__eq__ = _compared(new)
                if not hashes or (has_eq and vars(cls)["__hash__"] is None):  # which Python writes beside `__eq__`
                    new.__hash__ = _hashed(new) if frozen else None
            return new

        return made


class _Later:
    """What the standard decorator puts into a class, put there when somebody asks; most classes are never asked."""

    def __init__(self, name: str, cls: type[Any], known: Callable[[], type[Any]]) -> None:
        self._name, self._cls, self._known = name, cls, known

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        for name in _KNOWN:
            delattr(self._cls, name)  # the standard decorator does not replace what a class has
        known = vars(self._known())
        for name in _KNOWN:
            setattr(self._cls, name, known[name])
        return known[self._name]


def _slotted(cls: type) -> type:
    """The class anew, with a slot for each field that no base has one for."""
    bases = cls.__mro__[1:-1]
    held = {name for base in bases for name in vars(base).get("__slots__", ())}
    names = [name for name, given in cls.__annotations__.items() if "ClassVar" not in str(given).partition("[")[0]]
    names += [entry.name for base in bases if dataclasses.is_dataclass(base) for entry in dataclasses.fields(base)]
    left = {name: value for name, value in vars(cls).items() if name not in names and name not in _OF_INSTANCES}
    slots = tuple(name for name in dict.fromkeys(names) if name not in held)
    made: Callable[..., type] = type(cls)
    return made(cls.__name__, cls.__bases__, {**left, "__slots__": slots, "__qualname__": cls.__qualname__})


def _constructed(cls: type[Any]) -> Callable[..., None]:
    """What the first instance is made by: the constructor, which takes its place."""

    def first(self: Any, *args: Any, **given: Any) -> None:
        cls.__init__ = constructor = _constructor(cls)
        constructor(self, *args, **given)

    return first


def _constructor(cls: type[Any]) -> Callable[..., None]:
    """What takes a value for each field and assigns it; code of names of fields alone.

    Of a class that may hold parts sealed, it takes what they are sealed in as well, in whose place they are then not assigned.
    """
    asked, keywords, body, parts = list[str](), list[str](), list[str](), list[str]()
    sealable: tuple[str, ...] = getattr(cls, "PARTS", ())
    known: dict[str, Any] = {"ABSENT": dataclasses.MISSING}
    for entry in dataclasses.fields(cls):
        name, made, default = entry.name, f"MAKE_{entry.name}", f"DEFAULT_{entry.name}"
        known |= {made: entry.default_factory, default: entry.default}
        is_made, is_given = entry.default_factory is not dataclasses.MISSING, entry.default is not dataclasses.MISSING
        lines = parts if name in sealable else body
        if entry.init:
            preset = "=ABSENT" if is_made else f"={default}" if is_given else ""
            (keywords if entry.kw_only else asked).append(f"{name}{preset}")
            value = f"{made}() if {name} is ABSENT else {name}" if is_made else name
            lines.append(f"self.{name} = {value}")
        elif is_made or is_given:
            lines.append(f"self.{name} = {f'{made}()' if is_made else default}")
    if sealable:
        asked.append("SEALED=None")
        body += ["if SEALED is not None: self.sealed = SEALED", "else: " + "; ".join(parts)]
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    arguments = ", ".join(["self", *asked, *(["*", *keywords] if keywords else [])])
    code = f"def __init__({arguments}):\n  " + "\n  ".join(body or ["pass"])
    exec(code, known)  # noqa: S102 - as the standard library does
    constructor: Any = known["__init__"]
    constructor.__qualname__ = f"{cls.__qualname__}.__init__"
    return cast("Callable[..., None]", constructor)


def _values(cls: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """What asks a value for the fields that it is compared by."""
    names = [entry.name for entry in dataclasses.fields(cls) if entry.compare]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _compared(cls: Any) -> Callable[[Any, object], bool]:
    """What compares two values for the first time: what does from then on takes its place."""

    def first(self: Any, other: object) -> bool:
        values = _values(cls)

        def __eq__(self: Any, other: object) -> bool:  # noqa: N807 - what it is called by is shown in tracebacks
            if self is other:
                return True
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        cls.__eq__ = __eq__
        return __eq__(self, other)

    return first


def _hashed(cls: Any) -> Callable[[Any], int]:
    """The same for what hashes a value."""

    def first(self: Any) -> int:
        values = _values(cls)

        def __hash__(self: Any) -> int:  # noqa: N807 - as above
            return hash(values(self))

        cls.__hash__ = __hash__
        return __hash__(self)

    return first


def _shown(self: Any) -> str:
    """The call that makes an equal value."""
    shown = ", ".join(f"{entry.name}={getattr(self, entry.name)!r}" for entry in dataclasses.fields(self) if entry.repr)
    return f"{type(self).__qualname__}({shown})"
