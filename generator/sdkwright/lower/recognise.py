"""Page schemes of a document that has no config: which lists come in pages, as far as parameters and answers show it beyond doubt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from functools import partial

from sdkwright.config import PaginationScheme
from sdkwright.ir.paging import SchemeKind
from sdkwright.lower.context import Context
from sdkwright.lower.lists import answer_schema, is_array, items_within, properties
from sdkwright.lower.page_headers import cursor_of_headers
from sdkwright.lower.page_words import (
    AFTER_ID,
    BACK,
    BEFORE_ID,
    CONTAINERS,
    CURSORS,
    EITHER,
    FLAGS,
    FROM_ONE,
    NUMBERS,
    OFFSETS,
    PAGE_TOTALS,
    SIZES,
    TOTALS,
    URLS,
)
from sdkwright.lower.readings import ARRAY, Path, Reading, names_of, scheme_of
from sdkwright.lower.seen import Seen, asked, asked_in_body, told
from sdkwright.lower.tree import Operation
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node

LINK = "link"
# methods with which lists are asked for; those with a body tell there what they ask
ASKING = ("get", "post", "query")


class Sized(Enum):
    """A list of which a size is asked for, and nothing that leads to its next part."""

    SIZED = "sized"


SIZED = Sized.SIZED
# JavaScript knows numbers alone, and so do the documents of its frameworks
WHOLE = ("integer", "number")
LEADS_ON = re.compile(r"\b(next|more|subsequent|following)\b", re.IGNORECASE)
URL_TEXT = re.compile(r"\b(ur[il]s?|links?|href)\b", re.IGNORECASE)


def recognised(
    context: Context, operations: Iterable[Operation]
) -> tuple[list[PaginationScheme], dict[str, list[Operation]]]:
    """The schemes that the document shows, and for each by its name the operations that it was read from."""
    users: dict[Reading, list[Operation]] = defaultdict(list)
    sized: list[Operation] = []
    for operation in sorted(operations, key=lambda operation: (operation.path, operation.verb)):
        reading = _recalled(context, operation) if operation.verb in ASKING else None
        if reading is SIZED:
            sized.append(operation)
        elif reading is not None:
            users[reading].append(operation)
    links = next((reading for reading in users if reading.kind is SchemeKind.CURSOR_URL and reading.header), None)
    if links is not None:  # an API that answers with links does not say so of each list that it answers in parts
        users[links] += sized
    ranked = sorted(users, key=lambda reading: (-len(reading.response), -len(users[reading]), str(reading)))
    names = names_of(ranked, {reading: len(found) for reading, found in users.items()})
    return [scheme_of(names[reading], reading) for reading in ranked], {
        names[reading]: users[reading] for reading in ranked
    }


def _recalled(context: Context, operation: Operation) -> Reading | Sized | None:
    places = operation.pointer, operation.path_item.pointer
    return context.memory.recall("reading", "\0".join(places), partial(_reading, context, operation), about=places)


def _reading(context: Context, operation: Operation) -> Reading | Sized | None:
    body = dict(asked_in_body(context, operation.node)) if operation.verb != "get" else {}
    schema = answer_schema(context, operation.node) if body or operation.verb == "get" else None
    if schema is None:
        return None
    if body:
        return _searched(context, schema, body)
    query = dict(asked(context, operation))
    if is_array(context, schema):
        link = _link(context, operation.node)
        held = cursor_of_headers(context, operation, (ARRAY,), is_array=True) if link is None else None
        return held or _bare(Seen(context, (ARRAY,), None, query, {}), link)
    fields = properties(context, schema)
    items = items_within(context, fields)
    if items is None:
        return None
    seen = Seen(context, *items, query, dict(told(context, fields)))
    found = _cursor(seen) or _cursor_id(seen) or _url(seen) or cursor_of_headers(context, operation, items[0])
    return found or _number(seen) or _offset(seen)


def _searched(context: Context, schema: Node, body: Mapping[str, tuple[Path, Node]]) -> Reading | None:
    """A list that is asked for in a body, as a search is; without a cursor, only where that tells a size of pages as well."""
    fields = properties(context, schema)
    items = items_within(context, fields)
    if items is None:
        return None
    seen = Seen(context, *items, body, dict(told(context, fields)))
    found = _cursor(seen) or _cursor_id(seen)
    if found is None and seen.parameter(SIZES, *WHOLE) is not None:
        found = _number(seen) or _offset(seen)
    return replace(found, where="body") if found is not None else None


def _bare(seen: Seen, link: str | None) -> Reading | Sized | None:
    """An answer that is the list itself: its next page is in the header `Link`, or is counted on beside a size."""
    if link is not None:
        response = [("cursor_url_field", (LINK,), "string")]
        return Reading(SchemeKind.CURSOR_URL, (ARRAY,), (), tuple(response), is_array=True, header=link)
    if seen.parameter(SIZES, *WHOLE) is None:
        return None
    number, offset = seen.parameter(NUMBERS, *WHOLE), seen.parameter(OFFSETS, *WHOLE)
    if number is not None and _from_one(seen.schema(number)):
        request = (("page_number_param", seen.sent(number)),)
        return Reading(SchemeKind.PAGE_NUMBER, (ARRAY,), request, (), is_array=True)
    if number is None and offset is not None and _from_zero(seen.schema(offset)):
        return Reading(SchemeKind.OFFSET, (ARRAY,), (("offset_count_param", seen.sent(offset)),), (), is_array=True)
    return SIZED


def _link(context: Context, operation: Node) -> str | None:
    """The header of the successful answer that has links (RFC 8288), as the document spells it."""
    for status, declared_answer in operation.members("responses"):
        answer = context.follow(declared_answer)
        if status.startswith("2") and answer is not None:
            return next((name for name, _ in answer.members("headers") if name.lower() == LINK), None)
    return None


def _cursor(seen: Seen) -> Reading | None:
    for name, parameters in CURSORS.items():
        field, parameter = seen.field((name,), "string"), seen.parameter(parameters, "string")
        if field is None or parameter is None or (name == "last_id" and seen.field(FLAGS, "boolean") is None):
            continue
        if name in EITHER and not LEADS_ON.search(seen.said(name)):
            continue
        request = [("next_cursor_param", seen.sent(parameter))]
        response: list[tuple[str, Path, str]] = [("next_cursor_field", seen.got(field), "string")]
        for back, names in BACK.items():
            other = seen.parameter(names, "string")
            if seen.field((back,), "string") is not None and other is not None and other != parameter:
                request.append(("previous_cursor_param", seen.sent(other)))
                response.append(("previous_cursor_field", seen.got(back), "string"))
        return _made(seen, SchemeKind.CURSOR, request, response)
    return None


def _cursor_id(seen: Seen) -> Reading | None:
    """`has_more` in the answer, and a parameter that takes the id of the last item."""
    parameter = seen.parameter(AFTER_ID, "string")
    if parameter is None or seen.field(FLAGS, "boolean") is None or not _items_have_ids(seen):
        return None
    request = [("next_cursor_id_param", seen.sent(parameter))]
    back = seen.parameter(BEFORE_ID, "string")
    if back is not None:
        request.append(("previous_cursor_id_param", seen.sent(back)))
    return _made(seen, SchemeKind.CURSOR_ID, request, [])


def _items_have_ids(seen: Seen) -> bool:
    array = seen.context.follow(seen.array) if seen.array is not None else None
    item = array.at("items") if array is not None else None
    return item is not None and "id" in properties(seen.context, item)


def _url(seen: Seen) -> Reading | None:
    field = seen.field(URLS, "string")
    if field is None:
        return None
    node = seen.context.follow(seen.fields[field][1]) or seen.fields[field][1]
    said = f"{node.string('format') or ''} {node.string('description') or ''}"
    shown = [text for key in ("example", "default") if (text := node.string(key))]
    is_url = (
        seen.got(field)[0].lower().lstrip("_") == "links"
        or URL_TEXT.search(said)
        or field.endswith(("url", "uri", "link"))
        or any("://" in text for text in shown)
    )
    return _made(seen, SchemeKind.CURSOR_URL, [], [("cursor_url_field", seen.got(field), "string")]) if is_url else None


def _number(seen: Seen) -> Reading | None:
    """A whole number that counts from one, or that the answer tells again, beside how many there are or a size of pages."""
    parameter = seen.parameter(NUMBERS, *WHOLE)
    if parameter is None:
        return None
    current = seen.field((parameter, "current_page", "page", "page_number", "number"), *WHOLE)
    pages, total, flag = (
        seen.field(PAGE_TOTALS, *WHOLE),
        seen.field(TOTALS, *WHOLE),
        seen.field(FLAGS, "boolean"),
    )
    from_zero = _counts_from_zero(seen, parameter)
    if not (from_zero or _from_one(seen.schema(parameter)) or current) or not (pages or total or flag or _sized(seen)):
        return None
    response = [("current_page_number_field", seen.got(current), "integer")] if current else []
    response += [("total_page_count_field", seen.got(pages), "integer")] if pages else []
    made = _made(seen, SchemeKind.PAGE_NUMBER, [("page_number_param", seen.sent(parameter))], response)
    return replace(made, first=0 if from_zero else None)


def _counts_from_zero(seen: Seen, parameter: str) -> bool:
    """The document says so, or the answer is a page of Spring, which counts so, and the parameter may be nothing."""
    schema = seen.schema(parameter)
    of_spring = {"number", "total_elements", "total_pages"} <= seen.fields.keys()
    return _whole(schema, "default") == 0 or (of_spring and _whole(schema, "minimum") == 0)


def _offset(seen: Seen) -> Reading | None:
    parameter = seen.parameter(OFFSETS, *WHOLE)
    if parameter is None or (parameter == "start_index" and not _tells_its_first(seen)):
        return None
    start, total = seen.field((parameter,), *WHOLE), seen.field(TOTALS, *WHOLE)
    from_one = _begins_at_one(seen, parameter)
    if not (total or seen.field(FLAGS, "boolean") or _sized(seen)):
        return None
    if not from_one and not _from_zero(seen.schema(parameter)):
        return None
    response = [("offset_count_start_field", seen.got(start), "integer")] if start else []
    response += [("offset_total_count_field", seen.got(total), "integer")] if total else []
    made = _made(seen, SchemeKind.OFFSET, [("offset_count_param", seen.sent(parameter))], response)
    return replace(made, first=1 if from_one else None)


def _begins_at_one(seen: Seen, parameter: str) -> bool:
    """Whether items are counted from one: the document says so, or they are answered as SCIM has them."""
    index = seen.schema(parameter)
    return parameter == "start_index" and (_from_one(index) or (_whole(index, "default") != 0 and _is_scim(seen)))


def _tells_its_first(seen: Seen) -> bool:
    """Whether it is clear what an index begins at, which is nothing in some APIs and one in others."""
    index = seen.schema("start_index")
    return _is_scim(seen) or _from_one(index) or 0 in (_whole(index, "default"), _whole(index, "minimum"))


def _is_scim(seen: Seen) -> bool:
    return seen.fields.keys() >= FROM_ONE


def _sized(seen: Seen) -> bool:
    """A size of pages is asked for, and the answer is a list in an envelope: with facets and times it is more than a page."""
    known = {snake(seen.items[0]), *SIZES, *NUMBERS, *OFFSETS, *CONTAINERS}
    top = {snake(path[0]) for path, _ in seen.fields.values()}
    return seen.parameter(SIZES, *WHOLE) is not None and top <= known


def _from_one(schema: Node) -> bool:
    return any(_whole(schema, key) == 1 for key in ("default", "minimum"))


def _from_zero(schema: Node) -> bool:
    return _whole(schema, "default") in (None, 0)


def _whole(schema: Node, key: str) -> int | None:
    node = schema.at(key)
    return node.value if node is not None and isinstance(node.value, int) and not isinstance(node.value, bool) else None


def _made(
    seen: Seen, kind: SchemeKind, request: list[tuple[str, Path]], response: list[tuple[str, Path, str]]
) -> Reading:
    flag = seen.field(FLAGS, "boolean")
    more = [("has_next_page", seen.got(flag), "boolean")] if flag is not None else []
    return Reading(kind, seen.items, tuple(request), (*response, *more))
