"""`dataclass` as the standard library has it for whoever reads or checks the code, at a fraction of its costs when it runs; no class itself.

The standard decorator writes and compiles six functions for each class, which was a third of the time that the generator took to import,
and an instance of a frozen class is made by a call for each field. Here the constructor alone is made, with the first instance, of code that is compiled once
for all classes that have as many fields of the same kinds; what is known of fields is found out when somebody asks. Comparing, hashing and showing ask
for all fields at once; that nothing is assigned to what is frozen is for the type checkers to hold, as it is with a `Final`.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache, partial
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, NamedTuple, cast

__all__ = ["dataclass", "has_fields"]

_KNOWN = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")
_OF_INSTANCES = frozenset(("__dict__", "__weakref__"))

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
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

    def __init__(self, name: str, cls: type[Any], known: partial[type[Any]]) -> None:
        self._name, self._cls, self._known = name, cls, known

    def given(self) -> Iterator[tuple[str, Any, bool]]:
        """What the class itself says of its fields: their names, what stands there, and whether they are keywords."""
        held = cast("Mapping[str, Any]", vars(self._known.args[0]))
        annotations: Mapping[str, object] = held.get("__annotations__", {})
        for name, annotation in annotations.items():
            if not _is_of_class(annotation):
                yield name, held.get(name, dataclasses.MISSING), self._known.keywords["kw_only"]

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        for name in _KNOWN:
            delattr(self._cls, name)  # the standard decorator does not replace what a class has
        known = vars(self._known())
        for name in _KNOWN:
            setattr(self._cls, name, known[name])
        return known[self._name]


def _is_of_class(annotation: object) -> bool:
    """Whether it is that of something of the class, and of no field."""
    return "ClassVar" in str(annotation).partition("[")[0]


def has_fields(cls: type) -> bool:
    """Whether it is a dataclass, of this kind or of the standard one; what is known of its fields is not found out for that."""
    return any("__dataclass_fields__" in vars(base) for base in cls.__mro__)


def _slotted(cls: type) -> type:
    """The class anew, with a slot for each field that no base has one for."""
    bases = cls.__mro__[1:-1]
    held = {name for base in bases for name in vars(base).get("__slots__", ())}
    names = [name for name, given in cls.__annotations__.items() if not _is_of_class(given)]
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
    """What takes a value for each field and assigns it.

    Of a class that may hold parts sealed, it takes what they are sealed in as well, in whose place they are then not assigned.
    """
    entries, parts = _entries(cls), getattr(cls, "PARTS", ())
    shape = tuple(each.kind(is_part=name in parts) for name, each in entries.items())
    code = _compiled(shape, sealable=bool(parts), is_followed=hasattr(cls, "__post_init__"))
    names = {f"f{number}": name for number, name in enumerate(entries)}
    code = code.replace(
        co_varnames=tuple([names.get(name, name) for name in code.co_varnames]),
        co_names=tuple([names.get(name, name) for name in code.co_names]),
        co_qualname=f"{cls.__qualname__}.__init__",
    )
    known: dict[str, Any] = {"ABSENT": dataclasses.MISSING}
    for number, each in enumerate(entries.values()):
        known |= {f"MAKE_f{number}": each.made, f"DEFAULT_f{number}": each.default}
    asked = [each for each in entries.values() if each.init and not each.kw_only]
    presets = [
        each.default if each.made is dataclasses.MISSING else dataclasses.MISSING for each in asked if each.is_preset
    ]
    given = tuple([*presets, None] if parts else presets)
    constructor = FunctionType(code, known, "__init__", given)
    constructor.__kwdefaults__ = {
        name: each.default for name, each in entries.items() if each.init and each.kw_only and each.is_preset
    }
    return constructor


class _Entry(NamedTuple):
    """What a class says of a field, as far as the constructor goes."""

    default: Any
    made: Any
    init: bool
    kw_only: bool

    @property
    def is_preset(self) -> bool:
        """Whether there is a value without one being given."""
        return self.default is not dataclasses.MISSING or self.made is not dataclasses.MISSING

    def kind(self, *, is_part: bool) -> str:
        """What the code of a constructor depends on."""
        source = "made" if self.made is not dataclasses.MISSING else "given"
        how = "init" if self.init else "preset" if self.is_preset else "later"
        return f"{source} {how}{' keyword' if self.kw_only else ''}{' part' if is_part else ''}"


def _entries(cls: type[Any]) -> dict[str, _Entry]:
    """All fields in their order, those of bases first; what the standard decorator knows is not asked where it has not looked yet."""
    found: dict[str, _Entry] = {}
    for base in reversed(cls.__mro__):
        known = vars(base).get("__dataclass_fields__", {})
        if isinstance(known, _Later):
            found |= {name: _entry(given, kw_only=kw_only) for name, given, kw_only in known.given()}
        elif known:
            found |= {entry.name: _entry(entry) for entry in dataclasses.fields(base)}
    return found


def _entry(given: Any, *, kw_only: bool = False) -> _Entry:
    if not isinstance(given, dataclasses.Field):
        return _Entry(given, dataclasses.MISSING, init=True, kw_only=kw_only)
    entry: dataclasses.Field[Any] = given  # pyright: ignore[reportUnknownVariableType] - of anything
    by_keyword = entry.kw_only if entry.kw_only is not dataclasses.MISSING else kw_only
    return _Entry(entry.default, entry.default_factory, init=entry.init, kw_only=by_keyword)


@lru_cache(maxsize=256)
def _compiled(shape: tuple[str, ...], *, sealable: bool, is_followed: bool) -> CodeType:
    """The constructor of a class whose fields are of these kinds and called ``f0``, ``f1``, and so on."""
    asked, keywords, body, parts = list[str](), list[str](), list[str](), list[str]()
    for number, kind in enumerate(shape):
        name, (source, *how) = f"f{number}", kind.split()
        lines = parts if "part" in how else body
        if "init" in how:
            (keywords if "keyword" in how else asked).append(name)
            value = f"MAKE_{name}() if {name} is ABSENT else {name}" if source == "made" else name
            lines.append(f"self.{name} = {value}")
        elif "preset" in how:
            lines.append(f"self.{name} = {f'MAKE_{name}()' if source == 'made' else f'DEFAULT_{name}'}")
    if sealable:
        asked.append("SEALED")
        body += ["if SEALED is not None: self.sealed = SEALED", "else: " + "; ".join(parts)]
    if is_followed:
        body.append("self.__post_init__()")
    arguments = ", ".join(["self", *asked, *(["*", *keywords] if keywords else [])])
    code = compile(f"def __init__({arguments}):\n  " + "\n  ".join(body or ["pass"]), "<fields>", "exec")
    return next(each for each in code.co_consts if isinstance(each, CodeType))


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
