"""Documents made to exhaust a parser are told off with their place, in bounded time and memory, by the command itself."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys

import pytest
from attack import EXHAUSTIVE

SECONDS, MEMORY = 30, 1 << 30
"""CPU seconds and address space of the process that reads such a document; it is killed past them."""

HEAD = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'
DEEP = 10_000


def whole(schemas: dict) -> bytes:
    answer = {
        "description": "d",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{next(iter(schemas))}"}}},
    }
    paths = {"/a": {"get": {"operationId": "a", "responses": {"200": answer}}}}
    head = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://a.example"}]}
    return json.dumps({**head, "paths": paths, "components": {"schemas": schemas}}).encode()


def at(number: int) -> dict:
    return {"$ref": f"#/components/schemas/S{number}"}


DOCUMENTS: dict[str, bytes] = {
    "alias bomb": ("a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))).encode(),
    "alias bomb of mappings": (
        "a0: &a0 {x: y}\n" + "".join(f"a{n}: &a{n} {{l: *a{n - 1}, r: *a{n - 1}}}\n" for n in range(1, 40))
    ).encode(),
    "deep flow lists": (HEAD + "x-a: " + "[" * DEEP + "]" * DEEP).encode(),
    "deep flow mappings": (HEAD + "x-a: " + "{a: " * DEEP + "1" + "}" * DEEP).encode(),
    "deep block": (HEAD + "x-a:\n" + "".join(" " * (n + 1) + "a:\n" for n in range(2_000))).encode(),
    "deep block list": (HEAD + "x-a:\n  " + "- " * DEEP + "a").encode(),
    "deep JSON lists": b'{"openapi": "3.1.0", "x-a": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep JSON mappings": b'{"openapi": "3.1.0", "x-a": ' + b'{"a": ' * DEEP + b"1" + b"}" * DEEP + b"}",
    "deep schemas": json.dumps(
        {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, "x": 0}
    ).replace('"x": 0', '"components": {"schemas": {"A": ' + '{"not": ' * 3_000 + "{}" + "}" * 3_000 + "}}").encode(),
    "scalar of 100 MB": HEAD.encode() + b"x-a: " + b"a" * 100_000_000,
    "quoted scalar of 100 MB": HEAD.encode() + b'x-a: "' + b"a" * 100_000_000 + b'"',
    "duplicate key": (HEAD + "paths: {}\n").encode() + b"info: 3\n",
    "tag of Python": (HEAD + "x-a: !!python/object/apply:os.system [id]\n").encode(),
    "tag of its own": (HEAD + "x-a: !<tag:x,2000:y> z\npaths: 5\n").encode(),
    "huge integer": (HEAD.replace("paths: {}", "paths: 1" + "0" * 100_000)).encode(),
    "huge exponent": (HEAD.replace("paths: {}", "paths: 1e400000000")).encode(),
    "NaN in JSON": b'{"openapi": "3.1.0", "info": NaN, "paths": Infinity}',
    "UTF-16 that is cut": HEAD.encode("utf-16")[:-1],
    "UTF-16 without a mark": HEAD.encode("utf-16-le"),
    "tabs": HEAD.encode() + b"x-a:\n\tb: c\n",
    "NUL": HEAD.encode() + b"x-a: \x00\n",
    "binary": bytes(range(256)) * 64,
    "gzip": b"\x1f\x8b\x08\x00" + bytes(range(255, 0, -1)) * 10,
    "many anchors": (HEAD + "".join(f"x-{n}: &n{n} [*n{n - 1}]\n" if n else "x-0: &n0 a\n" for n in range(3_000)) + "paths: 1\n").encode(),
    "many open quotes": HEAD.encode() + b"x-a: '" * 20_000,
    "merge keys": ("a: &a {x: 1}\n" + "".join(f"a{n}: &b{n} {{<<: [*{'a' if n == 0 else f'b{n - 1}'}, *a]}}\n" for n in range(2_000))).encode(),
    "references in a circle": json.dumps(
        {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}}
    ).encode(),
    "a long chain of references": json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {},
            "components": {"schemas": {f"S{n}": {"$ref": f"#/components/schemas/S{n + 1}"} for n in range(150)}},
        }
    ).encode(),
    "a pattern that goes back": whole({"Text": {"type": "string", "pattern": "^(a+)+$", "default": "a" * 60 + "!"}}),
    "ways that multiply": whole(
        {"Start": {"default": {}, "allOf": [at(0)]}, **{f"S{n}": {"allOf": [at(n + 1), at(n + 1)]} for n in range(50)}, "S50": {"type": "object"}}
    ),
    "ways that multiply, each left over": whole(
        {
            "Start": {"default": {"x": 1}, "allOf": [at(0)]},
            **{f"S{n}": {"anyOf": [at(n + 1), at(n + 1)], "unevaluatedProperties": {"type": "integer"}} for n in range(50)},
            "S50": {"type": "object", "unevaluatedItems": False},
        }
    ),
    "a set of many": whole(
        {"Set": {"type": "array", "uniqueItems": True, "items": {}, "default": [[n] if n % 2 else {"a": n} for n in range(100_000)]}}
    ),
    "a name in capitals": whole({"A" * 300_000: {"type": "object", "properties": {"B" * 300_000: {"type": "string"}}}}),
    "long texts": whole(
        {
            f"S{number}": {"type": "object", "description": text * (100_000 // len(text)), "properties": {"a": {"description": text * 1_000}}}
            for number, text in enumerate((" ", "\n", "a ", "a. ", ".", "`", "*", "**a", "_a", "[", "[a](", "<a ", "</", "&#", "|", "- a\n", "> ", "\\", '"', "{{", "1. ", "~~~\n", "http://a ", "A", "\u2028", "\ud800"))
        }
    ),
}  # fmt: skip
SOUND = {
    "a pattern that goes back",
    "ways that multiply",
    "ways that multiply, each left over",
    "a set of many",
    "a name in capitals",
    "long texts",
    "duplicate key",
    "deep schemas",
    "a long chain of references",
    "many anchors",
    "merge keys",
    "huge exponent",
    "UTF-16 without a mark",
}
"""What may be read after all, as long as it is within the bounds."""


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.parametrize("name", list(DOCUMENTS)[:: 1 if EXHAUSTIVE else 4])
def test_a_document_cannot_exhaust_the_machine(tmp_path, tried, name):
    suffix = "json" if DOCUMENTS[name].startswith(b"{") else "yaml"
    spec = tmp_path / f"openapi.{suffix}"
    spec.write_bytes(DOCUMENTS[name])
    command = [
        sys.executable,
        "-m",
        "sdkwright",
        "generate",
        "--spec",
        spec.name,
        "--output",
        tmp_path / "out",
        "--no-cache",
    ]
    done = subprocess.run(
        [*command, "--jobs", "1", "--package", "zq"],
        preexec_fn=limited,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
    )
    assert done.returncode == 1 or (name in SOUND and done.returncode == 0), (done.returncode, done.stderr[-1500:])
    assert "Traceback" not in done.stderr
    assert "MemoryError" not in done.stderr
    if done.returncode == 1:
        place = "error D003: openapi" if name.endswith("100 MB") else f"openapi[.]{suffix}:[0-9]+:[0-9]+: error "
        assert re.search(f"^{place}", done.stderr, re.MULTILINE), done.stderr[-1500:]
        assert len(done.stderr) < 100_000
        assert not (tmp_path / "out").exists()
    tried["documents within 30 s and 1 GiB"] += 1
