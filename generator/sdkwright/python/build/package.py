"""The stage told as a list of its parts: representation and names -> the files of a distribution."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdkwright.ir.api import Api
from sdkwright.ir.recordings import Recordings
from sdkwright.memory import Memory
from sdkwright.naming.names import Names
from sdkwright.python.annotations import CORE
from sdkwright.python.build.client import client_module
from sdkwright.python.build.distribution import distribution_modules
from sdkwright.python.build.licences import notices
from sdkwright.python.build.namespaces import namespace_modules, root_modules
from sdkwright.python.build.paging import pagination_module
from sdkwright.python.build.parts import AsBefore, Building
from sdkwright.python.build.resources import resource_modules
from sdkwright.python.build.suite import suite_modules
from sdkwright.python.build.types import types_modules
from sdkwright.python.build.watch import watched
from sdkwright.python.views import Copied, Module


def view(
    api: Api, names: Names, templates: Path, memory: Memory, recordings: Recordings | None = None
) -> Iterator[Module | Copied | AsBefore]:
    """Every file of the distribution, with its tests where there are recordings for them.

    `templates` is the folder that holds what is copied as it is: the runtime, and what tests stand on.
    """
    building = watched(api, names, memory)
    yield from distribution_modules(building, tested=recordings is not None)
    yield from notices(building, templates / "licenses")
    yield from root_modules(building)
    yield client_module(building)
    pagination = pagination_module(building)
    if pagination is not None:
        yield pagination
    yield from resource_modules(building)
    yield from namespace_modules(building)
    yield from types_modules(building)
    yield from _runtime(building, templates / "core")
    if recordings is not None:
        yield from suite_modules(building, recordings, templates / "tests" / "helpers")


def site(api: Api, names: Names, memory: Memory, recordings: Recordings) -> Iterator[Module]:
    """Every file that a documentation site is made of, beside those of the distribution."""
    from sdkwright.python.build.site import site_modules

    return site_modules(watched(api, names, memory), recordings)


def _runtime(building: Building, core: Path) -> Iterator[Copied]:
    for source in sorted(core.rglob("*.py")):
        yield Copied(building.layout.file(CORE, *source.relative_to(core).parts), source)
    marker = core / "py.typed"
    yield Copied(building.layout.file("py.typed"), marker)


