"""Words that cannot be used as they are, by where they would stand."""

from __future__ import annotations

import keyword

KEYWORDS = frozenset(keyword.kwlist)

# what a class body or an annotation of an emitted module may refer to
TYPING_NAMES = frozenset(
    [
        "Annotated",
        "Any",
        "Base64FileInput",
        "BaseModel",
        "Dict",
        "FieldInfo",
        "FileTypes",
        "Generic",
        "Iterable",
        "List",
        "Literal",
        "None",
        "NotGiven",
        "Omit",
        "Optional",
        "PropertyInfo",
        "Required",
        "SequenceNotStr",
        "TYPE_CHECKING",
        "TypeAlias",
        "TypedDict",
        "Union",
        "True",
        "Tuple",
        "False",
    ]
)

# attributes of pydantic's BaseModel that are not in its `model_` namespace, and those of ours
MODEL_ATTRIBUTES = frozenset(
    [
        "builtins",  # what annotations of a class with a field called `str` say
        "construct",
        "copy",
        "dict",
        "fields",
        "from_orm",
        "json",
        "mro",  # of its class's class, as `register` is: pydantic warns of both when the module is imported
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "to_dict",
        "to_json",
        "update_forward_refs",
        "validate",
    ]
)
MODEL_PREFIX = "model_"

# what is in that namespace, and must not be covered where a config does not keep fields out of it
MODEL_NAMESPACE = frozenset(
    f"model_{name}"
    for name in [
        *("computed_fields", "config", "construct", "copy", "dump", "dump_json", "extra", "fields", "fields_set"),
        *("json_schema", "parametrized_name", "post_init", "rebuild", "validate", "validate_json", "validate_strings"),
    ]
)

# what every page class has beside its fields, and what a module of page classes has beside these
PAGE_ATTRIBUTES = frozenset({"build", "get_next_page", "has_next_page", "iter_pages", "next_page_info"})
PAGE_CLASSES = frozenset({"Paginator"})

# arguments that every method has
METHOD_ARGUMENTS = frozenset({"self", "extra_headers", "extra_query", "extra_body", "timeout"})

# what the body of a method and of the function that builds its call are written with
CALL_NAMES = frozenset({"call_options", "cast", "cast_to", "path_template", "stream_cls"})

# attributes that every resource, and every client, has
RESOURCE_ATTRIBUTES = frozenset(
    [
        # what their bodies say about others of their members: decorators, defaults, modules
        "async_view",
        "builtins",
        "cached_property",
        "httpx",
        "httpx2",
        "not_given",
        "omit",
        "override",
        "typing_extensions",
        "with_raw_response",
        "with_streaming_response",
    ]
)
CLIENT_ATTRIBUTES = RESOURCE_ATTRIBUTES | frozenset(
    [
        "api_key",
        "auth_headers",
        "base_url",
        "close",
        "copy",
        "custom_auth",
        "deadline",
        "default_headers",
        "default_query",
        "delete",
        "get",
        "get_api_list",
        "is_closed",
        "max_retries",
        "patch",
        "platform_headers",
        "post",
        "put",
        "qs",
        "request",
        "timeout",
        "user_agent",
        "warm_up",
        "with_options",
    ]
)

# what the constructor of a client takes, or has, beside the options of its API
CLIENT_ARGUMENTS = CLIENT_ATTRIBUTES - {"api_key"} | {
    "environment",
    "http_client",
    "middleware",
    "set_default_headers",
    "set_default_query",
}

# attributes of answers and of errors, of any kind
ANSWER_ATTRIBUTES = frozenset(
    [
        *(
            "add_note",
            "args",
            "body",
            "close",
            "data",
            "elapsed",
            "headers",
            "http_request",
            "http_response",
            "http_version",
        ),
        *(
            "is_closed",
            "iter_bytes",
            "iter_lines",
            "iter_text",
            "json",
            "message",
            "method",
            "parse",
            "read",
            "request",
        ),
        *("request_id", "response", "retries_taken", "status_code", "stream_to_file", "text", "url", "with_traceback"),
        "write_to_file",
    ]
)

# classes that every package exports beside its client
EXPORTED = frozenset(
    [
        *(
            "APIResponse",
            "AsyncClient",
            "BaseModel",
            "DefaultAioHttpClient",
            "DefaultAsyncHttpxClient",
            "DefaultHttpxClient",
        ),
        *("InvalidWebhookSignatureError", "Middleware", "NoneType", "NotGiven"),
        *("OAuth2", "Omit", "OpenTelemetry", "ProxiesTypes", "RequestOptions", "Stream", "Timeout", "TokenSource"),
        "Transport",
    ]
)
ERRORS = frozenset(
    [
        *("APIConnectionError", "APIError", "APIResponseValidationError", "APIStatusError", "APITimeoutError"),
        *("AuthenticationError", "BadRequestError", "ConflictError", "InternalServerError", "NotFoundError"),
        *("PermissionDeniedError", "RateLimitError", "UnprocessableEntityError"),
    ]
)

# names that Windows keeps for devices, whatever the suffix of the file
DEVICES = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)

# names that a module of `types` or `resources` must not have, since the package holds them already
MODULE_NAMES = frozenset({"__init__"})
