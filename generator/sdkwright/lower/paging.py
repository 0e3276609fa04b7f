"""Page schemes of the config, and which methods give pages: owns the automatic match, not the page classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sdkwright.config import Method as MethodConfig
from sdkwright.config import PaginationScheme
from sdkwright.diagnostics import meant
from sdkwright.ir.operations import Location, Paging, Parameter, Response, ResponseKind
from sdkwright.ir.paging import FIRST, PageField, PageScheme, SchemeKind
from sdkwright.ir.types import (
    ANY,
    ArrayType,
    NullableType,
    ObjectType,
    Reference,
    Type,
    UnionType,
    nullable,
)
from sdkwright.ir.walk import descend
from sdkwright.lower.context import Context, Place
from sdkwright.lower.definition import definition
from sdkwright.lower.schemas import lower_schema
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, Pointer, child

ROLE = "x-stainless-pagination-property"
CONVENTIONAL_FLAGS = ("has_more", "has_next_page", "has_next")
# the role of a parameter whose role nobody tells -> the names that tell it
CONVENTIONAL_PARAMETERS = {
    SchemeKind.PAGE_NUMBER: ("page_number_param", ("page", "page_number")),
    SchemeKind.OFFSET: ("offset_count_param", ("offset", "skip")),
    SchemeKind.CURSOR: ("next_cursor_param", ("cursor", "after", "page_token", "next_cursor")),
    SchemeKind.CURSOR_ID: ("next_cursor_id_param", ("after", "starting_after", "after_id")),
}


def lower_schemes(context: Context) -> tuple[PageScheme, ...]:
    """Every scheme of the config, used or not; of those of one name the first."""
    found: dict[str, PageScheme] = {}
    for index, entry in enumerate(context.config.pagination):
        site = child(ROOT, "pagination", index)
        scheme = _scheme(context, entry, site)
        if scheme is not None and found.setdefault(snake(entry.name), scheme) is not scheme:
            message = f"there is a scheme `{found[snake(entry.name)].key}` already, and only that makes pages"
            context.report.add("C306", site, message, hint="give each scheme a name of its own", source="config")
    return tuple(found.values())


def _scheme(context: Context, entry: PaginationScheme, site: Pointer) -> PageScheme | None:
    try:
        kind = SchemeKind(entry.type)
    except ValueError:
        context.report.add("C301", site, f"`{entry.type}` is not a kind of pagination", source="config")
        return None
    response = Node(dict(entry.response), child(site, "response"))
    fields = tuple(_field(context, name, node) for name, node in response.members())
    request = Node(dict(entry.request), child(site, "request"))
    roles = sorted(_parameters(kind, request))
    scheme = PageScheme(
        key=entry.name,
        site=site,
        kind=kind,
        description=entry.description,
        fields=_with_conventions(fields),
        items=(),
        request=tuple((role, way[0]) for role, way in roles),
        item_id=_item_id(response),
        is_array=any(_flag(node, "is_top_level_array") for _, node in response.members()),
        where=Location(entry.param_location),
        continue_on_empty_items=entry.continue_on_empty_items,
        inside=tuple((role, way[1:]) for role, way in roles if len(way) > 1),
        first=_first(kind, request, dict(roles)),
    )
    items = scheme.path("items")
    if not items:
        context.report.add("C302", site, "the scheme does not say which property holds the items", source="config")
        return None
    if kind is not SchemeKind.FAKE and not scheme.leads_on:
        message = "the scheme does not say how the next page is asked for, so its pages have none"
        context.report.add("C305", site, message, source="config")
    return replace(scheme, items=items)


def _first(kind: SchemeKind, request: Node, roles: Mapping[str, tuple[str, ...]]) -> int:
    """What pages or items are counted from, where the scheme says it as the default of the parameter."""
    usual = FIRST.get(kind, 1)
    way = roles.get("page_number_param") or roles.get("offset_count_param") or ()
    outer = [step for name in way[:-1] for step in (name, "properties")]
    default = request.at(*outer, *way[-1:], "default")
    return 1 - usual if default is not None and default.value == 1 - usual else usual


def _parameters(kind: SchemeKind, request: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each role with the name of the parameter, or with the way through its objects to the property that has the role."""
    told = dict(_roles(request.members()))
    usual, names = CONVENTIONAL_PARAMETERS.get(kind, ("", ()))
    if usual and usual not in told:
        found = next((name for name in request.names() if name in names), None)
        told |= {usual: (found,)} if found is not None else {}
    yield from told.items()


def _roles(members: Iterable[tuple[str, Node]], *way: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, node in members:
        if (role := purpose(node)) is not None:
            yield role, (*way, name)
        yield from _roles(node.members("properties"), *way, name)


def _item_id(response: Node, *path: str) -> str | None:
    """The property of an item whose role it is to name the next page, in the items of a list at any depth."""
    for _, node in response.members(*path):
        told = (name for name, schema in node.members("items", "properties") if purpose(schema) == "cursor_item_id")
        found = next(told, None) or _item_id(node, "properties")
        if found is not None:
            return found
    return None


def _field(context: Context, name: str, node: Node) -> PageField:
    """A property of the answer. An array is told by its name and role alone: which items it has, the method knows."""
    header = node.at(ROLE)
    inner = tuple(_field(context, *member) for member in node.members("properties"))
    lowered = lower_schema(context, node, Place(node.pointer)) if not inner else ANY
    if any(isinstance(part, ObjectType | UnionType) for part in descend(lowered)):
        lowered = ArrayType(ANY) if isinstance(lowered, ArrayType) else ANY
    from_header = header.string("from_header") if header is not None else None
    return PageField(name, node.pointer, nullable(lowered), purpose(node), from_header, inner)


def purpose(node: Node) -> str | None:
    """The role of a property: an object with `purpose`, or (seen in the wild) the bare word."""
    role = node.at(ROLE)
    return role.string("purpose") or node.string(ROLE) if role is not None else None


def _flag(node: Node, key: str) -> bool:
    role = node.at(ROLE)
    return role is not None and role.flag(key)


def _with_conventions(fields: tuple[PageField, ...]) -> tuple[PageField, ...]:
    """The fields with the roles that nobody tells: a list called `data` or alone has the items, `has_more` tells of more."""

    def known(entries: tuple[PageField, ...]) -> Iterator[str]:
        for entry in entries:
            yield from (*((entry.purpose,) if entry.purpose is not None else ()), *known(entry.fields))

    told = set(known(fields))
    arrays = [field.wire_name for field in fields if isinstance(_solid(field.type), ArrayType)]
    items = "data" if "data" in arrays else (arrays[0] if len(arrays) == 1 else None)
    flag = next((field.wire_name for field in fields if field.wire_name in CONVENTIONAL_FLAGS), None)
    roles = {items: "items"} if "items" not in told else {}
    roles |= {flag: "has_next_page"} if "has_next_page" not in told else {}
    return tuple(
        replace(field, purpose=roles[field.wire_name]) if field.purpose is None and field.wire_name in roles else field
        for field in fields
    )


def _solid(node: Type) -> Type:
    return node.inner if isinstance(node, NullableType) else node


def match_scheme(
    context: Context,
    config: MethodConfig,
    schemes: tuple[PageScheme, ...],
    call: tuple[tuple[Parameter, ...], Response],
    site: Pointer,
) -> Paging | None:
    """The first scheme whose request properties are all parameters, and whose response properties are all in the answer."""
    parameters, response = call
    if (
        not (schemes or config.paginated)
        or config.paginated is False
        or response.kind is not ResponseKind.JSON
        or response.type is None
    ):
        return None
    for scheme in schemes:
        forced = config.paginated == scheme.key
        if isinstance(config.paginated, str) and not forced:
            continue
        if forced or _takes(context, scheme, parameters):
            items = _items(context, scheme, response.type, forced=forced)
            if items is not None:
                return Paging(scheme.key, items)
    if config.paginated:
        _report_no_scheme(context, config, [scheme.key for scheme in schemes], site)
    return None


def _report_no_scheme(context: Context, config: MethodConfig, known: list[str], site: Pointer) -> None:
    message, hint = "no pagination scheme fits this method", "`paginated: false` answers with the whole body"
    if isinstance(config.paginated, str) and config.paginated not in known:
        message = f"no pagination scheme is called `{config.paginated}`"
        hint = meant(config.paginated, known) or "add it to `pagination`"
    context.report.add("C303", child(site, "paginated"), message, hint=hint, source="config")


def _takes(context: Context, scheme: PageScheme, parameters: tuple[Parameter, ...]) -> bool:
    """Whether the method has every parameter of the scheme."""
    entry = next(entry for entry in context.config.pagination if entry.name == scheme.key)
    return set(entry.request) <= {each.wire_name for each in parameters if each.location is scheme.where}


def _items(context: Context, scheme: PageScheme, answer: Type, *, forced: bool) -> Type | None:
    """The type of one item, where the answer has the items and (unless the config insists) all other fields of the scheme."""
    solid = _opened(context, answer)
    if isinstance(solid, ArrayType):
        return solid.items if scheme.is_array else None
    if not forced and not _has(context, solid, scheme.fields):
        return None
    for step in scheme.items:
        envelope = _envelope(context, solid)
        solid = _opened(context, _fields(context, envelope).get(step.wire_name, ANY)) if envelope is not None else ANY
    return solid.items if isinstance(solid, ArrayType) else None


def _has(context: Context, node: Type, fields: tuple[PageField, ...]) -> bool:
    envelope = _envelope(context, node)
    if envelope is None:
        return False
    known = _fields(context, envelope)
    return all(
        entry.header is not None
        or (
            entry.wire_name in known
            and (not entry.fields or _has(context, _solid(known[entry.wire_name]), entry.fields))
        )
        for entry in fields
    )


def _fields(context: Context, envelope: ObjectType) -> dict[str, Type]:
    """The types of its properties by name, those that it has from its base among them."""
    base = _envelope(context, envelope.base) if envelope.base is not None else None
    inherited = _fields(context, base) if base is not None else {}
    return {**inherited, **{field.wire_name: field.type for field in envelope.fields}}


def _envelope(context: Context, lowered: Type) -> ObjectType | None:
    """The object that holds the items, be it a model or not."""
    opened = _opened(context, lowered)
    return opened if isinstance(opened, ObjectType) else None


def _opened(context: Context, node: Type) -> Type:
    """What a type is, behind the name of a model and beside null."""
    solid = _solid(node)
    return _solid(definition(context, context.named[solid.model].node)) if isinstance(solid, Reference) else solid
