"""Pages of the documentation site of a package, as Markdown, and the settings of the generator that makes HTML of them.

What the package itself says (signatures, arguments, fields) is not repeated here: a page names it, and the reference is
read from the emitted code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from sdkwright.ir.api import Resource
from sdkwright.ir.operations import Method
from sdkwright.ir.recordings import Recording, Recordings
from sdkwright.ir.walk import methods, resources
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import Direction
from sdkwright.python.build.api_index import returns_of
from sdkwright.python.build.example_forms import example_view
from sdkwright.python.build.examples import Shown, example_of
from sdkwright.python.build.methods import ordered_methods
from sdkwright.python.build.parts import Building
from sdkwright.python.build.readme import readme_view
from sdkwright.python.build.site_exchanges import exchange
from sdkwright.python.build.site_settings import settings
from sdkwright.python.build.suite.arguments import Speller
from sdkwright.python.docstrings import split_summary
from sdkwright.python.document_views import ReadmeView
from sdkwright.python.expressions import arguments
from sdkwright.python.imports import ModulePath
from sdkwright.python.literals import dotted, identifier
from sdkwright.python.markdown import code, name, place, prose
from sdkwright.python.site_views import (
    EntryView,
    ErrorsPageView,
    FrontPageView,
    ResourcePageView,
    SampleView,
    TypePageView,
    TypesPackageView,
    TypesPageView,
)
from sdkwright.python.source import Source
from sdkwright.python.views import DocumentView, Module

PAGES = PurePosixPath("docs")
GUIDES = (("calls", "Calls and answers"), ("failures", "When something fails"), ("advanced", "Going further"))
ERRORS = (
    *("APIError", "APIResponseValidationError", "APIStatusError", "APIConnectionError", "APITimeoutError"),
    *("BadRequestError", "AuthenticationError", "PermissionDeniedError", "NotFoundError", "ConflictError"),
    *("UnprocessableEntityError", "RateLimitError", "InternalServerError"),
)
TEXT = "text.jinja"


def site_modules(building: Building, recordings: Recordings) -> Iterator[Module]:
    """Every page, and the settings, below the folder in which the site is made; the package stands beside it in `src`."""
    readme, listed = readme_view(building), _own(building) + list(resources(building.api))
    recorded = {recording.method: recording for recording in recordings.calls}
    yield Module(PurePosixPath("zensical.toml"), TEXT, DocumentView(settings(building, _contents(building))))
    yield _page("index.md", "index", FrontPageView(readme, tuple(_entry(building, one, "") for one in listed)))
    for key, _ in GUIDES:
        yield _page(f"guide/{key}.md", key, readme)
    for resource in listed:
        yield _page(_resource_page(building, resource), "resource", _resource(building, resource, readme, recorded))
    homes = list(_homes(building))
    yield _page("types/index.md", "types", TypesPageView(tuple(_packages(building, homes))))
    for module, cls in homes:
        yield _page(f"{'/'.join(module)}.md", "type", _type(building, module, cls))
    package = dotted(building.api.package.import_name)
    errors = tuple(dotted(f"{package}._core.errors.{error}") for error in ERRORS)
    errors += tuple(dotted(f"{package}._errors.{error}") for error in building.names.errors.values())
    yield _page("errors.md", "errors", ErrorsPageView(package, identifier(f"{building.names.client}Error"), errors))


def _own(building: Building) -> list[Resource]:
    """The methods of the client itself have a page as those of a resource."""
    return [building.api.own] if building.api.own is not None else []


def _page(path: str, template: str, view: object) -> Module:
    return Module(PAGES / path, f"site/{template}.md.jinja", view)


# -- contents


def _contents(building: Building) -> list[dict[str, object]]:
    """The tree of links beside each page. Types are listed on one page: giants have thousands."""
    return [
        {"Overview": "index.md"},
        {"Guide": [{title: f"guide/{key}.md"} for key, title in GUIDES]},
        {"Resources": [_branch(building, one) for one in (*_own(building), *building.api.resources)]},
        {"Types": "types/index.md"},
        {"Errors": "errors.md"},
    ]


def _branch(building: Building, resource: Resource) -> dict[str, object]:
    title, page = _owner(building, resource), _resource_page(building, resource)
    if not resource.resources:
        return {title: page}
    return {title: [page, *(_branch(building, inner) for inner in resource.resources)]}


# -- resources


def _owner(building: Building, resource: Resource) -> str:
    return ".".join(("client", *building.layout.way(resource.path)))


def _resource_page(building: Building, resource: Resource) -> str:
    if resource.is_client:
        return "resources/_client.md"
    folder = "/".join(("resources", *building.layout.folder(resource.path)))
    return f"{folder}/index.md" if resource.resources else f"{folder}.md"


def _entry(building: Building, resource: Resource, here: str) -> EntryView:
    """A link to the page of a resource from the page at `here`, the folder of which is a prefix of both."""
    page = _resource_page(building, resource).removeprefix(here)
    return EntryView(code(_owner(building, resource)), place(page), _sentence(resource.description))


def _sentence(text: str | None) -> Source | None:
    return prose(split_summary(text)[0]) if text else None


def _resource(
    building: Building, resource: Resource, readme: ReadmeView, recorded: Mapping[Pointer, Recording]
) -> ResourcePageView:
    here = _resource_page(building, resource).rpartition("/")[0] + "/"
    return ResourcePageView(
        readme=readme,
        owner=name(_owner(building, resource)),
        description=prose(resource.description) if resource.description is not None else None,
        children=tuple(_entry(building, inner, here) for inner in resource.resources),
        methods=tuple(
            _sample(building, resource, method, recorded.get(method.site))
            for method in ordered_methods(building, resource)
        ),
    )


def _sample(building: Building, resource: Resource, method: Method, recording: Recording | None) -> SampleView:
    module = ".".join((building.api.package.import_name, *building.layout.resource_module(resource)))
    cls = building.names.client if resource.is_client else building.names.classes[resource.site]
    attribute = building.names.attributes[method.site]
    written = example_of(building, method)
    speller = Speller(building, method, recording) if recording is not None else None
    given = speller.shown(written.params if written is not None else {}) if speller is not None else None
    forms = example_view(building, written or Shown(method, {}), arguments(given.entries) if given is not None else None)
    return SampleView(
        name=name(attribute),
        endpoint=code(f"{method.verb.upper()} {method.path}"),
        identifier=dotted(f"{module}.{cls}.{attribute}"),
        returns=code(returns_of(building, method)),
        call=forms.call,
        async_call=forms.async_call,
        shown=forms.shown,
        exchange=exchange(building, method, recording, given) if recording is not None and given is not None else None,
    )


# -- types


def _homes(building: Building) -> Iterator[tuple[ModulePath, str]]:
    """Module and main name of each module of types."""
    names, layout = building.names, building.layout
    for model in building.api.models:
        if model.pointer in names.classes:
            yield layout.model_module(model, Direction.RESPONSE), names.classes[model.pointer]
        if model.pointer in names.param_classes:
            yield layout.model_module(model, Direction.REQUEST), names.param_classes[model.pointer]
    for resource, method in methods(building.api):
        package = layout.types_package(resource)
        if method.site in names.responses:
            yield (*package, names.response_modules[method.site]), names.responses[method.site]
        if method.site in names.params:
            yield (*package, names.params_modules[method.site]), names.params[method.site]


def _type(building: Building, module: ModulePath, cls: str) -> TypePageView:
    root = building.api.package.import_name
    package = dotted(".".join((root, *module[:-1])))
    return TypePageView(
        name=name(cls),
        statement=Source.of("from {} import {}", package, identifier(cls)),
        module=dotted(".".join((root, *module))),
    )


def _packages(building: Building, homes: list[tuple[ModulePath, str]]) -> Iterator[TypesPackageView]:
    by_package: dict[ModulePath, list[EntryView]] = {}
    for module, cls in sorted(homes):
        page = place("/".join((*module[1:-1], f"{module[-1]}.md")))
        by_package.setdefault(module[:-1], []).append(EntryView(code(cls), page, None))
    for package, entries in sorted(by_package.items()):
        title = code(".".join((building.api.package.import_name, *package)))
        yield TypesPackageView(title, tuple(entries))
