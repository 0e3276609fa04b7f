"""A key in `Authorization` whose description tells the word before it: callers give the key, alone or with the word."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate

SEND = """\
import sys
import httpx2
from acme import Acme

for key in sys.argv[1:]:
    sent = []
    answer = lambda request: sent.append(request) or httpx2.Response(204)
    Acme(base_url="http://x", api_key=key, http_client=httpx2.Client(transport=httpx2.MockTransport(answer))).pets.list()
    print(sent[0].headers["authorization"], sent[0].headers.get("cookie"))
"""
COOKIE = {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def sent(folder: Path, description: str, *keys: str) -> list[str]:
    """What goes out for each key."""
    scheme = {"type": "apiKey", "in": "header", "name": "Authorization", "description": description}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/pets": {"get": {"responses": {"204": {"description": "Done."}}}}},
        "security": [{"cookieAuth": []}, {"tokenAuth": []}],
        "components": {"securitySchemes": {"cookieAuth": COOKIE, "tokenAuth": scheme}},
    }
    spec, out = folder / "openapi.json", folder / "out"
    spec.write_text(json.dumps(document))
    generate(GenerateOptions(spec=spec, output=out, package="acme", use_cache=False, jobs=1, tests=False))
    done = subprocess.run([sys.executable, "-c", SEND, *keys], cwd=out / "src", capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("description", "word"),
    [
        ('Token-based authentication with required prefix "Token"', "Token"),
        ('JWT token prefixed with "Bearer "', "Bearer"),
        ("Enter 'Bearer' [space] and then your token.\n\nExample: 'Bearer 12345abcdef'", "Bearer"),
        ("Included in the header in the format `JWT {token}`.", "JWT"),
        ('The string "OAuth" followed by the token of a user: OAuth ACCESS_TOKEN', "OAuth"),
    ],
)
def test_the_word_that_is_told_stands_before_the_key_once(description: str, word: str, tmp_path: Path) -> None:
    """A header goes before a cookie, which is rather of browsers, as `api_key`."""
    assert sent(tmp_path, description, "abc", f"{word} abc") == [f"{word} abc None"] * 2


@pytest.mark.parametrize(
    "description", ["The key of your account.", 'The word "Basic" followed by a space and your key in base64.', ""]
)
def test_without_such_a_word_the_key_is_sent_as_it_is(description: str, tmp_path: Path) -> None:
    assert sent(tmp_path, description, "abc", "Basic abc") == ["abc None", "Basic abc None"]
