"""Lists: pages, their neighbours, and all items of all pages in both directions."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from harness.models_api import MODELS, REQUEST_ID, model, page_of
from harness.models_api import api as models_api
from harness.server import Handler, Received, Server, answer
from harness.sides import Api

IDS = [item["id"] for item in MODELS]


@pytest.fixture
def client(api: Api, server: Server) -> Any:
    """A client of the documented API over five models."""
    server.route = models_api()
    return api.client()


def queries(server: Server) -> list[dict[str, str]]:
    return [sent.query for sent in server.requests]


def test_a_list_is_a_page(api: Api, server: Server, client: Any):
    """X1: whose attributes are the fields of the answer."""
    page = api.run(client.beta.models.list(limit=2))
    assert type(page).__name__.startswith("AsyncPage" if api.is_async else "SyncPage")
    assert isinstance(page, api.sdk.BaseModel)
    assert [type(item) for item in page.data] == [api.sdk.types.beta.BetaModelInfo] * 2
    assert [item.id for item in page.data] == IDS[:2]
    assert (page.has_more, page.first_id, page.last_id) == (True, IDS[0], IDS[1])
    assert page._request_id == REQUEST_ID
    assert len(server.requests) == 1


def test_iterating_gives_the_items_of_all_pages(api: Api, server: Server, client: Any):
    """X1: with `for`, or with `async for` without awaiting first; the other parameters stay."""
    found = api.items(client.beta.models.list(limit=2, betas=["a", "b"], extra_headers={"X-Foo": "1"}))
    assert [item.id for item in found] == IDS
    assert queries(server) == [
        {"limit": "2"},
        {"limit": "2", "after_id": IDS[1]},
        {"limit": "2", "after_id": IDS[3]},
    ]
    assert {(sent.header("anthropic-beta"), sent.header("x-foo")) for sent in server.requests} == {("a,b", "1")}


def test_who_gave_before_id_pages_backwards(api: Api, server: Server, client: Any):
    """X1: each page holds its items in the order of the API, the pages come from the later to the earlier."""
    found = api.items(client.beta.models.list(limit=2, before_id=IDS[4]))
    assert [item.id for item in found] == [IDS[2], IDS[3], IDS[0], IDS[1]]
    assert queries(server) == [{"limit": "2", "before_id": IDS[4]}, {"limit": "2", "before_id": IDS[2]}]


def test_a_cursor_given_as_extra_query_counts_as_well(api: Api, server: Server, client: Any):
    """X1."""
    found = api.items(client.beta.models.list(limit=2, extra_query={"before_id": IDS[4]}))
    assert [item.id for item in found] == [IDS[2], IDS[3], IDS[0], IDS[1]]
    assert [query["before_id"] for query in queries(server)] == [IDS[4], IDS[2]]


def test_starting_in_the_middle(api: Api, server: Server, client: Any):
    """X1."""
    assert [item.id for item in api.items(client.beta.models.list(limit=2, after_id=IDS[1]))] == IDS[2:]
    assert queries(server)[1] == {"limit": "2", "after_id": IDS[3]}


def test_pages_can_be_iterated_one_by_one(api: Api, server: Server, client: Any):
    """X1: `iter_pages` begins with the page itself."""
    page = api.run(client.beta.models.list(limit=2))
    pages = api.items(page.iter_pages())
    assert pages[0] is page
    assert [[item.id for item in each.data] for each in pages] == [IDS[:2], IDS[2:4], IDS[4:]]
    assert {type(each) for each in pages} == {type(page)}
    assert len(server.requests) == 3


def test_a_page_knows_whether_there_is_a_next_one_and_how_to_ask_for_it(api: Api, server: Server, client: Any):
    """X1: without sending anything."""
    page = api.run(client.beta.models.list(limit=3))
    assert page.has_next_page() is True
    assert page.next_page_info().params == {"after_id": IDS[2]}
    assert len(server.requests) == 1
    following = api.run(page.get_next_page())
    assert [item.id for item in following.data] == IDS[3:]
    assert following.has_next_page() is False


def test_there_is_no_page_after_the_last(api: Api, client: Any):
    """X1: and asking for it tells what to ask first."""
    empty = api.run(client.beta.models.list(after_id=IDS[4]))
    assert (empty.data, empty.first_id, empty.last_id, empty.has_next_page()) == ([], None, None, False)
    assert empty.next_page_info() is None
    with pytest.raises(RuntimeError, match=r"No next page expected; please check `\.has_next_page\(\)`"):
        api.run(empty.get_next_page())
    assert api.items(client.beta.models.list(after_id=IDS[4])) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"has_more": False}, False),
        ({"has_more": True}, True),
        ({"has_more": None}, True),
        ({"has_more": ...}, True),
        ({"has_more": True, "data": []}, False),
        ({"has_more": True, "data": None}, False),
        ({"has_more": True, "data": ...}, False),
        ({"has_more": True, "last_id": None}, False),
        ({"has_more": True, "last_id": ...}, False),
    ],
)
def test_whether_there_is_more_is_what_the_server_says_as_far_as_it_can_be_followed(
    api: Api, server: Server, changes: dict[str, Any], expected: bool
):
    """X1; SURFACE 5.4: an explicit False ends it, anything else leaves it to items and cursor."""
    body = {**page_of([model()]), **changes}
    server.reply(body={name: value for name, value in body.items() if value is not ...})
    page = api.run(api.client().beta.models.list())
    assert page.has_next_page() is expected


def test_a_server_that_sends_the_same_page_again_and_again_is_given_up(api: Api, server: Server):
    """X1: rather than asked for ever."""
    server.reply(body=page_of([model()], has_more=True))
    with pytest.raises(api.sdk.AnthropicError, match="never end"):
        api.items(api.client().beta.models.list())
    assert len(server.requests) <= 3


def test_a_server_whose_pages_lead_in_a_circle_is_given_up(api: Api, server: Server):
    """X1: though each page differs from the one before it."""

    def in_a_circle(request: Received) -> Handler:
        following = {"a": "b", "b": "c"}.get(request.query.get("after_id", ""), "a")
        return answer(200, page_of([model(id=following)], has_more=True))

    server.route = in_a_circle
    seen: list[str] = []
    pages = api.run(api.client().beta.models.list()).iter_pages()

    async def follow() -> None:
        async for page in pages:
            seen.append(page.data[0].id)  # noqa: PERF401 - what was seen before the error counts

    with pytest.raises(api.sdk.AnthropicError, match="never end"):
        if api.is_async:
            api.run(follow())
        for page in pages:
            seen.append(page.data[0].id)  # noqa: PERF401 - likewise
    assert seen == ["a", "b", "c", "a"]  # the first was asked for without a cursor


def test_options_of_the_call_hold_for_every_page(api: Api, server: Server, client: Any):
    """X1: timeout and headers; and credentials are those of the client at that time."""
    page = api.run(client.beta.models.list(limit=2, timeout=7.0, extra_headers={"X-Stainless-Lang": api.sdk.Omit()}))
    client.api_key = "sk-new"
    api.run(page.get_next_page())
    assert [sent.header("x-stainless-read-timeout") for sent in server.requests] == ["7", "7"]
    assert [sent.header("x-stainless-lang") for sent in server.requests] == [None, None]
    assert server.last.header("x-api-key") == "sk-new"


def test_a_page_of_a_raw_response_can_be_followed(api: Api, server: Server, client: Any):
    """X1: further pages are parsed as usual."""
    raw = api.run(client.beta.models.with_raw_response.list(limit=2))
    page = api.run(raw.parse())
    assert [item.id for item in page.data] == IDS[:2]
    assert [item.id for item in api.items(page)] == IDS
    assert [type(each) for each in api.items(page.iter_pages())] == [type(page)] * 3


def test_each_page_is_retried_on_its_own(api: Api, server: Server, naps: list[float]):
    """X1, X3."""
    server.reply(body=page_of([model()], has_more=True)).reply(529, {}).reply(body=page_of([model(id="next")]))
    assert [item.id for item in api.items(api.client().beta.models.list())] == [model()["id"], "next"]
    assert len(naps) == 1


def test_an_error_in_the_middle_comes_out_of_the_loop(api: Api, server: Server):
    """X1, X2: what came before was handed out."""
    server.reply(body=page_of([model()], has_more=True)).reply(403, {})
    seen: list[str] = []
    listed = api.client().beta.models.list()
    if api.is_async:

        async def loop() -> None:
            async for item in listed:
                seen.append(item.id)  # noqa: PERF401 - what was seen before the error counts

        with pytest.raises(api.sdk.PermissionDeniedError):
            api.run(loop())
    else:
        with pytest.raises(api.sdk.PermissionDeniedError):
            for item in listed:
                seen.append(item.id)  # noqa: PERF401 - likewise
    assert seen == [model()["id"]]


def test_an_asynchronous_list_is_asked_for_when_it_is_awaited(async_api: Api, server: Server):
    """X1; SURFACE 5.5: `list()` is no coroutine, so that `async for` needs no `await`."""
    server.route = models_api()
    client = async_api.client()
    assert not inspect.iscoroutinefunction(client.beta.models.list)
    listed = client.beta.models.list(limit=2)
    assert server.requests == []
    assert [item.id for item in async_api.run(listed).data] == IDS[:2]


def test_iterating_a_page_begins_with_its_own_items(api: Api, server: Server, client: Any):
    """X1: which are not asked for again."""
    page = api.run(client.beta.models.list(limit=4))
    assert len(api.items(page)) == 5
    assert len(server.requests) == 2


def test_stopping_early_asks_for_no_more_than_was_needed(api: Api, server: Server, client: Any):
    """X1."""
    if api.is_async:

        async def first() -> Any:
            async for item in client.beta.models.list(limit=2):
                return item
            return None

        found = api.run(first())
    else:
        found = next(iter(client.beta.models.list(limit=2)))
    assert found.id == IDS[0]
    assert len(server.requests) == 1


def test_a_page_keeps_what_the_document_does_not_know(api: Api, server: Server):
    """SURFACE 5.1."""
    server.reply(body={**page_of([model()]), "total": 17})
    page = api.run(api.client().beta.models.list())
    assert page.total == 17
    assert page.to_dict()["total"] == 17
    assert page.model_dump()["data"][0]["id"] == model()["id"]


def test_an_odd_item_neither_stops_nor_changes_the_others(api: Api, server: Server):
    """X1, SURFACE 4.9: the rest of the page is read as ever."""
    data = [model(id=f"m-{index}") for index in range(50)]
    data[20] = model(id=20, created_at="not a date", type="vehicle")
    server.reply(body=page_of(data))
    found = api.items(api.client().beta.models.list())
    assert (found[20].id, found[20].created_at, found[20].type) == (20, "not a date", "vehicle")
    assert [item.id for item in found if item is not found[20]] == [f"m-{i}" for i in range(50) if i != 20]
    assert {type(item.created_at).__name__ for item in found} == {"datetime", "str"}
