"""Further properties of a model that are of a type where their names have a pattern; owns no reading of types."""

from __future__ import annotations

from typing import Any, cast

from pydantic import model_validator
from pydantic_core import SchemaValidator
from pydantic_core.core_schema import str_schema


def by_pattern(*patterns: str) -> Any:
    """A validator of a model: what has neither a field nor one of the patterns in its name is kept as it came."""
    tests = [SchemaValidator(str_schema(pattern=pattern)).isinstance_python for pattern in patterns]

    def validate(cls: Any, value: Any, handler: Any) -> Any:
        known = {field.alias or name for name, field in cls.model_fields.items()}
        given = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        others = {name: given[name] for name in given if name not in known and not any(test(name) for test in tests)}
        if not others:
            return handler(value)
        found = handler({name: given[name] for name in given if name not in others})
        found.__pydantic_extra__.update(others)
        return found

    validate.is_tolerant = True  # type: ignore[attr-defined]
    return model_validator(mode="wrap")(cast("Any", classmethod(validate)))
