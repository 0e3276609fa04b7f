"""Pages: which page is next under each scheme, walking through all of them, and what must stop the walk."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any, Callable, Dict, Generic, List, Optional, TypeVar

import httpx2
import pytest
from pydantic import Field as FieldInfo
from typing_extensions import override

from core.async_client import AsyncAPIClient
from core.errors import SDKError
from core.models import BaseModel
from core.page_bodies import build_page
from core.page_cursors import next_cursor, next_cursor_id
from core.page_links import next_url
from core.page_numbers import next_offset, next_page_number
from core.pages import BaseAsyncPage, BaseSyncPage, PageInfo, get_async_page, get_page
from core.request import Call, CallOptions
from core.settings import ClientSettings
from core.sync_client import SyncAPIClient

T = TypeVar("T")
BASE = "https://api.example.com/v1"
SETTINGS = ClientSettings(
    package="demo", name="Demo", version="1", env_prefix="DEMO", environments={"production": BASE}
)


class Client(SyncAPIClient):
    _settings = SETTINGS


class AsyncClient(AsyncAPIClient):
    _settings = SETTINGS


class Item(BaseModel):
    id: str


class CursorPage(BaseSyncPage[T], Generic[T]):
    data: List[T]
    has_more: Optional[bool] = None
    first_id: Optional[str] = None
    last_id: Optional[str] = None

    @override
    def _get_page_items(self) -> List[T]:
        return self.data or []

    @override
    def has_next_page(self) -> bool:
        return self.has_more is not False and super().has_next_page()

    @override
    def next_page_info(self) -> Optional[PageInfo]:
        return next_cursor(
            self, param="after_id", cursor=self.last_id, previous_param="before_id", previous_cursor=self.first_id
        )


class AsyncCursorPage(BaseAsyncPage[T], Generic[T]):
    data: List[T]
    has_more: Optional[bool] = None
    first_id: Optional[str] = None
    last_id: Optional[str] = None

    @override
    def _get_page_items(self) -> List[T]:
        return self.data or []

    @override
    def has_next_page(self) -> bool:
        return self.has_more is not False and super().has_next_page()

    @override
    def next_page_info(self) -> Optional[PageInfo]:
        return next_cursor(
            self, param="after_id", cursor=self.last_id, previous_param="before_id", previous_cursor=self.first_id
        )


class ListPage(BaseSyncPage[T], Generic[T]):
    """Each test says which scheme it follows."""

    data: Optional[List[T]] = None
    url: Optional[str] = None
    start: Optional[int] = None
    total: Optional[int] = None

    @override
    def _get_page_items(self) -> List[T]:
        return self.data or []


class Server:
    """Answers with what `answer` makes of a request, and keeps the requests."""

    def __init__(self, answer: Callable[[httpx2.Request], Any]) -> None:
        self.answer = answer
        self.requests: List[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        found = self.answer(request)
        return found if isinstance(found, httpx2.Response) else httpx2.Response(200, json=found)

    @property
    def queries(self) -> List[Dict[str, str]]:
        return [dict(request.url.params) for request in self.requests]

    def client(self) -> Client:
        return Client(http_client=httpx2.Client(transport=httpx2.MockTransport(self)), max_retries=0)

    def async_client(self) -> AsyncClient:
        return AsyncClient(http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(self)), max_retries=0)


IDS = [f"i{n}" for n in range(7)]


def both_ways(request: httpx2.Request) -> Any:
    """Three items a page, newest first, as the models endpoint pages."""
    params = request.url.params
    if "before_id" in params:
        end = IDS.index(params["before_id"])
        ids, more = IDS[max(0, end - 3) : end], end > 3
    else:
        start = IDS.index(params["after_id"]) + 1 if "after_id" in params else 0
        ids, more = IDS[start : start + 3], start + 3 < len(IDS)
    return {
        "data": [{"id": name} for name in ids],
        "has_more": more,
        "first_id": ids[0] if ids else None,
        "last_id": ids[-1] if ids else None,
    }


def call(**fields: Any) -> Call[Any]:
    return Call("GET", "items", Item, **fields)


def ids(items: Any) -> List[str]:
    return [item.id for item in items]


def test_iterating_gives_the_items_of_all_pages_in_order():
    server = Server(both_ways)
    page = get_page(server.client(), CursorPage[Item], call(query={"limit": 3}))
    assert ids(page) == IDS
    assert server.queries == [{"limit": "3"}, {"limit": "3", "after_id": "i2"}, {"limit": "3", "after_id": "i5"}]
    assert all(type(item) is Item for item in page)


def test_a_caller_who_gave_before_id_pages_backwards():
    server = Server(both_ways)
    page = get_page(server.client(), CursorPage[Item], call(query={"before_id": "i6"}))
    assert [ids(each.data) for each in page.iter_pages()] == [["i3", "i4", "i5"], ["i0", "i1", "i2"]]
    assert server.queries == [{"before_id": "i6"}, {"before_id": "i3"}]


def test_before_id_in_extra_query_counts_and_does_not_stick():
    server = Server(both_ways)
    page = get_page(server.client(), CursorPage[Item], call(options=CallOptions(extra_query={"before_id": "i6"})))
    assert ids(page) == ["i3", "i4", "i5", "i0", "i1", "i2"]
    assert server.queries == [{"before_id": "i6"}, {"before_id": "i3"}]


async def test_an_asynchronous_list_is_awaited_for_a_page_or_iterated_for_all_items():
    server = Server(both_ways)
    client = server.async_client()
    page = await get_async_page(client, AsyncCursorPage[Item], call())
    assert ids(page.data) == IDS[:3]
    assert [item.id async for item in page] == IDS
    assert [item.id async for item in get_async_page(client, AsyncCursorPage[Item], call())] == IDS
    assert [ids(each.data) async for each in page.iter_pages()] == [IDS[:3], IDS[3:6], IDS[6:]]
    assert ids((await page.get_next_page()).data) == IDS[3:6]


async def test_an_asynchronous_list_sends_nothing_before_it_is_awaited():
    server = Server(both_ways)
    paginator = get_async_page(server.async_client(), AsyncCursorPage[Item], call())
    assert server.requests == []
    await paginator
    assert len(server.requests) == 1


def test_there_is_no_next_page_after_the_last():
    page = get_page(Server(both_ways).client(), CursorPage[Item], call(query={"after_id": "i5"}))
    assert not page.has_next_page()
    empty = CursorPage[Item].construct(data=[], last_id="x")
    assert not empty.has_next_page()
    with pytest.raises(RuntimeError, match="No next page expected"):
        CursorPage[Item].construct(data=[{"id": "a"}]).get_next_page()


@pytest.mark.parametrize(("flag", "expected"), [(False, False), (True, True), (None, True)])
def test_only_an_explicit_false_ends_the_list(flag, expected):
    assert CursorPage[Item].construct(data=[{"id": "a"}], has_more=flag, last_id="a").has_next_page() is expected


@pytest.mark.parametrize("last", [{"odd": 1}, ["a"], "", None])
def test_a_cursor_of_an_odd_shape_is_no_cursor(last):
    assert not CursorPage[Item].construct(data=[{"id": "a"}], last_id=last).has_next_page()


@pytest.mark.parametrize("data", [None, "text", {"a": 1}, 5])
def test_items_of_an_odd_shape_are_kept_but_not_iterated(data):
    page = get_page(
        Server(lambda _: {"data": data, "last_id": "x", "has_more": False}).client(), CursorPage[Item], call()
    )
    assert page.data == data
    assert list(page) == []


def test_a_server_that_repeats_a_cursor_for_ever_is_found_out():
    server = Server(lambda _: {"data": [{"id": "a"}], "last_id": "a", "has_more": True})
    page = get_page(server.client(), CursorPage[Item], call())
    with pytest.raises(SDKError, match="fetched before"):
        list(page)
    assert len(server.requests) == 2


def test_a_server_that_goes_round_in_circles_is_found_out():
    turns = {"": "a", "a": "b", "b": "c", "c": "a"}
    server = Server(lambda request: {"data": [{"id": "x"}], "last_id": turns[request.url.params.get("after_id", "")]})
    with pytest.raises(SDKError, match="fetched before"):
        list(get_page(server.client(), CursorPage[Item], call()))
    assert len(server.requests) == 4


async def test_an_asynchronous_walk_that_would_not_end_is_found_out():
    server = Server(lambda _: {"data": [{"id": "a"}], "last_id": "a"})
    with pytest.raises(SDKError, match="fetched before"):
        [item async for item in get_async_page(server.async_client(), AsyncCursorPage[Item], call())]


def test_a_post_may_give_new_items_at_the_same_cursor_but_not_the_same_items():
    answers = [["a"], ["b"], ["c"], ["c"]]
    server = Server(lambda _: {"data": [{"id": name} for name in answers.pop(0)], "last_id": "scroll"})
    page = get_page(server.client(), CursorPage[Item], Call("POST", "items", Item, body={"q": 1}))
    seen: List[str] = []
    with pytest.raises(SDKError, match="fetched before"):
        seen.extend(item.id for item in page)
    assert seen == ["a", "b", "c"]


def test_a_page_without_a_client_says_so():
    page = CursorPage[Item].construct(data=[{"id": "a"}], last_id="a")
    with pytest.raises(RuntimeError, match="not fetched by a client"):
        page.get_next_page()


def test_pages_are_models():
    page = get_page(Server(lambda _: {"data": [{"id": "a"}], "more": 1}).client(), CursorPage[Item], call())
    assert page.more == 1  # type: ignore
    assert page.to_dict() == {"data": [{"id": "a"}], "more": 1}
    assert page == CursorPage[Item].construct(data=[{"id": "a"}], more=1)


def test_copies_of_a_page_can_go_on_and_pickles_keep_the_data():
    page = get_page(Server(both_ways).client(), CursorPage[Item], call())
    assert ids(copy.copy(page)) == IDS
    restored = pickle.loads(pickle.dumps(page))
    assert ids(restored.data) == IDS[:3]
    with pytest.raises(RuntimeError, match="not fetched by a client"):
        restored.get_next_page()


def test_an_unknown_field_named_like_a_method_does_not_hide_it():
    page = get_page(
        Server(lambda _: {"data": [], "has_next_page": True, "iter_pages": 1}).client(), CursorPage[Item], call()
    )
    assert page.has_next_page() is False
    assert list(page.iter_pages()) == [page]


@pytest.mark.filterwarnings("ignore:Field name")
def test_a_declared_field_named_like_a_method_is_refused():
    with pytest.raises(TypeError, match="hides the method"):

        class Bad(BaseSyncPage[T], Generic[T]):
            has_next_page: Optional[bool] = None  # type: ignore

    class Good(ListPage[T], Generic[T]):
        has_next_page_: Optional[bool] = FieldInfo(alias="has_next_page", default=None)

        @override
        def next_page_info(self) -> None:
            return None

    assert Good[Item].construct(has_next_page=True).has_next_page_ is True


def offset_server(request: httpx2.Request) -> Any:
    asked = json.loads(request.content) if request.content else dict(request.url.params)
    start = int(asked.get("offset", 0))
    return {"data": [{"id": name} for name in IDS[start : start + 3]], "start": start, "total": len(IDS)}


def scheme(info: Callable[[Any], Optional[PageInfo]], base: Any = ListPage) -> Any:
    class Page(base[T], Generic[T]):  # type: ignore
        @override
        def next_page_info(self) -> Optional[PageInfo]:
            return info(self)

    return Page[Item]


def test_offsets_go_on_until_an_empty_page_or_the_total():
    server = Server(offset_server)
    assert ids(get_page(server.client(), scheme(lambda page: next_offset(page, param="offset")), call())) == IDS
    assert [query.get("offset") for query in server.queries] == [None, "3", "6", "7"]
    server = Server(offset_server)
    told = scheme(lambda page: next_offset(page, param="offset", start=page.start, total=page.total))
    assert ids(get_page(server.client(), told, call())) == IDS
    assert [query.get("offset") for query in server.queries] == [None, "3", "6"]


def from_one(request: httpx2.Request) -> Any:
    start = int(request.url.params.get("offset", 1))
    return {"data": [{"id": name} for name in IDS[start - 1 : start + 2]], "start": start, "total": len(IDS)}


@pytest.mark.parametrize(
    "info",
    [
        lambda page: next_offset(page, param="offset", start=page.start, total=page.total, first=1),
        lambda page: next_offset(page, param="offset", total=page.total, first=1),
    ],
)
def test_offsets_that_begin_at_one_lose_no_item_and_repeat_none(info):
    server = Server(from_one)
    assert ids(get_page(server.client(), scheme(info), call())) == IDS
    assert [query.get("offset") for query in server.queries] == [None, "4", "7"]


def test_offsets_stop_where_the_api_does_not_tell_what_it_promised():
    for page in (
        scheme(lambda page: next_offset(page, param="offset", start=None)),
        scheme(lambda page: next_offset(page, param="offset", total=None)),
    ):
        assert ids(get_page(Server(offset_server).client(), page, call())) == IDS[:3]


def test_an_offset_that_is_no_number_is_refused():
    page = get_page(
        Server(lambda _: {"data": [{"id": "a"}]}).client(),
        scheme(lambda page: next_offset(page, param="offset")),
        call(query={"offset": "x"}),
    )
    with pytest.raises(ValueError, match="Expected \"offset\" param to be an integer but got 'x'"):
        page.has_next_page()


def test_offsets_in_the_body_advance():
    server = Server(offset_server)
    page = scheme(lambda page: next_offset(page, param="offset", location="body"))
    found = get_page(server.client(), page, Call("POST", "items", Item, body={"q": "x", "offset": 1}))
    assert ids(found) == IDS[1:]
    assert [json.loads(request.content) for request in server.requests] == [
        {"q": "x", "offset": start} for start in (1, 4, 7)
    ]


def numbered(request: httpx2.Request) -> Any:
    asked = json.loads(request.content) if request.content else dict(request.url.params)
    number = int(asked.get("page", 1))
    return {"data": [{"id": name} for name in IDS[number * 3 - 3 : number * 3]], "start": number, "total": 3}


@pytest.mark.parametrize(
    ("info", "requests"),
    [
        (lambda page: next_page_number(page, param="page"), 4),
        (lambda page: next_page_number(page, param="page", current=page.start), 4),
        (lambda page: next_page_number(page, param="page", current=page.start, total=page.total), 3),
        (lambda page: next_page_number(page, param="page", current=None, total=None), 1),
    ],
)
def test_page_numbers_go_on_until_an_empty_page_or_the_last(info, requests):
    server = Server(numbered)
    found = ids(get_page(server.client(), scheme(info), call()))
    assert len(server.requests) == requests
    assert found == IDS[: 3 * requests]


def test_page_numbers_in_the_body_advance():
    server = Server(numbered)
    page = scheme(lambda page: next_page_number(page, param="page", location="body"))
    assert ids(get_page(server.client(), page, Call("POST", "items", Item, body={}))) == IDS
    assert [json.loads(request.content) for request in server.requests] == [{}, {"page": 2}, {"page": 3}, {"page": 4}]


def test_a_post_that_leads_in_a_circle_is_found_out():
    def in_body(page: Any) -> Optional[PageInfo]:
        return next_cursor(page, param="cursor", cursor=page.last_id, location="body")

    server = Server(lambda request: {"data": [{"id": "x"}], "last_id": "b" if b'"a"' in request.content else "a"})
    page = get_page(server.client(), scheme(in_body), Call("POST", "items", Item, body={"q": 1}))
    with pytest.raises(SDKError, match="fetched before"):
        ids(page)
    assert len(server.requests) == 3


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_server_that_counts_pages_and_always_gives_the_first_is_found_out(method):
    """After a hundred that are alike: a few may well be."""
    server = Server(lambda _: {"data": [{"id": "a"}]})
    page = get_page(
        server.client(), scheme(lambda page: next_page_number(page, param="page")), Call(method, "items", Item)
    )
    with pytest.raises(SDKError, match="fetched before"):
        ids(page)
    assert len(server.requests) == 101


def test_pages_that_are_alike_for_a_while_are_all_given():
    names = ["a"] * 90 + ["b"] + ["a"] * 90
    server = Server(
        lambda request: {"data": [{"id": name} for name in names[int(request.url.params.get("page", 1)) - 1 :][:1]]}
    )
    page = get_page(server.client(), scheme(lambda page: next_page_number(page, param="page")), call())
    assert ids(page) == names


def test_cursor_ids_are_those_of_the_last_item_or_of_the_first_when_going_back():
    server = Server(both_ways)
    page = scheme(lambda page: next_cursor_id(page, param="after_id", previous_param="before_id"))
    assert ids(get_page(server.client(), page, call())) == IDS
    assert ids(get_page(server.client(), page, call(query={"before_id": "i6"}))) == ["i3", "i4", "i5", "i0", "i1", "i2"]


def test_items_without_an_id_end_the_list():
    page = scheme(lambda page: next_cursor_id(page, param="after", attribute="token"))
    assert ids(get_page(Server(both_ways).client(), page, call())) == IDS[:3]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://api.example.com/v1/items?page=2", "https://api.example.com/v1/items?page=2&limit=3"),
        ("/v1/items?page=2", "https://api.example.com/v1/items?page=2&limit=3"),
        ("?page=2&limit=9", "https://api.example.com/v1/items?page=2&limit=9"),
        ("https://API.example.com:443/other", "https://api.example.com/other?limit=3"),
    ],
)
def test_the_url_of_the_next_page_may_be_absolute_or_relative(given, asked):
    server = Server(lambda request: {"data": [{"id": "a"}], "url": given if len(server.requests) == 1 else None})
    page = get_page(server.client(), scheme(lambda page: next_url(page.url)), call(query={"limit": 3}))
    assert len(list(page)) == 2
    assert str(server.requests[1].url) == asked


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/v1/items",
        "//evil.example/x",
        "http://api.example.com/v1/items",
        "https://api.example.com:8443/",
    ],
)
def test_a_next_page_at_another_origin_is_refused(url):
    server = Server(lambda _: {"data": [{"id": "a"}], "url": url})
    page = get_page(server.client(), scheme(lambda page: next_url(page.url)), call())
    with pytest.raises(SDKError, match="another origin"):
        page.get_next_page()
    assert len(server.requests) == 1


@pytest.mark.parametrize("url", ["ftp://api.example.com/x", "javascript:alert(1)", "https://api.example.com:port/"])
def test_a_next_page_at_no_web_address_is_refused(url):
    page = get_page(
        Server(lambda _: {"data": [{"id": "a"}], "url": url}).client(), scheme(lambda page: next_url(page.url)), call()
    )
    with pytest.raises(SDKError, match="next page is at"):
        page.get_next_page()


def test_a_url_that_leads_to_itself_is_found_out():
    server = Server(lambda _: {"data": [{"id": "a"}], "url": "?page=2"})
    with pytest.raises(SDKError, match="fetched before"):
        list(get_page(server.client(), scheme(lambda page: next_url(page.url)), call()))
    assert len(server.requests) == 2


class BuiltPage(ListPage[T], Generic[T]):
    total_pages: Optional[int] = None
    more: Optional[bool] = None
    token: Optional[str] = None

    @classmethod
    def build(cls, *, response: httpx2.Response, data: object) -> Any:
        headers = {"total_pages": "X-Pages", "more": "X-More", "token": "X-Token"}
        return build_page(cls, response, data, items="data", headers=headers)

    @override
    def next_page_info(self) -> Optional[PageInfo]:
        return next_cursor(self, param="token", cursor=self.token)


@pytest.mark.parametrize("body", ['[{"id": "a"}, {"id": 5}]', '{"data": [{"id": "a"}, {"id": 5}]}'])
def test_a_page_may_be_a_bare_array_with_fields_in_headers(body):
    headers = {"X-Pages": "3", "X-More": "true"}
    page = get_page(
        Server(lambda _: httpx2.Response(200, text=body, headers=headers)).client(), BuiltPage[Item], call()
    )
    assert [type(item) for item in page] == [Item, Item]
    assert ids(page) == ["a", 5]
    assert (page.total_pages, page.more, page.token) == (3, True, None)
    assert page.model_fields_set == {"data", "total_pages", "more"}


def test_a_header_that_is_no_number_is_kept_as_text():
    page = get_page(
        Server(lambda _: httpx2.Response(200, json=[], headers={"X-Pages": "many"})).client(), BuiltPage[Item], call()
    )
    assert page.total_pages == "many"  # type: ignore


def test_bookkeeping_costs_nothing_per_item():
    page = get_page(Server(both_ways).client(), CursorPage[Item], call())
    assert not any(hasattr(item, "_sdk_call") for item in page.data)
    assert CursorPage[Item] is CursorPage[Item]
