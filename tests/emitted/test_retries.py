"""What is tried again, how often, and after which delay."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from harness.models_api import REQUEST_ID, error_example, model
from harness.server import Server
from harness.sides import Api

pytestmark = pytest.mark.usefixtures("naps")


def counts(server: Server) -> list[str | None]:
    return [sent.header("x-stainless-retry-count") for sent in server.requests]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_a_failure_that_may_pass_is_tried_again(api: Api, server: Server, status: int):
    """X3, C80: and each try says how many there were before."""
    server.reply(status, {}).reply(status, {}).reply(body=model())
    assert api.run(api.client().beta.models.retrieve("m")).id == model()["id"]
    assert counts(server) == ["0", "1", "2"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_failure_that_stays_is_not_tried_again(api: Api, server: Server, status: int):
    """X3."""
    server.reply(status, {})
    with pytest.raises(api.sdk.APIStatusError):
        api.run(api.client().beta.models.retrieve("m"))
    assert counts(server) == ["0"]


@pytest.mark.parametrize(("limit", "tries"), [(0, 1), (1, 2), (4, 5)])
def test_there_is_one_try_more_than_retries(api: Api, server: Server, limit: int, tries: int):
    """C77: given to the client, or for one call to an endpoint without a method."""
    server.reply(500, {})
    with pytest.raises(api.sdk.InternalServerError):
        api.run(api.client(max_retries=limit).beta.models.retrieve("m"))
    assert len(server.requests) == tries
    with pytest.raises(api.sdk.InternalServerError):
        api.run(api.client().get("/m", cast_to=object, options={"max_retries": limit}))
    assert len(server.requests) == 2 * tries


def test_the_server_decides_whether_to_retry_if_it_says_so(api: Api, server: Server):
    """X3: `x-should-retry` both ways."""
    server.reply(400, {}, {"x-should-retry": "true"}).reply(body=model())
    api.run(api.client().beta.models.retrieve("m"))
    assert len(server.requests) == 2
    server.requests.clear()
    server.reply(500, {}, {"x-should-retry": "false"})
    server._answers.popleft()
    with pytest.raises(api.sdk.InternalServerError):
        api.run(api.client().beta.models.retrieve("m"))
    assert len(server.requests) == 1


def in_seconds(seconds: float) -> str:
    return formatdate(time.time() + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry-after": "20"}, 20, 20),
        ({"retry-after": "60"}, 60, 60),
        ({"retry-after": "0.25"}, 0.25, 0.25),
        ({"retry-after": "0"}, 0.375, 0.5),
        ({"retry-after": "-10"}, 0.375, 0.5),
        ({"retry-after": "61"}, 0.375, 0.5),
        ({"retry-after": "9" * 35}, 0.375, 0.5),
        ({"retry-after": ""}, 0.375, 0.5),
        ({"retry-after": "soon"}, 0.375, 0.5),
        ({"retry-after-ms": "1500"}, 1.5, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25, 0.25),
        ({"retry-after-ms": "x", "retry-after": "9"}, 9, 9),
        ({}, 0.375, 0.5),
    ],
)
def test_the_delay_is_what_the_server_asks_for_within_reason(
    api: Api, server: Server, naps: list[float], headers: dict[str, str], least: float, most: float
):
    """C73, X3: above 0 and up to 60 seconds; else half a second, less up to a quarter of it."""
    server.reply(429, error_example(429), headers).reply(body=model())
    api.run(api.client().beta.models.retrieve("m"))
    assert len(naps) == 1
    assert least <= naps[0] <= most


@pytest.mark.parametrize(
    ("offset", "least", "most"), [(20, 18.5, 20), (60, 58.5, 60), (-5, 0.375, 0.5), (90, 0.375, 0.5)]
)
def test_the_delay_may_be_given_as_a_date(
    api: Api, server: Server, naps: list[float], offset: float, least: float, most: float
):
    """C74; RFC 9110, section 10.2.3."""
    server.reply(503, {}, {"retry-after": in_seconds(offset)}).reply(body=model())
    api.run(api.client().beta.models.retrieve("m"))
    assert least <= naps[0] <= most


def test_delays_double_up_to_eight_seconds(api: Api, server: Server, naps: list[float]):
    """C75: half a second first, each less up to a quarter, so that clients do not come back together."""
    server.reply(500, {})
    with pytest.raises(api.sdk.InternalServerError):
        api.run(api.client(max_retries=7).beta.models.retrieve("m"))
    for nap, full in zip(naps, [0.5, 1, 2, 4, 8, 8, 8], strict=True):
        assert 0.75 * full <= nap <= full
    assert len({nap / full for nap, full in zip(naps, [0.5, 1, 2, 4, 8, 8, 8], strict=True)}) > 1


def test_a_real_delay_is_really_waited_for(api: Api, server: Server, monkeypatch: pytest.MonkeyPatch):
    """C73: on the clock, not on a stand-in."""
    monkeypatch.undo()
    server.reply(429, {}, {"retry-after-ms": "120"}).reply(body=model())
    started = time.monotonic()
    api.run(api.client().beta.models.retrieve("m"))
    assert 0.12 <= time.monotonic() - started < 2


@pytest.mark.parametrize("failures", [0, 2, 4])
@pytest.mark.parametrize("mode", ["status", "reset"])
def test_a_raw_response_tells_how_many_retries_it_took(api: Api, server: Server, failures: int, mode: str):
    """C78, C79, C83: for statuses and for broken connections, raw and streamed."""
    client = api.client(max_retries=4)

    def arrange() -> None:
        for _ in range(failures):
            server.reply(500, {}) if mode == "status" else server.reset()
        server.reply(body=model())

    arrange()
    raw = api.run(client.beta.models.with_raw_response.retrieve("m"))
    assert (raw.retries_taken, counts(server)[-1]) == (failures, str(failures))
    server._answers.clear()
    arrange()
    streamed = client.beta.models.with_streaming_response.retrieve("m")
    assert api.inside(streamed, lambda response: response.retries_taken) == failures
    assert raw.http_request.headers["x-stainless-retry-count"] == str(failures)


def test_the_retry_count_is_left_out_if_the_caller_omits_it(api: Api, server: Server):
    """C81."""
    server.reply(500, {}).reply(body=model())
    extra = {"x-stainless-retry-count": api.sdk.Omit()}
    api.run(api.client().beta.models.retrieve("m", extra_headers=extra))
    assert counts(server) == [None, None]


def test_the_retry_count_is_the_callers_if_he_sets_it(api: Api, server: Server):
    """C82: for a call and for all calls of a client, whatever the case."""
    server.reply(500, {}).reply(body=model())
    api.run(api.client().beta.models.retrieve("m", extra_headers={"X-Stainless-Retry-Count": "42"}))
    server._answers.clear()
    server.reply(500, {}).reply(body=model())
    api.run(api.client(default_headers={"x-stainless-retry-count": "43"}).beta.models.retrieve("m"))
    assert counts(server) == ["42", "42", "43", "43"]


def test_the_same_request_is_sent_again(api: Api, server: Server):
    """X3: parameters, body and headers of a retry are those of the first try."""
    server.reply(500, {}).reply(body={})
    options = {"headers": {"X-Foo": "1"}, "params": {"a": "b"}}
    api.run(api.client().post("/things", cast_to=object, body={"x": 1}, options=options))
    first, second = server.requests
    assert (first.target, first.body) == (second.target, second.body) == ("/things?a=b", b'{"x":1}')
    differing = {
        name for (name, value), (_, other) in zip(first.headers, second.headers, strict=True) if value != other
    }
    assert differing == {"x-stainless-retry-count"}


def test_a_file_is_rewound_before_it_is_sent_again(sync_api: Api, server: Server, tmp_path):
    """X3, C53: from where it stood."""
    path = tmp_path / "data.bin"
    path.write_bytes(b"skip:payload")
    server.reply(500, {}).reply(body={})
    with path.open("rb") as file:
        file.seek(5)
        sync_api.client().post("/things", cast_to=object, content=file)
    assert [sent.body for sent in server.requests] == [b"payload", b"payload"]


@pytest.mark.parametrize("streamed", [False, True])
def test_a_failed_response_gives_back_its_connection_before_the_retry(api: Api, server: Server, streamed: bool):
    """X3, C77: all tries go over one connection, and none stays open in the pool as in use."""
    server.reply(500, error_example(500)).reply(429, error_example(429)).reply(body=model())
    client = api.client()
    if streamed:
        api.inside(client.beta.models.with_streaming_response.retrieve("m"), lambda response: response.parse())
    else:
        api.run(client.beta.models.retrieve("m"))
    assert len(server.requests) == 3
    assert [connection.is_idle() for connection in api.connections(client)] == [True]


def test_when_all_tries_fail_the_last_answer_is_the_error(api: Api, server: Server):
    """C77, X2: with no connection left in use."""
    server.reply(500, {}).reply(503, {}).reply(529, error_example(529), {"request-id": REQUEST_ID})
    client = api.client()
    with pytest.raises(api.sdk.InternalServerError) as caught:
        api.inside(client.beta.models.with_streaming_response.retrieve("m"), lambda response: None)
    assert (caught.value.status_code, caught.value.request_id) == (529, REQUEST_ID)
    assert caught.value.body == error_example(529)
    assert caught.value.request.headers["x-stainless-retry-count"] == "2"
    assert [connection.is_idle() for connection in api.connections(client)] == [True]


def test_an_error_of_the_program_is_neither_retried_nor_renamed(api: Api, naps: list[float]):
    """SURFACE 8.4 no. 4: a KeyError in a transport is not a failed connection."""
    seen: list[object] = []

    def broken(request: object) -> object:
        seen.append(request)
        raise KeyError("a mistake")

    client = api.client(http_client=api.transport(broken))
    with pytest.raises(KeyError, match="a mistake"):
        api.run(client.beta.models.retrieve("m"))
    assert (len(seen), naps) == (1, [])


def test_a_transport_that_raises_runtime_errors_is_tried_again(api: Api, naps: list[float]):
    """C79: transports raise them when theirs is gone."""
    seen: list[object] = []

    def flaky(request: object) -> object:
        seen.append(request)
        if len(seen) < 3:
            raise RuntimeError("oops")
        return api.sdk.http.Response(200, json=model())

    client = api.client(http_client=api.transport(flaky), max_retries=4)
    assert api.run(client.beta.models.with_raw_response.retrieve("m")).retries_taken == 2
    assert len(naps) == 2


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "nonsense://x/"])
def test_a_request_that_cannot_ever_work_is_tried_once(api: Api, naps: list[float], url: str):
    """X3."""
    with pytest.raises(api.sdk.APIConnectionError):
        api.run(api.client(base_url=url).beta.models.retrieve("m"))
    assert naps == []


def test_hooks_run_before_every_try(api: Api, server: Server):
    """SURFACE 4.6: `_prepare_options` and `_prepare_request` of a subclass."""
    server.reply(500, {}).reply(body=model())
    client = api.client()
    seen: list[str] = []

    if api.is_async:

        async def prepare(request: object) -> None:
            request.headers["X-Signed"] = str(len(seen))  # type: ignore[attr-defined]
            seen.append("request")

    else:

        def prepare(request: object) -> None:
            request.headers["X-Signed"] = str(len(seen))  # type: ignore[attr-defined]
            seen.append("request")

    client._prepare_request = prepare
    api.run(client.beta.models.retrieve("m"))
    assert [sent.header("x-signed") for sent in server.requests] == ["0", "1"]
