"""Headers that are called as credentials are, in a document without security schemes: an option of the client, or arguments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sdkwright.config import GenerateOptions
from sdkwright.diagnostics import Severity
from sdkwright.pipeline import generate

SCHEMES = {"bearer": {"type": "http", "scheme": "bearer"}}


def emitted(
    folder: Path, name: str, *, place: str = "header", having: int = 4, schemes: object = None
) -> tuple[list[str], str]:
    """The notes of a run over four operations, of which so many have the parameter, and the text of the client."""
    parameter = {"name": name, "in": place, "schema": {"type": "string"}}
    operation = {"responses": {"204": {"description": "Done."}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {
            f"/things{number}": {"get": {**operation, "parameters": [parameter] if number < having else []}}
            for number in range(4)
        },
        "components": {"securitySchemes": schemes} if schemes else {},
    }
    spec, out = folder / "openapi.json", folder / "out"
    spec.write_text(json.dumps(document))
    result = generate(GenerateOptions(spec=spec, output=out, package="acme", use_cache=False, jobs=1, tests=False))
    notes = [found.message for found in result.report.diagnostics if found.severity is Severity.NOTE]
    return notes, (out / "src/acme/_client.py").read_text()


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("X-API-Key", "api_key"),
        ("apikey", "api_key"),
        ("xi-api-key", "api_key"),
        ("Authorization", "authorization"),
        ("Token", "token"),
        ("X-Acme-Server-Token", "acme_server_token"),
        ("x-auth-secret", "auth_secret"),
    ],
)
def test_what_most_operations_ask_for_is_given_once(name: str, option: str, tmp_path: Path) -> None:
    notes, client = emitted(tmp_path, name)
    assert notes == [f"most operations ask for `{name}`, which is an option of the client: `{option}`"]
    assert f'**api_key_header("{name}", client.{option})' in client


@pytest.mark.parametrize("name", ["X-CSRF-Token", "Idempotency-Key", "X-Page-Token", "X-Amz-Security-Token", "X-Key"])
def test_other_headers_stay_arguments(name: str, tmp_path: Path) -> None:
    assert "api_key_header" not in emitted(tmp_path, name)[1]


def test_a_credential_of_few_operations_or_beside_declared_schemes_stays_an_argument(tmp_path: Path) -> None:
    assert "api_key_header" not in emitted(tmp_path, "X-API-Key", having=3)[1]
    assert "api_key_header" not in emitted(tmp_path, "X-API-Key", schemes=SCHEMES)[1]


def test_a_query_parameter_that_may_be_left_out_stays_an_argument(tmp_path: Path) -> None:
    assert "api_key" not in emitted(tmp_path, "api_key", place="query")[1]
