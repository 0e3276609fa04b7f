"""Recording from an API that is there: secrets stay out of the files, nothing is written unless asked, and what was recorded replays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from live import KEY, SESSION, live
from running import run

WRITING = {"POST", "PUT", "DELETE"}


@pytest.fixture
def recorder(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package whose recordings may be written over, and the key of an account in the environment."""
    monkeypatch.setenv("SHOP_BEARER_TOKEN", KEY)
    return Path(shutil.copytree(shop, tmp_path / "sdk"))


def recordings(folder: Path) -> dict[str, str]:
    cassettes = folder / "tests/cassettes"
    return {path.relative_to(cassettes).as_posix(): path.read_text() for path in sorted(cassettes.rglob("*.yaml"))}


def answers(text: str) -> set[str]:
    return {interaction["x-answer"] for interaction in yaml.safe_load(text)["interactions"]}


@pytest.mark.parametrize("writes", [False, True], ids=["reading", "writing"])
def test_what_was_recorded_replays_and_holds_no_secret(
    recorder: Path, monkeypatch: pytest.MonkeyPatch, *, writes: bool
) -> None:
    before = recordings(recorder)
    with live() as api, monkeypatch.context() as patch:
        patch.setenv("TEST_API_BASE_URL", api.url)
        done = run(recorder, "--record-mode=rewrite", *(["--record-writes"] if writes else []), "tests/api_resources")
        assert done.returncode == 0, done.stdout[-3000:]

    after = recordings(recorder)
    assert after.keys() == before.keys(), "nothing is lost"
    assert not [name for name, text in after.items() if KEY in text or SESSION in text]
    verbs = {line.partition(" ")[0] for line in api.asked}
    assert verbs == ({"GET"} | WRITING if writes else {"GET"})
    recorded = {name for name, text in after.items() if answers(text) == {"api"}}
    assert {name for name in after if after[name] != before[name]} == recorded
    assert {"items/list.yaml", "items/list.all.yaml", "items/retrieve.yaml", "items/photo/retrieve.yaml"} <= recorded
    assert ("items/create.yaml" in recorded) is writes
    assert not {name for name in recorded if name.endswith((".errors.yaml", ".pages.yaml"))}
    assert len(api.asked) == len(recorded), "each is asked for once, however many tests are answered from it"
    assert "asked with My Bearer Token" in after["items/retrieve.yaml"]
    assert "https://shop.example.com/v1/items" in after["items/list.yaml"]
    again = run(recorder)
    assert again.returncode == 0, again.stdout[-3000:]


def test_recording_without_a_key_fails_and_says_why(recorder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_BEARER_TOKEN")
    with live() as api:
        monkeypatch.setenv("TEST_API_BASE_URL", api.url)
        done = run(recorder, "--record-mode=rewrite", "tests/api_resources/test_orders.py")
    assert done.returncode == 1
    assert "SHOP_BEARER_TOKEN" in done.stdout
