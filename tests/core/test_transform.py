"""Transform: names and formats of request values, as their annotations say (T1 to T32)."""

from __future__ import annotations

import io
import pathlib
from collections import deque
from datetime import UTC, date, datetime
from typing import Annotated, Any, Dict, Iterable, List, Literal, Mapping, Optional, Sequence, Union

import pytest
from pydantic import Field as FieldInfo
from typing_extensions import Required, TypeAliasType, TypedDict

from core.models import BaseModel
from core.property_info import PropertyInfo
from core.sentinels import not_given, omit
from core.transform import transform
from core.types import Base64FileInput


@pytest.fixture
def change():
    """How a value is written as its annotation says."""
    return transform


class Foo1(TypedDict, total=False):
    foo_bar: Annotated[str, PropertyInfo(alias="fooBar")]


class Foo2(TypedDict, total=False):
    bar: Bar2


class Bar2(TypedDict, total=False):
    this_thing: Annotated[int, PropertyInfo(alias="this__thing")]
    baz: Annotated[Baz2, PropertyInfo(alias="Baz")]


class Baz2(TypedDict, total=False):
    my_baz: Annotated[str, PropertyInfo(alias="myBaz")]


class Foo3(TypedDict, total=False):
    things: List[Bar2]


class Bar4(TypedDict, total=False):
    foo_bar: Annotated[str, PropertyInfo(alias="fooBar")]


class Baz4(TypedDict, total=False):
    foo_baz: Annotated[str, PropertyInfo(alias="fooBaz")]


class Foo4(TypedDict, total=False):
    foo: Union[Bar4, Baz4]


class Foo5(TypedDict, total=False):
    foo: Annotated[Union[Bar4, List[Baz4]], PropertyInfo(alias="FOO")]


class Tree(TypedDict, total=False):
    node_name: Required[Annotated[str, PropertyInfo(alias="nodeName")]]
    kid_nodes: Annotated[Iterable[Tree], PropertyInfo(alias="kidNodes")]


def test_keys_get_their_wire_names(change):
    """T1."""
    assert change({"foo_bar": "hello"}, Foo1) == {"fooBar": "hello"}


def test_nested_dicts_with_forward_references_are_renamed(change):
    """T2."""
    assert change({"bar": {"this_thing": 1}}, Foo2) == {"bar": {"this__thing": 1}}
    assert change({"bar": {"baz": {"my_baz": "foo"}}}, Foo2) == {"bar": {"Baz": {"myBaz": "foo"}}}


def test_lists_of_dicts_are_renamed(change):
    """T3."""
    given = {"things": [{"baz": {"my_baz": "foo"}}, {"this_thing": 2}]}
    assert change(given, Foo3) == {"things": [{"Baz": {"myBaz": "foo"}}, {"this__thing": 2}]}


def test_the_keys_of_every_variant_are_renamed_even_when_mixed(change):
    """T4."""
    assert change({"foo": {"foo_bar": "bar"}}, Foo4) == {"foo": {"fooBar": "bar"}}
    assert change({"foo": {"foo_baz": "baz"}}, Foo4) == {"foo": {"fooBaz": "baz"}}
    given = {"foo": {"foo_baz": "baz", "foo_bar": "bar"}}
    assert change(given, Foo4) == {"foo": {"fooBaz": "baz", "fooBar": "bar"}}


def test_a_union_of_a_dict_and_a_list_takes_both(change):
    """T5."""
    assert change({"foo": {"foo_bar": "bar"}}, Foo5) == {"FOO": {"fooBar": "bar"}}
    assert change({"foo": [{"foo_baz": "baz"}]}, Foo5) == {"FOO": [{"fooBaz": "baz"}]}


def test_a_union_of_a_dict_and_a_mapping_takes_both(change):
    class Named(TypedDict, total=False):
        foo_bar: Annotated[str, PropertyInfo(alias="fooBar")]

    kind = Union[Named, dict[str, Union[Named, str]]]
    assert change({"foo_bar": "x"}, kind) == {"fooBar": "x"}
    assert change({"key": {"foo_bar": "x"}, "other": "y"}, kind) == {"key": {"fooBar": "x"}, "other": "y"}


def test_a_wire_name_may_be_empty(change):
    class Odd(TypedDict, total=False):
        value: Annotated[str, PropertyInfo(alias="")]

    assert change({"value": "x"}, Odd) == {"": "x"}


def test_a_wire_name_of_one_variant_is_not_renamed_again_by_another(change):
    class A(TypedDict, total=False):
        one: Annotated[str, PropertyInfo(alias="two")]

    class B(TypedDict, total=False):
        two: Annotated[str, PropertyInfo(alias="three")]

    assert change({"one": "x"}, Union[A, B]) == {"two": "x"}


def test_unknown_keys_and_values_of_another_shape_pass_through(change):
    """T6, T7."""
    assert change({"baz_qux": {"my_baz": 1}}, Foo2) == {"baz_qux": {"my_baz": 1}}
    for value in ("text", [1], None, 5, {"this_thing": 1}):
        assert change({"things": value}, Foo3) == {"things": value}
    assert change("text", Foo1) == "text"


class Dates(TypedDict, total=False):
    foo: Annotated[Union[str, datetime], PropertyInfo(format="iso8601")]
    bar: Annotated[Optional[datetime], PropertyInfo(format="iso8601")]
    required: Required[Annotated[Optional[datetime], PropertyInfo(format="iso8601", alias="prop")]]
    union: Annotated[Union[int, str, datetime], PropertyInfo(format="iso8601")]
    list_: Annotated[List[datetime], PropertyInfo(format="iso8601")]
    day: Annotated[date, PropertyInfo(format="iso8601")]
    hour: Annotated[datetime, PropertyInfo(format="custom", format_template="%H")]
    quoted: Annotated[Required[Annotated[datetime, PropertyInfo(format="iso8601")]], PropertyInfo(alias="Quoted")]


class Dated(BaseModel):
    foo: datetime


def test_dates_are_written_as_iso_8601(change):
    """T8, T10, T11, T15."""
    aware = datetime.fromisoformat("2023-02-23T14:16:36.337692+00:00")
    assert change({"foo": aware}, Dates) == {"foo": "2023-02-23T14:16:36.337692+00:00"}
    assert change({"foo": aware.replace(tzinfo=None)}, Dates) == {"foo": "2023-02-23T14:16:36.337692"}
    assert change({"foo": None}, Dates) == {"foo": None}
    assert change({"foo": "2023-02-23"}, Dates) == {"foo": "2023-02-23"}
    assert change({"day": date(2023, 2, 23), "bar": None}, Dates) == {"day": "2023-02-23", "bar": None}
    assert change({"bar": aware}, Dates) == {"bar": "2023-02-23T14:16:36.337692+00:00"}
    assert change({"required": aware}, Dates) == {"prop": "2023-02-23T14:16:36.337692+00:00"}
    assert change({"required": None}, Dates) == {"prop": None}
    assert change({"quoted": aware}, Dates) == {"Quoted": "2023-02-23T14:16:36.337692+00:00"}


def test_dates_in_unions_and_lists_are_written(change):
    """T12, T13, T14."""
    moment = datetime(2023, 2, 23, tzinfo=UTC)
    text = "2023-02-23T00:00:00+00:00"
    assert change({"union": moment}, Dates) == {"union": text}
    assert change({"union": "word"}, Dates) == {"union": "word"}
    assert change({"union": 5}, Dates) == {"union": 5}
    assert change({"list_": [moment, moment]}, Dates) == {"list_": [text, text]}
    assert change({"hour": moment.replace(hour=7)}, Dates) == {"hour": "07"}


def test_models_with_dates_are_dumped_as_json(change):
    """T9."""
    assert change(Dated(foo=datetime(2023, 2, 23, tzinfo=UTC)), Any) == {"foo": "2023-02-23T00:00:00Z"}
    assert change(Dated(foo=datetime(2023, 2, 23)), Any) == {"foo": "2023-02-23T00:00:00"}  # noqa: DTZ001
    assert change(None, Any) is None


class Model(BaseModel):
    foo: str
    with_none_default: Optional[str] = None
    with_default: str = "foo"
    wire_name: Optional[str] = FieldInfo(alias="wireName", default=None)


def test_a_model_becomes_a_dict_of_what_was_set(change):
    """T16, T17, T18, T22, T23, T24."""
    assert change(Model(foo="hi!"), Any) == {"foo": "hi!"}
    assert change(Model.construct(foo="hi!"), Model) == {"foo": "hi!"}
    assert change(Model.construct(), Any) == {}
    assert change(Model.construct(my_untyped_field=True), Any) == {"my_untyped_field": True}
    assert change(Model.construct(with_none_default=None, with_default="foo"), Any) == {
        "with_none_default": None,
        "with_default": "foo",
    }
    assert change(Model(foo="x", with_none_default="bar", with_default="baz"), Any) == {
        "foo": "x",
        "with_none_default": "bar",
        "with_default": "baz",
    }


def test_a_model_has_its_wire_names_anywhere(change):
    model = Model.construct(foo="x", wireName="y")
    expected = {"foo": "x", "wireName": "y"}
    assert change(model, Any) == expected
    assert change({"things": [model]}, Foo3) == {"things": [expected]}
    assert change({"bar": model}, Foo2) == {"bar": expected}
    assert change([model], List[Model]) == [expected]


def test_wrong_values_in_a_model_are_sent_with_a_warning():
    """T19, T20, T21."""
    with pytest.warns(UserWarning, match="Pydantic serializer warnings"):
        assert transform(Model.construct(foo=True), Any) == {"foo": True}

    class Outer(BaseModel):
        nested: Model

    assert transform(Outer.construct(nested={"foo": "stainless"}), Any) == {"nested": {"foo": "stainless"}}
    assert transform(Outer.construct(nested=Dated.construct(foo="x")), Any) == {"nested": {"foo": "x"}}
    with pytest.warns(UserWarning, match="Pydantic serializer warnings"):
        assert transform(Outer.construct(nested={"foo": 5}), Any) == {"nested": {"foo": 5}}


@pytest.mark.parametrize("kind", [list, tuple, iter, deque, lambda items: (item for item in items)])
def test_iterables_of_dicts_become_lists_of_renamed_dicts(change, kind):
    """T25."""
    given = {"node_name": "a", "kid_nodes": kind([{"node_name": "b"}, {"node_name": "c"}])}
    expected = {"nodeName": "a", "kidNodes": [{"nodeName": "b"}, {"nodeName": "c"}]}
    assert change(given, Tree) == expected


def test_recursive_dicts_are_renamed_at_any_depth(change):
    given: Any = {"node_name": "x"}
    expected: Any = {"nodeName": "x"}
    for _ in range(50):
        given, expected = {"node_name": "x", "kid_nodes": [given]}, {"nodeName": "x", "kidNodes": [expected]}
    assert change(given, Tree) == expected


@pytest.mark.parametrize("kind", [Dict, Mapping])
def test_the_values_of_a_mapping_are_renamed(change, kind):
    """T26."""
    assert change({"a_b": {"foo_bar": "x"}}, kind[str, Foo1]) == {"a_b": {"fooBar": "x"}}


def test_text_is_not_iterated(change):
    """T27."""
    annotation = Union[str, Iterable[Foo1]]
    assert change("words", annotation) == "words"
    assert change(iter([{"foo_bar": "x"}]), annotation) == [{"fooBar": "x"}]
    assert change(b"words", Iterable[int]) == b"words"


class Encoded(TypedDict, total=False):
    data: Annotated[Union[str, Base64FileInput], PropertyInfo(format="base64")]


class _Path:
    """A path that is not a pathlib.Path."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return self.path


def test_files_are_encoded_as_base64(change, tmp_path):
    """T28."""
    path = tmp_path / "sample.txt"
    path.write_bytes(b"Hello, world!\n")
    for source in (path, _Path(str(path)), io.BytesIO(b"Hello, world!\n"), io.StringIO("Hello, world!\n")):
        assert change({"data": source}, Encoded) == {"data": "SGVsbG8sIHdvcmxkIQo="}
    with path.open("rb") as file:
        assert change({"data": file}, Encoded) == {"data": "SGVsbG8sIHdvcmxkIQo="}
    assert change({"data": b"\xff"}, Encoded) == {"data": "/w=="}
    assert change({"data": "already"}, Encoded) == {"data": "already"}


def test_a_missing_file_raises_what_opening_it_raises(change):
    with pytest.raises(FileNotFoundError):
        change({"data": pathlib.Path("/nowhere/at/all")}, Encoded)


def test_lists_that_need_no_change_are_not_copied(change):
    """T29, T30."""
    for given, annotation in (([1, 2, 3], List[int]), (["a"], Sequence[str]), ([1], Iterable[int])):
        assert change(given, annotation) is given
    assert change(iter([1, 2]), Iterable[int]) == [1, 2]
    assert change({"a"}, Iterable[str]) == ["a"]


@pytest.mark.parametrize("absent", [omit, not_given])
def test_absent_values_are_left_out_at_any_level(change, absent):
    """T31, T32."""
    assert change({"foo_bar": absent}, Foo1) == {}
    assert change({"bar": {"baz": absent, "this_thing": 1}}, Foo2) == {"bar": {"this__thing": 1}}


def test_type_aliases_are_seen_through(change):
    alias = TypeAliasType("alias", List[Foo1])
    assert change([{"foo_bar": "x"}], Union[alias, str]) == [{"fooBar": "x"}]  # type: ignore[valid-type]


def test_inherited_keys_are_renamed(change):
    class Sub(Foo1, total=False):
        more_keys: Annotated[Literal["x"], PropertyInfo(alias="moreKeys")]

    assert change({"foo_bar": "x", "more_keys": "x"}, Sub) == {"fooBar": "x", "moreKeys": "x"}


def test_property_info_shows_what_it_was_given():
    assert repr(PropertyInfo(alias="a", format="iso8601")) == "PropertyInfo(alias='a', format='iso8601')"
