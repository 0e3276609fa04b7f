"""What the config says of the document itself: transforms before it is read, samples written back into it; carries out none."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from sdkwright.config.base import Table, Value, shown, written_as
from sdkwright.inert import dataclass
from sdkwright.pointer import ROOT, Json, child
from sdkwright.read.command import Step

__all__ = ["OpenAPISettings", "SchemaTarget", "Transform", "TransformArgs", "transform_steps"]


COMMANDS = (
    "update", "append", "merge", "remove", "copy", "move", "oneOfToAnyOf", "guessDiscriminantUnions",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SchemaTarget(Table):
    """Every node that equals a schema; ``ignore`` names keys that do not count, and paths to leave alone."""

    matches_schema: dict[str, Value]
    ignore: str | list[str] | None = None


@dataclass(frozen=True, kw_only=True)
class TransformFilter(Table):
    """The places of the older `replaceProperties`."""

    only: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, kw_only=True)
class TransformArgs(Table):
    """Where (``target``, JSONPath-Plus; ``from`` and ``to``) and what. A ``value`` of null is a value."""

    target: str | SchemaTarget | list[str | SchemaTarget] | None = None
    value: Value = None
    template: str | None = None
    object: Value = None
    keys: str | list[str] | None = None
    filter: TransformFilter | None = None
    source: str | list[str] | None = field(default=None, metadata=written_as("from"))
    to: str | list[str] | None = None

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """As elsewhere, but for what is put in place."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key == "value"}


@dataclass(frozen=True, kw_only=True)
class Transform(Table):
    """One change; ``reason`` is for readers of the config."""

    command: str = field(metadata=shown(*COMMANDS))
    reason: str | None = None
    args: TransformArgs = TransformArgs()


@dataclass(frozen=True, kw_only=True)
class OpenAPISettings(Table):
    """Changes to the document before anything else; ``transformations`` is the older name of ``transforms``."""

    accepted: ClassVar[frozenset[str]] = frozenset({"code_samples", "code_sample_languages"})

    transforms: list[Transform] = field(default_factory=list[Transform])
    transformations: list[Transform] = field(default_factory=list[Transform])


def transform_steps(settings: OpenAPISettings) -> tuple[Step, ...]:
    """The commands in their order, those under the older name first."""
    listed = [
        (transform, child(ROOT, "openapi", name, index))
        for name, transforms in (("transformations", settings.transformations), ("transforms", settings.transforms))
        for index, transform in enumerate(transforms)
    ]
    if not listed:
        return ()
    from sdkwright.config.keys import as_written

    return tuple(Step(transform.command, as_written(transform.args), at) for transform, at in listed)
