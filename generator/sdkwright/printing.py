"""From what a document means to formatted files: named, viewed, printed; where there are many, another process makes a half of them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sdkwright.beside import Beside
from sdkwright.clock import Clock
from sdkwright.config import GenerateOptions, Job
from sdkwright.diagnostics import Report
from sdkwright.emit.cache import Cache
from sdkwright.emit.errors import RenderError, TidyError
from sdkwright.emit.files import File, templates_dir
from sdkwright.inert import dataclass
from sdkwright.ir.api import Api
from sdkwright.ir.walk import methods
from sdkwright.memory import Claims, Memory, Record, frozen, is_worth_it, thawed
from sdkwright.naming import assign
from sdkwright.naming.names import Names
from sdkwright.naming.outside import Outside, outside
from sdkwright.naming.words import Casings
from sdkwright.orders import Manner, Order, Printed
from sdkwright.pointer import Pointer
from sdkwright.python.build import Made, further, package, watched
from sdkwright.python.build.package import site
from sdkwright.python.build.parts import AsBefore, Building, Shares
from sdkwright.python.views import Copied, Module

if TYPE_CHECKING:
    from sdkwright.ahead import Ahead
    from sdkwright.ir.recordings import Recordings
    from sdkwright.press import Press

__all__ = ["Tools", "printed"]

_MOST = 1 << 20
"""More than there are files."""
_FEW = 64
"""Files that are printed sooner than what prints them is imported by another process as well."""
_TURN = 64
"""Files that one of two processes finishes before it takes more: what they cost is not seen when they are taken."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What goes along. ``recordings`` are what the tests of the package are answered from, None where it has none; who is ``ahead`` can print."""

    report: Report
    clock: Clock
    cache: Cache
    recordings: Recordings | None
    ahead: Ahead | None = None


@dataclass(frozen=True, slots=True)
class Half:
    """What the other process has made: files, and what it remembers of them."""

    files: tuple[File, ...]
    records: dict[tuple[str, str], Record]


def printed(
    api: Api, job: Job, options: GenerateOptions, tools: Tools, memory: Memory
) -> tuple[list[File], list[str]] | None:
    """Every file of the distribution, and the paths of those that stay as the last run left them; None where templates of the user are wrong, as is told."""
    with tools.clock.stage("name"):
        seen = outside(api, memory)
        names = assign(api, Casings.of(job.config.casings()), memory, seen)
        for numbered in names.numbered:
            message = f"`{numbered.wanted}` is taken, so this is called `{numbered.given}`"
            tools.report.add("N001", Pointer(numbered.pointer), message, hint="name one of the two in the config")
    overrides = _overrides(job, tools.report)
    try:
        return _Making(job, options, tools, overrides).printed(api, names, memory, seen)
    except (RenderError, TidyError) as error:
        if job.templates is None:
            raise
        hint = "see the page on templates for what they can print; without `templates` in the config ours are used"
        tools.report.add("T001", None, str(error), hint=hint, source="templates")
        return None


class _Making:
    """Makes the files of one package, with templates of these ``overrides`` before ours."""

    def __init__(self, job: Job, options: GenerateOptions, tools: Tools, overrides: Iterable[Path]) -> None:
        self.options, self.tools, self.places = options, tools, (*overrides, templates_dir())
        self.press: Press | None = None
        cache = tools.cache.root
        self.manner = Manner(tuple(map(str, overrides)), str(cache) if cache is not None else None, job.http_library)

    def printed(self, api: Api, names: Names, memory: Memory, seen: Outside) -> tuple[list[File], list[str]]:
        """All files, those first that depend on no other. ``seen`` is the outside of the API."""
        stage, recordings = self.tools.clock.stage, None if self.options.site else self.tools.recordings
        with stage("view"):
            building = watched(api, names, memory, seen)
            shared = is_worth_it(memory, len(api.models) + sum(1 for _ in methods(api)))
            shares = Shares(Claims(_MOST)) if shared else None
        more = further(building, self.places, recordings)
        if self.options.site and self.tools.recordings is not None:
            more = chain(more, site(api, names, Memory(self.tools.report), self.tools.recordings))
        if shares is None:
            made = package(building, self.places, tested=recordings is not None)
            return self._pressed(chain(made, more), jobs=self.options.jobs)
        self._here()  # before there are two of this process
        with self._other(building, shares, recordings) as other:
            made = package(replace(building, shares=shares), self.places, tested=recordings is not None)
            files, kept = self._in_turns(made)
            files += self._taken(building, shares, other, {file.path for file in files})
        others, unmade = self._pressed(more, jobs=self.options.jobs)
        return [*files, *others], [*kept, *unmade]

    def _in_turns(self, made: Iterator[Made]) -> tuple[list[File], list[str]]:
        """As `_pressed`, some after the others, while another process does the same, so that both are done at about the same time."""
        files, kept = list[File](), list[str]()
        for first in made:
            some, unmade = self._pressed(chain((first,), islice(made, _TURN)), jobs=1)
            files += some
            kept += unmade
        return files, kept

    def _pressed(self, made: Iterable[Made], *, jobs: int | None) -> tuple[list[File], list[str]]:
        """The files that are made here, as they are written, and the paths of those that stay as they were."""
        with self.tools.clock.stage("view"):
            made = list(made)
        views = [item for item in made if isinstance(item, Module | Copied)]
        kept = [item.path for item in made if isinstance(item, AsBefore)]
        if not views:
            return [], kept
        return self._ahead(views) or self._here().files(views, jobs=jobs), kept

    def _here(self) -> Press:
        """What prints in this process."""
        if self.press is None:
            from sdkwright.press import Press

            self.press = Press(self.manner, self.tools.clock)
        return self.press

    def _ahead(self, views: list[Module | Copied]) -> list[File] | None:
        """A few files by the process that has imported meanwhile what prints them; None where there is none, or it could not."""
        ahead = self.tools.ahead
        if ahead is None or len(views) > _FEW:
            return None
        with self.tools.clock.stage("render"):
            said = Order.of(self.manner, views).said()
            return Printed.heard(ahead.printed(said)) if said is not None else None

    @contextmanager
    def _other(self, building: Building, shares: Shares, recordings: Recordings | None) -> Generator[Beside]:
        """A process that makes the files that this one leaves to it."""
        memory, before = building.memory, set(building.memory.now)

        def half(_: bytes) -> bytes:
            self.tools.clock.progress = None  # one of the two tells
            made = package(
                replace(building, shares=Shares(shares.claims, second=True)), self.places, tested=recordings is not None
            )
            files = self._in_turns(made)[0]
            new = {name: each for name, each in memory.now.items() if name not in before}
            # what a file was made from is known on both sides
            bare = {name: each._replace(inputs=()) if name[0] == "module" else each for name, each in new.items()}
            return frozen(Half(tuple(files), bare)) or b""

        other = Beside(half)
        other.ask(b"")
        try:
            yield other
        finally:
            other.stop()

    def _taken(self, building: Building, shares: Shares, other: Beside, ours: AbstractSet[PurePosixPath]) -> list[File]:
        """The files of the other process; those that it does not have are made here."""
        with self.tools.clock.stage("format"):
            half = thawed(other.answer(), Half) or Half((), {})
            building.adopt(half.records, {path: inputs for path, (_, inputs) in shares.left.items()})
        lost = [(path, *each) for path, each in shares.left.items() if ("module", path) not in half.records]
        views = [building.module(path, make, *inputs) for path, make, inputs in lost]
        files = [file for file in half.files if file.path not in ours]
        return [*files, *self._pressed(views, jobs=self.options.jobs)[0]] if views else files


def _overrides(job: Job, report: Report) -> list[Path]:
    """The folder of the user's templates, with a finding for each file in it that does not fit."""
    if job.templates is None:
        return []
    if not job.templates.is_dir():
        hint = "make it, or take `templates` out of the config; `sdkwright eject README.md.jinja` begins one"
        report.add("T003", None, f"there is no folder {job.templates}", hint=hint, source="templates")
        return []
    from sdkwright.emit.overrides import mismatches
    from sdkwright.python.catalogue import fields

    for wrong in mismatches(job.templates, fields()):
        report.add("T002", None, f"{job.templates / wrong.name} {wrong.message}", hint=wrong.hint, source="templates")
    return [job.templates]
