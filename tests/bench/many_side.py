"""Run by `topic_many` in the environment of one SDK: 1,000 calls of it and of bare httpx2, 100 at a time, in turn.

`python many_side.py MODULE CLASS URL ROUNDS` prints `ours floor` in seconds of processor for each round.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
from measure import cpu_of, pairs

CALLS, AT_ONCE = 1_000, 100


async def everything(call: Callable[[], Awaitable[object]]) -> None:
    """All calls, by so many workers."""

    async def work() -> None:
        for _ in range(CALLS // AT_ONCE):
            await call()

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def main(module: str, name: str, url: str, rounds: int) -> None:
    """Both sides share the process, so that a ratio is of equals."""
    limits = httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    kind = getattr(importlib.import_module(module), name)
    bare = httpx2.AsyncClient(limits=limits)
    client = kind(api_key="my-api-key", base_url=url, http_client=httpx2.AsyncClient(limits=limits))
    models = getattr(client, "beta", client).models if module != "openai" else client.models

    async def ours() -> Any:
        return await models.list()

    async def floor() -> Any:
        return (await bare.get(f"{url}/v1/models")).json()

    with asyncio.Runner() as runner:
        assert len(runner.run(ours()).data) == len(runner.run(floor())["data"]) == 20

        def side(call: Callable[[], Awaitable[object]]) -> Callable[[], float]:
            return lambda: cpu_of(lambda: runner.run(everything(call)))

        taken = pairs(side(ours), side(floor), rounds)
        runner.run(bare.aclose())
        runner.run(client.close())
    for mine, base in zip(taken.ours, taken.floor, strict=True):
        print(mine, base)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
