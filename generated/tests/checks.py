"""What answers are held against: the recorded JSON, value by value, and the types that the document gives them."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, TypeVar, Union, cast

import pytest

_Test = TypeVar("_Test", bound=Callable[..., Any])


class Item:
    """Stands for the type of the items of a page."""


class Named(NamedTuple):
    """An attribute that is called otherwise on the wire, or that is inside of objects of a page: then these lead to it."""

    wire_name: str | tuple[str, ...]
    type: Any


class InHeader(NamedTuple):
    """An attribute of a page that comes in a header of the answer."""

    name: str


Shapes = dict[type, dict[str, Any]]
"""Attributes of classes by name (of pages: by the way to it), each with its type, or with that and its name on the wire."""

deprecated = pytest.mark.deprecated
documented = pytest.mark.documented


def cassette(name: str, *, writes: bool = False, secret: bool = False) -> Callable[[_Test], _Test]:
    """Answer the test from that recording, with the network blocked. What `writes` changes something at the API.

    What is `secret` is asked where clients get their tokens: nothing that is said there is recorded.
    """
    marks = [pytest.mark.vcr, pytest.mark.block_network, pytest.mark.default_cassette(name)]
    marks += [pytest.mark.writes] if writes else []
    marks += [documented] if secret else []

    def marked(test: _Test) -> _Test:
        for mark in marks:
            test = mark(test)
        return test

    return marked


class Recording:
    """The recording that a test is answered from."""

    def __init__(
        self, tape: Any, shapes: Shapes, *, replayed: bool, cleaned: Callable[[Any], Any] = lambda text: text
    ) -> None:
        """`tape` is None where a server answers: then there is nothing to hold the answers against.

        `cleaned` takes out of text what was not recorded of it: the secrets, while the API answers.
        """
        self._tape = tape
        self._shapes = shapes
        self._replayed = replayed
        self._cleaned = cleaned

    def check(self, answer: object, expected: Any, *, inside: str | None = None) -> None:
        """The answer is what was recorded last, or what one of its properties holds, of that type."""
        self._check_used_up()
        if self._tape is not None:
            recorded = self._json()
            self._check_value(answer, recorded if inside is None else recorded.get(inside), expected, "answer")

    def check_nothing(self, answer: object) -> None:
        """There was nothing to answer with."""
        self._check_used_up()
        assert answer is None

    def check_text(self, answer: object) -> None:
        """The answer is the recorded text."""
        self._check_used_up()
        assert isinstance(answer, str)
        assert self._tape is None or self._cleaned(answer) == self._cleaned(self._body().decode())

    def check_content(self, content: bytes) -> None:
        """The content is what was recorded, byte by byte."""
        self._check_used_up()
        assert self._tape is None or self._cleaned(content) == self._cleaned(self._body())

    def check_items(self, items: list[Any], expected: Any) -> None:
        """The items of a stream are those recorded."""
        self._check_used_up()
        if self._tape is not None:
            self._check_list(items, list(self._events()), expected, "item")

    def check_page(self, page: Any, cls: type, item: Any) -> None:
        """The page is what was recorded last: its items, and what it tells beside them."""
        self._check_used_up()
        assert isinstance(page, cls), f"a {type(page).__name__} in place of a {cls.__name__}"
        if self._tape is not None:
            self._check_page(page, self._json(), cls, item)

    def check_pages(self, items: list[Any], cls: type, item: Any) -> None:
        """The items are those of all recorded pages, and every page was asked for."""
        self._check_used_up()
        way = next(way for _, way, kind in _named(self._shapes[cls]) if kind == list[Item])
        if self._tape is None:
            return
        pages = [_page(json.loads(response["body"]["string"]), way) for response in self._tape.responses]
        assert len(pages) > 1 or not self._replayed
        self._check_list(items, [entry for page in pages for entry in _found(page, way) or ()], item, "item")

    def check_event(self, event: object, payload: str, expected: Any) -> None:
        """The event is what was sent, of that type."""
        self._check_value(event, json.loads(payload), expected, "event")

    def check_response(self, response: Any) -> None:
        """The HTTP response is the recorded one."""
        if self._tape is None:
            assert 200 <= response.status_code < 300
            return
        recorded = self._tape.responses[-1]
        assert response.status_code == recorded["status"]["code"]
        for name, values in recorded["headers"].items():
            assert self._cleaned(response.headers[name]) == self._cleaned(values[0])

    def check_error(self, error: Any, cls: type[Any]) -> None:
        """The error is of that very class, and has status and body of the recorded answer."""
        assert type(error) is cls
        response = next(r for r in self._tape.responses if r["status"]["code"] == error.status_code)
        assert error.response.status_code == error.status_code
        recorded = json.loads(response["body"]["string"])
        assert error.body == recorded

    def _check_used_up(self) -> None:
        assert (
            self._tape is None or not self._replayed or self._tape.all_played
        ), "the recording holds more requests than were sent"

    def _body(self) -> bytes:
        content = self._tape.responses[-1]["body"]["string"]
        return content.encode() if isinstance(content, str) else bytes(content)

    def _json(self) -> Any:
        return json.loads(self._body())

    def _events(self) -> typing.Iterator[Any]:
        """The JSON of each event, or of each line."""
        for line in self._body().decode().splitlines():
            text = line.removeprefix("data:").strip("\x1e ")
            if text and text != "[DONE]" and text[0] != ":" and not line.startswith(("event:", "id:", "retry:")):
                yield json.loads(text)

    def _check_page(self, page: Any, recorded: Any, cls: type, item: Any) -> None:
        fields = _named(self._shapes[cls])
        way_to_items = next(way for _, way, kind in fields if kind == list[Item])
        for name, way, expected in fields:
            value = page
            for attribute in name.split("."):
                value = getattr(value, attribute, None)
            if isinstance(expected, InHeader):
                self._check_header(value, expected.name)
                continue
            found = _found(_page(recorded, way_to_items), way)
            if expected == list[Item]:
                self._check_list(value, found, item, name)
            else:
                self._check_value(value, found, expected, name)

    def _check_header(self, value: Any, name: str) -> None:
        texts = self._tape.responses[-1]["headers"].get(name.lower(), [None])
        assert texts[0] == (None if value is None else str(value)), f"{name} is read as {value!r}"

    def _check_list(self, value: Any, recorded: list[Any], item: Any, where: str) -> None:
        assert isinstance(cast("object", value), list), f"{where} is no list"
        items: list[Any] = value
        assert len(items) == len(recorded), f"{where} has {len(items)} items, recorded are {len(recorded)}"
        for index, (one, other) in enumerate(zip(items, recorded, strict=True)):
            self._check_value(one, other, item, f"{where}[{index}]")

    def _check_value(self, value: Any, recorded: Any, expected: Any, where: str) -> None:
        """`value` is `recorded`, read as that type."""
        if isinstance(value, str) and isinstance(recorded, str):
            value, recorded = self._cleaned(value), self._cleaned(recorded)
        origin, inner = typing.get_origin(expected), typing.get_args(expected)
        if origin in (Union, types.UnionType):
            self._check_any_of(value, recorded, inner, where)
        elif origin is Literal:
            assert recorded in inner, f"{where} was recorded as {recorded!r}"
            _check_plain(value, recorded, where)
        elif origin is list:
            self._check_list(value, recorded, inner[0], where)
        elif origin is tuple:
            assert len(value) == len(recorded) == len(inner), where
            for index, (one, other, kind) in enumerate(zip(value, recorded, inner, strict=True)):
                self._check_value(one, other, kind, f"{where}[{index}]")
        elif origin is dict:
            assert isinstance(value, Mapping), f"{where} is no mapping"
            assert value.keys() == recorded.keys(), where
            for key, other in recorded.items():
                self._check_value(value[key], other, inner[1], f"{where}[{key!r}]")
        elif expected in self._shapes:
            self._check_object(value, recorded, expected, where)
        else:
            _check_scalar(value, recorded, expected, where)

    def _check_any_of(self, value: Any, recorded: Any, variants: tuple[Any, ...], where: str) -> None:
        failed: list[str] = []
        for variant in variants:
            try:
                self._check_value(value, recorded, variant, where)
            except (AssertionError, AttributeError, TypeError, KeyError, ValueError) as error:
                failed.append(str(error).partition("\n")[0])
            else:
                return
        raise AssertionError(f"{where} is none of {len(variants)} types: {'; '.join(failed)}")

    def _check_object(self, value: Any, recorded: Any, expected: type, where: str) -> None:
        assert type(value) is expected, f"{where} is a {type(value).__name__}, not a {expected.__name__}"
        assert isinstance(recorded, dict), f"{where} was recorded as {recorded!r}"
        known = set[str]()
        for name, (wire_name, *_), kind in _named(self._shapes[expected]):
            known.add(wire_name)
            if wire_name in recorded:
                self._check_value(getattr(value, name), recorded[wire_name], kind, f"{where}.{name}")
            else:
                assert getattr(value, name) is None, f"{where}.{name} was not recorded"
        extra: dict[str, Any] = getattr(value, "model_extra", None) or {}
        assert extra.keys() == recorded.keys() - known, f"{where} has {sorted(extra)} beside what is described"


def _named(shape: dict[str, Any]) -> list[tuple[str, tuple[str, ...], Any]]:
    """Attribute, the way to it on the wire, type."""
    found: list[tuple[str, tuple[str, ...], Any]] = []
    for name, told in shape.items():
        wire, kind = (told.wire_name, told.type) if isinstance(told, Named) else (name, told)
        found.append((name, (wire,) if isinstance(wire, str) else wire, kind))
    return found


def _page(recorded: Any, way: tuple[str, ...]) -> Any:
    """The object that a page is, where the answer may be the list of its items alone."""
    return {way[0]: recorded} if isinstance(cast("object", recorded), list) else recorded


def _found(recorded: Any, way: tuple[str, ...]) -> Any:
    """What is at the end of that way, None where it ends before."""
    for name in way:
        recorded = recorded.get(name) if isinstance(cast("object", recorded), dict) else None
    return recorded


def _check_plain(value: Any, recorded: Any, where: str) -> None:
    assert type(value) is type(recorded), f"{where} is a {type(value).__name__}, recorded was {recorded!r}"
    assert value == recorded, f"{where} is {value!r}, recorded was {recorded!r}"


def _check_scalar(value: Any, recorded: Any, expected: Any, where: str) -> None:
    if expected is None or expected is type(None):
        assert value is None, f"{where} is {value!r}"
        assert recorded is None, f"{where} was recorded as {recorded!r}"
    elif expected is datetime:
        assert isinstance(value, datetime), f"{where} is a {type(value).__name__}"
        assert value == datetime.fromisoformat(recorded), where
    elif expected is date:
        assert type(value) is date, f"{where} is a {type(value).__name__}"
        assert value == date.fromisoformat(recorded), where
    elif expected is float:
        assert type(value) is float or (type(value) is int and abs(value) > 2**53), f"{where} is {value!r}"
        assert value == recorded, where
    elif expected is object:
        plain = value.to_dict(mode="json") if hasattr(value, "to_dict") else value
        assert plain == recorded, f"{where} is {value!r}, recorded was {recorded!r}"
    else:
        assert type(value) is expected, f"{where} is a {type(value).__name__}, not a {expected.__name__}"
        _check_plain(value, recorded, where)
