"""Walking and reading pydantic core schemas, which are dicts; owns no schema of ours and validates nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from .property_info import INFO, PropertyInfo

Schema = dict[str, Any]

_NOTHING = PropertyInfo()

FUNCTIONS = frozenset(["function-after", "function-before", "function-wrap"])
"""The types of schema that put a Python function around another schema."""

_ONE = ("schema", "keys_schema", "values_schema", "extras_schema", "lax_schema", "strict_schema", "json_schema")
# Most of the nodes of any schema: nothing is inside of them.
_LEAVES = frozenset(["any", "bool", "date", "datetime", "definition-ref", "float", "int", "literal", "none", "str"])
_CHILDREN = (*_ONE, "python_schema", "items_schema", "steps", "choices", "fields", "definitions")


def children(schema: Schema) -> Iterator[Schema]:
    """The schemas directly inside of `schema`."""
    if schema["type"] not in _LEAVES:
        for key in _CHILDREN:
            if (child := schema.get(key)) is not None:
                yield from _listed(child)


def classes_of(schema: Schema) -> Iterator[Any]:
    """The classes of all models in `schema`."""
    if schema["type"] == "model":
        yield schema["cls"]
    for child in children(schema):
        yield from classes_of(child)


def with_children(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """A copy of `schema` with every schema directly inside of it replaced by its `change`."""
    copy = dict(schema)
    if schema["type"] in _LEAVES:
        return copy
    for key in _CHILDREN:
        child: Any = copy.get(key)
        if child is None:
            continue
        if _is_schema(child):
            copy[key] = change(child)
        elif isinstance(child, dict):
            named = cast("dict[object, Schema]", child)
            copy[key] = {name: change(item) for name, item in named.items()}
        elif isinstance(child, list):
            items = cast("list[Schema | tuple[Schema, str]]", child)
            copy[key] = [(change(item[0]), item[1]) if isinstance(item, tuple) else change(item) for item in items]
    return copy


def _is_schema(child: Any) -> bool:
    # Else it is schemas by name: the fields of a model (one may be named "type"), the choices of a tagged union.
    return isinstance(child, dict) and isinstance(cast("Schema", child).get("type"), str)


def _listed(child: Any) -> list[Schema]:
    if _is_schema(child):
        return [child]
    if isinstance(child, dict):
        # A tagged union may give one tag as another name of a second one.
        return [item for item in cast("dict[object, Schema]", child).values() if _is_schema(item)]
    if isinstance(child, list):
        # A choice of a union may be (schema, label).
        items = cast("list[Schema | tuple[Schema, str]]", child)
        return [item[0] if isinstance(item, tuple) else item for item in items]
    return []


def first_of(arms: list[Any]) -> Schema:
    """The first of `arms` that accepts the value."""
    return arms[0] if len(arms) == 1 else {"type": "union", "choices": arms, "mode": "left_to_right"}


def choices_of(union: Schema) -> list[Schema]:
    """The variants of a union, tagged or not."""
    return _listed(union["choices"])


def info_of(union: Schema) -> PropertyInfo:
    """What is said of how the variants of a union differ."""
    metadata: Schema = union.get("metadata") or {}
    return cast("PropertyInfo", metadata.get(INFO, _NOTHING))


def inherit_info(outer: Schema, inner: Schema) -> Schema:
    """`inner` with what was written around it: `Annotated[Union[A, B, None], ...]`."""
    info = info_of(outer)
    if info.discriminator is None or info_of(inner).discriminator:
        return inner
    return {**inner, "metadata": {**(inner.get("metadata") or {}), INFO: info}}


def model_fields_of(model: Schema) -> Schema | None:
    """The schema of a model's fields, None for a model without (a root model)."""
    inner: Schema = model["schema"]
    while inner["type"] in FUNCTIONS:
        inner = inner["schema"]
    return inner if inner["type"] == "model-fields" else None


def tags_of(
    model: Schema, name: str, mapping: dict[str, str], *, required: bool = False
) -> tuple[str, list[str | int]] | None:
    """The wire name and the values of the field `name` of a model that tell it apart, None if nothing does.

    The values are those that a literal field takes, of these those that `mapping` has for the name of the model, if it has
    any; those of the mapping alone where the field is no literal, or one of a base class that allows none of these. With `required`, only a field that is never absent counts.
    """
    fields = model_fields_of(model)
    named: dict[str, Schema] = fields["fields"] if fields else {}
    field = named.get(name) or next((field for field in named.values() if field.get("validation_alias") == name), None)
    mapped: list[str | int] = [tag for tag, cls in mapping.items() if cls == model["cls"].__name__]
    if field is None:
        return (name, mapped) if mapped and not required else None
    schema: Schema = field["schema"]
    if required and schema["type"] == "default":
        return None
    while schema["type"] in ("default", "nullable"):
        schema = schema["schema"]
    alias = field.get("validation_alias", name)
    if not isinstance(alias, str):
        return None
    if schema["type"] != "literal":
        return (alias, mapped) if mapped else None
    expected = [tag for tag in schema["expected"] if isinstance(tag, str | int)]
    own = next(key for key, each in named.items() if each is field)
    models = [each.__pydantic_fields__ for each in model["cls"].__mro__ if "__pydantic_fields__" in vars(each)]
    if mapped and any(own in above and above[own].annotation == models[0][own].annotation for above in models[1:]):
        expected = [tag for tag in expected if tag in mapped] or mapped
    return alias, [tag for tag in expected if tag in mapped] or expected
