"""References and discriminator mappings that lead nowhere; not how references are followed (refs.py)."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.diagnostics import Report, display, nearest
from sdkwright.openapi.refs import Broken, Target, follow, lookup, references
from sdkwright.openapi.walk import Kind, walk
from sdkwright.pointer import ROOT, Json, Pointer, child, last

__all__ = ["check_mappings", "check_references"]

_COMPONENTS = (
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "securitySchemes",
    "pathItems",
    "examples",
)


def check_references(root: Json, report: Report) -> None:
    """Report each broken reference at its first use, with the number of uses; other files and URLs once each."""
    uses: dict[tuple[str, str], list[Pointer]] = {}
    broken: dict[tuple[str, str], Broken] = {}
    for pointer, node in references(root):
        found = follow(root, node, pointer)
        if isinstance(found, Broken):
            key = (found.reason, found.ref.partition("#")[0] if found.reason == "not-local" else found.ref)
            broken.setdefault(key, found)
            uses.setdefault(key, []).append(child(pointer, "$ref"))
    for key, found in broken.items():
        _tell(root, found, uses[key], report)


def check_mappings(root: Json, report: Report) -> None:
    """Report discriminator mappings to schemas that do not exist; a bare name means a component schema."""
    for pointer, schema, kind in walk(root):
        discriminator = schema.get("discriminator") if kind is Kind.SCHEMA else None
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        for value, ref in mapping.items() if isinstance(mapping, dict) else ():
            if isinstance(ref, str) and not _is_mapped(root, ref):
                at = child(pointer, "discriminator", "mapping", value)
                hint = _suggest(root, Broken("missing", ref, child(ROOT, "components", "schemas"), ref.split("/")[-1]))
                report.add("S013", at, f"{display(value)} is mapped to {display(ref)}, which does not exist", hint=hint)


def _is_mapped(root: Json, ref: str) -> bool:
    if isinstance(lookup(root, ref), Target):
        return True
    external = not ref.startswith("#") and ("/" in ref or "." in ref)
    return isinstance(lookup(root, f"#/components/schemas/{ref}"), Target) or external


def _tell(root: Json, found: Broken, uses: list[Pointer], report: Report) -> None:
    more = f" ({len(uses)} references lead there)" if len(uses) > 1 else ""
    shown = display(found.ref, 100)
    match found.reason:
        case "missing":
            message = f"{shown} points nowhere: {_where(found)}{more}"
            report.add("S010", uses[0], message, hint=_suggest(root, found))
        case "cycle":
            message = f"{shown} leads back to itself through references only{more}"
            report.add("S011", uses[0], message, hint="put a schema with content somewhere on the way")
        case "not-text":
            message = f"`$ref` is {found.ref} here, not text{more}"
            report.add("S012", uses[0], message, hint='a reference is text: `$ref: "#/components/schemas/Name"`')
        case "anchor":
            message = f"{shown} is a reference by anchor, which is not followed yet{more}"
            report.add("U005", uses[0], message, hint='use a path such as "#/components/schemas/Name"')
        case _:
            _tell_outside(found, uses, more, report)


def _tell_outside(found: Broken, uses: list[Pointer], more: str, report: Report) -> None:
    shown = display(found.ref.partition("#")[0], 100)
    if "://" in found.ref or found.ref.startswith("//"):
        hint = "copy what it refers to into the document: nothing is fetched from the network"
        report.add("U003", uses[0], f"references to {shown} are not followed{more}", hint=hint)
    else:
        hint = "bundle the files into one first: `npx @redocly/cli bundle openapi.yaml -o bundled.yaml`"
        report.add("U002", uses[0], f"references to another file, {shown}, are not followed yet{more}", hint=hint)


def _where(found: Broken) -> str:
    place = f"`{found.at}`" if found.at != ROOT else "the document"
    return f"{place} has no {display(found.missing)}"


def _suggest(root: Json, found: Broken) -> str | None:
    """The existing name that was meant: beside the missing one, else of any kind of component."""
    here = lookup(root, found.at)
    names = list(here.value) if isinstance(here, Target) and isinstance(here.value, dict) else []
    close = nearest(found.missing, names)
    if close is not None:
        return f"did you mean `{child(found.at, close)}`?"
    for pointer in _same_name(root, found.ref):
        return f"did you mean `{pointer}`?"
    if names and len(names) <= 12:
        return f"`{found.at}` has: {', '.join(names)}"
    return "check the spelling; a reference is written `#/components/schemas/Name`"


def _same_name(root: Json, ref: str) -> Iterator[Pointer]:
    """Components of another kind that are called like the last part of the reference."""
    name = last(Pointer(ref))
    for kind in _COMPONENTS:
        pointer = child(ROOT, "components", kind, name)
        if name and isinstance(lookup(root, pointer), Target):
            yield pointer
