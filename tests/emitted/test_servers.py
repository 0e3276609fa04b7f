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


def test_a_variable_of_the_server_of_an_operation_is_an_option(tmp_path: Path, server: Server, other_server: Server):
    """What no server of the document has, the client takes all the same, with the default that the operations agree on."""
    own = {
        "url": f"{other_server.url}/{{tenant}}",
        "variables": {"tenant": {"default": "demo", "enum": ["demo", "own"]}},
    }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": server.url}],
        "paths": {"/things": {"servers": [own], "get": {"responses": {"204": {"description": "done"}}}}},
    }
    resources = {"things": {"methods": {"list": "get /things"}}}
    with emitted(tmp_path, "own_variables", document, resources) as sdk:
        other_server.route = lambda request: answer(204)
        for is_async in (False, True):
            api = Api(sdk, server.url, is_async=is_async)
            for options, path in (({}, "/demo/things"), ({"tenant": "own"}, "/own/things")):
                other_server.requests.clear()
                client = api.kind(**options)
                api.run(client.things.list())
                assert [each.target for each in other_server.requests] == [path]
                api.run(client.close())
            api.close()
    assert server.requests == []


def test_a_variable_without_a_default_is_asked_of_the_program(tmp_path: Path, server: Server):
    """Nobody else knows what belongs there; a program with a URL of its own does without."""
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [
            {
                "url": server.url.replace("127.0.0.1", "{host}") + "/{version}/{stage}",
                "variables": {"host": {"default": ""}, "version": {}, "stage": {"default": ""}},
            }
        ],
        "paths": {"/things": {"get": {"responses": {"204": {"description": "done"}}}}},
    }
    resources = {"things": {"methods": {"list": "get /things"}}}
    with emitted(tmp_path, "asked_variables", document, resources) as sdk:
        server.route = lambda request: answer(204)
        for is_async in (False, True):
            api = Api(sdk, server.url, is_async=is_async)
            kind = getattr(sdk, "AsyncAcme" if is_async else "Acme")
            for options, missing in (({}, "host"), ({"host": "127.0.0.1"}, "version"), ({"version": "v1"}, "host")):
                with pytest.raises(
                    sdk.AcmeError, match=f"None cannot be part of the URL of a server, as its '{missing}'"
                ):
                    kind(**options)
            for options, path in (
                ({"host": "127.0.0.1", "version": "v1"}, "/v1/things"),
                ({"base_url": server.url}, "/things"),
            ):
                server.requests.clear()
                client = kind(**options)
                api.run(client.things.list())
                assert [each.target for each in server.requests] == [path]
                api.run(client.close())
            api.close()
