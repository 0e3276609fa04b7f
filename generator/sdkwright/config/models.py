"""The config file, typed: the vocabulary of stainless.yml and a few keys of our own; not where the file is or how it is read.

Every field is optional, so ``Config()`` is valid and means: take all from the document. Mappings keep the file's order.
"""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from sdkwright.config.base import Table, Value
from sdkwright.config.client import (
    Auth,
    ClientOption,
    ClientSettings,
    ConnectionLimits,
    Idempotency,
    Retries,
)
from sdkwright.config.options import is_importable
from sdkwright.config.resources import Method, ModelRef, RequestOptions, Resource, Streaming
from sdkwright.pointer import Json

__all__ = [
    "Auth", "ClientOption", "ClientSettings", "Config", "ConnectionLimits", "Errors", "ExampleRequest", "Idempotency",
    "License", "Method", "ModelRef", "OpenAPISettings", "Organization", "PaginationScheme", "PythonTarget",
    "QuerySettings", "Readme", "RequestOptions", "Resource", "Retries", "Settings", "Streaming", "StreamingEvents",
    "Targets",
]  # fmt: skip

LANGUAGES = frozenset(
    (
        "typescript",
        "node",
        "go",
        "ruby",
        "java",
        "kotlin",
        "php",
        "cli",
        "csharp",
        "terraform",
        "sql",
        "swift",
        "openapi",
    )
)


class Organization(Table):
    """Who owns the SDK; ``name`` gives the client class its name unless ``default_client_name`` does."""

    accepted: ClassVar[frozenset[str]] = frozenset({"upload_spec"})

    name: str | None = None
    docs: str | None = None
    contact: str | None = None
    security_contact: str | None = None
    security_policy_url: str | None = None
    security_policy_terms: str | None = None
    github_org: str | None = None


class PythonTarget(Table):
    """The distribution. ``package_name`` is what is imported, ``project_name`` what is installed.

    Ours: ``output_dir``, the folder of the distribution, relative to the config file.
    """

    accepted: ClassVar[frozenset[str]] = frozenset({"staging_repo", "screencast", "keep_files", "publish"})

    package_name: str | None = None
    project_name: str | None = None
    output_dir: str | None = None
    production_repo: str | None = None
    readme_title: str | None = None
    edition: str | None = None
    skip: bool = False
    options: dict[str, Value] = Field(default_factory=dict[str, Value])

    @field_validator("package_name")
    @classmethod
    def _importable(cls, name: str | None) -> str | None:
        if name is not None and not is_importable(name):
            raise ValueError(f"`{name}` cannot be imported: a package name is like `acme` or `acme_sdk`")
        return name

    @field_validator("project_name")
    @classmethod
    def _installable(cls, name: str | None) -> str | None:
        if name is not None and not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", name):
            raise ValueError(f"`{name}` cannot be installed: letters, digits, `.`, `-` and `_` make a project name")
        return name


class Targets(Table):
    """One entry a language; only Python's is read."""

    accepted: ClassVar[frozenset[str]] = LANGUAGES

    python: PythonTarget = PythonTarget()


class PaginationScheme(Table):
    """A page class. ``request`` and ``response`` hold property schemas whose roles are `x-stainless-pagination-property`."""

    name: str
    type: Literal["cursor", "cursor_id", "cursor_url", "offset", "page_number", "fake_page"]
    description: str | None = None
    request: dict[str, Value] = Field(default_factory=dict[str, Value])
    response: dict[str, Value] = Field(default_factory=dict[str, Value])
    param_location: Literal["query", "body"] = "query"
    continue_on_empty_items: bool = False


class StreamingEvents(Table):
    """What each server-sent event means; the first rule that matches counts."""

    on_event: list[dict[str, Value]] = Field(default_factory=list[dict[str, Value]])


class QuerySettings(Table):
    """How lists and mappings are written into a query. Ours: ``document``, as the description says of each parameter."""

    array_format: Literal["comma", "repeat", "brackets", "indices", "document"] | None = None
    nested_format: Literal["brackets", "dots"] | None = None


class License(Table):
    """A licence that is not one of the well-known names."""

    name: str
    contents: str | None = None
    extension: str | None = None


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
    python: dict[str, Value] = Field(default_factory=dict[str, Value])


class ExampleRequest(Table):
    """A call that README and samples show; ``params`` are values to print."""

    accepted: ClassVar[frozenset[str]] = frozenset({"example_properties", "file_param", "file_path"})

    type: str | None = None
    endpoint: str | None = None
    params: dict[str, Value] = Field(default_factory=dict[str, Value])
    response_property: str | None = None
    assign_to: str | None = None


class Readme(Table):
    """What the README shows; well-known names are default, headline, pagination, streaming, errors."""

    accepted: ClassVar[frozenset[str]] = frozenset({"example_types", "include_stainless_attribution"})

    example_requests: dict[str, ExampleRequest] = Field(default_factory=dict[str, ExampleRequest])


class OpenAPISettings(Table):
    """Changes to the document before anything else; ``transformations`` is the older name of ``transforms``."""

    accepted: ClassVar[frozenset[str]] = frozenset({"code_samples", "code_sample_languages"})

    transforms: list[dict[str, Value]] = Field(default_factory=list[dict[str, Value]])
    transformations: list[dict[str, Value]] = Field(default_factory=list[dict[str, Value]])


class Diagnostics(Table):
    """Findings that are not wanted: code -> true, or the places where not."""

    ignored: dict[str, Value] = Field(default_factory=dict[str, Value])


class Errors(Table):
    """The shape of error bodies; ``message_property`` is a dotted path."""

    source: str | None = None
    discriminator: str | None = None
    status_property: str | None = None
    variants: Value = None
    message_property: str | None = None


class Config(Table):
    """The whole file. Ours: ``spec``, ``http_library``, ``overlays``, ``templates`` (paths relative to the file).

    Ours as well: ``allow_remote_refs``, whether what the document refers to may be fetched; ``allow_hosts``, the names of
    hosts that may be asked though their addresses are private.
    """

    accepted: ClassVar[frozenset[str]] = frozenset({"codeflow"})

    edition: str | None = None
    organization: Organization = Organization()
    targets: Targets = Targets()
    environments: dict[str, str] = Field(default_factory=dict[str, str])
    client_settings: ClientSettings = ClientSettings()
    security: list[dict[str, Value]] | None = None
    security_schemes: dict[str, Value] | None = None
    resources: dict[str, Resource] = Field(default_factory=dict[str, Resource])
    models: dict[str, ModelRef] = Field(default_factory=dict[str, ModelRef])
    pagination: list[PaginationScheme] = Field(default_factory=list[PaginationScheme])
    streaming: StreamingEvents | None = None
    query_settings: QuerySettings = QuerySettings()
    settings: Settings = Settings()
    readme: Readme = Readme()
    openapi: OpenAPISettings = OpenAPISettings()
    custom_casings: dict[str, Value] = Field(default_factory=dict[str, Value])
    unspecified_endpoints: list[str] = Field(default_factory=list[str])
    diagnostics: Diagnostics = Diagnostics()
    errors: Errors | None = None
    spec: str | None = None
    http_library: Literal["httpx2", "httpx"] = "httpx2"
    overlays: list[str] = Field(default_factory=list[str])
    allow_remote_refs: bool = False
    allow_hosts: list[str] = Field(default_factory=list[str])
    templates: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _schemes_by_name(cls, data: Json) -> Json:
        """`pagination` may map names to schemes."""
        schemes = data.get("pagination") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(schemes, dict):
            return data
        named: list[Json] = [
            {"name": name, **value} if isinstance(value, dict) else value for name, value in schemes.items()
        ]
        return {**data, "pagination": named}
