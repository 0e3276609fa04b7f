"""What the named aliases of types stand for; builds no types."""

from __future__ import annotations

from typing import Any, get_type_hints

from typing_extensions import TypeAliasType


def aliased(alias: Any) -> Any:
    """What a named alias stands for; anything else as it is. Modules that need each other quote it, and it is looked up in them."""
    if not isinstance(alias, TypeAliasType):
        return alias
    value: Any = alias.__value__
    if not isinstance(value, str):
        return value
    quoted = type("Quoted", (), {"__annotations__": {"value": value}, "__module__": alias.__module__})
    return get_type_hints(quoted, include_extras=True)["value"]
