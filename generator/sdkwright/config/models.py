"""The config file, typed: the vocabulary of stainless.yml and a few keys of our own; not where the file is or how it is read.

Every field is optional, so ``Config()`` is valid and means: take all from the document. Mappings keep the file's order.
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Literal

from sdkwright.config.base import Table, Value, checked
from sdkwright.config.client import (
    Auth,
    ClientOption,
    ClientSettings,
    ConnectionLimits,
    Idempotency,
    Retries,
)
from sdkwright.config.document import OpenAPISettings
from sdkwright.config.resources import Method, ModelRef, RequestOptions, Resource, Streaming
from sdkwright.config.settings import (
    Casing,
    Diagnostics,
    Errors,
    ErrorVariant,
    ExampleRequest,
    License,
    Readme,
    Settings,
)
from sdkwright.config.target import Organization, PythonTarget, Targets, check_edition
from sdkwright.inert import dataclass
from sdkwright.pointer import Json

__all__ = [
    "Auth", "ClientOption", "ClientSettings", "Config", "ConnectionLimits", "ErrorVariant", "Errors", "ExampleRequest", "Idempotency",
    "License", "Method", "ModelRef", "OpenAPISettings", "Organization", "PaginationScheme", "PythonTarget",
    "QuerySettings", "Readme", "RequestOptions", "Resource", "Retries", "Settings", "Streaming", "StreamingEvents",
    "Targets",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PaginationScheme(Table):
    """A page class. ``request`` and ``response`` hold property schemas whose roles are `x-stainless-pagination-property`."""

    name: str
    type: Literal["cursor", "cursor_id", "cursor_url", "offset", "page_number", "fake_page"]
    description: str | None = None
    request: dict[str, Value] = field(default_factory=dict[str, Value])
    response: dict[str, Value] = field(default_factory=dict[str, Value])
    param_location: Literal["query", "body", "header"] = "query"
    continue_on_empty_items: bool = False


@dataclass(frozen=True, kw_only=True)
class StreamingEvents(Table):
    """What each server-sent event means; the first rule that matches counts."""

    on_event: list[dict[str, Value]] = field(default_factory=list[dict[str, Value]])


@dataclass(frozen=True, kw_only=True)
class QuerySettings(Table):
    """How lists and mappings are written into a query. Ours: ``document``, as the description says of each parameter."""

    array_format: Literal["comma", "repeat", "brackets", "indices", "document"] | None = None
    nested_format: Literal["brackets", "dots"] | None = None


@dataclass(frozen=True, kw_only=True)
class Config(Table):
    """The whole file. Ours: ``spec``, ``http_library``, ``overlays``, ``templates`` (paths relative to the file).

    Ours as well: ``allow_remote_refs``, whether what the document refers to may be fetched; ``allow_hosts``, the names of
    hosts that may be asked though their addresses are private; ``allow_folders``, other folders than that of the document
    whose files it may refer to (relative to the file).
    """

    accepted: ClassVar[frozenset[str]] = frozenset({"codeflow"})

    edition: str | None = field(default=None, metadata=checked(check_edition))
    organization: Organization = Organization()
    targets: Targets = Targets()
    environments: dict[str, str] = field(default_factory=dict[str, str])
    client_settings: ClientSettings = ClientSettings()
    security: list[dict[str, Value]] | None = None
    security_schemes: dict[str, Value] | None = None
    resources: dict[str, Resource] = field(default_factory=dict[str, Resource])
    models: dict[str, ModelRef] = field(default_factory=dict[str, ModelRef])
    pagination: list[PaginationScheme] = field(default_factory=list[PaginationScheme])
    streaming: StreamingEvents | None = None
    query_settings: QuerySettings = QuerySettings()
    settings: Settings = Settings()
    readme: Readme = Readme()
    openapi: OpenAPISettings = OpenAPISettings()
    custom_casings: dict[str, Casing] = field(default_factory=dict[str, Casing])
    unspecified_endpoints: list[str] = field(default_factory=list[str])
    diagnostics: Diagnostics = Diagnostics()
    errors: Errors | None = None
    spec: str | None = None
    http_library: Literal["httpx2", "httpx"] = "httpx2"
    overlays: list[str] = field(default_factory=list[str])
    allow_remote_refs: bool = False
    allow_hosts: list[str] = field(default_factory=list[str])
    allow_folders: list[str] = field(default_factory=list[str])
    templates: str | None = None

    @property
    def lays_out(self) -> bool:
        """Whether it lays the package out, so that it is as such configs have always had it.

        Not where it leaves to the document how things are written, as `sdkwright init` has it: that is as without one.
        """
        return bool(self.resources) and self.query_settings.array_format != "document"

    def casings(self) -> dict[str, dict[str, Json]]:
        """How words are written, as plain data."""
        if not self.custom_casings:
            return {}
        from sdkwright.config.keys import as_written

        return {word: as_written(entry) for word, entry in self.custom_casings.items()}

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """`pagination` may map names to schemes."""
        data = super().prepared(data)
        schemes = data.get("pagination") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(schemes, dict):
            return data
        named: list[Json] = [
            {"name": name, **value} if isinstance(value, dict) else value for name, value in schemes.items()
        ]
        return {**data, "pagination": named}
