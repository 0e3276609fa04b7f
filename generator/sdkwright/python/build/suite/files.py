"""Every file of `tests/`: one module for each resource, its cassettes, the shapes of answers, and what these stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sdkwright.ir.api import Resource
from sdkwright.ir.operations import Method
from sdkwright.ir.recordings import Recording, Recordings
from sdkwright.ir.walk import resources
from sdkwright.naming.reserved import DEVICES
from sdkwright.naming.words import LONGEST_FILE_NAME, ascii_snake
from sdkwright.pointer import Pointer
from sdkwright.python.build.methods import ordered_methods
from sdkwright.python.build.parts import Building, NotMade
from sdkwright.python.build.suite.cassettes import Cassette
from sdkwright.python.build.suite.methods import Tested
from sdkwright.python.build.suite.shapes import Shaper, outside
from sdkwright.python.build.suite.support import support_view
from sdkwright.python.build.suite.webhooks import webhooks_view
from sdkwright.python.docstrings import docstring
from sdkwright.python.literals import identifier
from sdkwright.python.source import Source, join
from sdkwright.python.statuses import ERRORS, OTHER_ERRORS
from sdkwright.python.suite_views import ShapesView, TestedMethodView, TestedResourceView, TestedTwinView
from sdkwright.python.views import Copied, DocumentView, Module

ROOT = PurePosixPath("tests")
RESOURCES = ROOT / "api_resources"
CASSETTES = ROOT / "cassettes"
TEXT = "text.jinja"
SIGNING = "signing.py"
"""The helper that only tests of webhooks need."""
NAMES = ("pytest", "Recording", "cassette", "deprecated", "documented")


def suite_modules(building: Building, recordings: Recordings, helpers: Path) -> Iterator[Module | Copied | NotMade]:
    """The files; `helpers` is the folder of what every suite has alike."""
    by_site = {recording.method: recording for recording in recordings.calls}
    packages = {ROOT, RESOURCES}
    shaper = Shaper(building, outside(building))
    for resource in _resources(building):
        path = test_module(building, resource)
        tested = list(_tested(building, resource, by_site))
        if not tested:
            continue
        packages.update(parent for parent in path.parents if parent.is_relative_to(RESOURCES))
        yield Module(path, "tests/test_resource.py.jinja", _view(building, resource, tested))
        for one in tested:
            shaper.answer(one.method)
            yield from (_kept(building, CASSETTES / name, cassette) for name, cassette in one.cassettes())
    webhooks = webhooks_view(building, recordings.deliveries, shaper)
    if webhooks is not None:
        yield Module(ROOT / "test_webhooks.py", "tests/test_webhooks.py.jinja", webhooks)
    # what answers are spelled with beside classes, such as `Literal`, is for the modules that have them
    described = Shaper(building, outside(building), shaper.met)
    yield Module(ROOT / "shapes.py", "tests/shapes.py.jinja", _shapes(building, described))
    support = support_view(building)
    for name in ("conftest.py", "test_client.py", "test_budget.py", "test_readme.py"):
        yield Module(ROOT / name, f"tests/{name}.jinja", support)
    yield from (
        Copied(ROOT / source.name, source)
        for source in sorted(helpers.glob("*.py"))
        if webhooks or source.name != SIGNING
    )
    yield from (Module(folder / "__init__.py", TEXT, DocumentView(Source(""))) for folder in sorted(packages))


def _kept(building: Building, path: PurePosixPath, cassette: Cassette) -> Module | NotMade:
    return building.module(str(path), lambda: Module(path, TEXT, DocumentView(cassette.text())), cassette.checksum())


def _resources(building: Building) -> Iterator[Resource]:
    if building.api.own is not None:
        yield building.api.own
    yield from resources(building.api)


def test_module(building: Building, resource: Resource) -> PurePosixPath:
    """The file of the tests of one resource."""
    if resource.is_client:
        taken = {building.layout.folder(each.path)[0] for each in building.api.resources}
        return RESOURCES / f"test_client{'_' if 'client' in taken else ''}.py"
    *parents, name = building.layout.folder(resource.path)
    return RESOURCES.joinpath(*parents, f"test_{name}.py")


def _tested(building: Building, resource: Resource, by_site: dict[Pointer, Recording]) -> Iterator[Tested]:
    imports = outside(building, *NAMES)
    for name in (building.names.client, f"Async{building.names.client}", *ERRORS.values(), *OTHER_ERRORS):
        imports.reserve(name, ())
    shaper = Shaper(building, imports)
    folder = "/".join(building.layout.folder(resource.path)) if not resource.is_client else "_client"
    for index, method in enumerate(ordered_methods(building, resource)):
        if method.site in by_site:
            first = Tested(building, method, by_site[method.site], shaper, f"{folder}/{_stem(building, method, index)}")
            yield from (first, *first.others())


def _stem(building: Building, method: Method, index: int) -> str:
    """The name of the cassettes of a method: as the method where that is plain."""
    name = building.names.attributes[method.site]
    is_plain = name.isascii() and name.islower() and len(name) <= LONGEST_FILE_NAME and name not in DEVICES
    return name if is_plain else f"{ascii_snake(name)[:LONGEST_FILE_NAME] or 'method'}_{index + 1}"


def _view(building: Building, resource: Resource, tested: list[Tested]) -> TestedResourceView:
    methods = tuple(one.view() for one in tested)
    imports, client = tested[0].shaper.imports, building.names.client
    imports.add_own((), client)
    imports.add_own((), f"Async{client}")
    for error in sorted({str(failure.error) for method in methods for failure in method.errors}):
        imports.add_own((), error)
    way = ".".join(("client", *building.layout.way(resource.path)))
    cls = identifier(building.names.classes[resource.site] if not resource.is_client else "Client")
    return TestedResourceView(
        header=building.header,
        docstring=docstring([f"`{way}`, answered from recordings."], 0),
        imports=imports.lines(),
        twins=(
            TestedTwinView(Source.of("Test{}", cls), identifier(client), is_async=False),
            TestedTwinView(Source.of("TestAsync{}", cls), identifier(f"Async{client}"), is_async=True),
        ),
        methods=methods,
        checks=join(", ", _checks(methods)),
        deprecated=any(method.deprecated for method in methods),
    )


def _checks(methods: tuple[TestedMethodView, ...]) -> Iterator[Source]:
    """What a module needs of `checks.py`."""
    yield from (Source("Recording"), Source("cassette"))
    if any(method.deprecated for method in methods):
        yield Source("deprecated")
    if any(method.errors or method.pages for method in methods):
        yield Source("documented")


def _shapes(building: Building, shaper: Shaper) -> ShapesView:
    used = {method.paging.scheme for resource in _resources(building) for method in resource.methods if method.paging}
    pages = [
        shaper.page(scheme, prefix)
        for scheme in building.api.schemes
        if scheme.key in used
        for prefix in ("Sync", "Async")
    ]
    shapes = (*pages, *shaper.shapes())
    text = " ".join(kind for shape in shapes for _, kind in shape.attributes)
    marks = ("InHeader(", Source("InHeader")), ("[Item]", Source("Item")), ("Named(", Source("Named"))
    helpers = join(", ", [*(name for mark, name in marks if mark in text), Source("Shapes")])
    return ShapesView(building.header, shaper.imports.lines(), helpers, shapes)
