"""The stages of `sdkwright init`: those of a run without a config, up to the names, and then the config instead of code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from sdkwright.config import Config
from sdkwright.config.discovery import discover
from sdkwright.diagnostics import Report
from sdkwright.inert import dataclass
from sdkwright.lower import lower
from sdkwright.lower.client import Overrides
from sdkwright.naming import assign
from sdkwright.naming.words import Casings
from sdkwright.openapi import Reach, check, refuse
from sdkwright.openapi.families import with_families
from sdkwright.openapi.upgrade import upgrade
from sdkwright.pointer import Json
from sdkwright.read import read
from sdkwright.starter.answers import asked, taken_over
from sdkwright.starter.guess import guess
from sdkwright.starter.place import put, taken
from sdkwright.starter.sdk_folder import SdkFolder
from sdkwright.starter.text import Entry, written

TITLE = """The SDK that sdkwright makes of the description with no config, spelled out to be edited.
`sdkwright generate` reads this file; what is not in it is taken from the description."""

OF_AN_SDK = """The layout of the SDK that there is, with the rest as the description has it, to be edited.
`sdkwright compare OLD NEW` tells what programs of its users would notice."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the document may refer to beyond its own folder: as for a run, and told in the config for all later ones."""

    folders: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()
    remote: bool = False

    def reach(self, report: Report) -> Reach:
        """What reads it."""
        if not self.remote:
            return Reach(refuse, self.folders)
        from sdkwright.read.fetch import Remote

        return Reach(Remote(report, frozenset(map(str.lower, self.hosts))), self.folders)

    def entries(self, where: Path) -> Iterator[Entry]:
        """The lines of a config at `where` that allow the same."""
        if self.remote:
            yield Entry("allow_remote_refs", value=True, comment="What the description refers to by URL is fetched.")
        if self.remote and self.hosts:
            yield Entry("allow_hosts", list(self.hosts), "Hosts that may be asked though their addresses are private.")
        if self.folders:
            folders: list[Json] = [_relative(folder, where) for folder in self.folders]
            yield Entry("allow_folders", folders, "Folders outside of the description's whose files it may refer to.")


def _relative(path: Path, where: Path) -> str:
    """A path as the config at `where` has it."""
    return Path(os.path.relpath(path, where.parent)).as_posix()


NOTHING = Allowed()


class ExistsError(Exception):
    """The file is there and may hold what somebody wrote."""


Ask: TypeAlias = Callable[[str, str, Callable[[str], str | None]], str]
"""Asks a person: the question, what is guessed, and what says why an answer will not do."""


def start(
    spec: Path,
    output: Path,
    package: str | None,
    *,
    force: bool,
    sdk: SdkFolder | None = None,
    ask: Ask | None = None,
    allowed: Allowed = NOTHING,
) -> tuple[Report, str | None]:
    """Write the config to `output`, or nowhere for `-`. What is given is to be printed; None where nothing came of it.

    The layout and the names of an `sdk` are taken over; what matters most is asked for where somebody can be asked.
    """
    report, to_stdout = Report(), str(output) == "-"
    if taken(output) and not (to_stdout or force):
        raise ExistsError(f"{output} is there already; --force replaces it, --output names another file")
    text = _initial(spec, output, package, report, sdk=sdk, ask=ask, allowed=allowed)
    if text is None or to_stdout:
        return report, text
    put(output, text)
    return report, f"wrote {output}; edit it, then run `sdkwright generate{_told(output)}`\n"


def _told(output: Path) -> str:
    """What a run has to be told to find the config."""
    found = discover(Path())
    return "" if found is not None and found.samefile(output) else f" --config {output}"


def _initial(
    spec: Path,
    where: Path,
    package: str | None,
    report: Report,
    *,
    sdk: SdkFolder | None,
    ask: Ask | None,
    allowed: Allowed,
) -> str | None:
    """The text of a config for a file at `where`; None where no document comes out of `spec`, with the reason in the report."""
    document = read(spec, report)
    linked = check(document, report, reach=allowed.reach(report)) if document is not None else None
    if linked is None:
        return None
    report.sources["spec"] = upgraded = with_families(upgrade(linked))
    package = package or (sdk.package if sdk is not None else None)
    api = lower(upgraded, Config(), report, Overrides(package))
    table = guess(api, assign(api, Casings()), _relative(spec, where), allowed.entries(where))
    if sdk is not None:
        table = taken_over(table, sdk, upgraded.root, api)
    return written(asked(table, ask) if ask is not None else table, TITLE if sdk is None else OF_AN_SDK)
