"""How cassettes are written and matched: what of an exchange is kept, and what is scrubbed, for recording and replay alike."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .models_api import REQUEST_ID

__all__ = ["FOLDER", "OPTIONS", "SCRUBBED", "match_spoken", "recorded_json"]

FOLDER = Path(__file__).parents[2] / "recordings" / "cassettes"
SCRUBBED = "scrubbed"
_ORIGIN = "https://api.anthropic.com"

# All else differs from machine to machine, from run to run, or between the synchronous and the asynchronous client.
_REQUEST_HEADERS = ("accept", "anthropic-beta", "anthropic-version", "x-stainless-lang", "x-stainless-retry-count")
_CREDENTIALS = ("x-api-key", "authorization")
_RESPONSE_HEADERS = ("content-encoding", "content-type", "request-id", "retry-after", "x-should-retry")
_REAL_REQUEST_ID = re.compile(rb"req_[A-Za-z0-9]+")


def scrub_request(request: Any) -> Any:
    """The request as if it had gone to production, without the secrets."""
    request.uri = re.sub(r"^https?://[^/?]+", _ORIGIN, request.uri)
    headers = {name.lower(): value for name, value in request.headers.items()}
    kept = {name: headers[name] for name in _REQUEST_HEADERS if name in headers}
    request.headers = {**kept, **dict.fromkeys((name for name in _CREDENTIALS if name in headers), SCRUBBED)}
    return request


def scrub_response(response: Any) -> Any:
    """The response with the headers that mean something to a client, and with the document's request id."""
    headers = {name.lower(): values for name, values in response["headers"].items()}
    response["headers"] = {name: headers[name] for name in _RESPONSE_HEADERS if name in headers}
    if "request-id" in response["headers"]:
        response["headers"]["request-id"] = [REQUEST_ID]
    if "content-encoding" not in response["headers"]:
        response["body"]["string"] = _REAL_REQUEST_ID.sub(REQUEST_ID.encode(), response["body"]["string"])
    return response


def match_spoken(sent: Any, recorded: Any) -> None:
    """A matcher: the headers that mean something to the server are those that were recorded."""
    assert dict(sent.headers.items()) == dict(recorded.headers.items())


OPTIONS: dict[str, Any] = {
    "match_on": ("method", "scheme", "host", "port", "path", "query", "spoken"),
    "before_record_request": scrub_request,
    "before_record_response": scrub_response,
    "decode_compressed_response": False,
}


def recorded_json(response: dict[str, Any]) -> Any:
    """The JSON of a response in a cassette."""
    return json.loads(response["body"]["string"])
