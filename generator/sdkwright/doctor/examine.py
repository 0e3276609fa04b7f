"""A config, and the document that it is for, held against what the generator does with them; changes and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sdkwright.config import load_config
from sdkwright.config.load import raw_config
from sdkwright.diagnostics import Position, Report, Source
from sdkwright.doctor.keys import Effect, Key, keys
from sdkwright.inert import dataclass
from sdkwright.lower.extensions import HONOURED, KEPT, is_of_another_target, uses
from sdkwright.pointer import Json, Pointer
from sdkwright.read import read

__all__ = ["Examination", "Finding", "examine"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A key, or several of one kind with one effect: how many, and where the first of them is."""

    kind: str
    effect: Effect
    note: str
    count: int
    file: str
    at: Position | None


@dataclass(frozen=True, slots=True)
class Examination:
    """Every kind of key, in the order of the files."""

    findings: tuple[Finding, ...]

    def count(self, effect: Effect) -> int:
        """How many keys have it."""
        return sum(found.count for found in self.findings if found.effect is effect)


def examine(config: Path, spec: Path | None, report: Report) -> Examination | None:
    """What each key does; None where the config cannot be read. What is wrong with it is in the report."""
    raw, loaded = raw_config(config, Report()), load_config(config, report)
    if raw is None:
        return None
    found = list(_grouped(keys(raw), report.sources["config"]))
    spec = spec or (config.parent / loaded.spec if loaded.spec is not None else None)
    document = read(spec, report) if spec is not None else None
    if document is not None:
        found += _grouped(_extensions(document.root), document)
    return Examination(tuple(found))


def _extensions(root: Json) -> Iterator[Key]:
    for name, at in uses(root):
        if name in HONOURED:
            yield Key(at, name, Effect.HONOURED)
        elif name in KEPT:
            yield Key(at, name, Effect.KEPT, KEPT[name])
        elif is_of_another_target(name):
            yield Key(at, name, Effect.KEPT, "of another target")
        else:
            yield Key(at, name, Effect.REFUSED, "no such key is known")


def _grouped(found: Iterator[Key], source: Source) -> Iterator[Finding]:
    first: dict[tuple[str, Effect, str], Pointer] = {}
    counts: Counter[tuple[str, Effect, str]] = Counter()
    for key in found:
        group = key.kind, key.effect, key.note
        first.setdefault(group, key.at)
        counts[group] += 1
    for group, at in first.items():
        yield Finding(*group, counts[group], source.name, source.locate(at))
