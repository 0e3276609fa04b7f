"""Operations that have a server of their own, in the document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from harness.emitting import emitted
from harness.server import Server, answer
from harness.sides import Api

ITEMS = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}
LIST = {"type": "object", "properties": {"items": ITEMS, "next_page": {"type": ["string", "null"]}}}
OPERATION = {
    "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
    "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": LIST}}}},
}
SCHEME: dict[str, Any] = {
    "name": "urls",
    "type": "cursor_url",
    "response": {
        "items": {"type": "array", "items": {}, "x-stainless-pagination-property": {"purpose": "items"}},
        "next_page": {"type": "string", "x-stainless-pagination-property": {"purpose": "cursor_url_field"}},
    },
}


def test_the_next_page_is_where_the_operation_is(tmp_path: Path, server: Server, other_server: Server):
    """Its URL is relative to the server of the operation, which is the origin that it must not leave."""
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": f"{server.url}/v1"}],
        "paths": {"/things": {"servers": [{"url": f"{other_server.url}/lists"}], "get": OPERATION}},
    }
    resources = {"things": {"methods": {"list": {"endpoint": "get /things", "paginated": "urls"}}}}
    ways = {
        "?page=2": ["1", "2"],
        f"{other_server.url}/lists/things?page=2": ["1", "2"],
        f"{server.url}/v1/things?page=2": None,
    }
    with emitted(tmp_path, "own_servers", document, resources, pagination=[SCHEME]) as sdk:
        for is_async in (False, True):
            api = Api(sdk, server.url, is_async=is_async)
            client = api.kind()
            for url, expected in ways.items():
                other_server.requests.clear()
                other_server.route = lambda request, url=url: answer(
                    200,
                    {"items": [{"id": request.query.get("page", "1")}], "next_page": None if request.query else url},
                )
                if expected is None:
                    with pytest.raises(sdk.AcmeError, match="another origin"):
                        api.items(client.things.list())
                else:
                    assert [item.id for item in api.items(client.things.list())] == expected
                    assert [each.target for each in other_server.requests] == ["/lists/things", "/lists/things?page=2"]
            api.run(client.close())
            api.close()
    assert server.requests == []
