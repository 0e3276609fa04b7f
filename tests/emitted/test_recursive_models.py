"""Models that need each other, and of which one extends another, can be imported in any order, and read what they describe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CASE = Path(__file__).parents[1] / "cases" / "types" / "recursion-by-extension"
READ = """
import sys, importlib
importlib.import_module(f"acme.types.{sys.argv[1]}")
from acme.types import Assembly, BigAssembly, Screw, Thing
screw = {"kind": "screw", "weight": 1.5}
big = {"kind": "big", "crane": {"lifts": {"kind": "big", "parts": [screw]}}}
found = Assembly.model_validate({"kind": "assembly", "parts": [screw, big]})
assert isinstance(found, Thing) and [type(part) for part in found.parts] == [Screw, BigAssembly], found
assert type(found.parts[1].crane.lifts.parts[0]) is Screw
assert found.to_dict() == {"kind": "assembly", "parts": [screw, big]}
from acme._core.reading import read_json
from acme.types import Cat, Dog, Owner
owner = read_json(b'{"pet": {"kind": "dog", "owner": {}, "friend": {"kind": "cat", "meows": true}}}', Owner, strict=False)
assert isinstance(owner.pet, Dog) and isinstance(owner.pet.friend, Cat), owner
from acme.types import Accountant, Person
accountant = read_json(b'{"exam": "CPA", "employer": {"staff": [{"employer": {}}]}}', Accountant, strict=True)
assert type(accountant.employer.staff[0]) is Person, accountant
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("recursive")
    command = ["-m", "sdkwright", "generate", "--no-tests", "--spec", CASE / "openapi.yaml", "--output", output]
    subprocess.run([sys.executable, *command, "--package", "acme", "--jobs", "1"], check=True, capture_output=True)
    return output / "src"


@pytest.mark.parametrize(
    "first",
    [
        "accountant",
        "crane",
        "firm",
        "living",
        "living_param",
        "owner",
        "part",
        "part_param",
        "person",
        "screw",
        "thing",
        "thing_param",
    ],
)
def test_any_module_may_be_imported_first(source: Path, first: str) -> None:
    modules = sorted(path.stem for path in source.glob("acme/types/*.py") if path.stem != "__init__")
    assert {"assembly", "big_assembly"}.isdisjoint(modules), "these stand beside what they extend"
    run = subprocess.run([sys.executable, "-c", READ, first], cwd=source, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
