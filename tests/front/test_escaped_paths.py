"""A path with an escaped character of its own: the operation has recordings, and the examples that call it run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate

SPEC = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers: [{url: "https://api.acme.test"}]
paths:
  /users/%40me: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}}}
"""


def test_it_is_recorded_and_answered_however_it_is_written(tmp_path: Path) -> None:
    spec, out = tmp_path / "openapi.yaml", tmp_path / "out"
    spec.write_text(SPEC)
    generate(GenerateOptions(spec=spec, output=out, package="acme", use_cache=False, jobs=1, tests=True))
    (recorded,) = out.glob("tests/cassettes/*/*.yaml")
    assert "/users/%40me" in recorded.read_text()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_readme.py"]
    run = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
