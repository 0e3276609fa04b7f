"""The `resources` tree of the config: methods, models, subresources; not whether the document has what they name."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar, Literal, TypeAlias

from sdkwright.config.base import HIDDEN, Table, Value, from_on
from sdkwright.inert import dataclass
from sdkwright.pointer import Json

__all__ = ["Languages", "Method", "ModelRef", "RequestOptions", "Resource", "Streaming", "verb_and_path"]

Languages: TypeAlias = bool | list[str]
"""True, or the languages that it is true for: `skip: [go, python]`."""

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


@dataclass(frozen=True, kw_only=True)
class Streaming(Table):
    """How a method streams. Without ``param_discriminator`` (or null) it always does."""

    param_discriminator: str | None = None
    stream_event_model: str | None = None
    params_type_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class RequestOptions(Table):
    """Options that one method's calls start from: ``timeout`` in ms or ISO 8601, ``max_retries``."""

    timeout: float | str | None = None
    max_retries: int | None = field(default=None, metadata=from_on(0))


@dataclass(frozen=True, kw_only=True)
class Method(Table):
    """One method: a string ``verb /path`` or a mapping with `endpoint`. ``verb`` is in lower case, ``path`` as written.

    ``paginated`` None means: match the schemes automatically. ``unwrap_response`` False means: do not unwrap.
    """

    accepted: ClassVar[frozenset[str]] = frozenset({"mcp", "terraform", "cli", "docs"})
    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ({"type": "string", "pattern": r"^\s*[A-Za-z]+\s+/"},)

    type: Literal["http", "alias", "webhook_unwrap"] | None = None
    endpoint: str | None = None
    verb: str | None = field(default=None, metadata=HIDDEN)
    path: str | None = field(default=None, metadata=HIDDEN)
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

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """The endpoint in its parts."""
        data = super().prepared({"endpoint": data} if isinstance(data, str) else data)
        if not isinstance(data, dict):
            message = "a method is text such as `get /v1/models`, or a mapping with `endpoint`"
            raise ValueError(message)  # noqa: TRY004 - as any other fault
        endpoint = data.get("endpoint")
        if isinstance(endpoint, str) and "verb" not in data:
            verb, path = _endpoint(endpoint)
            return {**data, "verb": verb, "path": path}
        return data

    def check(self) -> None:
        """It calls something."""
        if self.type in (None, "http") and self.endpoint is None:
            raise ValueError("a method needs an `endpoint` such as `get /v1/models`")


@dataclass(frozen=True, kw_only=True)
class ModelRef(Table):
    """A model's name in the SDK and the schema that it stands for: a component's name or a pointer in ``schema_ref``."""

    accepted: ClassVar[frozenset[str]] = frozenset({"mcp", "terraform", "standalone_api"})
    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ({"type": "string"},)

    type: Literal["model", "alias"] = "model"
    openapi_uri: str | None = None
    schema_ref: str | None = field(default=None, metadata=HIDDEN)
    to: str | None = None
    no_params_suffix: bool = False
    param_model: str | None = None
    deprecated: str | dict[str, str] | None = None
    skip: Languages | None = None
    only: list[str] | None = None

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """What it stands for, by whichever key."""
        data = super().prepared({"schema_ref": data} if isinstance(data, str) else data)
        if not isinstance(data, dict):
            message = "a model is a schema's name, a reference, or a mapping with `openapi_uri`"
            raise ValueError(message)  # noqa: TRY004 - as any other fault
        uri = data.get("openapi_uri")
        return {**data, "schema_ref": uri} if isinstance(uri, str) else data


@dataclass(frozen=True, kw_only=True)
class Resource(Table):
    """A node of the tree of client attributes; order is that of the file."""

    accepted: ClassVar[frozenset[str]] = frozenset({"terraform", "mcp", "custom", "cli"})
    other_forms: ClassVar[tuple[dict[str, Any], ...]] = ({"type": "null"},)

    methods: dict[str, Method] = field(default_factory=dict[str, Method])
    models: dict[str, ModelRef] = field(default_factory=dict[str, ModelRef])
    subresources: dict[str, Resource] = field(default_factory=dict[str, "Resource"])
    standalone_api: bool = False
    description: str | None = None
    deprecated: str | dict[str, str] | None = None
    skip: Languages | None = None
    only: list[str] | None = None

    @classmethod
    def prepared(cls, data: Json) -> Json:
        """Nothing at all is a resource that holds nothing."""
        return super().prepared({} if data is None else data)


def verb_and_path(text: str) -> tuple[str, str]:
    """The two parts of an endpoint, as in `get /v1/models`; what a path has of white space is a part of it."""
    verb, *path = text.strip().split(maxsplit=1) or [""]
    return verb, "".join(path)


def _endpoint(text: str) -> tuple[str, str]:
    verb, path = verb_and_path(text)
    if not (verb.lower() in _VERBS or verb.isupper()) or not path.startswith("/"):
        raise ValueError(f"`{text}` is not a verb and a path, as in `get /v1/models`")
    return verb.lower(), path
