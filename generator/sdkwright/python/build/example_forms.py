"""Example calls in each form that README needs, as code; owns neither their choice nor the prose around them."""

from __future__ import annotations

import keyword

from sdkwright.ir.operations import Method, ResponseKind
from sdkwright.ir.types import NullableType, ObjectType, Reference
from sdkwright.naming.answers import answer_type
from sdkwright.python.annotations import Direction
from sdkwright.python.build.examples import Shown, call_arguments, object_answer
from sdkwright.python.build.methods import method_path
from sdkwright.python.build.parts import Building
from sdkwright.python.document_views import AbsenceView, ExampleView, PagingExampleView, StreamExampleView
from sdkwright.python.expressions import NOTHING, Bracketed, arguments, laid_out
from sdkwright.python.literals import identifier, string
from sdkwright.python.markdown import code
from sdkwright.python.source import Source, join

# names that the code blocks use for something else
TAKEN = frozenset(
    (
        *("client", "response", "error", "main", "line", "page", "first_page", "next_page", "all_items", "file"),
        *("asyncio", "os", "httpx", "httpx2", "print", "len"),
    )
)
# what an answer is called that has no name of its own, or one that is too long to be read
ANSWER = Source("result")
LONGEST = 32
PREVIOUS = ("previous_cursor_param", "previous_cursor_id_param")


def example_view(building: Building, shown: Shown, given: Bracketed | None = None) -> ExampleView:
    """The call in the forms that README shows, with arguments that are given, else with those that show best."""
    method, given = shown.method, given or arguments(call_arguments(building, shown))
    path = method_path(building, building.resource_of[method.site], method).cut(len("client."))
    owner, name = path.cut(0, path.rfind(".") + 1), path.cut(path.rfind(".") + 1)
    variable = _variable(building, shown)
    assigned = Source.of("{} = ", variable) if variable is not None else NOTHING
    called, awaited = Source.of("{}client.{}", assigned, path), Source.of("{}await client.{}", assigned, path)
    has_body = method.body is not None and method.body.spread  # an object, to which properties can be added
    return ExampleView(
        path=path,
        variable=variable,
        call=laid_out(called, given),
        async_call=laid_out(awaited, given, indent=4),
        nested_call=laid_out(called, given, indent=4),
        deep_async_call=laid_out(awaited, given, indent=8),
        bare_call=laid_out(Source.of("client.{}", path), given, indent=4),
        retried=laid_out(Source.of("client.with_options(max_retries=5).{}", path), given),
        timed=laid_out(Source.of("client.with_options(timeout=5.0).{}", path), given),
        limited=laid_out(Source.of("client.with_options(deadline=10.0).{}", path), given),
        raw=laid_out(Source.of("response = client.{}with_raw_response.{}", owner, name), given),
        streamed=laid_out(
            Source.of("with client.{}with_streaming_response.{}", owner, name), given, Source(" as response:")
        ),
        extended=laid_out(called, _extended(given, has_body=has_body)),
        has_body=has_body,
        is_model=method.paging is not None or object_answer(building, method) is not None,
        shown=_printed(building, shown, variable),
    )


def stream_view(building: Building, shown: Shown) -> StreamExampleView | None:
    """The call that gives a stream, where the method has one to give."""
    method, entries = shown.method, call_arguments(building, shown)
    if method.choice is not None:
        picks = identifier(building.names.arguments[method.choice.discriminator])
        entries = [*(entry for entry in entries if entry[0] != picks), (picks, Source("True"))]
    elif method.response.kind is not ResponseKind.STREAM:
        return None
    path = method_path(building, building.resource_of[method.site], method).cut(len("client."))
    return StreamExampleView(
        call=laid_out(Source.of("stream = client.{}", path), arguments(entries)),
        async_call=laid_out(Source.of("stream = await client.{}", path), arguments(entries), indent=4),
    )


def _extended(given: Bracketed, *, has_body: bool) -> Bracketed:
    """The arguments and those by which anything can be added to a request."""
    extras = [
        (Source("extra_headers="), Source('{"x-my-header": "value"}')),
        (Source("extra_query="), Source('{"my_param": "value"}')),
    ]
    if has_body:
        extras.append((Source("extra_body="), Source('{"my_property": "value"}')))
    return Bracketed(given.opening, (*given.entries, *extras), given.closing)


def _variable(building: Building, shown: Shown) -> Source | None:
    """What the answer is called: as the config says, else after its type."""
    method = shown.method
    if method.response.kind is ResponseKind.NONE:
        return None
    if shown.assign_to is not None and _is_free(building, shown.assign_to):
        return identifier(shown.assign_to)
    if method.paging is not None:
        return Source("page")
    if method.response.kind is ResponseKind.STREAM:
        return Source("stream")
    return Source("file") if method.response.kind is ResponseKind.BINARY else _answer_name(building, method)


def _answer_name(building: Building, method: Method) -> Source:
    """The name of the type of an answer (or of one item of its pages) as a variable."""
    answer = answer_type(method)
    name: str = ANSWER
    if isinstance(answer, Reference):
        name = building.names.casings.snake(building.layout.home(answer.model, Direction.RESPONSE).name)
    elif method.site in building.names.responses:
        name = building.names.casings.snake(building.names.responses[method.site])
    if len(name) > LONGEST:
        return ANSWER
    return identifier(name if _is_free(building, name) else f"{name}_{ANSWER}")


def _is_free(building: Building, name: str) -> bool:
    return (
        name.isidentifier()
        and not keyword.iskeyword(name)
        and name not in TAKEN
        and name != building.api.package.import_name.partition(".")[0]
    )


def _printed(building: Building, shown: Shown, variable: Source | None) -> tuple[Source, ...]:
    """A look at the answer: the items of a page, the property that the config names, else all of it."""
    method = shown.method
    if variable is None or method.response.kind in (ResponseKind.BINARY, ResponseKind.STREAM):
        return ()
    if method.paging is not None:
        return (Source.of("print({}.{})", variable, _items(building, method)),)
    answer = object_answer(building, method)
    for field in answer.fields if answer is not None else ():
        if field.wire_name == shown.response_property and not field.write_only:
            return (Source.of("print({}.{})", variable, identifier(building.names.fields[field.site])),)
    return (Source.of("print({})", variable),)


def _items(building: Building, method: Method) -> Source:
    """The attribute of a page that holds its items."""
    schemes = {scheme.key: scheme for scheme in building.api.schemes}
    key = method.paging.scheme if method.paging is not None else ""
    return join(".", (identifier(building.names.fields[step.site]) for step in schemes[key].items))


def absence_view(building: Building, candidates: list[Shown]) -> AbsenceView | None:
    """A field that may well be absent, in the answer of one of the calls, else any field of an answer."""
    found: list[tuple[Shown, str, bool]] = []
    for shown in candidates:
        method = shown.method
        is_paged = method.paging is not None
        names = (
            _page_fields(building, method) if is_paged else _object_fields(building, object_answer(building, method))
        )
        found.extend((shown, name, may_be_absent) for name, may_be_absent in names)
    if not found:
        return None
    shown, name, _ = min(found, key=lambda entry: not entry[2])
    view = example_view(building, shown)
    return AbsenceView(view.call, view.variable or ANSWER, identifier(name), string(name))


def _page_fields(building: Building, method: Method) -> list[tuple[str, bool]]:
    """Attributes of a page, and whether each may well be null, as a cursor may."""
    wanted = method.paging.scheme if method.paging is not None else None
    return [
        (building.names.fields[entry.site], entry.purpose != "has_next_page")
        for scheme in building.api.schemes
        if scheme.key == wanted
        for entry in scheme.fields
        if entry is not scheme.items[0]
    ]


def _object_fields(building: Building, answer: ObjectType | None) -> list[tuple[str, bool]]:
    return [
        (building.names.fields[field.site], not field.required or isinstance(field.type, NullableType))
        for field in (answer.fields if answer is not None else ())
        if not field.write_only
    ]


def paging_view(building: Building, shown: Shown) -> PagingExampleView:
    """The call that gives pages, in the forms that README shows."""
    method, given = shown.method, arguments(call_arguments(building, shown))
    path = method_path(building, building.resource_of[method.site], method).cut(len("client."))
    item, colon = _answer_name(building, method), Source(":")
    return PagingExampleView(
        path=path,
        item=item,
        items=_items(building, method),
        loop=laid_out(Source.of("for {} in client.{}", item, path), given, colon),
        async_loop=laid_out(Source.of("async for {} in client.{}", item, path), given, colon, indent=4),
        first=laid_out(Source.of("first_page = client.{}", path), given),
        async_first=laid_out(Source.of("first_page = await client.{}", path), given, indent=4),
        previous=_previous(building, method),
    )


def _previous(building: Building, method: Method) -> Source | None:
    """The argument that asks for the pages before an item."""
    wanted = method.paging.scheme if method.paging is not None else None
    names = {
        scheme.parameter(role)
        for scheme in building.api.schemes
        if scheme.key == wanted and not scheme.inside
        for role in PREVIOUS
    }
    for parameter in method.parameters:
        if parameter.wire_name in names:
            return code(building.names.arguments[parameter.site])
    return None
