"""What is wrong with the meaning of a document: one small function to a rule; not its grammar (validate.py).

A rule is here when the validator does not know it, tells it badly or without a place, or when there is no sane reading and
generation has to stop. Each reads the tree as it was written, reports, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sdkwright.diagnostics import Report, display
from sdkwright.openapi.mend_schemas import as_bool, mended_enum, mended_format
from sdkwright.openapi.refs import LONGEST_CHAIN, Target, follow
from sdkwright.openapi.slips import idle, listed_enum, meant_as_list, refers_as_default, undeclared
from sdkwright.openapi.templates import advice, misnamed, read_template
from sdkwright.openapi.tree import Linked, every, version_at
from sdkwright.openapi.version import Version
from sdkwright.openapi.walk import Kind, Visit
from sdkwright.pointer import ROOT, Json, Pointer, child, last, parent
from sdkwright.read.trees import value_at

__all__ = [
    "METHODS",
    "Operation",
    "check_loops",
    "check_operations",
    "check_schemas",
    "is_method",
    "operations",
    "parameters",
]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The keys of a Path Item that hold an operation; `query` since OpenAPI 3.2."""

_ENDED = frozenset(("nullable", "exclusiveMinimum", "exclusiveMaximum"))
_ASKED = frozenset((*_ENDED, "enum", "format", "items", "properties", "default", "writeOnly"))
"""Keywords without which there is nothing to say of a schema, as of most."""
_METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_IN_PATH = re.compile(r"\{([^{}/]+)\}")


class Operation(NamedTuple):
    """An operation where it really stands; ``item`` is its Path Item with references followed."""

    pointer: Pointer
    method: str
    path: str
    node: dict[str, Json]
    item_pointer: Pointer
    item: dict[str, Json]

    @property
    def label(self) -> str:
        """How a person calls it: ``GET /v1/models``."""
        return f"{self.method.upper()} {self.path}"


class Parameter(NamedTuple):
    """A parameter as listed at ``pointer``, with a reference followed; without name or place it is left out."""

    pointer: Pointer
    name: str
    place: str
    style: str


def check_operations(root: dict[str, Json], version: Version, report: Report) -> None:
    """Report what is wrong with operations: names, parameters, responses and security, which no schema bears on."""
    called = list(operations(root))
    _check_some(root, called, report)
    _check_ids(called, report)
    for operation in called:
        _check_method(operation, report)
        shared = list(parameters(root, operation.item, operation.item_pointer))
        own = list(parameters(root, operation.node, operation.pointer))
        _check_path_parameters(operation, called, shared, own, report)
        _check_repeats(shared, report)
        _check_repeats(own, report)
        _check_responses(operation, version, report)
        _check_security(root, operation.node.get("security"), operation.pointer, report)
    _check_security(root, root.get("security"), ROOT, report)


def check_loops(document: Linked, report: Report) -> None:
    """Report schemas that are put together from themselves, or of too many."""
    found = document.loops
    for member in found.back:
        if not isinstance(value_at(document.root, parent(member)), list):
            continue  # a reference to itself, which is an error and told
        message = "this leads back to the schema that it is a part of, and nothing else; left out"
        report.add("S019", member, message, hint="remove it")
    if found.far and not any(each.code == "S025" for each in report.diagnostics):
        more = f" (and {len(found.far) - 1} more chains do)" if len(found.far) > 1 else ""
        message = f"more than {LONGEST_CHAIN} schemas stand for one another in a row here, by `$ref`, `allOf`, `oneOf` or `anyOf`{more}"
        report.add(
            "S025", found.far[0], message, hint="refer to the last of them, or put schemas with content on the way"
        )


def is_method(name: str) -> bool:
    """Whether a name can be a method of HTTP: a token (RFC 9110 section 5.6.2)."""
    return _METHOD.fullmatch(name) is not None


def operations(root: dict[str, Json]) -> Iterator[Operation]:
    """The operations of `paths` in document order; webhooks and callbacks are not called by a client."""
    paths = root.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if path.startswith("x-"):
            continue
        found = follow(root, item, child(ROOT, "paths", path))
        if isinstance(found, Target) and isinstance(found.value, dict):
            more = found.value.get("additionalOperations")
            for method, node in (more.items() if isinstance(more, dict) else ()):
                if isinstance(node, dict):
                    at = child(found.pointer, "additionalOperations", method)
                    yield Operation(at, method, path, node, found.pointer, found.value)
            for method, node in found.value.items():
                if method.lower() in METHODS and isinstance(node, dict):
                    at = child(found.pointer, method)
                    yield Operation(at, method.lower(), path, node, found.pointer, found.value)


def parameters(root: Json, owner: dict[str, Json], pointer: Pointer) -> Iterator[Parameter]:
    """The readable entries of the `parameters` of an operation or a Path Item."""
    listed = owner.get("parameters")
    for index, entry in enumerate(listed if isinstance(listed, list) else ()):
        at = child(pointer, "parameters", index)
        match follow(root, entry, at):
            case Target(value={"name": str(name), "in": str(place), **more}):
                yield Parameter(at, name, place, str(more.get("style", "")))
            case _:
                pass


def _check_some(root: dict[str, Json], every: list[Operation], report: Report) -> None:
    if every or isinstance(root.get("webhooks"), dict):
        return  # who only reads what the API sends needs no operation
    if "paths" not in root:
        message = "the document has no `paths`, so the client will have no methods"
        report.add("S003", ROOT, message, hint="add `paths:` with at least one operation")
    else:
        message = "no path holds an operation, so the client will have no methods"
        hint = "add `get:`, `post:` ... below a path such as `/models:`"
        report.add("S003", child(ROOT, "paths"), message, hint=hint)


def _check_method(operation: Operation, report: Report) -> None:
    """An operation of `additionalOperations` has a method, and one that is not a field of the path item."""
    if parent(operation.pointer) == operation.item_pointer:
        return
    name = last(operation.pointer)
    if not is_method(name) or name.lower() in operation.item:
        message = f"{display(name)} is not another method of HTTP; its operation is left out"
        hint = "a method is a word such as `COPY`; the usual ones are fields of the path item itself"
        report.add("S033", operation.pointer, message, hint=hint)


def _check_ids(every: list[Operation], report: Report) -> None:
    first: dict[str, Operation] = {}
    for operation in every:
        name = operation.node.get("operationId")
        if not isinstance(name, str):
            continue
        other = first.setdefault(name, operation)
        if other.pointer != operation.pointer:
            message = f"the operationId {display(name)} is that of {other.label} already"
            hint = "give each operation an id of its own"
            report.add("S020", child(operation.pointer, "operationId"), message, hint=hint)


def _check_path_parameters(
    operation: Operation, every: list[Operation], shared: list[Parameter], own: list[Parameter], report: Report
) -> None:
    declared = {each.name: each for each in (*shared, *own) if each.place == "path"}
    in_query = [each.name for each in (*shared, *own) if each.place == "query"]
    template = read_template(operation.path, {name: each.style for name, each in declared.items()}, in_query)
    if template.path != operation.path and template.path not in {each.path for each in every}:
        message = f"a path template holds names alone; {operation.path} is read as {template.path}"
        report.add("S034", operation.pointer, message, hint=advice(operation.path))
    wanted = list(dict.fromkeys(_IN_PATH.findall(template.path)))
    other_names = misnamed(template.path, declared)
    if left := re.search(r"\{[^{}/]*(?=/|$)", _IN_PATH.sub("", template.path)):
        message = f"the `{{` in the path {operation.path} is never closed, so it is sent as it is"
        report.add("S021", operation.pointer, message, hint=f"write `{left[0]}}}`")
    for name in wanted:
        if name not in declared and name not in other_names.values():
            elsewhere = [each.place for each in own if each.name == name]
            hint = f"add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}` to its `parameters`"
            if elsewhere:
                hint = f"it is declared with `in: {elsewhere[0]}`; a part of the path has `in: path`"
            message = f"`{{{name}}}` of {operation.label} is not declared; read as a required string"
            report.add("S021", operation.pointer, message, hint=hint)
    for name, each in declared.items():
        if name in other_names:
            message = f"the path parameter {display(name)} is `{{{other_names[name]}}}` in the path {operation.path}; read as that"
            report.add("S022", each.pointer, message, hint=f"call it `{other_names[name]}`")
        elif name not in wanted:
            message = f"the path parameter {display(name)} is not in the path {operation.path}; left out"
            offered = ", ".join(f"`{{{other}}}`" for other in wanted)
            fix = f"the path has {offered}" if wanted else f"remove it, or put `{{{name}}}` into the path"
            report.add("S022", each.pointer, message, hint=fix)


def _check_repeats(listed: list[Parameter], report: Report) -> None:
    seen: set[tuple[str, str]] = set()
    for each in listed:
        key = (each.name.casefold() if each.place == "header" else each.name, each.place)
        if key in seen:
            message = f"the {each.place} parameter {display(each.name)} is in this list already; the first one counts"
            report.add("S023", each.pointer, message, hint="remove one of the two")
        seen.add(key)


def _check_responses(operation: Operation, version: Version, report: Report) -> None:
    responses = operation.node.get("responses")
    if isinstance(responses, dict) and any(not key.startswith("x-") for key in responses):
        return
    asked = " (OpenAPI 3.0 requires `responses`)" if version.minor == 0 else ""
    message = f"{operation.label} describes no response, so its method returns nothing typed{asked}"
    report.add("S024", operation.pointer, message, hint='add `responses: {"200": {description: ...}}` with its content')


def _check_security(root: dict[str, Json], asked: Json, pointer: Pointer, report: Report) -> None:
    components = root.get("components")
    declared = components.get("securitySchemes") if isinstance(components, dict) else None
    known = declared if isinstance(declared, dict) else {}
    for index, requirement in enumerate(asked if isinstance(asked, list) else ()):
        for name in requirement if isinstance(requirement, dict) else ():
            if name.rpartition("#/components/securitySchemes/")[2] not in known:  # a URI names one in 3.2
                at = child(pointer, "security", index, name)
                names = ", ".join(f"`{each}`" for each in known) or "none"
                message = f"no security scheme is called {display(name)}; the requirement is ignored"
                report.add("S030", at, message, hint=f"declared in components/securitySchemes: {names}")


def check_schemas(document: Linked, version: Version, report: Report, topic: str) -> None:
    """Report what is wrong with schemas, but for those in parts that are quiet about the ``topic``."""
    for visit in every(document, topic):
        schema = visit.node
        if visit.kind is not Kind.SCHEMA or _ASKED.isdisjoint(schema):
            continue
        if "enum" in schema and mended_enum(schema) is not schema:
            message = f"the values of `enum` are not of the type {display(schema.get('type'))}; read as if they were"
            hint = "quote them if they are text, else remove the quotes"
            report.add("S032", child(visit.pointer, "enum"), message, hint=hint)
        if "format" in schema and (mended := mended_format(schema)) is not schema:
            message = f"the format {display(schema['format'])} is read as `{mended['format']}`"
            report.add("S035", child(visit.pointer, "format"), message, hint="OpenAPI spells it like that")
        _check_slips(visit, schema, report)
        if not _ENDED.isdisjoint(schema):
            _check_ended(visit, schema, version_at(document.root, visit.pointer, version), report)


def _check_ended(visit: Visit, schema: dict[str, Json], version: Version, report: Report) -> None:
    """Keywords of OpenAPI 3.0 alone."""
    if version.minor == 0:
        return
    if schema.get("nullable") is True:
        hint = 'OpenAPI 3.1 spells it `type: [string, "null"]`'
        at = child(visit.pointer, "nullable")
        report.add("S031", at, "`nullable` ended with OpenAPI 3.0; read as there", hint=hint)
    for key in ("exclusiveMinimum", "exclusiveMaximum"):
        if isinstance(schema.get(key), bool):
            message = f"a boolean `{key}` ended with OpenAPI 3.0; read as there"
            report.add("S031", child(visit.pointer, key), message, hint="OpenAPI 3.1 puts the bound itself here")


def _check_slips(visit: Visit, schema: dict[str, Json], report: Report) -> None:
    """Keywords that are about values of another type, and that contradict each other."""
    if "items" in schema and meant_as_list(schema) is not schema:
        message = "`items` is about an array, and the type is object; read as an array"
        report.add("S037", child(visit.pointer, "items"), message, hint="write `type: array`")
    if "enum" in schema and listed_enum(schema) is not schema:
        message = "the values of `enum` are no arrays, as the type says; read as those of the items"
        report.add("S037", child(visit.pointer, "enum"), message, hint="put `enum` below `items`")
    if "default" in schema and refers_as_default(schema):
        message = "a `default` is a value, so this `$ref` is data and not followed; there is no default"
        report.add("S039", child(visit.pointer, "default"), message, hint="write the value that it leads to")
    for key in idle(schema) if "items" in schema or "properties" in schema else ():
        message = f"`{key}` says nothing about values of the type {display(schema.get('type'))}; left out"
        wanted = "object" if key == "properties" else "array"
        report.add("S037", child(visit.pointer, key), message, hint=f"remove it, or write `type: {wanted}`")
    if "writeOnly" in schema and as_bool(schema.get("readOnly")) is True and as_bool(schema["writeOnly"]) is True:
        message = "`readOnly` and `writeOnly` at once leave no place for a value; read as neither"
        report.add("S038", child(visit.pointer, "writeOnly"), message, hint="remove one of the two")
    if "required" in schema and (names := undeclared(schema)):
        inside = last(parent(visit.pointer)) if visit.pointer != ROOT else ""
        if inside in ("allOf", "oneOf", "anyOf"):
            return
        listed = ", ".join(f"`{name}`" for name in names[:8])
        hint = "declare it below `properties`, or take it out of `required`"
        report.add("D107", visit.pointer, f"`required` lists {listed}, which the schema does not declare", hint=hint)
