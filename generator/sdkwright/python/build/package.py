"""The stage told as a list of its parts: representation and names -> the files of a distribution.

What makes a file that most runs take over from the last one is imported when it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sdkwright.ir.api import Api, Resource
from sdkwright.ir.operations import ResponseKind
from sdkwright.ir.walk import methods, resources
from sdkwright.memory import Deferred, Memory
from sdkwright.naming.names import Names
from sdkwright.python.build.index_sections import index_sections
from sdkwright.python.build.namespaces import namespace_modules, root_modules
from sdkwright.python.build.parts import Building, NotMade, Showcases
from sdkwright.python.build.runtime import runtime_files
from sdkwright.python.build.types import types_modules
from sdkwright.python.build.watch import watched
from sdkwright.python.views import Copied, Module

if TYPE_CHECKING:
    from sdkwright.ir.recordings import Recordings


Made = Module | Copied | NotMade


def view(
    api: Api, names: Names, templates: Sequence[Path], memory: Memory, recordings: Recordings | None = None
) -> Iterator[Made]:
    """Every file of the distribution, with its tests where there are recordings for them.

    `templates` are folders, ours last, that hold what is copied as it is: the runtime, and what tests stand on.
    """
    building = watched(api, names, memory)
    yield from package(building, templates, tested=recordings is not None)
    yield from further(building, templates, recordings)


def package(building: Building, templates: Sequence[Path], *, tested: bool) -> Iterator[Made]:
    """The files that say what the document says; independent of each other."""
    yield from _beside(building, templates[-1] / "licenses", tested=tested)
    yield from _package(building)


def further(building: Building, templates: Sequence[Path], recordings: Recordings | None) -> Iterator[Made]:
    """What those files use of the runtime, and the tests."""
    yield from runtime_files(building, templates, building.used)
    if recordings is not None:
        from sdkwright.python.build.suite import suite_modules

        yield from suite_modules(building, recordings, templates[-1] / "tests" / "helpers")


def _beside(building: Building, licenses: Path, *, tested: bool) -> Iterator[Made]:
    """What is not inside the package."""

    def project() -> Module:
        from sdkwright.python.build.distribution import project_module

        return project_module(building, tested=tested)

    def shown() -> Showcases:
        from sdkwright.python.build.examples import showcases

        return showcases(building)

    def readme(showcases: Showcases | None) -> Module:
        from sdkwright.python.build.readme import readme_module

        return readme_module(replace(building, showcases=showcases))

    def index(sections: Iterable[Deferred]) -> Module:
        from sdkwright.python.build.api_index import api_index_module

        return api_index_module(building, sections)

    yield building.module("pyproject.toml", project, tested)
    # what both look at is much more than they show; of two processes, the first makes them
    is_ours = building.shares is None or not building.shares.second
    best = building.memory.recall("showcases", "", shown) if is_ours else None
    sections = index_sections(building) if is_ours else ()
    yield building.module("README.md", partial(readme, best), best)
    yield building.module("api.md", partial(index, sections), sections)
    distribution = building.api.package.distribution
    if distribution.license is not None or distribution.security is not None:
        from sdkwright.python.build.licences import notices

        yield from notices(building, licenses)


def _package(building: Building) -> Iterator[Made]:
    """The modules of the package that are printed."""

    def client(resources: tuple[Resource, ...], streams: frozenset[str]) -> Module:
        from sdkwright.python.build.client import client_module

        return client_module(replace(building, api=replace(building.api, resources=resources)), streams)

    def pagination() -> Module:
        from sdkwright.python.build.paging import pagination_module

        return pagination_module(building)

    yield from root_modules(building)
    below, streams = _Below(building), building.memory.recall("streams", "", partial(_streams, building))
    tops = below.closed(building.api.resources)
    yield building.module(building.layout.name("_client.py"), partial(client, tops, streams), tops, streams)
    if building.api.schemes:
        yield building.module(building.layout.name("pagination.py"), pagination)
    if (errors := building.api.errors) is not None:
        from sdkwright.python.build.errors import errors_module

        yield building.module(building.layout.name("_errors.py"), partial(errors_module, building, errors), errors)
    for resource in resources(building.api):
        path, alone = building.layout.module_name(building.layout.resource_module(resource)), below.alone(resource)
        yield building.module(path, partial(_resource, building, alone), alone)
    yield from namespace_modules(building)
    yield from types_modules(building)


class _Below:
    """Resources as what they are below shows them: by their names and descriptions, not by what their methods take and answer."""

    def __init__(self, building: Building) -> None:
        self._closed = {resource.site: resource for resource in resources(building.outside)}

    def closed(self, some: Iterable[Resource]) -> tuple[Resource, ...]:
        """These resources."""
        return tuple(replace(self._closed[each.site], description=each.description) for each in some)

    def alone(self, resource: Resource) -> Resource:
        """One as it is, with those that are below it."""
        return replace(resource, resources=self.closed(resource.resources)) if resource.resources else resource


def _streams(building: Building) -> frozenset[str]:
    """The media types of streams."""
    found = set[str]()
    for _, method in methods(building.api):
        if method.choice is not None:
            found.add(method.choice.response.accept)
        elif method.response.kind is ResponseKind.STREAM:
            found.add(method.response.accept)
    return frozenset(found)


def _resource(building: Building, resource: Resource) -> Module:
    from sdkwright.python.build.resources import resource_module

    return resource_module(building, resource)


def site(api: Api, names: Names, memory: Memory, recordings: Recordings) -> Iterator[Module]:
    """Every file that a documentation site is made of, beside those of the distribution."""
    from sdkwright.python.build.site import site_modules

    return site_modules(watched(api, names, memory), recordings)
