"""What a Markdown text is made of, by CommonMark and the tables of GitHub: blocks, links and tags, their words left out."""

from __future__ import annotations

import functools
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token


class Tags(HTMLParser):
    """Tags and names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [name for name, _ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.seen.append("comment")

    def unknown_decl(self, data: str) -> None:
        self.seen.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.seen.append("instruction")


@functools.lru_cache(maxsize=64)
def structure(text: str) -> list[object]:
    """What a Markdown text is made of, its words left out; a code span counts as words, since it cannot hold anything else."""
    found: list[object] = []
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        found.append((token.type, token.tag, token.info, token.level))
        found.extend(inner(token.children or []))
    return found


def inner(tokens: list[Token]) -> list[object]:
    found: list[object] = []
    for token in tokens:
        if token.type == "html_inline":
            tags = Tags()
            tags.feed(token.content)
            found.extend(tags.seen or [token.content])
        elif token.type in ("text", "code_inline", "softbreak", "text_special"):
            if not found or found[-1] != "words":
                found.append("words")
        else:
            found.append((token.type, token.attrGet("href")))
    return found


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [token.content for token in tokens if token.type == "fence" and token.info == language]
