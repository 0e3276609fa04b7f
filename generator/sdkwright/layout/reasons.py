"""Why a method is called as it is, in words."""

from __future__ import annotations

from sdkwright.layout.site import Spot


def why_action(path: str) -> str:
    """What of a path is the method."""
    if path.endswith(")"):
        return "the function that the path calls"
    return "the verb after the colon of the path" if ":" in path else "the verb before the noun of the path"


def why(spot: Spot) -> str:
    """What a standard name says, or the verb that the operationId begins with."""
    place = "one thing (a path that ends in a parameter)" if spot.route.is_item else f"`{spot.words[-1]}` as a whole"
    said = f", and the operationId `{spot.asked.operation_id}`" if spot.asked.operation_id else ""
    return f"{spot.asked.verb.upper()} on {place}{said}"
