"""First stage: text to tree and positions. Local files only; nothing here knows OpenAPI."""

from __future__ import annotations

from sdkwright.read.load import Document, parse, read

__all__ = ["Document", "parse", "read"]
