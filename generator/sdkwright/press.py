"""Views -> finished files: rendered, copied, tidied. What that takes is imported with this module, in most runs by a process that was begun ahead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from sdkwright.clock import Clock
from sdkwright.emit.cache import Cache
from sdkwright.emit.files import File
from sdkwright.emit.render import Environment, copy, environment, render
from sdkwright.emit.style.page import Stylist
from sdkwright.emit.tidy import tidy
from sdkwright.orders import Manner, Order, Printed
from sdkwright.python.views import Copied, Module

__all__ = ["Press", "answered"]


class Press:
    """Prints the files of one package."""

    def __init__(self, manner: Manner, clock: Clock | None = None) -> None:
        self._manner, self._clock = manner, clock or Clock()
        self._cache = Cache(Path(manner.cache) if manner.cache is not None else None)
        self._stylist = Stylist()

    @cached_property
    def _environment(self) -> Environment:
        return environment(overrides=map(Path, self._manner.overrides), cache=self._cache)

    def files(self, views: Sequence[Module | Copied], *, jobs: int | None) -> list[File]:
        """The files, made by so many processes at most. Raises RenderError and TidyError."""
        with self._clock.stage("render"):
            files = [*render((item for item in views if isinstance(item, Module)), self._environment)]
            files += copy(item for item in views if isinstance(item, Copied))
        with self._clock.stage("format"):
            library = self._manner.http_library
            return tidy(files, jobs=jobs, cache=self._cache, http_library=library, stylist=self._stylist)


def answered(question: bytes) -> bytes:
    """What another process says that is given an order. Raises what `Press.files` raises."""
    order = Order.heard(question)
    return Printed(tuple(Press(order.manner).files(order.views(), jobs=1))).said()
