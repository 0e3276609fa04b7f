"""The `resources` tree of the config: methods, models, subresources; not whether the document has what they name."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, TypeAlias

from pydantic import ConfigDict, Field, model_validator

from sdkwright.config.base import Table, Value
from sdkwright.pointer import Json

__all__ = ["Languages", "Method", "ModelRef", "RequestOptions", "Resource", "Streaming", "verb_and_path"]

Languages: TypeAlias = bool | list[str]
"""True, or the languages that it is true for: `skip: [go, python]`."""

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Streaming(Table):
    """How a method streams. Without ``param_discriminator`` (or null) it always does."""

    param_discriminator: str | None = None
    stream_event_model: str | None = None
    params_type_name: str | None = None


class RequestOptions(Table):
    """Options that one method's calls start from: ``timeout`` in ms or ISO 8601, ``max_retries``."""

    timeout: float | str | None = None
    max_retries: int | None = Field(default=None, ge=0)


class Method(Table):
    """One method: a string ``verb /path`` or a mapping with `endpoint`. ``verb`` is in lower case, ``path`` as written.

    ``paginated`` None means: match the schemes automatically. ``unwrap_response`` False means: do not unwrap.
    """

    accepted: ClassVar[frozenset[str]] = frozenset({"mcp", "terraform", "cli", "docs"})
    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ({"type": "string", "pattern": r"^\s*[A-Za-z]+\s+/"},)

    type: Literal["http", "alias", "webhook_unwrap"] | None = None
    endpoint: str | None = None
    verb: str | None = Field(default=None, exclude=True)
    path: str | None = Field(default=None, exclude=True)
    to: str | None = None
    paginated: bool | str | None = None
    body_param_name: str | None = None
    positional_params: list[str] | None = None
    unwrap_response: bool | str | None = None
    unwrap_response_field: str | None = None
    streaming: Streaming | None = None
    default_request_options: RequestOptions | None = None
    skip_test_reason: str | dict[str, str] | None = None
    deprecated: str | dict[str, str] | None = None
    description: str | None = None
    skip: Languages | None = None
    only: list[str] | None = None
    discriminator: str | None = None
    webhook_key_opt: str | None = None
    event_types: Value = None

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, data: Json) -> Json:
        if isinstance(data, str):
            data = {"endpoint": data}
        if not isinstance(data, dict):
            message = "a method is text such as `get /v1/models`, or a mapping with `endpoint`"
            raise ValueError(message)  # noqa: TRY004 - what pydantic asks of validators
        endpoint = data.get("endpoint")
        if isinstance(endpoint, str) and "verb" not in data:
            verb, path = _endpoint(endpoint)
            return {**data, "verb": verb, "path": path}
        return data

    @model_validator(mode="after")
    def _is_called(self) -> Method:
        if self.type in (None, "http") and self.endpoint is None:
            raise ValueError("a method needs an `endpoint` such as `get /v1/models`")
        return self


class ModelRef(Table):
    """A model's name in the SDK and the schema that it stands for: a component's name or a pointer in ``schema_ref``."""

    accepted: ClassVar[frozenset[str]] = frozenset({"mcp", "terraform", "standalone_api"})
    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ({"type": "string"},)

    type: Literal["model", "alias"] = "model"
    openapi_uri: str | None = None
    schema_ref: str | None = Field(default=None, exclude=True)
    to: str | None = None
    no_params_suffix: bool = False
    param_model: str | None = None
    deprecated: str | dict[str, str] | None = None
    skip: Languages | None = None
    only: list[str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, data: Json) -> Json:
        if isinstance(data, str):
            return {"schema_ref": data}
        if not isinstance(data, dict):
            message = "a model is a schema's name, a reference, or a mapping with `openapi_uri`"
            raise ValueError(message)  # noqa: TRY004 - what pydantic asks of validators
        uri = data.get("openapi_uri")
        return {**data, "schema_ref": uri} if isinstance(uri, str) else data


class Resource(Table):
    """A node of the tree of client attributes; order is that of the file."""

    model_config = ConfigDict(title="Resource")
    accepted: ClassVar[frozenset[str]] = frozenset({"terraform", "mcp", "custom", "cli"})
    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ({"type": "null"},)

    methods: dict[str, Method] = Field(default_factory=dict[str, Method])
    models: dict[str, ModelRef] = Field(default_factory=dict[str, ModelRef])
    subresources: dict[str, Resource] = Field(default_factory=dict[str, "Resource"])
    standalone_api: bool = False
    description: str | None = None
    deprecated: str | dict[str, str] | None = None
    skip: Languages | None = None
    only: list[str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, data: Json) -> Json:
        return {} if data is None else data


def verb_and_path(text: str) -> tuple[str, str]:
    """The two parts of an endpoint, as in `get /v1/models`; what a path has of white space is a part of it."""
    verb, *path = text.strip().split(maxsplit=1) or [""]
    return verb, "".join(path)


def _endpoint(text: str) -> tuple[str, str]:
    verb, path = verb_and_path(text)
    if not (verb.lower() in _VERBS or verb.isupper()) or not path.startswith("/"):
        raise ValueError(f"`{text}` is not a verb and a path, as in `get /v1/models`")
    return verb.lower(), path
