"""A title that reads as another name of the package: the client is called otherwise, and nothing is covered."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate

SPEC = """\
openapi: 3.1.0
info: {{title: "{title}", version: "1"}}
paths: {{/pets: {{get: {{responses: {{"204": {{description: Done.}}}}}}}}}}
"""
LOOK = """\
import acme
assert len(acme.__all__) == len(set(acme.__all__)), acme.__all__
assert [acme.APIError.__name__, acme.Stream.__name__, acme.NotFoundError.__name__] == ["APIError", "Stream", "NotFoundError"]
assert acme.{client}(base_url="http://x").pets and acme.Async{client}(base_url="http://x").pets
assert issubclass(acme.APIError, acme.{client}Error) and acme.Client is acme.{client}
"""


@pytest.mark.parametrize(
    ("title", "client"),
    [("Client", "Client"), ("Stream", "StreamClient"), ("Not Found", "NotFoundClient")],
)  # fmt: skip
def test_the_client_covers_no_other_name(title: str, client: str, tmp_path: Path) -> None:
    spec, out = tmp_path / "openapi.yaml", tmp_path / "out"
    spec.write_text(SPEC.format(title=title))
    generate(GenerateOptions(spec=spec, output=out, package="acme", use_cache=False, jobs=1, tests=False))
    look = subprocess.run(
        [sys.executable, "-c", LOOK.format(client=client)], cwd=out / "src", capture_output=True, text=True
    )
    assert (look.returncode, look.stderr) == (0, "")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "acme"], cwd=out / "src", capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("title", "client"),
    [
        ("OpenAPI definition", "AcmePets"),
        ("", "AcmePets"),
        ("REST APIs for Shops", "Shops"),
        ("Shop.io ~ API Documentation", "ShopIo"),
        ("Shop Docs API Reference v2", "ShopDocs"),
    ],
)
def test_the_client_is_called_as_the_title_says_and_else_as_the_package(
    title: str, client: str, tmp_path: Path
) -> None:
    spec, out = tmp_path / "openapi.yaml", tmp_path / "out"
    spec.write_text(SPEC.format(title=title))
    generate(GenerateOptions(spec=spec, output=out, package="acme_pets", use_cache=False, jobs=1, tests=False))
    assert f"class {client}(" in (out / "src" / "acme_pets" / "_client.py").read_text()


SCHEMES = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
security: [{HTTPBearer: []}, {OAuth2PasswordBearer: []}, {AdminApiKey: []}, {ApiKey: []}, {apiKey: []}]
paths: {/pets: {get: {responses: {"204": {description: Done.}}}}}
components:
  securitySchemes:
    HTTPBearer: {type: http, scheme: bearer}
    OAuth2PasswordBearer: {type: oauth2, flows: {password: {tokenUrl: /token, scopes: {}}}}
    AdminApiKey: {type: apiKey, in: header, name: X-Key}
    ApiKey: {type: apiKey, in: header, name: X-Admin-Key}
    apiKey: {type: apiKey, in: header, name: X-Other-Key}
"""


def test_an_option_does_not_say_twice_what_the_name_of_its_scheme_ends_in(tmp_path: Path) -> None:
    spec, out = tmp_path / "openapi.yaml", tmp_path / "out"
    spec.write_text(SCHEMES)
    generate(GenerateOptions(spec=spec, output=out, package="acme", use_cache=False, jobs=1, tests=False))
    text = (out / "src" / "acme" / "_client.py").read_text()
    options = dict.fromkeys(re.findall(r"(\w+): str \| (?:TokenSource \| )?None = None", text))
    assert list(options) == [
        *("api_key", "api_key_api_key", "bearer_token", "oauth2_password_bearer_token", "api_key_4"),
    ]
