"""`sdkwright init`: the guess of a document as a config to edit, which makes the same package as no config does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from documents import DOCUMENTS, OURS, REAL

CHOSEN = [
    *(
        "config-pages-inferred",
        "tree-pages",
        "tree-procedures",
        "tree-resources",
        "tree-versions",
        "names-collisions",
        "operations-bodies",
        "operations-parameters",
        "operations-servers",
        "types-all-of",
    ),
    *(name for name in ("petstore", "spotify", "baseline-3.1") if name in REAL),
]


def sdkwright(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("sdkwright"), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("chosen", CHOSEN)
def test_the_written_config_makes_what_no_config_makes(chosen: str, tmp_path: Path) -> None:
    written = sdkwright("init", DOCUMENTS[chosen], cwd=tmp_path)
    assert written.returncode == 0, written.stderr
    flags = ("--keep-going", "--jobs", "1")
    package = yaml.safe_load((tmp_path / "sdkwright.yml").read_text())["targets"]["python"]["package_name"]
    plain = sdkwright(
        "generate",
        "--no-tests",
        "--spec",
        DOCUMENTS[chosen],
        "--package",
        package,
        "--output",
        "plain",
        *flags,
        cwd=tmp_path,
    )
    configured = sdkwright("generate", "--no-tests", "--output", "configured", *flags, cwd=tmp_path)
    assert plain.returncode == configured.returncode, configured.stderr
    for pattern in ("api.md", "src/**/*.py"):
        for path in (tmp_path / "plain").glob(pattern):
            other = tmp_path / "configured" / path.relative_to(tmp_path / "plain")
            assert other.exists(), other
            assert other.read_text() == path.read_text(), path.name


def test_a_config_is_not_replaced_unless_asked_to(tmp_path: Path) -> None:
    spec = OURS["tree-resources"]
    (tmp_path / "sdkwright.yml").write_text("mine: true\n")
    refused = sdkwright("init", spec, cwd=tmp_path)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert (tmp_path / "sdkwright.yml").read_text() == "mine: true\n"
    assert sdkwright("init", spec, "--force", cwd=tmp_path).returncode == 0
    assert "vector_stores" in (tmp_path / "sdkwright.yml").read_text()


def test_a_dash_prints_it_and_says_why(tmp_path: Path) -> None:
    printed = sdkwright("init", OURS["tree-pages"], "--output", "-", cwd=tmp_path)
    assert printed.returncode == 0
    assert not list(tmp_path.iterdir())
    assert "# Read from " in printed.stdout
    config = yaml.safe_load(printed.stdout)
    assert config["resources"]["by_offset"]["methods"] == {"list": "get /by_offset"}
    assert {scheme["type"] for scheme in config["pagination"]} > {"cursor", "cursor_url", "offset", "page_number"}


HOSTILE = "x\\n# y\\u2028evil: true\\u0085more: 1 \\u0000'\\\"{[]}&*!|>%@` \\U0001F600"


def test_text_of_the_document_stays_within_its_value(tmp_path: Path) -> None:
    hostile = yaml.safe_load(f'"{HOSTILE}"')
    document = {
        "openapi": "3.1.0",
        "info": {"title": hostile, "version": "1"},
        "servers": [{"url": "https://a.test/" + hostile}],
        "paths": {"/" + hostile: {"get": {"tags": [hostile], "responses": {"204": {"description": "ok"}}}}},
        "components": {
            "schemas": {hostile: {"type": "object"}},
            "securitySchemes": {hostile: {"type": "http", "scheme": "bearer", "description": hostile}},
        },
    }
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    printed = sdkwright("init", "openapi.json", "--output", "-", cwd=tmp_path)
    assert printed.returncode == 0, printed.stderr
    config = yaml.safe_load(printed.stdout)
    assert set(config) <= {
        "spec",
        "organization",
        "targets",
        "environments",
        "client_settings",
        "query_settings",
        "settings",
        "models",
        "resources",
    }
    assert config["client_settings"]["opts"]["bearer_token"]["auth"]["security_scheme"] == hostile
