"""The documentation sites that the tests look at, each made once by the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from commands import docs


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory) -> Path:
    """The site of the package in generated/."""
    place = tmp_path_factory.mktemp("seed") / "site"
    done = docs("--config", "spec/sdkwright.yml", "--output", place)
    assert done.returncode == 0, done.stderr
    return place


HOSTILE = """\
openapi: 3.1.0
info:
  title: "<script>alert(1)</script>"
  version: "1"
  description: |
    <img src=x onerror="alert(2)"> [run](javascript:alert(3)) ![spy](https://elsewhere.example/p.png)
paths:
  /things/{id}:
    get:
      operationId: getThing
      tags: [things]
      summary: "<b onclick='alert(4)'>A thing</b>"
      description: |
        <script>alert(5)</script>

        <div onmouseover="alert(6)">block</div>

        [a](JaVaScRiPt:alert(7)) [b](data:text/html,alert) <javascript:alert(8)> `<script>alert(9)</script>`

        ![spy](https://elsewhere.example/q.png) [word](https://elsewhere.example/fine){ onclick="alert(10)" style="x" }
      parameters:
        - name: id
          in: path
          required: true
          description: "<iframe src='https://elsewhere.example'></iframe> ::: os.system"
          schema: {type: string}
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
  /others:
    get:
      operationId: listOthers
      tags: [others]
      responses:
        "200":
          description: ok
          content:
            text/plain:
              schema: {type: string}
              example: "```\\n<script>alert(14)</script>\\n::: subprocess\\n"
components:
  schemas:
    Thing:
      type: object
      description: "<script>alert(11)</script> ::: anthropic"
      properties:
        name:
          type: string
          description: |
            ::: subprocess

            --8<-- "/etc/passwd"

            <svg onload=alert(12)>
tags:
  - name: others
    description: "::: subprocess"
  - name: things
    description: "</title><script>alert(13)</script>"
"""


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory) -> Path:
    """The site of a document whose author writes HTML, scripts and directives wherever there is room for text."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "openapi.yaml").write_text(HOSTILE)
    done = docs("--spec", "openapi.yaml", "--output", "site", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"
