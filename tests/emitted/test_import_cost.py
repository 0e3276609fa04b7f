"""What importing, a first call and `warm_up` load, counted in modules, for an API of many resources."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RESOURCES = 40


def thing(number: int) -> dict[str, Any]:
    """A model that holds one of another module, and itself by way of that."""
    part = {
        "type": "object",
        "properties": {"whole": {"$ref": f"#/components/schemas/Thing{number}"}, "id": {"type": "string"}},
    }
    whole = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    whole["properties"]["part"] = {"$ref": f"#/components/schemas/Part{number}"}
    return {f"Thing{number}": whole, f"Part{number}": part}


def document() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number in range(RESOURCES):
        schemas |= thing(number)
        answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/Thing{number}"}}}
        name = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        get = {"parameters": [name], "responses": {"200": {"description": "one", "content": answer}}}
        paths[f"/things{number}/{{id}}"] = {"get": get}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "http://things.test"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("things")
    (folder / "openapi.json").write_text(json.dumps(document()))
    command = [sys.executable, "-m", "sdkwright", "generate", "--no-tests", "--spec", "openapi.json", "--output", "out"]
    run = subprocess.run([*command, "--package", "things"], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder / "out" / "src"


PROGRAM = """
import json, sys
def own():
    return {name.partition(".")[2] for name in sys.modules if name.startswith("things.")}
steps = []
import things, httpx2
ANSWER = httpx2.MockTransport(lambda request: httpx2.Response(200, json={"id": "a", "part": {"id": "b"}}))
client = things.Things(http_client=httpx2.Client(transport=ANSWER))
steps.append(sorted(own()))
CODE
print(json.dumps(steps))
"""


def loaded(source: Path, *lines: str) -> list[set[str]]:
    """What is new among our modules after each line, beginning with import and construction; `_core` is left out."""
    code = "\n".join(f"{line}\nsteps.append(sorted(own()))" for line in lines)
    command = [sys.executable, "-W", "error", "-c", PROGRAM.replace("CODE", code)]
    run = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    steps = [{name for name in step if not name.startswith("_core")} for step in json.loads(run.stdout)]
    return [steps[0], *(now - before for before, now in itertools.pairwise(steps))]


def test_importing_and_making_a_client_load_no_resource_and_no_type(source):
    assert loaded(source)[0] == {"_client", "_version"}


def test_a_first_call_loads_what_it_reads_and_nothing_else(source):
    _, first, again, other = loaded(
        source,
        "assert client.things7.retrieve('a').part.id == 'b'",
        "client.things7.retrieve('a')",
        "client.things8.retrieve('a')",
    )
    assert first == {"resources", "resources.things7", "types", "types.thing7", "types.part7"}
    assert again == set()
    assert other == {"resources.things8", "types.thing8", "types.part8"}


@pytest.mark.parametrize(
    "call",
    [
        "client.warm_up(things.types.Thing7)",
        "import asyncio; client = things.AsyncThings(); asyncio.run(client.warm_up(things.types.Thing7))",
    ],
    ids=["synchronous", "asynchronous"],
)
def test_one_call_loads_everything_before_it_is_needed(source, call):
    _, warm, later = loaded(
        source,
        call,
        "client = things.Things(http_client=httpx2.Client(transport=ANSWER)); client.things7.retrieve('a')",
    )
    assert len(warm) >= 3 * RESOURCES + 2
    assert later == set()


def test_warming_up_an_asynchronous_client_does_not_run_in_the_event_loop(source):
    program = """
import asyncio, sys, threading, things
ran = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        ran.append(threading.current_thread() is threading.main_thread())
client = things.AsyncThings()
import anyio.to_thread, anyio._backends._asyncio
async def main():
    sys.meta_path.insert(0, Watch())
    await client.warm_up()
    print(len(ran) > 100, any(ran))
asyncio.run(main())
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=source, capture_output=True, text=True, check=False)
    assert run.stdout == "True False\n", run.stderr + run.stdout
