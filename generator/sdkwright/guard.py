"""What stands between texts of others and who reads our output, a terminal or a runner of workflows: no control character passes.

Findings, names, paths and diffs hold texts of documents and of files in the output folder. All commands print through this, so
that none of them has to think of it; only what is our own (colours, workflow commands) goes past it, by name.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, cast

__all__ = ["guarded", "kept", "own", "unguarded", "visible", "without_commands"]

_JOINERS = "\u200c\u200d"
"""Without them Persian and emoji are other words; they move nothing."""
_STYLES = re.compile("(\x1b\\[(?:[012]|1;[0-9]{1,2})m)")
_COMMAND = re.compile(r"^(\s*)::|##\[", re.MULTILINE)
"""What GitHub's runner takes for a command: at the beginning of a line but for blanks, and in its old form anywhere."""


def visible(text: str) -> str:
    """Control characters, lone surrogates, and what turns the direction of writing, as escapes; lines and tabs stay."""
    if text.isascii() and text.translate(_KEPT).isprintable():
        return text
    return "".join(each if each.isprintable() or each in "\n\t" or each in _JOINERS else _escape(each) for each in text)


_KEPT = {ord("\n"): None, ord("\t"): None}


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class Guarded:
    """A stream that shows what it is given and obeys none of it."""

    __slots__ = ("__weakref__", "stream")

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """As the stream's own, of others' text."""
        return self.stream.write(_in_a_workflow(visible(text)))

    def writelines(self, lines: Iterable[str]) -> None:
        """As the stream's own."""
        for line in lines:
            self.write(line)

    def own(self, text: str, *, commands: bool = False) -> int:
        """Write what is put together of text that is clean: its colours are kept, and with ``commands`` what tells the runner to do."""
        return self.stream.write(_but_for_styles(text if commands else _in_a_workflow(text)))

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            return getattr(self.stream, name)


def _but_for_styles(text: str) -> str:
    return "".join(part if index % 2 else visible(part) for index, part in enumerate(_STYLES.split(text)))


def kept(text: str) -> str:
    """Our own text, for who prints it as it is, whoever reads it then."""
    return _but_for_styles(without_commands(text))


def _in_a_workflow(text: str) -> str:
    return without_commands(text) if "GITHUB_ACTIONS" in os.environ else text


def without_commands(text: str) -> str:
    """The text with what a runner would take for a command broken up."""
    return _COMMAND.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    return "## [" if found[1] is None else f"{found[1]}: :"


@contextmanager
def guarded() -> Generator[None]:
    """Everything that is printed meanwhile is."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", Guarded(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def own(stream: TextIO, text: str, *, commands: bool = False) -> None:
    """Write our own text there."""
    if isinstance(stream, Guarded):
        stream.own(text, commands=commands)
    else:
        stream.write(text)


def unguarded(stream: TextIO) -> TextIO:
    """The stream itself, for what draws on the terminal and prints no text of others."""
    return stream.stream if isinstance(stream, Guarded) else stream
