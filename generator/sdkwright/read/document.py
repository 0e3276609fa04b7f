"""A text with its tree and the places of its nodes: any file, or a document put together from several; reads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import TypeAlias

from sdkwright.diagnostics import Position
from sdkwright.inert import dataclass
from sdkwright.pointer import ROOT, Json, Pointer, parent
from sdkwright.read import positions
from sdkwright.read.cuts import Cut
from sdkwright.read.text import Text

__all__ = ["Document", "Located", "Origin", "Part", "Prose"]

Origin: TypeAlias = "tuple[str | None, Pointer]"
"""A source that the report knows (None: the text at hand) and a pointer there."""


@dataclass(frozen=True, kw_only=True)
class Located(Text):
    """A text whose nodes have places. ``is_json`` tells which syntax was found, whatever the file is called.

    ``cuts`` are the entries of a YAML text that was read in parts.
    """

    is_json: bool
    cuts: tuple[Cut, ...] = ()

    @cached_property
    def marks(self) -> positions.Mark:
        """The places of all nodes; made at the first question."""
        if self.cuts:
            return positions.cut_marks(self.text, self.cuts)
        if self.is_json:
            return positions.json_marks(self.text)
        from sdkwright.read.yaml_marks import yaml_marks

        return yaml_marks(self.text)

    def locate(self, pointer: Pointer) -> Position:
        """Where the node's key stands, or that of its nearest ancestor."""
        return positions.locate(self, pointer)


@dataclass(frozen=True, kw_only=True)
class Part(Located):
    """Any file as read; ``value`` is what JSON would say. Anchors share nodes, so never write to it."""

    value: Json


@dataclass(frozen=True, kw_only=True)
class Prose(Part):
    """A file that is one text, whatever it looks like."""

    @cached_property
    def marks(self) -> positions.Mark:
        """Its start."""
        return positions.Mark(0, 0)


@dataclass(frozen=True, kw_only=True)
class Document(Located):
    """A description or config as read: ``root`` is what JSON would say; anchors share nodes, so never write to it.

    ``origins`` tells where nodes were taken in from other texts (files that it refers to, overlays); what lies below a
    node comes from where the node does.
    """

    root: dict[str, Json]
    origins: Mapping[Pointer, Origin] = field(default_factory=dict[Pointer, Origin])

    def origin(self, pointer: Pointer) -> Origin:
        """Where the node was taken in from."""
        above = pointer
        while self.origins:
            if above in self.origins:
                source, there = self.origins[above]
                return source, Pointer(there + pointer[len(above) :])
            if above == ROOT:
                break
            above = parent(above)
        return None, pointer
