"""What a program without an SDK would write itself: plain pydantic models, or the cheapest objects that Python has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pydantic


class Model(pydantic.BaseModel):
    id: str
    created_at: datetime
    display_name: str
    type: Literal["model"]


class Envelope(pydantic.BaseModel):
    data: list[Model]
    has_more: bool | None = None
    first_id: str | None = None
    last_id: str | None = None


class KeepingModel(Model):
    """The same, keeping properties that it does not know, as every model of an emitted package does."""

    model_config = pydantic.ConfigDict(extra="allow")


class KeepingEnvelope(Envelope):
    model_config = pydantic.ConfigDict(extra="allow")

    data: list[KeepingModel]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]


@dataclass(slots=True)
class SlottedModel:
    """Neither checked nor open for properties that it does not know; nothing that Python can make of an object is cheaper."""

    id: str
    created_at: datetime
    display_name: str
    type: str


def slotted(body: bytes) -> dict[str, Any]:
    """A page whose items are such objects."""
    page: dict[str, Any] = json.loads(body)
    for item in page["data"]:
        item["created_at"] = datetime.fromisoformat(item["created_at"])
    page["data"] = [SlottedModel(**item) for item in page["data"]]
    return page
