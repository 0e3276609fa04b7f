"""A document and its config, once they are understood and named: what questions are answered from."""

from __future__ import annotations

from sdkwright.config import Job
from sdkwright.diagnostics import Diagnostic, Report, Severity
from sdkwright.inert import dataclass
from sdkwright.ir.api import Api
from sdkwright.naming.names import Names
from sdkwright.pointer import Pointer
from sdkwright.read import Document

__all__ = ["Understood"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What the stages up to the names made of a job."""

    job: Job
    document: Document
    api: Api
    names: Names
    report: Report

    def place(self, pointer: Pointer, source: str = "spec") -> str:
        """``openapi.yaml:12``, or the pointer where nobody knows the line."""
        settled = self.report.settled(Diagnostic("X000", Severity.NOTE, "", pointer, source=source))
        text = self.report.sources.get(settled.source)
        if text is None or settled.at is None:
            return str(pointer)
        return f"{text.name}:{settled.at.line}"
