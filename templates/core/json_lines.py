"""Streams of bodies with one JSON value a line, by the names that programs know them by."""

from __future__ import annotations

from typing import Generic, TypeVar

from .streaming import AsyncStream, Stream

_T = TypeVar("_T")


class JSONLDecoder(Stream[_T], Generic[_T]):
    """The values of the lines, each as a `_T`, as they arrive."""


class AsyncJSONLDecoder(AsyncStream[_T], Generic[_T]):
    """The values of the lines, each as a `_T`, as they arrive."""
