"""Answers that are one property of an envelope: which property, by the config; not how the envelope is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdkwright.config import Method as MethodConfig
from sdkwright.diagnostics import meant
from sdkwright.ir.operations import Response, ResponseKind
from sdkwright.ir.types import NullableType, ScalarType
from sdkwright.lower.compose import properties_of, property_type
from sdkwright.lower.context import Context, Place
from sdkwright.lower.responses import answer_schema
from sdkwright.lower.tree import Planned
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer, child


def unwrapped(context: Context, plan: Planned, response: Response, site: Pointer) -> Response:
    """The answer without its envelope, where the config wants that: what the property holds, or None where it may be absent.

    A plain value is never told to be None, as in SDKs of such configs: programs that are checked against those use it as it is.
    """
    found = envelope(context, plan, site) if response.kind is ResponseKind.JSON else None
    if found is None:
        return response
    field, nodes, is_required = found
    type_ = property_type(context, nodes, Place(response.site))
    optional = isinstance(type_, NullableType) or not is_required
    inner = type_.inner if isinstance(type_, NullableType) else type_
    return replace(response, type=inner, unwrap=field, optional=optional and not isinstance(inner, ScalarType))


def envelope(context: Context, plan: Planned, site: Pointer) -> tuple[str, list[Node], bool] | None:
    """The property that is the answer: its name, its schemas, and whether it is always there."""
    schema = answer_schema(context, plan.operation.node) if _wants(context, plan.config) else None
    if schema is None:
        return None
    properties = properties_of(context, schema, required=False)
    field = _field(context, plan.config, properties, site)
    if field is None:
        return None
    return field, properties[field], field in properties_of(context, schema, required=True)


def _wants(context: Context, config: MethodConfig) -> bool:
    settings = context.config.settings
    of_all = settings.unwrap_response_fields or settings.unwrap_multiproperty_response_fields
    return config.unwrap_response is not False and bool(
        of_all or config.unwrap_response or config.unwrap_response_field
    )


def _field(context: Context, config: MethodConfig, properties: Mapping[str, object], site: Pointer) -> str | None:
    """What the method says, before what all methods are told; a property alone before one of several."""
    told = config.unwrap_response_field or config.unwrap_response
    if isinstance(told, str):
        if told not in properties:
            message = f"the answer has no property `{told}`"
            hint = meant(told, properties)
            context.report.add("C346", child(site, "unwrap_response"), message, hint=hint, source="config")
            return None
        return told
    settings = context.config.settings
    alone = [name for name in settings.unwrap_response_fields or () if [name] == list(properties)]
    among = [name for name in settings.unwrap_multiproperty_response_fields or () if name in properties]
    return next(iter((*alone, *among)), None)
