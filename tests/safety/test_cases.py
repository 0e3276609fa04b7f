"""Hostile text in every name, value and prose of the cases of the suite: whatever kinds of schemas and operations it stands in.

What the places are is told by the meta-schemas, as in test_slots.py; there each place is filled once, here it is where it may matter
what stands around it: defaults of all types, names of parts of forms, discriminators, headers with values, styles of parameters.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from attack import EXHAUSTIVE
from attack.hostile import FEW, PAYLOADS
from attack.marked import Marked, Marking

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases").glob("*/*/openapi.yaml"))


def plain(node: object) -> object:
    """What JSON has: a date of YAML is the text that was written."""
    match node:
        case dict():
            return {str(key): plain(value) for key, value in node.items()}
        case list():
            return [plain(item) for item in node]
        case str() | int() | float() | None:
            return node
        case _:
            return str(node)


@pytest.mark.parametrize("number", range(0, len(CASES), 1 if EXHAUSTIVE else 5), ids=lambda number: CASES[number].name)
def test_hostile_text_in_a_case_changes_words_and_nothing_else(tmp_path, tried, number):
    tree = plain(yaml.safe_load((CASES[number] / "openapi.yaml").read_text("utf-8")))
    trial = Marked(Marking(tree).marked(), None, tmp_path)
    for payload in PAYLOADS if EXHAUSTIVE else [FEW[number % len(FEW)]]:
        found = trial.found(PAYLOADS[payload], trial.tokens)
        assert not found, "\n".join(f"{token} with {payload}:\n{told}" for token, told in list(found.items())[:5])
        tried["hostile texts emitted"] += len(trial.tokens)
