"""Options of a client that travel with its requests: as defaults of arguments, in the query, in headers and cookies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from harness.emitting import emitted_from
from harness.server import Server
from harness.sides import Api, Sdk

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def leveled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sdk]:
    """The package of `client_level/`."""
    config = HERE / "client_level" / "sdkwright.yml"
    with emitted_from(config, tmp_path_factory.mktemp("leveled") / "sdk", "leveled") as sdk:
        yield sdk


@pytest.fixture(params=["sync", "async"])
def acme(
    request: pytest.FixtureRequest, leveled: Sdk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Api]:
    for name in ("ACME_API_KEY", "ACME_PROJECT"):
        monkeypatch.delenv(name, raising=False)
    made = Api(leveled, server.url, is_async=request.param == "async")
    yield made
    made.close()


def called(acme: Api, server: Server, call: Any) -> Any:
    server.reply(204)
    acme.run(call())
    return server.last


def test_a_path_parameter_is_the_clients_unless_the_call_says_otherwise(acme: Api, server: Server):
    client = acme.client(project="one")
    assert called(acme, server, client.projects.retrieve).path == "/projects/one"
    assert called(acme, server, lambda: client.projects.retrieve(project="two")).path == "/projects/two"
    assert called(acme, server, lambda: client.projects.item("3")).path == "/projects/one/items/3"


def test_it_may_come_from_the_environment_and_changes_with_copies(
    acme: Api, server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ACME_PROJECT", "env")
    client = acme.client()
    assert called(acme, server, client.projects.retrieve).path == "/projects/env"
    assert called(acme, server, client.with_options(project="copy").projects.retrieve).path == "/projects/copy"


def test_what_neither_says_is_an_error_that_names_both_ways(acme: Api, server: Server):
    client = acme.client()
    with pytest.raises(
        ValueError,
        match=r"Missing project argument; Please provide it at the client level, e\.g\. \w*Acme\(project='abcd'\) or per method\.",
    ):
        acme.call(client.projects.retrieve)
    with pytest.raises(ValueError, match="Missing owner argument"):
        acme.call(lambda: client.items.create(name="x"))


def test_a_query_parameter_of_a_method_is_the_clients_where_there_is_one(acme: Api, server: Server):
    assert called(acme, server, lambda: acme.client(region="eu").items.search(q="a")).query == {
        "q": "a",
        "region": "eu",
    }
    assert (
        called(acme, server, lambda: acme.client(region="eu").items.search(q="a", region="us")).query["region"] == "us"
    )
    assert called(acme, server, lambda: acme.client().items.search(q="a")).query == {"q": "a"}


def test_a_property_of_a_body_is_the_clients_too(acme: Api, server: Server):
    client = acme.client(owner="me")
    assert called(acme, server, lambda: client.items.create(name="x")).json() == {"name": "x", "owner": "me"}
    assert called(acme, server, lambda: client.items.create(name="x", owner="you")).json()["owner"] == "you"


def test_a_query_parameter_that_no_method_has_goes_with_every_request(acme: Api, server: Server):
    assert called(acme, server, acme.client(project="p", beta=True).projects.retrieve).query == {"beta": "true"}
    assert called(acme, server, acme.client(project="p").projects.retrieve).query == {}


def test_headers_and_cookies_go_with_every_request(acme: Api, server: Server):
    sent = called(acme, server, acme.client(project="p", session="abc").projects.retrieve)
    assert (sent.header("x-version"), sent.header("cookie")) == ("3", "sid=abc")
    sent = called(acme, server, acme.client(project="p", version=4).projects.retrieve)
    assert (sent.header("x-version"), sent.header("cookie")) == ("4", None)


def test_a_scheme_has_the_keyword_that_the_document_gives_it_and_one_of_the_programs_own_sends_nothing(
    acme: Api, server: Server
):
    sent = called(acme, server, acme.client(project="p", api_key="k", signing_key="s").projects.retrieve)
    assert sent.header("authorization") == "Token k"
    assert sent.header("x-signature") is None


def test_the_signatures_say_that_the_client_may_know(leveled: Sdk):
    import inspect

    parameters = inspect.signature(leveled.Acme(api_key="k").projects.item).parameters
    assert parameters["item_id"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert parameters["project"].kind is inspect.Parameter.KEYWORD_ONLY
    assert (parameters["project"].annotation, parameters["project"].default) == ("str | None", None)


def test_a_method_may_have_a_timeout_and_a_number_of_retries_of_its_own(acme: Api):
    """SURFACE 4.2: while neither the call nor the client say otherwise."""
    seen: list[float] = []

    def fail(request: Any) -> Any:
        seen.append(request.extensions["timeout"]["read"])
        return acme.sdk.http.Response(500, headers={"retry-after-ms": "1"})

    def tries(timeout: Any = None, **options: Any) -> list[float]:
        seen.clear()
        client = acme.client(owner="me", http_client=acme.transport(fail), **options)
        given = {} if timeout is None else {"timeout": timeout}
        with pytest.raises(acme.sdk.InternalServerError):
            acme.run(client.items.create(name="x", **given))
        return list(seen)

    assert tries() == [120.0, 120.0]
    assert tries(timeout=7.0) == [7.0, 7.0]
    assert tries(max_retries=0) == [120.0]
    assert tries(max_retries=0, timeout=9.0) == [9.0]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "No such project"}}, "Error code: 404 - No such project"),
        ({"error": "gone"}, "Error code: 404 - {'error': 'gone'}"),
        ({"error": {"message": ""}}, "Error code: 404 - {'error': {'message': ''}}"),
        (["x"], "Error code: 404 - ['x']"),
    ],
)
def test_an_error_says_what_the_api_says_where_it_says_it(acme: Api, body: Any, message: str):
    client = acme.client(project="p", http_client=acme.transport(lambda _: acme.sdk.http.Response(404, json=body)))
    with pytest.raises(acme.sdk.NotFoundError) as caught:
        acme.run(client.projects.retrieve())
    assert (caught.value.message, caught.value.body) == (message, body)


def test_a_config_may_leave_out_what_tells_of_the_platform(acme: Api, server: Server):
    """Also what tells of the try."""
    sent = called(acme, server, acme.client(project="one").projects.retrieve)
    assert [name for name in sent.names if "stainless" in name or "runtime" in name or "retry" in name] == []
    assert (sent.header("user-agent") or "").startswith(acme.kind.__name__)
