"""A list of facts about a surface, one a line as text, becomes a `Surface`: what a package had, without the package.

The kinds of lines: ``module PATH``, ``name PATH KIND``, ``method PATH``, ``param PATH(NAME) pos|std|kw|*|** req|opt: TYPE``,
``return PATH: TYPE``, ``property PATH[: TYPE]``, ``field PATH req|opt: TYPE`` and ``alias PATH: TYPE``. They know neither base classes,
defaults nor the order of parameters, and of overloads only all taken together; nothing is concluded from what they do not know.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from sdkwright.compare.reading import ReadingError
from sdkwright.compare.surface import Class, Function, Kind, Object, Parameter, Signature, Surface, Value, simple

__all__ = ["read_facts"]

_LINE = re.compile(
    r"(?P<word>module|name|method|param|return|property|field|alias) (?P<path>[\w.:]+)(?:\((?P<argument>\w+)\))?"
    r"(?P<words>(?: [\w*]+)*)(?:: (?P<type>.+))?"
)
_KINDS: dict[str, Kind] = {"pos": "pos", "std": "std", "kw": "kw", "*": "*", "**": "**"}


def read_facts(path: Path) -> Surface:
    """The surface that the file tells of. Raises ReadingError for a line that is no fact."""
    told = _Told()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            raise ReadingError(f"{path}:{number}: no fact about a surface: {line[:60]!r}")
        told.take(match["word"], match["path"], match["argument"], match["words"].split(), match["type"])
    if not told.modules:
        raise ReadingError(f"{path} tells of no module")
    return told.surface(str(path))


class _Told:
    """What the lines said so far, by the path of what they are about."""

    def __init__(self) -> None:
        self.modules: list[str] = []
        self._names: dict[str, str] = {}
        self._values: dict[str, Value] = {}
        self._methods: dict[str, dict[str, Parameter]] = {}
        self._returns: dict[str, set[str]] = defaultdict(set)

    def take(self, word: str, path: str, argument: str | None, words: list[str], of: str | None) -> None:
        """One line."""
        path = path.replace(":", ".")
        match word:
            case "module":
                self.modules.append(path)
            case "name":
                self._names[path] = words[0] if words else "class"
            case "method":
                self._methods.setdefault(path, {})
            case "param":
                self._parameter(path, argument or "", words, of)
            case "return":
                self._returns[path].add(of or "Any")
            case _:
                self._value(word, path, words, of)

    def _value(self, word: str, path: str, words: list[str], of: str | None) -> None:
        required = (
            True if words == ["req"] else None
        )  # an optional one may have a default or only be called otherwise on the wire
        if word == "alias":
            self._values[path] = Value(path, "alias", value=of)
        elif word == "property":
            self._values[path] = Value(path, "property", annotation=of)
        else:
            self._values[path] = Value(path, "field", annotation=of, required=required)

    def _parameter(self, path: str, name: str, words: list[str], of: str | None) -> None:
        known = self._methods.setdefault(path, {}).get(name)
        default = None if words[1:] == ["req"] else "..."
        annotation = None if of in {None, "-"} else of
        if known is not None and annotation is not None and known.annotation is not None:
            annotation = f"{known.annotation} | {annotation}"
        self._methods[path][name] = Parameter(
            name, _KINDS.get(words[0], "kw"), annotation, "..." if known is not None and known.default else default
        )

    def surface(self, label: str) -> Surface:
        """All of it."""
        package = min(self.modules, key=len)
        functions = {path: self._function(path) for path in self._methods}
        of_class: dict[str, dict[str, Function | Value]] = defaultdict(dict)
        objects: dict[str, Object] = {}
        owners = {path for path, kind in self._names.items() if kind == "class"}
        simple_owners = {simple(path) for path in owners}
        members: dict[str, Function | Value] = {**functions, **self._values}
        for path, found in members.items():
            above = path.rpartition(".")[0]
            if simple(above) in simple_owners or above in owners:
                of_class[above][simple(path)] = found
            else:
                objects[path] = found
        for path, inside in of_class.items():
            objects[path] = Class(path, inside, None, is_input=path.endswith(("Param", "Params")))
        names = {path: home for path in self._names if (home := _home(path, self._names[path], objects)) is not None}
        for path, kind in self._names.items():
            if path not in names:
                objects[path] = Class(path, {}, None) if kind == "class" else Value(path, "field")
                names[path] = path
        cut = len(package) + 1
        short = {path[cut:]: home[cut:] for path, home in names.items()}
        modules = frozenset(path[cut:] for path in self.modules)
        return Surface(
            package,
            label,
            modules=modules,
            names=short,
            importable=short,
            objects={path[cut:]: each for path, each in objects.items()},
        )

    def _function(self, path: str) -> Function:
        returns = " | ".join(sorted(self._returns[path])) or None
        return Function(path, (Signature(tuple(self._methods[path].values()), returns, ordered=False),), is_async=None)


def _home(path: str, kind: str, objects: dict[str, Object]) -> str | None:
    """Where what a name leads to is told of: there, else in the nearest module below, else where the last part of the path is one."""
    if path in objects:
        return path
    module, _, name = path.rpartition(".")
    same = [each for each in objects if simple(each) == name and isinstance(objects[each], Class) == (kind == "class")]
    below = [each for each in same if each.startswith(f"{module}.")]
    return min(below or (same if len(same) == 1 else []), key=len, default=None)
