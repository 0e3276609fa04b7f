"""Modules of `resources/`: the two classes of each resource, and the views of them that type checkers see."""

from __future__ import annotations

from collections.abc import Collection

from sdkwright.ir.api import Resource
from sdkwright.python.annotations import CORE, Direction
from sdkwright.python.build.documentation import resource_docstring
from sdkwright.python.build.methods import (
    CORE_NAMES,
    add_core,
    alias_views,
    method_view,
    needed_by_methods,
    ordered_methods,
    view_names,
)
from sdkwright.python.build.parts import Building
from sdkwright.python.build.readers import reader_views
from sdkwright.python.build.vocabulary import builtin_words, view_words
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import dotted, identifier
from sdkwright.python.method_views import MethodView, ReaderView
from sdkwright.python.views import Module, ResourceView, SubresourceView

TEMPLATE = "package/resources/resource.py.jinja"


def resource_module(building: Building, resource: Resource) -> Module:
    """The module of one resource."""
    path = building.layout.module_file(building.layout.resource_module(resource))
    return Module(path, TEMPLATE, _view(building, resource))


def _view(building: Building, resource: Resource) -> ResourceView:
    module = ModuleName(building.layout.resource_module(resource))
    checking = Imports(module)
    runtime = Imports(module, bound=checking.bound)
    cls = building.names.classes[resource.site]
    reserve(checking, cls)
    bases = [runtime.add_own((CORE, "resource"), name) for name in ("SyncAPIResource", "AsyncAPIResource")]
    methods = ordered_methods(building, resource)
    sites = [method.site for method in methods]
    sites += [*(alias.site for alias in resource.aliases), *(inner.site for inner in resource.resources)]
    members = frozenset(building.names.attributes[site] for site in sites)
    annotator = building.annotator(checking, Direction.REQUEST, members)
    views = tuple(method_view(building, method, annotator, module) for method in methods)
    readers = reader_views(building, resource, checking, runtime, module)
    subresources = tuple(subresource(building, inner, module) for inner in resource.resources)
    _needed(building, resource, views, runtime, checking)
    words = {**builtin_words(_builtins(views, readers), members, runtime), **view_words(view_names(views), members, checking)}
    for child, inner in zip(resource.resources, subresources, strict=True):
        for name in (inner.cls, inner.async_cls, inner.view_cls, inner.async_view_cls):
            checking.add_own(building.layout.resource_module(child), name)
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
        checking_imports=without(checking, runtime).lines(),
        subresources=subresources,
        methods=views,
        aliases=alias_views(building, resource),
        readers=readers,
        has_generic=any(view.generic for view in views),
        words=words,
    )


def _builtins(views: Collection[MethodView], readers: Collection[ReaderView]) -> tuple[str, ...]:
    """The builtins that the classes of a resource write themselves."""
    has_key = any(view.has_idempotency_key for view in views)
    return (
        "property",
        *(("float",) if views else ()),
        *(("str",) if readers or has_key else ()),
        *(("bytes",) if readers else ()),
    )


def without(checking: Imports, runtime: Imports) -> Imports:
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


def reserve(imports: Imports, cls: str) -> None:
    """Keep names before any model is imported: those of the classes of the module, and what its template writes."""
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
    add_core(checking, "raw", "Raw", "Streamed", "View", "ViewMode")
    if resource.resources:
        add_core(runtime, "lazy", "cached_property")
    needed_by_methods(building, methods, runtime, checking)


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
