"""What methods answer with, as callers see it and as the runtime is told to read it; shared by the two twins of a resource."""

from __future__ import annotations

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Method, ResponseKind
from sdkwright.ir.types import ObjectType, Reference, Scalar, ScalarType, Type, scalar
from sdkwright.naming.answers import answer_type
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import CORE, NONE, Annotator, Direction, Home, union_arms
from sdkwright.python.build.parts import Building
from sdkwright.python.imports import Imports
from sdkwright.python.literals import identifier, string
from sdkwright.python.source import Source, join

CLASSES = {ResponseKind.BINARY: Source("cast_to"), ResponseKind.STREAM: Source("stream_cls")}


STREAMS = ("streaming", "Stream", "AsyncStream")
LINES = ("json_lines", "JSONLDecoder", "AsyncJSONLDecoder")
FILES = ("binary", "BinaryAPIResponse", "AsyncBinaryAPIResponse")
"""Where the runtime has the two classes of streams, those of bodies with one JSON value a line, and those of files."""


@dataclass(slots=True)
class Answers:
    """Spells the answers of the methods of one module of `resources/`."""

    building: Building
    annotator: Annotator

    def returns(self, method: Method, *, asynchronous: bool, streams: bool | None = None) -> Source:
        """What a caller gets who asks for a stream, for none, or (None) may do either."""
        if method.choice is not None:
            plain = self._answer(method, asynchronous=asynchronous)
            stream = self._stream_of(method, self._event(method), asynchronous=asynchronous)
            return union_arms(*(plain,) * (streams is not True), *(stream,) * (streams is not False))
        prefix = "Async" if asynchronous else "Sync"
        item = self._answer(method, asynchronous=asynchronous)
        if method.paging is None:
            return union_arms(item, NONE) if method.response.optional else item
        name = identifier(f"{prefix}{self.building.names.schemes[method.paging.scheme]}")
        page = Source.of("{}[{}]", self.annotator.imports.add_own(("pagination",), name), item)
        if not asynchronous:
            return page
        paginator = self.annotator.imports.add_own((CORE, "pages"), "AsyncPaginator")
        return Source.of("{}[{}, {}]", paginator, item, page)

    def item(self, method: Method) -> Source:
        """The type of one item of a page."""
        return self._answer(method, asynchronous=False)

    def _answer(self, method: Method, *, asynchronous: bool) -> Source:
        if method.response.kind is ResponseKind.BINARY:
            return self._binary(asynchronous=asynchronous)
        named = self._named(method, method.site, answer_type(method))
        is_stream = method.response.kind is ResponseKind.STREAM
        return self._stream_of(method, named, asynchronous=asynchronous) if is_stream else named

    def _binary(self, *, asynchronous: bool) -> Source:
        module, *twins = FILES
        return self.annotator.imports.add_own((CORE, module), twins[asynchronous])

    def _stream(self, method: Method, *, asynchronous: bool) -> Source:
        """The class of the stream, by the name that it has where a model may be called so as well."""
        module, *twins = _streams(method)
        return self.annotator.imports.add_own((CORE, module), twins[asynchronous])

    def _stream_of(self, method: Method, item: Source, *, asynchronous: bool) -> Source:
        return Source.of("{}[{}]", self._stream(method, asynchronous=asynchronous), item)

    def _cast_streams(self, method: Method, sync: Source, asynchronous: Source) -> tuple[Source, Source]:
        twins = [self._stream(method, asynchronous=twin) for twin in (False, True)]
        return Source.of("cast({}, {})", sync, twins[0]), Source.of("cast({}, {})", asynchronous, twins[1])

    def _event(self, method: Method) -> Source:
        """The type of one item of the stream that a caller may ask for."""
        response = method.choice.response if method.choice is not None else method.response
        return self._named(method, response.site, response.type)

    def _named(self, method: Method, site: Pointer, answer: Type | None) -> Source:
        home = self._home(method, site, answer)
        if home is not None:
            return self.annotator.imports.add_own(home.module, home.name)
        direction, self.annotator.direction = self.annotator.direction, Direction.RESPONSE
        spelled = self.annotator.spell(answer) if answer is not None else Source("None")
        self.annotator.direction = direction
        return spelled

    def _home(self, method: Method, site: Pointer, answer: Type | None) -> Home | None:
        """Where the type of an answer is, if it has a name; a stream of what is answered else shares its name."""
        names = self.building.names
        if isinstance(answer, Reference):
            return self.building.layout.home(answer.model, Direction.RESPONSE)
        if site not in names.responses and answer == answer_type(method):
            site = method.site
        if site not in names.responses or isinstance(answer, ScalarType):
            return None
        module = (*self.building.types_package(method), names.response_modules[site])
        return Home(module, names.responses[site], isinstance(answer, ObjectType))

    # -- as the runtime is told

    def call_type(self, method: Method) -> Source:
        """What the call is a call of; `_T` is the class that the clients give, as theirs differ."""
        if method.choice is not None and method.response.kind is not ResponseKind.BINARY:
            return union_arms(self._answer(method, asynchronous=False), Source("_T"))
        answer = self._answer(method, asynchronous=False)
        if method.response.optional and method.paging is None:
            return union_arms(answer, NONE)
        return Source("_T") if method.response.kind in CLASSES else answer

    def given_class(self, method: Method) -> Source | None:
        """The argument in which the function that makes the call is given a class by the clients."""
        if method.choice is not None and method.response.kind is ResponseKind.BINARY:
            return Source("cast_to: type[object], stream_cls")
        return Source("stream_cls") if method.choice is not None else CLASSES.get(method.response.kind)

    def classes(self, method: Method) -> tuple[Source, ...]:
        """What it is given there by the synchronous client, and (all that follows the first) by the asynchronous one."""
        if method.response.kind is ResponseKind.BINARY:
            files = [self._binary(asynchronous=twin) for twin in (False, True)]
            if method.choice is None:
                return tuple(files)
            either = [string(f"type[{self.returns(method, asynchronous=twin)}]") for twin in (False, True)]
            streams = self._cast_streams(method, *either)
            return join(", ", (files[0], streams[0])), files[1], streams[1]
        if method.choice is not None or method.response.kind is ResponseKind.STREAM:
            item = self._event(method)
            types = (string(f"type[{self._stream_of(method, item, asynchronous=twin)}]") for twin in (False, True))
            return self._cast_streams(method, *types)
        return ()

    def cast_to(self, method: Method, inner: Imports) -> Source:
        """What the runtime reads the answer, or one item of a stream, as."""
        if method.choice is not None:
            picks = identifier(self.building.names.arguments[method.choice.discriminator])
            response = method.choice.response
            event = self._target(method, response.site, response.type, inner)
            plain = self._plain_target(method, inner)
            return (
                event
                if event == plain
                else _cast_any(Source.of("{} if {} is True else {}", event, picks, plain), inner)
            )
        if method.response.kind is ResponseKind.STREAM:
            return _cast_any(self._target(method, method.site, answer_type(method), inner), inner)
        return self._plain_target(method, inner)

    def _plain_target(self, method: Method, inner: Imports) -> Source:
        match method.response.kind:
            case ResponseKind.NONE:
                inner.add_own((CORE, "types"), "NoneType")
                return Source("NoneType")
            case ResponseKind.BINARY:
                return Source("cast_to")
            case ResponseKind.TEXT:
                return Source("str")
            case ResponseKind.JSON | ResponseKind.STREAM:
                target = self._target(method, method.site, answer_type(method), inner)
                return _optional(target, inner) if method.response.optional and method.paging is None else target

    def _target(self, method: Method, site: Pointer, answer: Type | None, inner: Imports) -> Source:
        home = self._home(method, site, answer)
        if home is not None:
            name = inner.add_own(home.module, home.name)
            return name if self._is_class(answer) else _cast_any(name, inner)
        if answer == scalar(Scalar.NULL):
            inner.add_own((CORE, "types"), "NoneType")
            return Source("NoneType")
        if answer is None:
            return Source("object")
        spelled = Annotator(self.building.names, self.building.layout.home, inner, Direction.RESPONSE).spell(answer)
        return spelled if isinstance(answer, ScalarType) else _cast_any(spelled, inner)

    def _is_class(self, answer: Type | None) -> bool:
        if isinstance(answer, Reference):
            return isinstance(self.building.layout.models[answer.model].type, ObjectType)
        return isinstance(answer, ObjectType)


def _optional(target: Source, inner: Imports) -> Source:
    """The same or None, which no class says."""
    named = target.cut(len("cast(Any, "), -1) if target.startswith("cast(Any, ") else target
    return _cast_any(union_arms(named, NONE), inner)


def _cast_any(name: Source, inner: Imports) -> Source:
    """The name of something that is no class for type checkers; as it is where that is said already."""
    inner.add("typing", "Any", "cast")
    return name if name.startswith("cast(Any, ") else Source.of("cast(Any, {})", name)


def _streams(method: Method) -> tuple[str, str, str]:
    response = method.choice.response if method.choice is not None else method.response
    return LINES if "json" in response.accept and "json-seq" not in response.accept else STREAMS

