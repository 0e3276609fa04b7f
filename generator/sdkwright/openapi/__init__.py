"""Second stage: whether the tree is an OpenAPI document that makes sense; and what `$ref` and the 3.0 dialect mean."""

from __future__ import annotations

from sdkwright.diagnostics import Report
from sdkwright.openapi.rules import check_rules
from sdkwright.read import Document

__all__ = ["check"]


def check(document: Document, report: Report, *, validate: bool = True) -> bool:
    """Report what is wrong with the document; False where later stages can make no sense of it at all.

    ``validate`` runs openapi-spec-validator as well, the slow part: about 3 s for a megabyte.
    """
    if not check_rules(document, report):
        return False
    if validate:
        from sdkwright.openapi.validate import validate as run

        run(document, report)
    return True
