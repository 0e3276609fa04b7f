"""A folder of Python source becomes a `Surface`; the only import of griffe, which parses and never imports what it reads."""

from __future__ import annotations

import ast
import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import griffe

from sdkwright.compare.members import function, has_marks, value
from sdkwright.compare.surface import Class, Function, Object, Place, Surface, Value

__all__ = ["ReadingError", "read_surface"]

# what code calls without naming it: these are as public as any name
_PROTOCOL = frozenset(
    {
        "__init__",
        "__call__",
        "__enter__",
        "__exit__",
        "__aenter__",
        "__aexit__",
        "__iter__",
        "__aiter__",
        "__next__",
        "__anext__",
        "__getitem__",
        "__len__",
        "__contains__",
        "__await__",
    }
)
# private by its name, documented all the same
_DOCUMENTED = frozenset({"_request_id"})
_HAND_WRITTEN = "lib"


class ReadingError(Exception):
    """What was given holds no package that can be read; the message says why."""


def read_surface(search: Path, package: str, *, label: str, version: str | None, python: str | None) -> Surface:
    """The surface of `package` below `search`. Files that are no Python are left out and told in ``unread``."""
    with _complaints() as unread:
        try:
            root = griffe.load(
                package,
                search_paths=[search],
                try_relative_path=False,
                allow_inspection=False,
                resolve_aliases=True,
                resolve_external=False,
            )
        except (ImportError, griffe.GriffeError, SyntaxError, UnicodeDecodeError, RecursionError, MemoryError) as error:
            # of Python's parser the last means that it is nested too deeply
            raise ReadingError(
                f"{label}: `{package}` cannot be read: {str(error) or 'it is nested too deeply'}"
            ) from error
    if not isinstance(root, griffe.Module):
        raise ReadingError(f"{label}: `{package}` is no package")
    reader = _Reader(root, search)
    reader.module(root)
    return Surface(
        package,
        label,
        version,
        python,
        frozenset(reader.modules),
        reader.names,
        reader.importable,
        reader.objects,
        tuple(unread),
    )


@contextmanager
def _complaints() -> Generator[list[str]]:
    """What griffe says on its log about files that it cannot parse."""
    told: list[str] = []
    loading = [""]

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said = record.getMessage()
            if said.startswith("Loading path "):
                loading[0] = said.removeprefix("Loading path ")
            elif said.startswith("Syntax error"):
                told.append(f"{loading[0]}: {said[:1].lower()}{said[1:]}")

    log, listener = logging.getLogger("griffe"), Listener()
    before = log.propagate, log.level
    log.propagate = False
    log.setLevel(logging.DEBUG)  # what it leaves out is no warning to griffe, and is one to us
    log.addHandler(listener)
    try:
        yield told
    finally:
        log.removeHandler(listener)
        log.propagate = before[0]
        log.setLevel(before[1])


class _Reader:
    """Walks the public modules once; objects behind private modules are read when a public name leads to them."""

    def __init__(self, root: griffe.Module, search: Path) -> None:
        self._root, self._search = root.path, search
        self.modules: set[str] = set()
        self.names: dict[str, str] = {}
        self.importable: dict[str, str] = {}
        self.objects: dict[str, Object] = {}

    def module(self, module: griffe.Module) -> None:
        """All names of a module, and of the public ones below it."""
        here = self._relative(module.path)
        self.modules.add(here)
        listed = {str(name) for name in module.exports} if module.exports is not None else None
        kept = _kept_names(module)
        for name, found in list(module.members.items()):
            if name.startswith("_") and name != "__version__":
                continue
            if not found.is_alias and isinstance(found, griffe.Module):
                if name != _HAND_WRITTEN:
                    self.module(found)
                continue
            target = _target(found)
            if target is None or not self._is_ours(target) or isinstance(target, griffe.Module):
                continue
            path = f"{here}.{name}" if here else name
            made = self._object(target)
            if made is None:
                continue
            self.importable[path] = made
            if _is_promised(name, found, listed, kept, module):
                self.names[path] = made

    def _object(self, target: Any) -> str | None:
        """The id of an object, which is read now if it was not yet."""
        identity = self._relative(target.path)
        if identity in self.objects:
            return identity
        place = self._place(target)
        made: Object | None = None
        if isinstance(target, griffe.Class):
            made = self._class(target, identity, place)
        elif isinstance(target, griffe.Function):
            made = function(target, identity, place)
        elif isinstance(target, griffe.Attribute | griffe.TypeAlias):
            made = value(target, identity, place, required=None)
        if made is not None:
            self.objects[identity] = made
        return identity if made is not None else None

    def _class(self, target: griffe.Class, identity: str, place: Place | None) -> Class:
        ancestors, own = _ancestors(target)
        names = tuple(dict.fromkeys([*(each.name for each in own[1:]), *ancestors]))
        is_input, is_enum = "TypedDict" in names, bool({"Enum", "StrEnum", "IntEnum"} & set(names))
        members: dict[str, Function | Value] = {}
        for owner in own:
            for name, found in owner.members.items():
                if name in members or not (not name.startswith("_") or name in _PROTOCOL or name in _DOCUMENTED):
                    continue
                made = self._member(found, owner, is_input=is_input)
                if made is not None:
                    members[name] = made
        doc = target.docstring.value if target.docstring else ""
        return Class(identity, members, names, is_input, is_enum, has_marks(target), doc, place)

    def _member(self, found: Any, owner: griffe.Class, *, is_input: bool) -> Function | Value | None:
        target = _target(found)
        if target is None:
            return None
        identity, place = f"{self._relative(owner.path)}.{found.name}", self._place(target)
        if isinstance(target, griffe.Function):
            return function(target, identity, place)
        if isinstance(target, griffe.Attribute):
            total = str(owner.keywords.get("total", True)) != "False" if is_input else None
            return value(target, identity, place, required=total)
        return None

    def _place(self, target: Any) -> Place | None:
        file = target.filepath
        if not isinstance(file, Path) or target.lineno is None:
            return None
        inside = file.is_relative_to(self._search)
        return Place((file.relative_to(self._search) if inside else file).as_posix(), target.lineno)

    def _relative(self, path: str) -> str:
        return "" if path == self._root else path.removeprefix(f"{self._root}.")

    def _is_ours(self, target: Any) -> bool:
        return str(target.path).startswith(f"{self._root}.")


def _target(found: Any) -> Any:
    """What a name leads to, None where that is outside of the package or nowhere."""
    if not found.is_alias:
        return found
    try:
        return found.final_target
    except griffe.GriffeError:
        return None


def _ancestors(target: griffe.Class) -> tuple[list[str], list[griffe.Class]]:
    """(names of bases from elsewhere, the classes of the package in the order of lookup, the class itself first)."""
    elsewhere, own, waiting = list[str](), list[griffe.Class](), [target]
    while waiting:
        each = waiting.pop(0)
        if each in own:
            continue
        own.append(each)
        resolved = {base.path: base for base in each.resolved_bases if isinstance(base, griffe.Class)}
        for base in each.bases:
            path = getattr(base, "canonical_path", str(base))
            known = resolved.get(path) or next(
                (one for one in resolved.values() if one.name == path.rpartition(".")[2]), None
            )
            if known is None:
                elsewhere.append(path.partition("[")[0].rpartition(".")[2])
        waiting += [base for base in resolved.values() if base not in own]
    return elsewhere, own


def _is_promised(name: str, found: Any, listed: set[str] | None, kept: set[str], module: griffe.Module) -> bool:
    """Whether a program may rely on importing this name from this module."""
    if listed is not None:
        return name in listed or name in kept
    return not found.is_alias or module.is_init_module or name in kept


def _kept_names(module: griffe.Module) -> set[str]:
    """Names that a module imports for others, which is said by `from x import a as a` (PEP 484)."""
    file = module.filepath
    if not isinstance(file, Path) or not module.is_init_module:
        return set()
    nodes = ast.walk(ast.parse(file.read_bytes()))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom | ast.Import)]
    return {alias.name for node in imports for alias in node.names if alias.name == alias.asname}
