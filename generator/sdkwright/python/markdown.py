"""The third door for text of a document: prose, code and addresses as Markdown, in which each stays in its place.

The rules are those of CommonMark 0.31 and its GitHub dialect. What is invisible or changes the direction of text is written
as an escape sequence, as in docstrings. Code blocks need no door of their own: what stands in them went through `literals`,
which keeps a value on one line and in quotes, so that none can begin with a fence.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from sdkwright.python.literals import visible as made_visible
from sdkwright.python.source import Source

SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$#]")
# what begins a list, an underline or (in some generators of sites) a directive at the start of a line, and what GitHub takes
# for an address without being told
BLOCK_START = re.compile(r"^(\d*)([-+=.):!?])")
BARE_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
CODE_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
BACKTICKS = re.compile(r"`+")
ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "`": "&#96;", "|": "&#124;"})
PLACE = re.compile(r"[A-Za-z0-9_./-]+")
URL_CHARACTERS = ":/?#@!$&'*+,;=%~-._"


def text(value: str) -> Source:
    """Words on one line, shown as they are: nothing in them is markup."""
    return _begun(_escaped(" ".join(value.split())))


def prose(value: str) -> Source:
    """The same, but plain code spans stay what they are."""
    parts = CODE_SPAN.split(" ".join(value.split()))
    return _begun("".join(code(part) if index % 2 else _escaped(part) for index, part in enumerate(parts)))


def _escaped(line: str) -> str:
    escaped = SPECIAL.sub(r"\\\g<0>", made_visible(line))
    return BARE_ADDRESS.sub(r"\\\g<0>", escaped)


def _begun(line: str) -> Source:
    """The line with a first character that begins no block."""
    return Source(BLOCK_START.sub(r"\1\\\2", line))


def code(value: str) -> Source:
    """A code span (CommonMark 0.31, section 6.1), its fence longer than any in the text. Not for cells of tables."""
    shown = visible(value)
    fence = "`" * (max((len(run) for run in BACKTICKS.findall(shown)), default=0) + 1)
    pad = " " if not shown or shown.startswith("`") or shown.endswith("`") else ""
    return Source(f"{fence}{pad}{shown}{pad}{fence}")


def plain(value: str) -> Source:
    """A text file: its lines, without anything invisible."""
    return Source(
        "\n".join(made_visible(line).rstrip() for line in value.expandtabs(4).strip("\r\n").splitlines()) + "\n"
    )


def visible(value: str) -> Source:
    """The text on one line without anything invisible, for the middle of a line of a code block."""
    return Source(made_visible(" ".join(value.split())))


def block_line(value: str) -> Source:
    """A whole line of a code block: the text without anything invisible, and never the fence that ends the block."""
    shown = made_visible(value)
    bare = shown.strip()
    return Source(f"\\{shown}" if bare and set(bare) in ({"`"}, {"~"}) else shown)


def shell(value: str) -> Source:
    """The text as one word of a POSIX shell."""
    from shlex import quote

    return Source(quote(visible(value)))


def attribute(value: str) -> Source:
    """The value of an attribute of an HTML tag, which stands in double quotes."""
    return Source(visible(value).translate(ATTRIBUTE))


def place(path: str) -> Source:
    """The path of a page of ours as the target of a link. Raises ValueError for one that emitted files do not have."""
    if not PLACE.fullmatch(path):
        raise ValueError(f"not a path of a page: {path!r}")
    return Source(path)


def name(identifier: str) -> Source:
    """Identifiers, joined by dots, in running text: underscores at the ends would be emphasis, those between letters are not."""
    if not all(part.isidentifier() for part in identifier.split(".")):
        raise ValueError(f"not an identifier: {identifier!r}")
    bare = identifier.strip("_")
    before, _, after = identifier.partition(bare) if bare else (identifier, "", "")
    return Source(before.replace("_", "\\_") + bare + after.replace("_", "\\_"))


def address(value: str) -> Source | None:
    """A web address as the target of a link; None for what is none, such as `javascript:`."""
    try:
        parts = urlsplit(value.strip())
        quoted = quote(value.strip(), safe=URL_CHARACTERS)  # half of a surrogate pair has no bytes
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return Source(quoted.replace("&", "&amp;"))
