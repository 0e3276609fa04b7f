"""`test_webhooks.py`: the methods that read events, each with an event of every kind."""

from __future__ import annotations

from sdkwright.ir.api import EventReader, Resource
from sdkwright.ir.recordings import Delivery
from sdkwright.ir.walk import resources
from sdkwright.python.build.parts import Building
from sdkwright.python.build.suite.shapes import Shaper, outside
from sdkwright.python.literals import dotted, identifier, string
from sdkwright.python.suite_views import TestedReaderView, WebhooksView

NAMES = ("pytest", "Recording", "KEY", "signed")


def webhooks_view(building: Building, deliveries: tuple[Delivery, ...], shapes: Shaper) -> WebhooksView | None:
    """The view, where the package reads events; `shapes` takes note of what they consist of."""
    by_site = {delivery.reader: delivery for delivery in deliveries}
    found = [
        (resource, reader, by_site[reader.site])
        for resource in resources(building.api)
        for reader in resource.readers
        if reader.site in by_site
    ]
    if not found:
        return None
    shaper, client = Shaper(building, outside(building, *NAMES)), building.names.client
    shaper.imports.add_own((), client)
    shaper.imports.add_own((), f"Async{client}")
    verified = any(reader.verified for _, reader, _ in found)
    if verified:
        shaper.imports.add_own((), "InvalidWebhookSignatureError")
    for _, reader, _ in found:
        shapes.spell(reader.event, ())
    readers = tuple(_reader(shaper, *entry) for entry in found)
    return WebhooksView(
        header=building.header,
        imports=shaper.imports.lines(),
        client=identifier(client),
        async_client=identifier(f"Async{client}"),
        readers=readers,
        verified=verified,
    )


def _reader(shaper: Shaper, resource: Resource, reader: EventReader, delivery: Delivery) -> TestedReaderView:
    building = shaper.building
    way = [*building.layout.way(resource.path), building.names.attributes[reader.site]]
    label = "_".join(map(str, way))
    return TestedReaderView(
        label=identifier(label),
        constant=identifier(label.upper()),
        call=dotted(".".join(map(str, way))),
        expected=shaper.spell(reader.event, ()),
        payloads=tuple(map(string, delivery.payloads)),
        verified=reader.verified,
    )
