"""The models endpoints as the document describes them, served from a list: what the loopback server answers with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from .server import Handler, Received, answer

__all__ = ["ALIASES", "MODELS", "REQUEST_ID", "api", "error_example", "model", "page_of"]

_SPEC = Path(__file__).parents[3] / "spec" / "openapi.yaml"


@lru_cache(maxsize=1)
def _spec() -> Any:
    return yaml.safe_load(_SPEC.read_text(encoding="utf-8"))


def _examples(path: str) -> dict[str, Any]:
    content = _spec()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    return {name: example["value"] for name, example in content["examples"].items()}


def _more(name: str, day: str, title: str) -> dict[str, str]:
    return {"id": name, "created_at": f"{day}T00:00:00Z", "display_name": title, "type": "model"}


# The document's own examples first, then hand-made ones, the most recently released first as the API has it.
MODELS: list[dict[str, Any]] = [
    *_examples("/v1/models")["first_page"]["data"],
    _more("claude-3-5-sonnet-20241022", "2024-10-22", "Claude Sonnet 3.5 (New)"),
    _more("claude-3-5-haiku-20241022", "2024-10-22", "Claude Haiku 3.5"),
    _more("claude-3-haiku-20240307", "2024-03-07", "Claude Haiku 3"),
]
ALIASES = {"claude-sonnet-4-0": "claude-sonnet-4-20250514"}
REQUEST_ID: str = _spec()["components"]["headers"]["RequestId"]["examples"]["id"]["value"]

_STATUS_NAMES = {
    400: "InvalidRequest",
    401: "Authentication",
    403: "Permission",
    404: "NotFound",
    413: "RequestTooLarge",
    429: "RateLimit",
    500: "Api",
    529: "Overloaded",
}


def model(**changes: Any) -> dict[str, Any]:
    """The document's example of one model, with changes."""
    return {**_examples("/v1/models/{model_id}")["model"], **changes}


def error_example(status: int) -> dict[str, Any]:
    """The document's example of an error."""
    response = _spec()["components"]["responses"][_STATUS_NAMES[status]]
    value: dict[str, Any] = response["content"]["application/json"]["examples"]["error"]["value"]
    return value


def page_of(data: list[dict[str, Any]], *, has_more: bool = False) -> dict[str, Any]:
    """The list envelope around `data`."""
    ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {"first_id": None, "last_id": None}
    return {"data": data, "has_more": has_more, **ends}


def api(models: list[dict[str, Any]] | None = None) -> Any:
    """A `route` for the server: lists and looks up `models`, and refuses as the document says."""
    known = MODELS if models is None else models

    def route(request: Received) -> Handler:
        headers = {"request-id": REQUEST_ID}
        if not {"x-api-key", "authorization"} & set(request.names):
            return answer(401, error_example(401), headers)
        if request.path == "/v1/models":
            status, body = _list(known, request.query)
        else:
            status, body = _retrieve(known, unquote(request.path.removeprefix("/v1/models/")))
        return answer(status, body, headers)

    return route


def _list(known: list[dict[str, Any]], query: dict[str, str]) -> tuple[int, Any]:
    limit = int(query.get("limit", "20"))
    if not 1 <= limit <= 1000:
        return 400, error_example(400)
    ids = [item["id"] for item in known]
    if "before_id" in query:
        end = ids.index(query["before_id"])
        start = max(0, end - limit)
        return 200, page_of(known[start:end], has_more=start > 0)
    start = ids.index(query["after_id"]) + 1 if "after_id" in query else 0
    return 200, page_of(known[start : start + limit], has_more=start + limit < len(known))


def _retrieve(known: list[dict[str, Any]], name: str) -> tuple[int, Any]:
    wanted = ALIASES.get(name, name)
    found = next((item for item in known if item["id"] == wanted), None)
    return (404, error_example(404)) if found is None else (200, found)
