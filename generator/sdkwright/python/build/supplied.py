"""Arguments that a caller may leave to the client, which has an option for them."""

from __future__ import annotations

from sdkwright.ir.operations import Parameter
from sdkwright.python.literals import identifier, string
from sdkwright.python.method_views import ArgumentView
from sdkwright.python.source import Source

__all__ = ["FUNCTIONS", "supplied_argument"]

FUNCTIONS = ("client_value", "required_client_value")


def supplied_argument(parameter: Parameter, name: Source, spelled: Source, option: str) -> ArgumentView:
    """The argument: what a caller gives, and what the call is made with."""
    function = identifier(FUNCTIONS[parameter.is_needed])
    given = Source.of("{}(self._client, {}, {}, {})", function, string(name), name, string(identifier(option)))
    return ArgumentView(
        name=name,
        annotation=Source.of("{} | None", spelled),
        default=Source("None"),
        given=given,
        taken=spelled if parameter.is_needed else Source.of("{} | Omit", spelled),
    )
