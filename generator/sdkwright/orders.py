"""What is said to who prints files, and what that says; apart from what prints them, which a run imports only where no other process has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from sdkwright.emit.files import File
from sdkwright.inert import dataclass
from sdkwright.memory import frozen, thawed
from sdkwright.python.views import Copied, Module

__all__ = ["Manner", "Order", "Printed"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are printed: ``overrides`` are folders of templates that go before ours, ``cache`` is a folder, if there is one."""

    overrides: tuple[str, ...]
    cache: str | None
    http_library: str


@dataclass(frozen=True, slots=True)
class Order:
    """Files to print, and files to copy: where to, and from where, as text."""

    manner: Manner
    modules: tuple[Module, ...]
    copies: tuple[tuple[PurePosixPath, str], ...]

    @classmethod
    def of(cls, manner: Manner, views: Sequence[Module | Copied]) -> Order:
        """One for all these files."""
        copies = tuple((each.path, str(each.source_file)) for each in views if isinstance(each, Copied))
        return cls(manner, tuple(each for each in views if isinstance(each, Module)), copies)

    def views(self) -> list[Module | Copied]:
        """The files."""
        return [*self.modules, *(Copied(path, Path(place)) for path, place in self.copies)]

    def said(self) -> bytes | None:
        """Its bytes; None for a view that does not come through as it is."""
        return frozen(self)

    @classmethod
    def heard(cls, data: bytes) -> Order:
        """One of these bytes. Raises ValueError for others."""
        order = thawed(data, cls)
        if order is None:
            raise ValueError("no order")
        return order


@dataclass(frozen=True, slots=True)
class Printed:
    """The files that were made to order."""

    files: tuple[File, ...]

    def said(self) -> bytes:
        """Its bytes."""
        return frozen(self) or b""

    @classmethod
    def heard(cls, data: bytes) -> list[File] | None:
        """The files of these bytes; None where nobody has said anything, as when a file cannot be printed: who prints it then finds out why."""
        printed = thawed(data, cls) if data else None
        return list(printed.files) if printed is not None else None
