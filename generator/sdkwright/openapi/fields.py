"""Fields and names that OpenAPI does not have, and what was probably meant; not where they are found (wording.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sdkwright.diagnostics import display, nearest
from sdkwright.pointer import Pointer, last, tokens

__all__ = ["Finding", "article", "component_name", "unknown_field"]


class Finding(NamedTuple):
    """A diagnostic to be."""

    code: str
    pointer: Pointer
    message: str
    hint: str | None = None


_SERVERS = "Swagger 2.0's `host`, `basePath` and `schemes` became `servers`"
_MOVED: Mapping[str, str] = {
    "collectionFormat": "Swagger 2.0's `collectionFormat` became `style` and `explode`",
    "definitions": "Swagger 2.0's `definitions` became `components/schemas`",
    "securityDefinitions": "Swagger 2.0's `securityDefinitions` became `components/securitySchemes`",
    "consumes": "Swagger 2.0's `consumes` became the keys of `content` in `requestBody`",
    "produces": "Swagger 2.0's `produces` became the keys of `content` in a response",
    "host": _SERVERS,
    "basePath": _SERVERS,
    "schemes": _SERVERS,
}
_OF_SCHEMAS = frozenset(
    (
        "type",
        "format",
        "items",
        "enum",
        "default",
        "minimum",
        "maximum",
        "pattern",
        "minLength",
        "maxLength",
        "nullable",
    )
)
_OF_DOCUMENT = frozenset(("openapi", "info", "paths", "components", "webhooks"))
METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace"))
_SINCE_3_1 = frozenset(
    (
        "const", "examples", "$defs", "if", "then", "else", "prefixItems", "contains", "patternProperties",
        "propertyNames", "contentEncoding", "contentMediaType", "dependentRequired", "dependentSchemas",
        "unevaluatedProperties", "$schema",
    )
)  # fmt: skip

_SINCE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "3.1": {
        "document": ("webhooks", "jsonSchemaDialect"),
        "info": ("summary",),
        "license": ("identifier",),
        "components": ("pathItems",),
    },
    "3.2": {
        "document": ("$self",),
        "server": ("name",),
        "tag": ("summary", "parent", "kind"),
        "components": ("mediaTypes",),
        "path item": ("query", "additionalOperations"),
        "media type": ("itemSchema", "itemEncoding", "prefixEncoding"),
        "encoding": ("encoding", "itemEncoding", "prefixEncoding"),
        "response": ("summary",),
        "example": ("dataValue", "serializedValue"),
        "security scheme": ("deprecated", "oauth2MetadataUrl"),
        "oauth flows": ("deviceAuthorization",),
        "discriminator": ("defaultMapping",),
        "xml": ("nodeType",),
    },
}
"""Versions -> objects -> fields that came with them, which are read in documents of all versions."""


def unknown_field(what: str, pointer: Pointer, known: frozenset[str]) -> Finding:
    """A key of an object that the specification does not have. ``what`` is the object's name, ``known`` its fields."""
    name = last(pointer)
    if what == "responses":
        hint = "a status is 100 ... 599, `2XX`, or `default`"
        if re.fullmatch("[1-5]xx", name):
            hint = f"write `{name.upper()}`"
        elif quoted := re.fullmatch("[\u2018-\u201f\u00ab\u00bb]+([1-5][0-9X]{2})[\u2018-\u201f\u00ab\u00bb]+", name):
            hint = f'these are typographic quotes, which belong to the text: write `"{quoted[1]}"`'
        return Finding("D104", pointer, f"{display(name)} is not a status of a response", hint)
    if what == "paths":
        return Finding(
            "D104", pointer, f"the path {display(name)} does not start with `/`; read as `/{name}`", f"write `/{name}`"
        )
    if len(tokens(pointer)) == 3 and tokens(pointer)[0] == "components":
        return component_name(pointer)
    message = f"{display(name)} is not a field of {article(what)}"
    return Finding("D102", pointer, message, _instead(what, name, known))


def component_name(pointer: Pointer) -> Finding:
    """A component whose name has characters that names of components may not have."""
    fixed = re.sub(r"[^A-Za-z0-9._-]+", "_", last(pointer)).strip("_")
    message = f"{display(last(pointer))} is not a name that components may have"
    hint = "only letters, digits, `.`, `-` and `_` are allowed" + (f", as in `{fixed}`" if fixed else "")
    return Finding("D105", pointer, message, hint)


def article(what: str) -> str:
    """``an operation``, ``a schema``, ``components``."""
    if what in ("components", "oauth flows", "paths", "responses"):
        return what
    return f"an {what}" if what[:1] in "aeio" else f"a {what}"


def _instead(what: str, name: str, known: frozenset[str]) -> str:
    """What to do about it: the field moved, is of another version, is misspelt, or one's own."""
    if name in _MOVED:
        return _MOVED[name]
    if what in ("parameter", "header") and name in _OF_SCHEMAS:
        return f"it belongs below `schema:`, as in `schema: {{{name}: ...}}`"
    if what == "schema" and name in _SINCE_3_1:
        return f"`{name}` came with OpenAPI 3.1; it is read as there"
    if since := next((version for version, fields in _SINCE.items() if name in fields.get(what, ())), None):
        return f"`{name}` came with OpenAPI {since}; it is read as there"
    if what == "path item" and name.lower() in METHODS:
        return f"write `{name.lower()}`; it is read so"
    if what != "document" and name in _OF_DOCUMENT:
        return f"`{name}` is a field of the document: it stands too far to the right"
    close = nearest(name, known)
    if close:
        return f"did you mean `{close}`?"
    fields = f"fields here: {', '.join(sorted(known))}; " if 0 < len(known) <= 8 else ""
    return f"{fields}a field of your own starts with `x-`"
