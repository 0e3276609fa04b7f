"""What an object holds beside its fields: sent by the names and formats of its type, and read as that only where it is said to be it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

CASE = Path(__file__).parents[1] / "cases" / "types" / "further-keys" / "openapi.yaml"
CALL = """
import datetime, json, sys, warnings
warnings.simplefilter("error")
import acme
from acme.types import Closed, Labels
day = datetime.date(2020, 1, 2)
client = acme.Client(base_url=sys.argv[1], max_retries=0)
"""
SEND = """
rules = {"first_name": "a", "first_rule": {"max_size": 1, "since_day": day}}
tree = {"class": "a", "left_side": [{"class": "b", "right_side": []}]}
client.rules.create(rules=rules, rule_list=[rules], holidays={"country_code": "pt", "new_year": day}, tree=tree,
    labels={"first_name": "a", "day-1": day, "other": 5}, narrower={"last_name": "b", "first_name": "c", "r": {"max_size": 2}})
"""
READ = """
given = json.loads(sys.argv[2])
for body, cast_to in ((given, Labels), ([given], list[Labels]), (given, Closed)):
    found = client.post("/any", body=body, cast_to=cast_to)
    first = found[0] if isinstance(found, list) else found
    extra = [value.isoformat() if isinstance(value, datetime.date) else [value] for value in first.model_extra.values()]
    print(json.dumps([extra, first.to_dict(mode="json")]))
"""
CALLER = """
from datetime import date
from acme import Client
from acme.types import RuleParam, RulesParam

class Known(RulesParam, total=False):
    first_rule: RuleParam

client = Client()
known: Known = {"first_name": "a", "first_rule": {"max_size": 1}}
client.rules.create(rules=known)
client.rules.create(rules={"first_name": "a", "first_rule": {"max_size": 1, "since_day": date(2020, 1, 2)}})
client.rules.create(rules={"first_name": "a", "first_rule": {"max_length": 1}})
client.rules.create(labels={"first_name": "a", "day-1": date(2020, 1, 2)})
"""


class Echo(BaseHTTPRequestHandler):
    """Answers with what it is sent, and keeps it."""

    sent: list[Any]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.sent.append(json.loads(body))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:  # type: ignore[override]
        pass


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("further")
    command = ["-m", "sdkwright", "generate", "--no-tests", "--spec", CASE, "--output", output]
    subprocess.run([sys.executable, *command, "--package", "acme", "--jobs", "1"], check=True, capture_output=True)
    return output / "src"


@pytest.fixture
def echo() -> Iterator[HTTPServer]:
    Echo.sent = []
    server = HTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def run(source: Path, echo: HTTPServer, code: str, *arguments: str) -> list[Any]:
    command = [sys.executable, "-c", CALL + code, f"http://127.0.0.1:{echo.server_port}", *arguments]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_is_below_further_keys_has_the_names_and_formats_of_the_document(source: Path, echo: HTTPServer) -> None:
    run(source, echo, SEND)
    rules = {"firstName": "a", "first_rule": {"maxSize": 1, "sinceDay": "2020-01-02"}}
    assert Echo.sent == [
        {
            "rules": rules,
            "ruleList": [rules],
            "holidays": {"countryCode": "pt", "new_year": "2020-01-02"},
            "tree": {"class": "a", "left_side": [{"class": "b", "right_side": []}]},
            "labels": {"firstName": "a", "day-1": "2020-01-02", "other": 5},
            "narrower": {"lastName": "b", "firstName": "c", "r": {"maxSize": 2}},
        }
    ]


@pytest.mark.parametrize("first_name", ["a", 5])  # which fits, or has to be read tolerantly
def test_a_pattern_types_only_what_has_it_in_its_name(source: Path, echo: HTTPServer, first_name: object) -> None:
    given = {
        "firstName": first_name,
        "day-1": "2020-01-02",
        "other": 0,
        "at": "2020-01-01T00:00:00.50Z",
        "in": {"a": 1},
    }
    labels, listed, closed = run(source, echo, READ, json.dumps(given))
    assert labels == listed == [["2020-01-02", [0], ["2020-01-01T00:00:00.50Z"], [{"a": 1}]], given]
    assert closed[0][:2] == ["2020-01-02", "1970-01-01"]  # nothing else may be there, so it is read as what should be


def test_type_checkers_let_further_keys_hold_what_they_hold(source: Path) -> None:
    (source / "caller.py").write_text(CALLER)
    settings = {"typeCheckingMode": "strict", "include": ["."], "pythonVersion": "3.11"}
    (source / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    found = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    told = json.loads(found.stdout)["generalDiagnostics"]
    wrong = next(number for number, line in enumerate(CALLER.splitlines()) if "max_length" in line)
    assert [(Path(each["file"]).name, each["range"]["start"]["line"]) for each in told] == [("caller.py", wrong)]
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file=", "acme", "caller.py"]
    found = subprocess.run(mypy, cwd=source, capture_output=True, text=True, check=False)
    # mypy knows nothing of PEP 728 yet: to it, a dict has the keys that a class says, such as one of the caller's own
    lines = {line.partition(": ")[0] for line in found.stdout.splitlines()}
    assert lines == {f"caller.py:{number}" for number, line in enumerate(CALLER.splitlines(), 1) if "={" in line}
