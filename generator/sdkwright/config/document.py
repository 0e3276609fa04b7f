"""What the config says of the document itself: transforms before it is read, samples written back into it; carries out none."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, model_validator

from sdkwright.config.base import Table, Value
from sdkwright.pointer import ROOT, Json, child
from sdkwright.read.command import Step

__all__ = ["OpenAPISettings", "SchemaTarget", "Transform", "TransformArgs", "transform_steps"]


COMMANDS = (
    "update", "append", "merge", "remove", "copy", "move", "oneOfToAnyOf", "guessDiscriminantUnions",
)  # fmt: skip


class SchemaTarget(Table):
    """Every node that equals a schema; ``ignore`` names keys that do not count, and paths to leave alone."""

    matches_schema: dict[str, Value]
    ignore: str | list[str] | None = None


class TransformFilter(Table):
    """The places of the older `replaceProperties`."""

    only: list[str] = Field(default_factory=list[str])


class TransformArgs(Table):
    """Where (``target``, JSONPath-Plus; ``from`` and ``to``) and what. A ``value`` of null is a value."""

    target: str | SchemaTarget | list[str | SchemaTarget] | None = None
    value: Value = None
    template: str | None = None
    object: Value = None
    keys: str | list[str] | None = None
    filter: TransformFilter | None = None
    source: str | list[str] | None = Field(default=None, alias="from")
    to: str | list[str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Json) -> Json:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key == "value"}


class Transform(Table):
    """One change; ``reason`` is for readers of the config."""

    command: str = Field(json_schema_extra={"examples": [*COMMANDS]})
    reason: str | None = None
    args: TransformArgs = TransformArgs()


class OpenAPISettings(Table):
    """Changes to the document before anything else; ``transformations`` is the older name of ``transforms``."""

    accepted: ClassVar[frozenset[str]] = frozenset({"code_samples", "code_sample_languages"})

    transforms: list[Transform] = Field(default_factory=list[Transform])
    transformations: list[Transform] = Field(default_factory=list[Transform])


def transform_steps(settings: OpenAPISettings) -> tuple[Step, ...]:
    """The commands in their order, those under the older name first."""
    return tuple(
        Step(
            transform.command,
            transform.args.model_dump(by_alias=True, exclude_unset=True),
            child(ROOT, "openapi", name, index),
        )
        for name in ("transformations", "transforms")
        for index, transform in enumerate(getattr(settings, name))
    )
