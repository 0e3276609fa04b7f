"""api.md of the distribution: every resource with its types and methods, each with a link to where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import PurePosixPath

from sdkwright.ir.api import SHARED, Group, Model, Resource, ResourcePath
from sdkwright.ir.operations import BodyKind, Location, Method, ResponseKind
from sdkwright.ir.types import Reference
from sdkwright.memory import Deferred
from sdkwright.naming.answers import answer_type
from sdkwright.python.annotations import Direction
from sdkwright.python.build.answers import Answers
from sdkwright.python.build.methods import ordered_methods
from sdkwright.python.build.overloads import params_of
from sdkwright.python.build.parts import Building
from sdkwright.python.document_views import IndexMethodView, IndexSectionView, IndexView
from sdkwright.python.expressions import NO_LABEL, Bracketed, flat, laid_out
from sdkwright.python.imports import Imports, ModuleName, ModulePath
from sdkwright.python.literals import dotted, identifier
from sdkwright.python.markdown import attribute, name
from sdkwright.python.source import Source, join
from sdkwright.python.views import Module

TEMPLATE = "api.md.jinja"
WIDTH = 100
SHARED_BY_ALL = ((), SHARED)
DEEPEST_HEADING = 6


def api_index_module(building: Building, sections: Iterable[Deferred]) -> Module:
    """The file, of the sections that `index_sections` gives."""
    shared = [model for model in building.api.models if model.home in SHARED_BY_ALL]
    exported = ((package[:1], cls) for package, cls in _model_homes(building, shared))
    found: tuple[IndexSectionView, ...] = tuple(section.value for section in sections)
    return Module(PurePosixPath("api.md"), TEMPLATE, IndexView(tuple(_imports(building, exported)), found))


def group_section(building: Building, group: Group, title: str, own: Iterable[Model]) -> IndexSectionView:
    """That of a group of models, under that title."""
    return IndexSectionView(_heading(group.path, title), tuple(_imports(building, _model_homes(building, own))), ())


def _heading(path: ResourcePath, title: str) -> Source:
    return Source.of("{} {}", join("", (Source("#"),) * min(len(path), DEEPEST_HEADING)), name(title))


def section(building: Building, resource: Resource, title: str, own: Iterable[Model]) -> IndexSectionView:
    """That of a resource, under that title."""
    methods = ordered_methods(building, resource)
    homes = [*_model_homes(building, own), *_answer_homes(building, resource, methods)]
    return IndexSectionView(
        heading=_heading(resource.path, title),
        imports=tuple(_imports(building, homes)),
        methods=tuple(_method(building, resource, method) for method in methods),
    )


def _model_homes(building: Building, models: Iterable[Model]) -> Iterator[tuple[ModulePath, str]]:
    """Package and name of each model, by name: the class that answers are read as, or the type that requests take where it is alone."""
    names, homes = building.names, list[tuple[str, ModulePath]]()
    for model in models:
        is_read = model.pointer in names.classes
        direction, classes = (
            (Direction.RESPONSE, names.classes) if is_read else (Direction.REQUEST, names.param_classes)
        )
        homes.append((classes[model.pointer], building.layout.model_module(model, direction)[:-1]))
    for cls, package in sorted(homes, key=itemgetter(0)):
        yield package, cls


def _answer_homes(building: Building, resource: Resource, methods: list[Method]) -> Iterator[tuple[ModulePath, str]]:
    for method in methods:
        if method.site in building.names.responses:
            yield building.layout.types_package(resource), building.names.responses[method.site]


def _imports(building: Building, homes: Iterable[tuple[ModulePath, str]]) -> Iterator[Source]:
    """One import statement for each package, its names in the order given."""
    by_package: dict[ModulePath, list[str]] = {}
    for package, cls in homes:
        by_package.setdefault(package, []).append(cls)
    for package, names in by_package.items():
        module = dotted(".".join((building.api.package.import_name, *package)))
        listed = Bracketed(Source("("), tuple((NO_LABEL, identifier(one)) for one in names), Source(")"))
        one_line = Source.of("from {} import {}", module, flat(listed).cut(1, -1))
        yield one_line if len(one_line) <= WIDTH else laid_out(Source.of("from {} import ", module), listed, width=0)


def _method(building: Building, resource: Resource, method: Method) -> IndexMethodView:
    owner = join(".", (name(part) for part in ("client", *building.layout.way(resource.path))))
    return IndexMethodView(
        endpoint=attribute(f"{method.verb} {method.path}"),
        owner=Source.of("{}.", owner),
        file=_link(building, building.layout.resource_module(resource)),
        name=name(building.names.attributes[method.site]),
        arguments=_arguments(building, resource, method),
        returns=_returns(building, resource, method),
    )


def _link(building: Building, module: ModulePath) -> Source:
    return attribute(building.layout.module_name(module))


def _arguments(building: Building, resource: Resource, method: Method) -> Source:
    """Path parameters by name, those that only a keyword takes behind a star; all others are in the TypedDict."""
    path = {parameter.wire_name: parameter for parameter in method.located(Location.PATH)}
    by_keyword = [parameter for parameter in params_of(building, method) if parameter.location is Location.PATH]
    has_more = len(by_keyword) < len(params_of(building, method)) or (
        method.body is not None and not method.body.spread
    )
    shown = [name(building.names.arguments[path[wire].site]) for wire in method.positional]
    if method.body is not None and not method.body.spread and method.body.kind is BodyKind.BINARY:
        shown.append(name(building.names.arguments[method.body.site]))
    if by_keyword:
        shown.append(Source("\\*"))
        shown.extend(name(building.names.arguments[parameter.site]) for parameter in by_keyword)
    if has_more:
        module = (*building.layout.types_package(resource), building.names.params_modules[method.site])
        shown.append(Source.of('\\*\\*<a href="{}">params</a>', _link(building, module)))
    return join(", ", shown)


def _returns(building: Building, resource: Resource, method: Method) -> Source:
    """What a call gives, with a link to the type that the package has for it (for pages: to that of their items)."""
    spelled = attribute(returns_of(building, method))
    home = _home(building, resource, method)
    if home is None and method.paging is not None:
        home = ("pagination",)
    return Source.of('<a href="./{}">{}</a>', _link(building, home), spelled) if home is not None else spelled


def returns_of(building: Building, method: Method) -> Source:
    """What a call of the synchronous client gives, as an annotation."""
    module = ModuleName(("api",))
    annotator = building.annotator(Imports(module), Direction.REQUEST)
    return Answers(building, annotator).returns(method, asynchronous=False)


def _home(building: Building, resource: Resource, method: Method) -> ModulePath | None:
    answer = answer_type(method)
    if method.response.kind is ResponseKind.BINARY:
        return None
    if isinstance(answer, Reference):
        return building.layout.home(answer.model, Direction.RESPONSE).module
    if method.site not in building.names.responses:
        return None
    return (*building.layout.types_package(resource), building.names.response_modules[method.site])
