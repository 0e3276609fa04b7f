"""Rows of figures as one aligned table; measures nothing."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from measure import Pairs, quartiles

HEADINGS = ("what", "ratio", "quartiles", "best", "ours", "floor", "the floor is", "wanted", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, as text."""

    what: str
    ratio: str
    quartiles: str
    best: str
    ours: str
    floor: str
    floor_is: str
    wanted: str = "-"
    met: str = "-"

    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            self.ratio,
            self.quartiles,
            self.best,
            self.ours,
            self.floor,
            self.floor_is,
            self.wanted,
            self.met,
        )


def ratio_row(what: str, taken: Pairs, floor_is: str, *, wanted: float | None = None, calls: int = 1) -> Row:
    """A row of a ratio of times; `calls` is how many calls each time is of."""
    low, high = taken.spread
    return Row(
        what,
        times(taken.ratio),
        f"{low:.2f}-{high:.2f}",
        f"{taken.best:.2f}",
        seconds(statistics.median(taken.ours) / calls),
        seconds(statistics.median(taken.floor) / calls),
        floor_is,
        "-" if wanted is None else f"<= {times(wanted)}",
        "-" if wanted is None else verdict(taken.ratios, wanted),
    )


def count_row(what: str, ours: float, floor: float, floor_is: str, *, unit: str = "") -> Row:
    """A row of two numbers that are the same in every run, or nearly."""
    numbers = (f"{ours:,.0f}{unit}", f"{floor:,.0f}{unit}")
    return Row(what, times(ours / floor) if floor else "-", "-", "-", *numbers, floor_is)


def verdict(values: list[float], wanted: float) -> str:
    """Whether the median is as wanted, with a question mark where the quartiles lie on both sides of it."""
    low, high = quartiles(values)
    answer = "yes" if statistics.median(values) <= wanted else "NO"
    return f"{answer}?" if low <= wanted < high else answer


def times(ratio: float) -> str:
    return f"{ratio:.2f} x" if ratio < 100 else f"{ratio:.0f} x"


def seconds(value: float) -> str:
    """A time in the unit that reads best."""
    if value < 1e-3:
        return f"{value * 1e6:.0f} us"
    return f"{value * 1e3:.2f} ms" if value < 0.1 else f"{value * 1e3:,.0f} ms"


def lines(rows: Iterable[Row]) -> list[str]:
    """The table. Numbers are aligned to the right, words to the left."""
    cells = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    numeric = range(1, 6)
    return [
        "  ".join(
            text.rjust(width) if column in numeric else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
