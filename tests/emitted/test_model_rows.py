"""Models as programs make, read, dump and compare them: each numbered row (M1 to M57) by a line of its own.

On models that the tests write themselves, from what the emitted package exports: `BaseModel`, and the mark for fields.
"""

from __future__ import annotations

import json
import warnings
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Annotated, Any, Dict, List, Literal, Optional, Union

import pydantic
import pytest
from harness.sides import Sdk
from pydantic import Field
from typing_extensions import TypeAliasType


@pytest.fixture(scope="session")
def kinds(demo_sdk: Sdk) -> SimpleNamespace:
    """Models of every shape that the rows speak of, on the base class of an emitted package."""
    base: Any = demo_sdk.package.BaseModel
    info = demo_sdk.module("_core.property_info").PropertyInfo

    def model(name: str, /, **fields: Any) -> Any:
        made = {key: value if isinstance(value, tuple) else (value, ...) for key, value in fields.items()}
        return pydantic.create_model(name, __base__=base, **made)

    leaf = model("Leaf", foo=str)
    by_int, by_str = model("ByInt", foo=int), model("ByStr", foo=str)
    a = model("A", type=Literal["a"], data=bool)
    b = model("B", type=Literal["b"], data=int)
    aliased_a = model("AliasedA", kind=(Literal["a"], Field(alias="type")), data=bool)
    aliased_b = model("AliasedB", kind=(Literal["b"], Field(alias="type")), data=int)
    either = Annotated[Union[a, b], info(discriminator="type")]
    c = model("C", type=Literal["c"], data=bool)
    return SimpleNamespace(
        base=base,
        model=model,
        leaf=leaf,
        child=model("Child", nested=leaf),
        maybe=model("Maybe", nested=(Optional[leaf], None)),
        many=model("Many", nested=List[leaf]),
        holes=model("Holes", nested=List[Optional[leaf]]),
        maybe_many=model("MaybeMany", nested=(Optional[List[leaf]], None)),
        texts=model("Texts", foo=List[str]),
        text_map=model("TextMap", foo=Dict[str, str]),
        map_of=model("MapOf", foo=Dict[str, leaf]),
        aliased=model("Aliased", my_foo=(Optional[str], Field(alias="myFoo", default=None))),
        union=model("UnionOf", foo=Union[by_int, model("Other", bar=str)]),
        literals=model("Literals", foo=Union[Literal[True, "CARD"], leaf]),
        maybe_union=model("MaybeUnion", foo=(Union[by_int, model("WithBool", foo=bool), None], None)),
        bad_union=model("BadUnion", foo=Union[model("S1", bar=bool), model("S2", bar=int)]),
        union_list=model("UnionList", items=List[Union[model("L1", level=int), model("L2", name=str)]]),
        lists_union=model("ListsUnion", items=Union[List[model("D1", foo=str)], List[model("D2", foo=int)]]),
        union_map=model("UnionMap", data=Dict[str, Union[by_int, by_str]]),
        list_map=model("ListMap", data=Dict[str, List[Union[by_int, by_str]]]),
        maps_union=model("MapsUnion", data=Union[Dict[str, by_int], Dict[str, by_str]]),
        moment=model("Moment", at=datetime),
        whole=model("Whole", bar=int),
        number=model("Number", bar=float),
        options=model("Options", foo_bar=(Optional[str], Field(alias="fooBar", default=None)), n=(Optional[int], None)),
        dated=model("Dated", created_at=(Optional[datetime], Field(alias="createdAt", default=None))),
        a=a,
        b=b,
        c=c,
        by_type=model("ByType", value=either),
        by_alias=model("ByAlias", value=Annotated[Union[aliased_a, aliased_b], info(discriminator="kind")]),
        nested_union=model("NestedUnion", value=Annotated[Union[Union[a, b], c], info(discriminator="type")]),
        same=model(
            "Same",
            value=Annotated[Union[a, model("Second", type=Literal["a"], other=bool)], info(discriminator="type")],
        ),
        alias_type=model("AliasType", value=Union[TypeAliasType("Texts_", List[str]), int]),
        info=info,
    )


def values(found: Any) -> Any:
    """What a model holds, as plain values."""
    return found.model_dump(by_alias=True, warnings=False)


@pytest.mark.parametrize(
    ("row", "kind", "given"),
    [
        ("M1", "leaf", {"foo": 5}),
        ("M2", "child", {"nested": {"foo": "x"}}),
        ("M2", "child", {"nested": "hello"}),
        ("M3", "maybe", {"nested": None}),
        ("M3", "maybe", {"nested": {"foo": "x"}}),
        ("M4", "many", {"nested": [{"foo": "bar"}, {"foo": "2"}]}),
        ("M4", "many", {"nested": True}),
        ("M4", "many", {"nested": [False]}),
        ("M5", "maybe_many", {"nested": [{"foo": "x"}]}),
        ("M6", "holes", {"nested": [None, {"foo": "x"}, None]}),
        ("M7", "texts", {"foo": False}),
        ("M8", "text_map", {"foo": False}),
        ("M9", "map_of", {"foo": {"a": {"foo": "x"}}}),
        ("M9", "map_of", {"foo": {"a": "x"}}),
        ("M10", "leaf", {"foo": "x", "unknown": [1, {"a": None}], "more": True}),
        ("M12", "aliased", {"myFoo": 5}),
        ("M15", "maybe_many", {"nested": None}),
        ("M15", "maybe_many", {"nested": []}),
        ("M17", "literals", {"foo": True}),
        ("M17", "literals", {"foo": "CARD"}),
        ("M17", "literals", {"foo": {"foo": "x"}}),
        ("M19", "bad_union", {"foo": "not an object"}),
        ("M19", "bad_union", {"foo": {"bar": {"a": 1}}}),
        ("M20", "union_list", {"items": [{"level": 1}, {"name": "x"}, 156]}),
        ("M21", "lists_union", {"items": [{"foo": 12}]}),
        ("M21", "lists_union", {"items": 156}),
        ("M22", "union_map", {"data": {"a": {"foo": 1}, "b": {"foo": "x"}}}),
        ("M23", "list_map", {"data": {"a": [{"foo": 1}, {"foo": "x"}]}}),
        ("M24", "maps_union", {"data": {"a": {"foo": 1}, "b": {"foo": "x"}}}),
        ("M26", "whole", {"bar": 10.9}),
        ("M26", "whole", {"bar": "19"}),
        ("M26", "whole", {"bar": False}),
        ("M27", "number", {"bar": 10.12}),
        ("M27", "number", {"bar": 2**53 + 1}),
        ("M47", "by_type", {"value": {"type": "b", "data": "odd", "new": 1}}),
        ("M47", "by_type", {"value": {"type": "a", "data": 100}}),
        ("M48", "by_type", {"value": {"type": "z", "data": None, "new": "thing"}}),
        ("M53", "alias_type", {"value": ["a"]}),
    ],
)
def test_whatever_comes_is_kept(kinds: SimpleNamespace, row: str, kind: str, given: Any):
    """By `construct` and, where it is JSON, by an answer: nothing raises, nothing is lost, nothing is turned into another thing."""
    found = getattr(kinds, kind).construct(**given)
    assert (row, values(found)) == (row, given)


@pytest.mark.parametrize(
    ("row", "kind", "given", "path", "expected"),
    [
        ("M2", "child", {"nested": {"foo": "x"}}, "nested", "Leaf"),
        ("M3", "maybe", {"nested": {1}}, "nested", "set"),
        ("M4", "many", {"nested": [{"foo": "x"}]}, "nested.0", "Leaf"),
        ("M5", "maybe_many", {"nested": {1}}, "nested", "set"),
        ("M9", "map_of", {"foo": {"a": {"foo": "x"}}}, "foo.a", "Leaf"),
        ("M16", "union", {"foo": {"foo": 1}}, "foo", "ByInt"),
        ("M16", "union", {"foo": {"bar": "x"}}, "foo", "Other"),
        ("M17", "literals", {"foo": {"foo": "x"}}, "foo", "Leaf"),
        ("M18", "maybe_union", {}, "foo", "NoneType"),
        ("M18", "maybe_union", {"foo": {"foo": "1"}}, "foo", "ByInt"),
        ("M18", "maybe_union", {"foo": {"foo": "1"}}, "foo.foo", "int"),
        ("M19", "bad_union", {"foo": {"bar": {"a": 1}}}, "foo", "S1"),
        ("M20", "union_list", {"items": [{"level": 1}, {"name": "x"}]}, "items.1", "L2"),
        ("M20", "union_list", {"items": [{"level": -1}, 156]}, "items.1", "int"),
        ("M21", "lists_union", {"items": [{"foo": 12}]}, "items.0", "D2"),
        ("M21", "lists_union", {"items": [{"foo": "x"}, {"foo": 12}]}, "items.1", "D1"),
        ("M22", "union_map", {"data": {"a": {"foo": 1}, "b": {"foo": "x"}}}, "data.b", "ByStr"),
        ("M23", "list_map", {"data": {"a": [{"foo": 1}, {"foo": "x"}]}}, "data.a.1", "ByStr"),
        ("M24", "maps_union", {"data": {"a": {"foo": 1}, "b": {"foo": "x"}}}, "data.b", "ByInt"),
        ("M27", "number", {"bar": 10}, "bar", "float"),
        ("M27", "number", {"bar": 2**53 + 1}, "bar", "int"),
        ("M47", "by_type", {"value": {"type": "b", "data": "odd"}}, "value", "B"),
        ("M47", "by_type", {"value": {"type": "a", "data": 100}}, "value", "A"),
        ("M48", "by_type", {"value": {"type": "z"}}, "value", "A"),
        ("M49", "nested_union", {"value": {"type": "b", "data": "odd"}}, "value", "B"),
        ("M49", "nested_union", {"value": {"type": "c", "data": "odd"}}, "value", "C"),
        ("M50", "by_alias", {"value": {"type": "b", "data": "odd"}}, "value", "AliasedB"),
        ("M51", "same", {"value": {"type": "a", "data": "odd"}}, "value", "Second"),
        ("M55", "by_type", {"value": {"type": "b"}}, "value", "B"),
    ],
)
def test_it_is_read_as_the_type_that_it_is_meant_to_be(
    kinds: SimpleNamespace, row: str, kind: str, given: Any, path: str, expected: str
):
    found = getattr(kinds, kind).construct(**given)
    for step in path.split("."):
        found = found[int(step)] if step.isdigit() else found[step] if isinstance(found, dict) else getattr(found, step)
    assert (row, type(found).__name__) == (row, expected)


def test_unknown_fields_are_attributes_and_appear_in_dumps(kinds: SimpleNamespace):
    """M10, M11: also where the rest was validated."""
    for made in (kinds.leaf.construct(foo="x", new={"a": 1}), kinds.leaf.model_validate({"foo": "x", "new": {"a": 1}})):
        assert made.new == {"a": 1}
        assert made.model_dump() == {"foo": "x", "new": {"a": 1}}
    assert kinds.leaf.construct(foo="x", new={"a": 1}).model_fields_set == {"foo"}


def test_models_are_written_with_their_fields(kinds: SimpleNamespace):
    """M13, M14."""
    made = kinds.child.construct(nested={"foo": "bar"})
    assert str(made) == repr(made) == "Child(nested=Leaf(foo='bar'))"


def test_moments_are_read_and_written_as_pydantic_writes_them(kinds: SimpleNamespace):
    """M25, M37."""
    for made in (
        kinds.moment.construct(at="2023-09-07T13:14:15Z"),
        kinds.moment.model_validate_json('{"at": "2023-09-07T13:14:15Z"}'),
    ):
        assert made.at == datetime(2023, 9, 7, 13, 14, 15, tzinfo=UTC)
        assert json.loads(made.model_dump_json()) == {"at": "2023-09-07T13:14:15Z"}
        assert made.to_dict(mode="json") == {"at": "2023-09-07T13:14:15Z"}
        assert made.to_dict(mode="python") == {"at": made.at}


def test_an_old_name_may_lead_to_a_field_with_another_one(kinds: SimpleNamespace):
    """M28."""

    class Renamed(kinds.leaf):  # type: ignore[name-defined,misc]
        resource_id: Optional[Dict[str, object]] = Field(alias="resourceId", default=None)

        @property
        def resource(self) -> Any:
            return self.resource_id

    for made in (
        Renamed.construct(foo="x", resourceId={"a": 1}),
        Renamed.model_validate({"foo": "x", "resourceId": {"a": 1}}),
    ):
        assert made.resource is made.resource_id
        assert made.resource == {"a": 1}


@pytest.mark.parametrize(
    ("row", "given", "options", "expected"),
    [
        ("M30", {"fooBar": "x"}, {}, {"fooBar": "x"}),
        ("M31", {"fooBar": "x"}, {"use_api_names": False}, {"foo_bar": "x"}),
        ("M32", {}, {"exclude_unset": False}, {"fooBar": None, "n": None}),
        ("M33", {}, {"exclude_unset": False, "exclude_none": True}, {}),
        ("M34", {}, {"exclude_unset": False, "exclude_defaults": True}, {}),
        ("M35", {"fooBar": None}, {}, {"fooBar": None}),
        ("M36", {"fooBar": None}, {"exclude_none": True}, {}),
        ("M36", {"fooBar": None}, {"exclude_defaults": True}, {}),
    ],
)
def test_dumps_leave_out_what_was_not_set(kinds: SimpleNamespace, row: str, given: Any, options: Any, expected: Any):
    """And M42: as JSON text with the same options."""
    made = kinds.options.construct(**given)
    assert (row, made.to_dict(**options)) == (row, expected)
    assert (row, json.loads(made.to_json(**options))) == (row, expected)


def test_null_is_told_from_missing(kinds: SimpleNamespace):
    """M29."""
    assert kinds.options.construct().model_fields_set == set()
    assert kinds.options.construct(fooBar=None).model_fields_set == {"foo_bar"}
    assert kinds.options.construct(fooBar="x").model_fields_set == {"foo_bar"}


def test_the_dumps_of_pydantic_work_as_ever(kinds: SimpleNamespace):
    """M39, M43, M44, M45."""
    made = kinds.options.construct(fooBar="x")
    assert isinstance(made, pydantic.BaseModel)
    assert made.model_dump() == {"foo_bar": "x", "n": None}
    assert made.model_dump(by_alias=True, include={"foo_bar"}) == {"fooBar": "x"}
    assert made.model_dump(exclude={"foo_bar"}) == {"n": None}
    assert made.model_dump(exclude_unset=True) == made.model_dump(exclude_none=True) == {"foo_bar": "x"}
    assert made.to_json(indent=None) == '{"fooBar":"x"}'
    assert made.model_dump_json(indent=2) == '{\n  "foo_bar": "x",\n  "n": null\n}'


def test_what_is_read_may_be_annotated_an_alias_or_called_cls(demo_sdk: Sdk, kinds: SimpleNamespace):
    """M46, M53, M54."""
    read = demo_sdk.module("_core.reading").read_value
    assert type(read({"foo": "x"}, Annotated[kinds.leaf, "x"], strict=False)) is kinds.leaf
    assert type(kinds.alias_type.construct(value=5).value) is int
    assert kinds.model("Cls", cls=str).construct(cls="x").cls == "x"


def test_incomplete_values_are_read_by_their_discriminator_in_unions_within_unions(kinds: SimpleNamespace):
    """M55, M56: also where a member could hold anything."""
    info = kinds.info
    inner_a = kinds.model("InnerA", type=Literal["x"], sub=Literal["1"], data=str)
    inner_b = kinds.model("InnerB", type=Literal["x"], sub=Literal["2"], data=Union[str, object])
    inner = Annotated[Union[inner_a, inner_b], info(discriminator="sub")]
    holder = kinds.model("Holder", value=Annotated[Union[kinds.a, inner], info(discriminator="type")])
    assert type(holder.construct(value={"type": "x", "sub": "2"}).value) is inner_b
    assert type(holder.construct(value={"type": "x", "sub": "1"}).value) is inner_a
    assert type(holder.construct(value={"type": "a"}).value) is kinds.a


def test_unknown_fields_may_have_a_type(kinds: SimpleNamespace):
    """M57."""

    class Open(kinds.base):  # type: ignore[name-defined,misc]
        __pydantic_extra__: Dict[str, kinds.leaf]  # type: ignore[name-defined]
        own: Optional[str] = None

    made = Open.construct(own="x", one={"foo": "y"}, two="z")
    assert type(made.one) is kinds.leaf
    assert (made.own, made.two) == ("x", "z")


def test_odd_values_that_came_are_dumped_without_warnings(kinds: SimpleNamespace):
    """M1, M26."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert kinds.whole.construct(bar="19").model_dump() == {"bar": "19"}
