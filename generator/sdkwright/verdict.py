"""When the validator runs: in a process beside this one, while the document is lowered, or not at all where its verdict is known.

What it says is openapi/validate.py's, and depends on nothing but the texts that were read and the generator; whoever stops or
writes asks for the verdict first, so that what a run says does not depend on how it came by it.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import sys
from collections.abc import Callable, Mapping
from dataclasses import field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sdkwright.beside import Beside, can_fork
from sdkwright.diagnostics import Diagnostic, Report, Severity
from sdkwright.emit.cache import Cache
from sdkwright.inert import dataclass
from sdkwright.pointer import Json, Pointer
from sdkwright.read.later import plain

if TYPE_CHECKING:
    from sdkwright.openapi.link import Linked
    from sdkwright.openapi.parts import Told

__all__ = ["Heard", "Last", "Verdict", "begun", "validating"]

_KIND = "verdicts"
_VALIDATOR = "sdkwright.openapi.validate"
_SCHEMAS = "#/components/schemas/"
_FAR = ("D107", "D190")
"""What is found in a place, but may come of what stands anywhere."""
_FORMAT = 2
"""Of marshal: references to what was there before, as later ones have, are of no use here."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was ``told`` of the document of the last run, which had parts of these ``checksums``, after the findings ``before``."""

    before: str = ""
    checksums: Mapping[Pointer, bytes] = field(default_factory=dict[Pointer, bytes])
    told: bytes = b""


class Last(NamedTuple):
    """What was heard of a document, and its schemas, as they were, by checksum."""

    heard: Heard
    schema: Callable[[bytes], Json]


@dataclass(slots=True)
class Verdict:
    """A verdict that is ``told``, or that somebody ``beside`` is about to tell."""

    document: Linked
    before: tuple[Diagnostic, ...]
    report: Report
    key: str = ""
    told: bytes | None = None
    beside: Beside | None = None

    @property
    def heard(self) -> Heard:
        """What this run leaves to the next, once it is told."""
        return Heard(_print(self.before), self.document.parts.checksums(self.document.root), self.told or b"[]")

    def foreknown(self) -> Told:
        """What is known of parts, with what will be asked of all of them after the first edit."""
        from sdkwright.openapi.harmless import foreknown

        return foreknown(self.document.root, self.document.parts)

    def tell(self, cache: Cache) -> None:
        """Add what the validator finds to the report."""
        if self.told is None:
            root, said = self.document.root, self.beside.answer() if self.beside is not None else b""
            self.told = said or _found(
                {key: plain(value) for key, value in root.items()}, self.before, strict=self.report.strict
            )
            cache.put(_KIND, self.key, self.told)
        for code, severity, message, pointer, hint, source in json.loads(self.told):
            at = Pointer(pointer) if pointer is not None else None
            self.report.add(code, at, message, hint=hint, severity=Severity(severity), source=source)


def begun() -> Beside | None:
    """A process that imports the validator and waits for a document; None where there is no other process to be had."""
    return Beside(_answered, _ready) if can_fork() else None


def _ready() -> None:
    """Import the validator, which takes longer than this process takes to read a document."""
    import_module(_VALIDATOR)


def validating(
    document: Linked,
    report: Report,
    cache: Cache,
    code: str,
    beside: Beside | None = None,
    *,
    stays: bool = False,
    last: Last | None = None,
) -> Verdict:
    """Start to validate, where that can go on beside other work; ``code`` is the fingerprint of the generator.

    What was said ``last`` is taken over where it cannot be otherwise now. A process that ``stays`` for further runs validates once itself: those beside it begin with what it has loaded by then.
    """
    before = report.diagnostics
    if last is not None and _still_holds(last.heard, document, before, last.schema):
        return Verdict(document, before, report, told=last.heard.told)
    key = _key(document, before, report, code)
    verdict = Verdict(document, before, report, key, cache.get(_KIND, key))
    if verdict.told is None and beside is not None and beside.is_free:
        verdict.beside = beside
    elif verdict.told is None and (not stays or _VALIDATOR in sys.modules):
        verdict.beside = begun()
    if verdict.beside is not None:
        verdict.beside.ask(
            marshal.dumps((plain(document.root), [_row(each) for each in before], report.strict), _FORMAT)
        )
    return verdict


def _still_holds(heard: Heard, document: Linked, before: tuple[Diagnostic, ...], was: Callable[[bytes], Json]) -> bool:
    """Whether nothing but schemas of components has changed, and these so that the validator finds what it has found."""
    from sdkwright.openapi.harmless import are_harmless  # who waits to validate needs none of this
    from sdkwright.openapi.version import version_of

    parts, version = document.parts, version_of(document.root)
    now = parts.checksums(document.root)
    if list(now) != list(heard.checksums) or heard.before != _print(before) or version is None:
        return False
    places = [place for place in now if heard.checksums[place] != now[place]]
    nodes = {part.place: part.node for part in parts.listed(document.root)}
    changed = {place: (was(heard.checksums[place]), nodes[place]) for place in places if place.startswith(_SCHEMAS)}
    found = [(row[0], str(row[3])) for row in json.loads(heard.told)]
    if len(changed) < len(places) or any(
        code in _FAR or place == each or place.startswith(f"{each}/") for code, place in found for each in changed
    ):
        return False
    return are_harmless(document.root, changed, parts, is_modern=version.minor > 0)


def _print(before: tuple[Diagnostic, ...]) -> str:
    return hashlib.sha256(repr(before).encode("utf-8", "surrogatepass")).hexdigest()


def _key(document: Linked, before: tuple[Diagnostic, ...], report: Report, code: str) -> str:
    """All texts that the document was made of, in their order, what was found in them so far, and what reads them."""
    content = hashlib.sha256(f"{code} {report.strict} {before}".encode("utf-8", "surrogatepass"))
    for name, source in [("", document), *report.sources.items()]:
        text = source.text.encode("utf-8", "surrogatepass")
        content.update(f"\0{name}\0{len(text)}\0".encode("utf-8", "surrogatepass"))
        content.update(text)
    return content.hexdigest()


def _answered(question: bytes) -> bytes:
    root, rows, strict = marshal.loads(question)  # noqa: S302 - of the process that this one was forked from
    before = tuple(map(_diagnostic, rows))
    return _found(root, before, strict=strict)


def _found(root: dict[str, Json], before: tuple[Diagnostic, ...], *, strict: bool) -> bytes:
    """What the validator adds to the findings of the rules."""
    from sdkwright.openapi.validate import validate
    from sdkwright.read import Document

    report = Report(strict=strict)
    for each in before:
        report.repeat(each)
    known = set(report.diagnostics)
    validate(Document(Path(), "", is_json=True, root=root), report)
    return json.dumps([_row(each) for each in report.diagnostics if each not in known]).encode()


def _row(found: Diagnostic) -> list[str | int | None]:
    return [found.code, int(found.severity), found.message, found.pointer, found.hint, found.source]


def _diagnostic(row: list[Any]) -> Diagnostic:
    code, severity, message, pointer, hint, source = row
    at = Pointer(pointer) if pointer is not None else None
    return Diagnostic(code, Severity(severity), message, at, hint, source)
