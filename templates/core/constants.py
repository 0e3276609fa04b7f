"""Constants that are the same for every API; what differs from one API to the next is in its `ClientSettings`."""

from __future__ import annotations

__all__ = ["MAX_RETRY_AFTER", "RETRIES_FOR_CALLS", "RETRIES_IN_RESERVE", "RETRIES_PER_SECOND", "NoneType"]

NoneType: type[None] = type(None)

# A server that asks to wait longer than this (seconds) is not obeyed: the usual backoff applies.
MAX_RETRY_AFTER = 60.0

# What a client may spend on retries: so many at once, and what each call and each second add to that.
RETRIES_IN_RESERVE = 100.0
RETRIES_FOR_CALLS = 0.1
RETRIES_PER_SECOND = 1.0
