"""Transforms: changes to a document that the config asks for, made one after another before anything else looks at it.

A target that selects nothing, and a change that meets what it did not expect, is an error at its place in the config. Values
are copied; each keeps the place that it was written at. Which schemas are meant by rules is in `schema_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from sdkwright.diagnostics import Report, display, meant
from sdkwright.pointer import child
from sdkwright.read.command import Step
from sdkwright.read.document import Document
from sdkwright.read.edit import Steps, Tree, copied, order
from sdkwright.read.jsonpath_plus import PathError, select
from sdkwright.read.schema_rules import guess_discriminators, one_of_to_any_of
from sdkwright.read.targets import WrongError, inner, keys_of, listed, pairs, targets, value_of, where_is

__all__ = ["transformed"]

CONFIG = "config"


def transformed(document: Document, steps: Iterable[Step], report: Report) -> Document:
    """The document with every command carried out; one that cannot be is reported and changes nothing."""
    for step in steps:
        command, tree = _COMMANDS.get(step.command), Tree(document)
        if command is None:
            message = f"there is no command {display(step.command)}"
            hint = meant(step.command, _COMMANDS) or f"commands: {', '.join(_COMMANDS)}"
            report.add("U510", child(step.at, "command"), message, hint=hint, source=CONFIG)
            continue
        try:
            command(tree, step)
        except WrongError as wrong:
            report.add("C340", child(step.at, *wrong.where), wrong.message, hint=wrong.hint, source=CONFIG)
            continue
        document = tree.done()
        report.sources["spec"] = document
    return document


# ---------------------------------------------------------------------------------------------------- commands


def _update(tree: Tree, step: Step) -> None:
    template = step.args.get("template")
    if template is None and "value" not in step.args:
        raise WrongError(("args",), "`update` needs a `value` or a `template`", "add `value: ...`")
    for place in targets(tree, step):
        value, key = step.args.get("value"), "value"
        if isinstance(template, str):
            old, key = tree.at(place), "template"
            if not isinstance(old, str):
                message = f"a template is filled with text, and {where_is(place)} holds {display(old)}"
                raise WrongError(("args", "template"), message, "use `value`, or another target")
            value = template.replace("{{value}}", old).replace("{{ value }}", old)
        tree.put(inner(place, step), value, (CONFIG, child(step.at, "args", key)))


def _replace_properties(tree: Tree, step: Step) -> None:
    """The older form of `update`: `filter: {only: [...]}` says where, and what it does not find is passed over."""
    wanted, value = step.args.get("filter"), value_of(step, "value")
    paths = wanted.get("only") if isinstance(wanted, dict) else None
    if not isinstance(paths, list):
        raise WrongError(
            ("args",), "`replaceProperties` needs a `filter` with `only`", "or use `update` with a `target`"
        )
    found: list[Steps] = []
    for index, path in enumerate(paths):
        try:
            found += select(tree.root, str(path))
        except PathError as error:
            where = ("args", "filter", "only", index)
            raise WrongError(where, f"{display(path)} is not a JSONPath: {error}", "as in `$.info`") from None
    if not found:
        raise WrongError(
            ("args", "filter"), "the filter selects nothing in the document", "check it against the document"
        )
    for place in dict.fromkeys(found):
        tree.put(inner(place, step), value, (CONFIG, child(step.at, "args", "value")))


def _append(tree: Tree, step: Step) -> None:
    value, origin = value_of(step, "value"), (CONFIG, child(step.at, "args", "value"))
    for place in targets(tree, step):
        match tree.at(place), value:
            case list(), _:
                tree.extend(place, value, origin)
            case dict() as there, dict():
                taken = [key for key in value if key in there]
                if taken:
                    message = f"{where_is(place)} has `{taken[0]}` already"
                    raise WrongError(("args", "value", taken[0]), message, "use `merge` or `update` to change it")
                tree.merge(place, value, origin)
            case there, _:
                message = f"{display(value)} cannot be added to {display(there)} at {where_is(place)}"
                raise WrongError(("args", "value"), message, "items are added to a list, keys to a mapping")


def _merge(tree: Tree, step: Step) -> None:
    name = "object" if "object" in step.args and "value" not in step.args else "value"
    value = value_of(step, name)
    for place in targets(tree, step):
        there = tree.at(place)
        if not isinstance(there, dict) or not isinstance(value, dict):
            message = f"{display(value)} cannot be merged into {display(there)} at {where_is(place)}"
            raise WrongError(("args", name), message, "mappings are merged; use `update` for anything else")
        tree.merge(place, value, (CONFIG, child(step.at, "args", name)), joining=False)


def _remove(tree: Tree, step: Step) -> None:
    keys = step.args.get("keys")
    names = [keys] if isinstance(keys, str) else keys
    places = targets(tree, step)
    if isinstance(names, list):
        below = [(*place, key) for place in places for key in map(str, names) if key in keys_of(tree.at(place))]
        if not below:
            message = f"nothing that the target selects has {listed(names)}"
            raise WrongError(("args", "keys"), message, "check the names against the document")
        places = below
    for place in sorted(places, key=order, reverse=True):
        tree.remove(inner(place, step))


def _copy(tree: Tree, step: Step) -> None:
    for source, destinations in pairs(tree, step):
        for destination in destinations:
            tree.put(destination, copied(tree.at(source)), tree.origin(source))


def _move(tree: Tree, step: Step) -> None:
    moves = pairs(tree, step)
    for source, destinations in moves:
        for destination in destinations:
            if destination[: len(source)] == source:
                raise WrongError(("args", "to"), "what is moved cannot end up inside of itself", "name another place")
            tree.put(destination, copied(tree.at(source)), tree.origin(source))
    for source, _ in sorted(moves, key=lambda pair: order(pair[0]), reverse=True):
        tree.remove(source)


def _one_of_to_any_of(tree: Tree, step: Step) -> None:
    one_of_to_any_of(tree, targets(tree, step) if "target" in step.args else None)


def _guess(tree: Tree, step: Step) -> None:
    guess_discriminators(tree, (CONFIG, step.at), targets(tree, step) if "target" in step.args else None)


_COMMANDS: Mapping[str, Callable[[Tree, Step], None]] = MappingProxyType(
    {
        "update": _update,
        "replaceProperties": _replace_properties,
        "append": _append,
        "merge": _merge,
        "mergeObject": _merge,
        "remove": _remove,
        "copy": _copy,
        "move": _move,
        "rename": _move,
        "oneOfToAnyOf": _one_of_to_any_of,
        "guessDiscriminantUnions": _guess,
    }
)
