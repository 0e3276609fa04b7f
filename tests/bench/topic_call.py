"""What one `client.beta.models.list()` costs the client's process, over loopback and with its connection open."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from by_hand import Envelope, slotted
from measure import Pairs, cpu_of, pairs, without_collector
from server import serving
from table import Row, count_row, ratio_row

FLOOR = "httpx2.Client().get(url).json()"
ASYNC_FLOOR = "httpx2.AsyncClient, the same"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to ask for. A sample is of so many calls that it holds its share of full garbage collections."""

    models: int
    arguments: dict[str, Any]
    query: str
    calls: int
    rounds: int
    wanted: float


PAGES = (Page(20, {}, "", 40, 21, 1.3), Page(1000, {"limit": 1000}, "?limit=1000", 60, 9, 1.4))


def rows(*, quick: bool) -> Iterator[Row]:
    """Both clients, both sizes of page; what is pydantic's part and the collector's; the count that no noise can reach."""
    with serving() as url:
        for page in PAGES:
            rounds, size = 3 if quick else page.rounds, f"{page.models:,} models"
            sync = _sync(url, page, rounds)
            by_hand = _by_hand(url, page, rounds, Envelope.model_validate_json)
            cheapest = _by_hand(url, page, rounds, slotted)
            yield ratio_row(f"list(), {size}", sync, FLOOR, wanted=page.wanted, calls=page.calls)
            yield ratio_row(
                "  the collector off", _without_collector(_sync, url, page, rounds), FLOOR, calls=page.calls
            )
            yield ratio_row("  plain pydantic models by hand", by_hand, FLOOR, calls=page.calls)
            yield ratio_row("  the cheapest objects by hand", cheapest, FLOOR, calls=page.calls)
            taken = _async(url, page, rounds)
            yield ratio_row(f"async list(), {size}", taken, ASYNC_FLOOR, wanted=page.wanted, calls=page.calls)
            taken = _without_collector(_async, url, page, rounds)
            yield ratio_row("  the collector off", taken, ASYNC_FLOOR, calls=page.calls)
        yield _function_calls(url)


def _without_collector(taking: Callable[[str, Page, int], Pairs], url: str, page: Page, rounds: int) -> Pairs:
    with without_collector():
        return taking(url, page, rounds)


def _sync(url: str, page: Page, rounds: int) -> Pairs:
    import httpx2

    import anthropic

    with anthropic.Anthropic(api_key="my-api-key", base_url=url) as client, httpx2.Client() as bare:
        address = f"{url}/v1/models{page.query}"
        assert len(client.beta.models.list(**page.arguments).data) == page.models
        assert len(bare.get(address).json()["data"]) == page.models
        ours = _often(lambda: client.beta.models.list(**page.arguments), page.calls)
        return pairs(ours, _often(lambda: bare.get(address).json(), page.calls), rounds)


def _by_hand(url: str, page: Page, rounds: int, read: Callable[[bytes], object]) -> Pairs:
    import httpx2

    with httpx2.Client() as typed, httpx2.Client() as bare:
        address = f"{url}/v1/models{page.query}"
        ours = _often(lambda: read(typed.get(address).content), page.calls)
        return pairs(ours, _often(lambda: bare.get(address).json(), page.calls), rounds)


def _often(call: Callable[[], object], calls: int) -> Callable[[], float]:
    """A sample: the cost of so many calls."""

    def run() -> None:
        for _ in range(calls):
            call()

    return lambda: cpu_of(run)


def _async(url: str, page: Page, rounds: int) -> Pairs:
    import httpx2

    import anthropic

    client, bare = anthropic.AsyncAnthropic(api_key="my-api-key", base_url=url), httpx2.AsyncClient()
    address = f"{url}/v1/models{page.query}"

    async def ours() -> None:
        for _ in range(page.calls):
            await client.beta.models.list(**page.arguments)

    async def floor() -> None:
        for _ in range(page.calls):
            (await bare.get(address)).json()

    async def close() -> None:
        await client.close()
        await bare.aclose()

    with asyncio.Runner() as runner:

        def side(work: Callable[[], Awaitable[None]]) -> Callable[[], float]:
            async def run() -> None:
                await work()

            return lambda: cpu_of(lambda: runner.run(run()))

        taken = pairs(side(ours), side(floor), rounds)
        runner.run(close())
    return taken


def _function_calls(url: str) -> Row:
    import httpx2

    import anthropic

    with anthropic.Anthropic(api_key="my-api-key", base_url=url) as client, httpx2.Client() as bare:
        ours = _count(client.beta.models.list)
        floor = _count(lambda: bare.get(f"{url}/v1/models").json())
    return count_row("functions called in list(), 20 models", ours, floor, FLOOR)


def _count(work: Callable[[], object]) -> int:
    """The functions, of Python and of C, that `work` calls when it is done for the third time."""
    work()
    work()
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
