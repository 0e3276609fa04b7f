"""`_client.py`: the two client classes, what they share, and their settings."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sdkwright.ir.api import ClientOption, CredentialRole, EventRule, Resource
from sdkwright.ir.types import Scalar, ScalarType
from sdkwright.python.annotations import CORE, Direction
from sdkwright.python.build import credentials
from sdkwright.python.build.documentation import resource_docstring
from sdkwright.python.build.methods import (
    alias_views,
    method_view,
    needed_by_methods,
    ordered_methods,
    view_names,
)
from sdkwright.python.build.parts import Building
from sdkwright.python.build.resources import reserve, subresource, without
from sdkwright.python.build.vocabulary import CLIENT_BUILTINS, builtin_words, view_words
from sdkwright.python.docstrings import docstring, field_lines
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import dotted, identifier, mapping, string, value
from sdkwright.python.method_views import MethodView
from sdkwright.python.source import Source, join
from sdkwright.python.views import ClientMethodsView, ClientView, CredentialView, Module, OptionView, SubresourceView

TEMPLATE = "package/_client.py.jinja"
READERS = {Scalar.INTEGER: Source("int"), Scalar.NUMBER: Source("float"), Scalar.BOOLEAN: Source("read_bool")}


def client_module(building: Building, streams: Collection[str]) -> Module:
    """The module of the clients; ``streams`` are the media types of the streams that there are."""
    module = ModuleName(("_client",))
    checking = Imports(module)
    runtime = Imports(module, bound=checking.bound)
    _reserve(building, checking)
    return Module(building.layout.module_file(module.parts), TEMPLATE, _view(building, module, runtime, checking, streams))


def _view(
    building: Building, module: ModuleName, runtime: Imports, checking: Imports, streams: Collection[str]
) -> ClientView:
    subresources = tuple(_subresources(building, module, checking))
    _needed(building, runtime, checking)
    own = building.api.own
    methods = tuple(_own_methods(building, own, checking, module)) if own is not None else ()
    needed_by_methods(building, methods, runtime, checking)
    members = _members(building)
    words = {**builtin_words(CLIENT_BUILTINS, members, runtime), **view_words(view_names(methods), members, checking)}
    schemes = tuple(credentials.schemes(building, runtime))
    sent = tuple(credentials.everywhere(building, runtime))
    return ClientView(
        header=building.header,
        docstring=resource_docstring(f"`{building.names.client}` and `Async{building.names.client}`.", None, 0),
        http=dotted(building.api.package.http_library),
        name=identifier(building.names.client),
        package=string(building.api.package.import_name),
        error=string(f"{building.names.client}Error"),
        settings=tuple(_settings(building, runtime, streams)),
        options=tuple(_option(building, option, members, runtime, checking) for option in building.api.client.options),
        environments=_environments(building),
        environment=_environment(building, checking),
        headers=tuple(CredentialView(text) for place, text in sent if place == "header"),
        query=tuple(CredentialView(text) for place, text in sent if place == "query"),
        flow=join(" or ", flows) if (flows := [text for place, text in sent if place == "flow"]) else None,
        schemes=schemes,
        variables=_variables(building),
        imports=runtime.lines(),
        checking_imports=without(checking, runtime).lines(),
        words=words,
        sync=_methods(building, "", subresources, runtime),
        asynchronous=_methods(building, "Async", subresources, runtime),
        methods=methods,
        aliases=alias_views(building, own) if own is not None else (),
        has_generic=any(method.generic for method in methods),
        has_alias=building.names.client != "Client",
    )


def _subresources(building: Building, module: ModuleName, checking: Imports) -> Iterator[SubresourceView]:
    """The resources at the top, whose classes are imported here for type checkers."""
    for resource in building.api.resources:
        part = subresource(building, resource, module)
        for name in (part.cls, part.async_cls, part.view_cls, part.async_view_cls):
            checking.add_own(building.layout.resource_module(resource), name)
        yield part


def _reserve(building: Building, imports: Imports) -> None:
    """Keep names before any model is imported, as the module of a resource does, with those of this module."""
    reserve(imports, building.names.client)
    for name in ("Client", "AsyncClient", "Mapping", "Sequence", "Self"):
        imports.reserve(name)


def _own_methods(building: Building, own: Resource, checking: Imports, module: ModuleName) -> Iterator[MethodView]:
    """The methods of the client itself."""
    annotator = building.annotator(checking, Direction.REQUEST, _members(building))
    return (method_view(building, method, annotator, module) for method in ordered_methods(building, own))


def _needed(building: Building, runtime: Imports, checking: Imports) -> None:
    """Names that the template itself uses."""
    for marker in ("Raw", "Streamed", "View", "ViewMode"):
        checking.add_own((CORE, "raw"), marker)
    if building.api.client.settings.security is not None:
        checking.add_own((CORE, "auth"), "Schemes")
    runtime.add("typing", "TYPE_CHECKING", "Any")
    runtime.add("collections.abc", "Mapping")
    checking.add("collections.abc", "Sequence")
    checking.add_own((CORE, "types"), "AsyncMiddleware")
    checking.add_own((CORE, "types"), "Middleware")
    runtime.add("typing_extensions", "Self", "override")
    runtime.add_module(building.api.package.http_library)
    for place, base in _bases(building):
        runtime.add_own((CORE, place), base)
    runtime.add_own((CORE, "errors"), "name_base_error")
    runtime.add_own((CORE, "sentinels"), "NotGiven")
    runtime.add_own((CORE, "sentinels"), "not_given")
    checking.add_own((CORE, "query"), "Querystring")
    checking.add_own((CORE, "sentinels"), "Omit")
    runtime.add_own((CORE, "settings"), "ClientSettings")
    for name in ("default_aiohttp_client", "default_async_httpx_client", "default_httpx_client"):
        runtime.add_own((CORE, "http_clients"), name)
    runtime.add_own(("_version",), "__version__")
    if building.api.resources:
        runtime.add_own((CORE, "lazy"), "cached_property")


def _bases(building: Building) -> tuple[tuple[str, str], tuple[str, str]]:
    """The module and the name of what each of the two clients is a kind of."""
    if building.api.schemes:
        return ("listing", "SyncListingClient"), ("listing", "AsyncListingClient")
    return ("sync_client", "SyncAPIClient"), ("async_client", "AsyncAPIClient")


def _methods(
    building: Building, prefix: str, subresources: tuple[SubresourceView, ...], runtime: Imports
) -> ClientMethodsView:
    name = f"{prefix}{building.names.client}"
    place, base = _bases(building)[bool(prefix)]
    kind = "Asynchronous" if prefix else "Synchronous"
    return ClientMethodsView(
        cls=identifier(name),
        view_cls=identifier(f"{name}View"),
        base=runtime.add_own((CORE, place), base),
        http_client=identifier("AsyncClient" if prefix else "Client"),
        middleware=identifier(f"{prefix}Middleware"),
        docstring=docstring(field_lines(f"{kind} client of the API: {building.api.package.title}"), 4),
        resources=subresources,
    )


def _members(building: Building) -> frozenset[str]:
    """What the document puts into the body of the client classes."""
    own, sites = building.api.own, [resource.site for resource in building.api.resources]
    if own is not None:
        sites += [*(method.site for method in own.methods), *(alias.site for alias in own.aliases)]
    attributes = (building.names.attributes[site] for site in sites)
    return frozenset((*attributes, *building.names.options.values()))


def _option(
    building: Building, option: ClientOption, members: frozenset[str], imports: Imports, checking: Imports
) -> OptionView:
    name = building.names.options[option.key]
    kind = option.type.kind if isinstance(option.type, ScalarType) else Scalar.STRING
    spelled = building.annotator(imports, Direction.RESPONSE, members).spell(option.type)
    environment = string(option.environment_variable) if option.environment_variable is not None else None
    takes_source = option.credential is not None and option.credential.role is CredentialRole.BEARER
    if takes_source:
        checking.add_own((CORE, "types"), "TokenSource")
        imports.add_own((CORE, "tokens"), "token_option")
    arguments = [string(name), identifier(name)]
    if environment is not None:
        arguments.append(Source.of("env={}", environment))
    if option.default is not None:
        arguments.append(Source.of("default={}", value(option.default)))
    elif option.nullable:
        arguments.append(Source("nullable=True"))
    if kind in READERS:
        arguments.append(Source.of("read={}", READERS[kind]))
        if kind is Scalar.BOOLEAN:
            imports.add_own((CORE, "options"), "read_bool")
    if not takes_source:
        imports.add_own((CORE, "options"), "option_value")
    resolved = Source("token_option(self, ") if takes_source else Source("option_value(")
    return OptionView(
        name=identifier(name),
        quoted=string(name),
        annotation=Source.of("{} | TokenSource", spelled) if takes_source else spelled,
        attribute_annotation=Source.of("{} | None", spelled) if option.nullable and option.default is None else spelled,
        resolve=Source.of("{}{})", resolved, join(", ", arguments)),
        docstring=docstring(field_lines(option.description), 4) if option.description is not None else None,
    )


def _variables(building: Building) -> Source | None:
    """The options that are part of the URL of a server, by the name of its variable."""
    names = building.names.options
    found = {
        option.server_variable: Source.of("self.{}", identifier(names[option.key]))
        for option in building.api.client.options
        if option.server_variable is not None
    }
    return mapping(found) if found else None


def _environment(building: Building, imports: Imports) -> Source | None:
    """The type of the argument that names an environment, where there are several."""
    names = [name for name, _ in building.api.client.environments]
    if len(names) < 2:
        return None
    imports.add("typing", "Literal")
    return Source.of("Literal[{}]", join(", ", (string(name) for name in names)))


def _environments(building: Building) -> Source:
    return mapping({name: string(url) for name, url in building.api.client.environments})


def _settings(building: Building, imports: Imports, streams: Collection[str]) -> Iterator[tuple[Source, Source]]:
    """What differs from the defaults of the runtime, as keyword arguments."""
    client, http = building.api.client, identifier(building.api.package.http_library)
    settings = client.settings
    yield Source("package"), string(building.api.package.import_name)
    yield Source("name"), string(building.names.client)
    yield Source("version"), Source("__version__")
    yield Source("env_prefix"), string(client.environment_prefix)
    yield Source("environments"), _environments(building)
    timeout, connect = value(settings.timeout), value(settings.connect_timeout)
    yield Source("timeout"), Source.of("{}.Timeout({}, connect={})", http, timeout, connect)
    yield Source("max_retries"), value(settings.max_retries)
    yield Source("initial_retry_delay"), value(settings.initial_retry_delay)
    yield Source("max_retry_delay"), value(settings.max_retry_delay)
    most, kept = value(settings.max_connections), value(settings.max_keepalive_connections)
    yield Source("limits"), Source.of("{}.Limits(max_connections={}, max_keepalive_connections={})", http, most, kept)
    yield Source("array_format"), string(settings.array_format)
    yield Source("nested_format"), string(settings.nested_format)
    if settings.platform_header_prefix != "X-Stainless":
        yield Source("platform_header_prefix"), value(settings.platform_header_prefix)
    if settings.default_headers:
        yield Source("default_headers"), mapping({name: string(text) for name, text in settings.default_headers})
    if settings.idempotency_header is not None:
        yield Source("idempotency_header"), string(settings.idempotency_header)
    if settings.request_id_header is not None:
        yield Source("request_id_header"), string(settings.request_id_header)
    if settings.error_message:
        yield Source("error_message"), _tuple([string(part) for part in settings.error_message])
    if building.api.errors is not None:
        yield Source("error_kinds"), imports.add_own(("_errors",), "ERROR_KINDS")
    if any("json" in accept for accept in streams):
        yield Source("sequences"), imports.add_own((CORE, "jsonl"), "SequenceDecoder")
    if settings.events is not None:
        name = imports.add_own((CORE, "settings"), "EventRule")
        rules = [Source.of("{}({})", name, _event_rule(rule)) for rule in settings.events]
        yield Source("stream_rules"), _tuple(rules)
    yield from credentials.settings(building, imports)


def _tuple(items: list[Source]) -> Source:
    return Source.of("({},)", items[0]) if len(items) == 1 else Source.of("({})", join(", ", items))


def _event_rule(rule: EventRule) -> Source:
    told = [string(rule.handle.value)]
    if rule.names is not None:
        told.append(Source.of("events={}", _tuple([value(name) for name in rule.names])))
    if rule.data_starts_with is not None:
        told.append(Source.of("data_starts_with={}", string(rule.data_starts_with)))
    if rule.error_property is not None:
        told.append(Source.of("error_property={}", string(rule.error_property)))
    return join(", ", told)
