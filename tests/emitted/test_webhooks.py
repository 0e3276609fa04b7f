"""Events that an API sends: verified, and read as the models of the document."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CREATED = '{"type": "pet.created", "data": {"id": "é"}}'


def event(kind: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"const": kind}, **properties},
    }


def sent(schema: dict[str, Any]) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": schema}}}
    return {"post": {"requestBody": body, "responses": {"200": {"description": "fine"}}}}


def document(key: str = "webhooks") -> dict[str, Any]:
    pet = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    fine = {
        "200": {
            "description": "fine",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "http://pets.test"}],
        "paths": {"/pet": {"get": {"responses": fine}}},
        key: {
            "pet.created": sent({"$ref": "#/components/schemas/PetCreated"}),
            "pet.deleted": sent(event("pet.deleted", id={"type": "string"})),
        },
        "components": {
            "schemas": {"Pet": pet, "PetCreated": event("pet.created", data={"$ref": "#/components/schemas/Pet"})}
        },
    }


CONFIG: dict[str, Any] = {
    "organization": {"name": "zoo"},
    "targets": {"python": {"package_name": "zoo"}},
    "client_settings": {"opts": {"signing_secret": {"type": "string", "nullable": True, "read_env": "ZOO_SECRET"}}},
    "resources": {
        "pets": {
            "models": {"pet": "Pet", "created": "PetCreated"},
            "methods": {"retrieve": "get /pet"},
            "subresources": {
                "hooks": {
                    "methods": {
                        "unwrap": {
                            "type": "webhook_unwrap",
                            "discriminator": "type",
                            "webhook_key_opt": "signing_secret",
                        },
                        "unsafe_unwrap": {"type": "webhook_unwrap", "event_types": ["created"]},
                    }
                }
            },
        }
    },
}


def emit(folder: Path, package: str, document: dict[str, Any], config: dict[str, Any] | None = None) -> str:
    (folder / "openapi.json").write_text(json.dumps(document))
    command = [
        "-m",
        "sdkwright",
        "generate",
        "--no-tests",
        "--spec",
        "openapi.json",
        "--package",
        package,
        "--output",
        "out",
    ]
    if config is not None:
        (folder / "sdkwright.json").write_text(json.dumps(config))
        command += ["--config", "sdkwright.json"]
    run = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout + run.stderr


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("pets")
    assert "U403" not in emit(folder, "pets", document())
    sys.path.insert(0, str(folder / "out" / "src"))
    yield importlib.import_module("pets")
    sys.path.pop(0)


@pytest.fixture(params=["sync", "async"])
def client(request: pytest.FixtureRequest, pets: Any) -> Any:
    return (pets.Pets if request.param == "sync" else pets.AsyncPets)(webhook_key=KEY)


def headers(payload: str, *, key: str = KEY, at: float | None = None) -> dict[str, str]:
    when = datetime.fromtimestamp(time.time() if at is None else at, tz=UTC)
    signature = Webhook(key).sign("msg_1", when, payload)
    return {"Webhook-Id": "msg_1", "webhook-timestamp": str(int(when.timestamp())), "webhook-signature": signature}


@pytest.mark.parametrize("payload", [CREATED, CREATED.encode()])
def test_an_event_is_verified_and_read_as_what_it_is(client: Any, pets: Any, payload: str | bytes):
    found = client.webhooks.unwrap(payload, headers(CREATED))
    assert isinstance(found, pets.types.PetCreated)
    assert found.data.id == "é"
    deleted = '{"type": "pet.deleted", "id": "b"}'
    other = client.webhooks.unwrap(deleted, headers(deleted))
    assert (type(other).__name__, other.id) == ("PetDeleted", "b")


def test_an_event_of_tomorrow_is_read_as_well(client: Any):
    """An unknown type and unknown properties are kept, as in all that is read."""
    payload = '{"type": "pet.moved", "where": "there"}'
    assert client.webhooks.unwrap(payload, headers(payload)).to_dict() == json.loads(payload)


@pytest.mark.parametrize(
    ("payload", "changes"),
    [
        (CREATED.replace("é", "e"), {}),
        (CREATED, {"webhook-signature": "v1,AAAA"}),
        (CREATED, {"webhook-signature": "nonsense"}),
        (CREATED, {"webhook-signature": "v1,é"}),
        (CREATED, {"webhook-timestamp": "soon"}),
        (CREATED, {"Webhook-Id": "msg_2"}),
        (CREATED, {"webhook-signature": ""}),
        (b"\xff", {}),
    ],
)
def test_what_the_api_did_not_sign_is_refused(client: Any, pets: Any, payload: str | bytes, changes: dict[str, str]):
    with pytest.raises(pets.InvalidWebhookSignatureError) as caught:
        client.webhooks.unwrap(payload, {**headers(CREATED), **changes})
    assert isinstance(caught.value, pets.PetsError)


@pytest.mark.parametrize("away", [-400, 400])
def test_a_signature_is_good_for_five_minutes(client: Any, pets: Any, away: float):
    """Either way, so that an event cannot be sent again by who has seen it."""
    with pytest.raises(pets.InvalidWebhookSignatureError, match=r"too (old|new)"):
        client.webhooks.unwrap(CREATED, headers(CREATED, at=time.time() + away))
    client.webhooks.unwrap(CREATED, headers(CREATED, at=time.time() - 200))


def test_the_key_comes_from_the_argument_the_client_or_the_environment(pets: Any, monkeypatch: pytest.MonkeyPatch):
    other = "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
    signed = headers(CREATED, key=other)
    assert pets.Pets(webhook_key=KEY).webhooks.unwrap(CREATED, signed, other).data.id == "é"
    assert pets.Pets().webhooks.unwrap(CREATED, signed, key=other).data.id == "é"
    with pytest.raises(pets.PetsError, match=r"as `key` or as webhook_key to the client .*PETS_WEBHOOK_KEY"):
        pets.Pets().webhooks.unwrap(CREATED, signed)
    with pytest.raises(pets.PetsError, match="must be base64"):
        pets.Pets().webhooks.unwrap(CREATED, signed, "whsec_?")
    monkeypatch.setenv("PETS_WEBHOOK_KEY", other)
    assert pets.Pets().webhooks.unwrap(CREATED, signed).data.id == "é"


def test_an_event_can_be_read_unverified_if_that_is_said(client: Any, pets: Any):
    assert client.webhooks.unsafe_unwrap(CREATED).data.id == "é"
    with pytest.raises(pets.PetsError, match="not an event of the API"):
        client.webhooks.unsafe_unwrap("<html>")


def test_without_the_extra_verifying_names_it(client: Any, pets: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "standardwebhooks", None)
    with pytest.raises(pets.PetsError, match=r"pip install 'pets\[webhooks\]'"):
        client.webhooks.unwrap(CREATED, headers(CREATED))
    assert client.webhooks.unsafe_unwrap(CREATED).data.id == "é"


def test_a_config_says_where_events_are_read_which_ones_and_with_which_key(tmp_path: Path, monkeypatch: Any):
    """`webhook_unwrap` with `discriminator`, `event_types` and `webhook_key_opt`; `x-webhooks` of older documents."""
    assert "U403" not in emit(tmp_path, "zoo", document("x-webhooks"), CONFIG)
    monkeypatch.syspath_prepend(tmp_path / "out" / "src")
    zoo = importlib.import_module("zoo")
    client = zoo.Zoo(signing_secret=KEY)
    assert isinstance(client.pets.hooks.unwrap(CREATED, headers(CREATED)), zoo.types.Created)
    assert isinstance(client.pets.hooks.unsafe_unwrap(CREATED), zoo.types.Created)
    assert "standardwebhooks" in (tmp_path / "out" / "pyproject.toml").read_text()
    source = (tmp_path / "out" / "src" / "zoo" / "types" / "pets" / "unsafe_unwrap_webhook_event.py").read_text()
    assert "UnsafeUnwrapWebhookEvent: TypeAlias = Created" in source


def test_events_that_no_method_of_a_config_reads_are_noted(tmp_path: Path):
    config = {**CONFIG, "resources": {"pets": {"methods": {"retrieve": "get /pet"}}}}
    assert "note U403" in emit(tmp_path, "zoo", document(), config)
    assert "standardwebhooks" not in (tmp_path / "out" / "pyproject.toml").read_text()
