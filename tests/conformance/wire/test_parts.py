"""What of the parts of a multipart body no document says by its schema alone: their order, and the types that files are labelled with."""

from __future__ import annotations

import functools
import importlib
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import httpx2
import pytest
from wirekit.packages import Emitted, emit

FORMS = Path(__file__).parents[2] / "cases" / "operations" / "forms" / "openapi.yaml"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Emitted:
    return emit(FORMS, tmp_path_factory.mktemp("parts"), "parts_forms")


@pytest.fixture
def sent(forms: Emitted) -> Any:
    """Calls the method of a path, and gives the parts that arrived."""
    taken: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        request.read()
        taken.append(request)
        return httpx2.Response(204)

    def call(path: str, **arguments: Any) -> list[Any]:
        transport = httpx2.Client(transport=httpx2.MockTransport(answer))
        with importlib.import_module(forms.name).Client(http_client=transport) as client:
            way = next(way for endpoint, _, way in forms.methods() if endpoint == f"post {path}")
            functools.reduce(getattr, way, client)(**arguments)
        head = f"Content-Type: {taken[-1].headers['content-type']}\r\n\r\n".encode()
        message: Any = BytesParser(policy=policy.HTTP).parsebytes(head + taken[-1].content)
        return [*message.iter_parts()]

    return call


def names(parts: list[Any]) -> list[str]:
    return [str(part.get_param("name", header="content-disposition")) for part in parts]


def test_parts_go_out_in_the_order_of_the_document(sent: Any) -> None:
    """The first part of `multipart/related` is its root (RFC 2387, section 3.2); some servers read fields before files alone."""
    parts = sent("/related", content=b"picture", metadata={"street_name": "Elm"})
    assert names(parts) == ["metadata", "content"]


def test_files_have_the_media_type_of_their_schema_or_of_their_name_and_that_of_a_list_element_by_element(
    sent: Any,
) -> None:
    files = [("a.png", b"1"), b"2"]
    parts = sent("/multipart", file=b"f", icon=("a.png", b"i"), file_or_files=files, rows=["a,b", "c,d"])
    told = [(name, part.get_content_type(), part.get_payload()) for name, part in zip(names(parts), parts, strict=True)]
    assert told == [
        ("file", "application/octet-stream", "f"),
        ("icon", "image/x-icon", "i"),
        ("rows", "text/csv", "a,b"),
        ("rows", "text/csv", "c,d"),
        ("fileOrFiles", "image/png", "1"),
        ("fileOrFiles", "application/octet-stream", "2"),
    ]


def test_files_inside_of_objects_are_parts_named_in_brackets(sent: Any) -> None:
    parts = sent("/multipart", file=b"f", document={"title": "T", "pages": [b"1", ("2.txt", b"2")]})
    assert names(parts) == ["file", "document[title]", "document[pages]", "document[pages]"]
    assert [part.get_filename() for part in parts] == ["upload", None, "upload", "2.txt"]
