"""Arguments of methods that a caller may leave to the client, which has an option for them."""

from __future__ import annotations

from typing import TypeVar

from .sentinels import Omit, omit

T = TypeVar("T")


def client_value(client: object, name: str, given: T | None, option: str) -> T | Omit:
    """What a caller gives as `name`, else the client's option for it; nothing where neither says anything."""
    del name
    value: T | None = getattr(client, option) if given is None else given
    return omit if value is None else value


def required_client_value(client: object, name: str, given: T | None, option: str) -> T:
    """The same, of what the call cannot do without. Raises ValueError where neither says anything."""
    value: T | None = getattr(client, option) if given is None else given
    if value is None:
        named = getattr(client, "_api_client", client)  # of a view
        example = f"{type(named).__name__}({option}='abcd')"
        raise ValueError(
            f"Missing {name} argument; Please provide it at the client level, e.g. {example} or per method."
        )
    return value
