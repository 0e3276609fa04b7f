"""Options of a client come from its arguments, the environment or the defaults, and copies change what they are told."""

from __future__ import annotations

import inspect
from typing import ClassVar

import httpx2
import pytest

from core.copies import copy_of
from core.errors import SDKError
from core.options import option_value, read_bool
from core.request import Call, CallOptions
from core.sentinels import Omit, not_given
from core.settings import ClientSettings
from core.sync_client import SyncAPIClient


def built(client, path="/x", **call):
    return client._build_request(Call("GET", path, dict, **call))


def test_an_option_is_the_argument_else_the_environment(api, monkeypatch) -> None:
    monkeypatch.setenv("ACME_API_KEY", "from env")
    assert api.kind().api_key == "from env"
    assert api.kind(api_key="given").api_key == "given"
    assert api.kind(api_key="").api_key == ""


def test_a_required_option_that_is_missing_names_the_argument_and_the_variable() -> None:
    with pytest.raises(
        SDKError,
        match="The org client option must be set either by passing org to the client or by setting the ACME_ORG",
    ):
        option_value("org", None, env="ACME_ORG")
    with pytest.raises(SDKError, match="The org client option must be set by passing org to the client"):
        option_value("org", None)


def test_options_from_the_environment_are_read_as_their_type(monkeypatch) -> None:
    monkeypatch.setenv("ACME_N", "12")
    assert option_value("n", None, env="ACME_N", read=int) == 12
    monkeypatch.setenv("ACME_N", "twelve")
    with pytest.raises(SDKError, match="ACME_N does not hold a valid n"):
        option_value("n", None, env="ACME_N", read=int)
    for text, value in [("true", True), ("1", True), ("on", True), ("yes", False), ("0", False)]:
        monkeypatch.setenv("ACME_N", text)
        assert option_value("n", None, env="ACME_N", read=read_bool) is value
    assert option_value("m", None, env="ACME_M", default=False, read=read_bool) is False


def test_the_base_url_always_ends_in_a_slash(api, monkeypatch) -> None:
    assert api.client().base_url == "https://api.acme.test/v1/"
    assert api.client(base_url="https://x.test/a").base_url == "https://x.test/a/"
    client = api.client(base_url=httpx2.URL("https://x.test/a/"))
    assert client.base_url == "https://x.test/a/"
    client.base_url = "https://y.test"
    assert built(client).url == "https://y.test/x"
    monkeypatch.setenv("ACME_BASE_URL", "https://env.test/b")
    assert api.client().base_url == "https://env.test/b/"
    assert api.client(base_url="https://x.test").base_url.host == "x.test"


@pytest.mark.parametrize(
    ("base", "path", "url"),
    [
        ("https://x.test/a", "/b", "https://x.test/a/b"),
        ("https://x.test/a/", "b", "https://x.test/a/b"),
        ("https://x.test", "/b", "https://x.test/b"),
        ("https://x.test/a/", "https://other.test/c?d=1", "https://other.test/c?d=1"),
        ("https://x.test/a?v=1", "/b", "https://x.test/a/b?v=1"),
        ("https://x.test/a?v=1", "/b?w=2", "https://x.test/a/b?v=1&w=2"),
        ("https://x.test/a", "/files/a%2Fb", "https://x.test/a/files/a%2Fb"),
        ("https://x.test/a", "//evil.test/b", "https://x.test/a/evil.test/b"),
        ("https://x.test/a", "/b#c", "https://x.test/a/b"),
    ],
)
def test_a_path_is_appended_to_the_base_url(api, base, path, url) -> None:
    assert str(built(api.client(base_url=base), path).url) == url


class _Many(SyncAPIClient):
    _settings: ClassVar = ClientSettings(
        package="p",
        name="Many",
        version="1",
        env_prefix="MANY",
        environments={"production": "https://live.test", "sandbox": "https://sandbox.test"},
    )


def test_the_first_environment_is_the_default_and_others_go_by_name() -> None:
    assert _Many().base_url == "https://live.test"
    assert _Many(environment="sandbox").base_url == "https://sandbox.test"
    assert _Many(environment="sandbox", base_url="https://mine.test").base_url == "https://mine.test"
    with pytest.raises(ValueError, match="Unknown environment: moon"):
        _Many(environment="moon")


def test_an_environment_and_a_url_from_the_environment_are_ambiguous_unless_told(monkeypatch) -> None:
    monkeypatch.setenv("MANY_BASE_URL", "https://env.test")
    assert _Many().base_url == "https://env.test"
    with pytest.raises(ValueError, match="you must pass base_url=None"):
        _Many(environment="sandbox")
    assert _Many(environment="sandbox", base_url=None).base_url == "https://sandbox.test"


def test_max_retries_none_is_refused_with_the_ways_out(api) -> None:
    with pytest.raises(TypeError, match=r"max_retries cannot be None.*`0`.*math\.inf"):
        api.client(max_retries=None)


def test_an_http_client_of_the_other_kind_is_refused(api) -> None:
    other = httpx2.Client() if api.is_async else httpx2.AsyncClient()
    with pytest.raises(TypeError, match="Invalid `http_client` arg"):
        api.client(http_client=other)


def test_the_timeout_is_that_of_the_call_else_of_the_client_else_the_default(api, settings) -> None:
    assert built(api.client()).extensions["timeout"] == settings.timeout.as_dict()
    assert built(api.client(timeout=httpx2.Timeout(0))).extensions["timeout"]["read"] == 0
    assert built(api.client(timeout=None)).extensions["timeout"]["read"] is None
    options = CallOptions(timeout=httpx2.Timeout(100))
    assert built(api.client(), options=options).extensions["timeout"]["read"] == 100
    assert built(api.client(), options=CallOptions(timeout=None)).extensions["timeout"]["connect"] is None


def test_the_timeout_of_a_custom_http_client_counts_if_it_was_set(api, settings) -> None:
    for timeout, expected in [({"timeout": None}, None), ({"timeout": 7}, 7), ({}, 30), ({"timeout": 5.0}, 30)]:
        client = api.client(http_client=api.http_client(**timeout))
        assert built(client).extensions["timeout"]["read"] == expected


def test_the_timeout_of_a_method_counts_while_caller_and_client_are_at_the_default(api) -> None:
    assert built(api.client(), default_timeout=300).extensions["timeout"]["read"] == 300
    assert built(api.client(timeout=9), default_timeout=300).extensions["timeout"]["read"] == 9
    options = CallOptions(timeout=8)
    assert built(api.client(), default_timeout=300, options=options).extensions["timeout"]["read"] == 8


def test_the_read_timeout_is_told_to_the_server_unless_there_is_none(api) -> None:
    client = api.client()
    assert built(client).headers["x-acme-read-timeout"] == "30"
    assert built(client, options=CallOptions(timeout=2.5)).headers["x-acme-read-timeout"] == "2.5"
    assert "x-acme-read-timeout" not in built(client, options=CallOptions(timeout=None)).headers
    omitted = CallOptions(timeout=3, extra_headers={"X-Acme-Read-Timeout": Omit()})
    assert "x-acme-read-timeout" not in built(client, options=omitted).headers


def test_a_copy_is_another_client_with_the_same_options(api) -> None:
    client = api.client(api_key="a", max_retries=7, timeout=3, _strict_response_validation=True)
    copied = client.copy()
    assert copied is not client
    assert (copied.api_key, copied.max_retries, copied.timeout) == ("a", 7, 3)
    assert copied._strict_response_validation is True
    assert copied.base_url == client.base_url
    assert copied._client is client._client


def test_a_copy_changes_what_it_is_given_even_to_false_values(api) -> None:
    client = api.client(api_key="a", max_retries=7, timeout=3)
    copied = client.with_options(api_key="", max_retries=0, timeout=None, base_url="https://y.test")
    assert (copied.api_key, copied.max_retries, copied.timeout) == ("", 0, None)
    assert (client.api_key, client.max_retries, client.timeout) == ("a", 7, 3)
    assert (str(copied.base_url), client.base_url.host) == ("https://y.test", "api.acme.test")
    assert copied.with_options(max_retries=5).timeout is None


def test_a_copy_does_not_take_an_absent_credential_from_the_environment(api, monkeypatch) -> None:
    client = api.kind(auth_token="t")
    monkeypatch.setenv("ACME_API_KEY", "stray")
    assert client.copy().api_key is None


def test_default_headers_of_a_copy_are_merged_or_replaced(api) -> None:
    client = api.client(default_headers={"X-One": "1"})
    assert built(client.copy()).headers["x-one"] == "1"
    merged = built(client.copy(default_headers={"X-Two": "2"})).headers
    assert (merged["x-one"], merged["x-two"]) == ("1", "2")
    assert built(client.copy(default_headers={"X-One": "new"})).headers["x-one"] == "new"
    assert "x-one" not in built(client.copy(set_default_headers={})).headers
    replaced = built(client.copy(set_default_headers={"X-Two": "2"})).headers
    assert "x-one" not in replaced
    assert replaced["x-two"] == "2"
    with pytest.raises(
        ValueError, match="`default_headers` and `set_default_headers` arguments are mutually exclusive"
    ):
        client.copy(default_headers={}, set_default_headers={})


def test_the_default_query_of_a_copy_is_merged_or_replaced(api) -> None:
    client = api.client(default_query={"one": 1})
    assert built(client.copy()).url.query == b"one=1"
    assert built(client.copy(default_query={"two": 2})).url.query == b"one=1&two=2"
    assert built(client.copy(default_query={"one": "new"})).url.query == b"one=new"
    assert built(client.copy(set_default_query={})).url.query == b""
    assert built(client.copy(set_default_query={"two": 2})).url.query == b"two=2"
    with pytest.raises(ValueError, match="`default_query` and `set_default_query` arguments are mutually exclusive"):
        client.copy(default_query={}, set_default_query={})


def test_a_copy_hands_extra_arguments_to_the_constructor(api) -> None:
    assert api.client().copy(_extra_kwargs={"max_retries": 9}).max_retries == 9


def test_every_common_argument_of_the_constructor_is_one_of_copy(api) -> None:
    constructor = set(inspect.signature(SyncAPIClient.__init__).parameters) - {"strict", "self", "variables"}
    assert constructor <= set(inspect.signature(copy_of).parameters)


def test_a_copy_switches_the_environment_but_keeps_a_url() -> None:
    class Many(_Many):
        def __init__(self, *, _strict_response_validation=False, **kwargs) -> None:
            super().__init__(strict=_strict_response_validation, **kwargs)

    client = Many()
    assert client._copy({}, environment="sandbox", extra_kwargs={}).base_url == "https://sandbox.test"
    assert client._copy({}, environment=not_given, extra_kwargs={}).base_url == "https://live.test"


def test_custom_headers_of_the_environment_rank_below_arguments(api, monkeypatch) -> None:
    monkeypatch.setenv("ACME_CUSTOM_HEADERS", "X-One: 1\nnonsense\n X-Two : a: b\nX-Acme-Lang: other")
    headers = built(api.client(default_headers={"x-one": "mine"})).headers
    assert (headers["x-one"], headers["x-two"], headers["x-acme-lang"]) == ("mine", "a: b", "other")


def test_attributes_may_change_at_any_time(api) -> None:
    client = api.client()
    built(client)
    client.api_key, client.timeout, client.base_url = "new", 4, "https://y.test/z"
    request = built(client)
    assert request.headers["x-api-key"] == "new"
    assert request.headers["host"] == "y.test"
    assert request.extensions["timeout"]["read"] == 4
    assert request.url == "https://y.test/z/x"


def test_headers_of_the_environment_that_a_copy_dropped_do_not_come_back(api, monkeypatch) -> None:
    monkeypatch.setenv("ACME_CUSTOM_HEADERS", "X-One: 1")
    assert "x-one" not in built(api.client().copy(set_default_headers={}).copy()).headers
