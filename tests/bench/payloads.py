"""The pages of models that are served and read; pure."""

from __future__ import annotations

import json


def page(count: int, *, odd: bool = False) -> bytes:
    """A page of `count` models, about 140 bytes each; with `odd`, one in the middle has a number for its name."""
    models: list[dict[str, object]] = [
        {
            "type": "model",
            "id": f"claude-example-{number:04}-20250514",
            "display_name": f"Claude Example {number}",
            "created_at": f"2025-05-{number % 28 + 1:02}T{number % 24:02}:00:00Z",
        }
        for number in range(count)
    ]
    first, last = models[0]["id"], models[-1]["id"]
    if odd:
        models[count // 2]["display_name"] = 4
    return json.dumps({"data": models, "has_more": False, "first_id": first, "last_id": last}).encode()
