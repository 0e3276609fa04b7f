"""`environments` of the config: variables are filled by options, by defaults of the document, or told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate

SPEC = """\
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers: [{url: "https://{region}.example.com", variables: {region: {default: eu}}}]
paths: {/pets: {get: {responses: {"204": {description: Done.}}}}}
"""


@pytest.mark.parametrize(
    ("url", "opts", "emitted"),
    [
        ("https://{tenant}.acme.com", "{tenant: {type: string, server_variable: tenant}}", "https://{tenant}.acme.com"),
        ("https://{region}.acme.com", "{}", "https://eu.acme.com"),
        ("https://{what}.acme.com", "{}", None),
    ],
)
def test_a_variable_has_a_value_or_is_told(url: str, opts: str, emitted: str | None, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    config = tmp_path / "sdkwright.yml"
    config.write_text(
        f"targets: {{python: {{package_name: acme}}}}\nenvironments: {{production: '{url}'}}\n"
        f"client_settings: {{opts: {opts}}}\nresources: {{pets: {{methods: {{list: get /pets}}}}}}\n"
    )
    out = tmp_path / "out"
    result = generate(
        GenerateOptions(config=config, spec=tmp_path / "openapi.yaml", output=out, use_cache=False, jobs=1)
    )
    found = [each for each in result.report.diagnostics if each.code == "C333"]
    if emitted is None:
        assert [(each.pointer, each.hint) for each in found] == [
            ("#/environments/production", "add `server_variable: what` to an option in `client_settings.opts`")
        ]
        return
    assert found == []
    assert f'"production": "{emitted}"' in (out / "src/acme/_client.py").read_text()


def test_a_title_that_begins_with_a_digit_makes_variables_that_shells_take(tmp_path: Path) -> None:
    spec, out = tmp_path / "openapi.yaml", tmp_path / "out"
    spec.write_text(SPEC.replace("title: Acme", "title: 3Scale API"))
    generate(GenerateOptions(spec=spec, output=out, use_cache=False, jobs=1))
    (client,) = out.glob("src/*/_client.py")
    assert "API_3_SCALE_REGION" in client.read_text()


def test_the_options_that_fill_servers_are_kept_by_the_config_that_init_writes(tmp_path: Path) -> None:
    """The client takes what it takes without a config, with the same defaults, variables of the environment and URLs."""
    tenant = "{url: 'https://{tenant}.example.com', variables: {tenant: {default: demo, enum: [demo, own]}}}"
    (tmp_path / "openapi.yaml").write_text(SPEC.replace("{get:", f"{{servers: [{tenant}], get:"))
    command = [Path(sys.executable).with_name("sdkwright")]
    for arguments in (
        ["generate", "--spec", "openapi.yaml", "--output", "plain"],
        ["init", "openapi.yaml"],
        ["generate", "--config", "sdkwright.yml", "--strict"],
    ):
        done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    plain, configured = ((tmp_path / folder / "src/acme/_client.py").read_text() for folder in ("plain", "sdk"))
    assert 'tenant: Literal["demo", "own"]' in plain
    assert "ACME_REGION" in plain
    assert configured == plain
