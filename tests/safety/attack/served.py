"""An API whose package is attacked at run time by its callers' values and by its servers; owns the document, not the attacks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

Tree = dict[str, Any]
TEXT: Tree = {"type": "string"}
FINE: Tree = {
    "200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
}


def parameter(name: str, place: str) -> Tree:
    return {"name": name, "in": place, "required": place == "path", "schema": TEXT}


def answered(schema: Tree, kind: str = "application/json") -> Tree:
    return {"200": {"description": "d", "content": {kind: {"schema": schema}}}}


def document() -> Tree:
    """Credentials in a header, a query parameter and a cookie whose names do not look like secrets."""
    listed = {
        "type": "object",
        "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}, "next_url": TEXT},
    }
    thing: Tree = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": TEXT,
            "count": {"type": "integer"},
            "ratio": {"type": "number"},
            "when": {"type": "string", "format": "date-time"},
            "flag": {"type": "boolean"},
            "tags": {"type": "array", "items": TEXT},
            "labels": {"type": "object", "additionalProperties": TEXT},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "inner": {"$ref": "#/components/schemas/Thing"},
            "shape": {"$ref": "#/components/schemas/Shape"},
            "either": {"anyOf": [TEXT, {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}]},
        },
    }
    shapes = {
        name: {"type": "object", "required": ["is"], "properties": {"is": {"const": name}, name: {"type": "number"}}}
        for name in ("round", "square")
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Vault", "version": "1"},
        "servers": [{"url": "https://vault.example/v1"}],
        "security": [{"Pin": [], "Mark": [], "Crumb": []}],
        "paths": {
            "/things": {"get": {"operationId": "listThings", "responses": answered(listed)}},
            "/things/{id}/parts/{part}": {
                "get": {
                    "operationId": "getPart",
                    "parameters": [parameter("id", "path"), parameter("part", "path"), parameter("X-Note", "header"), parameter("q", "query"), parameter("taste", "cookie")],
                    "responses": FINE,
                }
            },
            "/files/{name*}": {
                "get": {"operationId": "getFile", "parameters": [parameter("name", "path")], "responses": FINE}
            },
            "/things/{id}/scans": {
                "post": {
                    "operationId": "addScan",
                    "parameters": [parameter("id", "path")],
                    "requestBody": {"content": {"multipart/form-data": {"schema": {
                        "type": "object", "properties": {"note": TEXT, "page": {"type": "string", "format": "binary"}, "tags": {"type": "object", "additionalProperties": TEXT}},
                    }}}},
                    "responses": FINE,
                }
            },
            "/things/{id}/watch": {
                "get": {"operationId": "watch", "parameters": [parameter("id", "path")], "responses": answered(thing, "text/event-stream")}
            },
            "/things/{id}/records": {
                "get": {"operationId": "records", "parameters": [parameter("id", "path")], "responses": answered(thing, "application/jsonl")}
            },
        },
        "webhooks": {
            "made": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": {
                        "type": "object", "required": ["type"], "properties": {"type": {"const": "made"}, "id": TEXT},
                    }}}},
                    "responses": {"200": {"description": "d"}},
                }
            }
        },
        "components": {
            "schemas": {
                "Thing": thing,
                "Shape": {"oneOf": list(shapes.values()), "discriminator": {"propertyName": "is"}},
            },
            "securitySchemes": {
                "Pin": {"type": "apiKey", "in": "header", "name": "X-Pin"},
                "Mark": {"type": "apiKey", "in": "query", "name": "mark"},
                "Crumb": {"type": "apiKey", "in": "cookie", "name": "crumb"},
            },
        },
    }  # fmt: skip


CONFIG: Tree = {
    "organization": {"name": "vault"},
    "pagination": [
        {
            "name": "by_url",
            "type": "cursor_url",
            "response": {
                "data": {"type": "array", "items": {}, "x-stainless-pagination-property": {"purpose": "items"}},
                "next_url": {"type": "string", "x-stainless-pagination-property": {"purpose": "cursor_url_field"}},
            },
        }
    ],
    "resources": {
        "things": {
            "models": {"thing": "Thing"},
            "methods": {
                "list": {"endpoint": "get /things", "paginated": "by_url"},
                "part": "get /things/{id}/parts/{part}",
                "file": "get /files/{name*}",
                "scan": "post /things/{id}/scans",
                "watch": "get /things/{id}/watch",
                "records": "get /things/{id}/records",
            },
        },
        "webhooks": {"methods": {"unwrap": {"type": "webhook_unwrap", "discriminator": "type"}}},
    },
}


def emit(folder: Path, package: str, library: str) -> Path:
    """The package that the command line emits of it, on one of the HTTP libraries."""
    (folder / "openapi.json").write_text(json.dumps(document()))
    (folder / "sdkwright.json").write_text(json.dumps(CONFIG))
    command = [sys.executable, "-m", "sdkwright", "generate", "--no-tests", "--spec", "openapi.json"]
    command += ["--config", "sdkwright.json", "--package", package, "--http-library", library, "--output", "out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "out"
