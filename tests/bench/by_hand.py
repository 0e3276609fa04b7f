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
