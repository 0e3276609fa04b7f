"""The second door for text of a document: prose as docstrings, which no text can leave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdkwright.python.literals import visible
from sdkwright.python.source import Source

WIDTH = 80
SHORT = 79
LINE_BREAKS = re.compile(r"\r\n|\r")
MANY_BREAKS = re.compile(r"\n{3,}")
HALF = re.compile("[\ud800-\udfff]")
OTHER_BLANKS = re.compile(r"[\x0b\x0c]")
SENTENCE = re.compile(r"^(.+?[.!?])(?:\s+|$)(.*)$", re.DOTALL)


def clean(text: str) -> str:
    """Prose with one kind of line break, no tabs, no blanks at line ends, and at most one blank line in a row.

    Half of a surrogate pair is shown as what cannot be read: Python makes no class of a docstring that UTF-8 cannot write.
    """
    text = text if text.isascii() else HALF.sub("\ufffd", text)
    text = LINE_BREAKS.sub("\n", text) if "\r" in text else text
    text = (text.expandtabs(4) if "\t" in text else text).strip()
    if "\n" not in text:
        return text
    text = "\n".join([line.rstrip() for line in text.split("\n")])
    return MANY_BREAKS.sub("\n\n", text) if "\n\n\n" in text else text


def told(description: str | None, deprecation: str | None) -> str | None:
    """A description with why what it describes is deprecated."""
    if deprecation is None:
        return description
    return "\n\n".join(part for part in (description, f"Deprecated: {deprecation}") if part)


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """Paragraphs filled to `width` columns; lists and indented lines keep their lines; long words overflow."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        if len(paragraph) <= width or paragraph.startswith((" ", "|", "#", "```")):
            lines.append(paragraph)
        else:
            lines.extend(_filled(paragraph, width))
    return lines


def _filled(paragraph: str, width: int) -> Iterator[str]:
    """What `textwrap.wrap` answers without breaking words, ten times as fast: giants have megabytes of prose."""
    rest = OTHER_BLANKS.sub(" ", paragraph)
    while len(rest) > width:
        cut = rest.rfind(" ", 1, width + 1)
        if cut < 0 and (cut := rest.find(" ", width)) < 0:
            break
        yield rest[:cut].rstrip(" ")
        rest = rest[cut:].lstrip(" ")
    if rest:
        yield rest


def comment(text: str) -> Source:
    """Lines of prose as comments."""
    lines = (visible(line) for line in clean(text).splitlines())
    return Source("\n".join(f"# {line}".rstrip() for line in lines))


def field_lines(text: str) -> list[str]:
    """A field's description: one line where it fits, else its first sentence, a blank line and the rest."""
    prose = clean(text)
    if "\n" not in prose and len(prose) <= SHORT:
        return [prose]
    first, rest = split_summary(prose)
    if len(first) > SHORT or "\n" in first:
        return ["", *wrapped(prose)]
    return [first, "", *wrapped(rest)] if rest else [first, ""]


def split_summary(prose: str) -> tuple[str, str]:
    """The first sentence or paragraph, and what follows."""
    paragraph, _, rest = prose.partition("\n\n")
    match = SENTENCE.match(paragraph)
    if match is None or not match[2]:
        return paragraph, rest
    return match[1], f"{match[2]}\n\n{rest}".strip() if rest else match[2]


def docstring(lines: list[str], indent: int) -> Source:
    """The lines as a docstring whose quotes stand at `indent` spaces. One line stays on one line."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    escaped = lines or [""]
    if not all(map(str.isprintable, escaped)) or any("\\" in line or '"""' in line for line in escaped):
        escaped = [_escaped(line) for line in lines]
    if len(escaped) == 1:
        only = escaped[0]
        pad = " " if only.startswith('"') else ""
        end = "\\" if _ends_in_quote(only) else ""
        body = f"{only[:-1]}{end}{only[-1:]}" if end else only
        return Source(f'"""{pad}{body}"""')
    space = " " * indent
    first, *others = escaped
    # blanks that all of them begin with would be taken for the indentation of the code (PEP 257)
    shared = min([len(line) - len(line.lstrip(" ")) for line in others if line])
    pad = " " if first.startswith('"') else ""
    tail = "\n".join([space + line[shared:] if line else "" for line in others])
    return Source(f'"""{pad}{first}\n{tail}\n{space}"""')


def prose(text: str, indent: int) -> Source:
    """Free text as a docstring, its paragraphs wrapped."""
    return docstring(wrapped(text), indent)


def _escaped(line: str) -> str:
    return visible(line.replace("\\", "\\\\")).replace('"""', '\\"\\"\\"')


def _ends_in_quote(line: str) -> bool:
    """Whether the last character is a bare quote, which would join the closing ones; backslashes before it may be escaped themselves."""
    if not line.endswith('"'):
        return False
    before = line[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0
