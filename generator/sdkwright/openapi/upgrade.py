"""OpenAPI 3.0's dialect of JSON Schema to that of 3.1, once, so that later stages know one dialect; nothing else changes.

A pure function: nodes that need no change are shared with the source tree, and every node keeps its pointer (keywords may
move inside a schema, schemas never move). What is done to a schema, in any version since 3.1 documents write it too:

- ``nullable: true`` beside ``type`` adds "null" to the type, and null to ``enum``; beside ``anyOf`` or ``oneOf`` it adds a
  member ``{type: "null"}`` at the end. Beside ``$ref`` or ``allOf`` it stays, because a wrapper would move the node: whoever
  lowers reads it there as "or null". (3.0 says that siblings of `$ref` are ignored; authors of ``nullable`` there mean it.)
- ``exclusiveMinimum: true`` takes over the value of ``minimum``; ``false`` goes. The same for the maximum.
- what is slightly wrong and has one sane reading is written as it is read (mend.py, mend_schemas.py).
- ``example: x`` becomes ``examples: [x]`` unless there are examples. Only in schemas: parameters and media types keep theirs.

``format: byte`` and ``format: binary`` stay: 3.1 documents use them as well, so lowering has to know both spellings anyhow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import replace
from typing import NamedTuple, TypeAlias, TypeGuard

from sdkwright.openapi.loops import loops
from sdkwright.openapi.mend import mend_object
from sdkwright.openapi.mend_schemas import mend_schema
from sdkwright.openapi.parts import Parts
from sdkwright.openapi.refs import Target, follow
from sdkwright.openapi.templates import LIKE, WHOLE, Template, apart, declared, is_odd, read_template
from sdkwright.openapi.tree import Linked
from sdkwright.openapi.walk import Kind, children, is_flat, label_of, with_changed
from sdkwright.pointer import ROOT, Json, Pointer, child, last, parent
from sdkwright.read import Document
from sdkwright.read.trees import replaced, value_at

__all__ = ["upgrade", "upgrade_schema"]

_TOPIC = "dialect of 3.0"
_OLD = frozenset(("nullable", "exclusiveMinimum", "exclusiveMaximum", "example"))

_Key: TypeAlias = tuple[int, Kind, str]
"""A part by its identity, as long as the tree stands, and what it is."""


class _Forms(NamedTuple):
    """What became of ``parts``, which are asked about by identity, since a tree may hold others that are equal."""

    made: dict[_Key, Json]
    parts: Container[_Key]


def upgrade(document: Document) -> Document:
    """The same document in 3.1's dialect; positions and text are those of the source. Applying it twice changes nothing."""
    root = _without_loops(document)
    parts = document.parts if isinstance(document, Linked) else Parts()
    new = _in_parts(root, parts)
    changed: dict[Pointer, Json] = {}
    for pointer, kind, label in document.entries if isinstance(document, Linked) else ():
        before = value_at(new, pointer)
        after = _upgraded(before, kind, label)
        if after is not before:
            changed[pointer] = after
    new = replaced(new, changed)
    return _templates(replace(document, root=new)) if isinstance(new, dict) else document


def _in_parts(root: Json, parts: Parts) -> Json:
    """The root upgraded; a part that was upgraded in the last run is taken over, or stays where there was nothing to do."""
    known = {(id(each[0].node), each[0].kind, each[0].label): each for each in parts.forms(_TOPIC, root)}
    forms: dict[_Key, Json] = {key: form for key, (_, _, form) in known.items() if form is not None}
    new = _upgraded(root, Kind.OBJECT, "", _Forms(forms, known))
    parts.hushed(_TOPIC, (checksum for key, (part, checksum, _) in known.items() if forms.get(key) is part.node))
    for key, (part, checksum, _) in known.items():
        if key in forms and forms[key] is not part.node:
            parts.formed(part, checksum, forms[key])
    return new


def _without_loops(document: Document) -> Json:
    """The tree without the members of compositions that only lead back to what they are a member of, or too far; `{$ref: itself}` is `{}`."""
    kept: dict[Pointer, list[Json]] = {}
    bare: dict[Pointer, Json] = {}
    found = document.loops if isinstance(document, Linked) else loops(document.root)
    for member in sorted((*found.back, *found.far), key=lambda each: (len(last(each)), last(each)), reverse=True):
        listed = value_at(document.root, parent(member))
        if isinstance(listed, list):
            del kept.setdefault(parent(member), list(listed))[int(last(member))]
        else:
            bare[member] = {}
    return replaced(replaced(document.root, kept), bare)


def _templates(document: Document) -> Document:
    """Paths start with a slash and hold names alone in braces; where they come from is kept."""
    paths = document.root.get("paths")
    if not isinstance(paths, dict):
        return document
    read = {path: _template(document.root, path, item) for path, item in paths.items()}
    if all(path == template.path and not template.slashes for path, template in read.items()):
        return document
    new: dict[str, Json] = {}
    uses = Counter(template.path for template in read.values())
    origins = dict(document.origins)
    for path, item in paths.items():
        template = read[path]
        if template.path != path and uses[template.path] > 1:
            template = apart(path, template)
        if template.path != path and (template.path in paths or template.path in new):
            template = Template(path)
        new[template.path] = _marked(item, template) if isinstance(item, dict) and template.slashes else item
        origins[child(ROOT, "paths", template.path)] = document.origin(child(ROOT, "paths", path))
    return replace(document, root={**document.root, "paths": new}, origins=origins)


def _marked(item: dict[str, Json], template: Template) -> dict[str, Json]:
    """The path item with what its template says of the values of its parameters."""
    return {**item, WHOLE: [*template.slashes], LIKE: dict(template.like)}


def _template(root: Json, path: str, item: Json) -> Template:
    if path.startswith("x-"):
        return Template(path)
    slashed = path if path.startswith("/") else f"/{path}"
    found = follow(root, item, ROOT) if is_odd(slashed) else None
    if not isinstance(found, Target) or not isinstance(found.value, dict):
        return Template(slashed)
    in_path, in_query = (dict(declared(root, found.value, found.pointer, where)) for where in ("path", "query"))
    return read_template(slashed, in_path, in_query)


def _upgraded(node: Json, kind: Kind, label: str, forms: _Forms | None = None) -> Json:
    """The node itself where nothing below changes, else a copy down to what does. Depth is bounded by the reader.

    What a part comes to is among the ``forms`` or is noted there. No part holds another.
    """
    if forms is not None and (part := (id(node), kind, label)) in forms.parts:
        if part not in forms.made:
            forms.made[part] = _upgraded(node, kind, label)
        return forms.made[part]
    if isinstance(node, dict):
        if kind is Kind.SCHEMA:
            node = mend_schema(node)
        elif kind is Kind.OBJECT:
            node = mend_object(node, label)
    changed: dict[str | int, Json] = {}
    for key, value, below in children(kind, node):
        if forms is None and below is Kind.SCHEMA and _is_simple(value):
            new: Json = upgrade_schema(value)
        else:
            new = _upgraded(value, below, label_of(key, kind, label), forms)
        if new is not value:
            changed[key] = new
    whole = with_changed(node, changed)
    return upgrade_schema(whole) if kind is Kind.SCHEMA and isinstance(whole, dict) else whole


def _is_simple(schema: Json) -> TypeGuard[dict[str, Json]]:
    """Whether there is nothing below a schema, and nothing wrong with it; which is told faster than it is walked through."""
    return isinstance(schema, dict) and is_flat(schema) and mend_schema(schema) is schema


def upgrade_schema(schema: dict[str, Json]) -> dict[str, Json]:
    """One schema without what is below it; the same object when there is nothing to do."""
    if _OLD.isdisjoint(schema):
        return schema
    if "nullable" in schema:
        schema = _nullable(schema)
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(exclusive), bool):
            schema = _bound(schema, exclusive, bound)
    if "example" in schema:
        rest = {key: value for key, value in schema.items() if key != "example"}
        rest.setdefault("examples", [schema["example"]])
        return rest
    return schema


def _nullable(schema: dict[str, Json]) -> dict[str, Json]:
    rest = {key: value for key, value in schema.items() if key != "nullable"}
    if schema["nullable"] is not True:
        return rest
    if "$ref" in schema or "allOf" in schema or not rest:  # alone it is a member of `allOf`, for all that is beside it
        return schema
    given = schema.get("type")
    if isinstance(given, str | list):
        types: list[Json] = [given] if isinstance(given, str) else given
        rest["type"] = types if "null" in types else [*types, "null"]
    for name in ("oneOf", "anyOf"):
        members = schema.get(name)
        if isinstance(members, list):
            rest[name] = members if {"type": "null"} in members else [*members, {"type": "null"}]
    values = schema.get("enum")
    if isinstance(values, list) and None not in values:
        rest["enum"] = [*values, None]
    return rest


def _bound(schema: dict[str, Json], exclusive: str, bound: str) -> dict[str, Json]:
    rest = {key: value for key, value in schema.items() if key != exclusive}
    if schema[exclusive] is True and bound in rest:
        rest[exclusive] = rest.pop(bound)
    return rest
