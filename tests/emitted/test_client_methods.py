"""Methods of the client itself, and other names for methods: called plainly, raw and streaming, over a socket."""

from __future__ import annotations

import pytest
from harness.server import Server
from harness.sides import Api


def paths(server: Server) -> list[str]:
    return [request.path for request in server.requests]


@pytest.mark.parametrize("name", ["look", "find"])
def test_a_method_of_the_client_sends_by_each_of_its_names(demo: Api, server: Server, name: str):
    server.reply(body={"hits": ["a"]})
    assert demo.run(getattr(demo.client(), name)(q="x")).hits == ["a"]
    assert [(request.path, request.query) for request in server.requests] == [("/search", {"q": "x"})]


@pytest.mark.parametrize("name", ["look", "find"])
def test_it_answers_with_the_response_in_the_views_of_the_client(demo: Api, server: Server, name: str):
    server.reply(body={"hits": ["a"]})
    server.reply(body={"hits": ["b"]})
    raw = demo.run(getattr(demo.client().with_raw_response, name)(q="x"))
    assert raw.status_code == 200
    assert demo.run(raw.parse()).hits == ["a"]
    streamed = getattr(demo.client().with_streaming_response, name)(q="x")
    assert demo.inside(streamed, lambda response: response.status_code) == 200
    assert paths(server) == ["/search", "/search"]


def test_it_gives_pages(demo: Api, server: Server):
    server.reply(body={"data": [{"token": "a"}], "next_url": f"{server.url}/more"})
    server.reply(body={"data": [{"token": "b"}]})
    assert [item.token for item in demo.items(demo.client().pages("x"))] == ["a", "b"]
    assert paths(server) == ["/lists/x", "/more"]


def test_the_types_of_its_parameters_are_called_after_the_client_and_its_answer_after_the_method(demo: Api):
    types = demo.sdk.module("types")
    assert types.ClientPagesParams.__module__.endswith("types.client_pages_params")
    assert types.LookResponse.__module__.endswith("types.look_response")
