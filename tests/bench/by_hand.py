"""The models that a program without an SDK would write itself: plain pydantic, as the documents of pydantic show it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

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
