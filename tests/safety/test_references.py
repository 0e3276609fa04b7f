"""References stay in the folder of the document, however they are written and wherever they stand; shown by what a process opens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = """
import contextlib, io, json, os, sys
folder, specs = sys.argv[1], json.loads(sys.stdin.read())
from sdkwright import cli
ours = (sys.prefix, sys.base_prefix, os.path.dirname(os.path.dirname(cli.__file__)), os.path.realpath(folder))
touched = []
def watch(event, arguments):
    if event.startswith("socket."):
        touched.append(f"{event} {arguments[1:]}")
    elif event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not path.startswith(ours) and not path.startswith("/usr/"):
            touched.append(f"{event} {path}")
cli.run(["validate", specs[0]])  # what is imported is imported
sys.addaudithook(watch)
told = []
for spec in specs:
    del touched[:]
    error = io.StringIO()
    with contextlib.redirect_stderr(error), contextlib.redirect_stdout(io.StringIO()):
        code = cli.run(["validate", spec])
    told.append([code, error.getvalue(), list(touched)])
print("TOLD" + json.dumps(told))
"""

SECRET = "description: SECRET\ntype: object\nA: {type: object, description: SECRET}\n"
OUTSIDE = [
    *("../secret.yaml", "./../secret.yaml", "sub/../../secret.yaml", "sub/./.././../secret.yaml", "../docs/../secret.yaml", "..//secret.yaml"),
    *("%2e%2e/secret.yaml", ".%2e/secret.yaml", "%2E%2E/secret.yaml", "..%2fsecret.yaml", "%2e%2e%2fsecret.yaml", "sub%2f..%2f..%2fsecret.yaml"),
    *("..\\secret.yaml", "sub\\..\\..\\secret.yaml", "..%5csecret.yaml", "%2e%2e%5csecret.yaml", "\\..\\secret.yaml"),
    *("link.yaml", "linked/secret.yaml", "sub/link-of-link.yaml", "linked/docs/../secret.yaml", "sub/up/up/secret.yaml"),
    *("../docs-too/secret.yaml", "../docs-too/../docs-too/secret.yaml", "{outside}/secret.yaml", "{outside}/docs/../secret.yaml"),
    *("file://{outside}/secret.yaml", "file:{outside}/secret.yaml", "FILE://{outside}/secret.yaml", "file://localhost{outside}/secret.yaml"),
    *("file:../secret.yaml", "file://{outside}/docs/%2e%2e/secret.yaml", "/etc/passwd", "///etc/passwd", "file:////etc/passwd", "/proc/self/environ"),
    *("//host/share/secret.yaml", "\\\\host\\share\\secret.yaml", "file://host/share/secret.yaml", "/\\host\\share\\x", "////host/share/x"),
    *("C:\\secret.yaml", "C:/secret.yaml", "c:secret.yaml", "file:///C:/secret.yaml", "\\\\?\\C:\\secret.yaml", "\\\\.\\pipe\\x"),
]  # fmt: skip
NOWHERE = [
    *("%252e%252e/secret.yaml", "..%00/secret.yaml", "a\0b.yaml", "~/secret.yaml", "$HOME/secret.yaml", "...//secret.yaml", "sub", ".", "sub/"),
    *("x" * 300 + ".yaml", "/".join(["d"] * 3_000), "loop.yaml", "con", "nul.yaml", "COM1", "secret.yaml ", "openapi.json.", "\ud800.yaml", "fifo"),
    *("ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "data:application/json,{}", "javascript:1", "jar:file:///x!/y", "urn:x:y", "unix:/x", "ssh://x/y"),
    *("http://127.0.0.1:1/x", "HTTP://127.0.0.1:1/x", "https:127.0.0.1", "http:", "http://[", "://", "h\ntp://x", "https://me:secret@127.0.0.1:1/x"),
]  # fmt: skip


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`docs`, where documents are, in a folder with secrets, and links of all kinds that lead to them."""
    outside = tmp_path_factory.mktemp("outside")
    docs = outside / "docs"
    for folder in (docs / "sub", outside / "docs-too", outside / "far"):
        folder.mkdir(parents=True)
    for folder in (outside, outside / "docs-too", outside / "far"):
        (folder / "secret.yaml").write_text(SECRET)
    (docs / "link.yaml").symlink_to("../secret.yaml")
    (docs / "linked").symlink_to("..")
    (docs / "sub" / "link-of-link.yaml").symlink_to("../link.yaml")
    (docs / "sub" / "up").symlink_to("..")
    (docs / "up").symlink_to("..")
    (docs / "loop.yaml").symlink_to("loop.yaml")
    (docs / "real.yaml").write_text("type: object\nA: {type: object}\n")
    (docs / "inner.yaml").symlink_to("sub/inner.yaml")
    (docs / "sub" / "inner.yaml").symlink_to("../real.yaml")
    (docs / "sub" / "next.yaml").write_text("A: {$ref: '../../secret.yaml#/A'}\nB: {$ref: '../real.yaml#/A'}\n")
    os.mkfifo(docs / "fifo")
    return docs


def at(place: str, reference: str) -> dict:
    """A document with the reference there."""
    name = reference + "#/A" if "#" not in reference else reference
    answers = {"200": {"description": "d"}}
    operation: dict = {"operationId": "a", "responses": answers}
    spec: dict = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": operation}},
        "components": {"schemas": {"Mine": {"type": "object"}}},
    }
    match place:
        case "schema":
            spec["components"]["schemas"]["A"] = {"$ref": name}
        case "whole file":
            spec["components"]["schemas"]["A"] = {"$ref": reference}
        case "items":
            spec["components"]["schemas"]["A"] = {"type": "array", "items": {"$dynamicRef": name}}
        case "base":
            spec["components"]["schemas"]["A"] = {
                "$id": reference,
                "properties": {"a": {"$ref": "#/A"}, "b": {"$ref": name}},
            }
        case "parameter":
            operation["parameters"] = [{"$ref": name}]
        case "answer":
            answers["200"] = {"$ref": name}
        case "path":
            spec["paths"]["/b"] = {"$ref": name}
        case "mapping":
            mapping = {"propertyName": "is", "mapping": {"a": name}}
            spec["components"]["schemas"]["A"] = {
                "oneOf": [{"$ref": "#/components/schemas/Mine"}],
                "discriminator": mapping,
            }
        case "example":
            shown = {"application/json": {"examples": {"a": {"externalValue": reference}, "b": {"$ref": name}}}}
            answers["200"] = {"description": "d", "content": shown}
        case "link":
            answers["200"] = {"description": "d", "links": {"a": {"operationRef": name}, "b": {"$ref": name}}}
    return spec


PLACES = ("schema", "whole file", "items", "base", "parameter", "answer", "path", "mapping", "example", "link")


def told(docs: Path, specs: list[dict]) -> list[tuple[int, str, list[str]]]:
    """For each document how `validate` ended, what it said, and what it touched that is not in the folder."""
    paths = []
    for number, spec in enumerate(specs):
        path = docs / f"openapi-{number}.json"
        path.write_text(json.dumps(spec))
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, docs],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [tuple(each) for each in json.loads(done.stdout.rpartition("TOLD")[2])]


@pytest.mark.parametrize("place", PLACES)
def test_no_reference_leads_out_of_the_folder(docs, tried, place):
    references = [text.replace("{outside}", str(docs.parent)) for text in (*OUTSIDE, *NOWHERE)]
    found = told(docs, [at(place, reference) for reference in references])
    for reference, (code, said, touched) in zip(references, found, strict=True):
        assert touched == [], (reference, touched)
        assert "SECRET" not in said, (reference, said)
        assert "Traceback" not in said, (reference, said)
        assert "internal error" not in said, (reference, said)
        assert code == 1 or place in ("mapping", "example", "link", "items", "base"), (reference, said)
    tried["references that lead out"] += len(references)


def test_what_is_in_the_folder_is_read_by_way_of_links_too(docs):
    inside = [
        "real.yaml",
        "inner.yaml",
        "sub/inner.yaml",
        "sub/up/real.yaml",
        "sub/../real.yaml",
        f"{docs}/real.yaml",
        "re%61l.yaml",
    ]
    for reference, (code, said, touched) in zip(
        inside, told(docs, [at("schema", name) for name in inside]), strict=True
    ):
        assert (code, touched) == (0, []), (reference, said)


def test_a_file_that_is_referred_to_leads_out_no_more_than_the_document_does(docs):
    out, within = told(docs, [at("schema", "sub/next.yaml#/A"), at("schema", "sub/next.yaml#/B")])
    assert (out[0], within[0]) == (1, 0), (out[1], within[1])
    assert "outside of the folder of the document" in out[1]
    assert out[2] == within[2] == []


def test_what_is_touched_is_noticed(docs):
    """The tests above can fail: here the document itself is in another folder."""
    other = docs.parent / "far" / "openapi.json"
    other.write_text(json.dumps(at("schema", "secret.yaml")))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, docs], input=json.dumps([str(other)]), capture_output=True, text=True, check=False
    )
    (_, _, touched), *_ = json.loads(done.stdout.rpartition("TOLD")[2])
    assert f"open {os.path.realpath(other.parent)}/secret.yaml" in touched
