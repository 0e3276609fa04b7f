"""What reading a page from its bytes costs, beside pydantic-core reading the same bytes into plain pydantic models."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from by_hand import Envelope, KeepingEnvelope
from measure import cpu_of, pairs
from payloads import page
from table import Row, ratio_row

FLOOR = "TypeAdapter(page).validate_json(body)"


def rows(*, quick: bool) -> Iterator[Row]:
    """Pages that are as the API describes them, then one of 1,000 models of which one is not."""
    import pydantic

    from anthropic._core.reading import read_json
    from anthropic.pagination import SyncPage
    from anthropic.types.beta import BetaModelInfo

    plain = pydantic.TypeAdapter(Envelope).validate_json
    keeping = pydantic.TypeAdapter(KeepingEnvelope).validate_json

    def ours(body: bytes) -> object:
        return read_json(body, SyncPage[BetaModelInfo], strict=False)

    cases = (
        ("reading a page of 20 models", 20, False, plain, FLOOR),
        ("reading a page of 1,000 models", 1000, False, plain, FLOOR),
        ("  beside models that keep the unknown", 1000, False, keeping, "the same with extra='allow'"),
        ("  1,000 of which one has an odd value", 1000, True, ours, "ours, of a page without"),
    )
    for what, count, odd, floor, floor_is in cases:
        repeat, rounds = (500, 31) if count == 20 else (60, 15)
        sides = _often(ours, page(count, odd=odd), repeat), _often(floor, page(count), repeat)
        yield ratio_row(what, pairs(*sides, 3 if quick else rounds), floor_is, calls=repeat)


def _often(work: Callable[[bytes], object], body: bytes, repeat: int) -> Callable[[], float]:
    """A sample: the cost of reading `body` so many times."""

    def run() -> None:
        for _ in range(repeat):
            work(body)

    return lambda: cpu_of(run)
