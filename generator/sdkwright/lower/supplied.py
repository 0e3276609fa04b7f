"""Options of the client that are sent as parameters: which arguments of methods they stand in for, and which go with every request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sdkwright.config import ClientOption as OptionConfig
from sdkwright.ir.api import ClientOption, CredentialRole
from sdkwright.ir.operations import Location, Member, Method, Parameter
from sdkwright.lower.context import Context
from sdkwright.lower.parameters import declared
from sdkwright.lower.tree import operations
from sdkwright.pointer import ROOT, Pointer, child

__all__ = ["report_unsent", "sent_name", "supplied", "supplied_members", "with_places"]

SENDERS = {
    "send_as_path_param": Location.PATH,
    "send_as_query_param": Location.QUERY,
    "send_as_body_param": Location.BODY,
}


def sent_name(key: str, given: bool | str | None) -> str | None:
    """The name on the wire: the one that the config gives, or that of the option."""
    return key if given is True else given or None


def with_places(context: Context, key: str, config: OptionConfig, option: ClientOption) -> ClientOption:
    """The option with where it travels. A query parameter that no operation has goes with every request."""
    named = {place: sent_name(key, getattr(config, sender)) for sender, place in SENDERS.items()}
    places = tuple((place, name) for place, name in named.items() if name is not None)
    wanted = named[Location.QUERY]
    credential = option.credential
    is_sent = credential is not None and (credential.role, credential.parameter) == (
        CredentialRole.API_KEY_QUERY,
        wanted,
    )
    everywhere = wanted is not None and not is_sent and not _is_declared(context, wanted)
    return replace(
        option,
        header=sent_name(key, config.send_in_header),
        cookie=sent_name(key, config.send_in_cookie),
        query=wanted if everywhere else None,
        places=places,
    )


def _is_declared(context: Context, name: str) -> bool:
    nodes = (node for one in operations(context) for node in declared(context, one.path_item, one.node))
    return any(node.string("in") == "query" and node.string("name") == name for node in nodes)


def supplied(options: Iterable[ClientOption], parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """The parameters, those that an option stands in for no longer required: the call may leave them to the client."""
    known = {place: option.key for option in options for place in option.places}
    return tuple(_supplied(parameter, known.get((parameter.location, parameter.wire_name))) for parameter in parameters)


def _supplied(parameter: Parameter, key: str | None) -> Parameter:
    if key is None:
        return parameter
    return replace(parameter, required=False, supplied_by=key, is_needed=parameter.required)


def supplied_members(options: tuple[ClientOption, ...], members: Iterable[Member]) -> tuple[Member, ...]:
    """The same for each member of a body."""
    return tuple(replace(member, parameters=supplied(options, member.parameters)) for member in members)


def report_unsent(context: Context, methods: Iterable[Method]) -> None:
    """A warning for each option that is sent as a parameter of a path or body which no method has."""
    if not context.config.client_settings.opts:
        return
    taken = {each for method in methods for each in _supplied_in(context, method)}
    for key, config in context.config.client_settings.opts.items():
        for sender, place in SENDERS.items():
            name = sent_name(key, getattr(config, sender))
            if name is not None and place is not Location.QUERY and (place, key) not in taken:
                message = f"no method has `{name}` in its {place.value}, so `{key}` is never sent there"
                hint = "check the name against the document"
                context.report.add("C332", _where(key, sender), message, hint=hint, source="config")


def _supplied_in(context: Context, method: Method) -> tuple[tuple[Location, str | None], ...]:
    """The options that stand in for parameters of a method, and where; these are not looked into again while it is what it was."""

    def made() -> tuple[tuple[Location, str | None], ...]:
        return tuple({(parameter.location, parameter.supplied_by): None for parameter in method.parameters})

    return context.memory.recall("supplied", method.site, made, (method,))


def _where(key: str, sender: str) -> Pointer:
    return child(ROOT, "client_settings", "opts", key, sender)
