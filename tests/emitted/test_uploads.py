"""Files in multipart bodies: sent from disk piece by piece, again where a try failed, and never half."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
import time
import tracemalloc
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from harness.server import Server
from harness.sides import Api
from harness.sink import Sink, sink

MEGABYTE = 1_000_000


@pytest.fixture
def drain() -> Iterator[Sink]:
    with sink() as made:
        yield made


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of 50 MB, which takes no room on disk."""
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(50 * MEGABYTE)
    return path


@pytest.mark.parametrize("form", ["path", "tuple", "open file"])
def test_a_file_on_disk_is_never_in_memory_and_is_sent_again_after_a_failure(
    demo: Api, drain: Sink, large: Path, form: str
):
    drain.statuses = [503, 200]
    client = demo.client(base_url=drain.url, max_retries=1)
    with large.open("rb") as opened:
        file: Any = {"path": large, "tuple": ("a.bin", large, "video/mp4"), "open file": opened}[form]
        client.uploads  # noqa: B018 - what is loaded at first use is not to be counted
        tracemalloc.start()
        try:
            assert demo.run(client.uploads.create(file=file)).text == "ok"
            assert tracemalloc.get_traced_memory()[1] < 12 * MEGABYTE
        finally:
            tracemalloc.stop()
    assert len(drain.lengths) == 2
    assert 50 * MEGABYTE < min(drain.lengths) == max(drain.lengths) < 50 * MEGABYTE + 400
    assert not any(b"transfer-encoding" in head.lower() for head in drain.heads)


def test_an_asynchronous_client_reads_no_file_in_its_event_loop(demo: Api, server: Server, tmp_path: Path):
    server.reply(body={"text": "ok"})
    threads: set[int] = set()

    class Watched(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            threads.add(threading.get_ident())
            return super().read(-1 if size is None else size) or b""

    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789" * 100_000)
    with Watched(path) as file:
        demo.run(demo.client().uploads.create(file=file))
    assert (threading.get_ident() in threads) is not demo.is_async
    assert server.last.body.count(b"0123456789") == 100_000


def test_files_in_arrays_and_beside_nested_values_keep_their_order(demo: Api, server: Server, tmp_path: Path):
    """Each from a path of its own, on disk at once as long as it is asked for."""
    server.reply(body={"text": "ok"})
    paths = [tmp_path / f"{number}.txt" for number in range(3)]
    for path in paths:
        path.write_text(f"content of {path.stem}")
    client = demo.client()
    demo.run(client.uploads.create(file=paths[0], more=paths[1:], about={"taken_at": "2020-01-01"}))
    body = server.last.body
    assert [body.index(f"content of {number}".encode()) for number in range(3)] == sorted(
        body.index(f"content of {number}".encode()) for number in range(3)
    )
    assert b'filename="2.txt"' in body
    assert server.last.header("content-length") == str(len(body))


def test_a_file_that_is_not_there_is_told_before_anything_is_sent(demo: Api, server: Server, tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        demo.run(demo.client().uploads.create(file=tmp_path / "gone"))
    assert server.requests == []


class Once:
    """Something to read that cannot be wound back."""

    name = "pipe"

    def __init__(self) -> None:
        self._left = [b"only ", b"once"]

    def read(self, _size: int = -1) -> bytes:
        return self._left.pop(0) if self._left else b""


def test_what_can_be_read_once_is_sent_once_and_the_error_says_so(demo: Api, server: Server):
    server.reply(503, {}).reply(body={"text": "ok"})
    with pytest.raises(demo.sdk.InternalServerError) as caught:
        demo.run(demo.client().uploads.create(file=Once()))
    assert [note for note in caught.value.__notes__ if "only once" in note]
    assert len(server.requests) == 1
    assert server.last.header("transfer-encoding") == "chunked"
    assert b"only once" in server.last.body


def test_what_can_be_wound_back_is_sent_again_whole(demo: Api, server: Server):
    server.reply(503, {}, {"retry-after-ms": "1"}).reply(body={"text": "ok"})
    demo.run(demo.client().uploads.create(file=("a.txt", io.BytesIO(b"the whole of it"))))
    assert [sent.body.count(b"the whole of it") for sent in server.requests] == [1, 1]


def test_the_whole_of_a_body_may_be_a_file_on_disk(demo: Api, drain: Sink, large: Path):
    """Sent with its length, again after a failure, and never in memory."""
    drain.statuses = [503, 200]
    client = demo.client(base_url=drain.url, max_retries=1)
    tracemalloc.start()
    try:
        assert demo.run(client.put("/things", cast_to=object, content=large)) == {"text": "ok"}
        assert tracemalloc.get_traced_memory()[1] < 12 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert drain.lengths == [50 * MEGABYTE] * 2
    assert len(set(drain.digests)) == 1


def test_an_asynchronous_file_is_read_while_it_is_sent(async_api: Api, server: Server, tmp_path: Path):
    """As anyio opens them: nothing of it can be asked without being awaited."""
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,b\n" * 1000)
    server.reply(body={})

    async def send() -> Any:
        async with await anyio.open_file(path, "rb") as file:
            return await async_api.client().put("/things", cast_to=object, content=file)

    async_api.run(send())
    assert server.last.body == path.read_bytes()
    assert server.last.header("transfer-encoding") == "chunked"


def test_a_method_sends_and_asks_for_another_media_type_where_the_caller_says_so(demo: Api, server: Server):
    """Of an operation that has several, of which the method takes one: the header decides how the body is written."""
    server.reply(body="a,b", headers={"content-type": "text/csv"})
    client = demo.client()

    def create(**headers: str) -> Any:
        return demo.run(client.chat.create(text="hi there", extra_headers=headers))

    assert create(**{"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/csv"}) == "a,b"
    assert (server.last.body, server.last.header("accept")) == (b"text=hi%20there", "text/csv")
    create(**{"Content-Type": "multipart/form-data"})
    assert b'name="text"\r\n\r\nhi there\r\n' in server.last.body
    assert (server.last.header("content-type") or "").startswith("multipart/form-data; boundary=")
    create()
    assert server.last.json() == {"text": "hi there"}


def test_text_in_the_place_of_a_file_is_refused_and_beside_a_name_is_what_it_holds(demo: Api, server: Server):
    """F6, X8: it may be the name of a file that was meant to be read."""
    server.reply(body={"text": "ok"})
    client = demo.client()
    for arguments in ({"file": "notes.txt"}, {"file": b"x", "more": ["notes.txt"]}):
        with pytest.raises(TypeError, match=r"For a path write pathlib\.Path"):
            demo.run(client.uploads.create(**arguments))
    assert server.requests == []
    demo.run(client.uploads.create(file=("a.txt", "é", "text/plain")))
    assert 'filename="a.txt"\r\nContent-Type: text/plain\r\n\r\né\r\n'.encode() in server.last.body


def test_what_a_caller_gave_is_never_changed(demo: Api, server: Server):
    """F7 to F14, E1 to E9: neither lists nor dicts, whether files are in them or not."""
    server.reply(body={"text": "ok"})
    moment = datetime(2020, 1, 2, tzinfo=UTC)
    about, more = {"taken_at": moment, "odd": [b"z"]}, [b"y", ("n", b"z")]
    demo.run(demo.client().uploads.create(file=b"x", about=about, more=more))
    assert (about, more) == ({"taken_at": moment, "odd": [b"z"]}, [b"y", ("n", b"z")])
    assert b'name="about[takenAt]"' in server.last.body


@pytest.mark.parametrize("kind", ["mapping", "pairs", "path of anyio", "file_from_path"])
def test_a_path_among_files_given_by_hand_is_sent_by_its_name(api: Api, server: Server, tmp_path: Path, kind: str):
    """F1, F2, F3, F4, F5."""
    server.reply(body={})
    path = tmp_path / "README.md"
    path.write_bytes(b"read me")
    files: Any = {
        "mapping": {"file": path},
        "pairs": [("file", path)],
        "path of anyio": {"file": anyio.Path(path)},
        "file_from_path": [("file", api.sdk.file_from_path(str(path)))],
    }[kind]
    api.run(api.client().post("/files", files=files, cast_to=object))
    assert b'name="file"; filename="README.md"' in server.last.body
    assert b"\r\n\r\nread me\r\n" in server.last.body


@contextmanager
def refusing(status: bytes = b"401 Unauthorized") -> Generator[str, None, None]:
    """The URL of a server that answers as soon as it has the head of a request, reads nothing of the body and hangs up."""
    body = b'{"error": {"message": "no key"}}'
    head = b"HTTP/1.1 %b\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (status, len(body))

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            received = b""
            while b"\r\n\r\n" not in received:
                received += connection.recv(1)
            connection.sendall(head + body)

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def pieces() -> Iterator[bytes]:
    """Eight MB, of which the first piece has been refused before the second one is made."""
    for number in range(8):
        time.sleep(0.05 * (number < 3))
        yield b"x" * MEGABYTE


async def later_pieces() -> AsyncIterator[bytes]:
    for number in range(8):
        await asyncio.sleep(0.05 * (number < 3))
        yield b"x" * MEGABYTE


@pytest.mark.parametrize("content", ["iterator", "bytes"])
def test_a_server_that_refuses_an_upload_and_hangs_up_is_heard(api: Api, content: str):
    """Though writing fails: a call that must not be made with this key is not one that lost its connection."""
    made = {"iterator": later_pieces if api.is_async else pieces, "bytes": lambda: b"x" * 8 * MEGABYTE}[content]
    with refusing() as url, pytest.raises(api.sdk.AuthenticationError, match="no key"):
        api.run(api.client(base_url=url, max_retries=0).post("/files", content=made(), cast_to=object))


def test_a_form_that_is_refused_half_way_is_an_error_of_its_status(demo: Api, large: Path):
    with refusing(b"413 Content Too Large") as url, pytest.raises(demo.sdk.APIStatusError) as caught:
        demo.run(demo.client(base_url=url, max_retries=0).uploads.create(file=large))
    assert caught.value.status_code == 413
