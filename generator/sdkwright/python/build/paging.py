"""`pagination.py`: two classes for each page scheme, each with its fields and where its next page is."""

from __future__ import annotations

from collections.abc import Mapping

from sdkwright.ir.api import PageField, PageScheme, SchemeKind
from sdkwright.python.annotations import CORE, Direction
from sdkwright.python.build.parts import Building
from sdkwright.python.docstrings import docstring, prose
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import identifier, string
from sdkwright.python.page_views import PageView, PaginationView, TwinView
from sdkwright.python.source import Source, join
from sdkwright.python.views import FieldView, Module

TEMPLATE = "package/pagination.py.jinja"
HELPERS = {
    SchemeKind.CURSOR: "next_cursor",
    SchemeKind.CURSOR_ID: "next_cursor_id",
    SchemeKind.CURSOR_URL: "next_url",
    SchemeKind.OFFSET: "next_offset",
    SchemeKind.PAGE_NUMBER: "next_page_number",
}
TWINS = (
    TwinView(Source("Sync"), Source("BaseSyncPage")),
    TwinView(Source("Async"), Source("BaseAsyncPage")),
)


def pagination_module(building: Building) -> Module | None:
    """The module, where there is any scheme."""
    schemes = building.api.schemes
    if not schemes:
        return None
    imports = Imports(ModuleName(("pagination",)))
    imports.add("typing", "Generic", "TypeVar")
    imports.add("typing_extensions", "override")
    for name in ("BaseAsyncPage", "BaseSyncPage"):
        imports.add_own((CORE, "pages"), name)
    imports.add_own((CORE, "page_schemes"), "PageInfo")
    for scheme in schemes:
        if scheme.kind in HELPERS:
            imports.add_own((CORE, "page_schemes"), HELPERS[scheme.kind])
    pages = tuple(_page(building, scheme, imports) for scheme in schemes)
    names = [string(f"{prefix}{page.name}") for page in pages for prefix in ("Sync", "Async")]
    view = PaginationView(
        header=building.header,
        docstring=docstring(["Page classes: what a list answers with, and how its next page is asked for."], 0),
        imports=imports.lines(),
        all=join(", ", names),
        pages=pages,
        twins=TWINS,
    )
    return Module(building.layout.module_file(("pagination",)), TEMPLATE, view)


def _page(building: Building, scheme: PageScheme, imports: Imports) -> PageView:
    more, names = scheme.wire_name("has_next_page"), building.names.pages[scheme.key]
    return PageView(
        name=identifier(building.names.schemes[scheme.key]),
        docstring=prose(scheme.description, 4) if scheme.description is not None else None,
        items=FieldView(identifier(names[scheme.items]), Source("list[_T]"), _alias(names, scheme.items, None, imports), None),
        fields=tuple(_field(building, names, entry, imports) for entry in scheme.fields),
        has_more=Source(f"self.{identifier(names[more])}") if more is not None and more in names else None,
        next_page=_next_page(scheme, names),
        continue_on_empty_items=scheme.continue_on_empty_items,
    )


def _field(building: Building, names: Mapping[str, str], entry: PageField, imports: Imports) -> FieldView:
    spelled = building.annotator(imports, Direction.RESPONSE).optional(entry.type)
    name = identifier(names[entry.wire_name])
    return FieldView(name, spelled, _alias(names, entry.wire_name, Source("None"), imports), None)


def _alias(names: Mapping[str, str], wire_name: str, default: Source | None, imports: Imports) -> Source | None:
    if names[wire_name] == wire_name:
        return default
    imports.add("pydantic", "Field as FieldInfo")
    tail = f", default={default}" if default is not None else ""
    return Source(f"FieldInfo(alias={string(wire_name)}{tail})")


def _next_page(scheme: PageScheme, names: Mapping[str, str]) -> Source:
    """The expression that tells the next page: one call of the helper for the scheme's kind."""
    arguments: dict[str, Source | None] = {}
    match scheme.kind:
        case SchemeKind.FAKE:
            return Source("None")
        case SchemeKind.CURSOR_URL:
            url = _value(scheme, names, "cursor_url_field")
            return Source(f"next_url({url})") if url is not None else Source("None")
        case SchemeKind.CURSOR:
            arguments = {
                "param": _quoted(scheme, "next_cursor_param"),
                "cursor": _value(scheme, names, "next_cursor_field"),
                "previous_param": _quoted(scheme, "previous_cursor_param"),
                "previous_cursor": _value(scheme, names, "previous_cursor_field"),
            }
        case SchemeKind.CURSOR_ID:
            arguments = {
                "param": _quoted(scheme, "next_cursor_id_param"),
                "attribute": _quoted(scheme, "cursor_item_id"),
                "previous_param": _quoted(scheme, "previous_cursor_id_param"),
            }
        case SchemeKind.OFFSET:
            arguments = {
                "param": _quoted(scheme, "offset_count_param"),
                "start": _value(scheme, names, "offset_count_start_field"),
                "total": _value(scheme, names, "offset_total_count_field"),
            }
        case SchemeKind.PAGE_NUMBER:
            arguments = {
                "param": _quoted(scheme, "page_number_param"),
                "current": _value(scheme, names, "current_page_number_field"),
                "total": _value(scheme, names, "total_page_count_field"),
            }
    if scheme.in_body:
        arguments["location"] = string("body")
    given = ", ".join(f"{name}={spelled}" for name, spelled in arguments.items() if spelled is not None)
    return Source(f"{HELPERS[scheme.kind]}(self, {given})")


def _quoted(scheme: PageScheme, purpose: str) -> Source | None:
    name = scheme.wire_name(purpose)
    return string(name) if name is not None else None


def _value(scheme: PageScheme, names: Mapping[str, str], purpose: str) -> Source | None:
    name = scheme.wire_name(purpose)
    return Source(f"self.{identifier(names[name])}") if name is not None and name in names else None
