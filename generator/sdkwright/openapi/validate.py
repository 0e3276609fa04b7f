"""openapi-spec-validator's verdict as diagnostics: which of its findings are told, where they stand; not how it is run.

The findings depend on the document's tree alone, so a verdict can be kept by the hash of the text. They are warnings: about
one published document in six fails the validator, and most of those have one sane reading (``--strict`` makes them errors).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdkwright.diagnostics import Diagnostic, Report, display
from sdkwright.openapi.engine import Crash, KeywordFinding, MetaFinding, ValueFinding, keyword_pass, meta_pass
from sdkwright.openapi.phrases import no_schema, quoted, type_words
from sdkwright.openapi.refs import Target, follow, lookup, reference
from sdkwright.openapi.tagging import tag_finding
from sdkwright.openapi.unfolded import unfolded
from sdkwright.openapi.version import Version, version_of
from sdkwright.openapi.wording import Finding, meta_findings
from sdkwright.pointer import ROOT, Json, Pointer, child, last, parent, tokens
from sdkwright.read import Document

__all__ = ["validate"]

_NEWEST = 2
_BROKEN_REFERENCE = frozenset(("S010", "S011", "S012", "S014", "S015", "U003"))


def validate(document: Document, report: Report) -> None:
    """Add what the validator finds. It takes about a second for 500 KB; it reads nothing but the document."""
    version = version_of(document.root)
    if version is None or any(found.code == "S025" for found in report.diagnostics):
        return  # of a chain that is too long it would walk every part to the end
    minor = min(version.minor, _NEWEST)
    root: dict[str, Json] = {**document.root, "openapi": f"3.{minor}.0"}  # what was written there is for the rules
    known = {(found.code, found.pointer) for found in report.diagnostics}
    crashes: list[Crash] = []
    for finding in _findings(root, Version(3, minor), crashes):
        if finding.code == "D103" and (finding.code, finding.pointer) in known:
            continue  # "a mapping" by the grammar of documents, "a schema" by that of schemas
        if not _is_told(finding, known):
            known.add((finding.code, finding.pointer))
            report.add(finding.code, finding.pointer, finding.message, hint=finding.hint)
    _tell_crashes(root, crashes, report)


def _findings(root: dict[str, Json], version: Version, crashes: list[Crash]) -> Iterator[Finding]:
    for run in (_grammar, _keywords):
        try:
            yield from run(root, version, crashes)
        except Exception as error:  # noqa: BLE001 - others' code, fed with whatever there is
            crashes.append(Crash(error, ()))


def _grammar(root: dict[str, Json], version: Version, _crashes: list[Crash]) -> Iterator[Finding]:
    whole = unfolded(root, schemas=version.minor == 0)
    for found in meta_pass(whole, version):
        for finding in meta_findings(found.error, found.grammar):
            yield finding if whole is root else finding._replace(pointer=_stands(root, finding))


def _keywords(root: dict[str, Json], version: Version, crashes: list[Crash]) -> Iterator[Finding]:
    defaults: dict[tuple[str | int, ...], list[ValueFinding]] = {}
    repeated: set[Finding] = set()
    for found in keyword_pass(root, version):
        match found:
            case MetaFinding():
                yield from meta_findings(found.error, found.grammar, _pointer(root, found.at))
            case ValueFinding():
                defaults.setdefault(found.at, []).append(found)
            case KeywordFinding():
                told = _keyword(root, found)
                if told not in repeated:
                    yield told
                repeated.add(told)
            case Crash():
                crashes.append(found)
    for at, errors in defaults.items():
        try:
            yield _default(root, errors)
        except Exception as error:  # noqa: BLE001 - keywords of a schema that is itself wrong hold anything
            crashes.append(Crash(error, at))


def _is_told(finding: Finding, known: set[tuple[str, Pointer | None]]) -> bool:
    """Whether a rule has said it already, in better words."""
    if finding.code == "D101" and "`responses`" in finding.message:
        return ("S024", finding.pointer) in known
    if ("S031", finding.pointer) in known or ("S039", finding.pointer) in known:
        return True
    if last(finding.pointer) == "$ref":
        return ("S012", finding.pointer) in known
    if finding.code == "D109" and last(finding.pointer) == "responses":
        return ("S024", parent(finding.pointer)) in known
    return False


def _stands(root: Json, finding: Finding) -> Pointer:
    """Where what is found really stands; the name of something does where it is given, wherever that leads."""
    way = tokens(finding.pointer)
    return child(_pointer(root, way[:-1]), way[-1]) if finding.code == "D105" else _pointer(root, way)


def _pointer(root: Json, at: tuple[str | int, ...]) -> Pointer:
    """Where the node really stands: the validator walks through references."""
    found = lookup(root, _fragment(at))
    if not isinstance(found, Target):
        return child(ROOT, *at)
    end = follow(root, found.value, found.pointer)
    return end.pointer if isinstance(end, Target) else found.pointer


def _fragment(at: tuple[str | int, ...]) -> str:
    return reference(child(ROOT, *at))


def _default(root: Json, errors: list[ValueFinding]) -> Finding:
    """One finding for a default, with its first fault."""
    schema = _pointer(root, errors[0].at)
    at = lookup(root, reference(child(schema, "default")))
    default = at.value if isinstance(at, Target) else None
    why, hint = _why(errors[0].error)
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    message = f"the default {display(default)} does not fit its schema: {why}{more}"
    return Finding("D106", child(schema, "default"), message, hint)


def _why(error: Any) -> tuple[str, str | None]:
    """A jsonschema error in a few words."""
    asked: Json = error.validator_value
    inside = f" at `{'/'.join(map(str, error.path))}`" if error.path else ""
    match error.validator:
        case "type":
            types = [str(each) for each in (asked if isinstance(asked, list) else [asked])]
            hint = None
            if isinstance(error.instance, str) and error.instance.replace(".", "").isdigit():
                hint = f"remove the quotes: {error.instance}"
            elif error.instance is None:
                hint = 'allow it (`type: [..., "null"]`), or remove the default'
            elif types == ["string"] and isinstance(error.instance, int | float):
                hint = quoted(error.instance)
            return f"it has to be {type_words(types)}{inside}", hint
        case "enum" if isinstance(asked, list):
            return f"it is none of its values{inside}", f"its values are {', '.join(map(display, asked[:12]))}"
        case "required":
            name = error.message.partition(" is a required")[0].strip("'")
            return f"it lacks `{name}`{inside}", None
        case "anyOf" | "oneOf":
            return f"it fits none of the alternatives{inside}", None
        case "nullable":
            return "it is null, and the schema does not allow that", "add `nullable: true`"
        case _:
            return f"{error.validator} is {display(asked)}{inside}", None


def _keyword(root: Json, found: KeywordFinding) -> Finding:
    pointer = _pointer(root, found.at)
    if found.missing:
        names = found.message.partition(": ")[2].strip("[]").replace("'", "`")
        message = f"`required` lists {names}, which no part of the schema declares"
        return Finding("D107", pointer, message, "declare it below `properties`, or take it out of `required`")
    if found.message.endswith("is not of type 'object', 'boolean'"):
        value = lookup(root, reference(pointer))
        return no_schema(pointer, value.value if isinstance(value, Target) else None)
    if pointer == ROOT or tokens(pointer)[0] == "tags":
        return tag_finding(root, _shortened(found.message))
    hint = (
        "it is read in OpenAPI's own; leave it out where it adds nothing to that" if "ialect" in found.message else None
    )
    return Finding("D100", pointer, _lowered(found.message), hint)


def _lowered(text: str) -> str:
    short = _shortened(text)
    return short[:1].lower() + short[1:]


def _shortened(text: str) -> str:
    return text if len(text) <= 160 else text[:157] + "..."


def _tell_crashes(root: Json, crashes: list[Crash], report: Report) -> None:
    """One note for all that went unchecked, unless a finding at or around the place explains it."""
    explained = [found for found in report.diagnostics if found.pointer is not None]
    left = [crash for crash in crashes if not _explains(explained, _pointer(root, crash.at), crash)]
    if left:
        first = left[0]
        more = f", and at {len(left) - 1} more" if len(left) > 1 else ""
        said = _shortened(f"{type(first.error).__name__}: {first.error}".partition("\n")[0])
        message = f"the validator failed here{more}; what is below went unchecked ({said})"
        report.add("D190", _pointer(root, first.at), message)


def _explains(explained: list[Diagnostic], pointer: Pointer, crash: Crash) -> bool:
    """A reference that leads nowhere fails wherever it is used; any other fault fails at its place or above it."""
    if type(crash.error).__name__ in (
        "Unresolvable",
        "PointerToNowhere",
        "Unretrievable",
        "NoSuchAnchor",
        "LookupError",
    ):
        return any(found.code in _BROKEN_REFERENCE for found in explained)
    if isinstance(crash.error, RecursionError) and any(found.code in ("S011", "S019") for found in explained):
        return True
    if isinstance(crash.error, KeyError) and any(found.code == "D101" for found in explained):
        return True  # a field that is missing where a reference leads
    return pointer != ROOT and any(str(found.pointer).startswith(pointer) for found in explained)
