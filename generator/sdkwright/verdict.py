"""When the validator runs: in a process beside this one, while the document is lowered, or not at all where its verdict is known.

What it says is openapi/validate.py's, and depends on nothing but the texts that were read and the generator; whoever stops or
writes asks for the verdict first, so that what a run says does not depend on how it came by it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from typing import BinaryIO

from sdkwright.diagnostics import Diagnostic, Report, Severity
from sdkwright.emit.cache import Cache
from sdkwright.pointer import Pointer
from sdkwright.read import Document

__all__ = ["Verdict", "validating"]

_KIND = "verdicts"
_VALIDATOR = "sdkwright.openapi.validate"


@dataclass(slots=True)
class Verdict:
    """A verdict that is ``told``, or is on its way through ``pipe`` from the process ``pid``."""

    document: Document
    before: tuple[Diagnostic, ...]
    report: Report
    key: str
    told: bytes | None = None
    pid: int = 0
    pipe: BinaryIO | None = None

    def tell(self, cache: Cache) -> None:
        """Add what the validator finds to the report."""
        if self.told is None:
            self.told = self._received() or _found(self.document, self.before, strict=self.report.strict)
            cache.put(_KIND, self.key, self.told)
        for code, severity, message, pointer, hint, source in json.loads(self.told):
            at = Pointer(pointer) if pointer is not None else None
            self.report.add(code, at, message, hint=hint, severity=Severity(severity), source=source)

    def _received(self) -> bytes:
        """What the other process says; nothing where it was killed, which is slower, not wrong."""
        if self.pipe is None:
            return b""
        with self.pipe:
            said = self.pipe.read()
        _, status = os.waitpid(self.pid, 0)
        return b"" if status else said


def validating(document: Document, report: Report, cache: Cache, code: str, *, stays: bool = False) -> Verdict:
    """Start to validate, where that can go on beside other work; ``code`` is the fingerprint of the generator.

    A process that ``stays`` for further runs validates once itself: those beside it begin with what it has loaded by then.
    """
    before = report.diagnostics
    key = _key(document, before, report, code)
    verdict = Verdict(document, before, report, key, cache.get(_KIND, key))
    is_ready = not stays or _VALIDATOR in sys.modules
    if verdict.told is None and is_ready and _can_fork():
        verdict.pid, verdict.pipe = _forked(verdict)
    return verdict


def _key(document: Document, before: tuple[Diagnostic, ...], report: Report, code: str) -> str:
    """All texts that the document was made of, in their order, what was found in them so far, and what reads them."""
    content = hashlib.sha256(f"{code} {report.strict} {before}".encode("utf-8", "surrogatepass"))
    for name, source in [("", document), *report.sources.items()]:
        text = source.text.encode("utf-8", "surrogatepass")
        content.update(f"\0{name}\0{len(text)}\0".encode("utf-8", "surrogatepass"))
        content.update(text)
    return content.hexdigest()


def _can_fork() -> bool:
    """Linux only: elsewhere a fork may take a library with it in a state that it does not survive, as it may with threads."""
    import threading

    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def _forked(verdict: Verdict) -> tuple[int, BinaryIO]:
    """A copy of this process that answers through the pipe, and ends without cleaning up what is not its own."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, os.fdopen(reader, "rb")
    status = 1
    try:
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(_found(verdict.document, verdict.before, strict=verdict.report.strict))
        status = 0
    finally:
        os._exit(status)


def _found(document: Document, before: tuple[Diagnostic, ...], *, strict: bool) -> bytes:
    """What the validator adds to the findings of the rules."""
    from sdkwright.openapi.validate import validate

    report = Report(strict=strict)
    for each in before:
        report.add(each.code, each.pointer, each.message, hint=each.hint, severity=each.severity, source=each.source)
    known = set(report.diagnostics)
    validate(document, report)
    found = (each for each in report.diagnostics if each not in known)
    rows = [[each.code, int(each.severity), each.message, each.pointer, each.hint, each.source] for each in found]
    return json.dumps(rows).encode()
