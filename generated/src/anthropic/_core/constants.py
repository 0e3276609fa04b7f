"""Constants that are the same for every API; what differs from one API to the next is in its `ClientSettings`."""

from __future__ import annotations

__all__ = ["MAX_RETRY_AFTER", "NoneType"]

NoneType: type[None] = type(None)

# A server that asks to wait longer than this (seconds) is not obeyed: the usual backoff applies.
MAX_RETRY_AFTER = 60.0
