"""JSON bodies: compact, exact, and without what is absent."""

from __future__ import annotations

import enum
import json
import math
from collections import deque
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, List, Optional
from uuid import UUID

import pytest
from pydantic import Field as FieldInfo

from core.encode import to_json, to_json_lines, to_json_seq
from core.models import BaseModel
from core.sentinels import not_given, omit


class Leaf(BaseModel):
    wire_name: str = FieldInfo(alias="wireName", default="plain")
    note: Optional[str] = None


class Tree(BaseModel):
    leaf: Leaf = FieldInfo(default_factory=Leaf)
    at: Optional[datetime] = None


class Color(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, 2.5, True, None, "x"]}, b'{"a":[1,2.5,true,null,"x"]}'),  # U6
        ({"a": "é日\u2028"}, '{"a":"é日\u2028"}'.encode()),
        ({"at": datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)}, b'{"at":"2024-01-02T03:04:05+00:00"}'),  # U7
        ({"at": datetime(2024, 1, 2)}, b'{"at":"2024-01-02T00:00:00"}'),  # noqa: DTZ001
        ([date(2024, 1, 2), time(3, 4)], b'["2024-01-02","03:04:00"]'),
        ([Decimal("1.5"), Decimal(10**20)], b"[1.5,100000000000000000000]"),
        (
            {"a": Decimal("0.12345678901234567890123"), "b": [Decimal("-1.5E-400"), Decimal("12345678901234567.25")]},
            b'{"a":0.12345678901234567890123,"b":[-1.5E-400,12345678901234567.25]}',
        ),
        ([Color.RED, Level.HIGH], b'["red",3]'),
        (UUID("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"), b'"182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"'),
        ((1, 2), b"[1,2]"),
        (deque([1]), b"[1]"),
        ((n for n in (1, 2)), b"[1,2]"),
        ({"a": {"b": 1}.items()}, b'{"a":[["b",1]]}'),
        (None, b"null"),
        ({1: "a"}, b'{"1":"a"}'),
    ],
)
def test_values_have_their_compact_json_form(value, expected):
    assert to_json(value) == expected


def test_models_are_their_set_fields_by_wire_name():
    assert to_json({"m": Leaf()}) == b'{"m":{}}'  # U8, U9
    assert to_json(Leaf(wireName="plain")) == b'{"wireName":"plain"}'  # U10, U11, U12
    assert to_json([Leaf(wireName="x", note=None)]) == b'[{"wireName":"x","note":null}]'  # U14
    assert to_json([Tree(), Tree(leaf=Leaf()), Tree(leaf=Leaf(wireName="x"))]) == (  # U13
        b'[{},{"leaf":{}},{"leaf":{"wireName":"x"}}]'
    )
    assert to_json(Tree(leaf=Leaf(wireName="x"), at=datetime(2024, 1, 2, tzinfo=UTC))) == (
        b'{"leaf":{"wireName":"x"},"at":"2024-01-02T00:00:00Z"}'
    )


@pytest.mark.parametrize("absent", [omit, not_given])
def test_absent_values_are_left_out_wherever_they_are(absent):
    leaf = Leaf(wireName="x")
    value: Any = {"a": absent, "b": {"c": absent, "d": [1, absent, {"e": absent}]}, "m": leaf, "t": (absent, "x")}
    assert json.loads(to_json(value)) == {"b": {"d": [1, {}]}, "m": {"wireName": "x"}, "t": ["x"]}


def test_an_iterator_is_read_once_though_something_absent_comes_after_it():
    def numbers() -> Any:
        yield from [1, omit, 2]

    value: List[Any] = [{"n": iter([1, 2]), "m": numbers()}, omit]
    assert json.loads(to_json(value)) == [{"n": [1, 2], "m": [1, 2]}]


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, {"a": [math.nan]}, *map(Decimal, ("NaN", "sNaN", "-Infinity"))]
)
def test_numbers_that_json_has_no_word_for_are_refused(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(value)


@pytest.mark.parametrize("value", [b"x", object(), {"a": b"x"}])
def test_what_has_no_json_form_is_refused(value):
    with pytest.raises(TypeError, match="not JSON serializable"):
        to_json(value)


def test_several_values_are_one_a_line_and_in_a_sequence_behind_separators():
    values = ({"at": date(2024, 2, 29)} for _ in range(2))
    assert to_json_lines(values) == b'{"at":"2024-02-29"}\n{"at":"2024-02-29"}\n'
    assert to_json_seq(iter([1, "a\nb"])) == b'\x1e1\n\x1e"a\\nb"\n'
    assert to_json_lines([]) == b""


def test_a_value_that_contains_itself_is_refused():
    value: List[Any] = []
    value.append(value)
    with pytest.raises(ValueError, match="Circular"):
        to_json(value)
