"""A server that misbehaves on purpose, on a real socket: every call ends in a result or a typed error, and nothing leaks.

What has a file of its own is tested there: refused and lost connections (test_connections), timeouts (test_timeouts),
redirects (test_redirects), `Retry-After` (test_retries), and what is refused before it is sent (test_requests).
"""

from __future__ import annotations

import asyncio
import json
import math
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from harness.models_api import model
from harness.server import Connection, Handler, Received, Server, answer
from harness.sides import Api, Sdk

JSON = "content-type: application/json\r\n"
BODY = json.dumps(model())


def raw(text: str | bytes, *, reset: bool = False, pause: float = 0.01) -> Handler:
    """These bytes and nothing else, then the end of the connection."""
    data = text.encode("latin-1") if isinstance(text, str) else text

    async def handle(connection: Connection, _: Received) -> None:
        await connection.send(data)
        await asyncio.sleep(pause)
        with suppress(OSError):  # the other side may have had enough
            connection.reset() if reset else connection.writer.close()

    return handle


LOST = {
    "inside the status line": "HTTP/1.1 20",
    "inside the headers": f"HTTP/1.1 200 OK\r\n{JSON}x-cut: ab",
    "before the first chunk": f"HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n\r\n",
    "inside a chunk": f"HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n\r\n20\r\n" + '{"id": ',
    "after the last chunk but one": f"HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n\r\n2\r\n" + "{}\r\n",
    "a length that is too long": f"HTTP/1.1 200 OK\r\n{JSON}content-length: {len(BODY) + 9}\r\n\r\n{BODY}",
    "a chunk of no size": f"HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n\r\nzz\r\n" + "{}\r\n0\r\n\r\n",
    "two lengths": f"HTTP/1.1 200 OK\r\n{JSON}content-length: 2\r\ncontent-length: 3\r\n\r\n" + "{}",
    "a length of letters": f"HTTP/1.1 200 OK\r\n{JSON}content-length: many\r\n\r\n" + "{}",
    "not HTTP": "SSH-2.0-OpenSSH_9.6\r\n",
    "a header without a name": "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
    "ten thousand headers": "HTTP/1.1 200 OK\r\n" + "".join(f"x-{n}: {n:030d}\r\n" for n in range(10_000)) + "\r\n",
    "no gzip": f"HTTP/1.1 200 OK\r\n{JSON}content-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope",
}


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("fault", LOST)
def test_an_answer_that_breaks_off_or_makes_no_sense_is_tried_again_and_then_a_connection_error(
    api: Api, server: Server, naps: list[float], fault: str, reset: bool
):
    broken = raw(LOST[fault], reset=reset)
    server.react(broken).reply(body=model())
    client = api.client(max_retries=1)
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    assert len(naps) == 1
    server._answers.clear()
    server.react(broken)
    with pytest.raises(api.sdk.APIConnectionError) as caught:
        api.run(client.beta.models.retrieve("m"))
    assert isinstance(caught.value.__cause__, api.sdk.http.RequestError)
    assert [each for each in api.connections(client) if not each.is_idle()] == []


def test_a_body_that_is_longer_than_it_says_ends_where_it_says(api: Api, server: Server, naps: list[float]):
    """The rest is not taken for the next answer."""
    server.react(
        raw(f"HTTP/1.1 200 OK\r\n{JSON}content-length: {len(BODY)}\r\n\r\n{BODY}HTTP/1.1 200 OK\r\n", pause=0.05)
    )
    server.reply(body=model(id="second"))
    client = api.client()
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    assert api.run(client.beta.models.retrieve("m")).id == "second"


def test_headers_that_come_slowly_end_in_a_timeout(api: Api, server: Server):
    async def slowly(connection: Connection, _: Received) -> None:
        await connection.send(b"HTTP/1.1 200 OK\r\n")
        await asyncio.wait_for(connection.reader.read(1), 3)  # until the other side has had enough

    server.react(slowly)
    with pytest.raises(api.sdk.APITimeoutError):
        api.run(api.client(timeout=0.15, max_retries=0).beta.models.retrieve("m"))
    assert server.wait_until_idle()


def test_every_status_is_a_result_or_an_error_of_its_class(guard: Api, server: Server):
    """200 to 599; those below only announce an answer."""
    client = guard.client(max_retries=0, oauth_bearer_token="b")
    wrong: list[Any] = []
    for status in range(200, 600):
        server._answers.clear()
        server.reply(status, b"" if status == 205 else {"id": "x"})
        try:
            got: Any = guard.run(client.get("/m", cast_to=object))
        except guard.sdk.APIStatusError as error:
            got = error
        named = {400: "BadRequestError", 401: "AuthenticationError", 403: "PermissionDeniedError", 404: "NotFoundError"}
        named |= {409: "ConflictError", 422: "UnprocessableEntityError", 429: "RateLimitError"}
        if status < 300:
            right = got == (None if status in (204, 205) else {"id": "x"})
        else:
            expected = named.get(status, "InternalServerError" if status >= 500 else "APIStatusError")
            right = type(got).__name__ == expected and got.status_code == status
        if not right:
            wrong.append((status, got))
    assert wrong == []


@pytest.mark.parametrize("status", [100, 102, 103, 199])
def test_what_only_announces_an_answer_is_passed_over(api: Api, server: Server, status: int):
    head = f"HTTP/1.1 {status} Wait\r\nlink: </style.css>\r\n\r\n"
    server.react(raw(f"{head}HTTP/1.1 200 OK\r\n{JSON}content-length: {len(BODY)}\r\n\r\n{BODY}"))
    assert api.run(api.client().beta.models.retrieve("m")).id == model()["id"]


def test_another_protocol_is_not_switched_to(api: Api, server: Server):
    server.react(raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"))
    with pytest.raises(api.sdk.APIConnectionError):
        api.run(api.client(max_retries=0, timeout=1).beta.models.retrieve("m"))


ODD = {
    "no JSON": (b"<html>nope</html>", "<html>nope</html>"),
    "half of it": (b'{"id": "a', '{"id": "a'),
    "no UTF-8": (b'{"id": "\xff"}', '{"id": "\ufffd"}'),
    "brackets without end": (b"[" * 100_000, "[" * 100_000),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("fault", ODD)
def test_a_body_that_is_no_json_is_given_as_text_or_refused_by_strict_clients(api: Api, server: Server, fault: str):
    body, text = ODD[fault]
    server.reply(body=body, headers={"content-type": "application/json"})
    assert api.run(api.client().beta.models.retrieve("m")) == text
    if text is not None:
        with pytest.raises(api.sdk.APIResponseValidationError):
            api.run(api.client(_strict_response_validation=True).beta.models.retrieve("m"))
        assert api.run(api.client().get("/m", cast_to=object)) == text


@pytest.mark.parametrize("media_type", ["text/html", "application/octet-stream", "nonsense", ""])
def test_json_under_another_name_is_read_all_the_same(api: Api, server: Server, media_type: str):
    server.reply(body=BODY, headers={"content-type": media_type})
    assert api.run(api.client().beta.models.retrieve("m")).id == model()["id"]


def test_numbers_that_json_has_not_are_read_as_python_reads_them(api: Api, server: Server):
    server.reply(body=b'{"id": "m", "a": NaN, "b": -Infinity}', headers={"content-type": "application/json"})
    found = api.run(api.client().beta.models.retrieve("m"))
    assert math.isnan(found.a)
    assert found.b == -math.inf


def test_the_last_of_two_equal_keys_wins(api: Api, server: Server):
    server.reply(body=b'{"id": "first", "id": "last"}', headers={"content-type": "application/json"})
    assert api.run(api.client().beta.models.retrieve("m")).id == "last"


@pytest.mark.parametrize("body", [b"<html>", b"\xff\xfe", b"[" * 100_000, b"", b'{"error": NaN}', b'"text"', b"null"])
def test_an_error_with_any_body_is_still_that_error(api: Api, server: Server, body: bytes):
    server.reply(404, body, {"content-type": "application/json"})
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.run(api.client().beta.models.retrieve("m"))
    assert str(caught.value)
    assert repr(caught.value)


@pytest.mark.parametrize("charset", ["utf-16", "hex", "rot13", "undefined", "idna", "punycode", "nonsense"])
def test_a_charset_that_the_body_cannot_be_in_is_taken_for_utf_8(api: Api, server: Server, charset: str):
    """Python knows some that are no text at all, or take no error: an answer is read all the same, and an error is that error."""
    headers = {"content-type": f"text/plain; charset={charset}"}
    body = "hé€llo".encode()
    server.reply(404, body, headers).reply(body=body, headers=headers)
    client = api.client()
    with pytest.raises(api.sdk.NotFoundError, match="hé€llo") as caught:
        api.run(client.beta.models.retrieve("m"))
    assert caught.value.body == "hé€llo"
    for target in (str, object, dict):
        assert api.run(client.get("/m", cast_to=target)) == "hé€llo"
    assert api.run(client.beta.models.retrieve("m")) == "hé€llo"
    raw = api.run(client.beta.models.with_raw_response.retrieve("m"))
    assert api.call(raw.text) == "hé€llo"


def test_a_hundred_megabytes_pass_through_little_memory(guard: Api, server: Server):
    """As a stream, on one HTTP library: what is read is not kept."""
    count, piece = 100, b"x" * 1_000_000

    async def handle(connection: Connection, _: Received) -> None:
        await connection.send_head(200, [("content-length", str(count * len(piece)))])
        for _ in range(count):
            await connection.send(piece)

    server.react(handle)
    client = guard.client()

    def drain(response: Any) -> Any:
        if not guard.is_async:
            return sum(len(chunk) for chunk in response.iter_bytes())

        async def later() -> int:
            return sum([len(chunk) async for chunk in response.iter_bytes()])

        return later()

    tracemalloc.start()
    try:
        assert guard.inside(client.open.with_streaming_response.retrieve(), drain) == count * len(piece)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


# ---------------------------------------------------------------------------------------------------- cancelling


class CancelledAt:
    """Awaits a coroutine, and has the task cancelled when it is about to wait for the `step`-th time."""

    def __init__(self, coroutine: Any, step: int) -> None:
        self._coroutine = coroutine
        self._step = step
        self.reached = False

    def __await__(self) -> Any:
        inner, step = self._coroutine.__await__(), 0
        try:
            waiting = inner.send(None)
            while True:
                if step == self._step:
                    self.reached = True
                    task = asyncio.current_task()
                    assert task is not None
                    task.cancel()
                step += 1
                try:
                    value = yield waiting
                except BaseException as exc:
                    waiting = inner.throw(exc)  # what it awaits to clean up is awaited, too
                else:
                    waiting = inner.send(value)
        except StopIteration as stop:
            return stop.value


@pytest.mark.parametrize("start", ["first connection", "open connection", "retry", "oauth"])
def test_a_call_can_be_cancelled_wherever_it_waits(async_guard: Api, server: Server, start: str):
    """And leaves no connection in use, no lock taken, and a client that works."""
    guard = async_guard

    def route(request: Received) -> Handler:
        if request.path == "/auth/token":
            return answer(200, {"access_token": "t", "expires_in": 3600})
        if start == "retry" and request.header("x-try") is None and len(server.requests) % 2:
            return answer(503, {}, {"retry-after-ms": "1"})
        return answer(200, {"ok": True})

    server.route = route
    options = {"client_id": "a", "client_secret": "b"} if start == "oauth" else {}

    async def one(step: int) -> bool:
        async with guard.kind(base_url=server.url, max_retries=3, **options) as client:
            resource = client.oauth if start == "oauth" else client.open
            if start == "open connection":
                await resource.retrieve()
            cut = CancelledAt(resource.retrieve(), step)

            async def run() -> Any:
                return await cut

            result = (await asyncio.gather(asyncio.create_task(run()), return_exceptions=True))[0]
            assert isinstance(result, asyncio.CancelledError) or result == {"ok": True}
            pool = guard.connections(client)
            assert [each for each in pool if not each.is_idle() and not each.is_closed()] == []
            assert await asyncio.wait_for(resource.retrieve(extra_headers={"x-try": "1"}), 5) == {"ok": True}
            assert len(guard.connections(client)) == 1
        return cut.reached

    steps = 0
    while guard.run(one(steps)):
        steps += 1
    assert steps >= (2 if start == "open connection" else 4)
    assert server.wait_until_idle()


async def stream(client: Any, _: Path) -> None:
    assert [item async for item in await client.chat.ticks()] == [1] * 3


async def pages(client: Any, _: Path) -> None:
    assert [item.token async for item in client.lists.url("x")] == ["1", "2"]


async def upload(client: Any, path: Path) -> None:
    await client.uploads.create(file=path)


async def download(client: Any, path: Path) -> None:
    async with client.uploads.with_streaming_response.content("large") as response:
        await response.stream_to_file(path.with_name("copy"))
    assert path.with_name("copy").stat().st_size == 300_000


@pytest.fixture
def async_demo(demo_sdk: Sdk, server: Server) -> Iterator[Api]:
    made = Api(demo_sdk, server.url, is_async=True)
    yield made
    made.close()


@pytest.mark.parametrize("work", [stream, pages, upload, download], ids=lambda work: str(work.__name__))
def test_what_goes_piece_by_piece_can_be_cancelled_wherever_it_waits(
    async_demo: Api, server: Server, tmp_path: Path, work: Any
):
    """No connection stays in use, and the client works afterwards. (On httpx2: httpx loses one that was not begun yet.)"""
    demo, path = async_demo, tmp_path / "file.bin"
    path.write_bytes(b"x" * 300_000)

    def route(request: Received) -> Handler:
        if request.path == "/ticks":
            return answer(200, "data: 1\n\n" * 3, {"content-type": "text/event-stream"})
        if request.path.endswith("/large"):
            return answer(200, b"x" * 300_000)
        page = request.query.get("page", "1")
        return answer(200, {"data": [{"token": page}], "next_url": "?page=2" if page == "1" else None, "text": "ok"})

    server.route = route

    async def one(step: int) -> bool:
        async with demo.kind(api_key="k", base_url=server.url, max_retries=0) as client:
            cut = CancelledAt(work(client, path), step)

            async def run() -> None:
                await cut

            result = (await asyncio.gather(asyncio.create_task(run()), return_exceptions=True))[0]
            assert result is None or isinstance(result, asyncio.CancelledError)
            pool = demo.connections(client)
            assert [each for each in pool if not each.is_idle() and not each.is_closed()] == []
            await asyncio.wait_for(work(client, path), 5)
        return cut.reached

    steps = 0
    while demo.run(one(steps)):
        steps += 1
    assert steps >= 4


# ---------------------------------------------------------------------------------------------------- very many


class Flaky:
    """A `route` that fails one request in twenty, each time in another way, and counts what it answered in full."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.sent_after_an_answer: list[str] = []
        self.keys: defaultdict[str, set[str | None]] = defaultdict(set)
        self.bodies: defaultdict[str, set[bytes]] = defaultdict(set)

    def __call__(self, request: Received) -> Handler:
        name = request.path.rpartition("/")[2]
        if self.answered[name]:
            self.sent_after_an_answer.append(name)
        self.asked[name] += 1
        self.keys[name].add(request.header("idempotency-key"))
        self.bodies[name].add(request.body)
        number = int(name.removeprefix("m"))
        if self.asked[name] == 1 and number % 20 == 0:
            return self._fault(number // 20 % 5)
        if number % 500 == 7:
            return answer(400, {"error": "no"})
        self.answered[name] += 1
        return answer(200, {"name": name})

    def _fault(self, kind: int) -> Handler:
        return [
            raw("", reset=True),
            raw("HTTP/1.1 200 OK\r\ncontent-le"),
            raw(f"HTTP/1.1 200 OK\r\n{JSON}content-length: 500\r\n\r\n" + "{"),
            answer(503, {}, {"retry-after-ms": "5"}),
            answer(429, {}, {"retry-after-ms": "5"}),
        ][kind]


def test_a_thousand_calls_at_once_with_faults_among_them_all_end_as_they_should(guard: Api, server: Server):
    """Each gets its own answer, none is lost, and none is sent again that was answered."""
    server.route = flaky = Flaky()
    count = 1000 if guard.is_async else 300
    client = guard.client(timeout=guard.sdk.http.Timeout(60), oauth_bearer_token="b")
    names = [f"m{number}" for number in range(count)]

    def ended(work: Any) -> Any:
        try:
            return work()
        except guard.sdk.APIError as error:
            return error

    if guard.is_async:

        async def everything() -> list[Any]:
            calls = (client.get(f"/{name}", cast_to=object) for name in names)
            return await asyncio.gather(*calls, return_exceptions=True)

        results = guard.run(everything())
    else:
        with ThreadPoolExecutor(40) as threads:
            results = list(threads.map(lambda name: ended(lambda: client.get(f"/{name}", cast_to=object)), names))
    for name, result in zip(names, results, strict=True):
        if int(name[1:]) % 500 == 7:
            assert type(result).__name__ == "BadRequestError"
        else:
            assert result == {"name": name}
    assert flaky.sent_after_an_answer == []
    assert set(flaky.answered.values()) == {1}
    assert [each for each in guard.connections(client) if not each.is_idle()] == []


@pytest.mark.parametrize("keyed", [True, False], ids=["with a key", "without a key"])
def test_a_request_that_changes_something_is_sent_again_only_where_it_was_not_answered(
    demo: Api, guarded: Sdk, server: Server, keyed: bool
):
    """With the same body each time and, where the API has such a header, under the key that tells the server that it is the same.

    What the server did, but was cut off from telling, is done once with a key. Without one it is done again: nobody can tell.
    """
    server.route = flaky = Flaky()
    api = demo if keyed else Api(guarded, server.url, is_async=demo.is_async)
    client = api.client(timeout=api.sdk.http.Timeout(60), **({} if keyed else {"oauth_bearer_token": "b"}))
    count = 1000 if api.is_async else 300
    names = [f"m{number}" for number in range(count)]

    def post(name: str) -> Any:
        try:
            return client.post(f"/{name}", cast_to=object, body={"name": name})
        except api.sdk.APIError as error:
            return error

    if api.is_async:

        async def everything() -> list[Any]:
            return await asyncio.gather(*map(post, names), return_exceptions=True)

        results = api.run(everything())
    else:
        with ThreadPoolExecutor(40) as threads:
            results = list(threads.map(post, names))
    assert [type(result).__name__ for result in results] == [
        "BadRequestError" if int(name[1:]) % 500 == 7 else "dict" for name in names
    ]
    assert flaky.sent_after_an_answer == []
    failed = {f"m{number}" for number in range(0, count, 20)}
    assert {name: times for name, times in flaky.asked.items() if times > 1} == dict.fromkeys(failed, 2)
    assert {len(bodies) for bodies in flaky.bodies.values()} == {1}
    assert {len(keys) for keys in flaky.keys.values()} == {1}
    sent = Counter(request.header("idempotency-key") for request in server.requests)
    assert len(server.requests) == count + len(failed)
    if keyed:
        assert Counter(sent.values()) == {1: count - len(failed), 2: len(failed)}
        assert None not in sent
    else:
        assert sent == {None: count + len(failed)}
        api.close()
