"""Where a transform works: the places that its arguments name, in a document that may lack them; makes no change."""

from __future__ import annotations

from collections.abc import Iterable

from sdkwright.diagnostics import display
from sdkwright.pointer import Json, Pointer, child
from sdkwright.read.command import Step
from sdkwright.read.edit import Steps, Tree
from sdkwright.read.jsonpath_plus import PathError, parent_and_key, select
from sdkwright.read.schema_rules import matching

__all__ = ["WrongError", "inner", "keys_of", "listed", "pairs", "targets", "value_of", "where_is"]


class WrongError(Exception):
    """What hinders a command: where in the config (below its place), what, and what to do."""

    def __init__(self, where: tuple[str | int, ...], message: str, hint: str) -> None:
        super().__init__(message)
        self.where, self.message, self.hint = where, message, hint


def targets(tree: Tree, step: Step) -> list[Steps]:
    """What `target` selects: by one path, or by each item of a list, be it a path or a schema to look for."""
    target = step.args.get("target")
    if target is None:
        raise WrongError(("args",), f"`{step.command}` needs a `target`", "add `target: $.components.schemas.Pet`")
    if not isinstance(target, list):
        return _selected(tree, target, ("args", "target"))
    found = [_selected(tree, item, ("args", "target", index)) for index, item in enumerate(target)]
    return list(dict.fromkeys(place for places in found for place in places))


def _selected(tree: Tree, target: Json, where: tuple[str | int, ...]) -> list[Steps]:
    match target:
        case str():
            try:
                places = select(tree.root, target)
            except PathError as error:
                message = f"{display(target)} is not a JSONPath: {error}"
                raise WrongError(where, message, "as in `$.paths['/pets'].get`") from None
        case dict() if isinstance(wanted := target.get("matches_schema"), dict):
            places = list(matching(tree, wanted, _ignored(tree, target.get("ignore"), (*where, "ignore"))))
        case _:
            message = f"{display(target)} is no target"
            raise WrongError(where, message, "a path, or `matches_schema` with a schema")
    if not places:
        said = display(target) if isinstance(target, str) else "this schema"
        raise WrongError(where, f"{said} selects nothing in the document", "check it against the document")
    return places


def _ignored(tree: Tree, ignore: Json, where: tuple[str | int, ...]) -> tuple[frozenset[str], frozenset[Steps]]:
    """What to overlook: names of keys, and places that a path selects."""
    entries = [str(entry) for entry in (ignore if isinstance(ignore, list) else [ignore] if ignore else [])]
    paths = [entry for entry in entries if entry.startswith(("$", "#"))]
    places: set[Steps] = set()
    for path in paths:
        try:
            places.update(select(tree.root, path))
        except PathError as error:
            raise WrongError(where, f"{display(path)} is not a JSONPath: {error}", "as in `$.info`") from None
    return frozenset(entries) - frozenset(paths), frozenset(places)


def pairs(tree: Tree, step: Step) -> list[tuple[Steps, list[Steps]]]:
    """Each source with its destinations: one source, or as many as destinations."""
    sources, wanted = _paths(step, "from"), _paths(step, "to")
    if len(sources) not in (1, len(wanted)):
        message = f"{len(sources)} sources and {len(wanted)} destinations"
        raise WrongError(("args", "to"), message, "give one source, or a destination for each")
    groups = [wanted] if len(sources) == 1 else [[each] for each in wanted]
    return [
        (_single(tree, source), [_free(tree, each) for each in group])
        for source, group in zip(sources, groups, strict=True)
    ]


def _paths(step: Step, name: str) -> list[str]:
    given = step.args.get(name)
    paths = [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, str)]
    if not paths:
        raise WrongError(
            ("args",), f"`{step.command}` needs `{name}`, a path", f"add `{name}: $.components.schemas.Pet`"
        )
    return paths


def _single(tree: Tree, path: str, name: str = "from") -> Steps:
    places = _selected(tree, path, ("args", name))
    if len(places) != 1 or not places[0]:
        what = f"{len(places)} nodes" if len(places) != 1 else "the whole document"
        raise WrongError(("args", name), f"{display(path)} selects {what}, and not one in it", "name the place exactly")
    return places[0]


def _free(tree: Tree, path: str) -> Steps:
    """A place that is not there yet, in something that is."""
    split = parent_and_key(path)
    if split is None:
        raise WrongError(("args", "to"), f"{display(path)} names no key", "as in `$.components.schemas.NewName`")
    above = _selected(tree, split[0], ("args", "to"))
    if len(above) != 1 or not isinstance(tree.at(above[0]), dict):
        raise WrongError(("args", "to"), f"{display(path)} is not a place in one mapping", "name the place exactly")
    place = (*above[0], split[1])
    if split[1] in keys_of(tree.at(above[0])):
        message = f"{where_is(place)} is there already"
        raise WrongError(("args", "to"), message, "remove it first, or choose another name")
    return place


def inner(place: Steps, step: Step) -> Steps:
    """A place that is not the whole document."""
    if not place:
        message = f"`{step.command}` cannot be made on the whole document"
        raise WrongError(("args", "target"), message, "select something in it")
    return place


def value_of(step: Step, name: str) -> Json:
    """An argument that must be there, be it null."""
    if name not in step.args:
        raise WrongError(("args",), f"`{step.command}` needs a `value`", "add `value: ...`")
    return step.args[name]


def keys_of(node: Json) -> frozenset[str]:
    """The keys of a mapping; none of anything else."""
    return frozenset(node) if isinstance(node, dict) else frozenset()


def where_is(place: Steps) -> str:
    """A place as people read it."""
    return f"`{child(Pointer('#'), *place)}`"


def listed(names: Iterable[Json]) -> str:
    """`a` or `b`."""
    return " or ".join(f"`{name}`" for name in names)
