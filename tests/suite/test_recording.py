"""Recording from an API that is there: secrets stay out of the files, nothing is written unless asked, and what was recorded replays."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

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
    again = run(recorder, *([] if writes else ["tests/api_resources"]))
    assert again.returncode == 0, again.stdout[-3000:]


def test_recording_without_a_key_fails_and_says_why(recorder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_BEARER_TOKEN")
    with live() as api:
        monkeypatch.setenv("TEST_API_BASE_URL", api.url)
        done = run(recorder, "--record-mode=rewrite", "tests/api_resources/test_orders.py")
    assert done.returncode == 1
    assert "AuthenticationError" in done.stdout


@pytest.fixture(scope="module")
def scrubbing(shop: Path) -> ModuleType:
    """The module of the package that takes secrets out."""
    spec = importlib.util.spec_from_file_location("scrubbing", shop / "tests/scrubbing.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["scrubbing"] = module
    spec.loader.exec_module(module)
    return module


def scrubber(scrubbing: ModuleType, **others: object) -> Any:
    known = {
        "headers": ("accept", "authorization", "cookie", "x-key"),
        "answer_headers": ("content-type", "link"),
        "cookies": ("sid", "theme"),
        "secret_headers": ("authorization", "x-key"),
        "secret_query": ("token",),
        "secret_cookies": ("sid",),
        "token_urls": ("https://auth.example/oauth/token",),
        "keywords": ("Bearer", "Basic"),
        "secrets": {"sk-0123456789": "My Key", "eu": "region"},
    }
    return scrubbing.Scrubber(**{**known, **others})


def request(
    uri: str = "https://api.example/a", method: str = "GET", body: bytes = b"", **headers: str
) -> SimpleNamespace:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(uri=uri, method=method, headers=named, body=body)


def test_credentials_are_taken_out_wherever_they_travel(scrubbing: ModuleType) -> None:
    asked = request(
        "https://api.example/eu/list?token=t-98765432&q=euro&k=sk-0123456789",
        body=b'{"key": "sk-0123456789"}',
        Authorization="Bearer sk-0123456789",
        X_Key="other-secret-1",
        Cookie="sid=cookie-secret-1; theme=dark; tracker=1",
        User_Agent="x",
    )
    kept = scrubber(scrubbing).request(asked)
    assert kept.uri == "https://api.example/region/list?token=scrubbed&q=euro&k=My%20Key"
    assert kept.body == b'{"key": "My Key"}'
    assert kept.headers == {
        "authorization": "Bearer scrubbed",
        "cookie": "sid=scrubbed; theme=dark",
        "x-key": "scrubbed",
    }


def test_what_an_answer_repeats_of_a_request_is_taken_out(scrubbing: ModuleType) -> None:
    scrub = scrubber(scrubbing)
    scrub.request(request(Authorization="Basic dXNlcjpwYXNz", Cookie="sid=cookie-secret-1", X_Key="other-secret-1"))
    answer = {
        "headers": {
            "Link": ["<https://api.example/a?token=other-secret-1>"],
            "Set-Cookie": ["sid=x"],
            "X-Debug": ["y"],
        },
        "body": {"string": b"dXNlcjpwYXNz cookie-secret-1 sk-0123456789"},
    }
    kept = scrub.response(answer)
    assert kept["body"]["string"] == b"scrubbed scrubbed My Key"
    assert kept["headers"] == {"link": ["<https://api.example/a?token=scrubbed>"]}


def test_talks_about_credentials_are_not_kept(scrubbing: ModuleType) -> None:
    scrub = scrubber(scrubbing)
    assert scrub.request(request("https://auth.example/oauth/token", "POST", b"client_secret=s")) is None
    question = {"headers": {"WWW-Authenticate": ['Digest realm="a"']}, "body": {"string": b""}}
    assert scrub.response(question) is None


def test_what_was_recorded_elsewhere_is_kept_as_of_the_api(scrubbing: ModuleType) -> None:
    scrub = scrubber(scrubbing, place=("http://127.0.0.1:4010/v1", "https://api.example/v1"))
    assert scrub.request(request("http://127.0.0.1:4010/v1/a?b=1")).uri == "https://api.example/v1/a?b=1"
