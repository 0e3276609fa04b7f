"""Methods and the pure functions that turn their arguments into calls; shared by the two twins of a resource."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sdkwright.ir.operations import Body, BodyKind, Location, Method, Parameter, ResponseKind
from sdkwright.ir.types import ObjectType, Reference, ScalarType, Type
from sdkwright.naming.assign import answer_type
from sdkwright.python.annotations import CORE, Annotator, Direction, Home
from sdkwright.python.build.parts import Building
from sdkwright.python.build.types import needs_transform, params_of
from sdkwright.python.imports import Imports, ModuleName, ModulePath
from sdkwright.python.literals import identifier, mapping, string
from sdkwright.python.source import Source, join
from sdkwright.python.views import ArgumentView, BuilderView

OMIT = Source("omit")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(slots=True)
class Caller:
    """Spells the calls of one module of `resources/`: what its functions need is imported inside them, at first use."""

    building: Building
    annotator: Annotator
    module: ModuleName

    def arguments(self, method: Method) -> tuple[tuple[ArgumentView, ...], tuple[ArgumentView, ...]]:
        """The positional and the keyword arguments of a method, without the options that every method has."""
        by_name = {parameter.wire_name: parameter for parameter in method.located(Location.PATH)}
        self.annotator.inline_module = self._params_module(method)
        positional = tuple(self._argument(by_name[name]) for name in method.positional)
        keywords = [self._argument(parameter) for parameter in params_of(self.building, method)]
        if method.body is not None and not method.body.spread:
            spelled = self._body_annotation(method.body)
            keywords.append(_argument_view(identifier(self.building.names.arguments[method.body.site]), spelled, required=method.body.required))
        keywords.sort(key=lambda argument: argument.default is not None)
        return positional, tuple(keywords)

    def _params_module(self, method: Method) -> Callable[[], str]:
        """The module that holds the unnamed types of a method's arguments; imported when one is met."""

        def imported() -> str:
            return self.annotator.imports.add_own(self._types_package(method), self.building.names.params_modules[method.site])

        return imported

    def _body_annotation(self, body: Body) -> Source:
        """The type of a body that is one argument; bytes may come from a file or an iterator."""
        if body.kind is not BodyKind.BINARY:
            return self.annotator.spell(body.type)
        names = (self.annotator.imports.add_own((CORE, "types"), name) for name in ("BinaryTypes", "AsyncBinaryTypes"))
        return join(" | ", (Source(name) for name in names))

    def _argument(self, parameter: Parameter) -> ArgumentView:
        name = identifier(self.building.names.arguments[parameter.site])
        return _argument_view(name, self.annotator.spell(parameter.type), required=parameter.required)

    def returns(self, method: Method, *, asynchronous: bool) -> Source:
        """What a caller gets."""
        prefix = "Async" if asynchronous else "Sync"
        item = self._answer(method, asynchronous=asynchronous)
        if method.paging is None:
            return item
        name = identifier(f"{prefix}{self.building.names.schemes[method.paging.scheme]}")
        page = f"{self.annotator.imports.add_own(('pagination',), name)}[{item}]"
        if not asynchronous:
            return Source(page)
        paginator = self.annotator.imports.add_own((CORE, "pages"), "AsyncPaginator")
        return Source(f"{paginator}[{item}, {page}]")

    def item(self, method: Method) -> Source:
        """The type of one item of a page."""
        return self._answer(method, asynchronous=False)

    def _answer(self, method: Method, *, asynchronous: bool) -> Source:
        if method.response.kind is ResponseKind.BINARY:
            name = "AsyncBinaryAPIResponse" if asynchronous else "BinaryAPIResponse"
            return Source(self.annotator.imports.add_own((CORE, "binary"), name))
        home = self._answer_home(method)
        if home is not None:
            return Source(self.annotator.imports.add_own(home.module, home.name))
        answer = answer_type(method)
        direction, self.annotator.direction = self.annotator.direction, Direction.RESPONSE
        spelled = self.annotator.spell(answer) if answer is not None else Source("None")
        self.annotator.direction = direction
        return spelled

    def _answer_home(self, method: Method) -> Home | None:
        """Where the type of the answer is, if it has a name."""
        answer = answer_type(method)
        if isinstance(answer, Reference):
            return self.building.layout.home(answer.model, Direction.RESPONSE)
        if method.site not in self.building.names.responses:
            return None
        package = self._types_package(method)
        module = (*package, self.building.names.response_modules[method.site])
        return Home(module, self.building.names.responses[method.site], isinstance(answer, ObjectType))

    def _types_package(self, method: Method) -> ModulePath:
        path = self.building.resource_of[method.site].path
        return self.building.layout.types_package(path)

    def builder(self, method: Method, positional: tuple[ArgumentView, ...], keywords: tuple[ArgumentView, ...]) -> BuilderView:
        """The function that makes the call."""
        inner = Imports(self.module)
        keyword_parts = [
            *self._query(method, inner),
            *self._headers(method),
            *self._body(method, inner),
            *_media(method),
            (Source("options"), Source("options")),
        ]
        cast_to = self._cast_to(method, inner)
        return BuilderView(
            name=Source(f"_{identifier(self.building.names.attributes[method.site]).rstrip('_')}_request"),
            parameters=join(", ", _parameters((*positional, *keywords), generic=method.response.kind is ResponseKind.BINARY)),
            item=self._call_type(method),
            imports=inner.lines(),
            verb=string(method.verb.upper()),
            path=self._path(method),
            cast_to=cast_to,
            keywords=tuple(keyword_parts),
        )

    def _call_type(self, method: Method) -> Source:
        if method.response.kind is ResponseKind.BINARY:
            return Source("_T")
        return self._answer(method, asynchronous=False)

    def _cast_to(self, method: Method, inner: Imports) -> Source:
        match method.response.kind:
            case ResponseKind.NONE:
                inner.add_own((CORE, "constants"), "NoneType")
                return Source("NoneType")
            case ResponseKind.BINARY:
                return Source("cast_to")
            case ResponseKind.TEXT:
                return Source("str")
            case ResponseKind.JSON:
                return self._json_target(method, inner)

    def _json_target(self, method: Method, inner: Imports) -> Source:
        home = self._answer_home(method)
        answer = answer_type(method)
        if home is not None:
            name = Source(inner.add_own(home.module, home.name))
            return name if self._is_class(answer) else _cast_any(name, inner)
        if isinstance(answer, ScalarType):
            return Annotator(self.building.names, self.building.layout.home, inner, Direction.RESPONSE).spell(answer)
        if answer is None:
            return Source("object")
        spelled = Annotator(self.building.names, self.building.layout.home, inner, Direction.RESPONSE).spell(answer)
        return _cast_any(spelled, inner)

    def _is_class(self, answer: Type | None) -> bool:
        if isinstance(answer, Reference):
            return isinstance(self.building.layout.models[answer.model].type, ObjectType)
        return isinstance(answer, ObjectType)

    def _path(self, method: Method) -> Source:
        arguments = {
            parameter.wire_name: self.building.names.arguments[parameter.site]
            for parameter in method.located(Location.PATH)
        }
        used = [name for name in PLACEHOLDER.findall(method.path) if name in arguments]
        if not used:
            return string(method.path)
        template = PLACEHOLDER.sub(lambda match: "{" + arguments.get(match[1], match[1]) + "}", method.path)
        values = ", ".join(f"{identifier(arguments[name])}={identifier(arguments[name])}" for name in dict.fromkeys(used))
        return Source(f"path_template({string(template)}, {values})")

    def _query(self, method: Method, inner: Imports) -> list[tuple[Source, Source]]:
        values = self._values(method, Location.QUERY, inner)
        return [(Source("query"), values)] if values is not None else []

    def _headers(self, method: Method) -> list[tuple[Source, Source]]:
        parameters = method.located(Location.HEADER)
        if not parameters:
            return []
        pairs = {entry.wire_name: identifier(self.building.names.arguments[entry.site]) for entry in parameters}
        return [(Source("headers"), mapping(pairs))]

    def _body(self, method: Method, inner: Imports) -> list[tuple[Source, Source]]:
        body = method.body
        if body is None:
            return []
        if body.spread:
            values = self._values(method, Location.BODY, inner)
            return [(Source("body"), values if values is not None else Source("{}"))]
        name = identifier(self.building.names.arguments[body.site])
        if body.kind in (BodyKind.BINARY, BodyKind.TEXT):
            content = name if body.kind is BodyKind.BINARY else Source(f"{name}.encode()")
            given = content if body.required else Source(f"None if isinstance({name}, Omit) else {content}")
            return [(Source("content"), given)]
        if not needs_transform(self._formatted(Imports(self.module)), body.type):
            return [(Source("body"), name)]
        return [(Source("body"), self._transformed(name, self._formatted(inner).spell(body.type), inner))]

    def _values(self, method: Method, location: Location, inner: Imports) -> Source | None:
        """The values of one place as a dict by wire name; through `transform` where a value has parts to be renamed."""
        parameters = [entry for entry in params_of(self.building, method) if entry.location is location]
        if not parameters:
            return None
        arguments = self.building.names.arguments
        if not any(needs_transform(self._formatted(Imports(self.module)), entry.type) for entry in parameters):
            return mapping({entry.wire_name: identifier(arguments[entry.site]) for entry in parameters})
        pairs = mapping({arguments[entry.site]: identifier(arguments[entry.site]) for entry in parameters})
        params = self.params_home(method)
        return self._transformed(pairs, Source(inner.add_own(params.module, params.name)), inner)

    def params_home(self, method: Method) -> Home:
        """Where the TypedDict of the method's parameters is."""
        module = (*self._types_package(method), self.building.names.params_modules[method.site])
        return Home(module, self.building.names.params[method.site], has_fields=True)

    def _transformed(self, what: Source, annotation: Source, inner: Imports) -> Source:
        inner.add_own((CORE, "transform"), "transform")
        return Source(f"transform({what}, {annotation})")

    def _formatted(self, imports: Imports) -> Annotator:
        annotator = Annotator(self.building.names, self.building.layout.home, imports, Direction.REQUEST)
        annotator.formats = True
        return annotator


def _argument_view(name: Source, spelled: Source, *, required: bool) -> ArgumentView:
    if required:
        return ArgumentView(name, spelled, None)
    return ArgumentView(name, join(" | ", (spelled, Source("Omit"))), OMIT)


def _parameters(arguments: tuple[ArgumentView, ...], *, generic: bool) -> Iterator[Source]:
    for argument in arguments:
        yield Source(f"{argument.name}: {argument.annotation}")
    yield Source("options: CallOptions")
    if generic:
        yield Source("cast_to: type[_T]")


def _cast_any(name: Source, inner: Imports) -> Source:
    inner.add("typing", "Any", "cast")
    return Source(f"cast(Any, {name})")


def _media(method: Method) -> list[tuple[Source, Source]]:
    """The media types that differ from JSON."""
    found: list[tuple[Source, Source]] = []
    if method.body is not None and method.body.media_type != "application/json":
        found.append((Source("media_type"), string(method.body.media_type)))
    if method.response.accept != "application/json":
        found.append((Source("accept"), string(method.response.accept)))
    return found

