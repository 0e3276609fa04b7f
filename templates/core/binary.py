"""Responses whose body is a file: written to disk whole, or piece by piece; reads no body itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typing_extensions import override

from .response import APIResponse, AsyncAPIResponse, BaseAPIResponse

Progress = Callable[[int, int | None], object]


class BinaryAPIResponse(APIResponse[bytes]):
    """A file that has been read.

    `with open(path, "wb") as f: f.write(response.read())` is what `response.write_to_file(path)` does.
    """

    @classmethod
    @override
    def _unread(cls) -> type[BaseAPIResponse[Any]]:
        return StreamedBinaryAPIResponse if cls is BinaryAPIResponse else cls

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to the file at this path, which is replaced if it exists."""
        with Path(file).open("wb") as target:
            target.writelines(self.iter_bytes())


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A file that has been read, by an asynchronous client."""

    @classmethod
    @override
    def _unread(cls) -> type[BaseAPIResponse[Any]]:
        return AsyncStreamedBinaryAPIResponse if cls is AsyncBinaryAPIResponse else cls

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to the file at this path, which is replaced if it exists."""
        await _write(self, file, None)


class StreamedBinaryAPIResponse(APIResponse[bytes]):
    """A file that has not been read yet."""

    def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None, progress: Progress | None = None
    ) -> None:
        """Write the body to the file at this path as it arrives, in pieces of `chunk_size` bytes where given.

        progress: called after each piece with the bytes written so far, and with all there will be, where that is known.
        """
        written, total = 0, _length(self)
        with Path(file).open("wb") as target:
            for chunk in self.iter_bytes(chunk_size):
                written += target.write(chunk)
                if progress is not None:
                    progress(written, total)


class AsyncStreamedBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A file that has not been read yet, by an asynchronous client."""

    async def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None, progress: Progress | None = None
    ) -> None:
        """Write the body to the file at this path as it arrives, in pieces of `chunk_size` bytes where given.

        progress: called after each piece with the bytes written so far, and with all there will be, where that is known.
        """
        await _write(self, file, chunk_size, progress)


def _length(response: APIResponse[Any] | AsyncAPIResponse[Any]) -> int | None:
    """The bytes of the body, where the server tells and does not compress them."""
    length = response.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and "content-encoding" not in response.headers else None


async def _write(
    response: AsyncAPIResponse[Any],
    file: str | os.PathLike[str],
    chunk_size: int | None,
    progress: Progress | None = None,
) -> None:
    import anyio

    written, total = 0, _length(response)
    async with await anyio.open_file(file, "wb") as target:
        async for chunk in response.iter_bytes(chunk_size):
            written += await target.write(chunk)
            if progress is not None:
                progress(written, total)
