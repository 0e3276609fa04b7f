"""What the API sends by itself: an event of each kind that a method reads."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.api import Api
from sdkwright.ir.recordings import Delivery, json_text
from sdkwright.ir.types import Reference, Type, UnionType
from sdkwright.ir.walk import resources
from sdkwright.lower.recorded.values import ENDLESS, Maker
from sdkwright.pointer import Json

NAME = "event"


def deliveries(api: Api, maker: Maker) -> Iterator[Delivery]:
    """The events of each reader that any can be made for."""
    for resource in resources(api):
        for reader in resource.readers:
            payloads = tuple(dict.fromkeys(json_text(event) for event in _each(maker, reader.event)))
            if payloads:
                yield Delivery(reader.site, payloads)


def _each(maker: Maker, declared: Type, inside: tuple[Type, ...] = ()) -> Iterator[Json]:
    """A value of every variant of a union, and of unions in it; of another type, one."""
    solid = maker.types.models[declared.model].type if isinstance(declared, Reference) else declared
    if isinstance(solid, UnionType):
        for variant in solid.variants:
            for made in _each(maker, variant.type, (*inside, declared)) if variant.type not in inside else ():
                yield maker.told_apart(solid, variant.type, made)
        return
    single = maker.make(declared, None, NAME)
    if single is not ENDLESS:
        yield single
