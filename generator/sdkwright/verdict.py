"""When rules and validator run: in a process beside this one, while the document is lowered, or not at all where it is known what they say.

What that is depends on nothing but the texts that were read and the generator; whoever stops or writes asks for it first, so that
what a run says does not depend on how it came by it.
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
from sdkwright.diagnostics import Diagnostic, Ignored, Report, Severity
from sdkwright.emit.cache import Cache
from sdkwright.inert import dataclass
from sdkwright.pointer import Json, Pointer
from sdkwright.read.later import plain

if TYPE_CHECKING:
    from sdkwright.openapi import Ruled
    from sdkwright.openapi.link import Linked
    from sdkwright.openapi.parts import Told

__all__ = ["Heard", "Last", "Verdict", "begun", "validating"]

_KIND = "verdicts"
_RULES = "sdkwright.openapi"
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
    """A verdict that is ``told``, or that somebody ``beside`` is about to tell; with what the rules find, as long as that is ``awaited``.

    ``before`` are the findings that the validator knows of: those of the rules, and of who came before them.
    """

    document: Linked
    before: tuple[Diagnostic, ...]
    report: Report
    key: str = ""
    told: bytes | None = None
    beside: Beside | None = None
    awaited: bool = False
    said: bytes = b""
    forbidden: bool = False

    @property
    def heard(self) -> Heard:
        """What this run leaves to the next, once it is told."""
        return Heard(_print(self.before), self.document.parts.checksums(self.document.root), self.told or b"[]")

    def foreknown(self) -> Told:
        """What is known of parts, with what will be asked of all of them after the first edit."""
        from sdkwright.openapi.harmless import foreknown

        return foreknown(self.document.root, self.document.parts)

    def forbids(self, *, errors: bool) -> bool:
        """Whether the rules find what a run must not go on with, as it may with ``errors``; what they find is in the report from here on.

        If that had to be awaited, it comes before all that was found since; which is forgotten where the run should not have gone on.
        """
        if not self.awaited:
            return self.forbidden
        from sdkwright.openapi import check_rules

        self.awaited, since = False, self.report.taken_back(len(self.before))
        rules, _, self.said = self._answer().partition(b"\n")
        check_rules(self.document, self.report, _ruled(rules) if rules else None)
        self.before, self.forbidden = self.report.diagnostics, self.report.has_errors and not errors
        for found in since if not self.forbidden else ():
            self.report.repeat(found)
        return self.forbidden

    def ask(self, beside: Beside | None, *, rules: bool) -> None:
        """Have somebody validate the document, and look for what is against the rules."""
        if beside is None:
            return
        self.beside, self.awaited, document = beside, rules, self.document
        entries = [(pointer, kind.name, label) for pointer, kind, label in document.entries]
        ignored = [(each.code, each.places) for each in self.report.ignored]
        asked = (entries, document.targets, ignored) if rules else None
        before = [_row(each) for each in self.before]
        beside.ask(marshal.dumps((plain(document.root), before, self.report.strict, asked), _FORMAT))

    def tell(self, cache: Cache) -> None:
        """Add what rules and validator find to the report."""
        self.forbids(errors=True)
        if self.told is None:
            root = {key: plain(value) for key, value in self.document.root.items()}
            self.told = self.said or self._answer() or _found(root, self.before, strict=self.report.strict)
            cache.put(_KIND, self.key, self.told)
        for code, severity, message, pointer, hint, source in json.loads(self.told):
            at = Pointer(pointer) if pointer is not None else None
            self.report.add(code, at, message, hint=hint, severity=Severity(severity), source=source)

    def _answer(self) -> bytes:
        return self.beside.answer() if self.beside is not None else b""


def begun() -> Beside | None:
    """A process that imports the validator and waits for a document; None where there is no other process to be had."""
    return Beside(_answered, _ready) if can_fork() else None


def _ready() -> None:
    """Import rules and validator, which takes longer than this process takes to read a document."""
    import_module(_RULES)
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
    """Have rules and validator look at the document, where that can go on beside other work; ``code`` is the fingerprint of the generator.

    What the validator said ``last`` is taken over where it cannot be otherwise now. A process that ``stays`` for further runs validates once itself: those beside
    it begin with what it has loaded by then. The rules wait for nobody where they have little to look at, or where each finding may be an error.
    """
    from sdkwright.openapi import check_rules  # who waits to validate is begun before that is imported

    verdict = Verdict(document, early := report.diagnostics, report)
    if last is None:
        verdict.key = _key(document, early, report, code)
        verdict.told = cache.get(_KIND, verdict.key)
        if verdict.told is None and not report.strict:
            verdict.ask(_free(beside, stays=stays), rules=True)
    if verdict.awaited:
        return verdict
    check_rules(document, report)
    verdict.before = report.diagnostics
    if last is not None and _still_holds(last.heard, document, verdict.before, last.schema):
        verdict.told = last.heard.told
    elif last is not None:
        verdict.key = _key(document, early, report, code)
        verdict.told = cache.get(_KIND, verdict.key)
    if verdict.told is None:
        verdict.ask(_free(beside, stays=stays), rules=False)
    return verdict


def _free(beside: Beside | None, *, stays: bool) -> Beside | None:
    """Who can be asked."""
    if beside is not None and beside.is_free:
        return beside
    return begun() if not stays or _VALIDATOR in sys.modules else None


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
    """All texts that the document was made of, in their order, what was found in them before the rules, what is not to be found, and what reads them."""
    ignored = [(each.code, sorted(each.places or ())) for each in report.ignored]
    content = hashlib.sha256(f"{code} {report.strict} {before} {ignored}".encode("utf-8", "surrogatepass"))
    for name, source in [("", document), *report.sources.items()]:
        if source is document and name:
            continue
        text = source.text.encode("utf-8", "surrogatepass")
        content.update(f"\0{name}\0{len(text)}\0".encode("utf-8", "surrogatepass"))
        content.update(text)
    return content.hexdigest()


def _answered(question: bytes) -> bytes:
    """What the validator finds; before it in a line what the rules find, where that is asked as well."""
    root, rows, strict, asked = marshal.loads(question)  # noqa: S302 - of the process that this one was forked from
    before = tuple(map(_diagnostic, rows))
    if asked is None:
        return _found(root, before, strict=strict)
    from sdkwright.openapi import check_rules
    from sdkwright.openapi.tree import Linked
    from sdkwright.openapi.walk import Kind

    report = Report(strict=strict)
    for each in before:
        report.repeat(each)
    report.ignore(Ignored(*each) for each in asked[2])
    entries = tuple((Pointer(pointer), Kind[kind], label) for pointer, kind, label in asked[0])
    linked = Linked(Path(), "", is_json=True, root=root, entries=entries, targets=asked[1])
    ruled = [list(map(_row, found)) for found in check_rules(linked, report)]
    return json.dumps(ruled).encode() + b"\n" + _found(root, report.diagnostics, strict=strict)


def _ruled(rules: bytes) -> Ruled:
    from sdkwright.openapi import Ruled

    return Ruled(*(tuple(map(_diagnostic, found)) for found in json.loads(rules)))


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
