"""Transforms that go by what schemas say: unions of either kind made one, discriminators guessed, equal schemas found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdkwright.pointer import Json, Pointer
from sdkwright.read.document import Origin
from sdkwright.read.edit import Steps, Tree
from sdkwright.read.trees import value_at

__all__ = ["guess_discriminators", "matching", "one_of_to_any_of"]

# below these keys of a schema lie values, not schemas
DATA = frozenset({"const", "default", "enum", "example", "examples", "value"})
# below these lie names, each with a schema
NAMES = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties", "schemas"})
DEEPEST = 16


def one_of_to_any_of(tree: Tree, places: Sequence[Steps] | None) -> None:
    """Every `oneOf` becomes `anyOf`; beside an `anyOf` both hold, so it becomes a member of `allOf`."""
    for path, node in list(_mappings(tree, places)):
        if isinstance(node.get("oneOf"), list):
            members, origin = node["oneOf"], tree.origin((*path, "oneOf"))
            if "anyOf" in node:
                both = node.get("allOf")
                tree.put((*path, "allOf"), [*(both if isinstance(both, list) else []), {"anyOf": members}], origin)
            else:
                tree.rename(path, "oneOf", "anyOf")
                continue
            tree.remove((*path, "oneOf"))


def guess_discriminators(tree: Tree, origin: Origin, places: Sequence[Steps] | None) -> None:
    """A union of objects that a property with one value of its own tells apart gets a `discriminator` that says so."""
    for path, node in list(_mappings(tree, places)):
        members = next((node[key] for key in ("oneOf", "anyOf") if isinstance(node.get(key), list)), None)
        if "discriminator" in node or not isinstance(members, list):
            continue
        found = _discriminator(tree.root, [member for member in members if member != {"type": "null"}])
        if found is not None:
            tree.put((*path, "discriminator"), found, origin)


def _discriminator(root: dict[str, Json], members: Sequence[Json]) -> dict[str, Json] | None:
    tags = [_tags(root, member, 0) for member in members]
    if len(tags) < 2:
        return None
    for name in tags[0]:
        values = [known.get(name) for known in tags]
        if None not in values and len(set(values)) == len(values):
            mapping: dict[str, Json] = {
                str(value): member["$ref"]
                for value, member in zip(values, members, strict=True)
                if isinstance(member, dict) and "$ref" in member
            }
            return {"propertyName": name, **({"mapping": mapping} if len(mapping) == len(values) else {})}
    return None


def _tags(root: dict[str, Json], schema: Json, depth: int) -> dict[str, str]:
    """The properties of an object that can have one text only, with that text."""
    found: dict[str, str] = {}
    if not isinstance(schema, dict) or depth > DEEPEST:
        return found
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        found |= _tags(root, value_at(root, Pointer(reference)), depth + 1)
    parts = schema.get("allOf")
    for part in parts if isinstance(parts, list) else ():
        found |= _tags(root, part, depth + 1)
    properties = schema.get("properties")
    for name, property_ in properties.items() if isinstance(properties, dict) else ():
        match property_:
            case {"const": str() as value} | {"enum": [str() as value]}:
                found[name] = value
            case _:
                pass
    return found


def matching(tree: Tree, wanted: dict[str, Json], ignored: tuple[frozenset[str], frozenset[Steps]]) -> Iterator[Steps]:
    """Every place that holds that schema, but for the keys and the places to overlook."""
    names, outside = ignored
    shape = _without(wanted, names)
    for path, node in _mappings(tree, None):
        if _without(node, names) == shape and not any(path[: len(place)] == place for place in outside):
            yield path


def _without(node: Json, names: frozenset[str]) -> Json:
    if isinstance(node, dict):
        return {key: _without(value, names) for key, value in node.items() if key not in names}
    return [_without(item, names) for item in node] if isinstance(node, list) else node


def _mappings(tree: Tree, places: Sequence[Steps] | None) -> Iterator[tuple[Steps, dict[str, Json]]]:
    """Every mapping that may be a schema, in the document or below those places; not what is data, not maps of names."""
    for place in places if places is not None else [()]:
        yield from _below(tree.at(place), place)


def _below(node: Json, path: Steps) -> Iterator[tuple[Steps, dict[str, Json]]]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _below(item, (*path, index))
    elif isinstance(node, dict):
        if not path or path[-1] not in NAMES or (len(path) > 1 and path[-2] in NAMES):
            yield path, node
            entries = [(key, value) for key, value in node.items() if key not in DATA]
        else:
            entries = list(node.items())
        for key, value in entries:
            yield from _below(value, (*path, key))
