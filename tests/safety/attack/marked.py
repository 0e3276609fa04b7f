"""Any document with a token in every text of it that is the author's to choose, so that hostile texts reach what its schemas are like.

Where a text is a word of OpenAPI or one that the generator knows (a format, a page's `has_more`) it stays, since without it the
document would be another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from typing import Any
from urllib.parse import unquote

from attack.compare import HARMLESS, Trial
from attack.meta import Shape, meta_schema
from attack.shapes import difference
from attack.stages import Emission, emit, written
from attack.whole import in_templates, replaced, tokens

KNOWN = frozenset(
    [
        "data",
        "has_more",
        "next",
        "cursor",
        "limit",
        "offset",
        "page",
        "after",
        "before",
        "after_id",
        "before_id",
        "first_id",
        "last_id",
        "total",
        "items",
        "next_page",
        "next_cursor",
        "stream",
        "message",
        "error",
        "bearer",
        "basic",
        "digest",
        "python",
    ]
)
"""Names that pages, streams, errors and credentials are recognised by."""
KEPT = re.compile(
    r"document\.(openapi|\$self)|document\.jsonSchemaDialect|.*[Cc]ontent\{\}|[Ee]ncoding\.contentType|[Rr]esponses\{\}|.*\.format|.*\.scheme|"
    r"schema\.\$(id|schema|anchor|dynamicAnchor|dynamicRef|vocabulary\{\})|schema\.content(Encoding|MediaType)|.*[Cc]allbacks?\{\}|"
    r"[Ll]ink\.operationRef|.*\.additionalOperations\{\}|.*\.mediaTypes\{\}",
)
ADDRESS = re.compile(r".*(\.url|Url|termsOfService|externalValue|namespace)")
PROSE = re.compile(r".*\.(description|summary|title|\$comment|version)")
OF_A_FORMAT = frozenset(("default", "const", "enum", "example", "examples"))
LISTS = frozenset(("x-enum-varnames", "x-enumNames", "x-enum-descriptions", "x-enumDescriptions"))


class Marking:
    """Tokens by text, for one document."""

    def __init__(self, tree: Any) -> None:
        self.tokens: dict[str, str] = {}
        self.numbers = count()
        self.shape = meta_schema(tree["openapi"][:3]).start()
        self.tree = tree

    def token(self, text: str) -> str:
        """The one that stands for a text wherever it is a name or a value."""
        if text in KNOWN or not text:
            return text
        if text not in self.tokens:
            self.tokens[text] = self.fresh()
        return self.tokens[text]

    def fresh(self) -> str:
        """A token that no text has."""
        number, letters = next(self.numbers), ""
        for _ in range(3):
            number, digit = divmod(number, 26)
            letters += chr(ord("a") + digit)
        return f"ZqM{letters}Qz"

    def marked(self) -> Any:
        """The document: first its names, so that references to what comes later lead there."""
        self._walk(self.shape, self.tree)
        return self._walk(self.shape, self.tree)

    def _walk(self, shape: Shape, node: Any) -> Any:
        match node:
            case str():
                return self._text(shape.label, node)
            case list():
                below = shape.items if shape.items is not None else shape
                return [self._walk(below, item) for item in node]
            case dict():
                keeps = OF_A_FORMAT if isinstance(node.get("format"), str) else frozenset[str]()
                return dict(self._member(shape, key, value, keeps) for key, value in node.items())
            case _:
                return node

    def _member(self, shape: Shape, key: str, value: Any, keeps: frozenset[str]) -> tuple[str, Any]:
        if key in LISTS and isinstance(value, list):
            return key, [self.token(item) if isinstance(item, str) else item for item in value]
        if key in keeps or key.startswith("x-"):
            return key, value
        if key in ("$ref", "operationRef") and isinstance(value, str):
            return key, self._reference(value)
        if key in shape.members:
            return key, self._walk(shape.members[key], value)
        under = next((below for pattern, below in shape.keyed if pattern.search(key)), None)
        return self._text(f"{shape.label}{{}}", key), self._walk(under if under is not None else shape, value)

    def _text(self, label: str, text: str) -> str:
        if KEPT.fullmatch(label):
            return text
        if text.startswith("#/"):
            return self._reference(text)
        if label in ("paths{}", "Paths{}"):
            return re.sub(r"(?<=\{)[^/{}]+(?=\})", lambda found: self.token(found[0]), text)
        if ADDRESS.fullmatch(label):
            return f"{text}/{self.token(text + label)}" if "://" in text else text
        if PROSE.fullmatch(label):
            return f"{text} {self.token(text + label)}"
        return self.token(text)

    def _reference(self, text: str) -> str:
        if not text.startswith("#/"):
            return text
        parts = (unquote(part).replace("~1", "/").replace("~0", "~") for part in text[2:].split("/"))
        return "#/" + "/".join(self._part(part) for part in parts)

    def _part(self, part: str) -> str:
        found = self.tokens.get(part, part)
        if "/" in part:
            found = re.sub(r"(?<=\{)[^/{}]+(?=\})", lambda each: self.token(each[0]), part)
        return found.replace("~", "~0").replace("/", "~1")


class Marked(Trial):
    """A trial of a marked document with no config. What is wrong in it is told and left out, so that nothing is refused."""

    def __post_init__(self) -> None:
        self.tokens, self.templates = tokens(self.spec), in_templates(self.spec)
        self.paths = tokens([*self.spec.get("paths", ())])
        self.plain = self._shapes({})

    def run(self, texts: dict[str, str]) -> Emission:
        """The package, its tests and recordings, and the pages of its site."""
        spec, _ = written(self.folder, replaced(self.spec, texts))
        return emit(spec, validate=False, whole=True, keep_going=True, package="zqpackage")

    def found(self, payload: str, among: Iterable[str]) -> dict[str, str]:
        """The tokens whose hostile text makes a shape that no harmless one makes, each with how it differs.

        Those whose text may change the structure are remembered, and tried on their own from then on.
        """
        group = set(among)
        told = {token: how for token in self.alone.keys() & group if (how := self._judged(payload, token))}
        return told | self._searched(payload, sorted(group - self.alone.keys()))

    def _searched(self, payload: str, group: list[str]) -> dict[str, str]:
        if not group or self._shapes(self.texts(payload, group)) == self.plain:
            return {}
        if len(group) > 1:
            half = len(group) // 2
            return self._searched(payload, group[:half]) | self._searched(payload, group[half:])
        told = self._judged(payload, group[0])
        return {group[0]: told} if told else {}

    def _judged(self, payload: str, token: str) -> str:
        made = self._shapes(self.texts(payload, [token]))
        if token not in self.alone:
            self.alone[token] = [self._shapes(self.texts(text, [token])) for text in (*HARMLESS, BROKEN)]
        return "" if made in self.alone[token] else difference(made, self.plain)


BROKEN = "\n plain words "
"""No attack either, but no value of a header."""
