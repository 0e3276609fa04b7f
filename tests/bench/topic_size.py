"""What the size of an API does to importing its package: four hundred resources against two."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measure import environment, pairs, python
from table import Row, count_row, ratio_row

LARGE, SMALL = 400, 2
FLOOR = f"the same of {SMALL} resources"
TIMED = """
import sys, time
sys.path.insert(0, {!r})
started = time.process_time()
import things
client = things.Things()
spent = time.process_time() - started
print(spent, sum(name.partition(".")[0] == "things" for name in sys.modules))
"""


def rows(*, quick: bool) -> Iterator[Row]:
    """The time of import and construction, and the modules that they load."""
    with tempfile.TemporaryDirectory(prefix="sdkwright-bench-") as folder:
        large, small = (emitted(Path(folder, str(count)), count) for count in (LARGE, SMALL))
        taken = pairs(partial(first_figure, large), partial(first_figure, small), 5 if quick else 25)
        yield ratio_row(f"import + client, {LARGE} resources", taken, FLOOR, wanted=1.2)
        modules, floor_modules = python(TIMED.format(large))[1], python(TIMED.format(small))[1]
        yield count_row("  modules of the package loaded", modules, floor_modules, FLOOR)


def first_figure(source: str) -> float:
    return python(TIMED.format(source))[0]


def emitted(folder: Path, count: int) -> str:
    """The source folder of a package with so many resources, each with one method and one model."""
    folder.mkdir()
    (folder / "openapi.json").write_text(json.dumps(document(count)))
    command = [sys.executable, "-m", "sdkwright", "generate", "--spec", "openapi.json", "--output", "out"]
    subprocess.run([*command, "--package", "things"], cwd=folder, env=environment(), capture_output=True, check=True)
    return str(folder / "out" / "src")


def document(count: int) -> dict[str, object]:
    model = {"type": "object", "properties": {"id": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "http://things.test"}],
        "paths": {f"/things{number}": {"get": {"responses": {"200": answer(number)}}} for number in range(count)},
        "components": {"schemas": {f"Thing{number}": model for number in range(count)}},
    }


def answer(number: int) -> dict[str, object]:
    schema = {"$ref": f"#/components/schemas/Thing{number}"}
    return {"description": "one", "content": {"application/json": {"schema": schema}}}
