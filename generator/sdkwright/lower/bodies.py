"""Request bodies -> Body and the parameters that its properties become; owns the choice of the media type."""

from __future__ import annotations

from sdkwright.config import Method as MethodConfig
from sdkwright.ir.operations import Body, BodyKind, Location, Parameter
from sdkwright.ir.types import ANY, Field, Scalar, ScalarType, Type, UnionType
from sdkwright.lower.compose import spread_object
from sdkwright.lower.context import Context, Place
from sdkwright.lower.schemas import lower_schema
from sdkwright.openapi.nodes import Node

SPREAD = frozenset({BodyKind.JSON, BodyKind.FORM, BodyKind.MULTIPART})


def is_json(media_type: str) -> bool:
    """Whether the media type is JSON or has its structured suffix (RFC 6839)."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence in ("application/json", "text/json") or essence.endswith("+json")


def lower_body(
    context: Context, operation: Node, place: Place, config: MethodConfig
) -> tuple[Body | None, tuple[Parameter, ...]]:
    """The body of an operation, and the arguments that an object body is spread over."""
    declared = operation.at("requestBody")
    node = context.follow(declared) if declared is not None else None
    if node is None:
        return None, ()
    choice = _media_type(node)
    if choice is None:
        return None, ()
    for other, ignored in node.members("content"):
        if other != choice[0]:
            context.unsupported("U210", ignored, f"the body is sent as `{choice[0]}`, never as `{other}`")
    return _body(context, node, choice, place, config)


def _media_type(body: Node) -> tuple[str, Node] | None:
    """JSON before forms before anything else, else the first of the document."""
    contents = list(body.members("content"))
    ranked = sorted(contents, key=lambda entry: list(BodyKind).index(_kind(entry[0])))
    return ranked[0] if ranked else None


def _kind(media_type: str) -> BodyKind:
    essence = media_type.partition(";")[0].strip().lower()
    if is_json(essence) or essence == "*/*":
        return BodyKind.JSON
    if essence == "application/x-www-form-urlencoded":
        return BodyKind.FORM
    if essence.startswith("multipart/"):
        return BodyKind.MULTIPART
    return BodyKind.TEXT if essence.startswith("text/") else BodyKind.BINARY


def _body(
    context: Context, node: Node, choice: tuple[str, Node], place: Place, config: MethodConfig
) -> tuple[Body, tuple[Parameter, ...]]:
    media_type, media = choice
    kind, schema, required = _kind(media_type), media.at("schema"), node.flag("required")
    spread = None
    if schema is not None and kind in SPREAD and config.body_param_name is None:
        spread = spread_object(context, schema, place)
    fields = spread.fields if spread is not None else ()
    lowered = spread if spread is not None else _whole(context, kind, media, place)
    body = Body(
        kind=kind,
        media_type="application/json" if media_type == "*/*" else media_type,
        site=place.site,
        type=lowered,
        required=required,
        spread=spread is not None,
        argument=config.body_param_name,
        description=node.text("description"),
    )
    return body, tuple(_argument(field, body_required=required) for field in fields if not field.read_only)


def _whole(context: Context, kind: BodyKind, media: Node, place: Place) -> Type:
    """The type of a body that is one argument."""
    schema = media.at("schema")
    if kind is BodyKind.BINARY:
        return ScalarType(Scalar.BINARY)
    lowered = lower_schema(context, schema, place) if schema is not None else ANY
    if isinstance(lowered, UnionType):
        context.unsupported("U211", media, "a union as body is one argument, not one overload for each member")
    return lowered


def _argument(field: Field, *, body_required: bool) -> Parameter:
    return Parameter(
        wire_name=field.wire_name,
        location=Location.BODY,
        site=field.site,
        origin=field.origin,
        type=field.type,
        required=field.required and body_required,
        description=field.description,
        deprecated=field.deprecated,
        preferred_name=field.preferred_name,
        examples=field.examples,
    )
