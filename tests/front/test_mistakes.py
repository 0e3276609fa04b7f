"""Common mistakes of real documents, each in a table: what is said of it, and the one sane reading that is emitted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from sdkwright import cli

HEAD = 'openapi: 3.0.3\ninfo: {title: Mistakes, version: "1"}\nservers: [{url: "https://api.example.com"}]\n'

# the schema of one property -> the code of what is said, and its annotation
SCHEMAS = {
    "{type: int}": ("D104", "int | None = None"),
    "{type: Integer}": ("D104", "int | None = None"),
    "{type: long}": ("D104", "int | None = None"),
    "{type: double}": ("D104", "float | None = None"),
    "{type: str}": ("D104", "str | None = None"),
    "{type: bool}": ("D104", "bool | None = None"),
    "{type: datetime}": ("D104", "datetime | None = None"),
    "{type: any}": ("D104", "object | None = None"),
    "{type: list, items: {type: string}}": ("D104", "list[str] | None = None"),
    "{type: dict, additionalProperties: {type: integer}}": ("D104", "dict[str, int] | None = None"),
    "{type: [string, 'null']}": ("D103", "str | None = None"),
    "{type: [string, null]}": ("D103", "str | None = None"),
    "{type: string, required: true}": ("D103", "str"),
    "{type: string, nullable: 'true'}": ("D103", "str | None = None"),
    "{type: array}": (None, "list[object] | None = None"),
    "{type: array, items: [{type: string}]}": ("D103", "list[str] | None = None"),
    "{type: array, items: string}": ("D103", "list[str] | None = None"),
    "{type: object, additionalProperties: string}": ("D103", "dict[str, str] | None = None"),
    "string": ("D103", "str | None = None"),
    "{type: string, enum: [1, 2]}": ("S032", 'Literal["1", "2"]'),
    "{type: string, enum: [true, off]}": ("S032", 'Literal["true", "off"]'),
    "{type: integer, enum: ['1', '2']}": ("S032", "Literal[1, 2]"),
    "{type: string, enum: []}": ("D109", "str | None = None"),
    "{type: string, enum: }": ("D103", "str | None = None"),
    "{type: string, enum: [a, null]}": (None, 'Literal["a"]'),
    "{oneOf: [{type: string}]}": (None, "str | None = None"),
    "{oneOf: [], type: string}": (None, "str | None = None"),
    "{allOf: {type: string}}": ("D103", "str | None = None"),
    "{anyOf: , type: integer}": ("D103", "int | None = None"),
    "{type: integer, default: x}": ("D106", "int | None = None"),
    "{type: string, format: banana}": (None, "str | None = None"),
    "{type: string, default: 2020-01-01, example: 2020-01-01}": (None, "str | None = None"),
    "{type: integer, example: none}": (None, "int | None = None"),
    "{type: string, description: 3, title: 4}": ("D103", "str | None = None"),
    "{$ref: '#/components/schemas/plain'}": ("S016", "Plain | None = None"),
    "{$ref: '#/definitions/Plain'}": ("S016", "Plain | None = None"),
    "{oneOf: [{$ref: '#/components/schemas/Self'}, {type: string}]}": (
        None,
        "Self | str | None = None",
    ),
}

# an operation -> the code of what is said, and text of its resource class
OPERATIONS = {
    "get: {responses: {200: {description: ok, content: {application/json: {schema: {type: integer}}}}}}": (
        None,
        "-> int",
    ),
    "get: {responses: {2xx: {description: ok, content: {application/json: {schema: {type: integer}}}}}}": (
        "D104",
        "-> int",
    ),
    "get: {responses: {'200': {content: {application/json: {schema: {type: integer}}}}}}": ("D101", "-> int"),
    "get: {responses: {'200': {description: ok, schema: {type: integer}}}}": ("D102", "-> int"),
    "get: {responses: {'200': {description: ok, content: {schema: {type: integer}}}}}": ("D102", "-> int"),
    "get: {responses: {'200': {description: ok, content: {application/json: {type: integer}}}}}": ("D102", "-> int"),
    "get: {responses: {'200': {description: ok, content: {json: {schema: {type: integer}}}}}}": (None, "-> int"),
    "get: {responses: {default: {description: ok, content: {application/json: {schema: {type: integer}}}}}}": (
        None,
        "-> int",
    ),
    "GET: {responses: {'200': {description: ok}}}": ("D102", "def "),
    "get: {parameters: [{name: q, in: query}], responses: {'200': {description: ok}}}": ("D101", "q: "),
    "get: {parameters: [{name: q, in: query, type: integer}], responses: {'200': {description: ok}}}": (
        "D102",
        "q: int",
    ),
    "get: {parameters: [{name: q, in: Query, schema: {type: integer}}], responses: {'200': {description: ok}}}": (
        "D104",
        "q: int",
    ),
    "get: {parameters: {name: q, in: query, schema: {type: integer}}, responses: {'200': {description: ok}}}": (
        "D103",
        "q: int",
    ),
    "get: {parameters: {q: {in: query, schema: {type: integer}}}, responses: {'200': {description: ok}}}": (
        "D103",
        "q: int",
    ),
    "get: {parameters: [{name: q, in: query, schema: {type: integer}}, {name: q, in: query, schema: {type: string}}], responses: {'200': {description: ok}}}": (
        "S023",
        "q: int",
    ),
    "post: {parameters: [{name: b, in: body, schema: {type: object, properties: {q: {type: integer}}}}], responses: {'200': {description: ok}}}": (
        "D104",
        "q: int",
    ),
    "post: {parameters: [{name: q, in: formData, type: integer, required: true}], responses: {'200': {description: ok}}}": (
        "D104",
        "q: int",
    ),
    "post: {requestBody: {schema: {type: object, properties: {q: {type: integer}}}}, responses: {'200': {description: ok}}}": (
        "D102",
        "q: int",
    ),
    "get: {tags: one, operationId: 3, responses: {'200': {description: ok}}}": ("D103", "def "),
    "get: {security: [Nope], responses: {'200': {description: ok}}}": ("D103", "def "),
    "get: {responses: }": ("S024", "-> None"),
    "get: {}": ("S024", "-> None"),
}

ONE = "paths: {/a: {get: {responses: {'200': {description: ok}}}}}\n"
# a whole document -> the exit code of `validate`, and what is said
DOCUMENTS = {
    "number": (HEAD.replace("3.0.3", "3.1") + ONE, 0, "S004"),
    "blanks in the version": (HEAD.replace("3.0.3", "' 3.0.3 '") + ONE, 0, None),
    "no info": ("openapi: 3.0.3\n" + ONE, 0, "D101"),
    "info is null": ("openapi: 3.0.3\ninfo:\n" + ONE, 0, "D103"),
    "info is text": ("openapi: 3.0.3\ninfo: Pets\n" + ONE, 0, "D103"),
    "version is a number": (HEAD.replace('"1"', "1.0") + ONE, 0, "D103"),
    "no paths": (HEAD, 0, "S003"),
    "paths is null": (HEAD + "paths:\n", 0, "S003"),
    "paths is a list": (HEAD + "paths: [/a]\n", 0, "S003"),
    "webhooks alone": (HEAD.replace("3.0.3", "3.1.0") + "webhooks: {sent: {post: {responses: {'200': {description: ok}}}}}\n", 0, None),
    "servers is null": (HEAD.replace('[{url: "https://api.example.com"}]', "") + ONE, 0, "D103"),
    "servers is one": (HEAD.replace("[{url", "{url").replace("}]", "}") + ONE, 0, "D103"),
    "path without slash": (HEAD + ONE.replace("/a", "a"), 0, "D104"),
    "path with a query": (HEAD + ONE.replace("/a:", "'/a?x=1':"), 0, None),
    "paths that differ in a slash": (HEAD + ONE.replace("{/a:", "{/a/: {get: {responses: {'200': {description: ok}}}}, /a:"), 0, None),
    "path parameter nobody declares": (HEAD + ONE.replace("/a", "'/a/{id}'"), 0, "S021"),
    "open brace": (HEAD + ONE.replace("/a", "'/a/{id'"), 0, "S021"),
    "closing brace": (HEAD + ONE.replace("/a", "'/a/id}'"), 0, "D190"),
    "a page for people": ("<!DOCTYPE html>\n<html></html>\n", 1, "D005"),
    "a merge conflict": (HEAD + "<<<<<<< mine\n" + ONE + "=======\n>>>>>>> theirs\n", 1, "D006"),
    "empty components": (HEAD + ONE + "components:\n", 0, "D103"),
    "empty schemas": (HEAD + ONE + "components: {schemas: , parameters: , responses: []}\n", 0, "D103"),
    "odd component names": (HEAD + ONE + "components: {schemas: {'My Pet<T>': {type: string}, 1: {}, 2020-01-01: {}, on: {}, 'null': {}}}\n", 0, None),
    "undeclared scheme": (HEAD + ONE + "security: [{Nope: []}]\n", 0, "S030"),
    "security is a mapping": (HEAD + ONE + "security: {Nope: []}\n", 0, "D103"),
    "duplicate ids": (HEAD + "paths: {/a: {get: {operationId: x, responses: {}}, put: {operationId: x, responses: {}}}}\n", 0, "S020"),
    "windows line ends": ((HEAD + ONE).replace("\n", "\r\n"), 0, None),
    "byte order mark": ("\ufeff" + HEAD + ONE, 0, None),
    "tabs": (HEAD + "paths:\n\t/a: {}\n", 1, "D006"),
    "trailing comma": ('{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {},}}}', 0, "S024"),
    "swagger": ("swagger: '2.0'\n" + ONE, 1, "U001"),
}  # fmt: skip


class Run(NamedTuple):
    """What one run said, by line of the document, and the files that it wrote."""

    lines: list[str]
    said: Mapping[int, set[str]]
    files: list[str]

    def codes(self, mistake: str) -> set[str]:
        return self.said.get(
            1 + next(number for number, line in enumerate(self.lines) if line.endswith(mistake)), set()
        )


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Run:
    """One document with all of them, generated through the command line."""
    folder = tmp_path_factory.mktemp("mistakes")
    lines = HEAD.splitlines()
    lines.append("paths:")
    for number, operation in enumerate(OPERATIONS):
        lines += [f"  /op{number}x:", f"    {operation}"]
    lines += ["components:", "  schemas:", "    Plain: {type: object, properties: {a: {type: string}}}"]
    lines.append("    Self: {oneOf: [{$ref: '#/components/schemas/Self'}, {type: string}, {type: integer}]}")
    for number, schema in enumerate(SCHEMAS):
        lines += [f"    Case{number}x:", "      type: object", "      properties:", f"        a: {schema}"]
    (folder / "openapi.yaml").write_text("\n".join(lines) + "\n")
    pytest.MonkeyPatch().setenv("SDKWRIGHT_CACHE_DIR", str(folder / "cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        errors = folder / "errors.json"
        with errors.open("w") as stream:
            patch.setattr("sys.stderr", stream)
            cli.run(
                [
                    "generate",
                    "--spec",
                    "openapi.yaml",
                    "--output",
                    "out",
                    "--package",
                    "acme",
                    "--keep-going",
                    "--jobs",
                    "1",
                    "--format",
                    "json",
                ]
            )
    said: dict[int, set[str]] = {}
    for found in json.loads(errors.read_text())["diagnostics"]:
        assert found["severity"] != "error", found
        said.setdefault(found["line"], set()).add(found["code"])
    return Run(lines, said, [path.read_text() for path in (folder / "out" / "src" / "acme").rglob("*s/*.py")])


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_schema_that_is_slightly_wrong_is_read_as_it_was_meant(run: Run, schema: str) -> None:
    code, annotation = SCHEMAS[schema]
    number = list(SCHEMAS).index(schema)
    (text,) = (text for text in run.files if f"class Case{number}x(BaseModel):" in text)
    assert f"    a: {annotation}" in text
    assert code is None or code in run.codes(f"a: {schema}")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_that_is_slightly_wrong_is_read_as_it_was_meant(run: Run, operation: str) -> None:
    code, expected = OPERATIONS[operation]
    (text,) = (text for text in run.files if f'"/op{list(OPERATIONS).index(operation)}x"' in text)
    assert expected in text
    assert code is None or code in run.codes(operation)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_slightly_wrong_is_read(name: str, tmp_path: Path, capsys) -> None:
    text, status, code = DOCUMENTS[name]
    path = tmp_path / "openapi.yaml"
    path.write_bytes(text.encode())
    assert cli.run(["validate", str(path)]) == status
    said = capsys.readouterr().err
    assert f" {code}:" in said if code is not None else said == ""
    if status == 0 and f"warning {code}" in said:
        assert cli.run(["validate", "--strict", str(path)]) == 1
