"""What an operation says of its own method is read as what a config says of one, and what is wrong with it is told in the same words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sdkwright import GenerateOptions, generate


@pytest.mark.parametrize(
    ("told", "message", "hint"),
    [
        ({"paginated": 5}, "expected true or false or text here, not 5", 'quote it: "5"'),
        ({"type": "htp"}, '"htp" is not one of: http, alias, webhook_unwrap', "did you mean `http`?"),
        ({"streaming": "yes"}, 'expected a mapping here, not "yes"', "its keys are:"),
    ],
)
def test_a_method_that_cannot_be_read_is_told(tmp_path: Path, told: dict[str, object], message: str, hint: str) -> None:
    method = {"x-stainless-method": {"path": "people.me", **told}, "responses": {"204": {"description": "Nothing."}}}
    document = {"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}, "paths": {"/me": {"get": method}}}
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(document))
    report = generate(GenerateOptions(spec=spec, output=tmp_path / "sdk", use_cache=False, keep_going=True)).report
    (found,) = (each for each in report.diagnostics if each.code == "C317")
    assert found.message == f"`x-stainless-method` cannot be read: {message}"
    assert found.hint is not None
    assert hint in found.hint
