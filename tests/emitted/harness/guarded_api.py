"""An API with a credential for each operation, and servers that hand tokens out: what the tests of authentication talk to."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from .server import Handler, Received, answer

__all__ = ["TokenServer", "document"]

SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "token": [{"Bearer": []}],
    "oauth": [{"OAuth": []}],
    "digest": [{"Digest": []}],
    "basic": [{"Basic": []}],
    "key": [{"Key": []}],
    "cookie": [{"Session": []}],
    "either": [{"OAuth": []}, {"Key": []}],
    "both": [{"Basic": [], "Key": []}],
    "open": [],
}


def document() -> dict[str, Any]:
    """Each operation is named after what it asks for. The URL of the tokens is relative to the server."""
    fine = {"200": {"description": "fine", "content": {"application/json": {"schema": {"type": "object"}}}}}
    upload = {"content": {"application/octet-stream": {"schema": {}}}}
    paths: dict[str, Any] = {
        f"/{name}": {"get": {"operationId": f"{name}_get", "security": security, "responses": fine}}
        for name, security in SECURITY.items()
    }
    paths["/oauth"]["get"]["security"] = [{"OAuth": ["read"]}]
    paths["/oauth"]["post"] = {"security": [{"OAuth": ["read", "write"]}], "requestBody": upload, "responses": fine}
    flows = {
        "clientCredentials": {"tokenUrl": "auth/token", "scopes": {"read": "Reads.", "write": "Writes.", "all": "All."}}
    }
    schemes: dict[str, Any] = {
        "Bearer": {"type": "http", "scheme": "bearer"},
        "OAuth": {"type": "oauth2", "flows": flows},
        "Digest": {"type": "http", "scheme": "digest"},
        "Basic": {"type": "http", "scheme": "basic"},
        "Key": {"type": "apiKey", "in": "query", "name": "key"},
        "Session": {"type": "apiKey", "in": "cookie", "name": "session"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Guarded", "version": "1"},
        "servers": [{"url": "http://guarded.test/"}],
        "paths": paths,
        "components": {"securitySchemes": schemes},
    }


@dataclass
class TokenServer:
    """A `route` that gives token after token, and answers only to those that are in `valid`; None: to the last one given."""

    seconds: object = 3600
    delay: float = 0.0
    given: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    clients: list[str | None] = field(default_factory=list)
    valid: set[str] | None = None
    failures: list[Handler] = field(default_factory=list)

    def __call__(self, request: Received) -> Handler:
        if request.path == "/auth/token":
            self.asked.append(dict(parse_qsl(request.body.decode())))
            self.clients.append(_basic(request.header("authorization")))
            if self.failures:
                return self.failures.pop(0)
            self.given.append(f"t{len(self.given) + 1}")
            body = {"access_token": self.given[-1], "token_type": "Bearer", "expires_in": self.seconds}
            return answer(200, body, before=self.delay)
        valid = self.valid if self.valid is not None else set(self.given[-1:])
        token = (request.header("authorization") or "").removeprefix("Bearer ")
        return answer(200, {"token": token}) if token in valid else answer(401, {"error": "expired"})


def _basic(header: str | None) -> str | None:
    return None if header is None else base64.b64decode(header.removeprefix("Basic ")).decode()
