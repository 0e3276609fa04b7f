"""E10: the name of the part of a file that stands in an array follows `query_settings.array_format` of the config."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from harness.emitting import emitted
from harness.server import Server
from harness.sides import Api, Sdk

FILE = {"type": "string", "format": "binary"}
ITEM = {"type": "object", "properties": {"file": FILE, "name": {"type": "string"}}}
BODY = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {"type": "array", "items": FILE},
        "pictures": {"type": "array", "items": FILE},
        "items": {"type": "array", "items": ITEM},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Files", "version": "1"},
    "servers": [{"url": "https://api.acme.test"}],
    "paths": {
        "/uploads": {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {"schema": BODY, "encoding": {"pictures": {"contentType": "image/png"}}}
                    },
                },
                "responses": {"204": {"description": "taken"}},
            }
        }
    },
}
NAMES = {
    "brackets": ["files[]", "files[]", "pictures[]", "items[][file]"],
    "indices": ["files[0]", "files[1]", "pictures[0]", "items[0][file]"],
    "repeat": ["files", "files", "pictures", "items[file]"],
    "comma": ["files", "files", "pictures", "items[file]"],
    None: ["files", "files", "pictures", "items[file]"],
}


@pytest.fixture(scope="module", params=[str(name).lower() for name in NAMES])
def sdk_of_format(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Sdk, Any]]:
    array_format = None if request.param == "none" else request.param
    settings = {} if array_format is None else {"query_settings": {"array_format": array_format}}
    folder = tmp_path_factory.mktemp(request.param)
    resources = {"uploads": {"methods": {"create": "post /uploads"}}}
    with emitted(folder, f"files_{request.param}", DOCUMENT, resources, **settings) as sdk:
        yield sdk, array_format


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_files_in_arrays_are_named_by_the_array_format_and_all_else_by_brackets(
    sdk_of_format: tuple[Sdk, Any], server: Server, is_async: bool
):
    """E10, E5, E6: in every way that the config may say, the default (`comma`) among them."""
    sdk, array_format = sdk_of_format
    api = Api(sdk, server.url, is_async=is_async)
    server.reply(204)
    client = api.keep(api.kind(base_url=server.url))
    api.run(
        client.uploads.create(
            files=[b"one", ("two.txt", b"two")],
            pictures=[b"png"],
            items=[{"file": b"three", "name": "n"}],
            tags=["a", "b"],
        )
    )
    parts = re.findall(rb'name="([^"]+)"(; filename=)?', server.last.body)
    assert [name.decode() for name, filename in parts if filename] == NAMES[array_format]
    assert [name for name, filename in parts if not filename] == [b"items[][name]", b"tags[]", b"tags[]"]
    api.close()
