"""One document with hostile texts beside the same with harmless ones: what was refused, and what came out of another shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attack.shapes import difference, shapes
from attack.stages import Emission, emit, written
from attack.whole import in_templates, replaced, tokens
from sdkwright.diagnostics import Severity
from sdkwright.pointer import ROOT, Pointer, child

IN_TEMPLATES = str.maketrans("{}/?#", "()|!.")
"""What has a meaning in a path or a URL: it begins a parameter, a resource, a query. Names with it are test_names.py's."""
IN_PATHS = str.maketrans(":", ";")
"""In a path, what comes after it is what a method is called by."""
HALF = re.compile("[\ud800-\udfff]")
HARMLESS = ("", " plain words ", " many more plain words than a name has ", "; plain words ")
"""What is no attack and yet may change the structure: a header's name with a blank in it is none, and is left out."""


# Tokens whose text may change the structure without being an attack, and how.
UNUSUAL = {
    **dict.fromkeys(("Zq-HeaderQz", "Zq-RequiredQz", "ZqCookieQz"), "no token of HTTP: the parameter is left out"),
    "ZqHttpSchemeQz": "no token of HTTP: the scheme has no argument",
    "ZqServerDescriptionQz": "an environment is called by it where it is one word",
    **dict.fromkeys(
        ("ZqModelQz", "ZqModelNameQz", "ZqTopQz", "ZqAssignedQz"),
        "a variable of the README is called by it where it is short",
    ),
    "ZqLicenceExtensionQz": "letters and digits; any other suffix is left out",
    "ZqVerbQz": "no method of HTTP: refused",
    "ZqParameterMediaQz": "what follows `;` is no part of a media type",
}


@dataclass
class Trial:
    """A document and its config; the shape of what a harmless one gives, and the tokens whose harmless texts make others."""

    spec: Any
    config: Any
    folder: Path
    unusual: frozenset[str] = frozenset()
    alone: dict[str, list[list[str]]] = field(default_factory=dict)
    """What the harmless texts of one of the tokens of `unusual` give, each on its own."""

    def __post_init__(self) -> None:
        self.tokens = tokens(self.spec) | tokens(self.config)
        self.paths = tokens([*self.spec["paths"]])
        self.templates = in_templates(self.spec) | in_templates(self.config)
        self.plain = self._shapes({})
        unusual = self.unusual & self.tokens
        self.harmless = [self._shapes(self.texts(each, unusual)) for each in HARMLESS if unusual]

    def run(self, texts: Mapping[str, str]) -> Emission:
        """The package, its tests and recordings, and the pages of its site."""
        config = replaced(self.config, texts) if self.config is not None else None
        return emit(*written(self.folder, replaced(self.spec, texts), config), validate=False, whole=True)

    def texts(self, payload: str, among: Iterable[str]) -> dict[str, str]:
        """Each token with the payload after it, and the token again, so that every text is told from every other."""
        made = dict.fromkeys(among, payload)
        made |= dict.fromkeys(made.keys() & self.templates, payload.translate(IN_TEMPLATES))
        made |= dict.fromkeys(made.keys() & self.paths, payload.translate(IN_TEMPLATES | IN_PATHS))
        return {token: f"{token}{text}{token}" for token, text in made.items()}

    def _shapes(self, texts: Mapping[str, str]) -> list[str]:
        files = self.run(texts).files
        return shapes(files) if files is not None else []

    def judge(self, payload: str) -> tuple[int, set[str], dict[str, str]]:
        """How many texts were emitted, the tokens whose text was refused, and what came out of another shape."""
        emission, texts, refused = self.accepted(payload, self.tokens - self.unusual)
        found = self.culprits(texts) if self.differs(emission) else {}
        unusual = self.unusual & self.tokens
        if unusual and self._shapes(self.texts(payload, unusual)) not in self.harmless:
            found |= {token: told for token in unusual if (told := self._odd(payload, token))}
        return len(texts) + len(unusual), refused, found

    def _odd(self, payload: str, token: str) -> str:
        """How a text that may change the structure changes it in a way that no harmless one does."""
        if token not in self.alone:
            self.alone[token] = [self._shapes(self.texts(each, [token])) for each in HARMLESS]
        harmless = self.alone[token]
        emission = self.run(self.texts(payload, [token]))
        if emission.files is None or shapes(emission.files) in harmless:
            return ""
        return difference(shapes(emission.files), harmless[1])

    def accepted(self, payload: str, among: Iterable[str]) -> tuple[Emission, dict[str, str], set[str]]:
        """The run with as many hostile texts as are not refused, these texts, and the tokens whose text was."""
        texts = self.texts(payload, among)
        refused: set[str] = set()
        while (emission := self.run(texts)).files is None:
            blamed = set(self._blamed(texts, emission)) & texts.keys()
            if not blamed:
                raise AssertionError(f"refused for no text of it: {list(emission.errors())[:3]}")
            refused |= blamed
            texts = {token: text for token, text in texts.items() if token not in blamed}
        return emission, texts, refused

    def _blamed(self, texts: Mapping[str, str], emission: Emission) -> Iterator[str]:
        """The tokens at or, where there are none, below the places of the errors."""
        trees = {"spec": self.spec, "config": self.config}
        texts = {token: HALF.sub("\ufffd", text) for token, text in texts.items()}  # as they are read
        for finding in emission.report.diagnostics:
            if finding.severity is not Severity.ERROR or finding.pointer is None:
                continue
            where = _places(trees.get(finding.source), texts)
            near, below, key = where.get(finding.pointer, (set(), set(), set()))
            yield from next((found for group in (near, key, below) if (found := group & texts.keys())), ())

    def differs(self, emission: Emission) -> str:
        """How the shape is another one; nothing where it is the same."""
        return difference(shapes(emission.files or ()), self.plain)

    def culprits(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The tokens that make a difference on their own, each with it. Halves that make none are not looked into."""
        if not texts:
            return {}
        emission = self.run(texts)
        told = "" if emission.files is None else self.differs(emission)
        if len(texts) == 1:
            return dict.fromkeys(texts, told) if told else {}
        if not told and emission.files is not None:
            return {}
        items = sorted(texts.items())
        half = len(items) // 2
        return self.culprits(dict(items[:half])) | self.culprits(dict(items[half:]))


def _places(
    node: Any, texts: Mapping[str, str], at: Pointer = ROOT
) -> dict[Pointer, tuple[set[str], set[str], set[str]]]:
    """By pointer of the replaced tree: tokens of scalars and keys right there, all below, and those of the key itself."""
    found: dict[Pointer, tuple[set[str], set[str], set[str]]] = {}
    if isinstance(node, dict):
        near = set().union(*(tokens(item) for item in node.values() if isinstance(item, str)))
        found[at] = (near, tokens(node), set())
        for key, value in node.items():
            below = child(at, replaced(key, texts))
            found |= _places(value, texts, below)
            near_value, all_below, _ = found[below]
            found[below] = (
                near_value | tokens(key) if not isinstance(value, dict | list) else near_value,
                all_below,
                tokens(key),
            )
    elif isinstance(node, list):
        found[at] = (set(), tokens(node), set())
        for index, item in enumerate(node):
            found |= _places(item, texts, child(at, index))
    else:
        found[at] = (tokens(node) if isinstance(node, str) else set(), set(), set())
    return found
