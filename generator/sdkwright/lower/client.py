"""Client and package facts: names, servers, defaults; what the config does not say comes from the document."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from keyword import iskeyword

from sdkwright.config import Config
from sdkwright.inert import dataclass
from sdkwright.ir.api import Client, ClientSettings, Package
from sdkwright.ir.operations import Security
from sdkwright.lower.context import Context
from sdkwright.lower.distribution import lower_distribution, project_name
from sdkwright.lower.durations import seconds
from sdkwright.lower.errors import steps
from sdkwright.lower.events import lower_events
from sdkwright.lower.requirements import usual
from sdkwright.lower.security import allows_anonymous, configured_options, inferred_options, schemes, with_scopes
from sdkwright.lower.servers import as_declared, lower_environments, variable_options
from sdkwright.lower.tree import Operation
from sdkwright.lower.undeclared import undeclared_credentials
from sdkwright.lower.webhooks import Events, key_option
from sdkwright.naming.words import ascii_snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, child

LONGEST_NAME = 60
FIRST_WITH_SUFFIX = "2024-06-01"
"""Between the last project known to have begun without the suffix (early 2024) and the first with it (summer 2024)."""
# names that Windows keeps for devices; modules that are imported in place of a package of that name
DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
ELSEWHERE = frozenset({"anyio", "httpx", "httpx2", "pydantic", "pydantic_core", "typing_extensions"})
# words of a title that are about the document, and what is left of those that tools write
OF_THE_DOCUMENT = re.compile(
    r"\b(open\s?api|apis?|rest(ful)?|specification|v?\d+(\.\d+)*)\b(\s+(docs?|references?|definitions?|specs?)\b)*"
    r"|\bdocumentation$",
    re.IGNORECASE,
)
NAMELESS = frozenset({"documentation", "http", "web", "public", "fastapi", "swagger", "my", "title", "untitled"})
REQUEST_ID = "request_id"
DEFAULT_TIMEOUT = 60.0
CONNECT_TIMEOUT = 5.0
DEFAULT_RETRIES = (2, 0.5, 8.0)
DEFAULT_LIMITS = (100, 20)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says; it wins over the config."""

    package: str | None = None
    http_library: str | None = None


def lower_client(
    context: Context, operations: Collection[Operation], sent: Events, package: str | None = None
) -> Client:
    """The client: its options come from the config, or from security schemes and servers where there is no config."""
    config = context.config.client_settings
    package = package or context.config.targets.python.package_name
    name = config.default_client_name or _organization(context, package)
    prefix = config.default_env_prefix or _variable(name)
    if config.opts:
        options = list(as_declared(context, operations, configured_options(context)))
    else:
        options = list(inferred_options(context, prefix))
        if not (options or context.config.resources or schemes(context)):
            options.extend(undeclared_credentials(context, prefix))
        options.extend(variable_options(context, operations, prefix, frozenset(option.key for option in options)))
        options.extend(key_option(context, prefix, sent))
    return Client(
        name=name,
        environment_prefix=prefix,
        environments=lower_environments(context, options),
        options=tuple(with_scopes(context, operations, options)),
        settings=_settings(context, usual(context, operations, options)),
    )


def lower_package(context: Context, overrides: Overrides) -> Package:
    """The distribution: its names come from the flags, the config, or the title of the document, in this order."""
    info = Node(context.document.root, ROOT).at("info") or Node({}, ROOT)
    target = context.config.targets.python
    import_name = overrides.package or target.package_name or _importable(ascii_snake(_organization(context)))
    return Package(
        import_name=import_name,
        project_name=project_name(context.config, import_name),
        version="0.1.0",
        title=info.text("title") or _organization(context, import_name),
        summary=info.text("summary"),
        documentation=context.config.organization.docs,
        resource_suffix=_resource_suffix(context.config),
        protects_namespace=not target.options.disable_pydantic_namespace_protection,
        sort_properties=context.config.settings.sort_schema_properties is not False,
        http_library=overrides.http_library or context.config.http_library,
        distribution=lower_distribution(context.config),
    )


def _resource_suffix(config: Config) -> bool:
    """Whether classes are `ModelsResource` or `Models`: as the setting says, else as projects began with at that date."""
    given, edition = config.settings.resource_class_suffix, config.targets.python.edition
    if given is not None:
        return given
    return edition is None or edition.rpartition(".")[2] >= FIRST_WITH_SUFFIX


def _variable(name: str) -> str:
    """The name as the beginning of one of an environment variable, which shells let no digit begin."""
    words = ascii_snake(name).upper() or "API"
    return f"API_{words}" if words[0].isdigit() else words


def _importable(name: str) -> str:
    """The words of a title as a package name."""
    name = name[:LONGEST_NAME].strip("_") or "client"
    is_free = name.isidentifier() and not iskeyword(name) and not DEVICE.fullmatch(name)
    return name if is_free and name not in sys.stdlib_module_names | ELSEWHERE else f"client_{name}"


def _organization(context: Context, package: str | None = None) -> str:
    """What the API is called: by the config, by the title, or as the package where that says nothing."""
    info = context.root.at("info")
    title = _short_title(info.text("title") if info is not None else None)
    return context.config.organization.name or title or package or "api"


def _short_title(title: str | None) -> str:
    """The title of a document as the name of what it describes: `Swagger Petstore - OpenAPI 3.0` -> `swagger petstore`.

    Empty where it names nothing, as do those that tools write (`OpenAPI definition`, `FastAPI`).
    """
    told = OF_THE_DOCUMENT.sub(" ", re.sub(r"\s+[-\u2013\u2014:|(~].*$", "", title or "")).split()
    while told and told[0].lower() in ("for", "of"):
        del told[0]
    return " ".join(told) if not NAMELESS.issuperset(map(str.lower, told)) else ""


def _settings(context: Context, security: Security | None) -> ClientSettings:
    config = context.config.client_settings
    retries, limits = config.default_retries, config.connection_limits
    timeout = seconds(context, config.default_timeout, child(ROOT, "client_settings", "default_timeout"))
    return ClientSettings(
        timeout=DEFAULT_TIMEOUT if timeout is None else timeout,
        connect_timeout=CONNECT_TIMEOUT,
        max_retries=(
            retries.max_retries if retries is not None and retries.max_retries is not None else DEFAULT_RETRIES[0]
        ),
        initial_retry_delay=float(
            (retries.initial_delay_seconds if retries is not None else None) or DEFAULT_RETRIES[1]
        ),
        max_retry_delay=float((retries.max_delay_seconds if retries is not None else None) or DEFAULT_RETRIES[2]),
        max_connections=(limits.max_connections if limits is not None else None) or DEFAULT_LIMITS[0],
        max_keepalive_connections=(limits.max_keepalive_connections if limits is not None else None)
        or DEFAULT_LIMITS[1],
        default_headers=tuple((name, str(value)) for name, value in config.default_headers.items()),
        platform_header_prefix=None if config.omit_stainless_headers else config.platform_header_prefix or None,
        idempotency_header=config.idempotency.header if config.idempotency is not None else None,
        request_id_header=config.response_headers.get(REQUEST_ID),
        response_headers=tuple(each for each in config.response_headers.items() if each[0] != REQUEST_ID),
        array_format=_array_format(context.config),
        nested_format=context.config.query_settings.nested_format or "brackets",
        allow_anonymous=allows_anonymous(context) if security is None else not security or () in security,
        security=security,
        events=lower_events(context),
        error_message=steps(context.config.errors.message_property) if context.config.errors is not None else (),
    )


def _array_format(config: Config) -> str:
    """`form` with `explode`, the default of OpenAPI; the default of the vocabulary where a config lays the API out."""
    if config.query_settings.array_format in (None, "document"):
        return "comma" if config.resources and config.query_settings.array_format is None else "repeat"
    return str(config.query_settings.array_format)
