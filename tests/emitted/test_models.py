"""Values that an API gives and takes, seen from a program: nothing secret is shown, nothing is lost, nothing piles up."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from harness.server import Server
from harness.sides import Api
from pydantic import TypeAdapter, ValidationError, create_model

ACCOUNT = {"id": "a", "accessToken": "hush", "seenAt": "2020-01-02T03:04:05Z"}


def test_a_secret_is_in_no_text_of_a_model_a_client_or_an_error(demo: Api, server: Server, caplog: Any):
    """Though it is read as ever."""
    caplog.set_level("DEBUG", logger=demo.sdk.name)
    server.reply(body=ACCOUNT)
    client = demo.client(api_key="sk-hush", default_headers={"X-Session-Token": "hush"})
    account = demo.run(client.accounts.create(password="hush", extra_headers={"Authorization": "Bearer hush"}))
    assert account.access_token == "hush"
    assert account.to_dict()["accessToken"] == "hush"
    server._answers.clear()
    server.reply(401, {"error": {"message": "no"}})
    with pytest.raises(demo.sdk.AuthenticationError) as caught:
        demo.run(client.accounts.create(password="hush"))
    shown = [account, client, client.accounts, client.with_options(timeout=3), caught.value, caught.value.request]
    for text in [repr(item) for item in shown] + [str(item) for item in shown] + [caplog.text]:
        assert "hush" not in text
    assert "id='a'" in repr(account)
    assert len(caplog.records) >= 4


@pytest.mark.parametrize("name", ["password", "clientSecret", "api_key", "apiKey", "refresh_token", "signing_key"])
def test_what_is_named_as_a_secret_is_shown_in_no_text_of_a_model(demo: Api, server: Server, name: str):
    """Also where the document says nothing of it, or has no such field; numbers, such as those of tokens, are shown."""
    server.reply(body={**ACCOUNT, name: "hush", "max_tokens": 7, "next_token": "more", "secrets": ["listed"]})
    account = demo.run(demo.client().accounts.create())
    assert "hush" not in f"{account!r} {account}"
    assert "max_tokens=7, next_token='more', secrets=['listed'])" in repr(account)
    assert account.to_dict()[name] == "hush"


def test_the_platform_is_told_unless_the_config_says_otherwise(demo: Api, server: Server):
    """SURFACE 4.3: under the names that such SDKs have, where the config gives no prefix of its own."""
    server.reply(body=ACCOUNT)
    demo.run(demo.client().accounts.create())
    told = {name for name in server.last.names if name.startswith("x-stainless-")}
    kinds = {"lang", "package-version", "os", "arch", "runtime", "runtime-version", "async"}
    assert told == {f"x-stainless-{kind}" for kind in kinds | {"retry-count", "read-timeout"}}


def test_a_call_made_by_hand_shows_no_options(demo_sdk: Any):
    request = demo_sdk.module("_core.request")
    options = request.CallOptions(extra_headers={"Authorization": "Bearer hush"})
    assert "hush" not in repr(request.Call("GET", "/m", object, body={"password": "hush"}, options=options))


def test_a_model_is_equal_to_its_copies_and_tells_null_from_missing(demo: Api, server: Server):
    server.reply(body={**ACCOUNT, "note": None, "later": [1]})
    account = demo.run(demo.client().accounts.create())
    for twin in (copy.copy(account), copy.deepcopy(account), pickle.loads(pickle.dumps(account))):
        assert twin == account
        assert (twin.model_fields_set, twin.later) == (account.model_fields_set, [1])
    assert account != account.model_copy(update={"id": "b"})
    assert account.model_fields_set == {"id", "access_token", "seen_at", "note"}
    assert "note" not in type(account).construct(**ACCOUNT).model_fields_set
    assert json.loads(account.to_json()) == {**ACCOUNT, "note": None, "later": [1]}


def test_a_model_has_a_json_schema_under_the_names_of_the_api(demo_sdk: Any):
    schema = demo_sdk.module("types").Account.model_json_schema()
    assert list(schema["properties"]) == ["id", "accessToken", "note", "seenAt"]
    assert schema["required"] == ["id", "accessToken"]


def test_odd_values_from_the_server_are_dumped_without_a_warning(demo: Api, server: Server, recwarn: Any):
    server.reply(body={"id": 5, "accessToken": {"a": 1}, "seenAt": "soon", "note": [None]})
    account = demo.run(demo.client().accounts.create())
    assert json.loads(account.to_json()) == {"id": 5, "accessToken": {"a": 1}, "seenAt": "soon", "note": [None]}
    assert account.model_dump()["seen_at"] == "soon"
    assert list(recwarn) == []


CONTAINERS: dict[str, Callable[[list[Any]], Iterable[Any]]] = {
    "list": list,
    "tuple": tuple,
    "deque": deque,
    "iterator": iter,
    "generator": lambda items: (item for item in items),
    "map": lambda items: map(dict.copy if isinstance(items[0], dict) else int, items),
    "values of a dict": lambda items: dict(enumerate(items)).values(),
}


KEPT = ("list", "tuple", "deque", "set", "frozenset")


@pytest.mark.parametrize("container", CONTAINERS)
def test_whatever_can_be_iterated_is_sent_whole_and_again_when_the_try_failed(
    demo: Api, server: Server, container: str
):
    """M63, M64: an iterator is read once and kept as a list."""
    server.reply(503, {}, {"retry-after-ms": "1"}).reply(body=ACCOUNT)
    when = datetime(2020, 1, 2, tzinfo=UTC)
    given = CONTAINERS[container]([{"seen_at": when}, {"seen_at": "today"}])
    demo.run(demo.client().accounts.create(logins=given, numbers=CONTAINERS[container]([1, 2])))
    expected = {"logins": [{"seenAt": "2020-01-02T00:00:00+00:00"}, {"seenAt": "today"}], "numbers": [1, 2]}
    assert [sent.json() for sent in server.requests] == [expected, expected]


@pytest.mark.parametrize("container", [set, frozenset])
def test_sets_are_sent_as_lists(demo: Api, server: Server, container: Any):
    """M60, M61."""
    server.reply(body=ACCOUNT)
    demo.run(demo.client().accounts.create(numbers=container([1, 2])))
    assert sorted(server.last.json()["numbers"]) == [1, 2]


@pytest.mark.parametrize("container", [*CONTAINERS, "set", "frozenset"])
def test_a_typed_dict_in_a_model_of_the_programs_own_can_be_read_twice(demo: Api, server: Server, container: str):
    """M58, M59, M60, M61, M62, M65, M66: what pydantic makes of it stays what it was, or is a list, and is the same each time it is dumped or sent."""
    make = {**CONTAINERS, "set": set, "frozenset": frozenset}[container]
    own = create_model("Own", account=(demo.sdk.module("types").AccountCreateParams, ...))
    given: dict[str, Any] = {"numbers": make([1, 2])}
    if "set" not in container:
        given["logins"] = make([{"seen_at": "today"}])
    kept = own(account=given)
    expected = {key: [1, 2] if key == "numbers" else [{"seen_at": "today"}] for key in given}
    assert [kept.model_dump(), kept.model_dump()] == [{"account": expected}] * 2
    assert [json.loads(kept.model_dump_json()) for _ in range(2)] == [{"account": expected}] * 2
    assert type(kept.account["numbers"]) is (type(make([1, 2])) if container in KEPT else list)
    server.reply(body=ACCOUNT)
    for _ in range(2):
        demo.run(demo.client().accounts.create(**kept.account))
    assert [sent.json()["numbers"] for sent in server.requests] == [[1, 2]] * 2


def test_iterables_of_typed_dicts_are_validated_as_lists_are(demo_sdk: Any):
    """M65, M67: an empty one stays, text is its characters, and what is no iterable or holds something else is refused."""
    kind = demo_sdk.module("_core.eager").Iterable
    assert TypeAdapter(kind[int]).validate_python([]) == []
    assert TypeAdapter(kind[str]).validate_python("abc") == ["a", "b", "c"]
    assert TypeAdapter(kind[int]).json_schema() == {"type": "array", "items": {"type": "integer"}}
    for wrong in (5, None, ["x"], iter(["x"])):
        with pytest.raises(ValidationError):
            TypeAdapter(kind[int]).validate_python(wrong)


def test_calls_leave_nothing_behind(demo: Api):
    """Counted after the first ones: neither objects nor memory grow with calls, copies, errors, pages or raw answers."""
    http = demo.sdk.http
    bodies = {"/accounts": ACCOUNT, "/lists/x": {"data": [{"token": "1"}], "next_url": None}}

    def handle(request: Any) -> Any:
        if request.headers.get("x-fail"):
            return http.Response(404, json={"error": "no"})
        return http.Response(200, json=bodies[request.url.path])

    client = demo.client(http_client=demo.transport(handle))

    def work(count: int) -> None:
        for number in range(count):
            other = client.with_options(timeout=1.0 + number % 3, default_headers={"x-n": str(number)})
            demo.run(other.accounts.create(numbers=[number], extra_query={"n": str(number)}))
            demo.run(client.accounts.with_raw_response.create())
            demo.run(client.lists.url("x", extra_headers={"x-n": str(number)}))
            with pytest.raises(demo.sdk.NotFoundError):
                demo.run(client.accounts.create(extra_headers={"x-fail": str(number)}))

    work(160)  # as many URLs as there will be: what reads them keeps the last ones
    gc.collect()
    before = len(gc.get_objects())
    tracemalloc.start()
    work(20)
    gc.collect()
    memory = tracemalloc.get_traced_memory()[0]
    work(150)
    gc.collect()
    try:
        assert tracemalloc.get_traced_memory()[0] - memory < 60_000
        assert len(gc.get_objects()) - before < 300
    finally:
        tracemalloc.stop()
