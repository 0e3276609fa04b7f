"""The suites that come with packages of other documents pass as well: of two at a time, of all with `make test-emitted`.

Which two is decided by the text of what makes the suites, so that each change of it looks at others, and the same tree always at the
same. Small documents take part in that; `EMITTED=all` takes the big ones too, and `EMITTED=museum,galaxy` those that it names.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

from documents import DOCUMENTS, OURS, REAL
from running import ROOT, emit, run

MAKERS = ("generator/sdkwright/lower/recorded", "generator/sdkwright/python/build/suite", "templates/tests")
SMALL = 64 * 1024
"""Bytes of a document that takes part in every run."""


def chosen() -> list[str]:
    """The documents of this run."""
    wanted = os.environ.get("EMITTED")
    if wanted:
        return sorted(DOCUMENTS) if wanted == "all" else [name for name in wanted.split(",") if name]
    paths = sorted(path for folder in MAKERS for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".jinja"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).digest()
    small = [name for name, path in sorted(REAL.items()) if path.stat().st_size <= SMALL]
    picked = (names[digest[index] % len(names)] for index, names in enumerate((sorted(OURS), small)) if names)
    return sorted(picked)


@pytest.mark.parametrize("document", chosen())
def test_the_suite_of_a_package_passes(document: str, tmp_path: Path) -> None:
    out = tmp_path / "sdk"
    emitted = emit(out, "--spec", str(DOCUMENTS[document]), "--package", "acme", "--tests", "--keep-going")
    assert emitted.returncode in (0, 1), emitted.stderr
    assert (out / "tests").is_dir(), emitted.stderr
    done = run(out)
    assert done.returncode == 0, done.stdout[-3000:]
