"""Models: what `construct` keeps, what it reads, how models are printed, written, copied and compared (M1 to M57)."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Dict, List, Literal, Optional, Union

import pydantic
import pytest
from pydantic import Field as FieldInfo
from typing_extensions import TypeAliasType

from core.models import BaseModel
from core.property_info import PropertyInfo
from core.reading import read_json, read_value


class Leaf(BaseModel):
    foo: str


class Child(BaseModel):
    nested: Leaf


class Aliased(BaseModel):
    foo_bar: Optional[str] = FieldInfo(alias="fooBar", default=None)


class Dated(BaseModel):
    at: datetime
    on: Optional[date] = None


class Basic(BaseModel):
    foo: Any = None


@pytest.mark.parametrize("value", [1, True, None, {"a": 1}, [1], 1.5])
def test_a_wrong_scalar_is_kept_as_it_is(value):
    assert Leaf.construct(foo=value).foo == value


def test_a_nested_dict_becomes_a_model_and_a_string_in_its_place_is_kept():
    assert Child.construct(nested={"foo": "hi"}).nested == Leaf(foo="hi")
    assert Child.construct(nested="hello").nested == "hello"  # type: ignore


def test_an_optional_model_may_be_none_a_dict_or_something_else():
    class Model(BaseModel):
        nested: Optional[Leaf] = None

    assert Model.construct().nested is None
    assert Model.construct(nested=None).nested is None
    assert Model.construct(nested={"foo": "x"}).nested == Leaf(foo="x")
    assert Model.construct(nested={"foo"}).nested == {"foo"}  # a set


def test_lists_of_models_are_built_item_by_item():
    class Model(BaseModel):
        nested: List[Leaf]

    assert Model.construct(nested=[{"foo": "a"}, {"foo": 2}]).nested == [Leaf.construct(foo="a"), Leaf.construct(foo=2)]
    assert Model.construct(nested=True).nested is True  # type: ignore
    assert Model.construct(nested=[False]).nested == [False]


def test_optional_lists_hold_none_lists_or_what_came():
    class Model(BaseModel):
        nested: Optional[List[Leaf]] = None

    assert Model.construct(nested=None).nested is None
    assert Model.construct(nested=[]).nested == []
    assert Model.construct(nested=[{"foo": "x"}]).nested == [Leaf(foo="x")]
    assert Model.construct(nested={1}).nested == {1}


def test_none_items_of_a_list_of_optional_models_stay():
    class Model(BaseModel):
        nested: List[Optional[Leaf]]

    assert Model.construct(nested=[None, {"foo": "x"}]).nested == [None, Leaf(foo="x")]


def test_containers_of_scalars_keep_what_is_not_a_container():
    class Model(BaseModel):
        names: List[str]
        table: Dict[str, str]

    model = Model.construct(names=False, table=False)
    assert model.names is False  # type: ignore
    assert model.table is False  # type: ignore


def test_the_values_of_a_dict_of_models_are_built():
    class Model(BaseModel):
        data: Dict[str, Leaf]

    model = Model.construct(data={"a": {"foo": "x"}, "b": 3})
    assert model.data == {"a": Leaf(foo="x"), "b": 3}


@pytest.mark.parametrize("strict", [False, True])
def test_unknown_fields_are_attributes_and_are_dumped(strict):
    model = read_value({"foo": "x", "extra": {"a": [1]}}, Leaf, strict=strict)
    assert model.extra == {"a": [1]}
    assert model.model_dump() == {"foo": "x", "extra": {"a": [1]}}


def test_input_has_the_wire_name_and_the_attribute_the_python_name():
    assert Aliased.construct(fooBar="hello").foo_bar == "hello"
    assert Aliased.construct(fooBar={"a": 1}).foo_bar == {"a": 1}


def test_str_and_repr_show_the_constructor_call():
    model = Child.construct(nested={"foo": "bar"})
    assert str(model) == repr(model) == "Child(nested=Leaf(foo='bar'))"


class Amount(BaseModel):
    foo: int


class Text(BaseModel):
    bar: str


def test_a_union_picks_the_variant_that_fits():
    class Model(BaseModel):
        nested: Union[Amount, Text]

    assert isinstance(Model.construct(nested={"bar": "x"}).nested, Text)
    assert isinstance(Model.construct(nested={"foo": 1}).nested, Amount)


def test_a_union_of_a_model_and_literals_keeps_scalars():
    class Model(BaseModel):
        nested: Union[Literal[True, "CARD_HOLDER"], Text]

    assert Model.construct(nested="bar").nested == "bar"
    assert Model.construct(nested=False).nested is False  # type: ignore
    assert Model.construct(nested={"bar": "x"}).nested == Text(bar="x")


def test_a_union_with_none_coerces_as_validation_does():
    class Model(BaseModel):
        nested: Union[Text, Amount, None] = None

    assert Model.construct().nested is None
    found = Model.construct(nested={"foo": "1"}).nested
    assert isinstance(found, Amount)
    assert found.foo == 1


def test_a_union_that_nothing_fits_takes_its_first_variant_for_objects_only():
    class Model(BaseModel):
        nested: Union[Amount, Text]

    assert Model.construct(nested="x").nested == "x"  # type: ignore
    found = Model.construct(nested={"foo": "word"}).nested
    assert isinstance(found, Amount)
    assert found.foo == "word"  # type: ignore


def test_a_list_of_unions_is_read_item_by_item():
    class Model(BaseModel):
        items: List[Union[Amount, Text]]

    model = Model.construct(items=[{"foo": 1}, {"bar": "x"}, 7])
    assert model.items == [Amount(foo=1), Text(bar="x"), 7]


def test_of_a_union_of_lists_a_valid_variant_wins_and_mixtures_take_the_first():
    class Model(BaseModel):
        items: Union[List[Amount], List[Text]]

    assert [type(item) for item in Model.construct(items=[{"bar": "x"}, {"bar": "y"}]).items] == [Text, Text]
    mixed = Model.construct(items=[{"foo": 1}, {"bar": "y"}]).items
    assert [type(item) for item in mixed] == [Amount, Amount]
    assert Model.construct(items="word").items == "word"  # type: ignore


def test_of_a_union_of_dicts_a_valid_variant_wins_and_mixtures_take_the_first():
    class Model(BaseModel):
        data: Union[Dict[str, Amount], Dict[str, Text]]

    assert isinstance(Model.construct(data={"a": {"bar": "x"}}).data["a"], Text)
    mixed = Model.construct(data={"a": {"foo": 1}, "b": {"bar": "y"}}).data
    assert {type(value) for value in mixed.values()} == {Amount}


def test_dicts_of_unions_and_of_lists_of_unions_are_read_part_by_part():
    class Model(BaseModel):
        one: Dict[str, Union[Amount, Text]]
        many: Dict[str, List[Union[Amount, Text]]]

    model = Model.construct(one={"a": {"bar": "x"}, "b": 1}, many={"a": [{"foo": 1}, {"bar": "x"}], "b": {"foo": 1}})
    assert model.one == {"a": Text(bar="x"), "b": 1}
    assert model.many == {"a": [Amount(foo=1), Text(bar="x")], "b": {"foo": 1}}


@pytest.mark.parametrize("make", [Dated.construct, lambda **values: Dated.model_validate(values)])
def test_iso_dates_become_datetimes(make):
    model = make(at="2023-09-07T23:01:02.000003Z", on="2023-09-07")
    assert model.at == datetime(2023, 9, 7, 23, 1, 2, 3, tzinfo=UTC)
    assert model.on == date(2023, 9, 7)
    assert json.loads(model.model_dump_json())["at"] == "2023-09-07T23:01:02.000003Z"


@pytest.mark.parametrize("value", [1694127662, 1694127662000, 1694127662000000, 1694127662000000000, "1694127662"])
def test_unix_times_are_read_in_seconds_and_in_smaller_units(value):
    assert Dated.construct(at=value).at == datetime(2023, 9, 7, 23, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("value", ["yesterday", True, [1], "2023-13-01T00:00:00Z", "2023-01-01T00:00:00-25:00"])
def test_what_is_no_date_is_kept(value):
    assert Dated.construct(at=value).at == value


@pytest.mark.parametrize("value", [10.9, "19", False, 10.0])
def test_int_fields_are_never_coerced(value):
    class Model(BaseModel):
        n: int

    found = read_json(json.dumps({"n": value}), Model, strict=False).n
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (10, 10.0),
        (10.12, 10.12),
        (2**53 + 1, 2**53 + 1),
        (2**60, 2.0**60),
        (10**400, 10**400),
        (1e300, 1e300),
        ("1", "1"),
    ],
)
def test_float_fields_take_integers_only_where_no_digit_is_lost(value, expected):
    class Model(BaseModel):
        n: float
        m: Optional[float] = None

    read = read_json(json.dumps({"n": value, "m": 1}), Model, strict=False)
    for found in (Model.construct(n=value).n, read.n):
        assert found == expected
        assert type(found) is type(expected)
    assert type(read.m) is float


def test_a_huge_float_does_not_change_the_variant_of_a_union():
    class Other(BaseModel):
        y: float

    found = read_json('{"y": 1e300}', Union[Amount, Other], strict=False)
    assert found == Other(y=1e300)


def test_a_property_may_give_a_renamed_field_its_old_name():
    class Model(BaseModel):
        resource_id: str = FieldInfo(alias="model_id")

        @property
        def model_id(self) -> str:
            return self.resource_id

    for model in (Model.construct(model_id="x"), Model.model_validate({"model_id": "x"})):
        assert model.model_id is model.resource_id


def test_fields_set_are_those_that_were_present():
    class Model(BaseModel):
        a: Optional[str] = None

    assert Model.construct().model_fields_set == set()
    assert Model.construct(a=None).model_fields_set == {"a"}
    assert Model.construct(a="x", more=1).model_fields_set == {"a"}
    assert Model.construct({"b"}, a="x").model_fields_set == {"b"}


def test_a_missing_required_field_is_none_and_not_set():
    model = Leaf.construct()
    assert model.foo is None
    assert model.model_fields_set == set()
    assert model.to_dict() == {}


def test_a_default_stands_in_for_what_is_absent_or_null():
    class Model(BaseModel):
        kind: str = "plain"
        tags: List[str] = FieldInfo(default_factory=lambda: ["new"])

    model = read_json("{}", Model, strict=False)
    assert (model.kind, model.tags) == ("plain", ["new"])
    assert Model.construct(kind=None).kind == "plain"
    assert Model.construct(kind=None).model_fields_set == {"kind"}


def test_to_dict_has_wire_names_and_only_what_was_set():
    model = Aliased.construct(fooBar="x")
    assert model.to_dict() == {"fooBar": "x"}
    assert model.to_dict(use_api_names=False) == {"foo_bar": "x"}
    unset = Aliased.construct()
    assert unset.to_dict() == {}
    assert unset.to_dict(exclude_unset=False) == {"fooBar": None}
    assert unset.to_dict(exclude_unset=False, exclude_none=True) == {}
    assert unset.to_dict(exclude_unset=False, exclude_defaults=True) == {}
    explicit = Aliased.construct(fooBar=None)
    assert explicit.to_dict() == {"fooBar": None}
    assert explicit.to_dict(exclude_none=True) == explicit.to_dict(exclude_defaults=True) == {}


def test_to_dict_has_dates_as_objects_or_as_text():
    model = Dated.construct(at="2023-09-07T23:01:02Z")
    assert model.to_dict() == {"at": datetime(2023, 9, 7, 23, 1, 2, tzinfo=UTC)}
    assert model.to_dict(mode="json") == {"at": "2023-09-07T23:01:02Z"}


def test_model_dump_has_python_names_and_what_was_not_set():
    model = Aliased(fooBar="x")
    assert model.model_dump() == {"foo_bar": "x"}
    assert model.model_dump(by_alias=True) == {"fooBar": "x"}
    assert model.model_dump(exclude={"foo_bar"}) == {}
    assert model.model_dump(include={"other"}) == {}
    assert Aliased().model_dump() == {"foo_bar": None}
    assert Aliased().model_dump(exclude_unset=True) == {}
    assert Aliased().model_dump(exclude_none=True) == Aliased().model_dump(exclude_defaults=True) == {}
    assert model.model_dump(round_trip=True, warnings=False, exclude_computed_fields=True) == {"foo_bar": "x"}


def test_to_json_can_be_read_back_and_written_compactly():
    model = Aliased.construct(fooBar="é")
    assert json.loads(model.to_json()) == {"fooBar": "é"}
    assert model.to_json() == '{\n  "fooBar": "é"\n}'
    assert model.to_json(indent=None) == '{"fooBar":"é"}'
    assert model.model_dump_json(indent=2, ensure_ascii=True) == '{\n  "foo_bar": "\\u00e9"\n}'


def test_models_are_pydantic_models():
    assert isinstance(Leaf(foo="x"), pydantic.BaseModel)

    class Foreign(pydantic.BaseModel):
        leaf: Leaf

    assert Foreign(leaf=Leaf(foo="x")).model_dump() == {"leaf": {"foo": "x"}}


def test_annotated_types_are_seen_through():
    assert isinstance(read_value({"foo": "x"}, Annotated[Leaf, "note"], strict=False), Leaf)


class Cat(BaseModel):
    type: Literal["cat"]
    data: int


class Dog(BaseModel):
    type: Literal["dog"]
    data: bool


class Bird(BaseModel):
    type: Literal["bird"]
    wings: Union[Leaf, object]


Pet = Annotated[Union[Cat, Dog], PropertyInfo(discriminator="type")]


@pytest.mark.parametrize("kind", [Cat, Dog])
def test_invalid_data_goes_to_the_variant_that_its_discriminator_names(kind):
    name = kind.__name__.lower()
    found = read_value({"type": name, "data": "odd"}, Pet, strict=False)
    assert type(found) is kind
    assert (found.type, found.data) == (name, "odd")


def test_an_unknown_discriminator_gives_the_first_variant_with_everything_kept():
    found = read_value({"type": "fish", "data": 1, "more": 2}, Pet, strict=False)
    assert type(found) is Cat
    assert (found.type, found.data, found.more) == ("fish", 1, 2)


def test_nested_unions_are_flattened_for_the_lookup():
    nested = Annotated[Union[Annotated[Union[Cat, Dog], "note"], Bird], PropertyInfo(discriminator="type")]
    assert type(read_value({"type": "dog", "data": "odd"}, nested, strict=False)) is Dog
    assert type(read_value({"type": "bird"}, nested, strict=False)) is Bird


def test_the_discriminator_is_a_python_name_whose_alias_is_on_the_wire():
    class A(BaseModel):
        foo_type: Literal["a"] = FieldInfo(alias="fooType")
        data: int

    class B(BaseModel):
        foo_type: Literal["b"] = FieldInfo(alias="fooType")
        data: int

    union = Annotated[Union[A, B], PropertyInfo(discriminator="foo_type")]
    found = read_value({"fooType": "b", "data": "odd"}, union, strict=False)
    assert type(found) is B
    assert found.foo_type == "b"


def test_of_equal_discriminators_the_last_wins_on_invalid_data():
    class Second(BaseModel):
        type: Literal["cat"]
        data: bool

    union = Annotated[Union[Cat, Second], PropertyInfo(discriminator="type")]
    assert type(read_value({"type": "cat", "data": "odd"}, union, strict=False)) is Second


def test_type_aliases_are_read_through():
    alias = TypeAliasType("alias", Union[Cat, Dog])

    class Model(BaseModel):
        one: alias  # type: ignore[valid-type]
        many: List[Annotated[Union[alias, Bird], PropertyInfo(discriminator="type")]]  # type: ignore[valid-type]

    model = Model.construct(one={"type": "dog", "data": True}, many=[{"type": "dog", "data": "odd"}, {"type": "bird"}])
    assert type(model.one) is Dog
    assert [type(item) for item in model.many] == [Dog, Bird]


def test_a_discriminator_around_a_type_alias_counts():
    alias = TypeAliasType("alias", Union[Cat, Dog])
    found = read_json(
        b'{"type": "dog", "data": "odd"}', Annotated[alias, PropertyInfo(discriminator="type")], strict=False  # type: ignore[valid-type]
    )
    assert type(found) is Dog


def test_a_field_may_be_named_cls():
    class Model(BaseModel):
        cls: str

    assert Model.construct(cls="x").cls == "x"
    assert Model(cls="x").cls == "x"


def test_an_incomplete_payload_goes_by_its_discriminator_though_an_inner_union_accepts_anything():
    class Outer1(BaseModel):
        kind: Literal["1"]
        data: int

    class Outer2(BaseModel):
        kind: Literal["2"]
        required: str
        data: Union[Cat, Bird, object]

    union = Annotated[Union[Outer1, Outer2], PropertyInfo(discriminator="kind")]
    found = read_value({"kind": "2", "data": {"type": "cat", "data": 1}}, union, strict=False)
    assert type(found) is Outer2
    assert found.required is None
    assert found.data == Cat(type="cat", data=1)


def test_a_discriminated_union_inside_another_finds_its_own_variant():
    class Inner(BaseModel):
        kind: Literal["x"]
        pet: Pet

    class Other(BaseModel):
        kind: Literal["y"]

    union = Annotated[Union[Other, Inner], PropertyInfo(discriminator="kind")]
    found = read_value({"kind": "x", "pet": {"type": "dog"}}, union, strict=False)
    assert type(found) is Inner
    assert type(found.pet) is Dog
    assert found.pet.data is None


def test_an_inner_union_that_shares_the_outer_tag_decides_by_its_own_discriminator():
    class Square(BaseModel):
        type: Literal["shape"]
        kind: Literal["square"]
        side: int

    class Circle(BaseModel):
        type: Literal["shape"]
        kind: Literal["circle"]
        radius: int

    shape = Annotated[Union[Square, Circle], PropertyInfo(discriminator="kind")]
    union = Annotated[Union[Cat, shape], PropertyInfo(discriminator="type")]
    found = read_value({"type": "shape", "kind": "square", "side": "odd"}, union, strict=False)
    assert type(found) is Square


def test_typed_extras_become_what_they_are_declared_as():
    class Model(BaseModel):
        __pydantic_extra__: Dict[str, Leaf] = FieldInfo(init=False)
        known: Optional[str] = None

    model = Model.construct(known="k", a={"foo": "x"}, b=5)
    assert model.a == Leaf(foo="x")  # type: ignore
    assert model.b == 5  # type: ignore


def test_recursive_models_are_read_to_any_depth_that_json_may_have():
    node = read_json(b'{"kids": [{"kids": [{"name": 3}], "name": "b"}], "name": "a"}', Node, strict=False)
    assert node.kids[0].kids[0].name == 3
    assert type(node.kids[0].kids[0]) is Node


class Node(BaseModel):
    name: str
    kids: Optional[List[Node]] = None


def test_odd_values_from_the_api_are_dumped_without_warnings():
    model = read_json(b'{"nested": {"foo": 1}}', Child, strict=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert model.to_dict() == model.model_dump() == {"nested": {"foo": 1}}
        assert model.to_json(indent=None) == model.model_dump_json() == '{"nested":{"foo":1}}'
        assert copy.copy(model).to_dict() == copy.deepcopy(model).to_dict() == {"nested": {"foo": 1}}
    with pytest.warns(UserWarning, match="Pydantic serializer warnings"):
        model.model_dump(warnings="warn")


def test_wrong_values_that_a_caller_puts_in_are_warned_of():
    model = Leaf(foo="x")
    model.foo = 5  # type: ignore
    with pytest.warns(UserWarning, match="Pydantic serializer warnings"):
        model.model_dump()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
@pytest.mark.parametrize("data", ['{"nested": {"foo": "x"}, "more": [1]}', '{"nested": {"foo": 1}, "more": [1]}'])
def test_copies_and_pickles_are_equal_and_keep_the_request_id(copied, data):
    model = read_json(data, Child, strict=False)
    model._request_id = "req_1"
    twin = copied(model)
    assert twin == model
    assert twin._request_id == "req_1"
    assert twin.model_fields_set == model.model_fields_set


def test_the_request_id_is_no_field_and_does_not_count_in_comparisons():
    one, other = Leaf(foo="x"), Leaf(foo="x")
    assert one._request_id is None
    one._request_id = "req_1"
    assert one == other
    assert one.model_dump() == {"foo": "x"}
    assert "req_1" not in repr(one)
    assert one != Leaf(foo="y")


def test_reading_an_instance_costs_no_python_call():
    assert not Leaf.__private_attributes__
    assert Leaf.__pydantic_post_init__ is None


@pytest.mark.parametrize(("value", "deferred"), [(None, True), ("true", True), ("false", False), ("0", False)])
def test_schemas_are_built_at_first_use_unless_the_environment_says_otherwise(value, deferred):
    code = (
        "import os, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[2] / 'templates')!r})\n"
        f"os.environ.pop('DEFER_PYDANTIC_BUILD', None); value = {value!r}\n"
        "if value: os.environ['DEFER_PYDANTIC_BUILD'] = value\n"
        "from core.models import BaseModel\n"
        "class M(BaseModel):\n    a: int\n"
        "print(M.__pydantic_complete__)\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert out == str(not deferred)
