"""Every operation of every document, called over loopback: the request is parsed back by the document alone, and compared.

The documents are those of the golden cases, one for each topic, and the real ones that are there.
What is known to differ stands in `known.txt` with its reason, and a line that is no longer needed fails.
"""

from __future__ import annotations

import functools
import os
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from wirekit.answers import answer_for, item_of, plain
from wirekit.document import Node, Operation, operations
from wirekit.packages import Emitted, emit
from wirekit.parsing import Parsed
from wirekit.server import Board, Server
from wirekit.values import ABSENT, TEXT, File, Maker, is_unsaid_file, shape_of, spoken

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "cases" / "operations"
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS") or HERE.parents[3] / "shared" / "specs")
NAMES = ("openapi.yaml", "openapi.yml", "openapi.json", "external.yaml")
# headers that arguments are not for, whatever documents say
OF_CLIENT = ("accept", "content-length", "content-type", "authorization")
# about what is around a request, and about paths that are no templates of OpenAPI, which only their tools read
ELSEWHERE = ("security", "servers", "templates")
DOCUMENTS = [
    *sorted(path for path in CASES.glob("*/openapi.yaml") if path.parent.name not in ELSEWHERE),
    *sorted(path for name in NAMES for path in (SPECS.glob(f"*/{name}") if SPECS.is_dir() else ())),
]


def name_of(document: Path) -> str:
    return document.parent.name


@dataclass(slots=True)
class Tally:
    """What was compared, and what differed."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_what_a_method_sends_is_what_its_arguments_say_and_what_comes_back_is_what_was_answered(
    document: Path, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emitted = emit(document, tmp_path, "wire_" + "".join(char if char.isalnum() else "_" for char in name_of(document)))
    tally = call_all(emitted, document, server)
    with capsys.disabled():
        print(f"\n{name_of(document)}: " + ", ".join(f"{count} {what}" for what, count in sorted(tally.counts.items())))
    known = known_exceptions(name_of(document))
    unexpected = {key: text for key, text in tally.problems.items() if key not in known}
    if os.environ.get("WIRE_VERBOSE"):
        for key, text in tally.problems.items():
            print(key, "::", text)
    assert not unexpected, "\n".join(f"{key}: {text}" for key, text in list(unexpected.items())[:40])
    assert not known.keys() - tally.problems.keys(), "no longer needed in known.txt"
    assert tally.counts["operations"] > 0


def known_exceptions(document: str) -> dict[str, str]:
    """`document | what verb path | reason` lines."""
    lines = (HERE / "known.txt").read_text().splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(row) == 3 and row[2] for row in rows), "each line says document, what, and why"
    return {row[1]: row[2] for row in rows if row[0] == document}


def call_all(emitted: Emitted, document: Path, server: Server) -> Tally:
    described = {operation.endpoint: operation for operation in operations(document)}
    tally = Tally()
    board = server.board
    board.serve(list(described.values()))
    with emitted.client(server.url) as client:
        for endpoint, method, path in emitted.methods():
            operation = described.pop(endpoint)
            tally.counts["operations"] += 1
            for full in (False, True):
                send = functools.reduce(getattr, path, client if full else client.with_raw_response)
                what = f"{'all' if full else 'required'} {endpoint}"
                try:
                    one_call(emitted, method, operation, (send, board, tally), full=full)
                except Exception as error:  # a finding like any other
                    place = traceback.extract_tb(error.__traceback__)[-1]
                    tally.problems[f"request {what}"] = (
                        f"{type(error).__name__} {error} {place.filename}:{place.lineno}"
                    )
    tally.problems.update({f"no method {endpoint}": "the operation has none" for endpoint in described})
    return tally


def one_call(
    emitted: Emitted, method: Any, operation: Operation, tools: tuple[Any, Board, Tally], *, full: bool
) -> None:
    send, board, tally = tools
    what = f"{'all' if full else 'required'} {operation.endpoint}"
    values, body = arguments(operation, method, full=full)
    values = {key: value for key, value in values.items() if not emitted.is_sent_by_client(method, key)}
    # with all arguments, a caller who may ask for a stream does
    asked = method.choice.response if full and method.choice is not None else method.response
    answer, expected = answer_for(operation, asked.accept, full=full)
    board.answers = {operation.endpoint: answer}
    given = emitted.arguments(method, values, body)
    board.received = None
    try:
        answered = send(**given)
        result: Any = plain(answered) if full else answered.close()
        if isinstance(expected, list) and isinstance(result, dict):
            result = result["data"]  # of a page, whatever its answer has been
        outcome = None
    except Exception as error:  # after the request has gone it concerns the answer
        result, outcome = None, error
    if board.received is None:
        assert outcome is not None
        raise outcome
    trouble = board.trouble or (None if board.endpoint == operation.endpoint else f"reached {board.endpoint}")
    if trouble is None and board.parsed is not None:
        sent = {
            key: value for key, value in board.parsed.parameters.items() if not emitted.is_sent_by_client(method, key)
        }
        trouble = differences(operation, values, sent) or body_differs(body, board.parsed)
    if trouble is not None:
        tally.problems[f"request {what}"] = (
            f"{trouble} <- {board.received.method} {board.received.target} {board.received.body[:300]!r}"
        )
    else:
        tally.counts["requests"] += 1
        tally.counts["parameters"] += len(values)
        tally.counts["bodies"] += body is not ABSENT
    if not full and outcome is None:
        return  # the answer was not read: types are told apart by the fuller one
    if outcome is not None or result != expected:
        tally.problems[f"answer {what}"] = repr(outcome) if outcome is not None else f"{result!r} is not {expected!r}"
    else:
        tally.counts["answers"] += 1


def arguments(operation: Operation, method: Any, *, full: bool) -> tuple[dict[tuple[str, str], Any], Any]:
    """Values for the parameters by place and name, and one for the body."""
    values: dict[tuple[str, str], Any] = {}
    for node in operation.parameters:
        where, name = str(node.value.get("in")), str(node.value["name"])
        if where == "header" and name.lower() in OF_CLIENT:
            continue
        if where != "path" and not full and not node.value.get("required"):
            continue
        if where == "path" and "{" + name + "}" not in operation.path:
            continue
        # styles with no way to tell a delimiter from data
        ambiguous = node.value.get("style") in ("spaceDelimited", "pipeDelimited", "label")
        text = TEXT if where in ("path", "query") and not ambiguous else "some_text"
        maker = Maker(full=full or where == "path", request=True, text=text)
        contents = node.members("content")
        schema = next(iter(contents.values())).at("schema") if contents else node.at("schema")
        values[where, name] = maker.value(schema)
    return values, _body(operation, method, full=full)


def _body(operation: Operation, method: Any, *, full: bool) -> Any:
    declared = operation.node.at("requestBody")
    # where `required` is absent, the properties that the schema requires are required of the method
    if method.body is None or (not full and not declared.value.get("required", True)):
        return ABSENT
    media = Node(declared.at("content").value, declared.file).at(method.body.media_type)
    if media.value is None:
        media = next(iter(declared.members("content").values()))
    maker = Maker(full=full, request=True, files=method.body.kind.value == "multipart")
    if method.body.kind.value == "binary":
        return b"\x00\xff\r\n--content"
    if method.body.kind.value == "text":
        return "<a>\u00e9</a>"
    if method.body.kind.value == "lines":
        return [maker.value(item_of(media))] * 2
    if method.body.kind.value == "multipart" and shape_of(media.at("schema")) == "plain":
        return {"part": "text"}  # whose parts have names, whatever the schema says
    if method.body.kind.value == "form" and media.at("schema").followed().value.get("format") == "binary":
        return File(b"part=text")  # a form that its author has encoded
    value = maker.value(media.at("schema"))
    for name, how in media.members("encoding").items():
        media_type = how.value.get("contentType", "json")
        if (
            isinstance(value, dict)
            and name in value
            and is_unsaid_file(media.at("schema", "properties", name), media_type)
        ):
            value[name] = File(b"\x00\xff\r\n--content")
        if isinstance(value, dict) and isinstance(value.get(name), dict) and "json" not in media_type:
            value[name] = "<a/>"  # only a caller can make the text of what is no JSON
    return value


def differences(operation: Operation, values: Any, parameters: Any) -> str | None:
    for key, value in values.items():
        node = next(n for n in operation.parameters if (n.value.get("in"), n.value["name"]) == key)
        as_json = any("json" in media_type for media_type in node.members("content"))
        wanted = value if as_json else spoken(value)
        if wanted in ({}, [], None):
            continue
        if parameters.get(key) != wanted:
            return f"{key} is {parameters.get(key)!r}, not {wanted!r}"
    extra = {key for key in parameters.keys() - values.keys() if key[0] != "header" or key[1].lower() not in OF_CLIENT}
    return f"{extra} were sent without being given" if extra else None


def body_differs(body: Any, parsed: Parsed) -> str | None:
    if body in (ABSENT, {}) and parsed.body in (ABSENT, {}):
        return None
    if body is ABSENT or parsed.body is ABSENT or "json" in (parsed.media_type or ""):
        same = body is parsed.body or body == parsed.body
    elif isinstance(body, File) and isinstance(parsed.body, str):
        same = body.decode() == parsed.body
    else:
        same = spoken(parsed.body) == spoken(body) or (body in ({}, None) and not parsed.body)
    return None if same else f"the body is {parsed.body!r}, not {body!r}"
