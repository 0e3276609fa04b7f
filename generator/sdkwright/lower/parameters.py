"""Parameters of an operation -> Parameter: path, query, header and cookie; what travels in the body is in bodies.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sdkwright.ir.operations import Location, Parameter, Style, Writing
from sdkwright.ir.types import STRING, LiteralType, NullableType, Reference, Scalar, Type, scalar
from sdkwright.ir.walk import changed
from sdkwright.lower.context import Context, Place
from sdkwright.lower.definition import definition
from sdkwright.lower.hints import deprecation, is_deprecated, is_preset, is_skipped
from sdkwright.lower.readme import examples
from sdkwright.lower.schemas import lower_schema, typed
from sdkwright.lower.styles import is_json, parameter_writing, tell_mixed
from sdkwright.openapi.nodes import Node
from sdkwright.openapi.templates import LIKE, WHOLE, inside, misnamed
from sdkwright.pointer import Json

# RFC 9110 fields that other parts of the description say (Parameter Object, `name`), and the one that can only be counted
# (section 8.6); `Authorization` where a scheme does
RESERVED_HEADERS = frozenset({"accept", "content-length", "content-type"})
LOCATIONS = {
    "path": Location.PATH,
    "query": Location.QUERY,
    "querystring": Location.QUERY,
    "header": Location.HEADER,
    "cookie": Location.COOKIE,
}
FORM = "application/x-www-form-urlencoded"
# What the name of a header or cookie consists of (RFC 9110, section 5.6.2)
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def lower_parameters(
    context: Context, path: str, owners: tuple[Node, Node], place: Place, sent_by_client: frozenset[str]
) -> Iterator[Parameter]:
    """The parameters of the path item and the operation (`owners`); one of the operation replaces its namesake of the path item.

    `sent_by_client` are lower-case names of headers that the client sends by itself: they are no arguments. What the
    path has and nobody declares is a string.
    """
    missing = dict.fromkeys(PLACEHOLDER.findall(path))
    found = declared(context, *owners)
    names = tuple(name for name, like in likes(context, owners[0], found).items() if inside(like))
    for node in _as_in_path(path, found, (*owners[0].strings(WHOLE), *names)):
        where, name = node.string("in") or "", node.string("name") or ""
        if where == "path" and "{" + name + "}" not in path:
            continue
        missing.pop(name if where == "path" else "", None)
        if where == "header" and (name.lower() in RESERVED_HEADERS or name.lower() in sent_by_client):
            _note_counted(context, node, name)
            continue
        if is_skipped(node) or not _can_be_sent(context, node, where, name):
            continue
        yield _parameter(context, node, LOCATIONS[where], place.below("parameters", where, name))
    for name in missing:
        yield _undeclared(owners[1], name, place.below("parameters", "path", name))


def declared(context: Context, path_item: Node, operation: Node) -> list[Node]:
    """The parameters of path item and operation, references followed; those of the operation replace their namesakes."""
    found: dict[tuple[str, str], Node] = {}
    for owner in (path_item, operation):
        own: dict[tuple[str, str], Node] = {}
        for item in owner.items("parameters"):
            node = context.follow(item)
            if node is not None and node.string("name") is not None:
                own.setdefault(_identity(node), node)
        found |= own
    return list(found.values())


def likes(context: Context, path_item: Node, found: list[Node]) -> dict[str, str]:
    """What values of parameters of the path look like, as the template or a pattern says."""
    patterns = ((node.string("name") or "", node.at("schema")) for node in found if node.string("in") == "path")
    targets = ((name, context.follow(schema)) for name, schema in patterns if schema is not None)
    told = {name: pattern for name, each in targets if each is not None and (pattern := each.string("pattern"))}
    kept = path_item.at(LIKE)
    return told | {name: node.value for name, node in kept.members() if isinstance(node.value, str)} if kept else told


def _identity(node: Node) -> tuple[str, str]:
    """What tells a parameter from others: its place and name, which of a header has no case (RFC 9110, section 5.1)."""
    where, name = node.string("in") or "", node.string("name") or ""
    return where, name.casefold() if where == "header" else name


def _as_in_path(path: str, found: list[Node], slashes: tuple[str, ...]) -> Iterator[Node]:
    """The parameters, those of the path by the names that they have there; values of ``slashes`` may be several segments."""
    other_names = misnamed(path, (node.string("name") or "" for node in found if node.string("in") == "path"))
    in_query = set(PLACEHOLDER.findall(path.partition("?")[2]))
    for node in found:
        name = node.string("name") or ""
        if node.string("in") == "query" and name in in_query:  # of one path of several that their queries tell apart
            yield node.with_members({"in": "path"})
            continue
        if node.string("in") != "path":
            yield node
            continue
        name = other_names.get(name, name)
        changed: dict[str, Json] = {"name": name, "allowReserved": True} if name in slashes else {"name": name}
        yield node.with_members(changed)


def _can_be_sent(context: Context, node: Node, where: str, name: str) -> bool:
    if where not in LOCATIONS:
        context.unsupported("U201", node, f"a parameter in `{where}` is not sent", "send it with `extra_headers`")
        return False
    if where in ("header", "cookie") and TOKEN.fullmatch(name) is None:
        context.unsupported("U201", node, f"no {where} can be called `{name}`, so it is not sent", "rename it")
        return False
    return True


def _note_counted(context: Context, node: Node, name: str) -> None:
    if name.lower() == "content-length":  # of the others OpenAPI itself says that they are left out
        message = f"`{name}` is no argument: it is counted from what is sent"
        context.unsupported("U204", node, message, "remove it from the parameters")


def _undeclared(operation: Node, name: str, place: Place) -> Parameter:
    return Parameter(name, Location.PATH, place.site, operation.pointer, STRING, True, None, False)


def _parameter(context: Context, node: Node, location: Location, place: Place) -> Parameter:
    schema, writing = _serialised(context, node, location)
    lowered = lower_schema(context, schema, place) if schema is not None else STRING
    lowered = changed(lowered, partial(_as_sent, context, location))
    if location is Location.HEADER and isinstance(lowered, NullableType) and context.configured:
        lowered = lowered.inner  # no header says null: it is left out
    target = context.follow(schema) if schema is not None else None
    overriding = [found for each in (schema, target) if each and (found := each.at("x-stainless-override-schema"))]
    told = [each for each in (node, schema, target, *overriding) if each is not None]
    return Parameter(
        wire_name=node.string("name") or "",
        location=location,
        site=place.site,
        origin=node.pointer,
        type=(
            lowered if lowered != scalar(Scalar.ANY) or location is not Location.PATH or context.configured else STRING
        ),
        required=node.flag("required") or location is Location.PATH,
        description=node.text("description") or (schema.text("description") if schema is not None else None),
        deprecated=is_deprecated(node),
        deprecation=deprecation(node),
        preset=_constant(context, node, target, lowered),
        preferred_name=next((word for each in told if (word := each.string("x-stainless-param")) is not None), None),
        always=next((always for each in told if (always := _always(each))), ()),
        writing=writing,
        examples=_sendable(
            location, examples(context, node) or (examples(context, schema) if schema is not None else ())
        ),
    )


def _constant(context: Context, node: Node, schema: Node | None, lowered: Type) -> LiteralType | None:
    """The one value that a parameter which must be sent can have; of an option of a path, only one that is its default as well."""
    plain = definition(context, schema) if schema is not None and isinstance(lowered, Reference) else lowered
    if not isinstance(plain, LiteralType) or len(plain.values) != 1 or plain.values[0] is None:
        return None
    is_sent = node.flag("required") and node.string("in") != "path"
    return plain if is_sent or is_preset(schema, plain) else None


def _as_sent(context: Context, location: Location, node: Type) -> Type:
    """A file as the text that its author has made of it, since there is none outside of bodies; only in a query is data encoded."""
    kind = node
    if (
        isinstance(node, Reference)
        and (target := context.at(node.model)) is not None
        and target.strings("type") == ("string",)
    ):
        kind = typed(context, target, Place(node.model))
    is_file = kind == scalar(Scalar.BINARY) or (kind == scalar(Scalar.BASE64) and location is not Location.QUERY)
    return STRING if is_file else node


def _sendable(location: Location, shown: tuple[Json, ...]) -> tuple[Json, ...]:
    """The examples that can be sent there: no header holds a line break, though a text that YAML folds may end in one."""
    if location not in (Location.HEADER, Location.COOKIE):
        return shown
    plain = (value.strip() if isinstance(value, str) else value for value in shown)
    return tuple(value for value in plain if not isinstance(value, str) or value.isprintable())


def _always(node: Node) -> tuple[str, ...]:
    """The values of the default that a caller's list is added to, where it is not replaced by it."""
    return node.strings("default") if node.flag("x-stainless-extend-default") else ()


def _serialised(context: Context, node: Node, location: Location) -> tuple[Node | None, Writing | None]:
    """The schema of a parameter and how its value is written: by `schema` and `style`, or by the one entry of `content`."""
    schema = node.at("schema")
    contents = list(node.members("content"))
    if schema is not None or not contents:
        return schema, parameter_writing(context, node, schema, location)
    media_type, media = contents[0]
    whole = node.string("in") == "querystring"
    essence = media_type.partition(";")[0].strip().lower()
    if whole and essence == FORM:
        tell_mixed(context, media.at("schema"), Writing(Style.FORM, explode=True))
        return media.at("schema"), Writing(Style.FORM, explode=True)
    if is_json(media_type):
        return media.at("schema"), Writing(Style.QUERY if whole else Style.JSON)
    if not essence.startswith("text/"):
        context.unsupported(
            "U202", media, f"the value is sent as the text that the caller has made of it: `{media_type}`"
        )
    return None, Writing(Style.QUERY) if whole else None
