"""Errors that the config gives classes of their own, and headers of answers that it makes attributes."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from harness.emitting import emitted_from
from harness.server import Server
from harness.sides import Api, Sdk

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sdk]:
    """The package of `own_errors/`."""
    config = HERE / "own_errors" / "sdkwright.yml"
    with emitted_from(config, tmp_path_factory.mktemp("own") / "sdk", "own_errors") as sdk:
        yield sdk


@pytest.fixture(params=["sync", "async"])
def acme(request: pytest.FixtureRequest, own: Sdk, server: Server) -> Iterator[Api]:
    made = Api(own, server.url, is_async=request.param == "async")
    yield made
    made.close()


def refused(acme: Api, server: Server, status: int, body: Any, **headers: str) -> Any:
    """What a call raises where the server answers so."""
    server.reply(status, body if isinstance(body, bytes) else json.dumps(body).encode(), headers=headers)
    with pytest.raises(acme.sdk.APIStatusError) as raised:
        acme.run(acme.client(max_retries=0).things.retrieve("1"))
    return raised.value


def test_the_body_tells_the_class_and_is_read_as_the_api_describes_it(acme: Api, server: Server):
    sdk = acme.sdk
    error = refused(acme, server, 429, {"error": {"type": "rate_limited", "message": "slow", "retry_in": 3}})
    assert type(error) is sdk.RateLimitedError
    assert isinstance(error, sdk.RateLimitError)
    assert str(error) == "Error code: 429 - slow"
    assert (error.data.retry_in, type(error.data).__name__) == (3, "RateLimited")


def test_the_body_counts_more_than_the_status(acme: Api, server: Server):
    error = refused(acme, server, 400, {"error": {"type": "overloaded"}})
    assert type(error) is acme.sdk.OverloadedError
    assert (error.status_code, error.response.status_code) == (529, 400)


def test_a_name_that_every_package_has_gets_that_of_the_client_before_it(acme: Api, server: Server):
    sdk = acme.sdk
    error = refused(acme, server, 404, {"error": {"type": "missing", "what": {"id": "7"}}})
    assert type(error) is sdk.AcmeNotFoundError
    assert isinstance(error, sdk.NotFoundError)
    assert error.data.what.id == "7"


def test_a_variant_that_no_schema_describes_is_told_by_its_name(acme: Api, server: Server):
    error = refused(acme, server, 403, {"error": {"type": "quota_exceeded"}})
    assert type(error) is acme.sdk.QuotaExceededError
    assert not hasattr(error, "data")


@pytest.mark.parametrize("body", [b"", b"busy", b"[1]", b'{"error": "busy"}', b'{"error": {}}'], ids=repr)
def test_a_body_that_tells_nothing_has_the_class_of_its_status(acme: Api, server: Server, body: bytes):
    error = refused(acme, server, 529, body)
    assert type(error) is acme.sdk.OverloadedError
    assert error.data is None or not error.data.type


@pytest.mark.parametrize("told", ["of_tomorrow", 7, True])
def test_a_kind_that_nobody_knows_yet_has_the_class_that_any_api_has(acme: Api, server: Server, told: object):
    error = refused(acme, server, 429, {"error": {"type": told}})
    assert type(error) is acme.sdk.RateLimitError


@pytest.mark.parametrize("told", [404, "404"])
def test_a_status_in_the_body_counts(acme: Api, server: Server, told: object):
    error = refused(acme, server, 400, {"error": {"type": "of_tomorrow", "status": told}})
    assert type(error) is acme.sdk.NotFoundError
    assert error.status_code == 404


@pytest.mark.parametrize("told", [None, [], "soon", 12, "9" * 5000])
def test_what_is_no_status_does_not(acme: Api, server: Server, told: object):
    assert refused(acme, server, 400, {"error": {"status": told}}).status_code == 400


def test_an_event_that_tells_of_an_error_is_one_of_them(acme: Api, server: Server):
    sdk = acme.sdk
    event = {"error": {"type": "overloaded", "message": "later"}}
    server.reply(
        200, f"event: error\ndata: {json.dumps(event)}\n\n".encode(), headers={"content-type": "text/event-stream"}
    )
    with pytest.raises(sdk.OverloadedError, match="later") as raised:
        acme.items(acme.run(acme.client().things.watch("1")))
    assert raised.value.data.message == "later"


def test_they_say_where_users_import_them_from_and_can_be_pickled(acme: Api, server: Server):
    error = refused(acme, server, 429, {"error": {"type": "rate_limited", "retry_in": 3}})
    assert type(error).__module__ == "own_errors"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.data.retry_in) == (type(error), 3)


TOLD = {"x-region": "eu", "x-json": "1", "x-request-id": "r"}


def test_headers_are_attributes_of_errors(acme: Api, server: Server):
    error = refused(acme, server, 403, {}, **TOLD)
    assert (error.region, error.json_header, error.request_id) == ("eu", "1", "r")


def test_and_of_raw_answers(acme: Api, server: Server):
    server.reply(200, b'{"id": "1"}', headers=TOLD)
    raw = acme.run(acme.client().things.with_raw_response.retrieve("1"))
    assert (raw.region, raw.json_header, raw.request_id) == ("eu", "1", "r")


def test_a_header_that_did_not_come_is_none(acme: Api, server: Server):
    server.reply(200, b'{"id": "1"}')
    assert acme.run(acme.client().things.with_raw_response.retrieve("1")).region is None
