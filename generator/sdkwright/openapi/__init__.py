"""Second stage: whether the tree is an OpenAPI document that makes sense; and what `$ref` and the 3.0 dialect mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sdkwright.diagnostics import Diagnostic, Report
from sdkwright.openapi.library import Fetch, Reach, refuse
from sdkwright.openapi.link import Linked, link
from sdkwright.openapi.parts import Parts
from sdkwright.openapi.rules import check_loops, check_operations, check_schemas
from sdkwright.openapi.version import Version, check_version, version_of
from sdkwright.read import Document

__all__ = ["Fetch", "Reach", "Ruled", "check", "check_rules", "connected", "refuse"]


def check(document: Document, report: Report, *, reach: Reach | None = None, validate: bool = True) -> Linked | None:
    """The document in one tree with all that it refers to, what is wrong with it reported; None where it makes no sense at all.

    ``reach`` is what it may refer to beside the files of its folder. ``validate`` runs openapi-spec-validator as well, the slow part: about
    3 s for a megabyte.
    """
    linked = connected(document, report, reach=reach)
    if linked is None:
        return None
    check_rules(linked, report)
    if validate:
        from sdkwright.openapi.validate import validate as run

        run(linked, report)
    return linked


def connected(
    document: Document, report: Report, *, reach: Reach | None = None, parts: Parts | None = None
) -> Linked | None:
    """The same before rules and validator have looked at it. ``parts`` are known from the last run."""
    if check_version(document.root, report) is None:
        return None
    return link(document, report, reach or Reach(), parts)


class Ruled(NamedTuple):
    """What the rules find: in operations, in schemas, and of what is put together from itself."""

    operations: tuple[Diagnostic, ...]
    schemas: tuple[Diagnostic, ...]
    loops: tuple[Diagnostic, ...]


def check_rules(document: Linked, report: Report, known: Ruled | None = None) -> Ruled:
    """Report what the rules find in a document, or what they are ``known`` to, and note what the next run need not look for."""
    root, parts, version = document.root, document.parts, version_of(document.root) or Version(3, 0)
    of_operations, of_schemas = f"operations of 3.{version.minor}", f"schemas of 3.{version.minor}"
    said = parts.repeated(of_operations, root) if known is None else None
    ruled = Ruled(
        _told(report, known.operations if known else said, lambda: check_operations(root, version, report)),
        _told(report, known and known.schemas, lambda: check_schemas(document, version, report, of_schemas)),
        _told(report, known and known.loops, lambda: check_loops(document, report)),
    )
    if said is None:
        parts.keep(of_operations, root, ruled.operations)
    parts.hush(of_schemas, root, (found.pointer for found in ruled.schemas))
    return ruled


def _told(report: Report, known: tuple[Diagnostic, ...] | None, look: Callable[[], None]) -> tuple[Diagnostic, ...]:
    """What is reported by who looks, or is known to be."""
    told = list[Diagnostic]()
    with report.heard(told):
        if known is None:
            look()
        for found in known or ():
            report.repeat(found)
    return tuple(told)
