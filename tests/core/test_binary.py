"""Files as answers: written whole, or streamed to disk, by both clients."""

from __future__ import annotations

import httpx2
import pytest

from core.async_client import AsyncAPIClient
from core.binary import (
    AsyncBinaryAPIResponse,
    AsyncStreamedBinaryAPIResponse,
    BinaryAPIResponse,
    StreamedBinaryAPIResponse,
)
from core.request import Call
from core.settings import ClientSettings
from core.sync_client import SyncAPIClient

SETTINGS = ClientSettings(
    package="demo", name="Demo", version="1", env_prefix="DEMO", environments={"production": "https://api.example.com"}
)
DATA = bytes(range(256)) * 100


class Client(SyncAPIClient):
    _settings = SETTINGS


class AsyncClient(AsyncAPIClient):
    _settings = SETTINGS


class Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __iter__(self):
        yield from (DATA[:1000], DATA[1000:])

    async def __aiter__(self):
        for piece in self:
            yield piece


CALL = Call("GET", "file", bytes)


def make(kind, client, *, read, headers=None):
    request = httpx2.Request("GET", "https://api.example.com/file")
    raw = httpx2.Response(200, stream=Pieces(), request=request, headers=headers)
    if read:
        raw.read()
    return kind(raw=raw, client=client, call=CALL)


@pytest.mark.parametrize("named", [str, lambda path: path])
def test_a_file_that_was_read_is_written_and_replaces_what_was_there(tmp_path, named):
    path = tmp_path / "out.bin"
    path.write_bytes(b"old" * 100_000)
    response = make(BinaryAPIResponse, Client(), read=True)
    response.write_to_file(named(path))
    assert path.read_bytes() == DATA
    assert response.read() == DATA


@pytest.mark.parametrize("chunk_size", [None, 100, 10**9])
def test_a_file_is_streamed_to_disk(tmp_path, chunk_size):
    path = tmp_path / "out.bin"
    make(StreamedBinaryAPIResponse, Client(), read=False).stream_to_file(path, chunk_size=chunk_size)
    assert path.read_bytes() == DATA


@pytest.mark.parametrize(("length", "total"), [(str(len(DATA)), len(DATA)), ("many", None), (None, None)])
async def test_who_asks_is_told_how_far_a_download_is(tmp_path, length, total):
    told, told_later = [], []
    headers = {"content-length": length} if length is not None else {}
    response = make(StreamedBinaryAPIResponse, Client(), read=False, headers=headers)
    response.stream_to_file(tmp_path / "a", chunk_size=10_000, progress=lambda *args: told.append(args))
    later = make(AsyncStreamedBinaryAPIResponse, AsyncClient(), read=False, headers=headers)
    await later.stream_to_file(tmp_path / "b", chunk_size=10_000, progress=lambda *args: told_later.append(args))
    assert told == told_later == [(10_000, total), (20_000, total), (len(DATA), total)]


async def test_files_are_written_asynchronously(tmp_path):
    client = AsyncClient()
    raw = make(AsyncStreamedBinaryAPIResponse, client, read=False)
    await raw.stream_to_file(tmp_path / "a.bin", chunk_size=64)
    response = make(AsyncBinaryAPIResponse, client, read=False)
    await response.read()
    await response.write_to_file(tmp_path / "b.bin")
    assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes() == DATA
