"""openapi-spec-validator, made to say where, to go on, and to stay offline; its words become ours in wording.py.

The validator checks in two passes. The first holds the document against the JSON Schema of its OpenAPI version, here with
jsonschema-rs, 20 to 60 times as fast as jsonschema (docs/decisions/0003-validator-backend.md). The second, Python, looks at
each schema and its default. Its findings come without a place, it ends at the first node that it does not expect, and it
fetches references from disk and network. So its keyword validators are wrapped: each says at which node it works, one that
fails is noted and the rest goes on, and nothing is ever fetched. How values are held against schemas is values.py's.
This is the only module that imports the validator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NoReturn, cast

import jsonschema_rs
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from jsonschema_path import SchemaPath
from jsonschema_path.accessors import SchemaAccessor
from openapi_schema_validator import OAS31Validator, OAS32Validator
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator, schemas
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ExtraParametersError,
    ParameterDuplicateError,
    UnresolvableParameterError,
)
from openapi_spec_validator.validation.keywords import KeywordValidator, SchemaValidator, ValueValidator

from sdkwright.inert import dataclass
from sdkwright.openapi.cursor import Cursor
from sdkwright.openapi.grammar import Grammar
from sdkwright.openapi.values import Budget, value_validator, without_patterns
from sdkwright.openapi.version import Version
from sdkwright.pointer import Json

__all__ = ["Crash", "KeywordFinding", "MetaFinding", "ValueFinding", "keyword_pass", "meta_pass"]

_BY_RULES = (DuplicateOperationIDError, ParameterDuplicateError, UnresolvableParameterError)
"""What rules.py says already, and better."""


@dataclass(frozen=True, slots=True)
class MetaFinding:
    """A node that the JSON Schema of OpenAPI, or of JSON Schema itself, rejects. ``grammar`` is that schema."""

    error: jsonschema_rs.ValidationError
    at: tuple[str | int, ...]
    grammar: Grammar


@dataclass(frozen=True, slots=True)
class ValueFinding:
    """A `default` that its schema, the node at ``at``, rejects; ``error`` is a jsonschema.ValidationError."""

    error: Any
    at: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class KeywordFinding:
    """Any other finding of the second pass. ``missing``: `required` names properties that nothing declares."""

    message: str
    at: tuple[str | int, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Crash:
    """The validator failed at this node, and what is below it went unchecked."""

    error: Exception
    at: tuple[str | int, ...]


def meta_pass(root: Mapping[str, Json], version: Version) -> Iterator[MetaFinding]:
    """The first pass. Lone surrogates, which JSON may hold and Rust may not, raise ValueError."""
    validator, grammar = _compiled(version.minor)
    for error in validator.iter_errors(root):
        yield MetaFinding(error, (), grammar)


def keyword_pass(
    root: Mapping[str, Json], version: Version
) -> Iterator[MetaFinding | ValueFinding | KeywordFinding | Crash]:
    """The second pass; the places are as the validator walked, so they may lead through references."""
    path = SchemaPath.from_dict(cast("Any", root), handlers=_OFFLINE, separator="\0")
    validator: Any = _validator(version.minor)(path)
    yield from validator.root_validator(Cursor(cast("SchemaAccessor", path.accessor)))


def _refuse(uri: str) -> NoReturn:
    raise LookupError(f"{uri} is not fetched")


class _Offline(dict[str, Any]):
    """A handler for every URL scheme there is, and it refuses."""

    def __missing__(self, scheme: str) -> Any:
        return _refuse

    def __contains__(self, scheme: object) -> bool:
        return True


_OFFLINE = _Offline({"<all_urls>": _refuse, "http": _refuse, "https": _refuse, "file": _refuse})


@cache
def _compiled(minor: int) -> tuple[jsonschema_rs.Validator, Grammar]:
    """The schema of an OpenAPI version, compiled; a version that is newer than the validator counts as its newest.

    Formats are not looked at, as in the validator's own default: Rust's idea of a regular expression is not ECMA-262's.
    """
    grammar: Grammar = dict(getattr(schemas, f"schema_v3{min(minor, 2)}"))
    return jsonschema_rs.validator_cls_for(grammar)(grammar, offline=True, validate_formats=False), grammar


def _validator(minor: int) -> type[Any]:
    """The validator of an OpenAPI version for one document, its keyword validators wrapped."""
    base: Any = {0: OpenAPIV30SpecValidator, 1: OpenAPIV31SpecValidator}.get(minor, OpenAPIV32SpecValidator)
    values = value_validator(min(minor, 2), Budget())
    wrapped = {name: _wrapped(cls, minor, values) for name, cls in base.keyword_validators.items()}
    return type(base.__name__, (base,), {"keyword_validators": wrapped})


_MOST_SCHEMAS = 200_000


def _wrapped(cls: type[KeywordValidator], minor: int, values: Any) -> type[KeywordValidator]:
    """The same keyword validator, with places, going on after a failure, and with validators of values that are ours."""
    base: Any = cls

    class Wrapped(base):  # type: ignore[misc]
        if issubclass(cls, ValueValidator):
            value_validator_cls = values
            value_validator_format_checker = without_patterns(cls.value_validator_format_checker)

        def __init__(self, registry: Any) -> None:
            base.__init__(self, registry)
            if issubclass(cls, SchemaValidator):  # lists there, searched from the start for each schema
                self.visited_schema_ids = _Seen()
                self.meta_checked_schema_ids = _Seen()

        def __call__(self, *args: Any, **options: Any) -> Iterator[Any]:
            place = next((arg for arg in args if isinstance(arg, Cursor)), None)
            try:
                if issubclass(cls, SchemaValidator) and not options.get("meta_checked"):
                    yield from _meta_checked(args[0].read_value(), place, minor, options)
                for found in base.__call__(self, *args, **options):
                    told = _located(found, place, is_value=issubclass(cls, ValueValidator))
                    if told is not None:
                        yield told
            except Exception as error:  # noqa: BLE001 - it fails in many ways on documents that are not valid
                yield Crash(error, _way(place))

        def _collect_properties(self, schema: Cursor) -> set[str]:
            return _property_names(schema)

    return Wrapped


def _property_names(schema: Cursor) -> set[str]:
    """What the validator collects of a schema and all that it is put together from; each once, or small documents take years."""
    found: set[str] = set()
    waiting, met = [schema], set[int]()
    while waiting:
        here = waiting.pop()
        value = here.read_value()
        if id(value) in met:
            continue
        met.add(id(value))
        if "properties" in here:
            found.update(map(str, (here / "properties").keys()))
        for keyword in ("allOf", "anyOf", "oneOf"):
            waiting.extend(here / keyword if keyword in here else ())
        waiting.extend(here / keyword for keyword in ("items", "not") if keyword in here)
        if len(met) > _MOST_SCHEMAS:
            raise RecursionError("more schemas than any document has")
    return found


def _way(place: Cursor | None) -> tuple[str | int, ...]:
    return place.parts if place is not None else ()


class _Seen(set[int]):
    """A set that can be appended to, as the list that it stands for."""

    append = set[int].add


def _located(found: Any, place: Cursor | None, *, is_value: bool) -> Any:
    """The finding with its place, unless a wrapper further in has given it one; None for what the rules say."""
    if isinstance(found, MetaFinding | ValueFinding | KeywordFinding | Crash):
        return found
    if isinstance(found, _BY_RULES):
        return None
    at = _way(place)
    if is_value:
        return ValueFinding(found, at)
    return KeywordFinding(str(found.message), (*at, *found.path), missing=isinstance(found, ExtraParametersError))


@cache
def _compiled_dialect(name: str, minor: int) -> tuple[jsonschema_rs.Validator, Grammar] | None:
    """The grammar of a dialect of JSON Schema; None for one that is not known.

    That of OpenAPI, whose name is empty here, is JSON Schema with its keywords. Their own vocabulary is left out: the first pass or
    lowering looks at them.
    """
    oas: Any = OAS31Validator if minor == 1 else OAS32Validator
    grammar: Grammar = {**oas.META_SCHEMA, "allOf": [{"$ref": "https://json-schema.org/draft/2020-12/schema"}]}
    if name and name not in (oas.META_SCHEMA["$id"], "https://json-schema.org/draft/2020-12/schema"):
        other: Any = validator_for({"$schema": name}, default=cast("Any", None))
        if other is None:
            return None
        grammar = dict(other.META_SCHEMA)
    made = jsonschema_rs.validator_cls_for(grammar)(grammar, offline=True, validate_formats=False)
    return made, grammar


def _dialect(schema: Json, minor: int) -> tuple[jsonschema_rs.Validator, Grammar] | None:
    """The grammar that a schema of 3.1 or later is held against; None where it names an unknown one, which the validator tells."""
    name = schema.get("$schema", "") if isinstance(schema, dict) else ""
    return _compiled_dialect(name, minor) if isinstance(name, str) else None


def _meta_checked(schema: Any, place: Cursor | None, minor: int, options: dict[str, Any]) -> Iterator[MetaFinding]:
    """What is wrong with a schema by its grammar, in the place of the validator; in 3.0 the first pass has looked at each."""
    dialect = _dialect(schema, minor) if minor else None
    if dialect is None:
        options["meta_checked"] = not minor
        return
    options["meta_checked"] = True
    validator, grammar = dialect
    for error in validator.iter_errors(schema):
        yield MetaFinding(error, _way(place), grammar)
