"""A config that was written for other SDKs gives the surface that their users have; what it does not is in allowed.yml."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
PAIRS = Path(os.environ.get("SDKWRIGHT_PAIRS") or HERE.parents[2] / "shared" / "pairs")
READER = PAIRS.parent / "tools" / "surface.py"
FOUND = sorted(path.parent for path in PAIRS.glob("*/facts.txt")) if READER.exists() else []
ALLOWED: Mapping[str, Mapping[str, str]] = yaml.safe_load((HERE / "allowed.yml").read_text(encoding="utf-8"))

sys.path.insert(0, str(HERE.parent / "corpus"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "pair" in metafunc.fixturenames:
        metafunc.parametrize("pair", [folder.name for folder in FOUND])


@dataclass(frozen=True, slots=True)
class Emitted:
    """The package of a pair, where it is and what it is called."""

    source: Path
    package: str


@pytest.fixture(scope="session")
def emitted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Emitted]:
    """Every pair, emitted once by the installed command as its users would."""
    found: dict[str, Emitted] = {}
    for folder in FOUND:
        config = yaml.safe_load((folder / "stainless.yml").read_text(encoding="utf-8"))
        out = tmp_path_factory.mktemp("pairs") / folder.name
        command = [Path(sys.executable).with_name("sdkwright"), "generate", "--config", folder / "stainless.yml"]
        document = next(folder.glob("openapi.*"))
        run = subprocess.run(
            [*command, "--spec", document, "--output", out, "--keep-going"], capture_output=True, text=True, check=False
        )
        assert run.returncode in (0, 1), run.stderr
        found[folder.name] = Emitted(out / "src", config["targets"]["python"]["package_name"])
    return found


def test_no_fact_of_the_published_surface_is_missing(pair: str, emitted: Mapping[str, Emitted]) -> None:
    package = emitted[pair]
    command = [sys.executable, READER, "dump", package.source, package.package]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    wanted = set((PAIRS / pair / "facts.txt").read_text(encoding="utf-8").splitlines())
    lost = sorted(wanted - set(run.stdout.splitlines()))
    allowed = ALLOWED.get(pair, {})
    wrong = [fact for fact in lost if not any(re.search(pattern, fact) for pattern in allowed)]
    assert not wrong, f"{pair}: {len(wrong)} of {len(wanted)} facts are missing:\n" + "\n".join(wrong[:40])
    unneeded = [pattern for pattern in allowed if not any(re.search(pattern, fact) for fact in lost)]
    assert not unneeded, f"{pair}: better than allowed.yml says, remove there: {unneeded}"


def test_both_strict_type_checkers_have_nothing_to_say(emitted: Mapping[str, Emitted], tmp_path: Path) -> None:
    if not emitted:
        pytest.skip(f"there are no pairs in {PAIRS}")
    from checkers import both, lay_out

    names = lay_out(emitted.values(), tmp_path)
    for checker, told in both(names, tmp_path).items():
        assert not told, f"{checker}: {dict(told)}"
