"""Methods and the pure functions that turn their arguments into calls; shared by the two twins of a resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Body, BodyKind, Location, Method, Parameter, RequestDefaults, ResponseKind, Style
from sdkwright.ir.types import LiteralType, NullableType, Reference, Scalar, ScalarType, UnionType, scalar
from sdkwright.ir.walk import descend
from sdkwright.python.annotations import CORE, Annotator, Direction, Home
from sdkwright.python.build import wire
from sdkwright.python.build.answers import Answers
from sdkwright.python.build.credentials import alternatives
from sdkwright.python.build.overloads import params_of
from sdkwright.python.build.parts import Building
from sdkwright.python.build.types import needs_transform
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import identifier, mapping, string, value
from sdkwright.python.method_views import ArgumentView, BuilderView
from sdkwright.python.source import Source, join

OMIT = Source("omit")
# what has no parts itself; of a union, all members must have none
PLAIN = (ScalarType, LiteralType, NullableType, UnionType)
ANYTHING = (scalar(Scalar.ANY),)
CLIENT_MODULE = ("_client",)


@dataclass(slots=True)
class Caller:
    """Spells the calls of one module of `resources/`: what its functions need is imported inside them, at first use."""

    building: Building
    annotator: Annotator
    module: ModuleName

    @property
    def answers(self) -> Answers:
        """What the methods answer with."""
        return Answers(self.building, self.annotator)

    def arguments(self, method: Method) -> tuple[tuple[ArgumentView, ...], tuple[ArgumentView, ...]]:
        """The positional and the keyword arguments of a method, without the options that every method has."""
        by_name = {parameter.wire_name: parameter for parameter in method.located(Location.PATH)}
        self.annotator.inline_module = self._params_module(method, self.annotator.imports)
        positional = tuple(self._argument(by_name[name]) for name in method.positional)
        keywords = list(self.keywords(as_called(method, params_of(self.building, method))))
        if method.body is None or method.body.spread:
            return positional, in_order(keywords)
        if method.body.kind is BodyKind.BINARY:
            return (*positional, self._content(method.body, "BinaryTypes")), in_order(keywords)
        name = identifier(self.building.names.arguments[method.body.site])
        keywords.append(_argument_view(name, self.annotator.spell(method.body.type), required=method.body.required))
        return positional, in_order(keywords)

    def keywords(self, parameters: Iterable[Parameter]) -> Iterator[ArgumentView]:
        """The keyword arguments for those parameters."""
        return (self._argument(parameter) for parameter in parameters)

    def _params_module(self, method: Method, imports: Imports) -> Callable[[], str]:
        """The module that holds the unnamed types of a method's arguments; imported when one is met."""

        def imported() -> str:
            return imports.add_own(self.building.types_package(method), self.building.names.params_modules[method.site])

        return imported

    def of_twin(self, method: Method, positional: tuple[ArgumentView, ...]) -> tuple[ArgumentView, ...]:
        """The positional arguments of the asynchronous twin, which takes bytes that are awaited."""
        if method.body is None or method.body.spread or method.body.kind is not BodyKind.BINARY:
            return positional
        return (*positional[:-1], self._content(method.body, "AsyncBinaryTypes"))

    def _content(self, body: Body, pieces: str) -> ArgumentView:
        """A body of bytes, which is given by position: from a file, or in pieces."""
        kinds = ("FileContent", "BinaryTypes", "AsyncBinaryTypes")
        spelled = {kind: self.annotator.imports.add_own((CORE, "types"), kind) for kind in kinds}
        name = identifier(self.building.names.arguments[body.site])
        content = join(" | ", (spelled["FileContent"], spelled[pieces]))
        either = _argument_view(name, join(" | ", spelled.values()), required=body.required)
        return replace(_argument_view(name, content, required=body.required), taken=either.annotation)

    def _argument(self, parameter: Parameter) -> ArgumentView:
        name = identifier(self.building.names.arguments[parameter.site])
        spelled = self.annotator.spell(parameter.type)
        if parameter.supplied_by is not None:
            from sdkwright.python.build.supplied import supplied_argument

            return supplied_argument(parameter, name, spelled, self.building.names.options[parameter.supplied_by])
        if parameter.preset is not None and parameter.required:
            return ArgumentView(name, spelled, value(parameter.preset.values[0]))
        return _argument_view(name, spelled, required=parameter.required)

    def builder(
        self, method: Method, positional: tuple[ArgumentView, ...], keywords: tuple[ArgumentView, ...]
    ) -> BuilderView:
        """The function that makes the call."""
        inner = Imports(self.module)
        arguments = (*positional, *keywords)
        for argument in arguments:
            inner.reserve(argument.name)
        options = identifier("_options" if any(argument.name == "options" for argument in arguments) else "options")
        keyword_parts = [
            *self._query(method, inner),
            *_given("headers", wire.headers(method, self._value(method, inner), inner)),
            *self._body(method, inner),
            *_media(method),
            *self._stream(method),
            *_given("reader", self._reader(method, inner)),
            *_given(
                "servers", mapping({name: string(url) for name, url in method.servers}) if method.servers else None
            ),
            *_given("security", alternatives(method.security) if method.security is not None else None),
            *_defaults(method.defaults),
            (Source("options"), options),
        ]
        cast_to, path = self.answers.cast_to(method, inner), self._path(method, inner)
        if self.module.parts == CLIENT_MODULE:  # which has the name itself
            inner.outside.get("typing", set[str]()).discard("Any")
        return BuilderView(
            name=identifier(f"_{self.building.names.attributes[method.site].rstrip('_')}_request"),
            parameters=join(", ", _parameters(arguments, options, self.answers.given_class(method))),
            item=self.answers.call_type(method),
            imports=inner.lines(),
            verb=string(method.verb.upper() if method.verb.islower() else method.verb),
            path=path,
            cast_to=cast_to,
            keywords=tuple(keyword_parts),
        )

    def _path(self, method: Method, inner: Imports) -> Source:
        return wire.path(method, self._name, self._value(method, inner), inner, self._has_parts)

    def _reader(self, method: Method, inner: Imports) -> Source | None:
        """What reads the answer where it is inside of an object."""
        name = method.response.unwrap
        if name is None:
            return None
        return Source.of("{}({})", inner.add_own((CORE, "envelopes"), "unwrapped"), string(name))

    def _has_parts(self, parameter: Parameter) -> bool:
        """Whether a value may be an array or an object, or is written as one."""
        writing = parameter.writing
        if writing is not None and not (writing.style is Style.SIMPLE and writing.reserved and not writing.explode):
            return writing.style is not Style.JSON
        node = parameter.type
        if isinstance(node, Reference):
            node = self.building.layout.models[node.model].type
        return not all(isinstance(part, PLAIN) and part not in ANYTHING for part in descend(node))

    def _name(self, parameter: Parameter) -> str:
        return self.building.names.arguments[parameter.site]

    def _value(self, method: Method, inner: Imports) -> Callable[[Parameter], Source]:
        """Spells what a caller gave for one parameter; through `transform` where it has parts to be renamed."""

        def spelled(parameter: Parameter) -> Source:
            name = identifier(self._name(parameter))
            if not any(self.building.layout.has_fields(part) for part in descend(parameter.type)):
                return name
            return self._transformed(name, self._formatted(method, inner).spell(parameter.type), inner)

        return spelled

    def _query(self, method: Method, inner: Imports) -> list[tuple[Source, Source]]:
        values = self._values(method, Location.QUERY, inner)
        return [*_given("query", values), *_given("styles", wire.query_styles(method, inner))]

    def _body(self, method: Method, inner: Imports) -> list[tuple[Source, Source]]:
        body = method.body
        if body is None:
            return []
        if body.spread:
            values = self._values(method, Location.BODY, inner)
            return [
                (Source("body"), values if values is not None else Source("{}")),
                *_given("encoding", wire.encoding(body, inner)),
            ]
        name = identifier(self.building.names.arguments[body.site])
        if body.kind in (BodyKind.BINARY, BodyKind.TEXT):
            content = name if body.kind is BodyKind.BINARY else Source.of("{}.encode()", name)
            return [(Source("content"), wire.content(name, content, body))]
        values = name
        if needs_transform(self._formatted(method, Imports(self.module)), body.type):
            values = self._transformed(name, self._formatted(method, inner).spell(body.type), inner)
        if body.kind is BodyKind.LINES:
            return [(Source("content"), wire.lines(name, values, body, inner))]
        return [(Source("body"), values), *_given("encoding", wire.encoding(body, inner))]

    def _values(self, method: Method, location: Location, inner: Imports) -> Source | None:
        """The values of one place as a dict by wire name; through `transform` where a value has parts to be renamed."""
        parameters = [entry for entry in params_of(self.building, method) if entry.location is location]
        if location is Location.BODY and method.body is not None and method.body.kind is BodyKind.MULTIPART:
            parameters = list(method.located(location))  # parts may mean something by their order: that of the document
        if not parameters:
            return None
        arguments = self.building.names.arguments
        if not any(needs_transform(self._formatted(method, Imports(self.module)), entry.type) for entry in parameters):
            return mapping({entry.wire_name: identifier(arguments[entry.site]) for entry in parameters})
        pairs = mapping({arguments[entry.site]: identifier(arguments[entry.site]) for entry in parameters})
        params = self.params_home(method)
        return self._transformed(pairs, inner.add_own(params.module, params.name), inner)

    def _stream(self, method: Method) -> Iterator[tuple[Source, Source]]:
        """That the answer is a stream, or is one where the caller asks for it."""
        picks = Source("True")
        if method.choice is not None:
            picks = Source.of("{} is True", identifier(self.building.names.arguments[method.choice.discriminator]))
            accept = method.choice.response.accept
            usual = string(method.response.accept) if method.response.kind is ResponseKind.BINARY else Source("None")
            if accept != "application/json":
                yield Source("accept"), Source.of("{} if {} else {}", string(accept), picks, usual)
        elif method.response.kind is not ResponseKind.STREAM:
            return
        yield Source("stream"), picks
        yield Source("stream_cls"), Source("stream_cls")

    def params_home(self, method: Method) -> Home:
        """Where the TypedDict of the method's parameters is."""
        module = (*self.building.types_package(method), self.building.names.params_modules[method.site])
        # the two forms of a method that may stream have the same keys
        form = "Streaming" if method.choice is not None and not method.members else ""
        return Home(module, f"{self.building.names.params[method.site]}{form}", has_fields=True)

    def _transformed(self, what: Source, annotation: Source, inner: Imports) -> Source:
        return Source.of("{}({}, {})", inner.add_own((CORE, "transform"), "transform"), what, annotation)

    def _formatted(self, method: Method, imports: Imports) -> Annotator:
        annotator = Annotator(self.building.names, self.building.layout.home, imports, Direction.REQUEST)
        annotator.formats = True
        annotator.inline_module = self._params_module(method, imports)
        return annotator


def as_called(method: Method, parameters: Iterable[Parameter]) -> list[Parameter]:
    """The parameters as callers give them: where there are several ways to call, a constant that tells them apart is said."""
    if not method.members and method.choice is None:
        return list(parameters)
    picks = method.choice.discriminator if method.choice is not None else None
    return [
        replace(parameter, preset=None) if parameter.location is Location.BODY or parameter.site == picks else parameter
        for parameter in parameters
    ]


def in_order(keywords: Iterable[ArgumentView]) -> tuple[ArgumentView, ...]:
    """Those that a call must have before the others."""
    return tuple(sorted(keywords, key=lambda argument: argument.default is not None))


def _argument_view(name: Source, spelled: Source, *, required: bool) -> ArgumentView:
    if required:
        return ArgumentView(name, spelled, None)
    return ArgumentView(name, join(" | ", (spelled, Source("Omit"))), OMIT)


def _defaults(given: RequestDefaults | None) -> Iterator[tuple[Source, Source]]:
    """What the call starts from, where the config says so."""
    if given is not None and given.timeout is not None:
        yield Source("default_timeout"), value(given.timeout)
    if given is not None and given.max_retries is not None:
        yield Source("default_max_retries"), value(given.max_retries)


def _parameters(arguments: tuple[ArgumentView, ...], options: Source, generic: Source | None) -> Iterator[Source]:
    for argument in arguments:
        yield Source.of("{}: {}", argument.name, argument.taken or argument.annotation)
    yield Source.of("{}: CallOptions", options)
    if generic is not None:
        yield Source.of("{}: type[_T]", generic)


def _given(keyword: str, value: Source | None) -> list[tuple[Source, Source]]:
    return [(identifier(keyword), value)] if value is not None else []


def _media(method: Method) -> list[tuple[Source, Source]]:
    """The media types that differ from JSON."""
    found: list[tuple[Source, Source]] = []
    if method.body is not None and method.body.media_type != "application/json":
        found.append((Source("media_type"), string(method.body.media_type)))
    if method.choice is None and method.response.accept != "application/json":
        found.append((Source("accept"), string(method.response.accept)))
    return found
