"""Hostile names of anything become identifiers and plain files below the output folder, none of them another's."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pytest
from attack.hostile import NAMES
from attack.stages import emit, written

from sdkwright.emit.files import check_paths

CANARY = Path(__file__).parent / "attack" / "canary.py"
KINDS = (
    "tag",
    "schema",
    "operationId",
    "property",
    "parameter",
    "path",
    "enum",
    "scheme",
    "title",
    "variable",
    "place",
)


def escaped(name: str) -> str:
    pointed = name.replace("~", "~0").replace("/", "~1")
    return "".join(quote(char, safe="~") if char.isascii() else char for char in pointed)


def document(kind: str, names: tuple[str, ...] = NAMES) -> dict:
    """A document in which every name is the name of something of that kind."""
    path_parts = {name: name if name not in (".", "..") else f"{name}x" for name in names}
    answer = {
        "200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    }
    spec: dict = {
        "openapi": "3.1.0",
        "info": {"title": "Hostile" if kind != "title" else names[0], "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {},
        "components": {"schemas": {"Thing": {"type": "object", "properties": {"id": {"type": "string"}}}}},
    }
    schemas = spec["components"]["schemas"]
    for number, name in enumerate(names):
        operation: dict = {"operationId": f"op{number}", "tags": ["things"], "responses": answer}
        path = f"/things/{number}"
        match kind:
            case "tag":
                operation["tags"], path = [name], f"/t{number}"
            case "operationId":
                operation["operationId"] = name
            case "schema":
                schemas[name] = {"type": "object", "properties": {"id": {"type": "string"}}}
                there = {"schema": {"$ref": f"#/components/schemas/{escaped(name)}"}}
                operation["responses"] = {"200": {"description": "d", "content": {"application/json": there}}}
            case "property":
                schemas["Thing"]["properties"][name] = {"type": "object", "properties": {name: {"type": "string"}}}
                operation["requestBody"] = {
                    "content": {
                        "application/json": {"schema": {"type": "object", "properties": {name: {"type": "string"}}}}
                    }
                }
            case "parameter":
                operation["parameters"] = [
                    {"name": name, "in": place, "schema": {"type": "string"}} for place in ("query", "header", "cookie")
                ]
            case "path":
                path = "/" + path_parts[name].translate(str.maketrans("{}?#", "()!.")).lstrip("/")
                path = path if path not in spec["paths"] else f"{path}/{number}"
            case "place":
                operation["x-stainless-method"] = {"path": f"{name}.{name}"}
            case "enum":
                schemas["Thing"]["properties"][f"e{number}"] = {
                    "type": "string",
                    "enum": [name, f"{name}!"],
                    "x-enum-varnames": [name, f"{name}2"],
                }
            case "scheme":
                spec["components"].setdefault("securitySchemes", {})[name] = {
                    "type": "apiKey",
                    "in": "header",
                    "name": f"X-{number}",
                }
                operation["security"] = [{name: []}]
            case "variable":
                if name and not set(name) & set("{}"):
                    server = {
                        "url": f"https://api.example.com/{{{name}}}",
                        "variables": {name: {"default": "x", "enum": ["x", name]}},
                    }
                    spec["servers"].append(server)
        spec["paths"][path] = {"get": operation} if kind != "property" else {"post": operation}
    return spec


def assert_sound(files) -> None:
    paths = [file.path for file in files]
    check_paths(paths)
    assert all(
        PurePosixPath("/out") in (PurePosixPath("/out") / path).parents and ".." not in path.parts for path in paths
    )
    assert len({str(path).casefold() for path in paths}) == len(paths)
    for file in files:
        if file.path.suffix == ".py":
            ast.parse(file.text)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_become_files_below_the_output_and_python(tmp_path, tried, kind):
    for names in [NAMES] if kind != "title" else [(name,) for name in NAMES[::3]]:
        emission = emit(*written(tmp_path, document(kind, names)), keep_going=True)
        assert emission.files is not None, list(emission.errors())[:3]
        assert_sound(emission.files)
        tried["hostile names emitted"] += len(names)


LONG_PATHS = {
    "many words": "/" + "/".join(f"word{number}" for number in range(400)),
    "long words": "/" + "/".join("word" * 25 + chr(97 + number) for number in range(20)),
    "words of many words": "/" + "/".join("aB" * 70 + chr(97 + number) for number in range(20)),
    "long parameters": "/a/" + "/".join(f"{{{'parameter' * 30}{number}}}" for number in range(30)),
}


@pytest.mark.parametrize("way", [*LONG_PATHS, "placed", "named"])
def test_names_however_long_and_deep_become_files_with_short_paths(tmp_path, way):
    spec = document("tag", ("a",))
    (item,) = spec["paths"].values()
    item["get"]["operationId"] = "operation" * 40
    spec["paths"] = {LONG_PATHS.get(way, "/a"): item}
    schemas = spec["components"]["schemas"]
    schemas["LongName" * 40] = {
        "type": "object",
        "properties": {"inner" * 60: {"type": "object", "properties": {"x" * 300: {}}}},
    }
    item["get"]["requestBody"] = {
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{'LongName' * 40}"}}}
    }
    if way == "placed":
        item["get"]["x-stainless-method"] = ".".join(f"word{number}" for number in range(200))
    config = {"resources": {"things": {"methods": {"method" * 60: "get /a"}}}} if way == "named" else None
    emission = emit(*written(tmp_path, spec, config), keep_going=True, whole=True, package="zqpackage")
    assert emission.files is not None, list(emission.errors())[:3]
    assert_sound(emission.files)


@pytest.mark.parametrize("kind", ["tag", "schema", "property", "operationId"])
def test_a_package_of_hostile_names_is_imported_and_nothing_else_is_written(tmp_path, kind):
    (tmp_path / "precious.txt").write_text("precious")
    out = tmp_path / "a" / "b" / "out"
    spec, _ = written(tmp_path, document(kind))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    command = [
        Path(sys.executable).with_name("sdkwright"),
        "generate",
        "--spec",
        spec,
        "--output",
        out,
        "--package",
        "zqpackage",
    ]
    done = subprocess.run(
        [*command, "--keep-going", "--no-cache", "--jobs", "1"], capture_output=True, text=True, check=False
    )
    assert (out / "pyproject.toml").is_file(), done.stderr[-2000:]
    outside = {path for path in tmp_path.rglob("*") if out not in path.parents} - {out, out.parent, out.parent.parent}
    assert {path: path.stat().st_mtime_ns for path in outside} == before
    done = subprocess.run([sys.executable, "-I", CANARY, out, "zqpackage"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


NO_PACKAGES = [name for name in NAMES if not all(part.isidentifier() for part in name.split("."))]


# what is no argument of a process, or an option, cannot be asked for
@pytest.mark.parametrize("name", [name for name in NO_PACKAGES if not re.search("[\x00\ud800-\udfff]|^-", name)])
def test_a_package_cannot_be_called_so(tmp_path, name):
    spec, _ = written(tmp_path, document("tag", ("a",)))
    command = [Path(sys.executable).with_name("sdkwright"), "generate", "--spec", spec, "--output", tmp_path / "out"]
    done = subprocess.run([*command, "--package", name], capture_output=True, text=True, check=False)
    assert done.returncode == 2 or name == "", (name, done.stderr)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists() or name == ""
