"""What goes over the wire: headers, credentials, query, URL and body of requests."""

from __future__ import annotations

import io
import platform
from decimal import Decimal
from email.parser import BytesParser

import pytest
from harness.models_api import api as models_api
from harness.models_api import model, page_of
from harness.server import Server
from harness.sides import Api

BETAS = ["message-batches-2024-09-24", "files-api-2025-04-14"]


# ---------------------------------------------------------------------------------------------------- headers


def test_a_call_says_what_it_accepts_and_which_version_of_the_api_it_is_written_for(api: Api, server: Server):
    """C31: the headers of every request; GET has no body and so no content type."""
    server.reply(body=page_of([]))
    api.run(api.client().beta.models.list())
    sent = server.last
    assert (sent.method, sent.target, sent.body) == ("GET", "/v1/models", b"")
    assert sent.header("accept") == "application/json"
    assert sent.header("anthropic-version") == "2023-06-01"
    assert sent.header("host") == f"127.0.0.1:{server.port}"
    assert sent.header("content-type") is None
    assert sent.header("content-length") is None


def test_platform_headers_carry_the_prefix_of_the_config(api: Api, server: Server):
    """C31: `x-stainless-*`, and the user agent named after the class of the client."""
    server.reply(body=page_of([]))
    client = api.client()
    api.run(client.beta.models.list())
    sent = server.last
    told = client.platform_headers()
    assert set(told) >= {"X-Stainless-Lang", "X-Stainless-OS"}
    assert {name: sent.header(name) for name in told} == told
    assert sent.header("x-stainless-lang") == "python"
    assert sent.header("x-stainless-package-version") == api.sdk.__version__
    assert sent.header("x-stainless-runtime") == platform.python_implementation()
    assert sent.header("x-stainless-runtime-version") == platform.python_version()
    assert sent.header("x-stainless-os") in {"MacOS", "Linux", "Windows"}
    assert sent.header("x-stainless-arch") in {"x32", "x64", "arm", "arm64"}
    assert sent.header("x-stainless-async") == ("async:asyncio" if api.is_async else "false")
    assert sent.header("x-stainless-retry-count") == "0"
    assert sent.header("x-stainless-read-timeout") == "600"
    assert sent.header("user-agent") == f"{api.kind.__name__}/Python {api.sdk.__version__}"


def test_default_headers_are_sent_and_may_replace_ours_whatever_their_case(api: Api, server: Server):
    """C31, C32."""
    server.reply(body=page_of([]))
    client = api.client(default_headers={"X-Foo": "bar", "X-STAINLESS-LANG": "my-overriding-header"})
    api.run(client.beta.models.list())
    assert server.last.header("x-foo") == "bar"
    assert server.last.header("x-stainless-lang") == "my-overriding-header"


def test_extra_headers_are_added_and_win_over_defaults_and_over_the_header_of_a_parameter(api: Api, server: Server):
    """C43, C44."""
    server.reply(body=page_of([]))
    client = api.client(default_headers={"X-Bar": "default"})
    extra = {"X-Foo": "1", "x-bar": "extra", "Anthropic-Beta": "mine"}
    api.run(client.beta.models.list(betas=BETAS, extra_headers=extra))
    assert [server.last.header(name) for name in ("x-foo", "x-bar", "anthropic-beta")] == ["1", "extra", "mine"]


def test_betas_are_sent_in_one_header_joined_by_commas(api: Api, server: Server):
    """X6: also a beta that is newer than the package, since the list is open."""
    server.reply(body=page_of([])).reply(body=model())
    client = api.client()
    api.run(client.beta.models.list(betas=[*BETAS, "not-yet-known-2031-01-01"]))
    assert server.last.header("anthropic-beta") == ",".join([*BETAS, "not-yet-known-2031-01-01"])
    api.run(client.beta.models.retrieve("claude-sonnet-4-0", betas=BETAS[:1]))
    assert server.last.header("anthropic-beta") == BETAS[0]


def test_no_betas_no_header(api: Api, server: Server):
    """X6: neither for a parameter left out nor for one given as `omit`."""
    server.reply(body=page_of([]))
    client = api.client()
    for given in ({}, {"betas": api.sdk.omit}, {"betas": api.sdk.not_given}):
        api.run(client.beta.models.list(**given))
        assert server.last.header("anthropic-beta") is None


@pytest.mark.parametrize("name", ["X-Stainless-Lang", "anthropic-version", "accept", "x-stainless-retry-count"])
def test_omit_removes_any_header_for_one_call_only(api: Api, server: Server, name: str):
    """X6, C81."""
    server.reply(body=page_of([]))
    client = api.client()
    api.run(client.beta.models.list(extra_headers={name: api.sdk.Omit()}))
    # The HTTP library itself insists on an `accept` of anything.
    assert server.last.header(name) in (None, "*/*")
    api.run(client.beta.models.list())
    assert server.last.header(name) not in (None, "*/*")


def test_omit_as_a_default_header_removes_it_from_every_call(api: Api, server: Server):
    """X6."""
    server.reply(body=page_of([]))
    client = api.client(default_headers={"X-Stainless-Lang": api.sdk.Omit()})
    api.run(client.beta.models.list())
    assert server.last.header("x-stainless-lang") is None


def test_the_read_timeout_header_follows_the_timeout_of_the_call(api: Api, server: Server):
    """C23, X6: absent when there is none, left alone when the caller sets or omits it."""
    server.reply(body=page_of([]))
    client = api.client()
    cases = [
        ({"timeout": 7.5}, "7.5"),
        ({"timeout": api.sdk.Timeout(9.0, read=3.0)}, "3"),
        ({"timeout": None}, None),
        ({"timeout": 7.5, "extra_headers": {"X-Stainless-Read-Timeout": "mine"}}, "mine"),
        ({"timeout": 7.5, "extra_headers": {"x-stainless-read-timeout": api.sdk.Omit()}}, None),
    ]
    for given, expected in cases:
        api.run(client.beta.models.list(**given))
        assert server.last.header("x-stainless-read-timeout") == expected


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\nb", "a\0b", "a\x07", "a\x7f", "a\n"])
def test_a_header_value_that_would_start_another_header_is_refused(api: Api, server: Server, value: str):
    """RFC 9110, section 5.5."""
    with pytest.raises(ValueError, match="line breaks"):
        api.run(api.client().beta.models.list(extra_headers={"X-Foo": value}))
    assert server.requests == []


@pytest.mark.parametrize("name", ["", "X Foo", "X-Foo:", "X-Foo\r\nX-Injected", "X-Fü", "X(Foo)"])
def test_what_is_no_name_of_a_header_is_refused(api: Api, server: Server, name: str):
    """RFC 9110, section 5.1."""
    with pytest.raises(ValueError, match="Not a header name"):
        api.run(api.client().beta.models.list(extra_headers={name: "x"}))
    assert server.requests == []


def test_blanks_around_the_value_of_a_header_are_no_part_of_it(api: Api, server: Server):
    """RFC 9110, section 5.5."""
    server.reply(body=page_of([]))
    api.run(api.client().beta.models.list(extra_headers={"X-Foo": " a b\t"}))
    assert server.last.header("x-foo") == "a b"


# ---------------------------------------------------------------------------------------------------- credentials


def test_an_api_key_is_sent_as_x_api_key(api: Api, server: Server):
    """C33."""
    server.reply(body=page_of([]))
    api.run(api.client(api_key="sk-123").beta.models.list())
    assert (server.last.header("x-api-key"), server.last.header("authorization")) == ("sk-123", None)


def test_an_auth_token_is_sent_as_a_bearer_token(api: Api, server: Server):
    """C33."""
    server.reply(body=page_of([]))
    api.run(api.client(api_key=None, auth_token="token-1").beta.models.list())
    assert (server.last.header("x-api-key"), server.last.header("authorization")) == (None, "Bearer token-1")


def test_both_credentials_are_sent_when_both_are_given(api: Api, server: Server):
    """C33."""
    server.reply(body=page_of([]))
    api.run(api.client(api_key="sk-1", auth_token="token-1").beta.models.list())
    assert (server.last.header("x-api-key"), server.last.header("authorization")) == ("sk-1", "Bearer token-1")


def test_a_credential_set_on_the_client_is_used_by_the_next_call(api: Api, server: Server):
    """C33: `api_key` and `auth_token` are attributes that may be set."""
    server.reply(body=page_of([]))
    client = api.client(api_key="sk-1")
    api.run(client.beta.models.list())
    client.api_key, client.auth_token = None, "token-2"
    api.run(client.beta.models.list())
    assert (server.last.header("x-api-key"), server.last.header("authorization")) == (None, "Bearer token-2")


def test_without_any_credential_a_call_says_which_ones_there_are(api: Api, server: Server):
    """C34c: at the call, not at construction, since a header may still bring one."""
    client = api.client(api_key=None)
    with pytest.raises(TypeError, match="Could not resolve authentication method") as caught:
        api.run(client.beta.models.list())
    assert "api_key" in str(caught.value)
    assert "auth_token" in str(caught.value)
    assert server.requests == []


@pytest.mark.parametrize("header", ["X-Api-Key", "x-api-key", "Authorization"])
def test_omitting_a_credential_header_on_purpose_sends_an_anonymous_request(api: Api, server: Server, header: str):
    """C34d: for one call, or for all calls of the client."""
    server.reply(body=page_of([]))
    api.run(api.client(api_key=None).beta.models.list(extra_headers={header: api.sdk.Omit()}))
    api.run(api.client(api_key=None, default_headers={header: api.sdk.Omit()}).beta.models.list())
    assert len(server.requests) == 2
    for sent in server.requests:
        assert not {"x-api-key", "authorization"} & set(sent.names)


def test_a_credential_given_as_a_header_is_enough(api: Api, server: Server):
    """C34d, C44: and it wins over that of the client."""
    server.reply(body=page_of([]))
    api.run(api.client(api_key=None).beta.models.list(extra_headers={"X-Api-Key": "sk-header"}))
    assert server.last.header("x-api-key") == "sk-header"
    api.run(api.client(api_key="sk-client").beta.models.list(extra_headers={"X-Api-Key": "sk-header"}))
    assert server.last.header("x-api-key") == "sk-header"


# ---------------------------------------------------------------------------------------------------- query and URL


def test_parameters_of_a_method_become_the_query(api: Api, server: Server):
    """C45: those left out, or given as `omit`, are not sent."""
    server.reply(body=page_of([]))
    client = api.client()
    api.run(client.beta.models.list(after_id="a b&c=d", limit=7, before_id=api.sdk.omit))
    assert server.last.target == "/v1/models?after_id=a%20b%26c%3Dd&limit=7"
    api.run(client.beta.models.list(before_id="é"))
    assert server.last.target == "/v1/models?before_id=%C3%A9"


def test_an_empty_parameter_is_sent_and_none_is_not(api: Api, server: Server):
    """SURFACE 8.4 no. 7, X6: in the query there is no null."""
    server.reply(body=page_of([]))
    api.run(api.client().beta.models.list(after_id="", extra_query={"a": None, "b": ""}))
    assert server.last.target == "/v1/models?after_id=&b="


def test_default_query_is_added_and_a_call_wins_over_it(api: Api, server: Server):
    """C35, C36."""
    server.reply(body=page_of([]))
    client = api.client(default_query={"limit": 3, "region": "eu"})
    api.run(client.beta.models.list())
    assert server.last.query == {"limit": "3", "region": "eu"}
    api.run(client.beta.models.list(limit=5))
    assert server.last.query == {"limit": "5", "region": "eu"}


def test_extra_query_is_added_and_wins_over_parameters_and_defaults(api: Api, server: Server):
    """C45, C46, C47."""
    server.reply(body=model()).reply(body=page_of([]))
    client = api.client(default_query={"region": "eu"})
    api.run(client.beta.models.retrieve("m", extra_query={"beta": True}))
    assert server.last.query == {"region": "eu", "beta": "true"}
    api.run(client.beta.models.list(limit=5, extra_query={"limit": 9, "region": "us", "flag": None}))
    assert server.last.query == {"limit": "9", "region": "us"}


def test_arrays_and_objects_in_the_query_are_written_with_brackets(api: Api, server: Server):
    """C45: the convention of this API."""
    server.reply(body=model())
    api.run(api.client().beta.models.retrieve("m", extra_query={"a": [1, 2], "b": {"c": "d"}}))
    assert server.last.target in (
        "/v1/models/m?a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=d",
        "/v1/models/m?a[]=1&a[]=2&b[c]=d",
    )


@pytest.mark.parametrize(
    ("model_id", "target"),
    [
        ("claude-sonnet-4-0", "/v1/models/claude-sonnet-4-0"),
        ("a/b", "/v1/models/a%2Fb"),
        ("what?#now", "/v1/models/what%3F%23now"),
        ("50%", "/v1/models/50%25"),
        ("é ü", "/v1/models/%C3%A9%20%C3%BC"),
        ("a..b", "/v1/models/a..b"),
    ],
)
def test_a_path_parameter_is_one_segment_whatever_it_holds(api: Api, server: Server, model_id: str, target: str):
    """SURFACE 8.4 no. 19; RFC 3986, section 3.3."""
    server.reply(body=model())
    api.run(api.client().beta.models.retrieve(model_id))
    assert server.last.target == target


def test_an_empty_path_parameter_is_refused_before_anything_is_sent(api: Api, server: Server):
    """SURFACE 4.10; 7.3 no. 5."""
    with pytest.raises(ValueError, match="Expected a non-empty value for `model_id` but received ''"):
        api.run(api.client().beta.models.retrieve(""))
    assert server.requests == []


@pytest.mark.parametrize("model_id", [".", ".."])
def test_a_path_parameter_cannot_climb_out_of_its_segment(api: Api, server: Server, model_id: str):
    """RFC 3986, section 3.3."""
    with pytest.raises(ValueError, match="dot-segment"):
        api.run(api.client().beta.models.retrieve(model_id))
    assert server.requests == []


@pytest.mark.parametrize("place", ["path", "query", "header", "body", "key"])
def test_half_of_a_character_is_refused_wherever_it_is_before_anything_is_sent(api: Api, server: Server, place: str):
    """A lone surrogate is no text: it has no form in UTF-8, which all of these are in."""
    server.reply(body=model())
    client, half = api.client(), "a\ud800"
    extra = {
        "query": {"extra_query": {"q": half}},
        "header": {"extra_headers": {"X-Half": half}},
        "body": {"extra_body": {"a": [half]}},
        "key": {"extra_body": {half: 1}},
    }
    with pytest.raises(ValueError, match="surrogates not allowed"):
        api.run(client.beta.models.retrieve(half if place == "path" else "m", **extra.get(place, {})))
    assert server.requests == []


def test_the_base_url_ends_in_a_slash_and_may_be_set_later(api: Api, server: Server):
    """C62, C63."""
    server.reply(body=page_of([]))
    client = api.client(base_url="https://example.test/api")
    assert client.base_url == "https://example.test/api/"
    assert isinstance(client.base_url, api.sdk.http.URL)
    client.base_url = f"{server.url}/v9"
    assert client.base_url == f"{server.url}/v9/"
    api.run(client.beta.models.list())
    assert (server.last.target, server.last.header("host")) == ("/v9/v1/models", f"127.0.0.1:{server.port}")


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("custom", [False, True])
def test_a_path_is_joined_under_the_path_of_the_base_url(api: Api, server: Server, slash: str, custom: bool):
    """C67, C68: with and without the slash, with our HTTP client and with the caller's."""
    server.reply(body={})
    options = {"http_client": api.keep(api.http_client())} if custom else {}
    client = api.client(base_url=f"{server.url}/api/v2{slash}", **options)
    api.run(client.post("/foo", cast_to=object))
    assert server.last.target == "/api/v2/foo"
    api.run(client.post("foo", cast_to=object))
    assert server.last.target == "/api/v2/foo"


def test_an_absolute_url_replaces_the_base_url(api: Api, server: Server):
    """C69."""
    server.reply(body={})
    client = api.client(base_url="https://elsewhere.test/api")
    api.run(client.get(f"{server.url}/there", cast_to=object))
    assert (server.last.target, server.last.header("host")) == ("/there", f"127.0.0.1:{server.port}")


def test_a_base_url_with_a_query_keeps_it_after_the_path(api: Api, server: Server):
    """SURFACE 8.4 no. 6."""
    server.reply(body=page_of([]))
    api.run(api.client(base_url=f"{server.url}/v9?tenant=x").beta.models.list(limit=2))
    assert server.last.target == "/v9/v1/models?tenant=x&limit=2"


def test_a_literal_query_of_the_path_is_kept_and_merged_with_parameters(api: Api, server: Server):
    """C37, C38."""
    server.reply(body={})
    client = api.client()
    api.run(client.get("/foo?beta=true", cast_to=object))
    assert server.last.target == "/foo?beta=true"
    api.run(client.get("/foo?beta=true&limit=1", cast_to=object, options={"params": {"limit": 10}}))
    assert server.last.target == "/foo?beta=true&limit=10"


def test_an_encoded_path_keeps_its_bytes(api: Api, server: Server):
    """C39."""
    server.reply(body={})
    api.run(api.client().get("/files/a%2Fb?beta=true", cast_to=object, options={"params": {"limit": 10}}))
    assert server.last.target == "/files/a%2Fb?beta=true&limit=10"


def test_a_request_can_be_built_without_sending_it(sync_api: Api, server: Server):
    """C3: URL, headers and timeout are final."""
    call = sync_api.sdk.module("_core.request").Call("POST", "/foo", dict, query={"a": 1}, body={"b": 2})
    built = sync_api.client(timeout=5.0)._build_request(call)
    assert isinstance(built, sync_api.sdk.http.Request)
    assert (built.method, str(built.url), built.content) == ("POST", f"{server.url}/foo?a=1", b'{"b":2}')
    assert built.headers["x-api-key"] == "sk-made-up"
    assert built.extensions["timeout"] == {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}
    assert server.requests == []


# ---------------------------------------------------------------------------------------------------- bodies


def test_a_body_is_compact_json_in_utf8(api: Api, server: Server):
    """C40: with its content type and its length."""
    server.reply(body={})
    api.run(api.client().post("/foo", cast_to=object, body={"a": ["é", None, True]}))
    assert server.last.body == '{"a":["é",null,true]}'.encode()
    assert server.last.header("content-type") == "application/json"
    assert server.last.header("content-length") == str(len(server.last.body))


def test_a_decimal_in_a_body_keeps_digits_that_no_float_has(api: Api, server: Server):
    server.reply(body={})
    price = Decimal("0.12345678901234567890123")
    api.run(api.client().post("/v1/prices", cast_to=object, body={"price": price, "note": "0.1"}))
    assert server.last.body == b'{"price":0.12345678901234567890123,"note":"0.1"}'


def test_extra_json_is_merged_into_the_body_and_wins(api: Api, server: Server):
    """C40, C41, C42: `None` is sent as null."""
    server.reply(body={})
    client = api.client()
    cases = [
        ({"foo": "bar"}, {"baz": False}, {"foo": "bar", "baz": False}),
        (None, {"baz": False}, {"baz": False}),
        ({"foo": "bar", "baz": True}, {"baz": None}, {"foo": "bar", "baz": None}),
    ]
    for body, extra, expected in cases:
        api.run(client.post("/foo", cast_to=object, body=body, options={"extra_json": extra}))
        assert server.last.json() == expected


def test_extra_body_turns_into_the_body_of_a_method_that_has_none(api: Api, server: Server):
    """C41: also of a GET, which then says what it sends."""
    server.reply(body=page_of([]))
    api.run(api.client().beta.models.list(extra_body={"filter": "x"}))
    assert (server.last.method, server.last.json()) == ("GET", {"filter": "x"})
    assert server.last.header("content-type") == "application/json"


def test_content_is_sent_as_it_is(api: Api, server: Server):
    """C52."""
    server.reply(body={})
    options = {"headers": {"Content-Type": "application/x-thing"}}
    api.run(api.client().post("/foo", cast_to=object, content=b"\x00raw", options=options))
    assert (server.last.body, server.last.header("content-type")) == (b"\x00raw", "application/x-thing")


def test_content_from_an_iterator_is_read_while_it_is_sent_and_once(api: Api, server: Server):
    """C53."""
    server.reply(body={})
    read: list[int] = []

    def pieces():
        for index in range(3):
            read.append(index)
            yield b"piece"

    async def later():
        for piece in pieces():
            yield piece

    content = later() if api.is_async else pieces()
    assert read == []
    api.run(api.client().post("/foo", cast_to=object, content=content))
    assert (server.last.body, read) == (b"piece" * 3, [0, 1, 2])


def test_content_that_can_be_read_only_once_is_not_sent_again(api: Api, server: Server, naps: list[float]):
    """SURFACE 8.4 no. 3: a retry would send an empty body."""
    server.reply(500, {}).reply(body={})
    with pytest.raises(api.sdk.InternalServerError):
        api.run(api.client().post("/foo", cast_to=object, content=iter([b"once"])))
    assert [sent.body for sent in server.requests] == [b"once"]


def test_bytes_as_body_still_work_but_are_deprecated(api: Api, server: Server):
    """C54."""
    server.reply(body={})
    with pytest.warns(DeprecationWarning, match="content"):
        api.run(api.client().post("/foo", cast_to=object, body=b"raw"))
    assert server.last.body == b"raw"


def test_two_kinds_of_body_at_once_are_refused(api: Api, server: Server):
    """SURFACE 4.6."""
    client = api.client()
    with pytest.raises(TypeError, match="`body` and `content`"):
        api.call(lambda: client.post("/foo", cast_to=object, body={}, content=b"x"))
    with pytest.raises(TypeError, match="`files` and `content`"):
        api.call(lambda: client.post("/foo", cast_to=object, files={"a": b"x"}, content=b"x"))
    assert server.requests == []


def test_multipart_keeps_the_boundary_and_repeats_array_fields(api: Api, server: Server):
    """C48: one part per array element, then the file."""
    server.reply(body={})
    boundary = "6b7ba517decee4a450543ea6ae821c82"
    api.run(
        api.client().post(
            "/upload",
            cast_to=object,
            body={"array": ["foo", "bar"]},
            files={"file": b"hello world"},
            options={"headers": {"Content-Type": f"multipart/form-data; boundary={boundary}"}},
        )
    )
    assert server.last.header("content-type") == f"multipart/form-data; boundary={boundary}"
    assert server.last.body.split(b"\r\n") == [
        b"--6b7ba517decee4a450543ea6ae821c82",
        b'Content-Disposition: form-data; name="array[]"',
        b"",
        b"foo",
        b"--6b7ba517decee4a450543ea6ae821c82",
        b'Content-Disposition: form-data; name="array[]"',
        b"",
        b"bar",
        b"--6b7ba517decee4a450543ea6ae821c82",
        b'Content-Disposition: form-data; name="file"; filename="upload"',
        b"Content-Type: application/octet-stream",
        b"",
        b"hello world",
        b"--6b7ba517decee4a450543ea6ae821c82--",
        b"",
    ]


def test_files_are_given_as_content_path_or_tuple(api: Api, server: Server, tmp_path):
    """X8: with the name, the media type and the headers that they come with; other fields stand beside them."""
    server.reply(body={})
    path = tmp_path / "notes.txt"
    path.write_bytes(b"from a path")
    files = [
        ("one", b"bytes"),
        ("two", path),
        ("three", ("given.bin", io.BytesIO(b"from a file"))),
        ("four", ("table.csv", b"a,b", "text/csv", {"X-Part": "1"})),
    ]
    options = {"headers": {"Content-Type": "multipart/form-data"}}
    api.run(api.client().post("/upload", cast_to=object, files=files, body={"a": {"b": "c"}}, options=options))
    parts = BytesParser().parsebytes(
        b"Content-Type: " + (server.last.header("content-type") or "").encode() + b"\r\n\r\n" + server.last.body
    )
    found = [
        (part.get_param("name", header="content-disposition"), part.get_filename(), part.get_payload(decode=True))
        for part in parts.get_payload()
    ]
    assert found == [
        ("a[b]", None, b"c"),
        ("one", "upload", b"bytes"),
        ("two", "notes.txt", b"from a path"),
        ("three", "given.bin", b"from a file"),
        ("four", "table.csv", b"a,b"),
    ]
    last = parts.get_payload()[-1]
    assert (last.get_content_type(), last["X-Part"]) == ("text/csv", "1")


def test_a_form_without_a_file_is_still_a_form(api: Api, server: Server):
    """X8: where the method says that it is one."""
    server.reply(body={})
    options = {"headers": {"Content-Type": "multipart/form-data"}}
    api.run(api.client().post("/upload", cast_to=object, body={"a": "b"}, options=options))
    assert (server.last.header("content-type") or "").startswith("multipart/form-data; boundary=")
    assert b'name="a"\r\n\r\nb\r\n' in server.last.body


def test_text_is_no_file(api: Api, server: Server):
    """X8, F6: it might be a path or a content."""
    with pytest.raises((TypeError, RuntimeError)):
        api.run(api.client().post("/upload", cast_to=object, files={"file": "notes.txt"}))
    assert server.requests == []


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_requests_without_a_method_of_their_own_can_be_made_with_each_verb(api: Api, server: Server, method: str):
    """C1: `client.<verb>(path, cast_to=...)`, with options for headers, query, retries and timeout."""
    server.reply(201, {"made": True}, {"request-id": "req_1"})
    body = {} if method == "get" else {"body": {"a": 1}}
    options = {"headers": {"X-Foo": "1"}, "params": {"q": [1]}, "timeout": 3.0, "max_retries": 0}
    made = api.run(getattr(api.client(), method)("/things", cast_to=object, options=options, **body))
    assert made == {"made": True}
    assert (server.last.method, server.last.path) == (method.upper(), "/things")
    assert (server.last.header("x-foo"), server.last.header("x-stainless-read-timeout")) == ("1", "3")
    assert server.last.query == {"q[]": "1"}
    assert server.last.body == (b"" if method == "get" else b'{"a":1}')
    assert server.last.header("x-api-key") == "sk-made-up"


def test_a_list_endpoint_without_a_method_can_be_paged_through(api: Api, server: Server):
    """X1: `get_api_list` with the page class and the model of the package."""
    server.route = models_api()
    pagination = api.sdk.module("pagination")
    page_class = pagination.AsyncPage if api.is_async else pagination.SyncPage
    item = api.sdk.types.beta.BetaModelInfo
    listed = api.client().get_api_list(
        "/v1/models", model=item, page=page_class[item], options={"params": {"limit": 2}}
    )
    found = api.items(listed)
    assert [type(each) for each in found] == [item] * 5
    assert len(server.requests) == 3


def test_no_idempotency_key_is_sent_to_an_api_that_has_none(api: Api, server: Server):
    """C87: this API names no header for it."""
    server.reply(body={})
    api.run(api.client().post("/things", cast_to=object, body={}, options={"idempotency_key": "mine"}))
    assert not [name for name in server.last.names if "idempotency" in name]


def test_a_call_made_by_hand_can_be_sent(api: Api, server: Server):
    """C3: `client.request(cast_to, call)`."""
    server.reply(body=model())
    call = api.sdk.module("_core.request").Call("GET", "/v1/models/m", object)
    found = api.run(api.client().request(api.sdk.types.beta.BetaModelInfo, call))
    assert found.id == model()["id"]


def test_cookies_of_the_server_are_kept(api: Api, server: Server):
    """SURFACE 4.13: as the HTTP library keeps them."""
    server.reply(body=page_of([]), headers={"set-cookie": "route=7; Path=/"}).reply(body=page_of([]))
    client = api.client()
    api.run(client.beta.models.list())
    api.run(client.beta.models.list())
    assert [sent.header("cookie") for sent in server.requests] == [None, "route=7"]
