"""What parameters and properties that have to do with pages are called, in snake case; reads no document."""

from __future__ import annotations

# a field of the answer -> the parameters that take it back, both in snake case
CURSORS = {
    "next_cursor": ("cursor", "next_cursor", "page_cursor", "start_cursor", "starting_after", "after"),
    "next_page_token": ("page_token", "next_page_token"),
    "next_token": ("next_token", "page_token", "continuation_token", "token"),
    "next_page_cursor": ("page_cursor", "cursor"),
    "next_page_key": ("page_key", "next_page_key"),
    "next_marker": ("marker",),
    "end_cursor": ("after", "cursor"),
    "continuation_token": ("continuation_token",),
    "next_continuation_token": ("continuation_token",),
    "iterator": ("iterator",),
    "continue": ("continue",),
    "next": ("next",),
    "bookmark": ("bookmark",),
    "scroll_id": ("scroll_id",),
    "next_cursor_mark": ("cursor_mark",),
    "next_offset": ("offset",),
    "next_page_offset": ("offset",),
    "last_evaluated_key": ("exclusive_start_key", "last_evaluated_key"),
    "last_id": ("after_id", "after", "starting_after"),
    "cursor": ("cursor",),
}
# fields that may as well tell where this page began: cursors only where they are described as what leads on
EITHER = frozenset({"cursor"})
BACK = {
    "first_id": ("before_id", "before", "ending_before"),
    "previous_cursor": ("cursor",),
    "prev_cursor": ("cursor",),
}
AFTER_ID = ("starting_after", "after_id", "after")
BEFORE_ID = ("ending_before", "before_id", "before")
URLS = ("next_page_url", "next_page_uri", "next_url", "next_uri", "next_link", "odata_next_link", "next_page", "next")
FLAGS = ("has_more", "has_next_page", "has_next")
NUMBERS = ("page", "page_number", "page_num", "current_page")
OFFSETS = ("offset", "skip", "start_at", "start_index")
# beside these an index begins at one (RFC 7644, section 3.4.2.4, and OpenSearch)
FROM_ONE = frozenset({"total_results", "items_per_page", "start_index"})
TOTALS = (
    *("total", "total_count", "total_items", "total_results", "total_size", "total_records", "total_elements"),
    *("total_entries", "total_rows", "total_hits", "items_total", "num_found"),
)
PAGE_TOTALS = ("total_pages", "page_count", "pages", "last_page", "num_pages", "pages_total")
# parameters for the size of a page: beside one of them, `page` counts pages, and `skip` counts items
SIZES = ("per_page", "page_size", "limit", "size", "count", "take", "top", "max_results", "max_items")
# objects of an answer that tell of pages
CONTAINERS = (
    "meta",
    "pagination",
    "paging",
    "page_info",
    "cursors",
    "links",
    "_links",
    "response_metadata",
    "metadata",
    "page",
)
# one of these is what any request for a further page has
PAGED = frozenset({*(name for names in CURSORS.values() for name in names), *AFTER_ID, *NUMBERS, *OFFSETS})
# headers of an answer, without the `X-` before them -> the parameters that take them back
HEADERS = CURSORS | {
    "page_next": ("page_continue", "page_token", "page_cursor", "cursor"),
    "next_page": ("page_token", "page_cursor", "cursor", "next_page"),
    "continuation": ("continuation",),
    "ms_continuation": ("ms_continuation",),
}
