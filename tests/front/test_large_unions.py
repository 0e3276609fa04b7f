"""A union of more members than pyright reads in one row, as events of webhooks are: typed whole, and read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate

MEMBERS = 300
USE = """\
# pyright: strict
import httpx2
from acme import Acme
from acme.types import Event

def kind(event: Event) -> str:
    return event.type

http = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json={"type": "event_299", "x": 3})))
print(kind(Acme(base_url="http://x", http_client=http).event.retrieve()))
"""


def test_every_member_of_a_large_union_is_known_to_a_type_checker_and_read(tmp_path: Path) -> None:
    names = [f"Event{number}" for number in range(MEMBERS)]
    events = {
        name: {"type": "object", "required": ["type"], "properties": {"type": {"const": f"event_{number}"}}}
        for number, name in enumerate(names)
    }
    union = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}
    answer = {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/event": {"get": {"responses": {"200": answer}}}},
        "components": {"schemas": {"Event": union, **events}},
    }
    spec, source = tmp_path / "openapi.json", tmp_path / "out" / "src"
    spec.write_text(json.dumps(document))
    generate(GenerateOptions(spec=spec, output=source.parent, package="acme", use_cache=False, jobs=1, tests=False))
    (source / "use.py").write_text(USE)
    ran = subprocess.run([sys.executable, "use.py"], cwd=source, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("event_299\n", "")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "use.py", "acme/types/event.py"]
    checked = subprocess.run(command, cwd=source, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
