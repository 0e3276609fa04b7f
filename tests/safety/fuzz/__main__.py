"""`PYTHONPATH=tests/safety python tests/safety/fuzz [--count N] [--seconds S] [--seed X] [--keep FOLDER] [--corpus FOLDER] [--blind]`: mutants of documents.

Guided by coverage: a mutant that reaches a line of the generator that none has reached before is kept, and others are made of it;
with `--corpus` from one time to the next. Prints how the runs ended and every defect once, with a mutant that shows it kept in the folder.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from guide import Guide
from mutate import mutant, text_mutant
from seeds import WHOLE, seeds, size
from target import Finding, judge

from sdkwright.pointer import Json

MEMORY = 4 << 30
TEXT_SHARE, FORMATTED_SHARE, CAREFUL_SHARE, CORPUS_SHARE = 0.15, 0.05, 0.2, 0.5


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--corpus", type=Path, default=None)
    parser.add_argument("--blind", action="store_true", help="keep none: twice as many mutants in the same time")
    return parser.parse_args()


@dataclass
class Session:
    """What mutants are made of, what guides them, and what has come of them."""

    given: argparse.Namespace
    trees: dict[str, Json]
    keep: Path
    corpus: dict[str, Json] = field(default_factory=dict)
    guide: Guide = field(default_factory=Guide)
    ended: Counter[str] = field(default_factory=Counter)
    found: dict[str, Finding] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names, self.all_trees = sorted(self.trees), list(self.trees.values())
        for path in sorted(self.given.corpus.glob("*.json")) if self.given.corpus else ():
            self.corpus[path.stem] = json.loads(path.read_text("utf-8"))

    def one(self, number: int, folder: Path) -> None:
        """Make a mutant and judge it."""
        chance = random.Random(f"{self.given.seed}/{number}")
        kept = sorted(self.corpus) if self.corpus and chance.random() < CORPUS_SHARE else None
        name = chance.choice(kept or self.names)
        origin = self.corpus[name] if kept else self.trees[name]
        spec, made = folder / "openapi.json", None
        if chance.random() < TEXT_SHARE:
            spec = folder / "openapi.yaml"
            spec.write_bytes(text_mutant(yaml.safe_dump(origin, allow_unicode=True, sort_keys=False), chance))
        else:
            made = mutant(origin, self.all_trees, chance)
            spec.write_text(json.dumps(made), "utf-8")
        before = self.guide.reached
        with nullcontext() if self.given.blind else self.guide.watching():
            finding, how = judge(
                spec, formatted=chance.random() < FORMATTED_SHARE, keep_going=chance.random() >= CAREFUL_SHARE
            )
        self.ended[how] += 1
        if finding is not None:
            self._told(finding, spec, f"{name}, mutant {number}")
        elif made is not None and self.guide.reached > before and number > WARM and size(made) < 4 * WHOLE:
            self._kept(f"{self.given.seed}-{number}", made)

    def _told(self, finding: Finding, spec: Path, origin: str) -> None:
        self.ended[finding.place] += 1
        if finding.place not in self.found:
            kept = self.keep / f"{len(self.found)}{spec.suffix}"
            self.found[finding.place] = finding
            kept.write_bytes(spec.read_bytes())
            print(f"{kept} from {origin}\n{finding.told}", flush=True)

    def _kept(self, name: str, made: Json) -> None:
        self.corpus[name] = made
        if self.given.corpus:
            self.given.corpus.mkdir(parents=True, exist_ok=True)
            (self.given.corpus / f"{name}.json").write_text(json.dumps(made), "utf-8")

    def told(self, number: int, seconds: float) -> str:
        lines = "" if self.given.blind else f", {self.guide.reached} lines reached, {len(self.corpus)} kept"
        return f"{number} mutants of {len(self.names)} seeds in {seconds:.0f} s: {dict(self.ended)}{lines}"


WARM = 200
"""So many mutants are nearly all the first to reach something, which makes none of them odd."""


def main() -> int:
    given = asked()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    keep = given.keep or Path(tempfile.mkdtemp(prefix="sdkwright-fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    session = Session(given, seeds(), keep)
    started, number = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        while number < given.count and time.monotonic() - started < given.seconds:
            session.one(number, Path(folder))
            number += 1
            if number % 500 == 0:
                print(session.told(number, time.monotonic() - started), flush=True)
    print(session.told(number, time.monotonic() - started))
    return 1 if session.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
