"""References that lead nowhere, or only to one another: noted while they are followed, told when all are."""

from __future__ import annotations

from dataclasses import field
from urllib.parse import unquote

from sdkwright.diagnostics import Report, display
from sdkwright.inert import dataclass
from sdkwright.openapi.library import Failure
from sdkwright.openapi.refs import LONGEST_CHAIN, Broken, follow
from sdkwright.openapi.tree import Linked
from sdkwright.pointer import Pointer

__all__ = ["Astray"]


@dataclass(slots=True)
class Astray:
    """By failure the places of what leads nowhere, and what leads to another reference."""

    failures: dict[Failure, dict[Pointer, str]] = field(default_factory=dict[Failure, dict[Pointer, str]])
    chained: dict[Pointer, str] = field(default_factory=dict[Pointer, str])

    def tell(self, linked: Linked, report: Report) -> None:
        """Report each reference without a value at its first use, with the number of uses."""
        for failure, uses in self.failures.items():
            first, ref = next(iter(uses.items()))
            more = f" ({len(uses)} references lead there)" if len(uses) > 1 else ""
            said = (
                f"{display(ref, 100)} points nowhere: {failure.message}" if failure.code == "S010" else failure.message
            )
            report.add(failure.code, first, said + more, hint=failure.hint)
        told: set[str] = set()
        for pointer, ref in self.chained.items():
            if ref not in told and isinstance(found := follow(linked.root, {"$ref": ref}, pointer), Broken):
                told.add(ref)
                if found.reason == "cycle":
                    message = f"{display(unquote(ref), 100)} leads back to itself through references only"
                    report.add("S011", pointer, message, hint="put a schema with content somewhere on the way")
                elif found.reason == "chain" and "S025" not in told:
                    told.add("S025")
                    message = f"{display(unquote(ref), 100)} leads through more than {LONGEST_CHAIN} references"
                    report.add("S025", pointer, message, hint="refer to the last of them")
