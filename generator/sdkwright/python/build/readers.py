"""Methods of resources that read the events of webhooks; owns nothing that sends a request."""

from __future__ import annotations

from sdkwright.ir.api import Resource
from sdkwright.python.annotations import CORE, Direction
from sdkwright.python.build.parts import Building
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import identifier, string
from sdkwright.python.method_views import ReaderView
from sdkwright.python.source import Source, join


def reader_views(
    building: Building, resource: Resource, checking: Imports, runtime: Imports, module: ModuleName
) -> tuple[ReaderView, ...]:
    """The views, in the order of the config."""
    if not resource.readers:
        return ()
    checking.add("collections.abc", "Mapping")
    runtime.add_own((CORE, "webhooks"), "read_event")
    if any(reader.verified for reader in resource.readers):
        runtime.add_own((CORE, "webhooks"), "verify")
    responses = building.annotator(checking, Direction.RESPONSE)
    views: list[ReaderView] = []
    for reader in resource.readers:
        inner = Imports(module)
        kind = building.annotator(inner, Direction.RESPONSE).spell(reader.event)
        views.append(
            ReaderView(
                name=identifier(building.names.attributes[reader.site]),
                verified=reader.verified,
                key=_key(building, reader.secret),
                event=responses.spell(reader.event),
                kind=kind,
                imports=inner.lines(),
            )
        )
    return tuple(views)


def _key(building: Building, secret: str | None) -> Source:
    """The arguments that say where the key comes from: the caller, else an option of the client, read from a variable."""
    option = next((each for each in building.api.client.options if each.key == secret), None)
    if option is None:
        return Source("key")
    names = [building.names.options[option.key], *filter(None, [option.environment_variable])]
    return join(", ", (Source("key"), *(string(name) for name in names)))
