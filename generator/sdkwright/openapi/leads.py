"""Where references that a part had in the last run lead now, and what a discriminator's mapping means; walks through nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from urllib.parse import unquote

from sdkwright.inert import dataclass
from sdkwright.openapi.here import Here, Trail
from sdkwright.openapi.library import Address, Failure, Library
from sdkwright.openapi.parts import Use
from sdkwright.openapi.refs import Broken, follow, reference
from sdkwright.openapi.tree import Entries
from sdkwright.openapi.version import version_of
from sdkwright.openapi.walk import Kind, is_flat
from sdkwright.pointer import Json
from sdkwright.read.trees import value_at

__all__ = ["Leads"]

_LINKED = frozenset(
    ("$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "discriminator")
)
"""Keywords beside `$ref` by which a schema has a name, or refers to others."""


@dataclass(slots=True)
class Leads:
    """Notes among the ``entries`` each place that a reference leads to."""

    library: Library
    entries: Entries
    _straight: set[Use] = field(default_factory=set[Use])
    # references that lead to a value at once and stay as they are written, in a file and where a base URI is in force
    _done: dict[tuple[str, str, str, Kind, str], Use] = field(
        default_factory=dict[tuple[str, str, str, Kind, str], Use]
    )

    def is_done(self, node: Json, kind: Kind, label: str, here: Here, uses: list[Use | None]) -> bool:
        """Whether a node that is no part is a schema with nothing to link, as most are, or only a reference that is done; which is put to the ``uses``."""
        if not isinstance(node, dict):
            return False
        if "$ref" not in node:
            return kind is Kind.SCHEMA and _LINKED.isdisjoint(node) and is_flat(node)
        ref = node["$ref"]
        if len(node) > 1 or not isinstance(ref, str) or here.bound:
            return False
        use = self._done.get((here.file.name, here.base, ref, kind, label))
        if use is not None:
            uses.append(use)
        return use is not None

    def done(self, use: Use | None, kind: Kind, found: Address, here: Here) -> None:
        """Note a reference that leads to a value at once, if it stays as it is written."""
        is_same = use is not None and found.reading is None and use.ref == reference(found.mounted)
        if use is not None and is_same and not here.file.names.bases:
            self._done[here.file.name, here.base, use.ref, kind, use.label] = use

    def all_lead(self, uses: Iterable[Use], here: Here) -> bool:
        """Whether each still leads to where it says, in the root file, and on to a value; so that no walk changes or tells anything."""
        return all(use in self._straight or self._leads(use, here) for use in uses)

    def _leads(self, use: Use, here: Here) -> bool:
        if use.kind:
            found = self.library.resolve(use.ref, here.file, here.base)
            if isinstance(found, Failure) or found.reading is not None or unquote(use.ref) != found.mounted:
                return False
            if isinstance(found.node, dict) and isinstance(follow(here.file.value, found.node, found.pointer), Broken):
                return False
            self.entries.add(found.file, found.pointer, Kind[use.kind], use.label)
        elif self.mapped_to(use.ref, here) != use.ref:
            return False
        self._straight.add(use)
        return True

    def found(self, ref: str, here: Here, trail: Trail, kind: Kind | None) -> Address | Failure:
        """What a reference names. `#` is the whole description, which is no schema: the one around the reference is meant."""
        described = isinstance(here.file.value, dict) and version_of(here.file.value) is not None
        if kind is Kind.SCHEMA and not ref.strip("#/") and described and here.base == here.file.base:
            around = here.outermost(trail)
            if around is not None:
                node = value_at(here.file.value, around)
                return Address(here.file, around, node, reading=f"{here.file.name}{around}")
        return self.library.resolve(ref, here.file, here.base)

    def mapped_to(self, ref: str, here: Here) -> str | Failure:
        """What a value of a discriminator is mapped to: a reference of the one tree; a bare name that means a component stays."""
        root, component = self.library.files[""], f"#/components/schemas/{ref}"
        bare = "/" not in ref and not ref.startswith("#")
        tries = [(component, here.file, here.file.base), (component, root, root.base)] if bare else []
        failure: Failure | None = None
        for text, file, base in (*tries, (ref, here.file, here.base)):
            found = self.library.resolve(text, file, base)
            if isinstance(found, Failure):
                failure = failure or found
            elif found.reading is None or text is ref:
                self.entries.add(found.file, found.pointer, Kind.SCHEMA, "schemas")
                kept = not found.file.name and (text is not ref or unquote(ref) == found.mounted)
                return ref if kept else reference(found.mounted)
        return failure or Failure("S013", "")
