"""Code blocks of a Markdown page, and what each says is to be done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"]*)"')


@dataclass(frozen=True)
class Block:
    """`language`, the file name or word in `title`, the words after it, the text, and the line on which it begins."""

    language: str
    title: str | None
    words: tuple[str, ...]
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """Every code block of a page, in order."""
    found = []
    for match in FENCE.finditer(page):
        info = match["info"]
        title = TITLE.search(info)
        language, *words = TITLE.sub("", info).split() or [""]
        found.append(
            Block(
                language,
                title[1] if title else None,
                tuple(words),
                match["text"],
                page[: match.start()].count("\n") + 1,
            )
        )
    return found
