"""What an SDK that people use already says of its layout: its index of methods and types (api.md) and its distribution; runs none of it."""

from __future__ import annotations

import html
import re
import tomllib
from dataclasses import field
from pathlib import Path

from sdkwright.inert import dataclass
from sdkwright.naming.words import snake
from sdkwright.pointer import Json

__all__ = ["Answer", "SdkError", "SdkFolder", "read_sdk"]

_METHOD = re.compile(
    r'<code title="(?P<verb>[a-z]+) (?P<path>[^"]+)">client\.(?P<owner>[\w.]*?)\.?<a [^>]*>(?P<name>\w+)</a>\('
    r"(?:.*\) -> (?P<returns>.*?)</code>)?"
)
_HEADING = re.compile(r"^(?P<depth>#+) (?P<title>.+)$")
_TYPES = re.compile(r"^from (?P<package>[\w.]+?)\.types\S* import (?P<names>\([^)]*\)|[^(\n]*)", re.MULTILINE)
_CLASS = re.compile(r"^class (?P<name>\w+)\((?P<base>SyncAPIResource|SyncAPIClient)\)", re.MULTILINE)
_VARIABLE = re.compile(r'if (?P<option>\w+) is None:\s+(?P=option) = os\.environ\.get\("(?P<variable>\w+)"\)')
_REQUIRED = re.compile(r"if (?P<option>\w+) is None:\s+raise ")
_BASE_URL = "_BASE_URL"
_SHARED = "Shared Types"
_SKIPPED = frozenset({"node_modules", "site-packages", "tests"})


class SdkError(Exception):
    """The folder is no SDK of the kind that can be taken over; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method gives: ``page`` is the class of its pages, ``type`` that of the answer or of an item."""

    owner: tuple[str, ...]
    name: str
    verb: str
    path: str
    page: str | None
    type: str


@dataclass(slots=True)
class SdkFolder:
    """The layout: resources as a config spells them, where each type is listed, and names of the distribution."""

    package: str | None
    project: str | None
    client: str | None = None
    prefix: str | None = None
    options: dict[str, Json] = field(default_factory=dict[str, Json])
    resource_suffix: bool = True
    resources: dict[str, Json] = field(default_factory=dict[str, Json])
    types: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    answers: list[Answer] = field(default_factory=list[Answer])

    @property
    def methods(self) -> int:
        """How many calls there are."""
        return len(self.answers)

    def resource(self, path: tuple[str, ...]) -> dict[str, Json]:
        """The entry of a resource, made where there is none."""
        here = self.resources
        entry = _inside(here, path[0])
        for word in path[1:]:
            entry = _inside(_inside(entry, "subresources"), word)
        return entry


def read_sdk(folder: Path) -> SdkFolder:
    """What the indexes below `folder` list. Raises SdkError where they list no method."""
    files = [path for path in sorted(folder.rglob("api.md")) if not _SKIPPED & set(path.relative_to(folder).parts)]
    found = SdkFolder(*_distribution(folder))
    for file in files:
        _Index(found).read(file.read_text("utf-8", errors="replace"))
    if not found.methods:
        raise SdkError(f"{folder} has no api.md that lists methods with their endpoints, so its layout is not known")
    _classes(found, folder)
    return found


@dataclass(slots=True)
class _Index:
    """One api.md: below each heading the types of a resource and its methods."""

    into: SdkFolder
    titles: list[str] = field(default_factory=list[str])
    homes: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict[tuple[str, ...], tuple[str, ...]])

    def read(self, text: str) -> None:
        """Methods first: they tell which resource a heading is about, and what those above it are about."""
        sections: list[tuple[tuple[str, ...], list[str]]] = [((), [])]
        for line in text.splitlines():
            heading = _HEADING.match(line)
            if heading is None:
                sections[-1][1].append(line)
                continue
            self.titles = [*self.titles[: len(heading["depth"]) - 1], heading["title"].strip()]
            sections.append((tuple(self.titles), []))
        for titles, lines in sections:
            for line in lines:
                self._method(titles, line)
        for titles, lines in sections:
            for match in _TYPES.finditer("\n".join(lines)):
                self.into.package = self.into.package or match["package"]
                for name in re.findall(r"\w+", match["names"]):
                    self.into.types.setdefault(name, self._home(titles))

    def _method(self, titles: tuple[str, ...], line: str) -> None:
        match = _METHOD.search(line)
        if match is None:
            return
        owner = tuple(word for word in match["owner"].split(".") if word) or ("$client",)
        for depth in range(min(len(titles), len(owner))):
            self.homes.setdefault(titles[: len(titles) - depth], owner[: len(owner) - depth])
        path = html.unescape(match["path"])
        methods = _inside(self.into.resource(owner), "methods")
        methods[match["name"].removesuffix("_")] = f"{match['verb']} {path}"
        returned = html.unescape(re.sub(r"<[^>]*>", "", match["returns"] or ""))
        page, _, item = returned.removesuffix("]").rpartition("[")
        page = page.removeprefix("Sync") if page.startswith("Sync") else ""
        self.into.answers.append(Answer(owner, match["name"], match["verb"], path, page or None, item))

    def _home(self, titles: tuple[str, ...]) -> tuple[str, ...]:
        if titles == (_SHARED,):
            return ("$shared",)
        if titles in self.homes or not titles:
            return self.homes.get(titles, ("$shared",))
        *above, own = titles
        return (*(self._home(tuple(above)) if above else ()), snake(own))


def _inside(entry: dict[str, Json], key: str) -> dict[str, Json]:
    inner = entry.setdefault(key, {})
    assert isinstance(inner, dict)
    return inner


def _distribution(folder: Path) -> tuple[str | None, str | None]:
    """(import name, name of the distribution) as pyproject.toml and the folder of source have them."""
    source = folder / "src"
    packages = [path.parent.name for path in source.glob("*/__init__.py")] if source.is_dir() else []
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8")).get("project", {}).get("name")
    except (OSError, ValueError):
        project = None
    return (packages[0] if len(packages) == 1 else None), project


def _classes(found: SdkFolder, folder: Path) -> None:
    """The name of the client, what it reads of its environment, and whether classes of resources end in `Resource`."""
    package = folder / "src" / (found.package or "").replace(".", "/")
    files = [package / "_client.py", *sorted((package / "resources").rglob("*.py"))]
    text = "\n".join(file.read_text("utf-8", errors="replace") for file in files if found.package and file.is_file())
    classes = list(_CLASS.finditer(text))
    required = {match["option"] for match in _REQUIRED.finditer(text)}
    for match in _VARIABLE.finditer(text):
        if match["option"] == "base_url":
            found.prefix = match["variable"].removesuffix(_BASE_URL)
        else:
            told: dict[str, Json] = {} if match["option"] in required else {"nullable": True}
            found.options[match["option"]] = {"type": "string", **told, "read_env": match["variable"]}
    found.client = next((match["name"] for match in classes if match["base"] == "SyncAPIClient"), None)
    resources = [match["name"] for match in classes if match["base"] == "SyncAPIResource"]
    suffixed = sum(name.endswith("Resource") for name in resources)
    found.resource_suffix = 2 * suffixed >= len(resources)
