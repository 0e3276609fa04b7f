"""The classes of the generator behave as the dataclasses that type checkers take them for."""

from __future__ import annotations

import dataclasses
import pickle
from itertools import product
from typing import ClassVar

import pytest

from sdkwright import inert

NAN = float("nan")  # is equal to nothing, and is hashed by identity

SHAPES = [
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "eq": False},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "kw_only": True},
    {"slots": True},
    {},
]


def none(decorate):
    @decorate
    class Thing:
        """Without fields."""

    return Thing, [{}, {}]


def one(decorate):
    @decorate
    class Thing:
        value: float

    return Thing, [{"value": value} for value in (1.0, 1, True, 2.5, NAN)]


def several(decorate):
    @decorate
    class Thing:
        name: str
        values: tuple[int, ...] = ()
        place: str = dataclasses.field(default="", compare=False)
        secret: str = dataclasses.field(default="hidden", repr=False)

    given = [("a", ()), ("a", (1, 2)), ("b", (1, 2))]
    return Thing, [
        *({"name": name, "values": values} for name, values in given),
        {"name": "a", "place": "elsewhere"},
        {"name": "a", "secret": "other"},
    ]


def own(decorate):
    @decorate
    class Thing:
        value: int

        def __eq__(self, other):
            return isinstance(other, type(self)) and self.value % 10 == other.value % 10

        def __hash__(self):
            return self.value % 10

        def __repr__(self):
            return f"<{self.value}>"

    return Thing, [{"value": value} for value in (1, 11, 2)]


def own_equality(decorate):
    @decorate
    class Thing:  # noqa: PLW1641 - that it has no `__hash__` of its own is the point
        value: int

        def __eq__(self, other):
            return isinstance(other, type(self)) and self.value % 10 == other.value % 10

    return Thing, [{"value": value} for value in (1, 11, 2)]


def below(decorate):
    @decorate
    class Base:
        LIMIT: ClassVar[int] = 3

        first: int

    @decorate
    class Thing(Base):
        second: int = 0

    assert Thing.LIMIT == 3

    return Thing, [{"first": first, "second": second} for first, second in product((1, 2), (1, 2))]


def made(decorate):
    @decorate
    class Thing:
        name: str
        values: list[int] = dataclasses.field(default_factory=list)
        count: int = dataclasses.field(init=False)
        parts: list[str] = dataclasses.field(init=False, default_factory=list)
        place: str = dataclasses.field(default="", kw_only=True)
        others: dict[str, int] = dataclasses.field(default_factory=dict, kw_only=True)

        def __post_init__(self):
            object.__setattr__(self, "count", len(self.values) + len(self.parts) + len(self.others))

    class Below(Thing):
        __hash__ = None

    given = [{}, {"values": [1]}, {"place": "here"}, {"others": {"a": 1}, "values": [2, 3]}]
    return Below, [{"name": "a", **each} for each in given]


def constructed(decorate):
    @decorate
    class Thing:
        value: int

        def __init__(self, text):
            object.__setattr__(self, "value", len(text))

    return Thing, [{"text": "a"}, {"text": "bb"}]


def facts(values) -> list[object]:
    """All that can be told of values without changing them."""
    found: list[object] = []
    for one_of in values:
        try:
            found.append(
                (
                    repr(one_of).rpartition("<locals>.")[2],
                    hash(one_of) if type(one_of).__hash__ is not object.__hash__ else 0,
                )
            )
        except TypeError:
            found.append((repr(one_of).rpartition("<locals>.")[2], "cannot be hashed"))
        found += [one_of == other for other in values]
        found.append(one_of == repr(one_of))
    return found


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
@pytest.mark.parametrize("kind", [none, one, several, own, own_equality, below, made, constructed])
def test_values_compare_hash_and_print_as_those_of_a_dataclass(kind, shape):
    told = []
    for module in (dataclasses, inert):
        cls, given = kind(module.dataclass(**shape))
        values = [cls(**each) for each in given]
        copies = [cls(**each) for each in given] if kind is constructed else list(map(dataclasses.replace, values))
        names = [(entry.name, entry.compare, entry.repr) for entry in dataclasses.fields(cls)]
        told.append(
            (
                facts([*values, *copies]),
                names,
                cls.__match_args__,
                [list(vars(each).get("__slots__", ())) for each in cls.__mro__],
                [dataclasses.asdict(each) for each in copies],
            )
        )
    assert repr(told[0]) == repr(told[1])


def refusals(kind):
    for arguments, given in (((), {}), ((1, 2, 3), {}), ((1,), {"value": 2}), ((1,), {"other": 2}), ((1,), {})):
        try:
            kind(*arguments, **given)
        except TypeError as error:
            yield str(error).rpartition("<locals>.")[2]


def test_a_call_with_other_arguments_is_refused_as_by_a_dataclass_the_first_time_and_later():
    (standard, _), (ours, _) = (one(module.dataclass(frozen=True)) for module in (dataclasses, inert))
    told = list(refusals(standard))
    assert len(told) == 4
    assert list(refusals(ours)) == told
    assert list(refusals(ours)) == told


@inert.dataclass(frozen=True, slots=True)
class Kept:
    name: str
    values: tuple[int, ...] = dataclasses.field(default=(), kw_only=True)


def test_values_are_copied_with_all_their_fields():
    value = Kept("a", values=(1, 2))
    assert pickle.loads(pickle.dumps(value)) == value
