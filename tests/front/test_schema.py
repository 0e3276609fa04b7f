"""`sdkwright schema`: what is shipped is what the types say, and says of a config what reading it says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner

from sdkwright.cli.commands import command_line
from sdkwright.config import load_config
from sdkwright.config.json_schema import config_schema
from sdkwright.diagnostics import Report
from sdkwright.read import read

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "generator" / "sdkwright" / "config" / "schema.json"
CONFIGS = [ROOT / "spec" / "sdkwright.yml", *(ROOT / "tests").glob("**/sdkwright.yml")]
CONFIGS = sorted(path for path in CONFIGS if read(path, Report()) is not None)


def printed(*flags: str) -> dict[str, object]:
    run = CliRunner().invoke(command_line, ["schema", *flags])
    assert run.exit_code == 0, run.output
    schema: dict[str, object] = json.loads(run.output)
    return schema


def test_the_shipped_schema_is_made_from_the_types(update: bool) -> None:
    if update:
        SHIPPED.write_text(json.dumps(config_schema(), indent=2) + "\n", encoding="utf-8")
    assert json.loads(SHIPPED.read_text("utf-8")) == config_schema(), "`make update TESTS=tests/front/test_schema.py`"


def test_the_command_prints_the_shipped_schema() -> None:
    assert printed() == json.loads(SHIPPED.read_text("utf-8"))
    jsonschema_rs.meta.validate(printed())


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_schema_allows_a_config_where_reading_it_finds_nothing_wrong(path: Path) -> None:
    report = Report()
    load_config(path, report)
    codes = {found.code for found in report.diagnostics}
    document = read(path, Report(), source="config")
    assert document is not None
    assert jsonschema_rs.validator_for(printed()).is_valid(document.root) == ("C003" not in codes)
    assert jsonschema_rs.validator_for(printed("--strict")).is_valid(document.root) == (not codes)


@pytest.mark.parametrize(
    ("config", "valid", "strictly"),
    [
        ({"resources": {"pets": {"methods": {"list": "get /pets"}}, "empty": None}}, True, True),
        ({"pagination": {"page": {"type": "cursor"}}}, True, True),
        ({"pagination": [{"type": "cursor"}]}, False, False),
        ({"targets": {"go": {"anything": 1}, "python": {"package_name": "acme", "edition": None}}}, True, True),
        (
            {"openapi": {"transforms": [{"command": "remove", "args": {"target": ["$.x", {"matches_schema": {}}]}}]}},
            True,
            True,
        ),
        ({"resourcs": {}}, True, False),
        ({"resources": {"pets": {"methods": {"list": {"endpont": "get /pets"}}}}}, True, False),
        ({"resources": {"pets": {"methods": {"list": "pets"}}}}, False, False),
    ],
)
def test_the_schema_knows_each_way_to_write_a_thing(config: object, valid: bool, strictly: bool) -> None:
    assert jsonschema_rs.validator_for(printed()).is_valid(config) is valid
    assert jsonschema_rs.validator_for(printed("--strict")).is_valid(config) is strictly
