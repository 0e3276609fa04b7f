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
from sdkwright.openapi.walk import Kind
from sdkwright.read.trees import value_at

__all__ = ["Leads"]


@dataclass(slots=True)
class Leads:
    """Notes among the ``entries`` each place that a reference leads to."""

    library: Library
    entries: Entries
    _straight: set[Use] = field(default_factory=set[Use])

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
