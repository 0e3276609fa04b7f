"""Responses whose body is a file: written to disk whole, or piece by piece; reads no body itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from .response import APIResponse, AsyncAPIResponse

__all__ = [
    "AsyncBinaryAPIResponse",
    "AsyncStreamedBinaryAPIResponse",
    "BinaryAPIResponse",
    "StreamedBinaryAPIResponse",
]


class BinaryAPIResponse(APIResponse[bytes]):
    """A file that has been read.

    `with open(path, "wb") as f: f.write(response.read())` is what `response.write_to_file(path)` does.
    """

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to the file at this path, which is replaced if it exists."""
        with Path(file).open("wb") as target:
            target.writelines(self.iter_bytes())


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A file that has been read, by an asynchronous client."""

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to the file at this path, which is replaced if it exists."""
        await _write(self, file, None)


class StreamedBinaryAPIResponse(APIResponse[bytes]):
    """A file that has not been read yet."""

    def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the body to the file at this path as it arrives, in pieces of `chunk_size` bytes where given."""
        with Path(file).open("wb") as target:
            target.writelines(self.iter_bytes(chunk_size))


class AsyncStreamedBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A file that has not been read yet, by an asynchronous client."""

    async def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """Write the body to the file at this path as it arrives, in pieces of `chunk_size` bytes where given."""
        await _write(self, file, chunk_size)


async def _write(response: AsyncAPIResponse[Any], file: str | os.PathLike[str], chunk_size: int | None) -> None:
    import anyio

    async with await anyio.open_file(file, "wb") as target:
        async for chunk in response.iter_bytes(chunk_size):
            await target.write(chunk)
