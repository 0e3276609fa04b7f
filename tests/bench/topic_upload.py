"""What a multipart body with a large file costs on its way from the disk into the socket, beside bare httpx2."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import cpu_of, pairs
from server import serving
from table import Row, ratio_row

SIZE = 100_000_000
WANTED = 1.3


def rows(*, quick: bool) -> Iterator[Row]:
    """100 MB from a path, with the synchronous and with the asynchronous client."""
    rounds = 2 if quick else 9
    with serving() as url, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.bin"
        path.write_bytes(bytes(range(250)) * (SIZE // 250))
        yield from _rows(url, path, rounds)


def _rows(url: str, path: Path, rounds: int) -> Iterator[Row]:
    import httpx2

    from anthropic import Anthropic, AsyncAnthropic

    options: Any = {"headers": {"Content-Type": "multipart/form-data"}, "timeout": 60}
    with Anthropic(api_key="made-up", base_url=url) as client, httpx2.Client(timeout=60) as bare:

        def ours() -> None:
            client.post("/upload", cast_to=object, files={"file": path}, options=options)

        def floor() -> None:
            with path.open("rb") as file:
                bare.post(f"{url}/upload", files={"file": file}).json()

        taken = pairs(lambda: cpu_of(ours), lambda: cpu_of(floor), rounds)
        yield ratio_row("a multipart body of 100 MB", taken, "httpx2.Client().post(files=)", wanted=WANTED)
    with asyncio.Runner() as runner:
        other = AsyncAnthropic(api_key="made-up", base_url=url)
        bare_too = httpx2.AsyncClient(timeout=60)

        async def ours_too() -> None:
            await other.post("/upload", cast_to=object, files={"file": path}, options=options)

        async def floor_too() -> None:
            with path.open("rb") as file:
                (await bare_too.post(f"{url}/upload", files={"file": file})).json()

        taken = pairs(
            lambda: cpu_of(lambda: runner.run(ours_too())), lambda: cpu_of(lambda: runner.run(floor_too())), rounds
        )
        yield ratio_row("  asynchronous", taken, "httpx2.AsyncClient().post(files=)", wanted=WANTED)
        runner.run(other.close())
        runner.run(bare_too.aclose())
