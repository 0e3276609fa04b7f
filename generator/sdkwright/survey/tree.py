"""The tree of resources as a person wants to see it: each method with its endpoint, what it answers, and what no method is made of."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.inert import dataclass
from sdkwright.ir.api import Resource
from sdkwright.ir.operations import Method, ResponseKind
from sdkwright.ir.types import ArrayType, NullableType, Reference, Type
from sdkwright.ir.walk import methods
from sdkwright.pointer import Pointer, child
from sdkwright.survey.understood import Understood

__all__ = ["LeftOut", "answer_of", "as_data", "as_text", "left_out"]

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An operation of the document that no method is made of."""

    verb: str
    path: str
    pointer: Pointer
    why: str


def left_out(known: Understood) -> Iterator[LeftOut]:
    """In the order of the document."""
    made = {(method.verb, method.path) for _, method in methods(known.api)}
    excluded = {entry.strip().partition("?")[0].lower() for entry in known.job.config.unspecified_endpoints}
    paths = known.document.root.get("paths")
    items = paths.items() if isinstance(paths, dict) else ()
    for path, item in ((path, item) for path, item in items if isinstance(item, dict)):
        for verb in _VERBS:
            if verb in item and (verb, path) not in made:
                listed = f"{verb} {path}".lower() in excluded
                why = (
                    "listed in `unspecified_endpoints`" if listed else "in no resource of the config, or skipped there"
                )
                yield LeftOut(verb, path, child(Pointer("#"), "paths", path, verb), why)


def answer_of(known: Understood, method: Method) -> str:
    """What a call gives, in a few words."""
    words = {ResponseKind.NONE: "nothing", ResponseKind.TEXT: "text", ResponseKind.BINARY: "bytes"}
    if method.paging is not None:
        return f"pages of {_type(known, method.paging.item, method.response.site)} ({method.paging.scheme})"
    if method.response.kind in words:
        return words[method.response.kind]
    given = _type(known, method.response.type, method.site)
    if method.response.kind is ResponseKind.STREAM:
        return f"a stream of {given}"
    return f"{given}, or a stream" if method.choice is not None else given


def _type(known: Understood, of: Type | None, site: Pointer) -> str:
    match of:
        case Reference(model=model):
            return known.names.classes.get(model, "object")
        case ArrayType(items=inner):
            return f"list of {_type(known, inner, site)}"
        case NullableType(inner=inner):
            return f"{_type(known, inner, site)} or None"
        case _:
            return known.names.responses.get(site, "JSON")


def as_text(known: Understood) -> Iterator[str]:
    """Lines, drawn as a tree."""
    yield "client"
    own = known.api.own.methods if known.api.own is not None else ()
    yield from _below(known, known.api.resources, own, "")
    without = list(left_out(known))
    if without:
        yield ""
        yield f"left out ({len(without)}):"
        yield from (f"  {each.verb.upper()} {each.path}  {known.place(each.pointer)}  {each.why}" for each in without)


def _below(known: Understood, inner: tuple[Resource, ...], own: tuple[Method, ...], indent: str) -> Iterator[str]:
    names = known.names.attributes
    width = max((len(names[method.site]) for method in own), default=0)
    rows: list[tuple[str, Resource | None]] = []
    for method in own:
        mark = "  deprecated" if method.deprecated else ""
        told = f"{method.verb.upper()} {method.path} -> {answer_of(known, method)}{mark}"
        rows.append((f"{names[method.site]:<{width}}  {told}", None))
    rows += [(names[resource.site], resource) for resource in inner]
    for number, (row, resource) in enumerate(rows, 1):
        is_last = number == len(rows)
        yield f"{indent}{'└── ' if is_last else '├── '}{row}"
        if resource is not None:
            yield from _below(known, resource.resources, resource.methods, indent + ("    " if is_last else "│   "))


def as_data(known: Understood) -> dict[str, object]:
    """The same for machines."""
    names = known.names.attributes

    def of(resource: Resource) -> dict[str, object]:
        return {
            "name": names[resource.site],
            "methods": own(resource.methods),
            "resources": [of(each) for each in resource.resources],
        }

    def own(called: tuple[Method, ...]) -> list[dict[str, object]]:
        return [
            {
                "name": names[method.site],
                "endpoint": f"{method.verb} {method.path}",
                "answer": answer_of(known, method),
                "paging": method.paging.scheme if method.paging is not None else None,
                "streaming": method.response.kind is ResponseKind.STREAM or method.choice is not None,
                "deprecated": method.deprecated,
            }
            for method in called
        ]

    without = [
        {"endpoint": f"{each.verb} {each.path}", "place": known.place(each.pointer), "why": each.why}
        for each in left_out(known)
    ]
    client = own(known.api.own.methods) if known.api.own is not None else []
    return {"methods": client, "resources": [of(resource) for resource in known.api.resources], "left_out": without}
