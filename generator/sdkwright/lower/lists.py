"""Whether an answer holds many things of a kind, and which property of it does; knows no paging."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.layout import Gives
from sdkwright.layout.verbs import LIST_PROPERTIES
from sdkwright.lower.context import Context
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import Pointer

_ABOUT_LISTS = """
after before code complete count current cursor done elements entries first has href id info items kind last limit link links max meta metadata more next number
object offset order page pages pagination paging per prev previous query records request result results rows size start status success time
timestamp token total truncated uri url version
"""
ABOUT_LISTS = frozenset(_ABOUT_LISTS.split())
COUNTS = frozenset({"count", "total"})
# properties of one thing, which may well hold a list
THINGS = frozenset({"id", "name", "uid", "uuid"})
TEXTS_AND_NUMBERS = frozenset({"boolean", "integer", "null", "number", "string"})
# lists that stand beside what was asked for, in whatever form that is; the second of JSON:API's answers
BESIDE = frozenset({"errors", "included", "messages", "warnings"})
EMBEDDED = "_embedded"
WRAPPERS = frozenset({EMBEDDED, "body", "data", "meta", "payload", "response", "result"})
# keywords by which a schema is what others say
_ELSEWHERE = frozenset({"$ref", "allOf", "anyOf", "oneOf"})


def gives(context: Context, operation: Node, schema: Node | None) -> Gives:
    """What a GET answers with, which has this schema: many, one, or what the document does not say."""
    if schema is None:
        return Gives.ONE if _has_content(context, operation) else Gives.UNKNOWN
    if is_array(context, schema):
        return Gives.MANY
    fields = properties(context, schema)
    if not fields:
        return Gives.UNKNOWN if "object" in schema.strings("type") or not schema.strings("type") else Gives.ONE
    found = list_property(context, fields)
    if found is not None:
        return Gives.MANY if found.lower() in LIST_PROPERTIES else Gives.UNKNOWN
    return Gives.MANY if _holds_many(context, fields) else Gives.ONE


def _holds_many(context: Context, fields: dict[str, Node]) -> bool:
    """Whether a property wraps a list: `{"result": {"collections": [...]}}`; not what one thing embeds (HAL)."""
    wrappers = WRAPPERS if THINGS.isdisjoint(map(str.lower, fields)) else WRAPPERS - {EMBEDDED}
    inner = (properties(context, node) for name, node in fields.items() if name.lower() in wrappers)
    return any(list_property(context, below) is not None for below in inner)


def _has_content(context: Context, operation: Node) -> bool:
    """Whether a success has content that is no JSON: a text, a file."""
    for status, declared in operation.members("responses"):
        response = context.follow(declared)
        if response is not None and status.startswith("2") and any(True for _ in response.members("content")):
            return not any("json" in media_type for media_type, _ in response.members("content"))
    return False


def list_property(context: Context, fields: dict[str, Node]) -> str | None:
    """The property that holds the many: one of the usual names, else the only array among at most a few others."""
    arrays = [name for name, node in fields.items() if is_array(context, node)]
    usual = sorted(name for name in arrays if name.lower() in LIST_PROPERTIES)
    others = [name for name in fields if name not in arrays and not _is_about_the_list(name)]
    if any(name.lower() in THINGS for name in fields):
        return None
    if usual and (len(others) <= 1 or any(not COUNTS.isdisjoint(snake(name).split("_")) for name in fields)):
        return "data" if "data" in usual else usual[0]
    return arrays[0] if len(arrays) == 1 and not others else None


def items_within(context: Context, fields: dict[str, Node]) -> tuple[tuple[str, ...], Node] | None:
    """The way to the items of a page, and their array: that of what it embeds (HAL), else one of its properties."""
    embedded = fields.get(EMBEDDED)
    inner = properties(context, embedded) if embedded is not None and THINGS.isdisjoint(map(str.lower, fields)) else {}
    if (name := items_property(context, inner)) is not None:
        return (EMBEDDED, name), inner[name]
    name = items_property(context, fields)
    return ((name,), fields[name]) if name is not None else None


def items_property(context: Context, fields: dict[str, Node]) -> str | None:
    """The property of a page that holds its items: the only array, else one of the usual names."""
    arrays = [name for name, node in fields.items() if is_array(context, node)]
    if len(arrays) == 1:
        beside = arrays[0].lower() in BESIDE and any(name.lower() in LIST_PROPERTIES for name in fields)
        return None if beside or _is_of_a_thing(context, fields, arrays[0]) else arrays[0]
    usual = [name for name in arrays if name.lower() in LIST_PROPERTIES]
    if not usual:  # beside things, a list of texts tells of them (`unreachable` of Google's)
        usual = [name for name in arrays if _has_things(context, fields[name])]
    return "data" if "data" in usual else usual[0] if len(usual) == 1 else None


def _has_things(context: Context, array: Node) -> bool:
    """Whether the elements of an array are objects."""
    items = [found for part in _parts(context, array, set()) if (found := part.at("items")) is not None]
    return any(properties(context, node) for node in items)


def _is_of_a_thing(context: Context, fields: dict[str, Node], name: str) -> bool:
    """Whether what has the array is one thing with texts or numbers, such as the ids of others, and no page of these."""
    if name.lower() in LIST_PROPERTIES or not any(each.lower() in THINGS for each in fields):
        return False
    items = [found for part in _parts(context, fields[name], set()) if (found := part.at("items")) is not None]
    return any(TEXTS_AND_NUMBERS.issuperset(node.strings("type") or ("object",)) for node in items)


def _is_about_the_list(name: str) -> bool:
    """Whether a property beside a list tells about it: `has_next_page`, `total_count`, `links`."""
    return name.startswith("_") or ABOUT_LISTS.issuperset(snake(name).split("_"))


def answer_schema(context: Context, operation: Node) -> Node | None:
    """The schema of the first success that has JSON, with references followed."""
    for status, declared in sorted(operation.members("responses"), key=lambda entry: entry[0]):
        response = context.follow(declared)
        if response is None or not status.startswith(("2", "default")):
            continue
        for media_type, media in response.members("content"):
            schema = media.at("schema")
            if schema is not None and ("json" in media_type or media_type == "*/*"):
                return context.follow(schema)
    return None


def is_array(context: Context, node: Node) -> bool:
    """Whether a schema is that of an array, possibly nullable."""
    if not node.has_any(_ELSEWHERE):  # as nearly all
        return "array" in node.strings("type") or node.has("items")
    return any("array" in part.strings("type") or part.has("items") for part in _parts(context, node, set()))


def properties(context: Context, node: Node) -> dict[str, Node]:
    """The properties of an object, those of the parts of an `allOf` among them; sorted by name."""
    found: dict[str, Node] = {}
    for part in _parts(context, node, set()) if node.has_any(_ELSEWHERE) else (node,):
        found.update(part.members("properties"))
    return dict(sorted(found.items()))


def _parts(context: Context, node: Node, met: set[Pointer]) -> Iterator[Node]:
    """What a schema is put together from, each once."""
    here = context.follow(node)
    if here is None or here.pointer in met:
        return
    met.add(here.pointer)
    yield here
    for part in here.items("allOf"):
        yield from _parts(context, part, met)
    for keyword in ("anyOf", "oneOf"):
        choices = [part for part in here.items(keyword) if part.string("type") != "null"]
        if len(choices) == 1:
            yield from _parts(context, choices[0], met)
