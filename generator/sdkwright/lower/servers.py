"""Servers -> environments of the client, options for their variables, and the servers of single operations.

Only absolute URLs can be sent to: a relative one is known to whoever serves the document, not to us, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sdkwright.ir.api import Client, ClientOption, Environments
from sdkwright.ir.types import STRING, LiteralType, Type
from sdkwright.lower.context import Context
from sdkwright.lower.tree import Operation
from sdkwright.naming.words import ascii_snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, child

ABSOLUTE = re.compile(r"(https?|\{[^{}]+\})://", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*(\.[a-z]{2,}|:\d+)(/|$)", re.IGNORECASE)
# scheme, host and port of a URL (RFC 3986, section 3.2), a variable in place of any part
AUTHORITY = re.compile(
    r"[^/?#]+://([^/?#@]*@)?(\[[0-9a-f:.]+\]|([\w.~%!$&'()*+,;=-]|\{[^{}]+\})+)(:(\d*|\{[^{}]+\}))?([/?#]|$)",
    re.IGNORECASE,
)
VARIABLE = re.compile(r"\{([^{}]*)\}")
NAME_NOISE = frozenset({"server", "servers", "environment", "env", "api", "url", "endpoint", "the", "base", "host"})
LONGEST_NAME = 3


def lower_environments(context: Context, options: Iterable[ClientOption]) -> Environments:
    """Names and URLs, the first of which is the default: those of the config, else the servers of the document."""
    known = _given(options)
    if context.config.environments:
        return tuple((name, _filled(context, name, url, known)) for name, url in context.config.environments.items())
    return tuple((name, _with_defaults(server, known)) for name, server in _named(context, context.root).items())


def _given(options: Iterable[ClientOption]) -> frozenset[str]:
    """Variables whose value an option of the client gives."""
    return frozenset(option.server_variable for option in options if option.server_variable is not None)


def _filled(context: Context, name: str, url: str, known: frozenset[str]) -> str:
    """A URL of the config, in which a variable that is no option of the client has the default that the document gives it."""
    declared: dict[str, Node] = {}
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


def _named(context: Context, owner: Node) -> dict[str, Node]:
    """Servers with an absolute URL by the name of each; others are told."""
    for server in owner.items("servers"):
        url = server.string("url") or "https://host"
        if ABSOLUTE.match(url) is None:
            hint = f"did you mean `https://{url}`?" if HOST.match(url) else RELATIVE_HINT
            context.unsupported("U405", server, f"`{url}` is relative: which host it is on is not said", hint)
        elif AUTHORITY.match(url) is None:
            message = f"`{url}` has no host and port that can be connected to"
            context.unsupported("U405", server, message, RELATIVE_HINT)
    return _absolute(owner)


def _absolute(owner: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for server in owner.items("servers"):
        url = server.string("url") or ""
        if ABSOLUTE.match(url) and AUTHORITY.match(url):
            name = _name(server, first=not found)
            found[name if name not in found else f"{name}_{len(found) + 1}"] = server
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


def _with_defaults(server: Node, known: frozenset[str]) -> str:
    """The URL of a server, in which each variable that is no option of the client has its default."""
    variables = dict(server.members("variables"))

    def value(match: re.Match[str]) -> str:
        if match[1] in known:
            return match[0]
        variable = variables.get(match[1])
        return _default(variable) if variable is not None else match[0]

    return VARIABLE.sub(value, server.string("url") or "")


def _default(variable: Node) -> str:
    """The default of a variable, else the first that it may be."""
    default = variable.at("default")
    if default is not None and isinstance(default.value, str | int | float):
        return str(default.value)
    return next(iter(variable.strings("enum")), "")


def _variables(context: Context, operations: Iterable[Operation]) -> dict[str, Node]:
    """The variables of servers, each by the first that has it: those of the document, then of operations, which agree on a default."""
    found = dict(_used(context.root))
    own: dict[str, list[Node]] = {}
    some = (each for each in operations if "servers" in each.further or each.path_item.has("servers"))
    owners = {owner.pointer: owner for owner in (_owner(each.path_item, each.node) for each in some) if owner}
    for owner in owners.values():
        for name, variable in _used(owner):
            own.setdefault(name, []).append(variable)
    agreed = {name: nodes[0] for name, nodes in own.items() if len({_default(each) for each in nodes}) == 1}
    return found | {name: variable for name, variable in agreed.items() if name not in found}


def _used(owner: Node) -> Iterator[tuple[str, Node]]:
    """The variables in absolute URLs of its servers, each by the first server that has it."""
    found: dict[str, Node] = {}
    for server in owner.items("servers"):
        url = server.string("url") or ""
        used = set(VARIABLE.findall(url)) if ABSOLUTE.match(url) and AUTHORITY.match(url) else ()
        for name, variable in server.members("variables"):
            if name in used:
                found.setdefault(name, variable)
    return iter(found.items())


def variable_options(
    context: Context, operations: Iterable[Operation], environment_prefix: str, taken: frozenset[str]
) -> Iterator[ClientOption]:
    """One option for each variable of the servers, with its default; `taken` are the options that there are.

    One that has none is None until a program gives it, which only a program with a URL of its own does without.
    """
    for name, variable in _variables(context, operations).items() if not context.config.environments else ():
        key = ascii_snake(name) or "variable"
        key = f"server_{key}" if key in taken else key
        default = _default(variable)
        needed = not default and (not variable.has("default") or _is_in_authority(context.root, name))
        yield ClientOption(
            key=key,
            type=_variable_type(variable),
            nullable=needed,
            environment_variable=f"{environment_prefix}_{key.upper()}",
            default=default if not needed else None,
            description=variable.text("description"),
            credential=None,
            header=None,
            server_variable=name,
        )


def _is_in_authority(owner: Node, name: str) -> bool:
    """Whether a server has the variable where no URL may have nothing: in its host or port."""
    urls = (server.string("url") or "" for server in owner.items("servers"))
    return any(f"{{{name}}}" in found[0] for url in urls if (found := AUTHORITY.match(url)) is not None)


def as_declared(
    context: Context, operations: Iterable[Operation], options: Iterable[ClientOption]
) -> Iterator[ClientOption]:
    """The options of a config; of one that lays nothing out, what fills a variable is one of the values that the document gives it."""
    declared = _variables(context, operations) if not context.configured else {}
    for option in options:
        variable = declared.get(option.server_variable or "")
        told = _variable_type(variable) if variable is not None and option.type == STRING else option.type
        fits = isinstance(told, LiteralType) and option.default in told.values
        yield replace(option, type=told) if fits else option


def _variable_type(variable: Node) -> Type:
    values = tuple(dict.fromkeys(variable.strings("enum")))
    return LiteralType(values) if values and _default(variable) in values else STRING


def _owner(path_item: Node, operation: Node) -> Node | None:
    """What has the servers of an operation: itself, else its path item."""
    return next((node for node in (operation, path_item) if node.holds("servers")), None)


def lower_method_servers(context: Context, path_item: Node, operation: Node, client: Client) -> Environments:
    """Where an operation is sent in each environment that it has a server of its own for; nothing where that is the client's."""
    owner = _owner(path_item, operation)
    if owner is None:
        return ()
    from sdkwright.lower.server_pairs import pairs  # few operations have servers of their own

    known, names = _given(client.options), [name for name, _ in client.environments]
    own = _named(context, owner)
    urls = {name: _with_defaults(server, known) for name, server in own.items()}
    document = {name: _with_defaults(server, known) for name, server in _absolute(context.root).items()}
    used = {name: urls[server] for name, server in pairs(client.environments, own, document).items()}
    if not used:
        used = dict(zip(names[:1] or ["production"], urls.values(), strict=False))
    for name, server in own.items():
        if urls[name] not in used.values():
            message = f"nothing is sent to `{server.string('url')}`: {_unreached(name, names)}"
            context.unsupported("U406", server, message, UNREACHED_HINT)
    if used and (rest := [f"`{name}`" for name in names if name not in used]):
        message = f"in {', '.join(rest)} calls go to the client's own server: the operation has none for it"
        context.unsupported("U406", owner, message, UNREACHED_HINT)
    return tuple((name, url) for name, url in used.items() if dict(client.environments).get(name) != url)


UNREACHED_HINT = "describe it by the name of the environment that it is for (3.2: `name`); callers can give `base_url`"


def _unreached(name: str, environments: list[str]) -> str:
    """Why no call goes to a server of an operation: which one does is told by the environment of the client."""
    if len(environments) < 2:
        return "the client has one environment, for which the operation has an earlier server"
    known = ", ".join(f"`{each}`" for each in environments)
    return f"the client has no environment `{name}` (there are: {known})"
