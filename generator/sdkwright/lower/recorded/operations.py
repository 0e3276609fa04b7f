"""Operation -> Recording: its arguments as they travel, its answer, its pages and the errors that it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from sdkwright.config import Config
from sdkwright.diagnostics import Report
from sdkwright.inert import dataclass
from sdkwright.ir.api import Api, Model
from sdkwright.ir.operations import Body, BodyKind, Location, Member, Method, Parameter
from sdkwright.ir.recordings import Origin, Recording, Recordings, Sample, Spoken, Turn
from sdkwright.ir.walk import methods
from sdkwright.lower.context import Context
from sdkwright.lower.recorded.answers import answer, failures
from sdkwright.lower.recorded.events import deliveries
from sdkwright.lower.recorded.fitting import Types, has_bytes
from sdkwright.lower.recorded.pages import items_way, pages, way_back
from sdkwright.lower.recorded.speech import Formats, spoken_body, spoken_parameter, spoken_property
from sdkwright.lower.recorded.values import Maker, examples
from sdkwright.lower.styles import follows_document, shapes
from sdkwright.lower.watch import watched
from sdkwright.memory import ALL, Memory, SeenTable, group_of, same
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Json, Pointer
from sdkwright.read import Document

MODELS = "models"
"""Before the group of a model: that of its schema is one of the document."""


def record(document: Document, config: Config, api: Api, memory: Memory | None = None) -> Recordings:
    """A recording for each method that arguments and an answer can be made for, in the order of the tree, and the events.

    Those that the `memory` of the last run has are taken over where they would come to the same.
    """
    memory = memory or Memory(Report())
    context = Context(watched(document, memory), config, memory.report, {}, memory)
    settings = api.client.settings
    formats = Formats(settings.array_format, settings.nested_format, follows_document(context))
    alike = {"config": config, "client": api.client, "schemes": api.schemes, "examples": api.examples}
    for name, value in (alike | {"formats": formats}).items():
        memory.settle(name, value)
    recorder = _Recorder(context, api, formats, _seen(api, memory))
    found = (
        memory.recall("recording", str(method.site), partial(recorder.recording, method), (method,))
        for _, method in methods(api)
    )
    calls = tuple(recording for recording in found if recording is not None)
    return Recordings(calls, tuple(deliveries(api, recorder.maker(request=False))))


def _seen(api: Api, memory: Memory) -> Mapping[Pointer, Model]:
    """The models, which note that one is looked at: what is not as it was in the last run has changed."""
    now = {model.pointer: model for model in api.models}
    before = memory.succeed("models", now)
    if before is not None:
        places = (at for at in now.keys() | before.keys() if not same(before.get(at), now.get(at)))
        memory.changed |= {MODELS + ALL, *(MODELS + group_of(at) for at in places)}
    return SeenTable(now, MODELS, memory)


@dataclass(frozen=True, slots=True)
class _Recorder:
    context: Context
    api: Api
    formats: Formats
    models: Mapping[Pointer, Model]

    def maker(self, *, request: bool) -> Maker:
        return Maker(self.context, Types(self.models, request), full=not request)

    def recording(self, method: Method) -> Recording | None:
        """The recording of one method with those of its further ways; None where a value that the first needs cannot be made."""
        operation = self.context.at(method.origin)
        if operation is None or not has_bytes([method.path, method.response.accept]):
            return None
        first, *further = _ways(method)
        found = self._recording(first, operation)
        if found is None:
            return None
        back, previous = self._previous(method, found)
        others = (self._recording(way, operation) for way in further)
        return replace(
            found,
            pages=tuple(pages(self.api, method, found.answer)),
            errors=tuple(failures(self.context, self.api.client.settings, operation)),
            back=back,
            previous=previous,
            others=tuple(other for other in others if other is not None),
        )

    def _previous(self, method: Method, found: Recording) -> tuple[Pointer | None, tuple[Turn, ...]]:
        """The argument that leads back, and the pages of that way."""
        name = way_back(self.api, method)
        sample = next((each for each in found.samples if name is not None and each.wire_name == name), None)
        if sample is None:
            return None, ()
        return sample.site, tuple(pages(self.api, method, found.answer, back=True))

    def _recording(self, way: _Way, operation: Node) -> Recording | None:
        method = way.method
        samples = tuple(self._samples(way, operation))
        given = {sample.site for sample in samples}
        needed = {parameter.site for parameter in way.parameters if parameter.required}
        if method.body is not None and not method.body.spread and method.body.required:
            needed.add(method.body.site)
        answered = answer(
            self.maker(request=False), self.api.client.settings, method, operation, items_way(self.api, method)
        )
        if answered is None or needed - given:
            return None
        return Recording(
            method=method.site,
            verb=method.verb.upper() if method.verb.islower() else method.verb,
            path=method.path,
            samples=samples,
            media_type=method.body.media_type if method.body is not None else None,
            accept=method.response.accept,
            answer=answered,
            streams=way.streams,
        )

    def _samples(self, way: _Way, operation: Node) -> Iterator[Sample]:
        method = way.method
        maker, body = self.maker(request=True), method.body
        media = self._media(operation, body)
        told = dict(next((example.params for example in self.api.examples if example.method == method.site), ()))
        shown = _as_object(examples(media)) if media is not None else {}
        encodings = dict(media.members("encoding")) if media is not None else {}
        for parameter in way.parameters:
            picks = method.choice is not None and parameter.site == method.choice.discriminator
            made = (way.streams, Origin.SCHEMA) if picks else self._value(maker, parameter, shown, told)
            if made is None or (made[0] is None and parameter.location is not Location.BODY):
                continue
            if not has_bytes([parameter.wire_name, made[0]]):
                continue
            spoken = self._spoken(body, parameter, made[0], encodings)
            required = parameter.required or self._is_told(parameter) or (picks and way.streams)
            yield Sample(parameter.site, made[0], made[1], spoken, required, parameter.wire_name)
        if body is not None and not body.spread:
            whole = self._body(maker, body, media)
            if whole is not None and has_bytes([body.media_type, whole[0]]):
                said = spoken_body(body, whole[0], self.formats, Types(self.models, request=True))
                yield Sample(body.site, whole[0], whole[1], said, body.required)

    def _is_told(self, parameter: Parameter) -> bool:
        """Whether a call tells what an option stands in for: what it cannot do without, or would have from the client anyway."""
        option = next((each for each in self.api.client.options if each.key == parameter.supplied_by), None)
        return option is not None and (parameter.is_needed or option.default is not None or not option.nullable)

    def _media(self, operation: Node, body: Body | None) -> Node | None:
        """What the document says of the body under its media type."""
        declared = operation.at("requestBody")
        node = self.context.follow(declared) if declared is not None else None
        contents = dict(node.members("content")) if node is not None else {}
        if body is None or not contents:
            return None
        return contents.get(body.media_type) or next(iter(contents.values()))

    def _value(
        self, maker: Maker, parameter: Parameter, shown: dict[str, Json], told: dict[str, Json]
    ) -> tuple[Json, Origin] | None:
        """A value for one argument: what the config shows, an example of the whole body, one of its own, or its schema.

        In a path not an empty one.
        """
        candidates = list(parameter.examples)
        if parameter.location is Location.BODY and parameter.wire_name in shown:
            candidates.insert(0, shown[parameter.wire_name])
        candidates[:0] = [told[parameter.wire_name]] if parameter.wire_name in told else []
        found = maker.shown((item for item in candidates if item is not None and item != ""), parameter.type)
        if found is not None:
            return found[0], Origin.EXAMPLE
        if parameter.location is Location.PATH:
            made = replace(maker, full=True).value(parameter.type, self._schema(parameter), parameter.wire_name)
            return made if made is not None and made[0] not in ({}, [], "") else None
        return maker.value(parameter.type, self._schema(parameter), parameter.wire_name)

    def _schema(self, parameter: Parameter) -> Node | None:
        declared = self.context.at(parameter.origin)
        if declared is None or parameter.location is Location.BODY:
            return declared
        media = next((media for _, media in declared.members("content")), None)
        return media.at("schema") if media is not None else declared.at("schema")

    def _spoken(self, body: Body | None, parameter: Parameter, value: Json, encodings: dict[str, Node]) -> Spoken:
        if parameter.location is not Location.BODY or body is None:
            declared = self.context.at(parameter.origin)
            return spoken_parameter(parameter, value, declared, self.formats)
        encoding = encodings.get(parameter.wire_name)
        types = Types(self.models, request=True)
        return spoken_property(
            body, parameter.wire_name, parameter.type, value, declared=encoding, formats=self.formats, types=types
        )

    def _body(self, maker: Maker, body: Body, media: Node | None) -> tuple[Json, Origin] | None:
        if body.kind in (BodyKind.BINARY, BodyKind.TEXT):
            return "Example data", Origin.SCHEMA
        found = maker.shown(examples(media), body.type)
        if found is not None:
            return found[0], Origin.EXAMPLE
        schema = media.at("schema") if media is not None else None
        if body.kind is BodyKind.LINES and "array" not in shapes(self.context, schema):
            schema = None  # of one of them
        return maker.value(body.type, schema, body.argument or "body")


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to call a method, which answers as that way does: its parameters, those of one member where the body is a union."""

    method: Method
    parameters: tuple[Parameter, ...]
    streams: bool = False


def _ways(method: Method) -> Iterator[_Way]:
    """Every way, those without a stream first."""
    called = [_called_with(method, member) for member in method.members] or [method.parameters]
    yield from (_Way(method, parameters) for parameters in called)
    if method.choice is not None:
        streaming = replace(method, response=method.choice.response)
        picked = (each for each in called if any(one.site == method.choice.discriminator for one in each))
        yield from (_Way(streaming, parameters, streams=True) for parameters in picked)


def _called_with(method: Method, member: Member) -> tuple[Parameter, ...]:
    """The parameters of a call with that member of the body, by the sites of the arguments."""
    own = {parameter.wire_name: parameter for parameter in member.parameters}
    found: list[Parameter] = []
    for parameter in method.parameters:
        if parameter.location is not Location.BODY:
            found.append(parameter)
        elif parameter.wire_name in own:
            found.append(replace(own[parameter.wire_name], site=parameter.site))
    return tuple(found)


def _as_object(shown: list[Json]) -> dict[str, Json]:
    """The first of the values that is an object."""
    for item in shown:
        if isinstance(item, dict):
            return item
    return {}
