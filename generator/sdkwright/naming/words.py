"""Words and cases: how text from a document splits into words, and how words join into Python names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache
from typing import cast

from sdkwright.inert import dataclass
from sdkwright.naming.reserved import DEVICES, KEYWORDS

INITIALISMS = frozenset(
    [
        "3ds",
        "ach",
        "acl",
        "ai",
        "api",
        "ats",
        "aws",
        "cpu",
        "crm",
        "db",
        "dns",
        "e2e",
        "eeoc",
        "gb",
        "gpu",
        "hd",
        "hris",
        "html",
        "http",
        "https",
        "id",
        "ip",
        "iso",
        "jsonl",
        "kb",
        "kyb",
        "kyc",
        "lfs",
        "mb",
        "mp3",
        "mp4",
        "nft",
        "saml",
        "sdk",
        "sku",
        "sms",
        "ss",
        "ssh",
        "sso",
        "url",
    ]
)
FULL_CASINGS = {"oauth": "OAuth", "openai": "OpenAI", "openapi": "OpenAPI"}
BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
PLURAL_INITIALISM = re.compile(r"(?<![A-Z])([A-Z]{2,})s(?![a-z])(?P<inside>[A-Z])?")
NO_WORD = re.compile(r"[^A-Za-z0-9]")
SIGNED_NUMBER = re.compile(r"^([+-])(?=\d)")
MEETING_NUMBERS = re.compile(r"(?<=\d)\0(?=\d)")
SPELLINGS = ("pascal", "camel", "capital")
LONGEST_FILE_NAME = 120
ONES = """canvas atlas bias headquarters mathematics physics kubernetes redis postgres devops ops ios os js css cms kms tts mms gps pos rss vps
ipfs nfs rds sns sqs eks ecs"""
UNCHANGED_PLURALS = frozenset(
    {
        *("data", "news", "series", "species", "status", "media", "metadata", "alias", "address", "access"),
        *("analytics", "cors", "mtls", "tls", "gas", "bus", "lens"),
        *ONES.split(),
    }
)
ODD = "mice mouse,geese goose,teeth tooth,quizzes quiz,lenses lens,gases gas,knives knife,wives wife,loaves loaf,thieves thief"
# what is not the plural of a word in -us
USES = frozenset({"uses", "reuses", "abuses", "excuses", "fuses", "refuses", "muses"})
IRREGULAR_PLURALS = {
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "indices": "index",
    "matrices": "matrix",
    "vertices": "vertex",
    "analyses": "analysis",
    "criteria": "criterion",
    "bases": "base",
    "databases": "database",
    "caches": "cache",
    "movies": "movie",
    **{pair.split()[0]: pair.split()[1] for pair in ODD.split(",")},
    **{f"{stem}lves": f"{stem}lf" for stem in ("she", "ha", "wo", "ca", "se", "e")},
    **{f"{word}es": word for word in ("hero", "potato", "tomato", "echo", "veto", "mosquito", "torpedo", "cargo")},
    **{
        f"{stem}ses": f"{stem}sis"
        for stem in ("hypothe", "synthe", "diagno", "progno", "parenthe", "the", "cri", "empha")
    },
    "cookies": "cookie",
    "aliases": "alias",
    "statuses": "status",
    "addresses": "address",
}


@dataclass(frozen=True, slots=True)
class Casings:
    """How single words are cased beyond the usual; keys are lower-case words, of `snakes` all those that make one word of the config."""

    pascal: Mapping[str, str] = field(default_factory=dict[str, str])
    ordinary: frozenset[str] = frozenset()
    singulars: Mapping[str, str] = field(default_factory=dict[str, str])
    snakes: Mapping[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])

    @classmethod
    def of(cls, entries: Mapping[str, object]) -> Casings:
        """From `custom_casings` of a config: words that are initialisms, or are none, are spelled in full, or have an odd plural."""
        pascal: dict[str, str] = {}
        ordinary: set[str] = set()
        singulars: dict[str, str] = {}
        snakes: dict[tuple[str, ...], str] = {}
        for word, entry in entries.items():
            match entry:
                case {"pascal": str() as spelled}:
                    pascal[word.lower()] = spelled
                case {"initialism": True}:
                    pascal[word.lower()] = word.upper()
                case {"initialism": False}:
                    ordinary.add(word.lower())
                case _:
                    pass
            match entry:
                case {"singular": str() as one, "plural": str() as many}:
                    singulars |= {many.lower(): one.lower(), one.lower(): one.lower()}
                case {"singular": str() as one}:
                    singulars |= {word.lower(): one.lower(), one.lower(): one.lower()}
                case {"plural": str() as many}:
                    singulars |= {many.lower(): word.lower(), word.lower(): word.lower()}
                case _:
                    pass
            match entry:
                case {"snake": str() as spelled}:
                    forms = (word, *(str(cast("Mapping[str, object]", entry).get(form) or word) for form in SPELLINGS))
                    snakes |= {tuple(snake(form).split("_")): spelled for form in forms}
                case _:
                    pass
        return cls(pascal, frozenset(ordinary), singulars, snakes)

    def snake(self, text: str) -> str:
        """The text in snake case, with its own words as the config spells them, also in the plural: `luma_ais`."""
        plain = snake(text)
        return "_".join(self._spelled(plain.split("_"))) if self.snakes and plain else plain

    def _spelled(self, rest: list[str]) -> Iterator[str]:
        longest = max(len(key) for key in self.snakes)
        while rest:
            for size in range(min(longest, len(rest)), 0, -1):
                key = (*rest[: size - 1], rest[size - 1])
                one = (*key[:-1], key[-1].removesuffix("s"))
                if key in self.snakes or one in self.snakes:
                    yield self.snakes[key] if key in self.snakes else f"{self.snakes[one]}s"
                    break
            else:
                size = 1
                yield rest[0]
            rest = rest[size:]

    def singular(self, text: str) -> str:
        """The text with its last word in the singular: `vector_stores` -> `vector_store`."""
        *before, word = snake(text).split("_")
        return "_".join((*before, self._singular_word(word)))

    def _singular_word(self, word: str) -> str:
        """One word in the singular; an initialism ends as it does: `dns` is one, `cnis` are several."""
        if word in self.singulars:
            return self.singulars[word]
        if self._is_initialism(word) or self.pascal.get(word, "").isupper():
            return word
        if self.pascal.get(word.removesuffix("s"), "").isupper():
            return word.removesuffix("s")
        return _singular_word(word)

    def in_words(self, name: str) -> str:
        """The name of a class with its own words as others are written, so that they are not taken apart: `GraphQLUser` -> `GraphqlUser`."""
        for word, spelled in sorted(self.pascal.items(), key=lambda entry: -len(entry[1])):
            if len(words(spelled)) > 1:
                name = name.replace(spelled, word.capitalize())
        return name

    def class_word(self, word: str) -> str:
        """One word of a class name: `url` -> `URL`, `urls` -> `URLs`, `vector` -> `Vector`."""
        lower = word.lower()
        if lower in self.pascal:
            return self.pascal[lower]
        if lower in FULL_CASINGS:
            return FULL_CASINGS[lower]
        if self._is_initialism(lower):
            return lower.upper()
        if lower.endswith("s") and self._is_initialism(lower[:-1]):
            return lower[:-1].upper() + "s"
        if lower.endswith("s") and self.pascal.get(lower[:-1], "").isupper():
            return self.pascal[lower[:-1]] + "s"
        return lower[:1].upper() + lower[1:]

    def _is_initialism(self, word: str) -> bool:
        return word in INITIALISMS and word not in self.ordinary


@cache  # a document says the same words over and over, some a thousand times
def words(text: str) -> tuple[str, ...]:
    """The words of any text, in order: split at what is neither letter nor digit, and where the case changes.

    A run of capitals is one word (`noTLSVerify` -> no, TLS, Verify), also with a plural s (`signedURLs` -> signed, URLs):
    inside of a text only a known one is in the plural (`URLsOfPages` -> URLs, Of, Pages; `LLMAsJudge` -> LLM, As, Judge).
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = SIGNED_NUMBER.sub(lambda match: "plus " if match[1] == "+" else "minus ", plain)
    if plain.isascii():
        plain = NO_WORD.sub(" ", plain)
    else:
        plain = "".join(char if char.isalnum() and (char.isidentifier() or char.isdecimal()) else " " for char in plain)
    plain = plain.replace("OAuth", "Oauth")
    plain = PLURAL_INITIALISM.sub(_plural, plain)
    return tuple(part for chunk in plain.split() for part in BOUNDARY.split(chunk) if part)


def _plural(match: re.Match[str]) -> str:
    inside = match["inside"] or ""
    return f" {match[1].capitalize()}s {inside}" if not inside or match[1].lower() in INITIALISMS else match[0]


@cache
def snake(text: str) -> str:
    """`createdAt` -> `created_at`."""
    return "_".join(word.lower() for word in words(text))


def ascii_snake(text: str) -> str:
    """The same in letters of ASCII only, for what other systems store: environment variables, packages, files."""
    return snake(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())


def pascal(text: str, casings: Casings) -> str:
    """`created_at` -> `CreatedAt`, with initialisms as `casings` says; numbers that meet are kept apart: `tls_1_3` -> `Tls1_3`."""
    return MEETING_NUMBERS.sub("_", "\0".join(casings.class_word(word) for word in words(text))).replace("\0", "")


def file_name(text: str, fallback: str, casings: Casings, longest: int = LONGEST_FILE_NAME) -> str:
    """The text as the name of a module: ASCII words in snake case, of bounded length, no keyword and no device of Windows.

    Classes keep letters that files do not: not every file system stores them, nor two cases of one name.
    """
    name = casings.snake(ascii_snake(text))[:longest].strip("_") or fallback
    name = name if name.isidentifier() else f"{fallback}_{name}"
    return f"{name}_" if name in KEYWORDS or name in DEVICES else name


def singular(text: str) -> str:
    """The text with its last word in the singular: `vector_stores` -> `vector_store`."""
    parts = snake(text).split("_")
    return "_".join((*parts[:-1], _singular_word(parts[-1])))


def _singular_word(word: str) -> str:
    if word in UNCHANGED_PLURALS or len(word) < 3:
        return word
    if word in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("uses") and not word.endswith(("ouses", "auses")) and word not in USES:  # buses, campuses
        return word[:-2]
    if word.endswith("ses") and word[-4:-3] not in "aeiou":
        return word[:-1]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
