"""Modules of `resources/`: the two classes of each resource, and the views of them that type checkers see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from sdkwright.ir.api import Resource
from sdkwright.ir.operations import Method
from sdkwright.ir.walk import resources
from sdkwright.python.annotations import CORE, Annotator, Direction
from sdkwright.python.build.calls import Caller, in_order
from sdkwright.python.build.documentation import method_docstring, resource_docstring
from sdkwright.python.build.overloads import Overload, hidden, overloads, params_of
from sdkwright.python.build.parts import AsBefore, Building
from sdkwright.python.build.readers import reader_views
from sdkwright.python.build.supplied import FUNCTIONS
from sdkwright.python.build.vocabulary import RESOURCE_BUILTINS, builtin_words, view_words
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import dotted, identifier, string
from sdkwright.python.source import Source, join
from sdkwright.python.views import ArgumentView, MethodView, Module, OverloadView, ResourceView, SubresourceView

TEMPLATE = "package/resources/resource.py.jinja"
FIRST_METHODS = ("create", "retrieve", "update", "list", "delete")


def resource_modules(building: Building) -> Iterator[Module | AsBefore]:
    """One module for each resource."""
    for resource in resources(building.api):
        path = building.layout.module_file(building.layout.resource_module(resource))
        yield building.module(path, partial(_module, building, resource, path), resource)


def _module(building: Building, resource: Resource, path: PurePosixPath) -> Module:
    return Module(path, TEMPLATE, _view(building, resource))


def _view(building: Building, resource: Resource) -> ResourceView:
    module = ModuleName(building.layout.resource_module(resource))
    checking = Imports(module)
    runtime = Imports(module, bound=checking.bound)
    cls = building.names.classes[resource.site]
    _reserve(checking, cls)
    bases = [runtime.add_own((CORE, "resource"), name) for name in ("SyncAPIResource", "AsyncAPIResource")]
    methods = ordered_methods(building, resource)
    sites = (*(method.site for method in methods), *(inner.site for inner in resource.resources))
    members = frozenset(building.names.attributes[site] for site in sites)
    annotator = building.annotator(checking, Direction.REQUEST, members)
    views = tuple(_method(building, method, annotator, module) for method in methods)
    readers = reader_views(building, resource, checking, runtime, module)
    subresources = tuple(subresource(building, inner, module) for inner in resource.resources)
    _needed(building, resource, views, runtime, checking)
    words = {**builtin_words(RESOURCE_BUILTINS, members, runtime), **view_words(view_names(views), members, checking)}
    for inner in subresources:
        for name in (inner.cls, inner.async_cls, inner.view_cls, inner.async_view_cls):
            checking.add_own(_absolute(building, resource, inner), name)
    return ResourceView(
        header=building.header,
        docstring=resource_docstring(f"`client.{'.'.join(building.layout.way(resource.path))}`.", None, 0),
        http=dotted(building.api.package.http_library),
        cls=identifier(cls),
        async_cls=identifier(f"Async{cls}"),
        base=identifier(bases[0]),
        async_base=identifier(bases[1]),
        view_cls=identifier(f"{cls}View"),
        async_view_cls=identifier(f"Async{cls}View"),
        class_docstring=resource_docstring(_default_description(building, resource), resource.description, 4),
        imports=runtime.lines(),
        checking_imports=_without(checking, runtime).lines(),
        subresources=subresources,
        methods=views,
        readers=readers,
        has_generic=any(view.generic for view in views),
        words=words,
    )


def _absolute(building: Building, resource: Resource, inner: SubresourceView) -> tuple[str, ...]:
    child = next(one for one in resource.resources if building.names.attributes[one.site] == inner.attribute)
    return building.layout.resource_module(child)


def _without(checking: Imports, runtime: Imports) -> Imports:
    """What only type checkers need: what both need is imported at run time."""
    for module, names in runtime.inside.items():
        for name in names:
            checking.inside.get(module, {}).pop(name, None)
    for outside, spelled in runtime.outside.items():
        checking.outside.get(outside, set()).difference_update(spelled)
    checking.inside = {module: names for module, names in checking.inside.items() if names}
    checking.outside = {module: spelled for module, spelled in checking.outside.items() if spelled}
    return checking


def _default_description(building: Building, resource: Resource) -> str:
    return f"Methods of `client.{'.'.join(building.layout.way(resource.path))}`."


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
)


def _reserve(imports: Imports, cls: str) -> None:
    """Names that are taken before any model is imported: the classes of the module, and what its template writes."""
    for name in (cls, f"Async{cls}", f"{cls}View", f"Async{cls}View"):
        imports.reserve(name)
    for module, names in CORE_NAMES:
        for name in names:
            imports.reserve(name, (CORE, module))


def _needed(
    building: Building, resource: Resource, methods: tuple[MethodView, ...], runtime: Imports, checking: Imports
) -> None:
    """Names that the template itself uses."""
    runtime.add("typing", "TYPE_CHECKING")
    _add_core(checking, "raw", "Raw", "Streamed", "View", "ViewMode")
    if resource.resources:
        _add_core(runtime, "lazy", "cached_property")
    if methods:
        runtime.add_module(building.api.package.http_library)
        for module, names in CORE_OF_METHODS:
            _add_core(runtime, module, *names)
        for module, names in CHECKED_OF_METHODS:
            _add_core(checking, module, *names)
        _needed_by_some(methods, runtime)
        if any(method.overloads for method in methods):
            runtime.add("typing", "overload")
            _add_core(checking, "raw", *FORMS)
        if any(method.required for method in methods):
            _add_core(runtime, "overloads", "required_args")


def view_names(methods: tuple[MethodView, ...]) -> list[str]:
    """The decorators of the runtime that declare those methods of a view."""
    plain = any(not method.overloads for method in methods)
    return [*(("async_view", "view") if plain else ()), *(("views",) if any(one.overloads for one in methods) else ())]


def _needed_by_some(methods: tuple[MethodView, ...], runtime: Imports) -> None:
    """Names that only some methods use."""
    keywords = [argument for method in methods for argument in method.keywords]
    if any(argument.default is not None and argument.given is None for argument in keywords):
        _add_core(runtime, "sentinels", "Omit", "omit")
    elif any((argument.taken or "").endswith("Omit") for argument in keywords):
        _add_core(runtime, "sentinels", "Omit")
    for function in FUNCTIONS:
        if any((argument.given or "").startswith(f"{function}(") for argument in keywords):
            _add_core(runtime, "options", function)
    if any(method.builder.path.startswith("path_template(") for method in methods):
        _add_core(runtime, "paths", "path_template")
    if any(method.deprecated is not None for method in methods):
        runtime.add_module("typing_extensions")
    if any(method.generic for method in methods):
        runtime.add("typing", "TypeVar")
    given = {given for method in methods for given in method.generic}
    if any(name.startswith("Binary") for name in given):
        _add_core(runtime, "binary", "BinaryAPIResponse", "AsyncBinaryAPIResponse")
    if any(name.startswith("cast(") for name in given):
        runtime.add("typing", "cast")
        _add_core(runtime, "streaming", "Stream", "AsyncStream")


def _add_core(imports: Imports, module: str, *names: str) -> None:
    for name in names:
        imports.add_own((CORE, module), name)


def subresource(building: Building, resource: Resource, module: ModuleName) -> SubresourceView:
    """The attribute of a parent (a resource or the client) that holds a resource."""
    cls = building.names.classes[resource.site]
    path = building.layout.resource_module(resource)
    return SubresourceView(
        attribute=identifier(building.names.attributes[resource.site]),
        module=module.relative(path),
        cls=identifier(cls),
        view_cls=identifier(f"{cls}View"),
        async_cls=identifier(f"Async{cls}"),
        async_view_cls=identifier(f"Async{cls}View"),
        docstring=resource_docstring(_default_description(building, resource), resource.description, 8),
    )


def _method(building: Building, method: Method, annotator: Annotator, module: ModuleName) -> MethodView:
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
    kept: list[tuple[bool | None, OverloadView]] = []
    for one in overloads(building, method):
        keywords = in_order(caller.keywords(one.parameters))
        if any(streams is one.streams and hidden(keywords, other.keywords) for streams, other in kept):
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
        kept.append((one.streams, view))
    return tuple(view for _, view in kept) if len(kept) > 1 else ()


def _required(building: Building, ways: list[Overload]) -> tuple[Source, ...]:
    """What each way to call a method requires, told once; nothing where one of them requires nothing."""
    names = [
        [string(building.names.arguments[entry.site]) for entry in one.parameters if entry.required] for one in ways
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
    name = imports.add_own(("pagination",), f"{prefix}{building.names.schemes[method.paging.scheme]}")
    caller = Caller(building, Annotator(building.names, building.layout.home, imports, Direction.RESPONSE), module)
    item = caller.answers.item(method)
    return Source.of("{}[{}]", identifier(name), item), imports.lines()


def method_path(building: Building, resource: Resource, method: Method) -> Source:
    """How a program writes the method: `client.beta.models.list`."""
    parts = ("client", *building.layout.way(resource.path), building.names.attributes[method.site])
    return join(".", (identifier(part) for part in parts))
