"""The config that `sdkwright init` writes for a hostile document: the same keys and lists as for a harmless one, and it can be used."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from attack import EXHAUSTIVE
from attack.compare import UNUSUAL, Trial
from attack.hostile import FEW, PAYLOADS
from attack.shapes import tree
from attack.stages import written
from attack.whole import document, replaced, tokens

from sdkwright import cli


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(document("3.1"), None, tmp_path_factory.mktemp("starter"))


def begun(folder: Path, spec: object) -> dict[str, object]:
    """The config for a document, read again; it is used as well."""
    path, _ = written(folder, spec)
    config = folder / "sdkwright.yml"
    assert cli.run(["init", str(path), "--yes", "--force", "--package", "zqpackage", "--output", str(config)]) == 0
    text = config.read_text("utf-8")
    assert all(line.startswith("#") or line.isprintable() for line in text.split("\n")), text
    flags = ["--config", str(config), "--output", str(folder / "sdk"), "--no-cache", "--jobs", "1", "--no-tests"]
    assert cli.run(["generate", *flags, "--check"]) == 1  # nothing is there yet
    return dict(yaml.safe_load(text))


@pytest.mark.parametrize("payload", [*(PAYLOADS if EXHAUSTIVE else FEW[3:7]), "half a character"])
def test_hostile_text_changes_words_of_the_config_and_nothing_else(trial, tmp_path, payload, capsys):
    text, places = PAYLOADS.get(payload, "\ud800"), trial.tokens - UNUSUAL.keys()
    in_paths = tokens([*trial.spec["paths"]])
    harmless = begun(tmp_path, trial.spec)
    for among in (places, places - in_paths):
        _, texts, _ = trial.accepted(text, among)
        hostile = begun(tmp_path, replaced(trial.spec, texts))
        # resources follow the words of paths: other words make other ones
        left_out = {"resources"} if in_paths & texts.keys() else set[str]()
        assert tree(without(hostile, left_out)) == tree(without(harmless, left_out))
        assert "zq" in str(hostile).lower()
    assert "internal error" not in capsys.readouterr().err


def without(config: dict[str, object], keys: set[str]) -> dict[str, object]:
    return {key: value for key, value in config.items() if key not in keys}
