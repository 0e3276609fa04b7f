"""Times and numbers of tries that the config gives, for the client or for one method."""

from __future__ import annotations

import re

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.operations import RequestDefaults
from sdkwright.lower.context import Context
from sdkwright.pointer import Pointer, child

__all__ = ["request_defaults", "seconds"]

DURATION = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z")
UNIT_SECONDS = (86_400, 3_600, 60, 1)


def seconds(context: Context, value: float | str | None, where: Pointer) -> float | None:
    """A time of the config: a number is in milliseconds, a string an ISO 8601 duration."""
    if value is None or isinstance(value, int | float):
        return None if value is None else value / 1000
    match = DURATION.match(value)
    if match is None or not any(match.groups()):
        message = f"`{value}` is not a duration"
        context.report.add("C331", where, message, hint="write milliseconds, or `PT60S`", source="config")
        return None
    return sum(float(part or 0) * unit for part, unit in zip(match.groups(), UNIT_SECONDS, strict=True))


def request_defaults(context: Context, config: MethodConfig, site: Pointer) -> RequestDefaults | None:
    """What the calls of a method start from, where that is not what the client has."""
    given = config.default_request_options
    if given is None:
        return None
    timeout = seconds(context, given.timeout, child(site, "default_request_options", "timeout"))
    return RequestDefaults(timeout, given.max_retries)
