"""The public surface of a package as plain facts, and nothing of how they were found (reading.py, facts.py).

Every path is relative to the package, so that two packages of different names can be laid side by side. An object is known by
where it is defined; the names under which a program reaches it are another table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from sdkwright.inert import dataclass

__all__ = ["Class", "Function", "Kind", "Object", "Parameter", "Place", "Signature", "Surface", "Value", "simple"]

Kind: TypeAlias = Literal["pos", "std", "kw", "*", "**"]
"""How a parameter is passed: by position only, either way, by keyword only, or the rest of these."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is defined: a file relative to what was read, and a line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``default`` is source text, None where the argument is required."""

    name: str
    kind: Kind
    annotation: str | None
    default: str | None


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function, without `self`. ``ordered`` is False where the order of the parameters is not known."""

    parameters: tuple[Parameter, ...]
    returns: str | None
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method; several signatures are overloads. ``is_async`` is None where it is not known."""

    id: str
    signatures: tuple[Signature, ...]
    is_async: bool | None = False
    deprecated: str | None = None
    doc: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What is read and not called: a field, a property, a constant, an alias of a type (``value`` is its source).

    ``required`` says whether whoever makes the object must give it; None where that cannot be known.
    """

    id: str
    kind: Literal["field", "property", "constant", "alias"]
    annotation: str | None = None
    value: str | None = None
    required: bool | None = None
    deprecated: str | None = None
    doc: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """A class with everything that it has or inherits inside of the package.

    ``members`` maps a name to what is behind it, whose id says which class brought it. ``ancestors`` are names, nearest first,
    of this package and others; None where they are not known. ``is_input`` marks a class that callers fill in (a TypedDict).
    """

    id: str
    members: Mapping[str, Function | Value]
    ancestors: tuple[str, ...] | None = ()
    is_input: bool = False
    is_enum: bool = False
    deprecated: str | None = None
    doc: str = ""
    place: Place | None = None


Object: TypeAlias = Class | Function | Value


@dataclass(frozen=True, slots=True)
class Surface:
    """All of it. ``package`` is the import name; ``names`` are what a program may rely on, ``importable`` all that would work."""

    package: str
    label: str
    version: str | None = None
    python: str | None = None
    modules: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    importable: Mapping[str, str] = field(default_factory=dict[str, str])
    objects: Mapping[str, Object] = field(default_factory=dict[str, Object])
    unread: tuple[str, ...] = ()


def simple(path: str) -> str:
    """The last part of a dotted path."""
    return path.rpartition(".")[2]
