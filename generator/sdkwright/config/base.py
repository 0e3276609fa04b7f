"""What all tables of the config share: values like any other, whose annotations say what a file may hold; not how one is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from sdkwright.inert import dataclass
from sdkwright.pointer import Json

if TYPE_CHECKING:
    Value: TypeAlias = Json
else:  # what is passed on as it is, and not looked into
    Value = Any

__all__ = ["HIDDEN", "Table", "Value", "above", "checked", "from_on", "shown", "written_as"]

Said = Mapping[str, Any]
"""What is said of a field beside its type."""

HIDDEN: Said = MappingProxyType({"hidden": True})
"""It is made of what the file says, and is no key of it."""


def written_as(key: str) -> Said:
    """It has another key in the file."""
    return {"written": key}


def from_on(least: int) -> Said:
    """Its number is at least this."""
    return {"least": least}


def above(bound: int) -> Said:
    """Its number is greater than this."""
    return {"above": bound}


def checked(check: Callable[[Any], object], schema: Said | None = None) -> Said:
    """A value is refused for which that raises a ValueError, with its message. ``schema`` says the same as a JSON Schema."""
    return {"check": check, "schema": schema}


def shown(*examples: str) -> Said:
    """What editors propose."""
    return {"examples": examples}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A mapping of the config. A key without a value (`methods:` and nothing) counts as absent."""

    accepted: ClassVar[frozenset[str]] = frozenset()
    """Keys of the vocabulary that change nothing in Python: known, so no warning, and not read."""

    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ()
    """What it may be written as beside a mapping, as JSON Schemas."""

    given: frozenset[str] = field(default=frozenset(), compare=False)
    """The fields that the file sets."""

    others: Mapping[str, Json] = field(default_factory=dict[str, Json])
    """Keys of the file that are no fields, with what they hold."""

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """What is read, made of what is written. Raises ValueError for what it cannot be."""
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data

    def check(self) -> None:
        """Raise ValueError where fields that are right each do not go together."""
