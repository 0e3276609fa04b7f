"""Whether a process that makes calls for a long time grows: the memory that it holds after very many of them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import measure
from payloads import page
from table import Row, count_row

CALLS = int(os.environ.get("MEMORY_CALLS", "300000"))
STEP = 50_000


def rows(*, quick: bool) -> Iterator[Row]:
    """In a process of its own, on a transport without a socket, so that a million calls end some day."""
    steps = 2 if quick else max(CALLS // STEP, 2)
    step = 2_000 if quick else STEP
    for kind, work in (("", "walk"), ("asynchronous ", "walk_async")):
        held = measure.python(f"from topic_memory import {work}; {work}({steps}, {step})")
        what = f"memory after {steps * step:,} {kind}calls"
        yield count_row(what, held[-1] / 1024, held[0] / 1024, f"after {step:,}", unit=" KiB")


def answered(body: bytes) -> Any:
    """The answer to each of the calls."""
    import httpx2

    return httpx2.Response(200, headers={"content-type": "application/json", "request-id": "r"}, content=body)


def walk(steps: int, step: int) -> None:
    """Make `steps` times `step` calls, and print the memory after each step in bytes."""
    import httpx2

    from anthropic import Anthropic

    body = page(20)
    transport = httpx2.MockTransport(lambda _: answered(body))
    client = Anthropic(api_key="made-up", http_client=httpx2.Client(transport=transport))
    for _ in range(steps):
        for number in range(step):
            client.with_options(timeout=5.0 + number % 7).beta.models.list(limit=20, after_id=f"m{number}")
        gc.collect()
        print(resident(), flush=True)


def walk_async(steps: int, step: int) -> None:
    """The same of an asynchronous client, a hundred at a time."""
    import asyncio

    import httpx2

    from anthropic import AsyncAnthropic

    body = page(20)

    async def answer(_: httpx2.Request) -> Any:
        return answered(body)

    async def calls() -> None:
        client = AsyncAnthropic(
            api_key="made-up", http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        )

        async def call(number: int) -> None:
            await client.with_options(timeout=5.0 + number % 7).beta.models.list(limit=20, after_id=f"m{number}")

        for _ in range(steps):
            for start in range(0, step, 100):
                await asyncio.gather(*(call(start + each) for each in range(100)))
            gc.collect()
            print(resident(), flush=True)

    asyncio.run(calls())


def resident() -> int:
    """The memory of this process in bytes, as the system counts it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
