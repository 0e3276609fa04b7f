"""Writes one file beside its place and moves it there, so that a link, symbolic or hard, is replaced and what it leads to stays."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["put", "taken"]


def put(target: Path, text: str) -> None:
    """The file with that text, whatever was there before; nothing has changed when it cannot be written: OSError."""
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(aside, target)  # noqa: PTH105 - it says what it does to a link
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def taken(target: Path) -> bool:
    """Whether anything is there, be it a link to nowhere."""
    return os.path.lexists(target)
