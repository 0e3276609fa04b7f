"""Recording with each kind of credentials, and with those that are exchanged for others: none of them gets into a file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from guarded_api import NONCE, PAIRS, REFRESH, SECRETS, SESSION, TOKEN, guarded
from running import HERE, emit, run

# the ways in the package -> the schemes that its document keeps
KEPT = {"all": (), "tokens alone": ("OAuth",), "digest alone": ("Digest",)}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_credentials_that_the_client_agrees_with_a_server_stay_out_of_recordings(
    kept: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = yaml.safe_load((HERE / "guarded.yaml").read_text())
    if kept:
        asked = {path: one["security"][0] for path, item in document["paths"].items() for one in item.values()}
        document["paths"] = {path: document["paths"][path] for path, needs in asked.items() if set(needs) <= set(kept)}
        schemes = document["components"]["securitySchemes"]
        document["components"]["securitySchemes"] = {name: schemes[name] for name in kept}
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(document))
    done = emit(tmp_path / "sdk", "--spec", str(tmp_path / "openapi.yaml"), "--package", "guarded")
    assert done.returncode == 0, done.stderr
    for name, secret in SECRETS.items():
        monkeypatch.setenv(f"GUARDED_{name}", secret)
    if kept == ("Digest",):  # then no other option is called so
        monkeypatch.setenv("GUARDED_USERNAME", SECRETS["DIGEST_USERNAME"])
        monkeypatch.setenv("GUARDED_PASSWORD", SECRETS["DIGEST_PASSWORD"])

    with guarded() as (url, opened), monkeypatch.context() as patch:
        patch.setenv("TEST_API_BASE_URL", url)
        done = run(tmp_path / "sdk", "--record-mode=rewrite", "--record-writes", "tests/api_resources")
    assert done.returncode == 0, done.stdout[-3000:]
    assert {path.removeprefix("/v1") for path in opened} == set(document["paths"])
    files = {path: path.read_text() for path in (tmp_path / "sdk/tests/cassettes").rglob("*.yaml")}
    assert len(files) == len(document["paths"])
    for text in files.values():
        assert all(
            (each["x-answer"] == "api") != (each["x-path"] == "/token") for each in yaml.safe_load(text)["interactions"]
        )
        assert not [secret for secret in (*SECRETS.values(), *PAIRS, TOKEN, REFRESH, SESSION, NONCE) if secret in text]
    done = run(tmp_path / "sdk")
    assert done.returncode == 0, done.stdout[-3000:]
