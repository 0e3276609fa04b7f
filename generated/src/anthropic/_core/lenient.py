"""Derives, from the core schema of a type, the schemas that `reading` validates with; owns no cache and reads nothing.

The exact schema accepts what the type says without losing a digit of large integers. The tolerant schema accepts
anything: what fits becomes what the type says, what does not stays as it came, part by part. It is put together from
four readings of every model, each built once and referred to by name, as is H: the shapes of what is no model.

    S  strict: no coercion at all, fails otherwise       L  lax, as pydantic validates by default, fails otherwise
    C  an object as this model, its fields tolerant      T  the first of S, C, a list of T, the raw value: never fails
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from functools import partial
from typing import Any, cast

from pydantic_core import CoreSchema, PydanticOmit, PydanticUseDefault
from pydantic_core import core_schema as cs

from .dates import read_date, read_datetime
from .schema_tree import (
    FUNCTIONS,
    Schema,
    children,
    choices_of,
    first_of,
    info_of,
    inherit_info,
    model_fields_of,
    tags_of,
    with_children,
)

_LARGEST_EXACT = 2.0**53
_STRICT_TYPES = frozenset(
    "bool bytes complex date datetime decimal dict enum float frozenset generator int lax-or-strict list "  # noqa: SIM905
    "multi-host-url set str time timedelta tuple url uuid".split()
)
_SCALARS = frozenset(
    "any bool bytes date datetime decimal enum float int literal none str time timedelta url uuid".split()  # noqa: SIM905
)
_ANY: Schema = {"type": "any"}


def exact_schema(schema: CoreSchema) -> CoreSchema:
    """The same schema, where integers too large for a float stay integers and discriminated unions look up their variant."""
    return cast("CoreSchema", _Deriver(cast("Schema", schema)).exact(cast("Schema", schema)))


def tolerant_schema(schema: CoreSchema) -> CoreSchema:
    """A schema that accepts any value whatever and reads as much of it as fits `schema`."""
    return cast("CoreSchema", _Deriver(cast("Schema", schema)).root())


class _Deriver:
    def __init__(self, schema: Schema) -> None:
        self._root = schema
        self._sources: dict[str, Schema] = {}
        self._names: set[str] = set()
        self._definitions: list[tuple[str, str, Schema]] = []
        self._collect(schema)

    def _collect(self, schema: Schema) -> None:
        if ref := schema.get("ref"):
            self._sources[ref] = schema
        for child in children(schema):
            self._collect(child)

    def root(self) -> Schema:
        schema = self._root["schema"] if self._root["type"] == "definitions" else self._root
        source = self._resolve(schema)
        if source["type"] == "model":
            # The strict reading of the whole has just failed, so it is not tried again.
            found = first_of([self._named("C", source), self._items(source), cs.any_schema()])
        else:
            found = self._tolerant(schema)
        # which grow on the way: built one after the other, since chains of types are longer than stacks are deep
        make: dict[str, Callable[[Schema], Schema]] = {"C": self._object, "T": self._anything, "H": self._shape}
        make |= {kind: partial(self._copy_inside, kind) for kind in "SL"}
        built = [{**make[kind](source), "ref": name} for name, kind, source in self._definitions]
        return {"type": "definitions", "schema": found, "definitions": built}

    # --- the same type, read exactly, strictly or as pydantic does -------------------------------------------------

    def exact(self, schema: Schema) -> Schema:
        if schema["type"] == "nullable":
            schema = {**schema, "schema": inherit_info(schema, schema["schema"])}
        schema = with_children(schema, self.exact)
        if schema["type"] == "float":
            return _exact_float(schema)
        if schema["type"] == "union" and (name := info_of(schema).discriminator):
            return self._tagged(schema, name) or schema
        return schema

    def _tagged(self, schema: Schema, name: str) -> Schema | None:
        """A lookup by tag in place of trying each variant, where every variant is a model with tags of its own."""
        choices: dict[object, Schema] = {}
        aliases: set[str] = set()
        mapping, general = info_of(schema).mapping or {}, self._general(schema, name)
        for choice in sorted(choices_of(schema), key=lambda choice: self._resolve(choice) is general):
            source = self._resolve(choice)
            found = tags_of(source, name, mapping, required=not mapping) if source["type"] == "model" else None
            if source is general:  # has what is left: it may allow the tags of all, or have none
                if found is None:
                    continue
                found = found[0], [tag for tag in found[1] if tag not in choices]
            if found is None or any(tag in choices for tag in found[1]):
                return None
            aliases.add(found[0])
            choices.update(dict.fromkeys(found[1], choice))
        if len(aliases) != 1 or not choices:
            return None
        return {"type": "tagged-union", "choices": choices, "discriminator": aliases.pop(), **_ref(schema)}

    def _general(self, union: Schema, name: str) -> Schema | None:
        """What a value is whose tag nobody knows: the variant that is said to be, or that all others extend, or that takes all tags."""
        models = [source for choice in choices_of(union) if (source := self._resolve(choice))["type"] == "model"]
        for model in models:
            if model["cls"].__name__ == info_of(union).otherwise:
                return model
        tags = [set((tags_of(model, name, {}) or (name, []))[1]) for model in models]
        for general, all_tags in zip(models, tags, strict=True):
            others = zip(models, tags, strict=True)
            if all(issubclass(model["cls"], general["cls"]) or (own and own <= all_tags) for model, own in others):
                return general if len(models) == len(choices_of(union)) else None
        return None

    def _copy(self, kind: str, schema: Schema) -> Schema:
        """`schema` as the S or the L reading."""
        if schema["type"] == "definition-ref" or "ref" in schema:
            return self._named(kind, self._resolve(schema))
        return self._copy_inside(kind, schema)

    def _copy_inside(self, kind: str, schema: Schema) -> Schema:
        copy = with_children(schema, lambda child: self._copy(kind, child))
        copy.pop("ref", None)
        if kind == "S" and copy["type"] in _STRICT_TYPES:
            copy["strict"] = True
        if "function" in copy:
            copy["function"] = _guarded(copy["function"])
        return _exact_float(copy) if copy["type"] == "float" else copy

    def _named(self, kind: str, source: Schema) -> Schema:
        name = f"{kind}:{source.get('ref') or id(source)}"
        if name not in self._names:
            self._names.add(name)
            self._definitions.append((name, kind, source))
        return {"type": "definition-ref", "schema_ref": name}

    def _resolve(self, schema: Schema) -> Schema:
        while schema["type"] == "definition-ref":
            schema = self._sources[schema["schema_ref"]]
        return schema

    # --- tolerant reading ------------------------------------------------------------------------------------------

    def _tolerant(self, schema: Schema) -> Schema:
        kind = schema["type"]
        if kind == "any":
            return schema
        if kind in ("definition-ref", "model") or "ref" in schema:
            return self._named("T", self._resolve(schema))
        if kind == "default":
            return {**schema, "schema": self._tolerant(schema["schema"]), "validate_default": False}
        return first_of([*self._shapes(schema), cs.any_schema()])

    def _anything(self, source: Schema) -> Schema:
        if source["type"] == "model":
            return first_of([*self._shapes(source), self._items(source), cs.any_schema()])
        return self._tolerant({key: value for key, value in source.items() if key != "ref"})

    def _shape(self, source: Schema) -> Schema:
        return first_of(self._shapes({key: value for key, value in source.items() if key != "ref"}))

    def _items(self, source: Schema) -> Schema:
        return {"type": "list", "items_schema": self._named("T", source), "strict": True}

    def _shapes(self, schema: Schema) -> list[Any]:
        """The readings of `schema` to try in turn; each fails only on a value of another shape."""
        kind = schema["type"]
        if kind in ("definition-ref", "model") or "ref" in schema:
            source = self._resolve(schema)
            if source["type"] == "model":
                return [self._copy("S", source), self._named("C", source)]
            return [self._named("H", source)]  # by its name, since what it holds may be itself
        match kind:
            case "nullable":
                return [cs.none_schema(), *self._shapes(inherit_info(schema, schema["schema"]))]
            case "list":
                each = self._tolerant(schema.get("items_schema", _ANY))
                return [{"type": "list", "items_schema": each, "strict": True}]
            case "dict":
                values = self._tolerant(schema.get("values_schema", _ANY))
                return [{"type": "dict", "values_schema": values, "strict": True}]
            case "tuple":
                items = [self._tolerant(item) for item in schema["items_schema"]]
                return [{**schema, "items_schema": items, "strict": True}]
            case "union" | "tagged-union":
                return self._union(schema)
            case "datetime":
                return [self._copy("S", schema), cs.no_info_plain_validator_function(read_datetime)]
            case "date":
                return [self._copy("S", schema), cs.no_info_plain_validator_function(read_date)]
            case "default" | "definitions":
                return self._shapes(schema["schema"])
            case _ if kind in FUNCTIONS:
                shapes = self._shapes(schema["schema"])
                if getattr(schema["function"]["function"], "is_tolerant", False):
                    shapes = [{**schema, "schema": first_of(shapes)}]
                return [self._copy("S", schema), *shapes]
            case _:
                return [self._copy("S", schema)]

    def _union(self, schema: Schema) -> list[Any]:
        name = info_of(schema).discriminator
        plain = {"type": "union", "choices": choices_of(schema)} if schema["type"] == "union" else schema
        arms: list[Any] = [self._copy("S", plain), self._copy("L", plain)]
        if name and (tagged := self._tagged({**plain, "metadata": schema["metadata"]}, name)):
            arms[:0] = [self._copy("S", tagged), *self._by_tag(schema, name)]  # the variant that is meant, though odd
            if (general := self._general(schema, name)) is not None:
                arms[2:2] = [self._copy("S", general), self._named("C", general)]
        if schema["type"] == "tagged-union":
            named = {tag: self._tolerant(choice) for tag, choice in schema["choices"].items()}
            arms.append({**schema, "choices": named})
        elif name:
            arms.extend(self._by_tag(schema, name))
        for choice in choices_of(schema):
            shape = self._resolve(choice)["type"]
            arms.extend(
                [] if shape in _SCALARS else self._shapes(choice)[-1:] if shape == "model" else self._shapes(choice)
            )
        return arms

    def _by_tag(self, schema: Schema, name: str) -> Iterator[Schema]:
        """A lookup of the variant by its tag, whose value is then read tolerantly; of equal tags the last one wins."""
        choices: dict[object, Schema] = {}
        aliases: dict[str, None] = {}
        for choice in choices_of(schema):
            own = info_of(self._resolve(choice)).discriminator
            for variant in self._variants(choice):
                if (found := tags_of(variant, name, info_of(schema).mapping or {})) is not None:
                    aliases[found[0]] = None
                    # A variant inside a union that has a discriminator of its own is for that one to find.
                    reading = self._tolerant(choice) if own else self._named("C", variant)
                    choices.update(dict.fromkeys(found[1], reading))
        if choices:
            paths = [[alias] for alias in aliases]
            yield {"type": "tagged-union", "choices": choices, "discriminator": paths, "from_attributes": False}

    def _variants(self, schema: Schema) -> Iterator[Schema]:
        source = self._resolve(schema)
        if source["type"] == "model":
            yield source
        elif source["type"] in ("union", "tagged-union"):
            for choice in choices_of(source):
                yield from self._variants(choice)
        elif source["type"] in ("nullable", "default", *FUNCTIONS):
            yield from self._variants(source["schema"])

    def _object(self, source: Schema) -> Schema:
        """An object read as the model `source`: absent fields take their default or `None`, odd values stay raw."""
        fields = model_fields_of(source)
        if fields is None:
            return self._copy_inside("S", source)
        made: dict[str, Any] = {name: self._field(field) for name, field in fields["fields"].items()}
        inner: Schema = {"type": "model-fields", "fields": made, "model_name": fields.get("model_name")}
        if "extras_schema" in fields:
            inner["extras_schema"] = self._tolerant(fields["extras_schema"])
        config = dict(source.get("config") or {})
        if config.get("extra_fields_behavior") == "forbid" or fields.get("extra_behavior") == "forbid":
            config["extra_fields_behavior"] = "allow"
        elif "extra_behavior" in fields:
            inner["extra_behavior"] = fields["extra_behavior"]
        model: Schema = {"type": "model", "cls": source["cls"], "schema": inner, "config": config}
        if "generic_origin" in source:
            model["generic_origin"] = source["generic_origin"]
        finish = partial(_finish, post_init=source.get("post_init"))
        return cast("Schema", cs.no_info_after_validator_function(finish, cast("CoreSchema", model)))

    def _field(self, field: Schema) -> Schema:
        schema: Schema = field["schema"]
        inner = schema["schema"] if schema["type"] == "default" else schema
        tolerant = self._tolerant(inner)
        if schema.get("default") is not None and inner["type"] != "nullable":
            default = schema["default"]
            absent = cs.no_info_after_validator_function(lambda _: deepcopy(default), cs.none_schema())
            tolerant = first_of([self._copy("S", inner), absent, tolerant])
        if schema["type"] == "default":
            return {**field, "schema": {**schema, "schema": tolerant, "validate_default": False}}
        return {**field, "schema": {"type": "default", "schema": tolerant, "default": None}}


def _ref(schema: Schema) -> Schema:
    return {"ref": schema["ref"]} if "ref" in schema else {}


def _exact_float(schema: Schema) -> Schema:
    """A float where an integer that no float can hold stays that integer; costs Python code only beyond 2**53."""
    small = {key: value for key, value in schema.items() if key != "ref"}
    # Excluding the limit itself, to which the first integer beyond it is rounded before it is compared.
    small["gt"] = max(small.get("gt", -_LARGEST_EXACT), -_LARGEST_EXACT)
    small["lt"] = min(small.get("lt", _LARGEST_EXACT), _LARGEST_EXACT)
    whole = {key: value for key, value in schema.items() if key != "ref"}
    large = cs.no_info_wrap_validator_function(_float_or_int, cast("CoreSchema", whole))
    return {**first_of([small, large]), **_ref(schema)}


def _float_or_int(value: Any, handler: Callable[[Any], Any]) -> Any:
    found = handler(value)
    return value if type(value) is int and found != value else found


def _guarded(function: Any) -> Any:
    """A validator that we know nothing of, such that whatever goes wrong in it means "does not fit"."""
    if isinstance(function, dict):
        described = cast("Schema", function)
        return {**described, "function": _guarded(described["function"])}

    def guarded(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except (ValueError, AssertionError, PydanticOmit, PydanticUseDefault):
            raise
        except Exception as error:
            raise ValueError(str(error)) from error

    return guarded


def _finish(model: Any, *, post_init: str | None) -> Any:
    """Note on a model that it holds odd values; what its class does after validation must not fail because of them."""
    if hasattr(cast("type[object]", type(model)), "_sdk_odd"):
        object.__setattr__(model, "_sdk_odd", True)
    if post_init is not None:
        with suppress(Exception):
            getattr(model, post_init)(None)
    return model
