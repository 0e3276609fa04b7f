"""Reads JSON into typed values, strictly or tolerantly; owns the choice between the two and the cached validators.

A value that is as the type says costs one pass in pydantic-core. Only when something does not fit is a second,
tolerant pass made over the same bytes (see `lenient`), and what does fit comes out of it as out of the first.
"""

from __future__ import annotations

import json
from functools import lru_cache
from threading import RLock
from typing import Any, cast, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, SchemaValidator
from typing_extensions import TypeIs

from .lenient import exact_schema, tolerant_schema
from .locks import ForkLock
from .schema_tree import classes_of

# Building the schemas of a class is not safe in two threads at once; reading is.
_BUILDING = ForkLock(RLock)


def prepare(type_: Any) -> None:
    """Build now what reading the first value of a type would build."""
    _reader(type_)


def finish(cls: type[BaseModel]) -> None:
    """Make the fields of a model what they are by now, with the classes that were loaded since; what is missing yet stays so."""
    with _BUILDING.held():
        cls.model_rebuild(raise_errors=False)


def read_json(data: bytes | str, type_: Any, *, strict: bool) -> Any:
    """`data`, a JSON text, as `type_`.

    strict: raises pydantic.ValidationError unless pydantic accepts the value. Otherwise never raises for the shape of
    a value: what does not fit stays as it came. Raises ValueError if `data` is not JSON.
    """
    reader = _reader(type_)
    try:
        return reader.fast.validate_json(data, strict=True)
    except ValidationError as error:
        if _is_syntax_error(error):
            return _read_decoded(data, reader, strict)
    except Exception:
        # A validator that a subclass brought along met a shape that it does not expect.
        if strict:
            raise
    if strict:
        return reader.plain.validate_json(data)
    return reader.tolerant().validate_json(data)


def read_value(value: object, type_: Any, *, strict: bool) -> Any:
    """The same as `read_json` from a decoded JSON value; may also hold Python values that JSON has no word for."""
    reader = _reader(type_)
    if strict:
        return reader.plain.validate_python(value)
    try:
        text = json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return reader.tolerant().validate_python(value)
    return read_json(text, type_, strict=False)


def read_fields(values: dict[str, object], cls: Any) -> Any:
    """`cls` from Python values by wire name, tolerantly: an instance for any values whatever."""
    return _reader(cls).tolerant().validate_python(values)


def _is_syntax_error(error: ValidationError) -> bool:
    # Counted first: listing the errors of a page whose every item is odd would cost more than reading it.
    return (
        error.error_count() == 1 and error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid"
    )


def _read_decoded(data: bytes | str, reader: _Reader, strict: bool) -> Any:
    """JSON that pydantic-core refuses and Python reads: half of a surrogate pair, 200 levels deep, UTF-16."""
    try:
        value = json.loads(data)
    except RecursionError:
        raise ValueError("JSON is nested too deeply to be read") from None
    return reader.plain.validate_python(value) if strict else reader.tolerant().validate_python(value)


class _Reader:
    """The validators of one type."""

    __slots__ = ("_schema", "_tolerant", "fast", "plain")

    def __init__(self, schema: CoreSchema, plain: Any) -> None:
        self._schema = schema
        self._tolerant: SchemaValidator | None = None
        self.plain = plain
        exact = exact_schema(schema)
        self.fast = plain if exact == schema else _validator(exact)

    def tolerant(self) -> SchemaValidator:
        if self._tolerant is None:
            with _BUILDING.held():
                self._tolerant = _validator(tolerant_schema(self._schema))
        return self._tolerant


def _reader(type_: Any) -> _Reader:
    if isinstance(type_, type):
        return _class_reader(type_)
    try:
        # Union[A, B] == Union[B, A], but which comes first matters here, hence the arguments.
        return _alias_reader(type_, get_args(type_))
    except TypeError:
        # Metadata in an Annotated need not be hashable.
        return _build_reader(type_)


@lru_cache(maxsize=4096)
def _class_reader(cls: type[Any]) -> _Reader:
    return _build_reader(cls)


@lru_cache(maxsize=1024)
def _alias_reader(type_: Any, args: tuple[Any, ...]) -> _Reader:
    del args
    return _build_reader(type_)


def _build_reader(type_: Any) -> _Reader:
    with _BUILDING.held():
        if _is_model(type_):
            type_.model_rebuild()
            return _Reader(type_.__pydantic_core_schema__, type_.__pydantic_validator__)
        adapter: TypeAdapter[Any] = TypeAdapter(type_)
        adapter.rebuild()
        return _Reader(adapter.core_schema, adapter.validator)


def _is_model(type_: Any) -> TypeIs[type[BaseModel]]:
    return isinstance(type_, type) and issubclass(type_, BaseModel)


def _validator(schema: CoreSchema) -> SchemaValidator:
    # pydantic-core would else put a class's own validator in the place of every schema of that class.
    try:
        return SchemaValidator(schema, _use_prebuilt=False)
    except TypeError:
        return _validator_of_old(schema)


def _validator_of_old(schema: CoreSchema) -> SchemaValidator:
    """The same before pydantic 2.13, which has no such switch but leaves alone classes that are not complete yet."""
    classes = {cls for cls in classes_of(cast("dict[str, Any]", schema)) if cls.__pydantic_complete__}
    try:
        for cls in classes:
            cls.__pydantic_complete__ = False
        return SchemaValidator(schema)
    finally:
        for cls in classes:
            cls.__pydantic_complete__ = True
