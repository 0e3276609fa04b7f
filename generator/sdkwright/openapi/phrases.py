"""One sentence for each kind of fault that a JSON Schema finds in a value; not which fault was meant (wording.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sdkwright.diagnostics import display, nearest
from sdkwright.inert import dataclass
from sdkwright.openapi.fields import Finding, article
from sdkwright.openapi.mend_schemas import TYPES, type_of
from sdkwright.pointer import ROOT, Json, Pointer, last, tokens

__all__ = ["PHRASES", "Fault", "neither_schema_nor_content", "no_schema", "quoted", "type_words"]

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_TO_ADD = {
    ("response", "description"): 'add `description:`, be it empty: `description: ""`',
    ("document", "info"): "add `info: {title: ..., version: ...}`",
    ("info", "version"): "add the version of your API: `version: 1.0.0`",
    ("parameter", "in"): "add where it goes: `in: query`, `path`, `header` or `cookie`",
    ("parameter", "required"): "add `required: true`: a path parameter always is",
    ("document", "paths"): "add `paths:`, be it empty: `paths: {}`",
}
_FORMATS = {"uri": "a URL", "uri-reference": "a URL", "email": "an e-mail address", "regex": "a regular expression"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that its grammar rejects. ``what`` names the object around, ``told`` is what jsonschema_rs knows beside."""

    kind: str
    told: Any
    value: Json
    pointer: Pointer
    what: str

    @property
    def name(self) -> str:
        """The key or index of the value."""
        return last(self.pointer)

    def finding(self, code: str, message: str, hint: str | None = None) -> Finding:
        """The diagnostic to be, at the place of the value."""
        return Finding(code, self.pointer, message, hint)


def type_words(types: Iterable[str]) -> str:
    """``text or a list``."""
    return " or ".join(_TYPES.get(each, each) for each in types)


def neither_schema_nor_content(pointer: Pointer) -> Finding:
    """A parameter or header that does not say what its value is."""
    what = "header" if "headers" in tokens(pointer)[-2:-1] else "parameter"
    return Finding("D101", pointer, f"the {what} has neither `schema` nor `content`", "add `schema: {type: string}`")


def no_schema(pointer: Pointer, value: Json) -> Finding:
    """Something else stands where a schema has to."""
    return Finding("D103", pointer, f"expected a schema here, not {display(value)}", _as_schema(value))


def _as_schema(value: Json) -> str:
    """What a schema looks like, where the word may be the name of one that is declared elsewhere."""
    if isinstance(value, str) and value.isidentifier() and value.lower() not in TYPES:
        return f'write `{{$ref: "#/components/schemas/{value}"}}`, if that is what it is called'
    return "a schema is a mapping: `{type: string}`"


def _required(fault: Fault) -> Finding:
    name = str(fault.told.property)
    if fault.what == "responses":
        return fault.finding("D101", "there is no status of a response here", 'add one: `"200": {description: ...}`')
    hint = _TO_ADD.get((fault.what, name), f"add `{name}:`")
    return fault.finding("D101", f"the {fault.what} has no `{name}`, which OpenAPI requires", hint)


def _type(fault: Fault) -> Finding:
    if fault.name == "type" and fault.what == "schema" and isinstance(fault.value, list):
        return _type_list(fault)
    if fault.name == "items" and isinstance(fault.value, list) and fault.what == "schema":
        message = "a list of schemas for the items of a tuple is called `prefixItems` since OpenAPI 3.1; read as that"
        return fault.finding("D103", message, "write `prefixItems`, and `items: false` where no more may follow")
    if set(fault.told.types) == {"object", "boolean"}:
        return no_schema(fault.pointer, fault.value)
    expected = type_words(fault.told.types)
    return fault.finding("D103", f"expected {expected} here, not {display(fault.value)}", _remedy(fault, expected))


def _remedy(fault: Fault, expected: str) -> str | None:
    """How the value becomes one of the expected type, where that can be told."""
    match expected, fault.value:
        case _, None:
            return "remove the line: what is not given is left out, not null"
        case "true or false", str(word):
            return _as_truth(word)
        case "a list", str() | bool() | dict():
            return _as_list(fault)
        case "a mapping", list():
            return "remove the `- ` in front of its keys, or the brackets around them"
        case "a mapping", str() if fault.name in ("items", "schema"):
            return _as_schema(fault.value)
        case "text", int() | float():
            return quoted(fault.value)
        case _:
            return None


def quoted(value: Json) -> str:
    """How a number becomes the text that was meant; what is no whole number may stand there with further zeros."""
    return f'quote it: "{display(value)}"' if isinstance(value, int) else "quote it"


def _as_truth(word: str) -> str | None:
    if word in ("true", "false"):
        return f"remove the quotes: {word}"
    words = {"yes": "true", "on": "true", "no": "false", "off": "false"}
    return f"write `{words[word]}`: this is text in YAML 1.2" if word in words else None


def _as_list(fault: Fault) -> str | None:
    if isinstance(fault.value, dict):
        return "put `- ` in front of each of its items"
    if fault.name == "required":
        return "in a schema, `required` lists names of properties: `required: [id]`"
    return f"put it into a list: `[{display(fault.value)}]`"


def _enum(fault: Fault) -> Finding:
    return _one_of(fault, fault.told.options)


def _constant(fault: Fault) -> Finding:
    if fault.name == "required" and fault.value is not True:
        return fault.finding("D104", "a path parameter is always required", "write `required: true`")
    return _one_of(fault, [fault.told.expected_value])


def _type_list(fault: Fault) -> Finding:
    hint = "in 3.0 it is one type, and `nullable: true` beside it"
    return fault.finding("D103", "a list of types came with OpenAPI 3.1; it is read as there", hint)


def _one_of(fault: Fault, options: list[Json]) -> Finding:
    meant = type_of(fault.value) if fault.what == "schema" else None
    if meant == ("null", None) and fault.value == "null":
        hint = "in 3.0, write `nullable: true` beside the type of what may be null"
        return fault.finding("D104", 'the type "null" came with OpenAPI 3.1; it is read as there', hint)
    if meant is not None and "type" in tokens(fault.pointer)[-2:]:
        message = f"{display(fault.value)} is not a type of JSON Schema; read as {_meant(meant)}"
        return fault.finding("D104", message, f"write it like that: {_meant(meant)}")
    if fault.name == "type" and isinstance(fault.value, list) and fault.what == "schema":
        return _type_list(fault)
    close = nearest(str(fault.value), [option for option in options if isinstance(option, str)])
    message = f"{display(fault.value)} is not a value of `{fault.name}` in {article(fault.what)}"
    return fault.finding("D104", message, f"did you mean `{close}`?" if close else f"allowed: {_listed(options)}")


def _meant(meant: tuple[str | None, str | None]) -> str:
    kind, form = meant
    if kind is None:
        return "any value, without `type`"
    return f"`type: {kind}`" + (f", `format: {form}`" if form else "") if kind != "null" else '`type: "null"`'


def _listed(options: list[Json]) -> str:
    return ", ".join(map(display, options))


def _pattern(fault: Fault) -> Finding:
    message = f"{display(fault.value)} does not have the form of `{fault.name}`"
    return fault.finding("D104", message, f"it has to match {fault.told.pattern}")


def _format(fault: Fault) -> Finding:
    wanted = _FORMATS.get(fault.told.format, f"a {fault.told.format}")
    return fault.finding("D104", f"{display(fault.value)} is not {wanted}")


def _twice(fault: Fault) -> Finding:
    return fault.finding("D109", f"`{fault.name}` holds an item twice", "remove one of the two")


def _size(fault: Fault) -> Finding:
    limit = fault.told.limit
    bound = f"at least {limit}" if fault.kind.startswith("Min") else f"at most {limit}"
    held = f"holds {display(fault.value)}" if fault.value else "is empty"
    what = f"`{fault.name}`" if fault.pointer != ROOT else f"the {fault.what}"
    hint = f"remove `{fault.name}`" if not fault.value and fault.pointer != ROOT else None
    things = ("item" if fault.kind.endswith("Items") else "key") + "s"[: limit != 1]
    return fault.finding("D109", f"{what} {held}, and needs {bound} {things}", hint)


def _not(fault: Fault) -> Finding:
    match fault.told.schema:
        case {"required": [str(first), str(second), *_]}:
            return _both(fault, first, second)
        case _:
            return fault.finding("D108", f"the {fault.what} has a form that OpenAPI excludes")


def _both(fault: Fault, first: str, second: str) -> Finding:
    message = f"the {fault.what} has both `{first}` and `{second}`, which exclude each other"
    return fault.finding("D108", message, "remove one of them")


def _several(fault: Fault) -> Finding:
    value = fault.value
    if fault.what in ("parameter", "header") and isinstance(value, dict):
        if value.keys() >= {"schema", "content"}:
            return _both(fault, "schema", "content")
        if not value.keys() & {"schema", "content"}:
            return neither_schema_nor_content(fault.pointer)
    return fault.finding("D108", f"the {fault.what} has several forms at once that exclude each other")


def _nothing(fault: Fault) -> Finding:
    return fault.finding("D102", f"nothing may stand here in {article(fault.what)}")


PHRASES: Mapping[str, Callable[[Fault], Finding]] = {
    "Required": _required, "Type": _type, "Enum": _enum, "Constant": _constant, "Pattern": _pattern, "Format": _format,
    "MinItems": _size, "MaxItems": _size, "MinProperties": _size, "MaxProperties": _size, "UniqueItems": _twice,
    "Not": _not, "OneOfMultipleValid": _several, "FalseSchema": _nothing,
}  # fmt: skip
"""Kind of jsonschema_rs -> its sentence."""
