"""Names in the config that nothing bears: languages, variables of URLs, purposes, parameters; each is told with the nearest one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from sdkwright.config import Resource as ResourceConfig
from sdkwright.config.target import LANGUAGES
from sdkwright.diagnostics import meant
from sdkwright.ir.api import Client, Resource, ResourcePath
from sdkwright.ir.operations import Location, Method
from sdkwright.ir.walk import methods_of
from sdkwright.lower.context import Context
from sdkwright.lower.paging import ROLE, purpose
from sdkwright.lower.resources import model_pointer, resource_pointer
from sdkwright.lower.servers import ABSOLUTE, VARIABLE
from sdkwright.lower.supplied import report_unsent
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, Pointer, child

__all__ = ["report_unmet"]

KNOWN_LANGUAGES = LANGUAGES | {"python"}
PURPOSES = frozenset(
    [
        *("items", "has_next_page", "next_cursor_param", "next_cursor_field", "previous_cursor_param"),
        *("previous_cursor_field", "cursor_item_id", "next_cursor_id_param", "previous_cursor_id_param"),
        *("cursor_url_field", "offset_count_param", "offset_count_start_field", "offset_total_count_field"),
        *("page_number_param", "current_page_number_field", "total_page_count_field"),
    ]
)


def report_unmet(context: Context, resources: tuple[Resource, ...], client: Client) -> None:
    """A warning for each of them."""
    methods = {method.site: method for method in methods_of(resources)}
    for path, resource in _resources((), context.config.resources):
        _report_languages(context, path, resource)
        _report_positional(context, path, resource, methods)
    for index, scheme in enumerate(context.config.pagination):
        at = child(ROOT, "pagination", index)
        for name, part in (("request", scheme.request), ("response", scheme.response)):
            _report_purposes(context, Node(dict(part), child(at, name)).members())
    _report_servers(context, client, methods.values())
    _report_security(context)
    report_unsent(context, methods.values())


def _resources(
    path: ResourcePath, resources: Mapping[str, ResourceConfig]
) -> Iterator[tuple[ResourcePath, ResourceConfig]]:
    for key, resource in resources.items():
        yield (*path, key), resource
        yield from _resources((*path, key), resource.subresources)


def _report_languages(context: Context, path: ResourcePath, resource: ResourceConfig) -> None:
    here = resource_pointer(path)
    places = [(here, resource), *((child(here, "methods", key), each) for key, each in resource.methods.items())]
    told = [(at, key, getattr(each, key)) for at, each in places for key in ("skip", "only")]
    models = ((model_pointer(path, key), each) for key, each in resource.models.items())
    told += [(at, key, getattr(each, key)) for at, each in models for key in ("skip", "only")]
    for at, key, languages in told:
        for index, language in enumerate(cast("list[str]", languages) if isinstance(languages, list) else ()):
            if language not in KNOWN_LANGUAGES:
                _report(
                    context, child(at, key, index), f"no language is called `{language}`", language, KNOWN_LANGUAGES
                )


def _report_positional(
    context: Context, path: ResourcePath, resource: ResourceConfig, methods: Mapping[Pointer, Method]
) -> None:
    for key, config in resource.methods.items():
        at = child(resource_pointer(path), "methods", key)
        method = methods.get(at)
        if method is None:
            continue
        in_path = {parameter.wire_name: parameter for parameter in method.located(Location.PATH)}
        for index, name in enumerate(config.positional_params or ()):
            where = child(at, "positional_params", index)
            if name not in in_path:
                _report(context, where, f"the path has no parameter `{name}`", name, in_path)
            elif (option := in_path[name].supplied_by) is not None:
                message = f"`{name}` may be left to the option `{option}` of the client, so it is given by name"
                hint = "take it out of the list; or have no option of the client stand in for it"
                context.report.add("C318", where, message, hint=hint, source="config")


def _report_purposes(context: Context, members: Iterable[tuple[str, Node]]) -> None:
    for _, node in members:
        told = purpose(node)
        if told is not None and told not in PURPOSES:
            _report(context, child(node.pointer, ROLE), f"no purpose is called `{told}`", told, PURPOSES)
        _report_purposes(context, (*node.members("properties"), *node.members("items", "properties")))


def _report_servers(context: Context, client: Client, methods: Iterable[Method]) -> None:
    """URLs that nothing can be sent to, and options for variables that no URL has."""
    for name, url in context.config.environments.items():
        if ABSOLUTE.match(url) is None and not url.startswith("{"):
            message, at = f"`{url}` is no URL that requests can be sent to", child(ROOT, "environments", name)
            context.report.add(
                "C334", at, message, hint=f"write the whole of it: `https://{url.lstrip('/')}`", source="config"
            )
    urls = [url for _, url in client.environments]
    urls += [server.string("url") or "" for server in context.root.items("servers")]
    urls += [url for method in methods for _, url in method.servers]
    variables = {name for url in urls for name in VARIABLE.findall(url)}
    for key, option in context.config.client_settings.opts.items():
        variable = option.server_variable
        if variable is not None and variable not in variables:
            at = child(ROOT, "client_settings", "opts", key, "server_variable")
            message = f"no URL has the variable `{variable}`, so `{key}` is never part of one"
            hint = meant(variable, variables) or f"write `{{{variable}}}` into a URL of `environments`"
            context.report.add("C332", at, message, hint=hint, source="config")


def _report_security(context: Context) -> None:
    known = {*(context.config.security_schemes or {})}
    known |= set(context.root.names("components", "securitySchemes"))
    for index, alternative in enumerate(context.config.security or ()):
        for name in alternative:
            if name not in known:
                hint = meant(name, known) or "declare it in `security_schemes`"
                at = child(ROOT, "security", index, name)
                context.report.add("C330", at, f"there is no security scheme `{name}`", hint=hint, source="config")


def _report(context: Context, at: Pointer, message: str, name: str, known: Iterable[str]) -> None:
    known = sorted(known)
    hint = meant(name, known) or f"there are: {', '.join(f'`{each}`' for each in known)}"
    context.report.add("C318", at, message, hint=hint if known else None, source="config")
