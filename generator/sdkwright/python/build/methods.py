"""Methods as their module prints them: signature, docstring, ways to call them, and what they need to be imported."""

from __future__ import annotations

from sdkwright.ir.api import Resource
from sdkwright.ir.operations import Method
from sdkwright.python.annotations import CORE, Annotator, Direction
from sdkwright.python.build.answers import FILES, LINES, STREAMS
from sdkwright.python.build.calls import OMIT, Caller, as_called, in_order
from sdkwright.python.build.documentation import method_docstring
from sdkwright.python.build.overloads import Overload, hidden, overloads, params_of, seen_through
from sdkwright.python.build.parts import Building
from sdkwright.python.build.supplied import FUNCTIONS
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import identifier, string
from sdkwright.python.method_views import AliasedView, ArgumentView, MethodView, OverloadView
from sdkwright.python.source import Source, join

FIRST_METHODS = ("create", "retrieve", "update", "list", "delete")


def ordered_methods(building: Building, resource: Resource) -> list[Method]:
    """The methods in the order that readers of such clients know: the five of a collection, then by name."""

    def key(method: Method) -> tuple[int, str]:
        name = building.names.attributes[method.site]
        return (FIRST_METHODS.index(name) if name in FIRST_METHODS else len(FIRST_METHODS), name)

    return sorted(resource.methods, key=key)


CORE_OF_METHODS = (
    ("request", ("Call", "CallOptions", "call_options")),
    ("sentinels", ("NotGiven", "not_given")),
)
GET_PAGE = {"Sync": "get_page", "Async": "get_async_page"}
FORMS = ("as_raw", "as_streamed", "async_as_raw", "async_as_streamed")
CHECKED_OF_METHODS = (("types", ("Body", "Headers", "Query")),)
# Written by the template as they are: a model of such a name gets another one in these modules.
CORE_NAMES = (
    *CORE_OF_METHODS,
    *CHECKED_OF_METHODS,
    ("raw", ("Raw", "Streamed", "View", "ViewMode", "async_view", "view", "views", *FORMS)),
    ("overloads", ("required_args",)),
    ("sentinels", ("Omit", "omit")),
    ("binary", ("BinaryAPIResponse", "AsyncBinaryAPIResponse")),
    (LINES[0], LINES[1:]),
)


def needed_by_methods(building: Building, methods: tuple[MethodView, ...], runtime: Imports, checking: Imports) -> None:
    """Import what the template itself uses for those methods."""
    if not methods:
        return
    runtime.add_module(building.api.package.http_library)
    for module, names in CORE_OF_METHODS:
        add_core(runtime, module, *names)
    for module, names in CHECKED_OF_METHODS:
        add_core(checking, module, *names)
    _needed_by_some(methods, runtime, checking)
    if any(method.overloads for method in methods):
        runtime.add("typing", "overload")
        add_core(checking, "raw", *FORMS)
    if any(method.required for method in methods):
        add_core(runtime, "overloads", "required_args")


def alias_views(building: Building, resource: Resource) -> tuple[AliasedView, ...]:
    """The other names of methods, in the order of the config."""
    names = building.names.attributes
    return tuple(AliasedView(identifier(names[one.site]), identifier(names[one.target])) for one in resource.aliases)


def view_names(methods: tuple[MethodView, ...]) -> list[str]:
    """The decorators of the runtime that declare those methods of a view."""
    plain = any(not method.overloads for method in methods)
    return [*(("async_view", "view") if plain else ()), *(("views",) if any(one.overloads for one in methods) else ())]


def _needed_by_some(methods: tuple[MethodView, ...], runtime: Imports, checking: Imports) -> None:
    """Names that only some methods use."""
    arguments = [argument for method in methods for argument in (*method.positional, *method.keywords)]
    if any(argument.default == OMIT and argument.given is None for argument in arguments):
        add_core(runtime, "sentinels", "Omit", "omit")
    elif any((argument.taken or "").endswith("Omit") for argument in arguments):
        add_core(runtime, "sentinels", "Omit")
    for function in FUNCTIONS:
        if any((argument.given or "").startswith(f"{function}(") for argument in arguments):
            add_core(runtime, "supplied", function)
    if any(method.builder.path.startswith("path_template(") for method in methods):
        add_core(runtime, "paths", "path_template")
    if any(method.deprecated is not None for method in methods):
        runtime.add_module("typing_extensions")
    _needed_by_classes({given for method in methods for given in method.generic}, runtime, checking)


def _needed_by_classes(given: set[Source], runtime: Imports, checking: Imports) -> None:
    """Names that stand in the classes that the clients give to a function that makes a call, as annotations have them."""
    if given:
        runtime.add("typing", "TypeVar")
    if any(name.startswith("cast(") for name in given):
        runtime.add("typing", "cast")
    for module, *twins in (STREAMS, LINES, FILES):
        name = checking.known((CORE, module), twins[0])
        stands = (each == name or each.startswith(f"{name}, ") or each.endswith(f", {name})") for each in given)
        add_core(runtime, module, *(twins if name is not None and any(stands) else ()))


def add_core(imports: Imports, module: str, *names: str) -> None:
    """Names of the runtime."""
    for name in names:
        imports.add_own((CORE, module), name)


def method_view(building: Building, method: Method, annotator: Annotator, module: ModuleName) -> MethodView:
    """What the template prints of a method."""
    caller = Caller(building, annotator, module)
    positional, keywords = caller.arguments(method)
    answers = caller.answers
    classes = answers.classes(method)
    names = [argument.given or argument.name for argument in (*positional, *keywords)]
    overloaded = _overloads(building, method, caller, positional)
    idempotent = _is_idempotent(building, method)
    options = [Source("extra_headers, extra_query, extra_body, timeout"), *[Source("idempotency_key")] * idempotent]
    call = [*names, Source.of("call_options({})", join(", ", options))]
    sync_page, sync_imports = _page(building, method, module, "Sync")
    async_page, async_imports = _page(building, method, module, "Async")
    return MethodView(
        name=identifier(building.names.attributes[method.site]),
        deprecated=string(method.deprecation or "deprecated") if method.deprecated else None,
        positional=positional,
        async_positional=caller.of_twin(method, positional),
        keywords=keywords,
        returns=answers.returns(method, asynchronous=False),
        async_returns=answers.returns(method, asynchronous=True),
        docstring=method_docstring(building, method, params_of(building, method), 8, idempotent=idempotent),
        builder=caller.builder(method, positional, keywords),
        call=join(", ", (*call, *classes[:1])),
        async_call=join(", ", (*call, *classes[1:])),
        overloads=overloaded,
        required=_required(building, overloads(building, method)) if overloaded else (),
        page=sync_page,
        async_page=async_page,
        page_imports=sync_imports,
        async_page_imports=async_imports,
        generic=classes,
        has_idempotency_key=idempotent,
    )


def _is_idempotent(building: Building, method: Method) -> bool:
    """Whether a call may have an idempotency key."""
    return building.api.client.settings.idempotency_header is not None and method.verb != "get"


def _overloads(
    building: Building, method: Method, caller: Caller, positional: tuple[ArgumentView, ...]
) -> tuple[OverloadView, ...]:
    """The ways to call a method, but those whose calls an earlier one takes all; none where no two are left."""
    kept: list[tuple[bool | None, tuple[ArgumentView, ...], OverloadView]] = []
    for one in overloads(building, method):
        keywords = in_order(caller.keywords(as_called(method, one.parameters)))
        meant = in_order(caller.keywords(as_called(method, seen_through(building, one.parameters))))
        if any(streams is one.streams and hidden(meant, other) for streams, other, _ in kept):
            continue
        idempotent = _is_idempotent(building, method)
        view = OverloadView(
            positional=positional,
            keywords=keywords,
            returns=caller.answers.returns(method, asynchronous=False, streams=one.streams),
            async_returns=caller.answers.returns(method, asynchronous=True, streams=one.streams),
            docstring=method_docstring(building, method, one.parameters, 8, idempotent=idempotent),
            has_idempotency_key=idempotent,
        )
        kept.append((one.streams, meant, view))
    return tuple(view for *_, view in kept) if len(kept) > 1 else ()


def _required(building: Building, ways: list[Overload]) -> tuple[Source, ...]:
    """What each way to call a method requires, told once; nothing where one of them requires nothing."""
    names = [
        [string(building.names.arguments[entry.site]) for entry in one.parameters if entry.required and entry.preset is None]
        for one in ways
    ]
    lists = (Source.of("[{}]", join(", ", required)) for required in names)
    return tuple(dict.fromkeys(lists)) if all(names) else ()


def _page(
    building: Building, method: Method, module: ModuleName, prefix: str
) -> tuple[Source | None, tuple[Source, ...]]:
    """The class of the pages of a method, and what must be imported to say it."""
    if method.paging is None:
        return None, ()
    imports = Imports(module)
    imports.add_own((CORE, "pages"), GET_PAGE[prefix])
    name = imports.add_own(("pagination",), f"{prefix}{building.names.schemes[method.paging.scheme]}")
    caller = Caller(building, Annotator(building.names, building.layout.home, imports, Direction.RESPONSE), module)
    item = caller.answers.item(method)
    return Source.of("{}[{}]", identifier(name), item), imports.lines()


def method_path(building: Building, resource: Resource, method: Method) -> Source:
    """How a program writes the method: `client.beta.models.list`."""
    parts = ("client", *building.layout.way(resource.path), building.names.attributes[method.site])
    return join(".", (identifier(part) for part in parts))
