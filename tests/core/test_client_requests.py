"""What is put on the wire: headers, query and body, checked on a loopback server."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import httpx2
import pytest

from core.request import Call, CallOptions
from core.sentinels import Omit, not_given, omit


@pytest.fixture(autouse=True)
def answer(server) -> None:
    server.reply(200, {})


def sent(api, server, method="GET", path="/x", **call):
    options = CallOptions(**call.pop("options", {}))
    api.call(api.client(server)._send, Call(method, path, dict, options=options, **call))
    return server.last


def test_every_request_carries_the_default_headers(api, server) -> None:
    api.call(api.client(server, auth_token="t").ping)
    wanted = {
        "accept": "application/json",
        "user-agent": f"{'AsyncAcme' if api.is_async else 'Acme'}/Python 1.2.3",
        "x-acme-lang": "python",
        "x-acme-package-version": "1.2.3",
        "x-acme-runtime": "CPython",
        "x-acme-async": "async:asyncio" if api.is_async else "false",
        "x-acme-retry-count": "0",
        "x-acme-read-timeout": "30",
        "acme-version": "2023-06-01",
        "x-api-key": "k-123",
        "authorization": "Bearer t",
        "host": server.url.removeprefix("http://"),
    }
    assert {name: server.last.header(name) for name in wanted} == wanted
    assert server.last.header("x-acme-os")
    assert server.last.header("x-acme-arch")
    assert server.last.header("content-type") is None


def test_no_header_is_sent_twice(api, server) -> None:
    names = [name.lower() for name, _ in sent(api, server, options={"extra_headers": {"accept": "x/y"}}).headers]
    assert len(names) == len(set(names))


def test_headers_rank_from_platform_to_defaults_to_method_to_caller(api, server) -> None:
    client = api.client(server, default_headers={"x-acme-LANG": "default", "X-B": "default", "X-C": "default"})
    call = Call("GET", "/x", dict, headers={"X-B": "method", "X-C": "method"})
    call.options.extra_headers = {"x-c": "caller"}
    api.call(client._send, call)
    assert [server.last.header(name) for name in ("x-acme-lang", "x-b", "x-c")] == ["default", "method", "caller"]


def test_omit_removes_a_header_whatever_its_case(api, server) -> None:
    request = sent(api, server, options={"extra_headers": {"USER-AGENT": Omit(), "x-API-key": Omit()}})
    assert request.header("user-agent") is None
    assert request.header("x-api-key") is None


def test_header_parameters_that_are_absent_leave_the_defaults_alone(api, server) -> None:
    client = api.client(server, default_headers={"acme-beta": "default"})
    for absent in (omit, not_given, None):
        api.call(client._send, Call("GET", "/x", dict, headers={"acme-beta": absent}))
        assert server.last.header("acme-beta") == "default"


def test_header_values_are_written_as_text(api, server) -> None:
    request = sent(api, server, headers={"a": ["x", "y"], "b": True, "c": 3, "d": False, "e": [{"f": [1]}, {}]})
    assert [request.header(name) for name in "abcde"] == ["x,y", "true", "3", "false", '{"f":[1]},{}']


@pytest.mark.parametrize(
    "headers", [{"X-A": "a\r\nX-Evil: 1"}, {"X-A": "a\nb"}, {"X-A\r\nX-Evil": "1"}, {"X-A": "a\0"}]
)
def test_a_header_that_could_smuggle_another_is_refused(api, server, headers) -> None:
    with pytest.raises(ValueError, match="header"):
        sent(api, server, options={"extra_headers": headers})
    with pytest.raises(ValueError, match="header"):
        api.client(server, default_headers=headers)
    assert server.requests == []


@pytest.mark.parametrize(
    ("path", "query", "extra", "expected"),
    [
        ("/x", {"a": 1, "b": [1, 2], "c": {"d": "e"}}, None, "/x?a=1&b=1,2&c%5Bd%5D=e"),
        ("/x", {"a": omit, "b": None, "c": ""}, None, "/x?c="),
        ("/x", {"a": 1, "b": 2}, {"b": 3, "c": 4}, "/x?a=1&b=3&c=4"),
        ("/x", None, {"c": 4}, "/x?c=4"),
        ("/x?beta=true", None, None, "/x?beta=true"),
        ("/x?beta=true", {"limit": 10}, None, "/x?beta=true&limit=10"),
        ("/x?beta=true&limit=1", {"limit": 10}, None, "/x?beta=true&limit=10"),
        ("/files/a%2Fb?beta=true", {"limit": 10}, None, "/files/a%2Fb?beta=true&limit=10"),
    ],
)
def test_query_parameters_are_merged_and_written(api, server, path, query, extra, expected) -> None:
    assert sent(api, server, path=path, query=query, options={"extra_query": extra}).path == expected


def test_the_default_query_is_sent_and_can_be_overridden(api, server) -> None:
    client = api.client(server, default_query={"a": "1", "b": "2"})
    api.call(client.get, "/x", cast_to=dict, options={"params": {"b": 3}})
    assert server.last.path == "/x?a=1&b=3"


def test_a_json_body_is_compact_utf8(api, server) -> None:
    when = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    request = sent(api, server, "POST", body={"a": "é", "b": [1, None], "c": omit, "when": when})
    assert request.body == '{"a":"é","b":[1,null],"when":"2024-01-02T03:04:05+00:00"}'.encode()
    assert request.header("content-type") == "application/json"
    assert request.header("content-length") == str(len(request.body))


def test_extra_body_is_merged_and_wins_with_none_too(api, server) -> None:
    request = sent(api, server, "POST", body={"a": 1, "b": 2}, options={"extra_body": {"b": None, "c": 3}})
    assert json.loads(request.body) == {"a": 1, "b": None, "c": 3}
    assert sent(api, server, "POST", options={"extra_body": {"c": 3}}).body == b'{"c":3}'
    assert sent(api, server, "POST", body=None).body == b"null"


def test_a_post_without_body_says_so(api, server) -> None:
    request = sent(api, server, "POST")
    assert (request.body, request.header("content-length")) == (b"", "0")


@pytest.mark.parametrize("content", [bytes, bytearray, io.BytesIO, lambda text: [text[:1], text[1:]]])
def test_content_is_sent_as_it_is(api, server, content) -> None:
    api.call(
        api.client(server).post,
        "/x",
        cast_to=dict,
        content=content(b"ab"),
        options={"headers": {"Content-Type": "a/b"}},
    )
    assert (server.last.body, server.last.header("content-type")) == (b"ab", "a/b")


def test_content_that_is_produced_is_read_once_and_only_when_it_is_sent(api, server) -> None:
    read = []

    def pieces():
        for piece in (b"a", b"b"):
            read.append(piece)
            yield piece

    async def async_pieces():
        for piece in pieces():
            yield piece

    content = async_pieces() if api.is_async else pieces()
    outcome = api.client(server).post
    assert read == []
    api.call(outcome, "/x", cast_to=dict, content=content)
    assert read == [b"a", b"b"]
    assert server.last.body == b"ab"


def test_a_client_refuses_content_that_it_cannot_read(api, server) -> None:
    async def pieces():
        yield b"a"

    post = api.client(server).post
    if not api.is_async:
        with pytest.raises(TypeError, match="asynchronous iterable"):
            api.call(post, "/x", cast_to=dict, content=pieces())
    for content in (5, {"a": 1}):
        with pytest.raises(TypeError, match="bytes, a file or an iterable of bytes"):
            api.call(post, "/x", cast_to=dict, content=content)


def test_two_bodies_at_once_are_refused(api, server) -> None:
    client = api.client(server)
    with pytest.raises(TypeError, match="`body` and `content`"):
        api.call(client.post, "/x", cast_to=dict, body={}, content=b"")
    with pytest.raises(TypeError, match="`files` and `content`"):
        api.call(client.post, "/x", cast_to=dict, files={}, content=b"")


def test_bytes_as_body_work_with_a_warning(api, server) -> None:
    with pytest.warns(DeprecationWarning, match="`content`"):
        api.call(api.client(server).post, "/x", cast_to=dict, body=b"ab")
    assert server.last.body == b"ab"


def test_multipart_keeps_the_callers_boundary_and_writes_lists_with_brackets(api, server) -> None:
    options = {"headers": {"Content-Type": "multipart/form-data; boundary=6b7ba517"}}
    body = {"array": ["foo", "bar"]}
    api.call(api.client(server).post, "/x", cast_to=dict, body=body, files={"file": b"hello"}, options=options)
    assert server.last.body.split(b"\r\n") == [
        b"--6b7ba517",
        b'Content-Disposition: form-data; name="array[]"',
        b"",
        b"foo",
        b"--6b7ba517",
        b'Content-Disposition: form-data; name="array[]"',
        b"",
        b"bar",
        b"--6b7ba517",
        b'Content-Disposition: form-data; name="file"; filename="upload"',
        b"Content-Type: application/octet-stream",
        b"",
        b"hello",
        b"--6b7ba517--",
        b"",
    ]


def test_multipart_without_files_is_multipart_all_the_same(api, server) -> None:
    request = sent(api, server, "POST", body={"a": {"b": 1}}, media_type="multipart/form-data")
    assert request.header("content-type").startswith("multipart/form-data; boundary=")
    assert b'name="a[b]"' in request.body


def test_forms_are_urlencoded_in_the_format_of_the_api(api, server) -> None:
    request = sent(api, server, "POST", body={"a": [1, 2], "b": "x y"}, media_type="application/x-www-form-urlencoded")
    assert request.body == b"a=1,2&b=x%20y"
    assert request.header("content-type") == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_undocumented_requests_take_a_path_and_a_target(api, server, method) -> None:
    server.answers.clear()
    server.reply(200, {"a": 1})
    assert api.call(getattr(api.client(server), method), "/foo", cast_to=dict) == {"a": 1}
    assert (server.last.method, server.last.path) == (method.upper(), "/foo")


def test_the_options_of_an_undocumented_request(api, server) -> None:
    options = {"headers": {"X-A": "b"}, "params": {"q": 1}, "extra_json": {"c": 2}, "timeout": 3.0}
    api.call(api.client(server).post, "/foo", cast_to=httpx2.Response, body={"a": 1}, options=options)
    request = server.last
    assert (request.path, request.header("x-a"), request.header("x-acme-read-timeout")) == ("/foo?q=1", "b", "3")
    assert json.loads(request.body) == {"a": 1, "c": 2}


def test_headers_query_and_cookies_of_a_custom_http_client_are_sent(api, server) -> None:
    http_client = api.http_client(headers={"X-Mine": "1"}, params={"p": "2"}, cookies={"c": "3"})
    api.call(api.client(server, http_client=http_client).ping)
    assert server.last.header("x-mine") == "1"
    assert server.last.path == "/things/ping?p=2"
    assert server.last.header("cookie") == "c=3"


def test_hooks_of_a_subclass_may_change_call_and_request(api, server) -> None:
    client = api.client(server)
    if api.is_async:

        async def prepare_options(call):
            call.headers = {"X-A": "call"}
            return call

        async def prepare_request(request):
            request.headers["X-B"] = "request"

    else:

        def prepare_options(call):
            call.headers = {"X-A": "call"}
            return call

        def prepare_request(request):
            request.headers["X-B"] = "request"

    client._prepare_options, client._prepare_request = prepare_options, prepare_request
    api.call(client.ping)
    assert (server.last.header("x-a"), server.last.header("x-b")) == ("call", "request")


def test_a_request_changed_by_one_call_does_not_change_the_next(api, server) -> None:
    client = api.client(server)
    client._build_request(Call("GET", "/x", dict)).headers["X-Leak"] = "1"
    api.call(client.ping)
    assert server.last.header("x-leak") is None


def test_underscores_of_a_host_are_not_in_the_tls_server_name(api) -> None:
    client = api.client(base_url="https://my_tenant.acme.test")
    assert client._build_request(Call("GET", "/x", dict)).extensions["sni_hostname"] == "my-tenant.acme.test"
    assert "sni_hostname" not in client._build_request(Call("GET", "https://other.test/x", dict)).extensions
