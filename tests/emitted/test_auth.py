"""Credentials of every kind, and tokens that the client gets by itself, keeps and replaces."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from harness.guarded_api import TokenServer
from harness.models_api import model
from harness.server import Connection, Received, Server, answer
from harness.sides import Api, Sdk

CLIENT = {"client_id": "me", "client_secret": "s3cret/+"}
ALL = {"api_key": "k", "session_api_key": "c", "username": "u", "password": "p", "bearer_token": "b"}


def guarded_client(guard: Api, **options: Any) -> Any:
    return guard.client(**{"api_key": None, **options})


def many(guard: Api, call: Any, count: int) -> list[Any]:
    """What so many calls at once give, on threads or on tasks."""
    if not guard.is_async:
        with ThreadPoolExecutor(count) as threads:
            return list(threads.map(lambda _: call(), range(count)))

    async def gather() -> list[Any]:
        return await asyncio.gather(*(call() for _ in range(count)))

    return guard.run(gather())


# -- OAuth 2


def stuck(seconds: float) -> Any:
    """A `route` whose server of tokens takes its time."""
    return lambda request: answer(200, {"access_token": "t"}, before=seconds if request.path == "/auth/token" else 0.0)


def wait_for_a_request(server: Server) -> None:
    while not server.requests:
        time.sleep(0.01)


@pytest.mark.parametrize("patience", [{"deadline": 0.2}, {"timeout": 0.2}], ids=str)
def test_nobody_waits_longer_for_the_token_of_another_call_than_that_call_may_last(
    guard: Api, server: Server, patience: dict[str, float]
):
    server.route = stuck(1.0)
    client = guarded_client(guard, **CLIENT, max_retries=0)
    hasty = client.with_options(**patience)

    async def at_once() -> tuple[Any, Any]:
        first = asyncio.create_task(client.oauth.retrieve())
        await asyncio.to_thread(wait_for_a_request, server)
        error = (await asyncio.gather(hasty.oauth.retrieve(), return_exceptions=True))[0]
        assert not first.done()
        return error, await first

    if guard.is_async:
        error, first = guard.run(at_once())
    else:
        with ThreadPoolExecutor(2) as threads:
            asking = threads.submit(client.oauth.retrieve)
            wait_for_a_request(server)
            error = threads.submit(hasty.oauth.retrieve).exception()
            assert not asking.done()
            first = asking.result()
    assert first == {"access_token": "t"}
    assert isinstance(error, guard.sdk.APITimeoutError)
    assert [sent.path for sent in server.requests].count("/auth/token") == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_child_process_does_not_wait_for_a_thread_of_its_parent(guarded: Sdk, server: Server):
    """Which was asking for a token at the time of the fork, and is not there in the child."""
    server.route = stuck(0.4)
    with guarded.package.Client(base_url=server.url, **CLIENT) as client, ThreadPoolExecutor(1) as threads:
        asking = threads.submit(client.oauth.retrieve)
        wait_for_a_request(server)
        child = os.fork()
        if child == 0:
            signal.alarm(5)
            os._exit(0 if client.oauth.retrieve() == {"access_token": "t"} else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert asking.result() == {"access_token": "t"}


def test_a_token_asked_for_in_a_loop_that_ended_meanwhile_is_asked_for_again(async_guard: Api, server: Server):
    """By a task that never got to give its turn back."""
    server.route = stuck(0.1)
    client = guarded_client(async_guard, **CLIENT)
    loop = asyncio.new_event_loop()
    lost = loop.create_task(client.oauth.retrieve())
    loop.run_until_complete(asyncio.sleep(0.05))
    loop.close()
    assert async_guard.run(asyncio.wait_for(client.oauth.retrieve(), 5)) == {"access_token": "t"}
    lost._log_destroy_pending = False  # as it never will


def test_a_token_is_got_once_and_sent_with_every_call(guard: Api, server: Server):
    """RFC 6749, section 4.4; id and secret by HTTP Basic, each encoded as a form is (section 2.3.1).

    What is asked for are the scopes that any operation needs, not all that there are.
    """
    server.route = tokens = TokenServer()
    client = guarded_client(guard, **CLIENT)
    assert [guard.run(client.oauth.retrieve()) for _ in range(3)] == [{"token": "t1"}] * 3
    assert tokens.asked == [{"grant_type": "client_credentials", "scope": "read write"}]
    assert tokens.clients == ["me:s3cret%2F%2B"]


@pytest.mark.parametrize("start", ["fresh", "refused"])
def test_calls_at_once_get_one_token_together(guard: Api, server: Server, start: str):
    server.route = tokens = TokenServer(delay=0.05)
    client = guarded_client(guard, **CLIENT, max_retries=0)
    if start == "refused":
        guard.run(client.oauth.retrieve())
        tokens.valid = {"t2"}  # the server has forgotten the first one
    found = many(guard, client.oauth.retrieve, 20)
    assert {each["token"] for each in found} == {"t1" if start == "fresh" else "t2"}
    assert len(tokens.given) == (1 if start == "fresh" else 2)


def test_a_token_that_is_refused_is_replaced_exactly_once(guard: Api, server: Server):
    server.route = tokens = TokenServer(valid=set())
    with pytest.raises(guard.sdk.AuthenticationError):
        guard.run(guarded_client(guard, **CLIENT).oauth.retrieve())
    assert tokens.given == ["t1", "t2"]
    assert [sent.path for sent in server.requests] == ["/auth/token", "/oauth"] * 2


@pytest.mark.parametrize(("seconds", "tokens_given"), [(3600, 1), ("3600", 1), (None, 1), (0.05, 2), (0, 1)])
def test_a_token_is_replaced_before_it_expires(guard: Api, server: Server, seconds: object, tokens_given: int):
    """A tenth of its time before, so that it does not expire on its way; a server that says nothing means an hour."""
    server.route = tokens = TokenServer(seconds=seconds)
    client = guarded_client(guard, **CLIENT)
    guard.run(client.oauth.retrieve())
    guard.run(asyncio.sleep(0.046)) if guard.is_async else time.sleep(0.046)
    guard.run(client.oauth.retrieve())
    assert len(tokens.given) == tokens_given


def test_a_copy_uses_the_token_of_its_client_unless_it_is_another_one(guard: Api, server: Server):
    server.route = tokens = TokenServer()
    client = guarded_client(guard, **CLIENT)
    for each in (client, client.with_options(timeout=5), client.copy()):
        guard.run(each.oauth.retrieve())
    assert len(tokens.given) == 1
    guard.run(client.with_options(client_id="other").oauth.retrieve())
    assert tokens.clients == ["me:s3cret%2F%2B", "other:s3cret%2F%2B"]


def test_a_token_server_in_trouble_is_asked_again_as_any_other(guard: Api, server: Server):
    server.route = tokens = TokenServer()
    tokens.failures = [answer(503, {}, {"retry-after-ms": "1"})]
    assert guard.run(guarded_client(guard, **CLIENT).oauth.retrieve()) == {"token": "t1"}
    assert [sent.path for sent in server.requests] == ["/auth/token", "/auth/token", "/oauth"]


@pytest.mark.parametrize(
    ("failure", "error", "words"),
    [
        (answer(401, {"error": "invalid_client"}), "AuthenticationError", "invalid_client"),
        (answer(400, {"error": "invalid_scope"}), "BadRequestError", "invalid_scope"),
        (answer(200, {"token": "x"}), "APIResponseValidationError", "gave no access token"),
        (answer(200, "<html>"), "APIResponseValidationError", "gave no access token"),
        (answer(307, "", {"location": "/oauth"}), "APIResponseValidationError", "gave no access token"),
    ],
)
def test_a_token_that_is_not_given_is_the_error_of_the_call(
    guard: Api, server: Server, failure: Any, error: str, words: str
):
    server.route = tokens = TokenServer()
    tokens.failures = [failure]
    with pytest.raises(getattr(guard.sdk, error), match=words) as caught:
        guard.run(guarded_client(guard, **CLIENT).oauth.retrieve())
    assert "s3cret" not in str(caught.value)
    assert [sent.path for sent in server.requests] == ["/auth/token"]


def test_a_body_that_can_be_read_once_is_not_sent_to_find_out_about_the_token(guard: Api, server: Server):
    server.route = TokenServer(valid={"t2"})
    client = guarded_client(guard, **CLIENT)
    with pytest.raises(guard.sdk.AuthenticationError):
        guard.run(client.oauth.create(body=(piece for piece in [b"a"])))
    assert [sent.path for sent in server.requests] == ["/auth/token", "/oauth"]
    assert guard.run(client.oauth.create(body=b"abc")) == {"token": "t2"}
    assert server.last.body == b"abc"


@pytest.mark.parametrize("kind", ["open file", "path"])
def test_a_body_that_can_be_wound_back_is_sent_again_with_the_new_token(
    guard: Api, server: Server, tmp_path: Path, kind: str
):
    server.route = TokenServer(valid={"t2"})
    (tmp_path / "file").write_bytes(b"abc")
    client = guarded_client(guard, **CLIENT)
    with (tmp_path / "file").open("rb") as file:
        body = file if kind == "open file" else tmp_path / "file"
        assert guard.run(client.oauth.create(body=body)) == {"token": "t2"}
    assert [sent.body for sent in server.requests if sent.path == "/oauth"] == [b"abc"] * 2


def test_a_token_of_the_callers_own_needs_no_client(guard: Api, server: Server):
    server.route = tokens = TokenServer(valid={"b"})
    assert guard.run(guarded_client(guard, oauth_bearer_token="b", **CLIENT).oauth.retrieve()) == {"token": "b"}
    assert tokens.given == []


def test_id_and_secret_are_needed_both(guard: Api, server: Server):
    with pytest.raises(guard.sdk.GuardedError, match="both `client_id` and `client_secret`"):
        guard.run(guarded_client(guard, client_id="me").oauth.retrieve())
    assert server.requests == []


def test_a_refresh_token_gets_tokens_too(guard: Api, server: Server):
    """RFC 6749, section 6: and where the answer has another one, that is used from then on."""
    asked: list[dict[str, str]] = []

    def route(request: Received) -> Any:
        if request.path != "/auth/token":
            return answer(200, {"token": request.header("authorization")})
        asked.append(dict(pair.split("=") for pair in request.body.decode().split("&")))
        body = {"access_token": f"t{len(asked)}", "expires_in": 1e-9, "refresh_token": f"r{len(asked)}"}
        return answer(200, body)

    server.route = route
    source = guard.sdk.OAuth2(f"{server.url}/auth/token", refresh_token="r0", client_id="app", scopes=["a", "b"])
    client = guarded_client(guard, bearer_token=source)
    assert [guard.run(client.token.retrieve())["token"] for _ in range(2)] == ["Bearer t1", "Bearer t2"]
    assert [(each["refresh_token"], each["client_id"], each["scope"]) for each in asked] == [
        ("r0", "app", "a+b"),
        ("r1", "app", "a+b"),
    ]


# -- bearer tokens from a function


def test_a_function_is_asked_for_the_token_of_every_call(guard: Api, server: Server):
    given: list[str] = []

    def token() -> str:
        given.append(f"t{len(given) + 1}")
        return given[-1]

    server.reply(200, {})
    client = guarded_client(guard, bearer_token=token)
    for each in (client, client, client.with_options(timeout=9)):
        guard.run(each.token.retrieve())
    assert [sent.header("authorization") for sent in server.requests] == ["Bearer t1", "Bearer t2", "Bearer t3"]
    assert client.bearer_token is None


def test_an_async_function_works_with_the_asynchronous_client_only(guard: Api, server: Server):
    async def token() -> str:
        await asyncio.sleep(0)
        return "later"

    server.reply(200, {})
    client = guarded_client(guard, bearer_token=token)
    if not guard.is_async:
        with pytest.raises(TypeError, match="a function that returns the token as a str"):
            client.token.retrieve()
        return
    guard.run(client.token.retrieve())
    assert server.last.header("authorization") == "Bearer later"


def test_a_function_that_has_a_better_token_is_asked_again_once(guard: Api, server: Server):
    tokens = iter(["old", "new", "newer"])
    server.reply(401, {}).reply(200, {})
    guard.run(guarded_client(guard, bearer_token=lambda: next(tokens)).token.retrieve())
    assert [sent.header("authorization") for sent in server.requests] == ["Bearer old", "Bearer new"]
    server.requests.clear()
    server._answers.clear()
    server.reply(401, {})
    with pytest.raises(guard.sdk.AuthenticationError):
        guard.run(guarded_client(guard, bearer_token=lambda: "same").token.retrieve())
    assert len(server.requests) == 1


def test_what_is_no_source_of_tokens_is_refused(guard: Api):
    with pytest.raises(TypeError, match="bearer_token must be a str, a function"):
        guarded_client(guard, bearer_token=5)


def test_a_token_set_later_replaces_the_function(guard: Api, server: Server):
    server.reply(200, {})
    client = guarded_client(guard, bearer_token=lambda: "from the function")
    client.bearer_token = "mine"
    guard.run(client.token.retrieve())
    assert server.last.header("authorization") == "Bearer mine"


# -- the rest


def test_digest_answers_the_challenge(guard: Api, server: Server):
    """RFC 7616: and the next request is authenticated without one."""
    challenge = 'Digest realm="r", nonce="n0nce", qop="auth", algorithm=MD5'

    def route(request: Received) -> Any:
        given = request.header("authorization")
        if given is None:
            return answer(401, {}, {"www-authenticate": challenge})
        parts = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
        first = hashlib.md5(b"u:r:p").hexdigest()
        second = hashlib.md5(b"GET:/digest").hexdigest()
        mixed = ":".join((first, "n0nce", parts["nc"], parts["cnonce"], "auth", second))
        expected = hashlib.md5(mixed.encode()).hexdigest()
        return answer(200 if parts["response"] == expected else 403, {})

    server.route = route
    client = guarded_client(guard, username="u", password="p", digest_username="u", digest_password="p")
    for _ in range(2):
        guard.run(client.digest.retrieve())
    assert [sent.header("authorization") is not None for sent in server.requests] == [False, True, True]


def test_a_challenge_is_not_answered_with_a_body_that_is_gone(guard: Api, server: Server):
    """The refusal is the error of the call, and says why it stands."""
    server.reply(401, {"error": "who?"}, {"www-authenticate": 'Digest realm="r", nonce="n", qop="auth"'})
    client = guarded_client(guard, digest_username="u", digest_password="p")
    call = guard.sdk.module("_core.request").Call
    once = call("POST", "digest", object, content=iter([b"once"]), security=(("Digest",),))
    with pytest.raises(guard.sdk.AuthenticationError) as caught:
        guard.run(client._send(once))
    assert "its body can be read only once" in caught.value.__notes__[0]
    assert [sent.body for sent in server.requests] == [b"once"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("basic", {"authorization": "Basic dTpw"}),
        ("key", {"query": "k"}),
        ("cookie", {"cookie": "session=c"}),
        ("both", {"authorization": "Basic dTpw", "query": "k"}),
        ("either", {"query": "k"}),
        ("open", {}),
        ("token", {"authorization": "Bearer b"}),
    ],
)
def test_each_call_carries_what_it_asks_for_and_nothing_else(
    guard: Api, server: Server, path: str, expected: dict[str, str]
):
    server.reply(200, {})
    guard.run(getattr(guarded_client(guard, **ALL), path).retrieve())
    sent = {name: server.last.header(name) for name in ("authorization", "cookie")} | {
        "query": server.last.query.get("key")
    }
    assert {name: value for name, value in sent.items() if value is not None} == expected


def test_the_first_alternative_that_can_be_had_is_used(guard: Api, server: Server):
    server.route = TokenServer()
    assert guard.run(guarded_client(guard, api_key="k", **CLIENT).either.retrieve()) == {"token": "t1"}
    assert "key" not in server.last.query


@pytest.mark.parametrize("value", ["b\r\nX-Other: y", "b\x00", "b\x07"])
@pytest.mark.parametrize("way", ["option", "function"])
def test_a_credential_that_cannot_stand_in_a_header_is_refused_before_anything_is_sent(
    guard: Api, server: Server, way: str, value: str
):
    server.reply(200, {})
    with pytest.raises(ValueError, match="control characters"):
        guard.run(guarded_client(guard, bearer_token=value if way == "option" else lambda: value).token.retrieve())
    assert server.requests == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("oauth", ["client_id", "client_secret", "GUARDED_CLIENT_ID"]),
        ("key", ["api_key", "GUARDED_API_KEY"]),
        ("token", ["bearer_token", "GUARDED_BEARER_TOKEN"]),
    ],
)
def test_a_missing_credential_is_told_before_anything_is_sent(guard: Api, server: Server, path: str, words: list[str]):
    with pytest.raises(TypeError, match="Could not resolve authentication method") as caught:
        guard.run(getattr(guarded_client(guard), path).retrieve())
    assert [word for word in words if word not in str(caught.value)] == []
    assert server.requests == []


@pytest.mark.parametrize(
    ("path", "given", "expected", "others"),
    [
        ("both", {"api_key": "k", "username": "u"}, "Expected password to be set", ["username", "api_key"]),
        ("both", {"username": "u", "password": "p"}, "Expected api_key to be set", ["username", "password"]),
        ("basic", {"username": "u"}, r"Expected password to be set .*GUARDED_PASSWORD", ["username"]),
    ],
)
def test_of_credentials_that_go_together_the_one_that_is_missing_is_told(
    guard: Api, server: Server, path: str, given: dict[str, str], expected: str, others: list[str]
):
    with pytest.raises(TypeError, match=expected) as caught:
        guard.run(getattr(guarded_client(guard, **given), path).retrieve())
    assert [name for name in others if name in str(caught.value)] == []
    assert server.requests == []


def test_requests_may_be_signed_by_an_auth_of_the_callers(api: Api, server: Server):
    """As AWS does it: over the method, the URL and the body, after all headers are there; a redirect is signed anew."""
    http = api.sdk.http

    class Signed(http.Auth):  # type: ignore[misc, name-defined]
        requires_request_body = True

        def auth_flow(self, request: Any) -> Any:
            text = b" ".join((request.method.encode(), request.url.raw_path, request.content))
            request.headers["X-Signature"] = hashlib.sha256(text).hexdigest()
            yield request

    def route(request: Received) -> Any:
        text = b" ".join((request.method.encode(), request.target.encode(), request.body))
        right = request.header("x-signature") == hashlib.sha256(text).hexdigest()
        if request.path == "/there":
            return answer(308, {}, {"location": "/things?a=b"})
        return answer(200 if right else 403, model())

    server.route = route
    client = api.client(http_client=api.keep(api.http_client(auth=Signed(), follow_redirects=True)))
    api.run(client.post("/there", cast_to=object, body={"x": 1}))
    assert [sent.target for sent in server.requests] == ["/there", "/things?a=b"]


def test_one_flow_at_a_time_is_asked_even_if_it_is_cancelled(guarded: Sdk, server: Server):
    """A task that is cancelled while it gets the token leaves the way free for the others."""
    tokens = TokenServer()

    async def never(_: Connection, __: Received) -> None:
        await asyncio.sleep(5)

    tokens.failures = [never]
    server.route = tokens

    async def go() -> Any:
        async with guarded.AsyncGuarded(base_url=server.url, **CLIENT) as client:
            first = asyncio.create_task(client.oauth.retrieve())
            await asyncio.sleep(0.05)
            second = asyncio.create_task(client.oauth.retrieve())
            await asyncio.sleep(0.02)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            return await asyncio.wait_for(second, 3)

    assert asyncio.run(go()) == {"token": "t1"}


def test_a_credential_in_the_query_is_not_in_the_log_that_a_program_turns_on_for_the_http_library(
    guard: Api, server: Server, caplog: pytest.LogCaptureFixture
):
    """As `logging.basicConfig(level="INFO")` does, which is nothing of ours."""
    server.reply(200, {})
    caplog.set_level("DEBUG")
    guard.run(guarded_client(guard, api_key="s3cret").key.retrieve())
    assert server.last.query == {"key": "s3cret"}
    assert [each for each in caplog.messages if "HTTP Request" in each]
    assert "s3cret" not in caplog.text
