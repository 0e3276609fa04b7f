"""What a user puts around every try of a call: tracing, metrics, caching."""

from __future__ import annotations

from typing import Any

import pytest
from harness.models_api import model
from harness.server import Server
from harness.sides import Api


def layer(api: Api, before: Any = None, after: Any = None) -> Any:
    """Middleware of the kind that the client takes; `before` may answer in place of the server."""
    if not api.is_async:

        def around(request: Any, send: Any) -> Any:
            answer = before(request) if before is not None else None
            response = answer if answer is not None else send(request)
            return response if after is None else after(response)

        return around

    async def later(request: Any, send: Any) -> Any:
        answer = before(request) if before is not None else None
        response = answer if answer is not None else await send(request)
        return response if after is None else after(response)

    return later


def test_layers_stand_around_every_try_the_first_one_outermost(api: Api, server: Server, naps: list[float]):
    seen: list[Any] = []

    def noting(name: str) -> Any:
        def before(request: Any) -> None:
            seen.append((name, request.method, request.extensions["retries_taken"]))
            request.headers["X-Layers"] = request.headers.get("X-Layers", "") + name

        def after(response: Any) -> Any:
            seen.append((name, response.status_code))
            return response

        return layer(api, before, after)

    server.reply(500, {}).reply(body=model())
    client = api.client(middleware=[noting("a"), noting("b")])
    assert api.run(client.beta.models.retrieve("m")).id == model()["id"]
    assert seen == [
        *[("a", "GET", 0), ("b", "GET", 0), ("b", 500), ("a", 500)],
        *[("a", "GET", 1), ("b", "GET", 1), ("b", 200), ("a", 200)],
    ]
    assert [sent.header("x-layers") for sent in server.requests] == ["ab", "ab"]


def test_a_layer_may_answer_in_place_of_the_server(api: Api, server: Server):
    server.reply(body=model(display_name="From the server"))
    kept: dict[str, bytes] = {}

    def look(request: Any) -> Any:
        found = kept.get(str(request.url))
        return None if found is None else api.sdk.http.Response(200, content=found, request=request)

    def keep(response: Any) -> Any:
        kept[str(response.request.url)] = response.content
        return response

    client = api.client(middleware=[layer(api, look, keep)])
    names = [api.run(client.beta.models.retrieve("m")).display_name for _ in range(3)]
    assert names == ["From the server"] * 3
    assert len(server.requests) == 1


def test_what_a_layer_answers_knows_the_request_though_the_layer_does_not_say_it(api: Api, server: Server):
    """As from a cache or a stub: a result, an error, a raw response and a stream are what they are from a server."""
    http = api.sdk.http
    answers = {
        "fine": lambda: http.Response(200, json=model(id="stub")),
        "none": lambda: http.Response(404, json={"message": "no such thing"}),
        "events": lambda: http.Response(200, content=b"data: 1\n\n", headers={"content-type": "text/event-stream"}),
    }

    def stub(request: Any) -> Any:
        return answers[request.url.path.rpartition("/")[2]]()

    client = api.client(middleware=[layer(api, stub, lambda response: response)])
    assert api.run(client.beta.models.retrieve("fine")).id == "stub"
    raw = api.run(client.beta.models.with_raw_response.retrieve("fine"))
    assert (raw.method, raw.url.path, api.call(raw.parse).id) == ("GET", "/v1/models/fine", "stub")
    with pytest.raises(api.sdk.NotFoundError, match="no such thing") as caught:
        api.run(client.beta.models.retrieve("none"))
    assert caught.value.request.url.path == "/v1/models/none"
    kind = api.sdk.AsyncStream if api.is_async else api.sdk.Stream
    stream = api.run(client.get("/v1/events", cast_to=object, stream=True, stream_cls=kind[object]))
    assert api.items(stream) == [1]
    assert server.requests == []


def test_what_a_layer_raises_reaches_the_caller(api: Api, server: Server, naps: list[float]):
    def refuse(_: Any) -> None:
        raise LookupError("not now")

    with pytest.raises(LookupError, match="not now"):
        api.run(api.client(middleware=[layer(api, refuse)]).beta.models.retrieve("m"))
    assert (server.requests, naps) == ([], [])


def test_a_layer_sees_a_failed_connection_and_may_be_left_out_of_a_copy(api: Api, server: Server, naps: list[float]):
    server.reset()
    seen: list[str] = []

    if api.is_async:

        async def around(request: Any, send: Any) -> Any:
            try:
                return await send(request)
            except api.sdk.http.TransportError as error:
                seen.append(type(error).__name__)
                raise

    else:

        def around(request: Any, send: Any) -> Any:
            try:
                return send(request)
            except api.sdk.http.TransportError as error:
                seen.append(type(error).__name__)
                raise

    client = api.client(middleware=[around], max_retries=1)
    with pytest.raises(api.sdk.APIConnectionError):
        api.run(client.beta.models.retrieve("m"))
    assert len(seen) == 2
    with pytest.raises(api.sdk.APIConnectionError):
        api.run(client.with_options(middleware=[]).beta.models.retrieve("m"))
    assert len(seen) == 2


def test_a_streamed_answer_passes_a_layer_unread(api: Api, server: Server):
    server.reply(body=model())
    seen: list[bool] = []

    def after(response: Any) -> Any:
        seen.append(response.is_stream_consumed)
        return response

    client = api.client(middleware=[layer(api, None, after)])
    streamed = client.beta.models.with_streaming_response.retrieve("m")
    assert api.inside(streamed, lambda response: response.json())["id"] == model()["id"]
    assert seen == [False]
