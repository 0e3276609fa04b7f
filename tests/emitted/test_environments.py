"""Which server a client speaks to where the config names several, and what a method has by default."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from harness.emitting import emitted
from harness.server import Server
from harness.sides import Api, Sdk

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Acme", "version": "1"},
    "servers": [{"url": "https://live.test"}],
    "security": [{"Key": []}],
    "components": {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}}},
    "paths": {
        "/slow": {"get": {"responses": {"204": {"description": "done"}}}},
        "/quick": {"get": {"responses": {"204": {"description": "done"}}}},
    },
}
SETTINGS: dict[str, Any] = {
    "environments": {"production": "https://live.test", "sandbox": "https://sandbox.test/v1"},
    "client_settings": {
        "opts": {"api_key": {"type": "string", "read_env": "ACME_API_KEY", "auth": {"security_scheme": "Key"}}}
    },
}
RESOURCES = {
    "jobs": {
        "methods": {
            "slow": {"endpoint": "get /slow", "default_request_options": {"timeout": 300_000, "max_retries": 0}},
            "quick": "get /quick",
        }
    }
}


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Generator[Sdk, None, None]:
    with emitted(tmp_path_factory.mktemp("several"), "several", DOCUMENT, RESOURCES, **SETTINGS) as sdk:
        yield sdk


@pytest.fixture(params=["sync", "async"])
def acme(
    request: pytest.FixtureRequest, several: Sdk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> Generator[Api, None, None]:
    for name in ("ACME_API_KEY", "ACME_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    made = Api(several, server.url, is_async=request.param == "async")
    yield made
    made.close()


def test_an_environment_goes_by_its_name_and_the_first_is_the_default(acme: Api):
    """X7: the map of them is exported."""
    assert dict(acme.sdk.package.ENVIRONMENTS) == SETTINGS["environments"]
    assert acme.kind(api_key="k").base_url == "https://live.test"
    assert acme.kind(api_key="k", environment="sandbox").base_url == "https://sandbox.test/v1/"
    assert acme.kind(api_key="k", environment="sandbox", base_url="https://mine.test").base_url == "https://mine.test"
    with pytest.raises(ValueError, match="Unknown environment: moon"):
        acme.kind(api_key="k", environment="moon")


def test_the_variable_and_a_named_environment_are_ambiguous_unless_told(acme: Api, monkeypatch: pytest.MonkeyPatch):
    """C64, C65, C66."""
    monkeypatch.setenv("ACME_BASE_URL", "https://env.test")
    assert acme.kind(api_key="k").base_url == "https://env.test"
    with pytest.raises(ValueError, match="you must pass base_url=None"):
        acme.kind(api_key="k", environment="sandbox")
    assert acme.kind(api_key="k", base_url=None, environment="sandbox").base_url == "https://sandbox.test/v1/"


def test_a_credential_that_must_be_there_is_asked_for_when_the_client_is_made(acme: Api, monkeypatch: Any):
    """C34a: with the option and the variable named."""
    with pytest.raises(acme.sdk.AcmeError, match=r"api_key client option must be set.*ACME_API_KEY"):
        acme.kind()
    monkeypatch.setenv("ACME_API_KEY", "from env")
    assert acme.kind().api_key == "from env"


@pytest.mark.parametrize(
    ("of_client", "of_call", "expected"),
    [({}, {}, "300"), ({"timeout": 9}, {}, "9"), ({}, {"timeout": 8}, "8"), ({"timeout": 9}, {"timeout": 8}, "8")],
)
def test_the_timeout_of_a_method_counts_while_caller_and_client_are_at_the_default(
    acme: Api, server: Server, of_client: Any, of_call: Any, expected: str
):
    """X9: as the server is told."""
    server.reply(204)
    acme.run(acme.client(**of_client).jobs.slow(**of_call))
    assert server.last.header("x-stainless-read-timeout") == expected
    acme.run(acme.client().jobs.quick())
    assert server.last.header("x-stainless-read-timeout") == "60"


def test_the_retries_of_a_method_count_while_the_client_is_at_the_default(acme: Api, server: Server):
    """X9."""
    server.reply(503, {}, {"retry-after-ms": "1"})
    for options, tries in (({}, 1), ({"max_retries": 1}, 2)):
        server.requests.clear()
        with pytest.raises(acme.sdk.InternalServerError):
            acme.run(acme.client(**options).jobs.slow())
        assert len(server.requests) == tries
