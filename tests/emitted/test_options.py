"""Client options: arguments, environment variables, and copies with other options."""

from __future__ import annotations

import gc
import inspect
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from harness.models_api import page_of
from harness.server import Server
from harness.sides import Api, Sdk

# ---------------------------------------------------------------------------------------------------- construction


def test_defaults_are_those_of_the_api(api: Api):
    """C22, C24: 600 seconds with 5 to connect, 2 retries, 1,000 connections of which 100 are kept."""
    client = api.client()
    http = api.sdk.http
    assert client.timeout == api.sdk.DEFAULT_TIMEOUT == http.Timeout(600.0, connect=5.0)
    assert client.max_retries == api.sdk.DEFAULT_MAX_RETRIES == 2
    assert http.Limits(max_connections=1000, max_keepalive_connections=100) == api.sdk.DEFAULT_CONNECTION_LIMITS
    assert (client.api_key, client.auth_token) == ("sk-made-up", None)


def test_all_arguments_are_keyword_only(api: Api):
    """SURFACE 4.1."""
    with pytest.raises(TypeError):
        api.kind("sk-1")


def test_the_base_url_is_that_of_production(api: Api):
    """C64: where neither argument nor environment says otherwise."""
    base_url = api.kind(api_key="k").base_url
    assert (base_url, base_url.path) == ("https://api.anthropic.com", "/")


def test_no_retries_is_written_as_zero_not_none(api: Api):
    """C72."""
    with pytest.raises(TypeError, match="max_retries cannot be None"):
        api.client(max_retries=None)


def test_a_client_without_credentials_can_be_made(api: Api):
    """C34b: both credentials are nullable."""
    client = api.client(api_key=None)
    assert (client.api_key, client.auth_token) == (None, None)


def test_client_classes_are_shown_as_those_of_the_package(sdk: Sdk):
    """SURFACE 1.1: as are its errors, in reprs and tracebacks."""
    for name in ("Anthropic", "AsyncAnthropic", "APIError", "Stream", "BaseModel", "DefaultHttpxClient"):
        assert getattr(sdk.package, name).__module__ == sdk.name


def test_names_are_short_for_the_client_classes(sdk: Sdk):
    """SURFACE 1.1."""
    assert sdk.Client is sdk.Anthropic
    assert sdk.AsyncClient is sdk.AsyncAnthropic


# ---------------------------------------------------------------------------------------------------- environment


def test_options_are_read_from_the_environment(api: Api, server: Server, monkeypatch: pytest.MonkeyPatch):
    """C64, X7."""
    server.reply(body=page_of([]))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-env")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-env")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"{server.url}/env")
    client = api.kind()
    assert (client.api_key, client.auth_token, client.base_url) == ("sk-env", "token-env", f"{server.url}/env/")
    api.inside(client, lambda same: same.beta.models.list())
    sent = server.last
    assert sent.target == "/env/v1/models"
    assert (sent.header("x-api-key"), sent.header("authorization")) == ("sk-env", "Bearer token-env")


def test_arguments_win_over_the_environment(api: Api, monkeypatch: pytest.MonkeyPatch):
    """C64."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-env")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-env")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://env.test")
    client = api.kind(api_key="sk-arg", auth_token="token-arg", base_url="https://arg.test/a")
    assert (client.api_key, client.auth_token, client.base_url) == ("sk-arg", "token-arg", "https://arg.test/a/")


def test_custom_headers_come_from_the_environment_line_by_line(
    api: Api, server: Server, monkeypatch: pytest.MonkeyPatch
):
    """X7: lines without a colon are ignored, and `default_headers` win."""
    server.reply(body=page_of([]))
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-One: 1\nnonsense\nX-Two:  a:b \nX-Three: env")
    api.run(api.client(default_headers={"X-Three": "arg"}).beta.models.list())
    assert [server.last.header(f"x-{name}") for name in ("one", "two", "three")] == ["1", "a:b", "arg"]


LOGGING = """
import logging, sys
import {package}, {library}
from {package} import Anthropic

client = Anthropic(api_key="sk-secret", auth_token="token-secret", base_url=sys.argv[1], max_retries=1)
client._sleep = lambda seconds: None
client.beta.models.list(extra_query={{"access_token": "query-secret"}})
print(logging.getLogger("{package}").level, logging.getLogger("{library}").level)
"""


@pytest.mark.parametrize(("value", "level"), [("info", 20), ("DEBUG", 10), ("nonsense", 0)])
def test_the_log_variable_turns_the_loggers_on(sdk: Sdk, server: Server, value: str, level: int):
    """X7: `info` tells of retries, `debug` of requests and responses; neither shows a secret."""
    server.reply(429, {}, {"retry-after": "7"}).reply(body=page_of([]))
    program = LOGGING.format(package=sdk.name, library=sdk.library)
    source = str(Path(sdk.package.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program, server.url],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": source, "ANTHROPIC_LOG": value, "NO_PROXY": "*"},
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"{level} {level}\n"), done.stderr
    assert "secret" not in done.stderr
    assert ("Retrying request to /v1/models in 7.000 seconds" in done.stderr) == (level in (10, 20))
    assert ("anthropic-version" in done.stderr) == (level == 10)
    assert ("HTTP Request: GET" in done.stderr) == (level in (10, 20))


# ---------------------------------------------------------------------------------------------------- copies


def test_a_copy_is_another_client_with_the_same_options(api: Api):
    """C4, C5: what is given changes the copy only. `with_options` is the same method."""
    client = api.client(auth_token="t")
    copied = client.copy()
    assert copied is not client
    assert type(copied) is type(client)
    assert (copied.api_key, copied.auth_token, copied.base_url) == ("sk-made-up", "t", client.base_url)
    other = client.with_options(api_key="another")
    assert (other.api_key, client.api_key) == ("another", "sk-made-up")


def test_a_copy_may_have_other_retries_and_so_may_its_copies(api: Api):
    """C6: 0 is a value like any other (SURFACE 8.4 no. 8)."""
    client = api.client()
    first = client.copy(max_retries=7)
    second = first.copy(max_retries=6)
    assert [each.max_retries for each in (client, first, second, second.copy(), client.copy(max_retries=0))] == [
        2,
        7,
        6,
        6,
        0,
    ]


def test_a_copy_may_wait_for_ever(api: Api):
    """C7."""
    client = api.client()
    assert isinstance(client.timeout, api.sdk.http.Timeout)
    copied = client.copy(timeout=None)
    assert copied.timeout is None
    assert copied.copy().timeout is None
    assert isinstance(client.timeout, api.sdk.http.Timeout)


def test_falsy_options_can_be_set_on_a_copy(api: Api):
    """SURFACE 8.4 no. 8."""
    copied = api.client().copy(api_key="", timeout=0.0, max_retries=0)
    assert (copied.api_key, copied.timeout, copied.max_retries) == ("", 0.0, 0)


def test_a_copy_keeps_the_strict_flag(api: Api, server: Server):
    """SURFACE 8.4 no. 8: wherever the copy comes from."""
    server.reply(body={"id": 1})
    client = api.client(_strict_response_validation=True)
    for copied in (client.copy(), client.with_options(timeout=3).copy(default_headers={"a": "b"})):
        with pytest.raises(api.sdk.APIResponseValidationError):
            api.run(copied.beta.models.retrieve("m"))


def test_a_copy_does_not_read_the_environment_again(api: Api, monkeypatch: pytest.MonkeyPatch):
    """C5: a credential that was taken away stays away, also when the environment has one by now."""
    client = api.client(auth_token=None)
    client.api_key = None
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-env")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://env.test")
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Env: 1")
    copied = client.copy()
    assert (copied.api_key, copied.base_url) == (None, client.base_url)
    assert "X-Env" not in copied.default_headers


@pytest.mark.parametrize("kind", ["headers", "query"])
def test_defaults_of_a_copy_are_merged_into_those_there_are_or_replace_them(api: Api, server: Server, kind: str):
    """C8, C9, C10, C11 and C12 for headers, C14, C15, C16 and C17 for the query."""
    server.reply(body=page_of([]))
    client = api.client(**{f"default_{kind}": {"foo": "bar"}})

    def sent(copied: object) -> dict[str, str]:
        api.run(copied.beta.models.list())  # type: ignore[attr-defined]
        if kind == "query":
            return server.last.query
        return {name: value for name, value in server.last.headers if name in ("foo", "bar")}

    assert sent(client.copy()) == {"foo": "bar"}
    assert sent(client.copy(**{f"default_{kind}": {"bar": "stainless"}})) == {"foo": "bar", "bar": "stainless"}
    assert sent(client.copy(**{f"default_{kind}": {"foo": "baz"}})) == {"foo": "baz"}
    assert sent(client.copy(**{f"set_default_{kind}": {}})) == {}
    assert sent(client.copy(**{f"set_default_{kind}": {"bar": "robert"}})) == {"bar": "robert"}
    assert sent(client) == {"foo": "bar"}


@pytest.mark.parametrize("kind", ["headers", "query"])
def test_defaults_cannot_be_merged_and_replaced_at_once(api: Api, kind: str):
    """C13, C18."""
    message = f"`default_{kind}` and `set_default_{kind}` arguments are mutually exclusive"
    with pytest.raises(ValueError, match=message):
        api.client().copy(**{f"default_{kind}": {}, f"set_default_{kind}": {}})


def test_headers_of_copies_of_copies_are_one_whatever_their_case(api: Api, server: Server):
    """C10: the last one given wins."""
    server.reply(body=page_of([]))
    client = api.client(default_headers={"X-Foo": "1"}).copy(default_headers={"x-foo": "2"})
    api.run(client.beta.models.list())
    assert server.last.header("x-foo") == "2"
    api.run(client.copy(default_headers={"X-Foo": "3"}).beta.models.list())
    assert server.last.header("x-foo") == "3"
    api.run(client.copy(default_headers={"X-FOO": api.sdk.Omit()}).beta.models.list())
    assert server.last.header("x-foo") is None


def test_every_option_of_the_constructor_is_one_of_a_copy(api: Api):
    """C19: but for the strict flag, which a copy keeps."""
    made = set(inspect.signature(api.kind.__init__).parameters)
    copied = set(inspect.signature(api.kind.copy).parameters)
    assert made - copied == {"_strict_response_validation"}
    assert copied - made == {"set_default_headers", "set_default_query", "_extra_kwargs"}


def test_copies_are_freed(sync_api: Api):
    """C20: a copy for every call, as people write, keeps nothing behind."""
    client = sync_api.client()
    call = sync_api.sdk.module("_core.request").Call("GET", "/foo", dict)

    def copy_and_build(times: int) -> None:
        for _ in range(times):
            client.copy(timeout=7)._build_request(call)

    copy_and_build(20)
    gc.collect()
    tracemalloc.start()
    try:
        copy_and_build(20)
        gc.collect()
        before = tracemalloc.take_snapshot()
        copy_and_build(200)
        gc.collect()
        after = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    core = str(Path(sync_api.sdk.package.__file__).parent / "*")
    only = [tracemalloc.Filter(True, core)]
    grown = after.filter_traces(only).compare_to(before.filter_traces(only), "lineno")
    assert sum(line.size_diff for line in grown) < 200 * 16


def test_a_copy_shares_the_connections_and_does_not_close_them_when_it_goes(api: Api, server: Server):
    """C21: neither when it is deleted nor when it is closed."""
    server.reply(body=page_of([]))
    client = api.client()
    api.run(client.beta.models.list())
    copied = client.copy()
    api.run(copied.beta.models.list())
    del copied
    gc.collect()
    closing = client.with_options(max_retries=1)
    api.run(closing.close())
    assert closing.is_closed()
    assert not client.is_closed()
    api.run(client.beta.models.list())
    assert server.connections == 1


def test_a_copy_may_get_an_http_client_of_its_own(api: Api, server: Server, other_server: Server):
    """C19."""
    server.reply(body=page_of([]))
    client = api.client()
    http_client = api.keep(api.http_client(headers={"X-Mine": "1"}))
    api.run(client.copy(http_client=http_client).beta.models.list())
    assert server.last.header("x-mine") == "1"
    api.run(client.beta.models.list())
    assert server.last.header("x-mine") is None


def test_resources_of_a_copy_are_its_own(api: Api, server: Server):
    """C5: also when those of the original had been used before."""
    server.reply(body=page_of([]))
    client = api.client()
    api.run(client.beta.models.list())
    api.run(client.with_options(api_key="sk-2").beta.models.list())
    api.run(client.beta.models.list())
    assert [sent.header("x-api-key") for sent in server.requests] == ["sk-made-up", "sk-2", "sk-made-up"]
