"""Failed tries are repeated when that may help, after the right delay, and never when it may harm."""

from __future__ import annotations

import io
import time
from email.utils import formatdate

import httpx2
import pytest

from core import retries
from core.errors import APIConnectionError, APIStatusError, APITimeoutError, InternalServerError
from core.sentinels import Omit
from core.settings import ClientSettings

SETTINGS = ClientSettings(package="p", name="P", version="1", env_prefix="P", environments={})


def delay(headers: dict[str, str], taken: int = 0) -> float:
    return retries.retry_delay(httpx2.Headers(headers), taken, SETTINGS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20", 20),
        ("60", 60),
        ("0.25", 0.25),
        ("0", 0.5),
        ("-10", 0.5),
        ("61", 0.5),
        ("9" * 35, 0.5),
        ("", 0.5),
        ("nan", 0.5),
    ],
)
def test_retry_after_in_seconds_counts_above_zero_up_to_a_minute(value, expected) -> None:
    assert delay({"retry-after": value}) == pytest.approx(expected, rel=0.26)


@pytest.mark.parametrize(("ahead", "expected"), [(20, 20), (59, 59), (0, 0.5), (-10, 0.5), (63, 0.5)])
def test_retry_after_as_a_date_is_the_time_until_then(ahead, expected) -> None:
    assert delay({"retry-after": formatdate(time.time() + ahead, usegmt=True)}) == pytest.approx(expected, abs=1.05)


@pytest.mark.parametrize("value", ["Zun, 29 Sep 2999 16:26:57", "soon", "Thu, 99 Nov 99999 25:61:61 GMT"])
def test_a_retry_after_that_is_no_time_is_ignored(value) -> None:
    assert 0.375 <= delay({"retry-after": value}) <= 0.5


def test_milliseconds_win_over_seconds() -> None:
    assert delay({"retry-after-ms": "1500", "retry-after": "20"}) == 1.5


@pytest.mark.parametrize(("taken", "expected"), [(0, 0.5), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (1200, 8.0)])
def test_without_advice_the_delay_doubles_to_a_limit_less_up_to_a_quarter(taken, expected) -> None:
    for _ in range(20):
        assert expected * 0.75 <= delay({}, taken) <= expected


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503, 529])
def test_these_statuses_are_retried(api, server, status) -> None:
    server.reply(status).reply(200, {"ok": True})
    assert api.call(api.client(server).ping) == {"ok": True}
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_these_statuses_are_not(api, server, status) -> None:
    server.reply(status)
    with pytest.raises(APIStatusError):
        api.call(api.client(server).ping)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "told", "tries"), [(400, "true", 3), (500, "false", 1), (503, "maybe", 3)])
def test_the_server_has_the_last_word_in_x_should_retry(api, server, status, told, tries) -> None:
    server.reply(status, headers={"x-should-retry": told})
    with pytest.raises(APIStatusError):
        api.call(api.client(server).ping)
    assert len(server.requests) == tries


@pytest.mark.parametrize("failures", [0, 2, 4])
def test_the_retry_count_is_sent_and_known_afterwards(api, server, failures) -> None:
    for _ in range(failures):
        server.reply(500)
    server.reply(200, {})
    client = api.client(server, max_retries=4)
    response = api.call(client.with_raw_response.things.retrieve, "a")
    assert response.retries_taken == failures
    assert [request.header("x-acme-retry-count") for request in server.requests] == [
        str(i) for i in range(failures + 1)
    ]


def test_the_retry_count_is_the_callers_to_omit_or_to_set(api, server) -> None:
    server.reply(500).reply(200, {})
    client = api.client(server)
    api.call(client.things.retrieve, "a", extra_headers={"X-Acme-Retry-Count": Omit()})
    assert [request.header("x-acme-retry-count") for request in server.requests] == [None, None]
    server.requests.clear()
    server.answers.clear()
    server.reply(500).reply(200, {})
    api.call(client.copy(default_headers={"x-acme-retry-count": "42"}).things.retrieve, "a")
    assert [request.header("x-acme-retry-count") for request in server.requests] == ["42", "42"]


def test_a_connection_that_breaks_is_retried_and_then_reported_with_its_cause(api, server) -> None:
    server.hang_up().hang_up().reply(200, {"ok": 1})
    assert api.call(api.client(server).ping) == {"ok": 1}
    server.answers.clear()
    server.hang_up()
    with pytest.raises(APIConnectionError, match=r"^Connection error\.$") as caught:
        api.call(api.client(server, max_retries=1).ping)
    assert isinstance(caught.value.__cause__, httpx2.RemoteProtocolError)
    assert len(server.requests) == 5


def test_a_server_that_is_too_slow_is_a_timeout(api, server) -> None:
    server.react(lambda handler: time.sleep(0.4)).react(lambda handler: time.sleep(0.4))
    client = api.client(server, max_retries=1, timeout=0.05)
    with pytest.raises(APITimeoutError, match=r"^Request timed out\.$") as caught:
        api.call(client.ping)
    assert isinstance(caught.value.__cause__, httpx2.ReadTimeout)
    assert len(server.requests) == 2


def test_a_refused_connection_is_reported_with_the_request(api) -> None:
    with pytest.raises(APIConnectionError) as caught:
        api.call(api.client(base_url="http://127.0.0.1:9", max_retries=0).ping)
    assert isinstance(caught.value.__cause__, httpx2.ConnectError)
    assert caught.value.request.url == "http://127.0.0.1:9/things/ping"


def test_a_plain_runtime_error_of_a_transport_counts_as_a_broken_connection(api) -> None:
    tries = []

    def handle(request):
        tries.append(request)
        if len(tries) < 3:
            raise RuntimeError("oops")
        return httpx2.Response(200, json={})

    response = api.call(api.client(http_client=api.transport(handle)).with_raw_response.things.retrieve, "a")
    assert response.retries_taken == 2


@pytest.mark.parametrize("error", [KeyError("x"), TypeError("x"), NotImplementedError(), AssertionError()])
def test_a_mistake_of_the_program_is_neither_retried_nor_renamed(api, error) -> None:
    tries = []

    def handle(request):
        tries.append(request)
        raise error

    with pytest.raises(type(error)):
        api.call(api.client(http_client=api.transport(handle)).ping)
    assert len(tries) == 1


def test_an_idempotency_key_is_made_once_and_stays_the_same(api, server) -> None:
    server.reply(500).reply(200, {})
    api.call(api.client(server).post, "/things", cast_to=dict, body={})
    first, second = (request.header("idempotency-key") for request in server.requests)
    assert first == second
    assert first.startswith("stainless-python-retry-")


def test_an_idempotency_key_of_the_caller_wins_in_any_case_and_a_get_has_none(api, server) -> None:
    server.reply(200, {})
    client = api.client(server)
    api.call(client.post, "/x", cast_to=dict, body={}, options={"idempotency_key": "mine"})
    assert server.last.header("idempotency-key") == "mine"
    api.call(client.post, "/x", cast_to=dict, body={}, options={"headers": {"idempotency-KEY": "header"}})
    assert server.last.header("idempotency-key") == "header"
    api.call(client.ping)
    assert server.last.header("idempotency-key") is None


def test_a_body_that_can_be_read_once_is_not_sent_again_and_the_error_says_so(api, server) -> None:
    server.hang_up()
    pieces = (piece for piece in [b"a", b"b"])
    with pytest.raises(APIConnectionError) as caught:
        api.call(api.client(server).post, "/x", cast_to=dict, content=pieces)
    assert len(server.requests) == 1
    assert "its body can be read only once" in caught.value.__notes__[0]


def test_a_body_that_can_be_read_once_is_not_sent_empty_after_a_500(api, server) -> None:
    server.reply(500).reply(200, {})
    with pytest.raises(InternalServerError):
        api.call(api.client(server).post, "/x", cast_to=dict, content=(piece for piece in [b"a", b"b"]))
    assert [request.body for request in server.requests] == [b"ab"]


def test_content_may_be_the_path_of_a_file_which_is_read_for_each_try(api, server, tmp_path) -> None:
    (tmp_path / "image").write_bytes(b"ab")
    server.reply(500).reply(200, {})
    api.call(api.client(server).post, "/x", cast_to=dict, content=tmp_path / "image")
    assert [request.body for request in server.requests] == [b"ab", b"ab"]
    assert server.last.header("content-length") == "2"


def test_a_file_is_rewound_to_where_it_was_before_it_is_sent_again(api, server) -> None:
    server.reply(500).reply(200, {})
    file = io.BytesIO(b"skip:content")
    file.seek(5)
    api.call(api.client(server).post, "/x", cast_to=dict, content=file)
    assert [request.body for request in server.requests] == [b"content", b"content"]


def test_max_retries_of_the_call_wins_over_that_of_the_client(api, server) -> None:
    server.reply(500)
    with pytest.raises(InternalServerError):
        api.call(api.client(server, max_retries=5).get, "/x", cast_to=dict, options={"max_retries": 0})
    assert len(server.requests) == 1


def test_no_connection_is_held_after_the_tries_of_a_streamed_call_are_used_up(api, server) -> None:
    server.reply(500, {"a": "b" * 100_000})
    client = api.client(server, max_retries=1)
    manager = client.things.with_streaming_response.retrieve("a")
    with pytest.raises(InternalServerError):
        api.inside(manager, lambda response: response)
    pool = client._client._transport._pool
    assert [connection for connection in pool.connections if not connection.is_idle()] == []
