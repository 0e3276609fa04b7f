"""What happens when the server says that the answer is elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from harness.models_api import model
from harness.server import Server
from harness.sides import Api

CREDENTIALS = ("x-api-key", "authorization")


def test_a_redirect_is_followed_and_turns_a_post_into_a_get(api: Api, server: Server):
    """C84; RFC 9110, section 15.4.3."""
    server.reply(302, {}, {"Location": f"{server.url}/redirected"}).reply(body={"ok": True})
    answer = api.run(api.client().post("/redirect", body={"key": "value"}, cast_to=api.sdk.http.Response))
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert [(sent.method, sent.path) for sent in server.requests] == [("POST", "/redirect"), ("GET", "/redirected")]
    assert server.last.body == b""
    assert [hop.status_code for hop in answer.history] == [302]


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_method_keeps_the_body(api: Api, server: Server, status: int):
    """C84; RFC 9110, sections 15.4.8 and 15.4.9."""
    server.reply(status, {}, {"Location": "/there"}).reply(body={})
    api.run(api.client().post("/here", body={"key": "value"}, cast_to=object))
    assert [(sent.method, sent.path, sent.body) for sent in server.requests] == [
        ("POST", "/here", b'{"key":"value"}'),
        ("POST", "/there", b'{"key":"value"}'),
    ]


class Pieces:
    """An iterator that is no generator: read once more it would give nothing, which must not go out as the whole."""

    def __init__(self) -> None:
        self._left = [b"ab", b"cd"]

    def __iter__(self) -> Pieces:
        return self

    def __next__(self) -> bytes:
        if not self._left:
            raise StopIteration
        return self._left.pop(0)


def opened(path: Path) -> Any:
    file = path.open("rb")
    file.seek(2)
    return file


@pytest.mark.parametrize(
    ("content", "sent"),
    [(lambda path: path, b"--abcd"), (opened, b"abcd"), (lambda _: [b"ab", b"cd"], b"abcd")],
    ids=["path", "open file", "list"],
)
def test_a_body_that_can_be_wound_back_follows_a_redirect_whole(
    api: Api, server: Server, tmp_path: Path, content: Any, sent: bytes
):
    """From where it stood when the call was made."""
    (tmp_path / "file").write_bytes(b"--abcd")
    server.reply(307, {}, {"Location": "/there"}).reply(body={})
    api.run(api.client().post("/here", content=content(tmp_path / "file"), cast_to=object))
    assert [(each.path, each.body) for each in server.requests] == [("/here", sent), ("/there", sent)]


@pytest.mark.parametrize("content", [Pieces, lambda: iter([b"ab", b"cd"]), lambda: (piece for piece in [b"abcd"])])
def test_a_body_that_can_be_read_once_follows_no_redirect_and_the_error_says_so(api: Api, server: Server, content: Any):
    server.reply(307, {}, {"Location": "/there"}).reply(body={})
    with pytest.raises(api.sdk.APIStatusError) as caught:
        api.run(api.client().post("/here", content=content(), cast_to=object))
    assert caught.value.status_code == 307
    assert [note for note in caught.value.__notes__ if "only once" in note]
    assert [(each.path, each.body) for each in server.requests] == [("/here", b"abcd")]


def test_a_redirect_that_is_not_to_be_followed_is_an_error(api: Api, server: Server):
    """C85: with the place where it led."""
    server.reply(302, {}, {"Location": f"{server.url}/redirected"})
    with pytest.raises(api.sdk.APIStatusError) as caught:
        api.run(api.client().post("/redirect", cast_to=object, options={"follow_redirects": False}))
    assert caught.value.response.status_code == 302
    assert caught.value.response.headers["Location"] == f"{server.url}/redirected"
    assert len(server.requests) == 1


def test_an_http_client_that_does_not_follow_redirects_is_obeyed(api: Api, server: Server):
    """C85: and a call may still ask for it."""
    server.reply(302, {}, {"Location": "/redirected"})
    client = api.client(http_client=api.keep(api.http_client(follow_redirects=False)))
    with pytest.raises(api.sdk.APIStatusError):
        api.run(client.get("/redirect", cast_to=object))
    server._answers.clear()
    server.reply(302, {}, {"Location": "/redirected"}).reply(body={"ok": True})
    assert api.run(client.get("/redirect", cast_to=object, options={"follow_redirects": True})) == {"ok": True}


def test_credentials_follow_a_redirect_within_the_origin(api: Api, server: Server):
    """SURFACE 8.4 no. 20."""
    server.reply(302, {}, {"Location": "/v1/models/other?x=1"}).reply(body=model())
    raw = api.run(api.client(auth_token="t").beta.models.with_raw_response.retrieve("m"))
    assert server.last.target == "/v1/models/other?x=1"
    assert [server.last.header(name) for name in CREDENTIALS] == ["sk-made-up", "Bearer t"]
    assert raw.url == f"{server.url}/v1/models/other?x=1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_credentials_do_not_follow_a_redirect_to_another_origin(
    api: Api, server: Server, other_server: Server, status: int
):
    """SURFACE 8.4 no. 20: neither of them, nor other headers that look like secrets; all else goes along."""
    server.reply(status, {}, {"Location": f"{other_server.url}/v1/models/m"})
    other_server.reply(body=model())
    client = api.client(auth_token="t", default_headers={"X-Session-Token": "s", "X-Plain": "p", "Cookie": "a=b"})
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    sent = other_server.last
    for name in (*CREDENTIALS, "x-session-token", "cookie"):
        assert sent.header(name) is None, name
    assert (sent.header("x-plain"), sent.header("anthropic-version")) == ("p", "2023-06-01")
    assert sent.header("host") == f"127.0.0.1:{other_server.port}"


def test_credentials_do_not_come_back_after_a_detour(api: Api, server: Server, other_server: Server):
    """SURFACE 8.4 no. 20: another origin must not be able to say where they go."""
    server.reply(302, {}, {"Location": f"{other_server.url}/detour"}).reply(body=model())
    other_server.reply(302, {}, {"Location": f"{server.url}/v1/models/m"})
    api.run(api.client().beta.models.retrieve("m"))
    assert [server.last.header(name) for name in CREDENTIALS] == [None, None]


def test_a_call_after_a_redirect_has_its_credentials(api: Api, server: Server, other_server: Server):
    """SURFACE 8.4 no. 20: what was dropped was dropped from one request."""
    server.reply(302, {}, {"Location": f"{other_server.url}/v1/models/m"}).reply(body=model())
    other_server.reply(body=model())
    client = api.client()
    api.run(client.beta.models.retrieve("m"))
    api.run(client.beta.models.retrieve("m"))
    assert server.last.header("x-api-key") == "sk-made-up"


def test_going_in_circles_ends(api: Api, server: Server, naps: list[float]):
    """C84: in an error about the connection, which is not tried again."""
    server.reply(302, {}, {"Location": "/again"})
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(api.client().beta.models.retrieve("m"))
    assert isinstance(caught.value.__cause__, api.sdk.http.TooManyRedirects)
    assert naps == []
    assert len(server.requests) == 21


def test_a_failure_behind_a_redirect_is_tried_again_from_the_start(api: Api, server: Server, naps: list[float]):
    """X3, C84."""
    server.reply(302, {}, {"Location": "/there"}).reply(500, {}).reply(302, {}, {"Location": "/there"})
    server.reply(body=model())
    api.run(api.client().beta.models.retrieve("m"))
    assert [sent.path for sent in server.requests] == ["/v1/models/m", "/there"] * 2
    assert len(naps) == 1
