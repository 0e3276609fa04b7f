"""Second stage: whether the tree is an OpenAPI document that makes sense; and what `$ref` and the 3.0 dialect mean."""

from __future__ import annotations

from sdkwright.diagnostics import Report
from sdkwright.openapi.library import Fetch, Reach, refuse
from sdkwright.openapi.link import Linked, link
from sdkwright.openapi.parts import Parts
from sdkwright.openapi.rules import check_rules
from sdkwright.openapi.version import check_version
from sdkwright.read import Document

__all__ = ["Fetch", "Reach", "check", "refuse"]


def check(
    document: Document, report: Report, *, reach: Reach | None = None, validate: bool = True, parts: Parts | None = None
) -> Linked | None:
    """The document in one tree with all that it refers to, what is wrong with it reported; None where it makes no sense at all.

    ``reach`` is what it may refer to beside the files of its folder. ``validate`` runs openapi-spec-validator as well, the slow part: about
    3 s for a megabyte. ``parts`` are known from the last run.
    """
    version = check_version(document.root, report)
    if version is None:
        return None
    linked = link(document, report, reach or Reach(), parts)
    check_rules(linked, version, report)
    if validate:
        from sdkwright.openapi.validate import validate as run

        run(linked, report)
    return linked
