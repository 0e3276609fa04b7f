"""Operation -> Method: puts together what parameters, bodies, responses and paging say of it."""

from __future__ import annotations

from dataclasses import replace

from sdkwright.ir.api import Client, CredentialRole
from sdkwright.ir.operations import Guess, Location, Method, Paging, Parameter, Response, Security
from sdkwright.ir.paging import PageScheme
from sdkwright.lower.bodies import lower_body
from sdkwright.lower.choices import lower_choice, picking
from sdkwright.lower.context import Context, Place
from sdkwright.lower.durations import request_defaults
from sdkwright.lower.hints import deprecation, is_deprecated, why_deprecated
from sdkwright.lower.paging import match_scheme
from sdkwright.lower.parameters import lower_parameters
from sdkwright.lower.requirements import required
from sdkwright.lower.responses import lower_response
from sdkwright.lower.servers import lower_method_servers
from sdkwright.lower.supplied import supplied, supplied_members
from sdkwright.lower.tree import Operation, Planned
from sdkwright.lower.unwrapping import unwrapped
from sdkwright.pointer import Pointer


def lower_method(
    context: Context,
    plan: Planned,
    site: Pointer,
    schemes: tuple[PageScheme, ...],
    client: Client,
) -> Method:
    """The method that calls one operation."""
    operation, node = plan.operation, plan.operation.node
    place, owners = Place(site), (operation.path_item, node)
    security = required(context, node) if client.settings.security is not None else None
    declared = tuple(lower_parameters(context, operation.path, owners, place, _sent_by_client(client, security)))
    body, arguments, members = lower_body(context, node, place.below("body"), plan.config)
    parameters = (*_in_path_order(operation.path, declared), *arguments)
    plain = _plain_response(context, operation, place)
    response, choice = lower_choice(context, plan, parameters, plain, site)
    parameters, members = picking(choice, parameters, members) if choice is not None else (parameters, members)
    paging, guess = _paging(context, plan, schemes, (parameters, response), site)
    parameters, members = supplied(client.options, parameters), supplied_members(client.options, members)
    return Method(
        key=plan.key,
        site=site,
        origin=node.pointer,
        verb=operation.verb,
        path=_full_path(plan),
        description=plan.config.description or node.text("description") or node.text("summary"),
        deprecated=is_deprecated(node) or plan.deprecated is not None,
        deprecation=why_deprecated(plan.deprecated) or deprecation(node),
        parameters=parameters,
        body=body,
        response=response if paging is not None else unwrapped(context, plan, response, site),
        paging=paging,
        positional=_positional(context, plan, parameters),
        servers=lower_method_servers(context, *owners, client),
        security=security if security != client.settings.security else None,
        defaults=request_defaults(context, plan.config, site),
        members=members,
        choice=choice,
        guess=guess,
    )


def _paging(
    context: Context,
    plan: Planned,
    schemes: tuple[PageScheme, ...],
    call: tuple[tuple[Parameter, ...], Response],
    site: Pointer,
) -> tuple[Paging | None, Guess | None]:
    """The scheme that the method follows, and the guess with what a config would have to say of it."""
    matched = match_scheme(context, plan.config, schemes, call, site)
    if plan.pages is None or plan.guess is None or plan.config.paginated is not None:
        return matched, plan.guess
    own = tuple(scheme for scheme in schemes if scheme.key in plan.pages)
    paging = match_scheme(context, plan.config, own, call, site)
    if paging == matched:
        return paging, plan.guess
    return paging, replace(plan.guess, paginated=paging.scheme if paging is not None else False)


def _plain_response(context: Context, operation: Operation, place: Place) -> Response:
    """The answer of a call that asks for no stream; that it may be told by calling back is noted."""
    callbacks = operation.node.at("callbacks")
    if callbacks is not None:
        context.unsupported("U230", callbacks, "callbacks are not emitted")
    return lower_response(context, operation.node, place.below("response"), verb=operation.verb)


def _sent_by_client(client: Client, security: Security | None) -> frozenset[str]:
    """Lower-case names of the headers that a request carries already; `security` is what it asks for, None: all there is.

    `Authorization` is one wherever a scheme sends it: where none does, only the caller can.
    """
    asked = {name for alternative in security or () for name in alternative}
    credentials = (
        option.credential.parameter
        for option in client.options
        if option.credential is not None
        and option.credential.role is not CredentialRole.API_KEY_QUERY
        and (security is None or option.credential.scheme in asked or option.credential.parameter == "Authorization")
    )
    options = (option.header for option in client.options if option.header is not None)
    names = (*(name for name, _ in client.settings.default_headers), *credentials, *options)
    return frozenset(name.lower() for name in names)


def _full_path(plan: Planned) -> str:
    """The path of the document with the constant query that the config may add to it."""
    _, mark, query = (plan.config.path or "").partition("?")
    return plan.operation.path if "?" in plan.operation.path else f"{plan.operation.path}{mark}{query}"


def _in_path_order(path: str, parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Path parameters in the order of the template, then the others as they stand."""
    in_path = [parameter for parameter in parameters if parameter.location is Location.PATH]
    others = [parameter for parameter in parameters if parameter.location is not Location.PATH]
    return (*sorted(in_path, key=lambda parameter: path.find("{" + parameter.wire_name + "}")), *others)


def _positional(context: Context, plan: Planned, parameters: tuple[Parameter, ...]) -> tuple[str, ...]:
    """Which path parameters may be given by position: those that the config names, else the last one."""
    in_path = [parameter for parameter in parameters if parameter.location is Location.PATH]
    names = [parameter.wire_name for parameter in in_path if parameter.supplied_by is None]
    if plan.config.positional_params is not None:
        return tuple(name for name in plan.config.positional_params if name in names)
    if context.config.settings.positional_params is False:
        return ()
    return tuple(names[-1:])
