"""Pages whose body may be the bare list of their items, or which have fields in headers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from .reading import read_json, read_value

if TYPE_CHECKING:
    import httpx2

    from .pages import BasePage

_PageT = TypeVar("_PageT", bound="BasePage[Any]")


def build_page(
    cls: type[_PageT],
    response: httpx2.Response,
    data: object,
    *,
    items: str,
    headers: Mapping[str, str] | None = None,
) -> _PageT:
    """A page whose body may be the bare list of its items, or whose fields may come in headers of the response.

    items: the wire name of the field that a body which is not an object goes into.
    headers: field -> header; the text becomes an int or a bool where the field is one.
    """
    if isinstance(data, list):
        # The bytes go straight through pydantic-core, as those of any other page do.
        page = read_json(b'{"%b":%b}' % (items.encode(), response.content), cls, strict=False)
    else:
        values = cast("dict[str, object]", data) if isinstance(data, dict) else {items: data}
        page = read_value(values, cls, strict=False)
    for field, header in (headers or {}).items():
        if (text := response.headers.get(header)) is not None:
            page.__dict__[field] = _from_text(text, cls.model_fields[field].annotation)
            page.__pydantic_fields_set__.add(field)
    return cast("_PageT", page)


def _from_text(text: str, annotation: Any) -> object:
    kinds = get_args(annotation) or (annotation,)
    if bool in kinds and text.strip().lower() in ("true", "false"):
        return text.strip().lower() == "true"
    with suppress(ValueError):
        return int(text) if int in kinds else text
    return text
