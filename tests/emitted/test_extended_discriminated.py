"""A schema whose discriminator tells apart what extends it: an answer is read as the schema that its tag names, where it is used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CASE = Path(__file__).parents[1] / "cases" / "types" / "extended-discriminated" / "openapi.yaml"
READ = """
import json, sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer

class Echo(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

server = HTTPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
import acme

def names(value):
    if isinstance(value, list):
        return [names(each) for each in value]
    if not isinstance(value, acme.BaseModel):
        return value
    inner = {name: names(each) for name, each in value if isinstance(each, (list, acme.BaseModel))}
    return [type(value).__name__, inner] if inner else type(value).__name__

with acme.Client(base_url=f"http://127.0.0.1:{server.server_port}", max_retries=0) as client:
    for model, given in json.load(sys.stdin):
        found = client.post("/any", body=given, cast_to=getattr(acme.types, model))
        print(json.dumps([names(found), found.to_dict() == given]))
    exec(sys.argv[1])
"""
SEND = """
cat = {"pet_type": "cat", "hunting_skill": "mice", "friends": [{"pet_type": "dog", "pack_size": 2}]}
print(json.dumps(client.pets.create(pet_type="dog", pack_size=1, enemy=cat, friends=[cat]).to_dict()))
"""
ROWS: list[tuple[str, dict[str, Any], object]] = [
    ("PetUnion", {"petType": "cat", "huntingSkill": "mice"}, "Cat"),
    ("PetUnion", {"petType": "Cat"}, "Cat"),
    ("PetUnion", {"petType": "Pet", "name": "Bo"}, "Pet"),
    ("PetUnion", {"petType": "Poodle", "packSize": 1, "curls": 3}, "Poodle"),
    ("PetUnion", {"petType": "50% cat", "half": "tail"}, "Model50Cat"),
    ("PetUnion", {"petType": "hen", "name": "Bo"}, "Hen"),
    ("PetAgain", {"petType": "hen", "name": "Bo"}, "Hen"),
    ("Canvas", {"shape": {"kind": "Dot", "colour": "red"}}, ["Canvas", {"shape": "Dot"}]),
    # the tag decides, though another kind would fit better
    ("PetUnion", {"petType": "dog", "huntingSkill": "mice"}, "Dog"),
    ("PetUnion", {"petType": "dog", "packSize": "many", "name": 5}, "Dog"),
    # a kind that is not known yet is what all kinds have in common
    ("PetUnion", {"petType": "hamster", "huntingSkill": "none", "packSize": 3}, "Pet"),
    ("PetUnion", {"petType": 5, "curls": 1}, "Pet"),
    ("PetUnion", {"name": "nobody"}, "Pet"),
    (
        "PetUnion",
        {"petType": "dog", "packSize": 1, "enemy": {"petType": "cat"}, "friends": [{"petType": "dog", "packSize": 2}]},
        ["Dog", {"enemy": "Cat", "friends": ["Dog"]}],
    ),
    ("DogUnion", {"petType": "Poodle", "packSize": 1}, "Poodle"),
    ("DogUnion", {"petType": "terrier", "packSize": 1, "curls": 2}, "Dog"),
    (
        "Shown",
        {"favourite": {"petType": "cat"}, "dog": {"petType": "Poodle"}},
        ["Shown", {"favourite": "Cat", "dog": "Poodle"}],
    ),
    ("Shown", {"priced": {"petType": "cat", "price": 3}}, ["Shown", {"priced": "Priced"}]),
    # what is odd of its kind is written as that kind all the same, with all that a pet does not have
    ("Shown", {"favourite": {"petType": "cat", "huntingSkill": 5}}, ["Shown", {"favourite": "Cat"}]),
    ("Shown", {"dog": {"petType": "Poodle", "packSize": {}, "curls": "x"}}, ["Shown", {"dog": "Poodle"}]),
    ("Canvas", {"shape": {"kind": "square", "side": 1.5}}, ["Canvas", {"shape": "Square"}]),
    ("Canvas", {"shape": {"kind": "circle", "side": 1.5}}, ["Canvas", {"shape": "Circle"}]),
    ("Canvas", {"shape": {"kind": "hexagon", "side": 1.5}}, ["Canvas", {"shape": "Shape"}]),
    ("Canvas", {"shape": {"colour": "red", "side": 1.5}}, ["Canvas", {"shape": "Shape"}]),
    ("EventUnion2", {"type": "ended", "at": "noon"}, "Ended"),
    ("EventUnion2", {"type": "started", "at": "noon"}, "Started"),
    ("EventUnion2", {"type": "paused", "at": "noon"}, "Event"),
    ("Import", {"source": {"of": "url", "path": "/"}}, ["Import", {"source": "UrlSource"}]),
]


NEWEST = """
openapi: 3.2.0
info: {title: Letters, version: "1"}
servers: [{url: https://letters.example.com}]
paths: {}
components:
  schemas:
    Letter:
      oneOf: [{$ref: "#/components/schemas/Alpha"}, {$ref: "#/components/schemas/Beta"}, {$ref: "#/components/schemas/Other"}]
      discriminator: {propertyName: kind, defaultMapping: "#/components/schemas/Other"}
    Alpha: {type: object, required: [kind], properties: {kind: {type: string}, first: {type: string}}}
    Beta: {type: object, required: [kind], properties: {kind: {type: string}, second: {type: string}}}
    Other: {type: object, properties: {kind: {type: string}, any: {type: string}}}
"""
LETTERS: list[tuple[str, dict[str, Any], object]] = [
    ("Letter", {"kind": "Beta", "first": "a"}, "Beta"),
    ("Letter", {"kind": "Other", "first": "a"}, "Other"),
    ("Letter", {"kind": "gamma", "second": "a"}, "Other"),
    ("Letter", {"first": "a"}, "Other"),
]


def read(spec: Path, output: Path, rows: list[tuple[str, dict[str, Any], object]], further: str = "") -> list[Any]:
    """What each row is read as by the package of a case, and whether it is written as it came."""
    command = ["-m", "sdkwright", "generate", "--no-tests", "--spec", spec, "--output", output]
    subprocess.run([sys.executable, *command, "--package", "acme", "--jobs", "1"], check=True, capture_output=True)
    given = json.dumps([[model, value] for model, value, _ in rows])
    run = subprocess.run(
        [sys.executable, "-c", READ, further],
        input=given,
        cwd=output / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return read(CASE, tmp_path_factory.mktemp("extended"), ROWS, SEND)


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_an_answer_is_what_its_tag_says(answers: list[Any], row: int) -> None:
    assert answers[row] == [ROWS[row][2], True], ROWS[row]


def test_what_is_sent_has_the_names_of_the_api_at_any_depth(answers: list[Any]) -> None:
    cat = {"petType": "cat", "huntingSkill": "mice", "friends": [{"petType": "dog", "packSize": 2}]}
    assert answers[-1] == {"petType": "dog", "packSize": 1, "enemy": cat, "friends": [cat]}


def test_a_document_may_say_what_an_unknown_tag_means(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.yaml"
    spec.write_text(NEWEST)
    assert read(spec, tmp_path / "out", LETTERS) == [[found, True] for _, _, found in LETTERS]
