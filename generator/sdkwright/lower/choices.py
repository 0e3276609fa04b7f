"""Whether a method answers with a stream, always or where the caller asks for it: by the config, else by what the document shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdkwright.config import Resource as ResourceConfig
from sdkwright.config import Streaming
from sdkwright.diagnostics import meant
from sdkwright.ir.operations import Choice, Location, Member, Parameter, Response, ResponseKind
from sdkwright.ir.types import ANY, NullableType, Scalar, Type, scalar
from sdkwright.lower.context import Context, Place
from sdkwright.lower.named_by import named_by
from sdkwright.lower.responses import answer_schema, stream_beside
from sdkwright.lower.schemas import lower_schema
from sdkwright.lower.streams import EVENTS, item_schema
from sdkwright.lower.tree import Planned
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer, child

USUAL = "stream"
BOOLEAN = scalar(Scalar.BOOLEAN)


def lower_choice(
    context: Context, plan: Planned, parameters: tuple[Parameter, ...], response: Response, site: Pointer
) -> tuple[Response, Choice | None]:
    """The answer of a call that asks for no stream (or of every call, where all answer with one), and what the caller may choose."""
    told, beside = plan.config.streaming, stream_beside(context, plan.operation.node)
    if response.kind is ResponseKind.BINARY and (told is None or told.param_discriminator is None):
        _leave_out(context, beside, response)  # bytes, whichever way they come
        return response, None
    if told is not None and told.param_discriminator is None:
        return _stream(context, told, response, beside, Place(site)), None
    wanted = told.param_discriminator if told is not None else USUAL
    found = [entry for entry in parameters if entry.wire_name == wanted and entry.location is not Location.PATH]
    if told is None and (beside is None or not any(_is_boolean(entry.type) for entry in found)):
        _leave_out(context, beside, response)
        return response, None
    if not found:
        where, message = child(site, "streaming", "param_discriminator"), f"the method has no parameter `{wanted}`"
        hint = meant(wanted or "", [entry.wire_name for entry in parameters if entry.location is not Location.PATH])
        context.report.add("C341", where, message, hint=hint, source="config")
        return response, None
    params_name = told.params_type_name if told is not None else None
    answered = answer_schema(context, plan.operation.node)
    stream = _stream(context, told or Streaming(), response, beside, Place(site), plain=answered)
    plain = response
    if response.kind is ResponseKind.STREAM:  # all that the document shows is the stream
        plain = Response(ResponseKind.JSON, "application/json", response.type, response.site, response.description)
    return plain, Choice(found[0].site, stream, params_name)


def _leave_out(context: Context, beside: tuple[str, Node] | None, response: Response) -> None:
    if beside is not None:
        message = f"`{beside[0]}` is not asked for: the answer is one of `{response.accept}`"
        context.unsupported("U221", beside[1], message)


def picking(
    choice: Choice, parameters: tuple[Parameter, ...], members: tuple[Member, ...]
) -> tuple[tuple[Parameter, ...], tuple[Member, ...]]:
    """The parameters of a method and of the members of its body, with the one that picks a stream as calls take it: true, or not."""
    picks = next(entry for entry in parameters if entry.site == choice.discriminator)

    def picked(entry: Parameter) -> Parameter:
        is_it = (entry.wire_name, entry.location) == (picks.wire_name, picks.location)
        kind = NullableType(BOOLEAN) if isinstance(entry.type, NullableType) else BOOLEAN
        return replace(entry, type=kind, required=False) if is_it else entry

    return (
        tuple(map(picked, parameters)),
        tuple(replace(member, parameters=tuple(map(picked, member.parameters))) for member in members),
    )


def _is_boolean(node: Type) -> bool:
    return (node.inner if isinstance(node, NullableType) else node) == BOOLEAN


def _stream(
    context: Context,
    told: Streaming,
    response: Response,
    beside: tuple[str, Node] | None,
    place: Place,
    *,
    plain: Node | None = None,
) -> Response:
    """The answer as a stream; of the model that the config names, else of what the document shows, else of what is answered else.

    What is streamed by the schema of the answer itself (`plain`) is of one type with it.
    """
    accept, below = (response.accept if response.kind is ResponseKind.STREAM else EVENTS), place.below("stream")
    item: Type | None = response.type
    if beside is not None:
        accept, schema = beside[0], item_schema(context, beside[1])
        if schema is None or not context.is_same(schema, plain):
            item = lower_schema(context, schema, below) if schema is not None else ANY
    if told.stream_event_model is not None:
        node = _model(context, told.stream_event_model)
        if node is None:
            where = child(place.site, "streaming", "stream_event_model")
            message = f"no resource of the config has a model `{told.stream_event_model}`"
            models = [".".join((*each.home, each.key)) for each in context.named.values()]
            hint = meant(told.stream_event_model, models)
            context.report.add("C342", where, message, hint=hint, source="config")
        else:
            item = lower_schema(context, node, below)
    return Response(ResponseKind.STREAM, accept, item, below.site, response.description)


def _model(context: Context, path: str) -> Node | None:
    """The schema of a model of the config: `chat.completions.chunk` is the model `chunk` of the resource `chat.completions`."""
    *way, key = path.split(".")
    resources: Mapping[str, ResourceConfig] = context.config.resources
    resource: ResourceConfig | None = None
    for step in way:
        resource = resources.get(step)
        resources = resource.subresources if resource is not None else {}
    model = resource.models.get(key) if resource is not None else None
    reference = model.schema_ref if model is not None else None
    return named_by(context.document.root, reference, key) if reference is not None else None
