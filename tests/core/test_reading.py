"""Reading: what is as the type says comes out as pydantic reads it, and whatever else comes is kept and never raises."""

from __future__ import annotations

import json
import math
import threading
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Dict, FrozenSet, Generic, List, Literal, Optional, Tuple, TypeVar, Union
from uuid import UUID

import pydantic
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, BeforeValidator, PlainValidator, PrivateAttr, TypeAdapter, WrapValidator
from typing_extensions import TypeAliasType

from core.dates import read_date, read_datetime
from core.models import BaseModel
from core.property_info import PropertyInfo
from core.reading import read_json, read_value

T = TypeVar("T")


class Info(BaseModel):
    id: str
    created_at: datetime
    display_name: str
    type: Literal["model"]


class Envelope(BaseModel, Generic[T]):
    data: List[T]
    has_more: Optional[bool] = None


class Color(Enum):
    RED = "red"


class Wide(BaseModel):
    text: str
    whole: int
    number: float
    flag: bool
    moment: datetime
    day: date
    kind: Literal["a", 1]
    color: Color
    uuid: UUID
    money: Decimal
    pair: Tuple[int, str]
    names: FrozenSet[str]
    table: Dict[str, Info]
    anything: object
    maybe: Optional[Info]
    open_enum: Union[str, Literal["x", "y"]]  # noqa: PYI051


WIDE: Dict[str, Any] = {
    "text": "x",
    "whole": 1,
    "number": 1,
    "flag": True,
    "moment": "2024-01-01T00:00:00Z",
    "day": "2024-01-01",
    "kind": "a",
    "color": "red",
    "uuid": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    "money": "1.50",
    "pair": [1, "x"],
    "names": ["x", "y"],
    "table": {"a": {"id": "1", "created_at": "2024-01-01T00:00:00Z", "display_name": "d", "type": "model"}},
    "anything": [1, {"a": None}],
    "maybe": None,
    "open_enum": "z",
}


def lenient(value: object, type_: Any) -> Any:
    return read_json(json.dumps(value), type_, strict=False)


@pytest.mark.parametrize("odd", sorted(WIDE))
def test_one_odd_field_changes_nothing_about_its_siblings(odd):
    good = TypeAdapter(Wide).validate_json(json.dumps(WIDE))
    value = [[{"odd": None}], {"odd": [None]}][odd in ("names", "pair")]
    found = lenient({**WIDE, odd: value, "more": 1}, Wide)
    assert type(found) is Wide
    assert getattr(found, odd) == value
    for name in WIDE.keys() - {odd}:
        assert getattr(found, name) == getattr(good, name)
        assert type(getattr(found, name)) is type(getattr(good, name))
    assert found.more == 1


@pytest.mark.parametrize("missing", sorted(WIDE))
def test_one_missing_field_is_none_and_changes_nothing_about_its_siblings(missing):
    good = TypeAdapter(Wide).validate_json(json.dumps(WIDE))
    found = lenient({key: value for key, value in WIDE.items() if key != missing}, Wide)
    assert getattr(found, missing) is None
    assert found.model_fields_set == WIDE.keys() - {missing}
    assert all(getattr(found, name) == getattr(good, name) for name in WIDE if name != missing)


@pytest.mark.parametrize("null", sorted(WIDE))
def test_null_is_kept_for_any_field_and_counts_as_set(null):
    found = lenient({**WIDE, null: None}, Wide)
    assert getattr(found, null) is None
    assert null in found.model_fields_set


def test_one_odd_item_of_a_page_leaves_the_others_as_they_would_have_been():
    items = [
        {"id": str(n), "created_at": "2024-01-01T00:00:00Z", "display_name": "d", "type": "model"} for n in range(9)
    ]
    good = lenient({"data": items}, Envelope[Info])
    items[4]["display_name"] = 7  # type: ignore
    found = lenient({"data": items}, Envelope[Info])
    assert [item.display_name for item in found.data] == ["d"] * 4 + [7] + ["d"] * 4
    assert found.data[:4] + found.data[5:] == good.data[:4] + good.data[5:]
    assert [getattr(item, "_sdk_odd", False) for item in found.data].count(True) == 1


Anything = TypeAliasType("Anything", "Union[str, float, List[Optional[Anything]], Dict[str, Optional[Anything]]]")


class Report(BaseModel):
    id: str
    detail: Optional[Anything] = None
    at: Optional[datetime] = None


def test_a_field_that_may_hold_its_own_kind_is_read_beside_an_odd_one():
    detail = {"a": [1, None, {"b": ["x", [None]]}]}
    found = lenient({"id": 7, "detail": detail, "at": "2024-01-01T00:00:00Z"}, Report)
    assert (found.id, found.detail, found.at) == (7, detail, datetime(2024, 1, 1, tzinfo=UTC))
    assert lenient([{"id": 7, "detail": None}], List[Report])[0].detail is None


class Hound(BaseModel):
    kind: str
    barks: bool


class Kitten(BaseModel):
    kind: str
    meows: Optional[bool] = None


class Keeper(BaseModel):
    pet: Annotated[Union[Kitten, Hound], PropertyInfo(discriminator="kind", mapping={"cat": "Kitten", "dog": "Hound"})]


def test_an_odd_variant_is_that_of_its_tag_though_another_one_would_take_it():
    found = [lenient({"pet": {"kind": kind}}, Keeper).pet for kind in ("dog", "cat", "cow")]
    assert [type(pet) for pet in found] == [Hound, Kitten, Kitten]
    assert [getattr(pet, "_sdk_odd", False) for pet in found] == [True, False, False]


def test_a_list_where_one_model_was_promised_is_read_item_by_item():
    assert [type(item) for item in lenient([{"id": 1}, {}], Info)] == [Info, Info]
    assert lenient([1], Info) == [1]


def test_strict_reading_raises_and_lenient_reading_does_not():
    with pytest.raises(pydantic.ValidationError):
        read_json('{"id": 5}', Info, strict=True)
    with pytest.raises(pydantic.ValidationError):
        read_value({"id": 5}, Info, strict=True)
    assert lenient({"id": 5}, Info).id == 5


@pytest.mark.parametrize("data", [b"", b"{", b"<html>", b'{"a": 1} x', b"\xff\xfe\xfa"])
@pytest.mark.parametrize("strict", [True, False])
def test_what_is_not_json_raises_value_error(data, strict):
    with pytest.raises(ValueError):
        read_json(data, Info, strict=strict)


@pytest.mark.parametrize(
    "type_", [List[int], Dict[str, float], Union[int, str], Optional[str], object, int, List[Info]]
)
@pytest.mark.parametrize("value", [1, "x", None, [1], ["x"], {"a": 1}, {"a": "x"}, True, 1.5])
def test_any_type_takes_any_value(type_, value):
    assert lenient(value, type_) is not ...


def test_types_that_compare_equal_but_differ_in_order_are_kept_apart():
    class A(BaseModel):
        n: int

    class B(BaseModel):
        n: int

    assert Union[A, B] == Union[B, A]
    assert type(lenient({"n": "x"}, Union[A, B])) is A
    assert type(lenient({"n": "x"}, Union[B, A])) is B


def test_metadata_that_cannot_be_hashed_does_no_harm():
    assert lenient({"id": 1}, Annotated[Info, {"not": "hashable"}]).id == 1


def test_half_a_surrogate_pair_is_read():
    found = read_json(b'{"text": "\\ud83d", "whole": 1}', Wide, strict=False)
    assert (found.text, found.whole) == ("\ud83d", 1)


def test_json_in_utf_16_and_with_a_byte_order_mark_is_read():
    assert read_json('{"id": "é"}'.encode("utf-16"), Info, strict=False).id == "é"
    assert read_json('{"id": "é"}'.encode("utf-8-sig"), Info, strict=False).id == "é"


class Node(BaseModel):
    name: str
    kid: Optional[Node] = None


@pytest.mark.parametrize("depth", [150, 300, 900])
@pytest.mark.parametrize("leaf", ['"x"', "5"])
def test_deep_nesting_is_read_as_far_as_it_goes(depth, leaf):
    data = '{"name":"n","kid":' * depth + f'{{"name":{leaf}}}' + "}" * depth
    found = read_json(data, Node, strict=False)
    assert type(found) is Node
    for _ in range(depth):
        found = found.kid if isinstance(found, Node) else found["kid"]
    assert json.loads(leaf) == (found.name if isinstance(found, Node) else found["name"])


@pytest.mark.parametrize("data", ["[" * 10_000 + "]" * 10_000, '{"kid":' * 10_000 + "1" + "}" * 10_000])
def test_nesting_that_is_too_deep_is_a_clear_error(data):
    with pytest.raises(ValueError, match="nested too deeply"):
        read_json(data, Node, strict=False)


def test_deeply_nested_python_values_are_kept_raw_below_what_can_be_read():
    value: Dict[str, Any] = {"name": "x"}
    for _ in range(10_000):
        value = {"name": "n", "kid": value}
    assert type(Node.construct(**value)) is Node


def test_deep_odd_values_take_no_more_than_quadratic_time():
    data = '{"name":"n","kid":' * 190 + '{"name":5}' + "}" * 190
    read_json(data, Node, strict=False)
    start = time.perf_counter()
    read_json(data, Node, strict=False)
    assert time.perf_counter() - start < 1


def test_values_that_json_has_no_word_for_are_read_from_python_values():
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    found = read_value({"id": "x", "created_at": moment, "type": "model"}, Info, strict=False)
    assert found.created_at is moment


@pytest.mark.parametrize("error", [TypeError("t"), KeyError("k"), ValueError("v"), ZeroDivisionError("z")])
@pytest.mark.parametrize("kind", [AfterValidator, BeforeValidator, WrapValidator, PlainValidator])
def test_validators_of_a_subclass_that_fail_leave_the_value_raw(kind, error):
    def fail(value: Any) -> Any:
        raise error

    def fail_around(value: Any, handler: Any) -> Any:
        raise error

    class Model(BaseModel):
        a: Annotated[int, kind(fail_around if kind is WrapValidator else fail)]
        at: datetime

    values = {"a": 1, "at": "2024-01-01T00:00:00Z"}
    for found in (Model.construct(**values), lenient(values, Model)):
        assert (found.a, found.at.year) == (1, 2024)


def test_private_attributes_and_post_init_of_a_subclass_work_for_odd_values():
    class Model(BaseModel):
        a: int
        _seen: List[int] = PrivateAttr(default_factory=list)

        def model_post_init(self, context: Any, /) -> None:
            self._seen.append(self.a + 1)

    assert lenient({"a": 1}, Model)._seen == [2]
    assert lenient({"a": "x"}, Model)._seen == []


def test_a_pydantic_discriminator_is_obeyed_like_ours():
    class A(BaseModel):
        t: Literal["a"]
        n: int

    class B(BaseModel):
        t: Literal["b"]
        n: int

    union = Annotated[Union[A, B], pydantic.Field(discriminator="t")]
    assert type(lenient({"t": "b", "n": "x"}, union)) is B
    assert type(lenient({"t": "c", "n": "x"}, union)) is A
    assert type(lenient({"t": "b", "n": 1}, union)) is B


def test_valid_values_of_a_discriminated_union_are_found_among_many_variants():
    kinds = [
        pydantic.create_model(f"V{n}", __base__=BaseModel, type=(Literal[f"v{n}"], ...), x=(float, ...))  # type: ignore
        for n in range(20)
    ]
    union = Annotated[Union[tuple(kinds)], PropertyInfo(discriminator="type")]  # type: ignore
    for n in (0, 7, 19):
        assert type(lenient({"type": f"v{n}", "x": 1}, union)) is kinds[n]
        assert type(lenient({"type": f"v{n}", "x": "odd"}, union)) is kinds[n]


def test_extra_fields_are_kept_where_a_subclass_forbids_them():
    class Model(BaseModel):
        model_config = pydantic.ConfigDict(extra="forbid")
        a: int

    assert lenient({"a": 1, "b": 2}, Model).b == 2


def test_a_type_is_read_by_many_threads_at_once():
    class Late(BaseModel):
        data: List[Info]

    results: List[Any] = []
    start = threading.Barrier(8)

    def read() -> None:
        start.wait()
        results.append(lenient({"data": [{"id": 5}]}, Late).data[0].id)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [5] * 8


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["model", "a", "b", "2024-01-01", "2024-01-01T00:00:00Z", "1700000000", 2**53 + 1]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "type", "data", "n", "kid", "name", "x"]), inner, max_size=4),
    max_leaves=12,
)


class VariantA(BaseModel):
    type: Literal["a"]
    n: float
    kid: Optional[Union[VariantA, VariantB]] = None


class VariantB(BaseModel):
    type: Literal["b"]
    data: Union[List[int], Dict[str, Node], str]
    kid: Annotated[Union[VariantA, VariantB, None], PropertyInfo(discriminator="type")] = None


TYPES: List[Any] = [
    Node,
    Info,
    VariantA,
    Envelope[VariantB],
    Annotated[Union[VariantA, VariantB], PropertyInfo(discriminator="type")],
    Union[Node, List[VariantB], Dict[str, int]],
    Dict[str, Union[VariantA, int]],
    List[Optional[datetime]],
    Tuple[date, float],
]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=json_values, type_=st.sampled_from(TYPES))
def test_no_json_value_makes_lenient_reading_raise_or_dumping_warn(value, type_):
    found = lenient(value, type_)
    if isinstance(found, BaseModel):
        assert isinstance(found.to_dict(), dict)
        json.loads(found.to_json())


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=json_values, type_=st.sampled_from(TYPES))
def test_what_validates_strictly_is_read_exactly_so(value, type_):
    try:
        expected = TypeAdapter(type_).validate_json(json.dumps(value), strict=True)
    except pydantic.ValidationError:
        return
    assert lenient(value, type_) == expected


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    value=st.dictionaries(st.sampled_from(["type", "n", "kid", "data"]), json_values),
    type_=st.sampled_from([VariantA, VariantB]),
)
def test_construct_gives_an_instance_for_any_values(value, type_):
    model = type_.construct(**value)
    assert type(model) is type_
    assert model.model_fields_set == value.keys() & type_.model_fields.keys()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2012-4-9", date(2012, 4, 9)),
        (date(2012, 4, 9), date(2012, 4, 9)),
        (datetime(2012, 4, 9, 12), date(2012, 4, 9)),  # noqa: DTZ001
        (0, date(1970, 1, 1)),
        (1_000_000_000_000, date(2001, 9, 9)),
        (19_999_999_999, date(2603, 10, 11)),
        (20_000_000_001, date(1970, 8, 20)),
        (b"2012-04-09", date(2012, 4, 9)),
    ],
)
def test_dates_are_parsed(value, expected):
    """U1, U2."""
    assert read_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2012-4-9 4:8:16", datetime(2012, 4, 9, 4, 8, 16)),  # noqa: DTZ001
        ("2012-04-23T09:15", datetime(2012, 4, 23, 9, 15)),  # noqa: DTZ001
        ("2012-04-23T10:20:30.4+02:30", "2012-04-23T10:20:30.400000+02:30"),
        ("2012-04-23T10:20:30.4+02", "2012-04-23T10:20:30.400000+02:00"),
        ("2012-04-23T10:20:30-0200", "2012-04-23T10:20:30-02:00"),
        ("2012-04-23T10:20:30Z", "2012-04-23T10:20:30+00:00"),
        (1494012444.883309, "2017-05-05T19:27:24.883309+00:00"),
        ("1494012444.883309", "2017-05-05T19:27:24.883309+00:00"),
        (1494012444000, "2017-05-05T19:27:24+00:00"),
        (-1494012444000, "1922-08-29T04:32:36+00:00"),
        (1494012444883309, "2017-05-05T19:27:24.883309+00:00"),
        (b"1494012444", "2017-05-05T19:27:24+00:00"),
    ],
)
def test_date_times_are_parsed(value, expected):
    """U4."""
    found = read_datetime(value)
    assert found == (expected if isinstance(expected, datetime) else datetime.fromisoformat(expected))


@pytest.mark.parametrize(
    "value", ["", "x", "2012-4-56", "2012-04-23T11:05:00-25:00", math.nan, "nan", True, None, [], b"x"]
)
def test_what_is_no_date_raises_value_error(value):
    """U3, U5."""
    for read in (read_date, read_datetime):
        with pytest.raises(ValueError):
            read(value)


@pytest.mark.parametrize("value", ["infinity", "inf ", math.inf, 10**30, "1" * 99, 1e300, "-Infinity", -(10**30)])
def test_a_time_beyond_all_dates_is_none_of_them(value):
    """U3: so that what the server sent stays what it is, and is that again where it is sent back."""
    for read in (read_date, read_datetime):
        with pytest.raises(ValueError, match="out of the range"):
            read(value)
    assert lenient(value, datetime) == value
