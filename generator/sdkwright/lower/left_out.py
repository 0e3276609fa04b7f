"""Operations that the config has no method for: each is told with the line that would add it, unless it is left out on purpose."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping

from sdkwright.config import Resource as ResourceConfig
from sdkwright.config.resources import verb_and_path
from sdkwright.lower.context import Context
from sdkwright.lower.hints import is_skipped
from sdkwright.lower.inference import inferred_tree
from sdkwright.lower.tree import Branch, Operation, find, planned
from sdkwright.pointer import ROOT, child

__all__ = ["report_left_out", "without_query"]

VERSION = re.compile(r"api|v\d+\w*")
NOT_PLAIN = re.compile(r":(?=\s|$)|\s#|[^ -~\u00a0-\ud7ff\ue000-\ufffd]")


def without_query(path: str | None) -> str:
    """A path as the document has it."""
    return (path or "").partition("?")[0]


def report_left_out(context: Context, tree: tuple[Branch, ...], found: Mapping[str, Operation]) -> None:
    """A warning for each operation that is in no resource and is not listed as one to leave out."""
    used = {method.operation.endpoint for method in planned(tree)}
    known = used | set(_unspecified(context, used, found)) | set(_named(context.config.resources, found))
    missing = [endpoint for endpoint, each in found.items() if endpoint not in known and not is_skipped(each.node)]
    if not missing:
        return
    homes = _Homes(tree, inferred_tree(context, found.values()))
    for endpoint in missing:
        keys, line = homes.line(found[endpoint])
        hint = f"paste below `{keys}`: `{line}`; or list it under `unspecified_endpoints`: `- {_scalar(endpoint)}`"
        message = f"`{endpoint}` is in no resource of the config, so no method is emitted for it"
        context.report.add("C311", found[endpoint].pointer, message, hint=hint)


class _Homes:
    """Where a reader would put an operation: beside the methods whose paths begin most like its own, else where we would."""

    def __init__(self, tree: tuple[Branch, ...], guessed: tuple[Branch, ...]) -> None:
        self._ours = list(_flat(tree))
        self._guessed = {
            plan.operation.endpoint: (branch, plan.key) for branch in _flat(guessed) for plan in branch.methods
        }
        paths = [_segments(plan.operation.path) for branch in self._ours for plan in branch.methods]
        self._shared = min((_alike(paths[0], path) for path in paths), default=0)

    def line(self, operation: Operation) -> tuple[str, str]:
        """The way to its resource in the config, and the line."""
        guessed, key = self._guessed.get(operation.endpoint, (None, operation.verb))
        wanted = _segments(operation.path)
        near = [
            (_alike(wanted, _segments(plan.operation.path)), -index)
            for index, branch in enumerate(self._ours)
            for plan in branch.methods
        ]
        best, place = max(near, default=(0, 0))
        home = self._ours[-place] if best > self._shared else guessed
        path = home.path if home is not None else ("name",)
        taken = {plan.key for plan in home.methods} if home is not None and best > self._shared else set[str]()
        if key in taken:
            key = "_".join(part for part in (key, wanted[-1].strip("{}").replace("-", "_")) if part)
        return ".".join(("resources", ".subresources.".join(path), "methods")), f"{key}: {_scalar(operation.endpoint)}"


def _flat(branches: tuple[Branch, ...]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _flat(branch.branches)


def _scalar(endpoint: str) -> str:
    """The endpoint as YAML reads it: in quotes where a part of it would be read as something else."""
    return json.dumps(endpoint, ensure_ascii=False) if NOT_PLAIN.search(endpoint) else endpoint


def _segments(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part and not VERSION.fullmatch(part))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many segments two paths begin with alike; parameters do not count, but may be called otherwise."""
    alike = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine.startswith("{") and theirs.startswith("{"):
            continue
        if mine != theirs:
            break
        alike += 1
    return alike


def _unspecified(context: Context, used: set[str], found: Mapping[str, Operation]) -> Iterator[str]:
    """The endpoints that the config leaves out on purpose; one that it also uses, and one that nobody describes, is told."""
    for index, entry in enumerate(context.config.unspecified_endpoints):
        verb, path = verb_and_path(entry)
        meant, _ = find(found, verb.lower(), path)
        endpoint = meant.endpoint if meant is not None else f"{verb.lower()} {without_query(path)}"
        where = child(ROOT, "unspecified_endpoints", index)
        if endpoint in used:
            message, hint = (
                f"`{endpoint}` is a method, and here it is left out",
                "remove one of the two; the method is emitted",
            )
            context.report.add("C313", where, message, hint=hint, source="config")
        elif endpoint not in found:
            near = difflib.get_close_matches(endpoint, found, n=1)
            hint = f"the nearest operation is `{near[0]}`" if near else "remove the line"
            message = f"the document has no operation `{endpoint}`"
            context.report.add("C314", where, message, hint=hint, source="config")
        yield endpoint


def _named(resources: Mapping[str, ResourceConfig], found: Mapping[str, Operation]) -> Iterator[str]:
    """Endpoints that the config names, be they left out by `skip` or by being of a kind that is reported already."""
    for resource in resources.values():
        meant = (find(found, method.verb, method.path)[0] for method in resource.methods.values())
        yield from (operation.endpoint for operation in meant if operation is not None)
        yield from _named(resource.subresources, found)
