"""Servers -> environments of the client, options for their variables, and the servers of single operations.

Only absolute URLs can be sent to: a relative one is known to whoever serves the document, not to us, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdkwright.ir.api import ClientOption, Environments
from sdkwright.ir.types import STRING, LiteralType, Type
from sdkwright.lower.context import Context
from sdkwright.naming.words import ascii_snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, child

ABSOLUTE = re.compile(r"(https?|\{[^{}]+\})://", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*(\.[a-z]{2,}|:\d+)(/|$)", re.IGNORECASE)
VARIABLE = re.compile(r"\{([^{}]*)\}")
NAME_NOISE = frozenset({"server", "servers", "environment", "env", "api", "url", "endpoint", "the", "base", "host"})
LONGEST_NAME = 3


def lower_environments(context: Context) -> Environments:
    """Names and URLs, the first of which is the default: those of the config, else the servers of the document."""
    if context.config.environments:
        return tuple((name, _filled(context, name, url)) for name, url in context.config.environments.items())
    return tuple(_named(context, context.root, known=_known_variables(context)).items())


def _filled(context: Context, name: str, url: str) -> str:
    """A URL of the config, in which a variable that is no option of the client has the default that the document gives it."""
    known, declared = _known_variables(context), dict[str, Node]()
    for server in context.root.items("servers"):
        declared |= dict(server.members("variables"))

    def value(match: re.Match[str]) -> str:
        if match[1] in known:
            return match[0]
        if match[1] in declared:
            return _default(declared[match[1]])
        where = child(ROOT, "environments", name)
        message = f"nothing gives `{match[1]}` a value, so `{url}` cannot be sent to"
        hint = f"add `server_variable: {match[1]}` to an option in `client_settings.opts`"
        context.report.add("C333", where, message, hint=hint, source="config")
        return match[0]

    return VARIABLE.sub(value, url)


def _named(context: Context, owner: Node, *, known: frozenset[str]) -> dict[str, str]:
    """Absolute URLs by the name of each server; variables that are no options of the client have their defaults."""
    found: dict[str, str] = {}
    for server in owner.items("servers"):
        url = server.string("url")
        if url is None:
            continue
        if ABSOLUTE.match(url) is None:
            hint = f"did you mean `https://{url}`?" if HOST.match(url) else RELATIVE_HINT
            context.unsupported("U405", server, f"`{url}` is relative: which host it is on is not said", hint)
            continue
        name = _name(server, first=not found)
        unique = name if name not in found else f"{name}_{len(found) + 1}"
        found[unique] = _with_defaults(server, url, known)
    return found


RELATIVE_HINT = "write the whole URL, or name it under `environments` in the config; else clients must give `base_url`"


def _name(server: Node, *, first: bool) -> str:
    """What a server is called: by its name (3.2), by a short description, else by its place."""
    given = server.text("name")
    if given is not None and ascii_snake(given):
        return ascii_snake(given)
    words = [
        part for part in ascii_snake(server.text("description") or "").split("_") if part and part not in NAME_NOISE
    ]
    if 0 < len(words) <= LONGEST_NAME:
        return "_".join(words)
    return "production" if first else "server"


def _with_defaults(server: Node, url: str, known: frozenset[str]) -> str:
    """The URL with each variable that is no option replaced by its default."""
    variables = dict(server.members("variables"))

    def value(match: re.Match[str]) -> str:
        if match[1] in known:
            return match[0]
        variable = variables.get(match[1])
        return _default(variable) if variable is not None else match[0]

    return VARIABLE.sub(value, url)


def _default(variable: Node) -> str:
    """The default of a variable, else the first that it may be."""
    default = variable.at("default")
    if default is not None and isinstance(default.value, str | int | float):
        return str(default.value)
    return next(iter(variable.strings("enum")), "")


def _known_variables(context: Context) -> frozenset[str]:
    """Variables whose value an option of the client gives."""
    opts = context.config.client_settings.opts
    if opts:
        return frozenset(option.server_variable for option in opts.values() if option.server_variable is not None)
    return frozenset(_variables(context))


def _variables(context: Context) -> dict[str, Node]:
    """The variables of the servers of the document, each by the first server that has it."""
    found: dict[str, Node] = {}
    if context.config.environments:
        return found
    for server in context.root.items("servers"):
        used = set(VARIABLE.findall(server.string("url") or ""))
        if ABSOLUTE.match(server.string("url") or "") is not None:
            for name, variable in server.members("variables"):
                if name in used:
                    found.setdefault(name, variable)
    return found


def variable_options(context: Context, environment_prefix: str, taken: frozenset[str]) -> Iterator[ClientOption]:
    """One option for each variable of the servers, with its default; `taken` are the options that there are."""
    for name, variable in _variables(context).items():
        key = ascii_snake(name) or "variable"
        key = f"server_{key}" if key in taken else key
        yield ClientOption(
            key=key,
            type=_variable_type(variable),
            nullable=False,
            environment_variable=f"{environment_prefix}_{key.upper()}",
            default=_default(variable),
            description=variable.text("description"),
            credential=None,
            header=None,
            server_variable=name,
        )


def _variable_type(variable: Node) -> Type:
    values = tuple(dict.fromkeys(variable.strings("enum")))
    return LiteralType(values) if values and _default(variable) in values else STRING


def lower_method_servers(context: Context, path_item: Node, operation: Node, client: Environments) -> Environments:
    """Where an operation is sent in each environment that it has a server of its own for; nothing where that is the client's."""
    owner = next((node for node in (operation, path_item) if node.holds("servers")), None)
    if owner is None:
        return ()
    own = _named(context, owner, known=_known_variables(context))
    names = [name for name, _ in client]
    if not set(own) & set(names):
        own = dict(zip(names[:1] or ["production"], own.values(), strict=False))
    return tuple((name, url) for name, url in own.items() if dict(client).get(name) != url)
