"""Credentials go where the API wants them, and their absence is noticed before anything is sent."""

from __future__ import annotations

import dataclasses

import pytest

from core.auth import is_secret
from core.credentials import api_key_header, api_key_query, basic_header, bearer_header, cookie_header
from core.request import Call, CallOptions
from core.sentinels import Omit
from core.settings import Credential


def test_each_scheme_writes_its_header_and_none_writes_nothing() -> None:
    assert api_key_header("X-Key", "k") == {"X-Key": "k"}
    assert bearer_header("t") == {"Authorization": "Bearer t"}
    assert basic_header("Aladdin", "open sesame") == {"Authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}
    assert cookie_header({"a": "1", "b": None, "c": "2"}) == {"Cookie": "a=1; c=2"}
    assert api_key_query("key", "k") == {"key": "k"}
    assert [api_key_header("X", None), bearer_header(None), basic_header("u", None)] == [{}, {}, {}]
    assert [cookie_header({"a": None}), api_key_query("key", None)] == [{}, {}]


def test_without_any_credential_nothing_is_sent_and_the_message_names_the_ways(api, server) -> None:
    server.reply(200, {})
    client = api.kind(base_url=server.url)
    with pytest.raises(
        TypeError, match=r"Could not resolve authentication method\. Expected one of api_key or auth_token"
    ) as e:
        api.call(client.ping)
    assert "Or for one of the `X-Api-Key` or `Authorization` headers to be explicitly omitted" in str(e.value)
    assert "ACME_API_KEY" in str(e.value)
    assert server.requests == []


@pytest.mark.parametrize("headers", [{"x-api-key": Omit()}, {"Authorization": Omit()}, {"X-Api-Key": "given"}])
def test_a_header_given_or_omitted_for_the_call_is_enough(api, server, headers) -> None:
    server.reply(200, {})
    client = api.kind(base_url=server.url)
    api.call(client._send, Call("GET", "/x", dict, options=CallOptions(extra_headers=headers)))
    given = [value for value in headers.values() if not isinstance(value, Omit)]
    assert [value for name, value in server.last.headers if name.lower() == "x-api-key"] == given
    api.call(client.copy(default_headers=headers).ping)


def test_a_credential_set_later_counts(api, server) -> None:
    server.reply(200, {})
    client = api.kind(base_url=server.url)
    with pytest.raises(TypeError):
        api.call(client.ping)
    client.auth_token = "t"
    api.call(client.ping)
    assert server.last.header("authorization") == "Bearer t"


def test_a_credential_in_the_query_counts(api, server) -> None:
    server.reply(200, {})

    class WithQueryKey(api.kind):
        _settings = dataclasses.replace(api.kind._settings, credentials=(Credential("api_key"),))
        auth_headers = None

        @property
        def default_headers(self):
            return {}

        @property
        def default_query(self):
            return {**api_key_query("key", self.api_key), **super().default_query}

    with pytest.raises(TypeError, match="Expected api_key to be set"):
        api.call(WithQueryKey(base_url=server.url).ping)
    api.call(WithQueryKey(api_key="k", base_url=server.url).ping)
    assert server.last.path == "/things/ping?key=k"


@pytest.mark.parametrize(
    "name", ["Authorization", "x-api-key", "Cookie", "X-Auth-Token", "api_key", "key", "apikey", "client-secret"]
)
def test_names_of_secrets_are_known(name) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name", ["accept", "content-type", "x-acme-lang", "limit", "keyword", "monkey", "anthropic-beta"]
)
def test_names_of_other_things_are_not_taken_for_secrets(name) -> None:
    assert not is_secret(name)


def test_an_auth_object_of_the_http_client_counts(api, server) -> None:
    server.reply(200, {})
    api.call(api.kind(base_url=server.url, http_client=api.http_client(auth=("u", "p"))).ping)
    assert server.last.header("authorization").startswith("Basic ")
