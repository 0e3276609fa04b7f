"""What an annotation says of a property beside its type; transforms and validates nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

INFO = "sdk_info"
"""Key in the metadata of a union's schema: the info that says how its variants differ."""


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class PropertyInfo:
    """What an annotation cannot say of a property: its wire name, its format, and how the variants of a union differ.

    format: "iso8601" (dates), "base64" (files), "file" (files as such), "custom" (dates by `format_template`, as of strftime).
    discriminator: the name of the field, in Python or in the API, whose value picks the variant of a union of models.
    mapping: values of that field -> names of models, where the field is not a literal in each of them.
    otherwise: the name of the model for values of that field that no variant has.
    """

    alias: str | None = None
    format: str | None = None
    format_template: str | None = None
    discriminator: str | None = None
    mapping: dict[str, str] | None = None
    otherwise: str | None = None

    def __repr__(self) -> str:
        given = [f"{name}={getattr(self, name)!r}" for name in self.__slots__ if getattr(self, name) is not None]
        return f"{type(self).__name__}({', '.join(given)})"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Note the discriminator on the schema of the union, where `lenient` finds it, and write what the union holds as what it is."""
        schema = handler(source)
        if self.discriminator is not None:
            union = handler.resolve_ref_schema(schema)
            union["metadata"] = {**(union.get("metadata") or {}), INFO: self}
            union["serialization"] = {"type": "any"}  # by the class of the value: an odd dog is still more than a pet
        return schema
