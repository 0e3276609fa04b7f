"""A schema whose discriminator tells apart what extends it: an answer is read as the schema that its tag names, where it is used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CASE = Path(__file__).parents[1] / "cases" / "types" / "extended-discriminated"
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
"""
ROWS: list[tuple[str, dict[str, Any], object]] = [
    ("PetUnion", {"petType": "cat", "huntingSkill": "mice"}, "Cat"),
    ("PetUnion", {"petType": "Cat"}, "Cat"),
    ("PetUnion", {"petType": "Pet", "name": "Bo"}, "Pet"),
    ("PetUnion", {"petType": "Poodle", "packSize": 1, "curls": 3}, "Poodle"),
    ("PetUnion", {"petType": "50% cat", "half": "tail"}, "Model50Cat"),
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
    ("Canvas", {"shape": {"kind": "square", "side": 1.5}}, ["Canvas", {"shape": "Square"}]),
    ("Canvas", {"shape": {"kind": "circle", "side": 1.5}}, ["Canvas", {"shape": "Circle"}]),
    ("Canvas", {"shape": {"kind": "hexagon", "side": 1.5}}, ["Canvas", {"shape": "Shape"}]),
    ("Canvas", {"shape": {"colour": "red", "side": 1.5}}, ["Canvas", {"shape": "Shape"}]),
    ("EventUnion2", {"type": "ended", "at": "noon"}, "Ended"),
    ("EventUnion2", {"type": "started", "at": "noon"}, "Started"),
    ("EventUnion2", {"type": "paused", "at": "noon"}, "Event"),
    ("Import", {"source": {"of": "url", "path": "/"}}, ["Import", {"source": "UrlSource"}]),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What each row was read as, and whether it is written as it came."""
    output = tmp_path_factory.mktemp("extended")
    command = ["-m", "sdkwright", "generate", "--no-tests", "--spec", CASE / "openapi.yaml", "--output", output]
    subprocess.run([sys.executable, *command, "--package", "acme", "--jobs", "1"], check=True, capture_output=True)
    given = json.dumps([[model, value] for model, value, _ in ROWS])
    run = subprocess.run(
        [sys.executable, "-c", READ], input=given, cwd=output / "src", capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_an_answer_is_what_its_tag_says(answers: list[Any], row: int) -> None:
    assert answers[row] == [ROWS[row][2], True], ROWS[row]
