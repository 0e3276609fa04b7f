"""Every way in which lists page, as a config describes it, followed to the end over a socket; and what is never followed."""

from __future__ import annotations

from typing import Any

import pytest
from harness.server import Handler, Received, Server, answer
from harness.sides import Api


def things(*tokens: str) -> list[dict[str, str]]:
    return [{"token": token} for token in tokens]


def found(api: Api, outcome: Any) -> list[str]:
    """The tokens of all items of all pages."""
    items = api.items(outcome)
    assert all(type(item).__name__ == "Thing" for item in items)
    return [item.token for item in items]


def queries(server: Server) -> list[dict[str, str]]:
    return [request.query for request in server.requests]


def test_a_cursor_inside_the_answer_leads_forwards(demo: Api, server: Server):
    server.reply(
        body={"result": {"things": things("a", "b")}, "meta": {"next": "c", "previous": None, "has_more": True}}
    )
    server.reply(body={"result": {"things": things("c")}, "meta": {"next": "d", "has_more": False}})
    assert found(demo, demo.client().lists.cursor("x")) == ["a", "b", "c"]
    assert queries(server) == [{}, {"cursor": "c"}]


def test_a_cursor_inside_the_answer_leads_backwards(demo: Api, server: Server):
    server.reply(body={"result": {"things": things("b")}, "meta": {"next": "c", "previous": "a", "has_more": True}})
    server.reply(body={"result": {"things": things("a")}, "meta": {"next": "c"}})
    assert found(demo, demo.client().lists.cursor("x", back="b")) == ["b", "a"]
    assert queries(server) == [{"back": "b"}, {"back": "a"}]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"result": None},
        {"result": {"things": None}},
        {"result": "odd", "meta": 3},
        {"result": {"things": [], "more": 1}},
    ],
)
def test_an_answer_without_its_objects_has_no_items(demo: Api, server: Server, body: object):
    server.reply(body=body)
    assert demo.items(demo.client().lists.cursor("x")) == []
    assert len(server.requests) == 1


@pytest.mark.parametrize(("given", "pages", "asked"), [
    ({}, [("a", "b"), ("c",), ()], [{}, {"cursor": "b"}, {"cursor": "c"}]),
    ({"back": "z"}, [("x", "y"), ()], [{"back": "z"}, {"back": "x"}]),
])  # fmt: skip
def test_the_last_item_is_the_cursor_or_the_first_when_going_back(
    demo: Api, server: Server, given: dict[str, Any], pages: list[tuple[str, ...]], asked: list[dict[str, str]]
):
    for tokens in pages:
        server.reply(body={"data": things(*tokens)})
    assert found(demo, demo.client().lists.token("x", **given)) == [token for tokens in pages for token in tokens]
    assert queries(server) == asked


def test_the_answer_has_the_url_of_the_next_page_and_may_say_that_there_is_none(demo: Api, server: Server):
    server.reply(body={"data": things("a"), "next_url": f"{server.url}/lists/x?after=1", "has_next_page": True})
    server.reply(body={"data": things("b"), "next_url": "/lists/x?after=2"})
    server.reply(body={"data": things("c"), "next_url": "/lists/x?after=3", "has_next_page": False})
    assert found(demo, demo.client().lists.url("x", page=7)) == ["a", "b", "c"]
    assert [request.target for request in server.requests] == [
        "/lists/x?page=7",
        "/lists/x?after=1&page=7",
        "/lists/x?after=2&page=7",
    ]


def test_pages_are_counted_up_to_the_last(demo: Api, server: Server):
    for token in "ab":
        server.reply(body={"result": {"things": things(token), "pages": 2}})
    assert found(demo, demo.client().lists.number("x")) == ["a", "b"]
    assert queries(server) == [{}, {"page": "2"}]


def test_a_page_may_be_asked_for_inside_an_object_whose_rest_stays(demo: Api, server: Server):
    for tokens in (["a"], ["b"], []):
        server.reply(body={"data": things(*tokens), "next": tokens[0] if tokens else None})
    assert found(demo, demo.client().rows.list(page={"size": 1})) == ["a", "b"]
    assert queries(server) == [{"page[size]": "1", **({"page[number]": str(n)} if n else {})} for n in (0, 2, 3)]


def test_a_cursor_may_be_asked_for_inside_an_object_of_the_body(demo: Api, server: Server):
    server.reply(body={"data": things("a"), "next": "b"}).reply(body={"data": things("b"), "next": None})
    assert found(demo, demo.client().rows.search(q="x", page={"size": 1})) == ["a", "b"]
    assert [sent.json() for sent in server.requests] == [
        {"q": "x", "page": {"size": 1}},
        {"q": "x", "page": {"size": 1, "pageAfter": "b"}},
    ]


def test_an_offset_in_the_body_grows_by_the_items_up_to_the_total(demo: Api, server: Server):
    server.reply(body={"data": things("a", "b"), "total": 3})
    server.reply(body={"data": things("c"), "total": 3})
    assert found(demo, demo.client().lists.search("x", q="y")) == ["a", "b", "c"]
    assert [request.json() for request in server.requests] == [{"q": "y"}, {"q": "y", "offset": 2}]
    assert {request.method for request in server.requests} == {"POST"}


def test_pages_without_items_are_passed_where_the_config_says_so(demo: Api, server: Server):
    server.reply(body={"data": things("a"), "next_url": "/lists/x?after=1"})
    server.reply(body={"data": [], "next_url": "/lists/x?after=2"})
    server.reply(body={"data": things("b")})
    assert found(demo, demo.client().lists.sparse("x")) == ["a", "b"]


@pytest.mark.parametrize(
    "links",
    [
        '</arrays/x?page=1>; rel="first", </arrays/x?page=2,a>; title="a, \\"rel=next\\"; b"; rel="last next"',
        "</arrays/x?page=2,a>;rel=next",
        '<https://elsewhere.test/>; rel=prev; rel2="next", </arrays/x?page=2,a>; REL="Next"',
    ],
)
def test_an_answer_that_is_the_list_itself_may_have_its_next_page_in_a_header(demo: Api, server: Server, links: str):
    server.reply(body=things("a"), headers={"Link": links})
    server.reply(body=things("b"), headers={"Link": '</arrays/x?page=1>; rel="prev"'})
    page = demo.run(demo.client().lists.linked("x"))
    assert [item.token for item in page.data] == ["a"]
    assert page.link == links
    assert found(demo, page) == ["a", "b"]
    assert [request.target for request in server.requests] == ["/arrays/x", "/arrays/x?page=2,a"]


def test_an_answer_that_is_the_list_itself_may_have_its_totals_in_headers(demo: Api, server: Server):
    for token in "ab":
        server.reply(body=things(token), headers={"X-Pages": "2"})
    page = demo.run(demo.client().lists.counted("x"))
    assert page.pages == 2
    assert found(demo, page) == ["a", "b"]
    assert queries(server) == [{}, {"page": "2"}]


@pytest.mark.parametrize("told", [{}, {"X-Page": "{}"}], ids=["not told", "told"])
def test_a_server_that_does_not_tell_the_number_of_its_page_is_asked_for_the_one_after_what_was_asked_for(
    demo: Api, server: Server, told: dict[str, str]
):
    for number in (3, 4, 5):
        headers = {name: text.format(number) for name, text in told.items()}
        server.reply(body=things(str(number)), headers={"X-Pages": "5", **headers})
    assert found(demo, demo.client().lists.counted("x", page=3)) == ["3", "4", "5"]
    assert queries(server) == [{"page": "3"}, {"page": "4"}, {"page": "5"}]


def test_a_page_that_is_all_has_no_next_one(demo: Api, server: Server):
    server.reply(body={"data": things("a", "b"), "next_url": "/lists/x?after=1"})
    page = demo.run(demo.client().lists.fake("x"))
    assert not page.has_next_page()
    assert found(demo, page) == ["a", "b"]


def test_a_method_that_must_not_page_answers_with_the_whole_body(demo: Api, server: Server):
    server.reply(body={"data": things("a"), "next_url": "/lists/x?after=1"})
    assert demo.run(demo.client().lists.plain("x")).next_url == "/lists/x?after=1"


# ---------------------------------------------------------------------------------------------------- what is refused


def test_a_link_to_another_origin_is_not_followed(demo: Api, server: Server, other_server: Server):
    other_server.reply(body=things("stolen"))
    server.reply(body=things("a"), headers={"Link": f'<{other_server.url}/arrays/x?page=2>; rel="next"'})
    with pytest.raises(demo.sdk.DemoError, match="another origin"):
        demo.items(demo.client().lists.linked("x"))
    assert other_server.requests == []


@pytest.mark.parametrize("way", ["cursor", "token", "url", "linked"])
def test_a_server_that_never_ends_is_given_up(demo: Api, server: Server, way: str):
    def route(request: Received) -> Handler:
        if way == "linked":
            return answer(200, things("a"), {"Link": f"<{request.target}>; rel=next"})
        meta = {"next": "again", "has_more": True}
        whole = {"data": things("a"), "result": {"things": things("a")}, "meta": meta, "next_url": request.target}
        return answer(200, whole)

    server.route = route
    with pytest.raises(demo.sdk.DemoError, match="would never end"):
        demo.items(getattr(demo.client().lists, way)("x"))
    assert len(server.requests) <= 3
