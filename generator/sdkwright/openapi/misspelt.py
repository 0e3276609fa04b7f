"""References that lead nowhere: how they may have been meant, and what to say when no meaning fits; resolves none itself."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.diagnostics import display, nearest
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read.trees import value_at

__all__ = ["FORM", "nowhere", "readings"]

FORM = "check the spelling; a reference is written `#/components/schemas/Name`"

_COMPONENTS = (
    "schemas", "parameters", "responses", "requestBodies", "headers", "securitySchemes", "pathItems", "examples",
)  # fmt: skip
_SWAGGER = {"definitions": "schemas", "parameters": "parameters", "responses": "responses"}


def readings(reference: str) -> Iterator[str]:
    """What a reference that names nothing may have been meant to be, the likeliest first: the one that exists is taken."""
    text = reference.strip().rstrip("/")
    if text != reference:
        yield text
    target, mark, fragment = text.partition("#")
    if mark and fragment and not fragment.startswith("/"):
        yield f"{target}#/{fragment}"
    if text.startswith("/") and not text.startswith("//"):
        yield f".{text}"  # absolute on the site that shows the document
    if not mark and "://" not in text:
        yield f"#/{text.lstrip('/')}"
    section, _, rest = fragment.lstrip("/").partition("/")
    if section in _SWAGGER and rest:
        yield f"{target}#/components/{_SWAGGER[section]}/{rest}"
    name = fragment or target
    if name and "/" not in name:
        yield f"#/components/schemas/{name}"


def nowhere(root: Json, at: Pointer, missing: str, name: str) -> tuple[str, str]:
    """What to say of a reference to ``name`` whose way ends at a place that lacks a key; the hint tells the one that was meant."""
    place = f"`{at}`" if at != ROOT else "the document"
    return f"{place} has no {display(missing)}", _suggest(root, at, missing, name)


def _suggest(root: Json, at: Pointer, missing: str, name: str) -> str:
    """The existing name that was meant: beside the missing one, else of another kind of component."""
    here = value_at(root, at)
    names = list(here) if isinstance(here, dict) else []
    close = nearest(missing, names)
    if close is not None:
        return f"did you mean `{child(at, close)}`?"
    for kind in _COMPONENTS:
        pointer = child(ROOT, "components", kind, name)
        if name and value_at(root, pointer) is not None:
            return f"did you mean `{pointer}`?"
    if name and value_at(root, old := child(ROOT, "definitions", name)) is not None:
        return f"did you mean `{old}`? (`definitions` became `components/schemas`)"
    if names and len(names) <= 12:
        return f"`{at}` has: {', '.join(names)}"
    return FORM
