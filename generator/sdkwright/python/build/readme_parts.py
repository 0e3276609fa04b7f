"""What README tells of parts that only some packages have: tokens, webhooks, errors of their own; owns no prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sdkwright.ir.api import CredentialRole
from sdkwright.ir.walk import resources
from sdkwright.python.build.parts import Building
from sdkwright.python.document_views import PartsView, TokensView, WebhooksView
from sdkwright.python.expressions import Expression, flat
from sdkwright.python.literals import identifier, string
from sdkwright.python.markdown import code
from sdkwright.python.source import Source, join
from sdkwright.python.statuses import error_class

__all__ = ["parts_view"]

CLIENT = (CredentialRole.CLIENT_ID, CredentialRole.CLIENT_SECRET)


def parts_view(
    building: Building, required: list[tuple[Source, Expression]], install: Callable[[str], Source]
) -> PartsView:
    """All of it; `install` says how the package is installed with an extra."""
    settings, names = building.api.client.settings, building.names.headers
    measured = building.api.package.distribution.opentelemetry
    return PartsView(
        tokens=_tokens(building, required),
        webhooks=_webhooks(building, install("webhooks")),
        install_opentelemetry=install("opentelemetry") if measured else None,
        own_errors=tuple(_own_errors(building)),
        lifted=tuple((identifier(names[key]), code(header)) for key, header in settings.response_headers),
    )


def _own_errors(building: Building) -> Iterator[tuple[Source, Source]]:
    """The classes of errors that only this API has, and what each is a kind of."""
    for kind in building.api.errors.kinds if building.api.errors is not None else ():
        yield identifier(building.names.errors[kind.site]), identifier(error_class(kind.status))


def _tokens(building: Building, required: list[tuple[Source, Expression]]) -> TokensView | None:
    """How a client gets tokens that are not known beforehand, where the API has any."""
    fed = [(option.credential, option.key) for option in building.api.client.options if option.credential is not None]
    names = building.names.options
    bearer = next((identifier(names[key]) for one, key in fed if one.role is CredentialRole.BEARER), None)
    server = next((one.token_url for one, _ in fed if one.token_url is not None), None)
    pair = [code(names[key]) for role in CLIENT for one, key in fed if one.role is role]
    if bearer is None and server is None:
        return None
    beside = tuple(Source.of("{}={}", label, flat(item)) for label, item in required if label != bearer)
    both = join(" and ", pair) if len(pair) == len(CLIENT) else None
    return TokensView(bearer, beside, _absolute(server) if server is not None else None, both)


def _absolute(url: str) -> Source:
    """As a literal; on a server of examples where the document gives a path only."""
    return string(url if "://" in url else f"https://api.example.com/{url.lstrip('/')}")


def _webhooks(building: Building, install: Source) -> WebhooksView | None:
    """The first method that verifies events, where the API has any."""
    for resource in resources(building.api):
        for reader in resource.readers:
            if reader.verified:
                parts = ("client", *building.layout.way(resource.path), building.names.attributes[reader.site])
                return WebhooksView(join(".", (identifier(part) for part in parts)), install)
    return None
