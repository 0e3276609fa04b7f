"""`PYTHONPATH=tests/safety python tests/safety/fuzz [--count N] [--seconds S] [--seed X] [--keep FOLDER]`: mutants of real documents, one after the other.

Prints how the runs ended and every defect once, with the smallest mutant that showed it kept in the folder.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

import yaml
from mutate import mutant, text_mutant
from seeds import seeds
from target import Finding, judge

MEMORY = 4 << 30
TEXT_SHARE, FORMATTED_SHARE, CAREFUL_SHARE = 0.15, 0.05, 0.2


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path, default=None)
    return parser.parse_args()


def main() -> int:
    given = asked()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    trees = seeds()
    names, all_trees = sorted(trees), list(trees.values())
    texts = {name: yaml.safe_dump(tree, allow_unicode=True, sort_keys=False) for name, tree in trees.items()}
    keep = given.keep or Path(tempfile.mkdtemp(prefix="sdkwright-fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    ended, found = Counter[str](), dict[str, Finding]()
    started, number = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        while number < given.count and time.monotonic() - started < given.seconds:
            chance = random.Random(f"{given.seed}/{number}")
            name, number = chance.choice(names), number + 1
            spec = Path(folder) / "openapi.yaml"
            if chance.random() < TEXT_SHARE:
                spec.write_bytes(text_mutant(texts[name], chance))
            else:
                spec = spec.with_suffix(".json")
                spec.write_text(json.dumps(mutant(trees[name], all_trees, chance)), "utf-8")
            finding, how = judge(
                spec, formatted=chance.random() < FORMATTED_SHARE, keep_going=chance.random() >= CAREFUL_SHARE
            )
            ended[how] += 1
            if finding is not None:
                ended[finding.place] += 1
                kept = keep / f"{len(found)}{spec.suffix}"
                if finding.place not in found:
                    found[finding.place] = finding
                    kept.write_bytes(spec.read_bytes())
                    print(f"{kept} from {name}, mutant {number - 1}\n{finding.told}", flush=True)
            if number % 500 == 0:
                print(f"{number} mutants, {time.monotonic() - started:.0f} s: {dict(ended)}", flush=True)
    print(f"{number} mutants of {len(names)} seeds in {time.monotonic() - started:.0f} s: {dict(ended)}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
