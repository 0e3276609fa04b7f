"""`pagination.py`: two classes for each page scheme, each with its fields and where its next page is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Location
from sdkwright.ir.paging import FIRST, PageField, PageScheme, SchemeKind
from sdkwright.naming.arguments import attribute
from sdkwright.python.annotations import CORE, Annotator, Direction
from sdkwright.python.build.parts import Building
from sdkwright.python.build.vocabulary import builtin_words
from sdkwright.python.docstrings import docstring, prose
from sdkwright.python.expressions import NOTHING
from sdkwright.python.imports import Imports, ModuleName
from sdkwright.python.literals import dotted, identifier, mapping, string, value
from sdkwright.python.page_views import PageObjectView, PageView, PaginationView, TwinView
from sdkwright.python.source import Source, join
from sdkwright.python.views import FieldView, Module

TEMPLATE = "package/pagination.py.jinja"
HELPERS = {
    SchemeKind.CURSOR: ("page_cursors", "next_cursor"),
    SchemeKind.CURSOR_ID: ("page_cursors", "next_cursor_id"),
    SchemeKind.CURSOR_URL: ("page_links", "next_url"),
    SchemeKind.OFFSET: ("page_numbers", "next_offset"),
    SchemeKind.PAGE_NUMBER: ("page_numbers", "next_page_number"),
}
BUILTINS = ("bool", "list", "object")
"""What the template writes in the body of a page class."""
TWINS = (
    TwinView(Source("Sync"), Source("BaseSyncPage")),
    TwinView(Source("Async"), Source("BaseAsyncPage")),
)
# by kind of scheme: argument of its helper -> the role whose parameter it names, and the role whose field is its value
PARAMETERS = {
    SchemeKind.CURSOR: (("param", "next_cursor_param"), ("previous_param", "previous_cursor_param")),
    SchemeKind.CURSOR_ID: (("param", "next_cursor_id_param"), ("previous_param", "previous_cursor_id_param")),
    SchemeKind.OFFSET: (("param", "offset_count_param"),),
    SchemeKind.PAGE_NUMBER: (("param", "page_number_param"),),
}
VALUES = {
    SchemeKind.CURSOR: (("cursor", "next_cursor_field"), ("previous_cursor", "previous_cursor_field")),
    SchemeKind.OFFSET: (("start", "offset_count_start_field"), ("total", "offset_total_count_field")),
    SchemeKind.PAGE_NUMBER: (("current", "current_page_number_field"), ("total", "total_page_count_field")),
}


def pagination_module(building: Building) -> Module:
    """The module; without any scheme there would be nothing in it."""
    schemes = building.api.schemes
    imports = Imports(ModuleName(("pagination",)))
    imports.add("typing", "Generic", "TypeVar")
    imports.add("typing_extensions", "override")
    for name in ("BaseAsyncPage", "BaseSyncPage"):
        imports.add_own((CORE, "pages"), name)
    imports.add_own((CORE, "page_schemes"), "PageInfo")
    pages = tuple(_Pages(building, scheme, imports).view() for scheme in schemes)
    names = [
        string(name)
        for page in pages
        for name in (*(each.name for each in page.objects), f"Sync{page.name}", f"Async{page.name}")
    ]
    view = PaginationView(
        header=building.header,
        docstring=docstring(["Page classes: what a list answers with, and how its next page is asked for."], 0),
        imports=imports.lines(),
        all=join(", ", names),
        pages=pages,
        twins=TWINS,
    )
    return Module(building.layout.module_file(("pagination",)), TEMPLATE, view)


@dataclass(slots=True)
class _Pages:
    """Builds the classes of one scheme."""

    building: Building
    scheme: PageScheme
    imports: Imports

    def view(self) -> PageView:
        scheme = self.scheme
        more = self._value("has_next_page")
        first, *deeper = scheme.items
        ordered = [first, *(entry for entry in scheme.fields if entry is not first)]
        items = join(".", (Source("self"), self._name(first)))
        if deeper:
            self.imports.add("typing", "cast")
            items = Source.of('cast("list[_T]", {})', self._value("items") or items)
        return PageView(
            name=identifier(self.building.names.schemes[scheme.key]),
            docstring=prose(scheme.description, 4) if scheme.description is not None else None,
            objects=tuple(self._objects(scheme.fields)),
            fields=self._fields(ordered),
            items=items,
            has_more=more,
            next_page=self._next_page(),
            continue_on_empty_items=scheme.continue_on_empty_items,
            build=self._build(),
            http=dotted(self.building.api.package.http_library),
            words=builtin_words(BUILTINS, self._members(ordered), self.imports),
        )

    def _name(self, entry: PageField) -> Source:
        return identifier(self.building.names.fields[entry.site])

    def _objects(self, fields: tuple[PageField, ...]) -> Iterator[PageObjectView]:
        """The classes of objects inside an answer, leaves first; generic where the items are in one."""
        for entry in fields:
            if entry.fields:
                yield from self._objects(entry.fields)
                self.imports.add_own((CORE, "models"), "BaseModel")
                bases = Source("BaseModel, Generic[_T]") if entry in self.scheme.items else Source("BaseModel")
                name = identifier(self.building.names.classes[entry.site])
                yield PageObjectView(name, bases, self._fields(entry.fields))

    def _members(self, entries: Iterable[PageField]) -> frozenset[str]:
        return frozenset(self.building.names.fields[entry.site] for entry in entries)

    def _fields(self, entries: Sequence[PageField]) -> tuple[FieldView, ...]:
        members = self._members(entries)
        speller = self.building.annotator(self.imports, Direction.RESPONSE, members)
        return tuple(self._field(entry, speller) for entry in entries)

    def _field(self, entry: PageField, speller: Annotator) -> FieldView:
        """Every field may be missing but for the items, which are taken to be there."""
        is_items = entry is self.scheme.items[-1]
        if is_items:
            spelled = Source.of("{}[_T]", speller.builtin("list"))
        elif entry.fields:
            generic = Source("[_T]") if entry in self.scheme.items else NOTHING
            spelled = Source.of("{}{} | None", identifier(self.building.names.classes[entry.site]), generic)
        else:
            spelled = speller.optional(entry.type)
        default = None if is_items else Source("None")
        name = self._name(entry)
        if name != entry.wire_name:
            self.imports.add("pydantic", "Field as FieldInfo")
            tail = Source.of(", default={}", default) if default is not None else NOTHING
            default = Source.of("FieldInfo(alias={}{})", string(entry.wire_name), tail)
        return FieldView(name, spelled, default, None)

    def _value(self, role: str) -> Source | None:
        """What the field of that role holds; of one inside an object, as far as there is one."""
        path = self.scheme.path(role)
        names = [self._name(step) for step in path]
        if len(names) < 2:
            return Source.of("self.{}", names[0]) if names else None
        self.imports.add_own((CORE, "page_schemes"), "value_at")
        return Source.of("value_at(self, {})", join(", ", (string(name) for name in names)))

    def _next_page(self) -> Source:
        """The expression that tells the next page: one call of the helper for the scheme's kind."""
        scheme, kind = self.scheme, self.scheme.kind
        if not scheme.leads_on:
            return Source("None")
        url = self._value("cursor_url_field") if kind is SchemeKind.CURSOR_URL else None
        place, name = HELPERS[kind]
        helper = self.imports.add_own((CORE, place), name)
        if url is not None:
            return Source.of("{}({})", helper, url)
        named = [(name, scheme.way_in(role)) for name, role in PARAMETERS[kind]]
        given = [Source.of("{}={}", identifier(name), _way_in(way)) for name, way in named if way]
        if kind is SchemeKind.CURSOR_ID and (item := self._item_id()) is not None:
            given.append(Source.of("attribute={}", item))
        values = [(name, self._value(role)) for name, role in VALUES.get(kind, ())]
        given += [Source.of("{}={}", identifier(name), spelled) for name, spelled in values if spelled is not None]
        if scheme.first != FIRST.get(kind, scheme.first):
            given.append(Source.of("first={}", value(scheme.first)))
        if scheme.where is not Location.QUERY:
            given.append(Source.of("location={}", string(scheme.where.value)))
        return Source.of("{}(self, {})", helper, join(", ", given))

    def _item_id(self) -> Source | None:
        """The attribute of an item that is its cursor, where it is not `id`."""
        wire_name, casings = self.scheme.item_id, self.building.names.casings
        return string(attribute(wire_name, casings)) if wire_name is not None and wire_name != "id" else None

    def _build(self) -> Source | None:
        """How an answer becomes a page that may be a bare list, or that has fields in headers."""
        headers = {
            str(self._name(entry)): string(entry.header) for entry in self.scheme.fields if entry.header is not None
        }
        if not headers and not self.scheme.is_array:
            return None
        self.imports.add_module(self.building.api.package.http_library)
        self.imports.add("typing_extensions", "Self")
        self.imports.add_own((CORE, "page_bodies"), "build_page")
        told = Source.of(", headers={}", mapping(headers)) if headers else NOTHING
        return Source.of("build_page(cls, response, data, items={}{})", string(self.scheme.items[0].wire_name), told)


def _way_in(way: tuple[str, ...]) -> Source:
    """A parameter of a request, or the way through one."""
    if len(way) == 1:
        return string(way[0])
    return Source.of("({})", join(", ", (string(name) for name in way)))
