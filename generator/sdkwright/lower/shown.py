"""The type of a schema that says none, from the value that it shows; owns no other reading of examples."""

from __future__ import annotations

from sdkwright.ir.types import ANY, STRING, ArrayType, Scalar, Type, scalar
from sdkwright.lower.context import Context
from sdkwright.lower.readme import examples
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Json

NUMBER = scalar(Scalar.NUMBER)


def shown_type(context: Context, node: Node) -> Type:
    """Any value; in what a config lays out a scalar or a list, where the first example of the schema is one.

    Such a schema takes any value by the letter, so that nobody else is held to what one example happens to be.
    """
    shown = examples(context, node) if context.configured else ()
    return _type_of(shown[0]) if shown else ANY


def _type_of(value: Json) -> Type:
    match value:
        case bool():
            return scalar(Scalar.BOOLEAN)
        case int() | float():
            return NUMBER
        case str():
            return STRING
        case list():
            is_numbers = bool(value) and all(_type_of(each) == NUMBER for each in value)
            return ArrayType(NUMBER if is_numbers else ANY)
        case _:
            return ANY
