"""The stage told as a list of its parts: representation and names -> the files of a distribution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sdkwright.ir.api import Api
from sdkwright.ir.recordings import Recordings
from sdkwright.memory import Memory
from sdkwright.naming.names import Names
from sdkwright.python.build.client import client_module
from sdkwright.python.build.distribution import distribution_modules
from sdkwright.python.build.licences import notices
from sdkwright.python.build.namespaces import namespace_modules, root_modules
from sdkwright.python.build.paging import pagination_module
from sdkwright.python.build.parts import AsBefore, Building, core_modules
from sdkwright.python.build.resources import resource_modules
from sdkwright.python.build.runtime import runtime_files
from sdkwright.python.build.suite import suite_modules
from sdkwright.python.build.types import types_modules
from sdkwright.python.build.watch import watched
from sdkwright.python.views import Copied, Module


def view(
    api: Api, names: Names, templates: Sequence[Path], memory: Memory, recordings: Recordings | None = None
) -> Iterator[Module | Copied | AsBefore]:
    """Every file of the distribution, with its tests where there are recordings for them.

    `templates` are folders, ours last, that hold what is copied as it is: the runtime, and what tests stand on.
    """
    building = watched(api, names, memory)
    yield from distribution_modules(building, tested=recordings is not None)
    yield from notices(building, templates[-1] / "licenses")
    used = set[str]()
    for module in _package(building):
        used |= module.core if isinstance(module, AsBefore) else core_modules(module)
        yield module
    yield from runtime_files(building, templates, used)
    if recordings is not None:
        yield from suite_modules(building, recordings, templates[-1] / "tests" / "helpers")


def _package(building: Building) -> Iterator[Module | AsBefore]:
    """The modules of the package that are printed."""
    yield from root_modules(building)
    yield client_module(building)
    pagination = pagination_module(building)
    if pagination is not None:
        yield pagination
    yield from resource_modules(building)
    yield from namespace_modules(building)
    yield from types_modules(building)


def site(api: Api, names: Names, memory: Memory, recordings: Recordings) -> Iterator[Module]:
    """Every file that a documentation site is made of, beside those of the distribution."""
    from sdkwright.python.build.site import site_modules

    return site_modules(watched(api, names, memory), recordings)
