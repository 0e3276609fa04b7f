"""OpenAPI Overlays, 1.0 and 1.1: changes to a document that stand in files of their own, made before anything else looks at it.

The result is a document whose changed values are known to stand in the overlay. JSONPath is a library's (RFC 9535).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from pathlib import Path

from sdkwright.diagnostics import Report, display
from sdkwright.inert import dataclass
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read.document import Document, Origin
from sdkwright.read.edit import Steps, Tree, copied, order
from sdkwright.read.jsonpath_plus import in_words
from sdkwright.read.load import read
from sdkwright.read.text import shown

__all__ = ["overlaid"]

_VERSION = re.compile(r"1\.[01](\.\d+)?")
_FIELDS = frozenset(("target", "description", "update", "remove", "copy"))


def overlaid(document: Document, overlays: Iterable[Path], report: Report) -> Document:
    """The document with the actions of each overlay applied, in order; what cannot be applied is reported and left out."""
    for path in overlays:
        source = f"overlay:{shown(path)}"
        overlay = read(path, report, source=source)
        if overlay is not None and _is_overlay(overlay, document, source, report):
            edit = _Edit(document, overlay, source, report)
            edit.run()
            document = edit.tree.done()
            report.sources["spec"] = document
    return document


def _is_overlay(overlay: Document, document: Document, source: str, report: Report) -> bool:
    version = overlay.root.get("overlay")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        said = display(version) if "overlay" in overlay.root else "nothing"
        message = f"this is not an overlay of version 1.0 or 1.1: `overlay` says {said}"
        report.add(
            "D020", child(ROOT, "overlay"), message, hint="an overlay starts with `overlay: 1.0.0`", source=source
        )
        return False
    extends = overlay.root.get("extends")
    if isinstance(extends, str) and extends.rpartition("/")[2] not in (document.path.name, document.url):
        message = f"this overlay extends {display(extends)}, and is applied to {document.name}"
        report.add("D024", child(ROOT, "extends"), message, hint="is it the right one?", source=source)
    if not isinstance(overlay.root.get("actions"), list):
        hint = "add `actions:`, a list of `{target: ..., update: ...}`"
        report.add("D020", child(ROOT, "actions"), "this overlay has no list of actions", hint=hint, source=source)
        return False
    return True


@dataclass(slots=True)
class _Edit:
    """One overlay while it is applied, to a tree of its own."""

    document: Document
    overlay: Document
    source: str
    report: Report
    tree: Tree = field(init=False)

    def __post_init__(self) -> None:
        self.tree = Tree(self.document)

    def run(self) -> None:
        actions = self.overlay.root["actions"]
        for index, action in enumerate(actions if isinstance(actions, list) else ()):
            at = child(ROOT, "actions", index)
            if not isinstance(action, dict) or not isinstance(action.get("target"), str):
                self._wrong(at, "an action is a mapping with a `target`", "write `target: $.paths` and so on")
                continue
            for name in action:
                if name not in _FIELDS and not name.startswith("x-"):
                    self._wrong(
                        child(at, name),
                        f"an action has no field {display(name)}",
                        "fields: " + ", ".join(sorted(_FIELDS)),
                    )
            self._act(action, at)

    def _wrong(self, at: Pointer, message: str, hint: str) -> None:
        self.report.add("D021", at, message, hint=hint, source=self.source)

    def _act(self, action: dict[str, Json], at: Pointer) -> None:
        places = self._select(str(action["target"]), child(at, "target"))
        if places is None:
            return
        if not places:
            message = f"{display(action['target'])} selects nothing, so the action does nothing"
            self.report.add(
                "D022", child(at, "target"), message, hint="check the path against the document", source=self.source
            )
        if action.get("remove") is True:
            self._remove(places, at)
            return
        origin: Origin = self.source, child(at, "update")
        if "copy" in action and "update" not in action:
            found = self._copied(action["copy"], child(at, "copy"))
            if found is None:
                return
            value, origin = found
        elif "update" in action:
            value = action["update"]
        else:
            self._wrong(at, "the action says neither `update` nor `remove: true`", "add one of them")
            return
        for path in places:
            if isinstance(self.tree.at(path), dict) and not isinstance(value, dict):
                self._wrong(child(at, "update"), f"{display(value)} cannot be merged into a mapping", "give a mapping")
            else:
                self.tree.merge(path, value, origin)

    def _remove(self, places: list[Steps], at: Pointer) -> None:
        for path in sorted(places, key=order, reverse=True):
            if path:
                self.tree.remove(path)
            else:
                self._wrong(at, "the whole document cannot be removed", "select something in it")

    def _select(self, query: str, at: Pointer) -> list[Steps] | None:
        """The places that a JSONPath selects; None where it is none."""
        from jsonpath import JSONPathEnvironment, JSONPathError

        try:
            return [match.parts for match in JSONPathEnvironment(strict=True).finditer(query, self.tree.root)]
        except (JSONPathError, ValueError, RecursionError) as error:
            said = in_words(error)
            self._wrong(at, f"{display(query)} is not a JSONPath: {said}", "as in `$.paths['/pets'].get` (RFC 9535)")
            return None

    def _copied(self, query: Json, at: Pointer) -> tuple[Json, Origin] | None:
        places = self._select(query, at) if isinstance(query, str) else []
        if places is None:
            return None
        if len(places) != 1:
            self._wrong(at, f"`copy` selects one node, and this selects {len(places)}", "name the place exactly")
            return None
        return copied(self.tree.at(places[0])), self.tree.origin(places[0])
