"""`sdkwright init` from a URL, from the folder of an SDK, and with answers of a person at a terminal."""

from __future__ import annotations

import http.server
import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from sdkwright import cli

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /v1/pets: {get: {operationId: listPets, responses: {"200": {description: x}}}}
  /v1/pets/{id}/feed:
    post: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"200": {description: x}}}
"""
MOVED = {"/latest": "/v3/latest", "/v3/latest": "/api/pets.yaml", "/round": "/round", "/inside": "file:///etc/passwd"}

LISTED = """openapi: 3.1.0
info: { title: Zoo, version: "1" }
security: [{ bearer: [] }]
paths:
  /pets: { get: { parameters: [{ $ref: "#/components/parameters/after" }], responses: { "200": { $ref: "#/components/responses/Pets" } } } }
  /cats: { get: { parameters: [{ $ref: "#/components/parameters/after" }], responses: { "200": { $ref: "#/components/responses/Pets" } } } }
  /toys: { get: { responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Toys" } } } } } } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  parameters: { after: { name: after, in: query, schema: { type: string } } }
  responses: { Pets: { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/PetList" } } } } }
  schemas:
    Pet: { type: object, properties: { id: { type: string }, kind: { $ref: "#/components/schemas/animal_kind" } } }
    PetList:
      type: object
      properties:
        data: { type: array, items: { $ref: "#/components/schemas/Pet" } }
        next_cursor: { type: string }
        has_more: { type: boolean }
    Toys: { type: object, properties: { names: { type: array, items: { type: string } } } }
    animal_kind: { type: string, enum: [cat, dog] }
    Problem: { type: object, properties: { text: { type: string } } }
    CareFood: { type: object, properties: { grams: { type: integer } } }
"""

CLIENT = """class AcmeZoo(SyncAPIClient):
    def __init__(self, *, api_key=None, tenant=None, base_url=None):
        if api_key is None:
            api_key = os.environ.get("ZOO_KEY")
        if api_key is None:
            raise ZooError("The api_key client option must be set")
        if tenant is None:
            tenant = os.environ.get("ZOO_TENANT")
        if base_url is None:
            base_url = os.environ.get("ZOO_BASE_URL")
"""

LINKED = (
    '- <code title="{}">client.animals.<a href="./src/x.py">{}</a>(\\*\\*<a href="src/y.py">params</a>) -> {}</code>\n'
)
INDEX = (
    "# Shared Types\n\n```python\nfrom acme.types import AnimalKind, Nowhere, Problem\n```\n\n# Animals\n\nTypes:\n\n```python\n"
    "from acme.types import (\n    Creature,\n    AnimalToysResponse,\n)\n```\n\nMethods:\n\n"
    + LINKED.format("get /pets", "list", '<a href="z">SyncZooPage[Creature]</a>')
    + LINKED.format("get /cats", "all", "AnimalAllResponse")
    + LINKED.format("get /toys", "toys", "AnimalToysResponse")
    + "\n## Care\n\nTypes:\n\n```python\nfrom acme.types.animals import Food\n```\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def url() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in MOVED:
                self.send_response(302)
                self.send_header("Location", MOVED[self.path])
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(SPEC)))
            self.end_headers()
            self.wfile.write(SPEC.encode())

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/pets.yaml"
    server.shutdown()


def test_a_url_is_fetched_to_a_file_beside_the_config(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["init", url, "--allow-host", "127.0.0.1"]) == 0
    assert (tmp_path / "pets.yaml").read_text() == SPEC
    assert yaml.safe_load((tmp_path / "sdkwright.yml").read_text())["spec"] == "pets.yaml"
    (tmp_path / "pets.yaml").write_text("mine")
    assert cli.run(["init", url, "--allow-host", "127.0.0.1", "--force"]) == 1
    assert "pets.yaml is there already, with other content" in capsys.readouterr().err
    assert (tmp_path / "pets.yaml").read_text() == "mine"


def test_models_of_other_files_are_named_by_these(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the description refers to them; with the config, the same package comes of it as without one."""
    case = Path(__file__).parents[1] / "cases" / "documents" / "files"
    shutil.copytree(case, tmp_path / "api", ignore=shutil.ignore_patterns("expected"))
    assert cli.run(["init", "api/openapi.yaml"]) == 0
    models = yaml.safe_load((tmp_path / "sdkwright.yml").read_text())["models"]
    assert (models["Cat"], models["Owner"]) == ("schemas/Cat.yaml", "schemas/people.yaml#/definitions/Owner")
    assert cli.run(["generate", "--no-tests"]) == 0
    without = ["--spec", "api/openapi.yaml", "--output", "plain", "--package", "files", "--config", "none.yml"]
    (tmp_path / "none.yml").write_text("{}\n")
    assert cli.run(["generate", "--no-tests", *without]) == 0
    made, plain = (
        {path.name: path.read_text() for path in tmp_path.glob(f"{each}/src/**/*.py")} for each in ("sdk", "plain")
    )
    assert made == plain
    (tmp_path / "api/schemas/Cat.yaml").unlink()
    capsys.readouterr()
    assert cli.run(["init", "api/openapi.yaml", "--force"]) == 1
    assert "schemas/Cat.yaml" in capsys.readouterr().err


def test_redirects_are_followed_and_the_file_is_called_as_what_was_asked_for(url: str, tmp_path: Path) -> None:
    assert cli.run(["init", url.replace("/api/pets.yaml", "/latest"), "--allow-host", "127.0.0.1"]) == 0
    assert (tmp_path / "latest.yaml").read_text() == SPEC


@pytest.mark.parametrize(("path", "said"), [("/round", "more than 5 redirects"), ("/inside", "file:///etc/passwd")])
def test_redirects_that_lead_nowhere_are_told(
    path: str, said: str, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["init", url.replace("/api/pets.yaml", path), "--allow-host", "127.0.0.1"]) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.glob("*.y*ml")) == []


def test_an_address_that_is_private_is_not_asked(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["init", url]) == 1
    assert "--allow-host" in capsys.readouterr().err
    assert list(tmp_path.glob("*.y*ml")) == []


def test_the_layout_of_an_sdk_is_taken_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is generated then has the calls that the old index lists."""
    (tmp_path / "openapi.yaml").write_text(SPEC)
    sdk = tmp_path / "acme-python"
    (sdk / "src" / "acme").mkdir(parents=True)
    (sdk / "src" / "acme" / "__init__.py").touch()
    (sdk / "pyproject.toml").write_text('[project]\nname = "acme-sdk"\n')
    link = '<a href="./src/x.py">{}</a>(id) -> None</code>\n'
    (sdk / "api.md").write_text(
        "# Animals\n\n"
        f'- <code title="get /v1/pets">client.animals.{link.format("all")}'
        f'- <code title="post /v1/pets/{{id}}/feed">client.animals.care.{link.format("feed")}'
    )
    assert cli.run(["init", str(sdk)]) == 2
    assert "--spec openapi.yaml" in capsys.readouterr().err
    assert cli.run(["init", str(sdk), "--spec", "openapi.yaml"]) == 0
    config = yaml.safe_load((tmp_path / "sdkwright.yml").read_text())
    assert config["targets"]["python"] == {"package_name": "acme", "project_name": "acme-sdk", "output_dir": "sdk"}
    capsys.readouterr()
    assert cli.run(["tree"]) == 0
    out = capsys.readouterr().out
    assert "all  GET /v1/pets" in out
    assert "feed  POST /v1/pets/{id}/feed" in out
    assert "left out" not in out


def test_models_pages_and_options_of_an_sdk_are_taken_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Models stand where the index lists them, by what methods answer with or by name; names of answers are left to be made again."""
    (tmp_path / "openapi.yaml").write_text(LISTED)
    package = tmp_path / "acme-python" / "src" / "acme"
    (package / "resources").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "_client.py").write_text(CLIENT)
    (package / "resources" / "animals.py").write_text("class Animals(SyncAPIResource):\n    pass\n")
    (package.parents[1] / "api.md").write_text(INDEX)
    assert cli.run(["init", "acme-python", "--spec", "openapi.yaml"]) == 0
    text = (tmp_path / "sdkwright.yml").read_text()
    config = yaml.safe_load(text)
    assert config["organization"] == {"name": "AcmeZoo"}
    assert config["settings"]["resource_class_suffix"] is False
    assert config["client_settings"]["default_env_prefix"] == "ZOO"
    assert config["client_settings"]["opts"] == {
        "api_key": {"type": "string", "read_env": "ZOO_KEY", "auth": {"security_scheme": "bearer"}},
        "tenant": {"type": "string", "nullable": True, "read_env": "ZOO_TENANT"},
    }
    assert [scheme["name"] for scheme in config["pagination"]] == ["ZooPage"]
    assert config["resources"] == {
        "$shared": {"models": {"AnimalKind": "animal_kind", "Problem": "Problem"}},
        "animals": {
            "methods": {"list": "get /pets", "all": {"endpoint": "get /cats", "paginated": False}, "toys": "get /toys"},
            "models": {"Creature": "Pet"},
            "subresources": {"care": {"models": {"Food": "CareFood"}}},
        },
    }
    assert "No schema was found for Nowhere" in text
    assert cli.run(["generate"]) == 0
    capsys.readouterr()
    emitted = tmp_path / "sdk" / "src" / "acme"
    index = (tmp_path / "sdk" / "api.md").read_text()
    assert "from acme.types import AnimalKind, Problem" in index
    assert "## Care\n\nTypes:\n\n```python\nfrom acme.types.animals import Food\n```\n" in index
    assert "-> SyncZooPage[Creature]:" in (emitted / "resources" / "animals.py").read_text()
    assert "class AnimalToysResponse(" in (emitted / "types" / "animal_toys_response.py").read_text()


def test_a_folder_that_is_no_sdk_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    (tmp_path / "other").mkdir()
    assert cli.run(["init", "other", "--spec", "openapi.yaml"]) == 1
    assert "has no api.md that lists methods" in capsys.readouterr().err


def test_at_a_terminal_it_asks_and_a_wrong_answer_is_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sdkwright", "init", "openapi.yaml"]
    process = subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs)
    os.write(ours, b"not a name\nzoo\n\n")
    assert process.wait(60) == 0
    os.close(theirs)
    python = yaml.safe_load((tmp_path / "sdkwright.yml").read_text())["targets"]["python"]
    assert (python["package_name"], python["output_dir"]) == ("zoo", "sdk")
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "Name to import [pets]" in said
    assert "`not a name` cannot be imported" in said


@pytest.mark.parametrize("how", ["end of input", "interrupt"])
def test_who_leaves_at_a_question_leaves_no_file(how: str, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sdkwright", "init", "openapi.yaml"]
    process = subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    while b"Name to import" not in said:
        said += os.read(ours, 10_000)
    for _ in range(60):  # a signal between the question and the reading of its answer is noticed with the next one only
        if how == "interrupt":
            process.send_signal(signal.SIGINT)
        else:
            os.write(ours, b"\x04")
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
            break
    assert process.returncode == 130
    said += os.read(ours, 10_000)
    os.close(ours)
    assert b"interrupted; nothing was left half-written" in said
    assert b"Traceback" not in said
    assert not (tmp_path / "sdkwright.yml").exists()


def test_without_a_terminal_flags_are_enough(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    command = [sys.executable, "-m", "sdkwright", "init", "openapi.yaml", "--package", "zoo", "--output", "api.yml"]
    done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "run `sdkwright generate --config api.yml`" in done.stdout
    assert yaml.safe_load((tmp_path / "api.yml").read_text())["targets"]["python"]["package_name"] == "zoo"
    assert subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True).returncode == 1
