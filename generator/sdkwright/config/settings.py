"""Tables of the config about the package as a whole: settings, README, errors, unwanted findings; not how they are emitted."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any, ClassVar

from sdkwright.config.base import Table, Value, checked
from sdkwright.diagnostics import display
from sdkwright.inert import dataclass
from sdkwright.pointer import Json

__all__ = [
    "Casing",
    "Diagnostics",
    "ErrorVariant",
    "Errors",
    "ExampleRequest",
    "License",
    "PythonSettings",
    "Readme",
    "Settings",
]


STATUS = {
    "anyOf": [{"type": "integer", "minimum": 300, "maximum": 599}, {"type": "string", "pattern": "^[345][0-9]{2}$"}]
}


def _check_part(word: str) -> None:
    if not f"A{word}".isidentifier():
        raise ValueError(f"`{word}` cannot be in a name: letters, digits and `_` make one")


def _check_status(status: int | str) -> None:
    if not re.fullmatch("[345][0-9][0-9]", str(status)):
        raise ValueError(f"{display(status)} is no status of an error: write a number from 300 to 599")


@dataclass(frozen=True, kw_only=True)
class License(Table):
    """A licence that is not one of the well-known names."""

    name: str
    contents: str | None = None
    extension: str | None = None


@dataclass(frozen=True, kw_only=True)
class PythonSettings(Table):
    """What is said of Python alone."""

    license_classifier: str | None = None


@dataclass(frozen=True, kw_only=True)
class Settings(Table):
    """What applies to all methods. Ours: ``resource_class_suffix``, whether classes are `ModelsResource` or `Models`."""

    accepted: ClassVar[frozenset[str]] = frozenset({"disable_mock_tests", "mock_server"})

    license: str | License | None = None
    file_header: str | None = None
    unwrap_response_fields: list[str] | None = None
    unwrap_multiproperty_response_fields: list[str] | None = None
    sort_schema_properties: bool | None = None
    positional_params: bool | None = None
    per_endpoint_security: bool | None = None
    require_websocket_dependencies: bool | None = None
    resource_class_suffix: bool | None = None
    python: PythonSettings = PythonSettings()


@dataclass(frozen=True, kw_only=True)
class ExampleRequest(Table):
    """A call that README and samples show; ``params`` are values to print.

    ``example_properties`` are properties of the error that the sample about errors shows, ``file_param`` and ``file_path``
    what the sample about files sends.
    """

    type: str | None = None
    endpoint: str | None = None
    params: dict[str, Value] = field(default_factory=dict[str, Value])
    response_property: str | None = None
    assign_to: str | None = None
    example_properties: Value = None
    file_param: str | None = None
    file_path: str | None = None


@dataclass(frozen=True, kw_only=True)
class Readme(Table):
    """What the README shows; well-known names are default, headline, pagination, streaming, errors."""

    accepted: ClassVar[frozenset[str]] = frozenset({"example_types", "include_stainless_attribution"})

    example_requests: dict[str, ExampleRequest] = field(default_factory=dict[str, ExampleRequest])


@dataclass(frozen=True, kw_only=True)
class Casing(Table):
    """How a word is written: as an initialism (`URL`) or not, or in full, and its other number.

    ``camel`` and ``capital`` are of no use to Python, whose names are in snake and in Pascal case.
    """

    initialism: bool | None = None
    snake: str | None = field(default=None, metadata=checked(_check_part))
    camel: str | None = None
    pascal: str | None = field(default=None, metadata=checked(_check_part))
    capital: str | None = None
    singular: str | None = None
    plural: str | None = None


@dataclass(frozen=True, kw_only=True)
class Diagnostics(Table):
    """Findings that are not wanted: code -> true, or the places where not, each with its reason."""

    ignored: dict[str, Value] = field(default_factory=dict[str, Value])


@dataclass(frozen=True, kw_only=True)
class ErrorVariant(Table):
    """An error that has a class of its own: by its status, by the value of the discriminator, or by the schema of that name."""

    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ({"type": "string"},)

    name: str
    status_code: int | str | None = field(default=None, metadata=checked(_check_status, STATUS))

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """A name alone."""
        return super().prepared({"name": data} if isinstance(data, str) else data)

    @property
    def status(self) -> int | None:
        """The status as a number."""
        return int(self.status_code) if self.status_code is not None else None


@dataclass(frozen=True, kw_only=True)
class Errors(Table):
    """The shape of error bodies. ``source`` is a schema: the union of all errors, or what holds it.

    ``discriminator``, ``status_property`` and ``message_property`` are dotted paths in a body: to what tells the variants apart,
    to a status that counts in place of that of the answer, and to the text.
    """

    source: str | None = None
    discriminator: str | None = None
    status_property: str | None = None
    variants: list[ErrorVariant] = field(default_factory=list[ErrorVariant])
    message_property: str | None = None

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """`variants` may map names to what is said of them."""
        data = super().prepared(data)
        variants = data.get("variants") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(variants, dict):
            return data
        named: list[Json] = [
            {"name": name, **(value or {})} if isinstance(value, dict | None) else value
            for name, value in variants.items()
        ]
        return {**data, "variants": named}
