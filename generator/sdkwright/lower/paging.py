"""Page schemes of the config, and which methods give pages: owns the automatic match, not the page classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sdkwright.config import Method as MethodConfig
from sdkwright.config import PaginationScheme
from sdkwright.ir.api import PageField, PageScheme, SchemeKind
from sdkwright.ir.operations import Location, Paging, Parameter, Response, ResponseKind
from sdkwright.ir.types import ArrayType, ObjectType, Reference, Scalar, ScalarType, Type, nullable
from sdkwright.lower.compose import definition
from sdkwright.lower.context import Context, Place
from sdkwright.lower.schemas import lower_schema
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, Pointer, child

CONVENTIONAL_FLAGS = ("has_more", "has_next_page", "has_next")


def lower_schemes(context: Context) -> tuple[PageScheme, ...]:
    """Every scheme of the config, used or not."""
    return tuple(
        scheme
        for index, entry in enumerate(context.config.pagination)
        if (scheme := _scheme(context, entry, child(ROOT, "pagination", index))) is not None
    )


def _scheme(context: Context, entry: PaginationScheme, site: Pointer) -> PageScheme | None:
    try:
        kind = SchemeKind(entry.type)
    except ValueError:
        context.report.add("C301", site, f"`{entry.type}` is not a kind of pagination", source="config")
        return None
    response = Node(dict(entry.response), child(site, "response"))
    fields = [_page_field(context, name, node) for name, node in response.members()]
    purposes = {field.purpose: field.wire_name for field in fields if field.purpose is not None}
    for name, node in Node(dict(entry.request), child(site, "request")).members():
        purpose = _purpose(node)
        if purpose is not None:
            purposes[purpose] = name
    items = purposes.get("items") or _conventional_items(fields)
    if items is None:
        context.report.add("C302", site, "the scheme does not say which property holds the items", source="config")
        return None
    flag = next((field.wire_name for field in fields if field.wire_name in CONVENTIONAL_FLAGS), None)
    if flag is not None:
        purposes.setdefault("has_next_page", flag)
    return PageScheme(
        key=entry.name,
        site=site,
        kind=kind,
        description=entry.description,
        items=items,
        fields=tuple(field for field in fields if field.wire_name != items),
        purposes=tuple(sorted(purposes.items())),
        in_body=entry.param_location == "body",
        continue_on_empty_items=entry.continue_on_empty_items,
    )


def _page_field(context: Context, name: str, node: Node) -> PageField:
    return PageField(name, nullable(lower_schema(context, node, Place(node.pointer))), _purpose(node))


def _purpose(node: Node) -> str | None:
    """The role of a property: an object with `purpose`, or (seen in the wild) the bare word."""
    role = node.at("x-stainless-pagination-property")
    return role.string("purpose") or node.string("x-stainless-pagination-property") if role is not None else None


def _conventional_items(fields: Iterable[PageField]) -> str | None:
    arrays = [field.wire_name for field in fields if field.type == nullable(ArrayType(ScalarType(Scalar.ANY)))]
    return "data" if "data" in arrays else (arrays[0] if len(arrays) == 1 else None)


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
    envelope = _envelope(context, response.type)
    if envelope is None:
        return None
    fields = _fields(context, envelope)
    for scheme in schemes:
        forced = config.paginated == scheme.key
        if isinstance(config.paginated, str) and not forced:
            continue
        if forced or _matches(scheme, _request_names(context, scheme), parameters, fields):
            items = fields.get(scheme.items)
            if isinstance(items, ArrayType):
                return Paging(scheme.key, items.items)
    if config.paginated:
        context.report.add("C303", site, "no pagination scheme fits this method", source="config")
    return None


def _request_names(context: Context, scheme: PageScheme) -> set[str]:
    entry = next(entry for entry in context.config.pagination if entry.name == scheme.key)
    return set(entry.request)


def _matches(
    scheme: PageScheme, wanted: set[str], parameters: tuple[Parameter, ...], fields: Mapping[str, Type]
) -> bool:
    where = Location.BODY if scheme.in_body else Location.QUERY
    offered = {parameter.wire_name for parameter in parameters if parameter.location is where}
    return wanted <= offered and {scheme.items, *(field.wire_name for field in scheme.fields)} <= fields.keys()


def _fields(context: Context, envelope: ObjectType) -> dict[str, Type]:
    """The types of its properties by name, those that it has from its base among them."""
    base = _envelope(context, envelope.base) if envelope.base is not None else None
    inherited = _fields(context, base) if base is not None else {}
    return {**inherited, **{field.wire_name: field.type for field in envelope.fields}}


def _envelope(context: Context, lowered: Type) -> ObjectType | None:
    """The object that holds the items, be it a model or not."""
    if isinstance(lowered, Reference):
        node = context.named[lowered.model].node
        lowered = definition(context, node)
    return lowered if isinstance(lowered, ObjectType) else None
