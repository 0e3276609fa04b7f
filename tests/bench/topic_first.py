"""What the first `client.beta.models.list()` of a process costs, where everything lazy comes due."""

from __future__ import annotations

from collections.abc import Iterator

from measure import Pairs, in_turn, python
from server import serving
from table import Row, ratio_row

# Each prints: the processor time of import and client, of the first call, of the second.
_OURS = """
import sys, time
clock = [time.process_time()]
from anthropic import Anthropic
client = Anthropic(base_url=sys.argv[1]); clock.append(time.process_time())
client.beta.models.list(); clock.append(time.process_time())
client.beta.models.list(); clock.append(time.process_time())
print(*(end - start for start, end in zip(clock, clock[1:])))
"""
# By hand, with types: what a program without an SDK would have to do for the same values.
_FLOOR = """
import sys, time
clock = [time.process_time()]
import httpx2, pydantic
clock.append(time.process_time())
from by_hand import Envelope
client = httpx2.Client()
url = sys.argv[1] + "/v1/models"
Envelope.model_validate_json(client.get(url).content); clock.append(time.process_time())
Envelope.model_validate_json(client.get(url).content); clock.append(time.process_time())
print(*(end - start for start, end in zip(clock, clock[1:])))
"""


def rows(*, quick: bool) -> Iterator[Row]:
    """The first call against the second, against one made by hand, and all that a program does until its first answer."""
    with serving() as url:
        seen: dict[str, list[list[float]]] = {"ours": [], "floor": []}

        def side(name: str, code: str) -> float:
            seen[name].append(python(code, url))
            return 0.0

        sides = {"floor": lambda: side("floor", _FLOOR), "ours": lambda: side("ours", _OURS)}
        in_turn(sides, 5 if quick else 15)
    ours, floor = (seen[name][1:] for name in ("ours", "floor"))  # without the round that warms up
    by_hand = "httpx2 and pydantic models by hand"
    yield ratio_row("first list() of a process", Pairs(_of(ours, 1), _of(ours, 2)), "the second list()")
    yield ratio_row("first list() of a process", Pairs(_of(ours, 1), _of(floor, 1)), by_hand)
    yield ratio_row("import, client and first list()", Pairs(_sum(ours), _sum(floor)), by_hand)


def _of(runs: list[list[float]], column: int) -> list[float]:
    return [run[column] for run in runs]


def _sum(runs: list[list[float]]) -> list[float]:
    return [run[0] + run[1] for run in runs]
