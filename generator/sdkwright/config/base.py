"""What all tables of the config share: frozen, strict about types, tolerant of keys that only other targets read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, model_validator

from sdkwright.pointer import Json

if TYPE_CHECKING:
    Value: TypeAlias = Json
else:  # pydantic need not look into what is passed on as it is
    Value = Any

__all__ = ["Table", "Value"]


class Table(BaseModel):
    """A mapping of the config. A key without a value (`methods:` and nothing) counts as absent."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", protected_namespaces=(), defer_build=True)

    accepted: ClassVar[frozenset[str]] = frozenset()
    """Keys of the vocabulary that change nothing in Python: known, so no warning, and not read."""

    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ()
    """What it may be written as beside a mapping, as JSON Schemas."""

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Json) -> Json:
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data
