"""Where the calls of an emitted client go and which credentials they carry, by the servers and security of the document."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from wirekit.packages import Emitted, emit

CASES = Path(__file__).parents[2] / "cases" / "operations"
Make = Callable[..., Any]


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """The package of a golden case, emitted once."""
    made: dict[str, Any] = {}

    def package(case: str) -> Any:
        if case not in made:
            made[case] = emit(CASES / case / "openapi.yaml", tmp_path_factory.mktemp(case), f"client_{case}")
        return made[case]

    return package


@pytest.fixture
def sent() -> list[httpx2.Request]:
    return []


@pytest.fixture
def make(packages: Callable[[str], Any], sent: list[httpx2.Request]) -> Iterator[Make]:
    """Makes a client of a case that sends nothing, but notes what it would."""
    clients: list[Any] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(204)

    def client(case: str, **options: Any) -> Any:
        transport = httpx2.Client(transport=httpx2.MockTransport(answer))
        clients.append(root(packages(case)).Client(http_client=transport, **options))
        return clients[-1], {endpoint: path for endpoint, _, path in packages(case).methods()}

    yield client
    for one in clients:
        one.close()


def root(package: Emitted) -> Any:
    return importlib.import_module(package.name)


def call(client: tuple[Any, dict[str, tuple[str, ...]]], path: str, verb: str = "get", **arguments: Any) -> None:
    """Call the method of an operation."""
    functools.reduce(getattr, client[1][f"{verb} {path}"], client[0])(**arguments)


def with_options(client: tuple[Any, Any], **options: Any) -> tuple[Any, Any]:
    return client[0].with_options(**options), client[1]


def all_secrets(packages: Callable[[str], Any]) -> dict[str, str]:
    """A value for each option of the client."""
    return {name: f"the-{name}" for name in packages("security").names.options.values()}


def credentials(request: httpx2.Request) -> dict[str, str]:
    carried = {name: request.headers[name] for name in ("authorization", "x-key", "cookie") if name in request.headers}
    return {**carried, **dict(request.url.params)}


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("usual", {"authorization": "Bearer the-bearer_token"}),
        ("nothing", {}),
        ("optional", {"authorization": "Bearer the-bearer_token"}),
        ("either", {"x-key": "the-api_key"}),
        ("together", {"x-key": "the-api_key", "key": "the-query_api_key"}),
        ("basic", {"authorization": "Basic dGhlLXVzZXJuYW1lOnRoZS1wYXNzd29yZA=="}),
        ("oauth", {"authorization": "Bearer the-oauth_bearer_token"}),
        ("other", {"authorization": "Token the-token_bearer_token"}),
        ("certificate", {}),
        ("certificate-or-token", {"authorization": "Bearer the-bearer_token"}),
        ("certificate-and-token", {"authorization": "Bearer the-bearer_token"}),
        ("digest-or-key", {}),  # of a digest nothing is sent before the server asks
        ("its-own-key", {"authorization": "Bearer the-bearer_token"}),
    ],
)
def test_a_call_carries_what_its_operation_asks_for(packages, make, sent, resource, expected) -> None:
    call(make("security", **all_secrets(packages)), f"/{resource}")
    assert credentials(sent[0]) == expected


def test_of_alternatives_the_first_that_the_client_can_give_is_sent(make, sent) -> None:
    client = make("security", session_api_key="s", bearer_token="b")
    call(client, "/either")
    assert credentials(sent[0]) == {"cookie": "sid=s"}


def test_of_schemes_that_are_combined_in_one_header_one_token_is_enough(make, sent) -> None:
    for options in ({"bearer_token": "first"}, {"oauth_bearer_token": "second"}):
        call(make("security", api_key="key", **options), "/one-token")
    assert [request.headers["authorization"] for request in sent] == ["Bearer first", "Bearer second"]
    assert {request.headers["x-key"] for request in sent} == {"key"}


@pytest.mark.parametrize(
    ("resource", "named"),
    [("usual", "ACME_BEARER_TOKEN"), ("either", "api_key or session_api_key"), ("basic", "username")],
)
def test_without_a_credential_nothing_is_sent_and_the_options_are_named(make, sent, resource, named) -> None:
    with pytest.raises(TypeError, match=named):
        call(make("security"), f"/{resource}")
    assert not sent


def test_optional_and_missing_security_need_no_credential(make, sent) -> None:
    client = make("security")
    call(client, "/optional")
    call(client, "/nothing")
    call(client, "/certificate")
    call(client, "/certificate-or-token")  # the certificate is a matter of the connection
    assert [credentials(request) for request in sent] == [{}, {}, {}, {}]


def test_what_a_caller_says_wins_over_what_the_client_has(make, sent) -> None:
    client = make("security", bearer_token="b")
    call(client, "/nothing", extra_headers={"Authorization": "mine"})
    call(client, "/basic", extra_headers={"Authorization": "mine"})
    call(make("security", default_headers={"Authorization": "mine"}), "/basic")
    assert [request.headers["authorization"] for request in sent] == ["mine", "mine", "mine"]


def test_a_header_that_the_call_does_not_use_for_credentials_is_an_argument(make, sent) -> None:
    call(make("security", bearer_token="b"), "/its-own-key", x_key="own")
    assert sent[0].headers["x-key"] == "own"


def url(request: httpx2.Request) -> str:
    return str(request.url)


def test_the_first_server_is_the_default_with_the_defaults_of_its_variables(make, sent) -> None:
    call(make("servers"), "/usual")
    call(make("servers", region="us"), "/usual")
    call(make("servers", environment="sandbox"), "/usual")
    call(make("servers", base_url="https://mine.test/x"), "/usual")
    assert [url(request) for request in sent] == [
        "https://eu.acme.test/v1/usual",
        "https://us.acme.test/v1/usual",
        "https://sandbox.acme.test/usual",
        "https://mine.test/x/usual",
    ]


def test_a_variable_may_be_set_by_the_environment_and_in_a_copy(make, sent, monkeypatch) -> None:
    monkeypatch.setenv("ACME_REGION", "us")
    client = make("servers")
    call(with_options(client, version="v2"), "/usual")
    call(with_options(client, timeout=1), "/usual")
    assert [url(request) for request in sent] == ["https://us.acme.test/v2/usual", "https://us.acme.test/v1/usual"]


@pytest.mark.parametrize("value", ["evil.test/?", "a@evil.test", "x#", "a b", "a\\b", "a\nb"])
def test_a_variable_cannot_change_what_stands_around_it(packages, value) -> None:
    with pytest.raises(root(packages("servers")).AcmeError, match="cannot be part of the URL"):
        root(packages("servers")).Client(region=value)


def test_an_operation_with_servers_of_its_own_is_sent_there_in_the_same_environment(make, sent) -> None:
    for options in ({}, {"region": "us"}, {"environment": "sandbox"}):
        client = make("servers", **options)
        call(client, "/files")
        call(client, "/files", "put")
    assert [url(request) for request in sent] == [
        "https://files.acme.test/v2/files",
        "https://eu.upload.acme.test/files",
        "https://files.acme.test/v2/files",
        "https://us.upload.acme.test/files",
        "https://sandbox.acme.test/files",
        "https://upload.sandbox.acme.test/files",
    ]
    assert [request.headers["host"] for request in sent][:2] == ["files.acme.test", "eu.upload.acme.test"]


def test_a_base_url_of_the_caller_is_where_all_requests_go(make, sent, monkeypatch) -> None:
    call(make("servers", base_url="https://mine.test"), "/files", "put")
    call(with_options(make("servers", base_url="https://mine.test"), timeout=1), "/files", "put")
    monkeypatch.setenv("ACME_BASE_URL", "https://env.test")
    call(make("servers"), "/files", "put")
    moved = make("servers", base_url="https://mine.test")
    moved[0].base_url = "https://moved.test"
    call(moved, "/files", "put")
    assert [url(request) for request in sent] == [
        "https://mine.test/files",
        "https://mine.test/files",
        "https://env.test/files",
        "https://moved.test/files",
    ]


def test_a_relative_server_of_an_operation_is_the_client_s(make, sent) -> None:
    call(make("servers"), "/relative")
    assert url(sent[0]) == "https://eu.acme.test/v1/relative"


def test_what_can_have_one_value_alone_is_sent_without_being_given(make: Make, sent: list[httpx2.Request]) -> None:
    client, path = make("parameters"), "/constants/{edition}"
    call(client, path, "post", edition="v1", kind="one", id="a")
    call(client, path, "post", edition="v1", kind="many", ids=["a"], x_debug="on", x_client="other")
    first, second = sent
    assert (first.headers["protocol-version"], first.headers["x-client"]) == ("1", "sdk")
    assert (first.url.query, first.headers["cookie"]) == (b"action=run", "consent=true")
    assert "x-debug" not in first.headers
    assert (second.headers["x-debug"], second.headers["x-client"]) == ("on", "other")
