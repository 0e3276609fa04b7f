"""Bytes of a file to text: encodings, byte order marks, what is not text at all; not the syntax of that text."""

from __future__ import annotations

import codecs

__all__ = ["NotTextError", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class NotTextError(ValueError):
    """The bytes are not text. ``before`` is the text up to the first bad byte, so that its line can be told."""

    def __init__(self, message: str, before: str, hint: str) -> None:
        super().__init__(message)
        self.before = before
        self.hint = hint


def decode(data: bytes) -> str:
    """The text of a file, without byte order mark; UTF-8, UTF-16 or UTF-32 (YAML 1.2 section 5.2, RFC 8259 section 8.1).

    Raises NotTextError.
    """
    encoding, start = _encoding(data)
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        before = data[start : start + error.start].decode(encoding, "replace")
        bad = data[start + error.start]
        if b"\0" in data[:4096]:
            message, hint = "this is a binary file, not text", "pass the OpenAPI document itself (YAML or JSON)"
        else:
            message = f"byte 0x{bad:02x} is not {encoding.upper()} text"
            hint = "save the file as UTF-8 (`iconv -f latin1 -t utf-8` converts a Latin-1 file)"
        raise NotTextError(message, before, hint) from None


def _encoding(data: bytes) -> tuple[str, int]:
    """Encoding and number of bytes of its mark; without a mark, NUL bytes around the first ASCII character tell."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    first, second = data[:1], data[1:2]
    if first and second == b"\0" and first != b"\0":
        return "utf-16-le", 0
    if first == b"\0" and second not in (b"", b"\0"):
        return "utf-16-be", 0
    return "utf-8", 0
