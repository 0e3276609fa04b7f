"""Redirects are followed without showing a credential to another origin."""

from __future__ import annotations

import pytest

from core.errors import APIConnectionError, APIStatusError


def test_a_redirect_is_followed_and_a_post_becomes_a_get(api, server) -> None:
    server.reply(302, headers={"location": "/there"}).reply(200, {"ok": 1})
    assert api.call(api.client(server).post, "/here", cast_to=dict, body={"a": 1}) == {"ok": 1}
    assert [(request.method, request.path) for request in server.requests] == [("POST", "/here"), ("GET", "/there")]
    assert server.last.body == b""


def test_307_keeps_method_and_body(api, server) -> None:
    server.reply(307, headers={"location": "/there"}).reply(200, {})
    api.call(api.client(server).post, "/here", cast_to=dict, body={"a": 1})
    assert (server.last.method, server.last.body) == ("POST", b'{"a":1}')


def test_redirects_can_be_turned_off_for_a_call(api, server) -> None:
    server.reply(302, headers={"location": "/there"})
    with pytest.raises(APIStatusError) as caught:
        api.call(api.client(server).post, "/here", cast_to=dict, options={"follow_redirects": False})
    assert caught.value.response.status_code == 302
    assert caught.value.response.headers["Location"] == "/there"


def test_a_custom_http_client_says_itself_whether_it_follows(api, server) -> None:
    server.reply(302, headers={"location": "/there"})
    with pytest.raises(APIStatusError):
        api.call(api.client(server, http_client=api.http_client()).ping)
    server.answers.clear()
    server.reply(302, headers={"location": "/there"}).reply(200, {})
    api.call(api.client(server, http_client=api.http_client(follow_redirects=True)).ping)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_another_origin_sees_no_credential(api, server, other_server, status) -> None:
    server.reply(status, headers={"location": f"{other_server.url}/there"})
    other_server.reply(200, {"ok": 1})
    headers = {"Cookie": "session=1", "X-Auth-Token": "t", "X-Harmless": "yes"}
    client = api.client(server, auth_token="bearer", default_headers=headers)
    assert api.call(client.ping) == {"ok": 1}
    assert server.last.header("x-api-key") == "k-123"
    received = other_server.last
    for name in ("x-api-key", "authorization", "cookie", "x-auth-token"):
        assert received.header(name) is None, name
    assert received.header("x-harmless") == "yes"
    assert received.header("host") == other_server.url.removeprefix("http://")


def test_a_way_back_does_not_bring_the_credential_back(api, server, other_server) -> None:
    server.reply(302, headers={"location": f"{other_server.url}/b"}).reply(200, {})
    other_server.reply(302, headers={"location": f"{server.url}/c"})
    api.call(api.client(server).ping)
    assert [request.header("x-api-key") for request in server.requests] == ["k-123", None]


def test_the_same_origin_sees_all_of_them_again(api, server) -> None:
    server.reply(302, headers={"location": "/there"}).reply(200, {})
    api.call(api.client(server, auth_token="t", default_headers={"Cookie": "key=1"}).ping)
    assert [server.last.header(name) for name in ("x-api-key", "authorization", "cookie")] == [
        "k-123",
        "Bearer t",
        "key=1",
    ]


def test_an_auth_object_does_not_sign_for_another_origin(api, server, other_server) -> None:
    server.reply(302, headers={"location": other_server.url})
    other_server.reply(200, {})
    http_client = api.http_client(auth=("user", "pass"), follow_redirects=True)
    api.call(api.client(server, http_client=http_client).ping)
    assert server.last.header("authorization").startswith("Basic ")
    assert other_server.last.header("authorization") is None


def test_a_circle_of_redirects_ends_without_retries(api, server) -> None:
    server.reply(302, headers={"location": "/again"})
    with pytest.raises(APIConnectionError) as caught:
        api.call(api.client(server).ping)
    assert "redirects" in str(caught.value.__cause__)
    assert len(server.requests) == 21


def test_the_way_is_in_the_history_of_the_response(api, server) -> None:
    server.reply(302, headers={"location": "/there"}).reply(200, {})
    response = api.call(api.client(server).with_raw_response.things.retrieve, "a")
    assert [str(step.url) for step in response.http_response.history] == [f"{server.url}/things/a"]
    assert str(response.url) == f"{server.url}/there"


def test_a_body_that_can_be_read_once_cannot_follow_and_the_error_says_so(api, server) -> None:
    server.reply(307, headers={"location": "/there"}).reply(200, {})
    with pytest.raises(APIStatusError) as caught:
        api.call(api.client(server).post, "/x", cast_to=dict, content=(piece for piece in [b"a"]))
    assert "its body can be read only once" in caught.value.__notes__[0]
    assert len(server.requests) == 1
