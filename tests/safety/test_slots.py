"""Hostile text in every place of a document and a config changes words of what is emitted, and nothing else.

The places are listed from the official meta-schemas of OpenAPI 3.0, 3.1 and 3.2, and from the config's own schema.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from attack import EXHAUSTIVE
from attack.compare import HARMLESS, UNUSUAL, Trial
from attack.hostile import FEW, LONG, PAYLOADS
from attack.meta import ROOTS, Meta, meta_schema, slots, texts
from attack.shapes import difference, shapes
from attack.whole import CONFIGS, VERSIONS, config, document

from sdkwright.config.json_schema import config_schema
from sdkwright.emit.cache import open_cache
from sdkwright.emit.tidy import tidy

GENERATOR = Path(__file__).parents[2] / "generator" / "sdkwright"

# Where no text of the author's choice can stand, though the meta-schema has a string there.
CLOSED = {
    **dict.fromkeys(
        ("document.openapi", "document.jsonSchemaDialect"), "the version and the dialect; others are refused"
    ),
    **dict.fromkeys(("schema.$schema", "schema.$vocabulary{}"), "the dialect of a schema; others are refused"),
    **dict.fromkeys(
        ("schema.$dynamicRef", "path-item.$ref", "PathItem.$ref"), "a reference, which test_references.py is about"
    ),
    **dict.fromkeys(("responses{}", "Responses{}"), "a status; others are refused"),
    **dict.fromkeys(
        ("components{}", "PathItem{}"), "patterns that list the fields, each of which is a place of its own"
    ),
    **dict.fromkeys(
        ("callbacks{x-}", "callbacks{x-}{}", "Callback{x-}", "Callback{x-}{}"),
        "the meta-schema wants a path item there",
    ),
    "Link.parameters{}{}": "expressions and constants; `Link.parameters{}` stands for both",
    "RequestBody.content{}": "the same as `Response.content{}`",
}
CLOSED_CONFIG = {
    **dict.fromkeys(
        (
            "PythonTarget.output_dir",
            "document.spec",
            "document.templates",
            "document.overlays[]",
            "document.allow_folders[]",
        ),
        "a path that whoever runs the generator chose",
    ),
    **dict.fromkeys(
        ("Errors.message_property", "Errors.discriminator", "Errors.status_property"),
        "a path with dots, which has as many parts as it has dots",
    ),
    "ErrorVariant.status_code": "a status; others are refused",
    "document.allow_hosts[]": "hosts, which are read when something is fetched",
    **dict.fromkeys(
        ("ClientSettings.default_timeout", "RequestOptions.timeout"), "a duration; what is none is refused"
    ),
    "StreamingEvents.on_event[]{}{}": "names and texts of a rule are strings; others are refused",
    **dict.fromkeys(("document.edition", "PythonTarget.edition"), "a date; what is none is refused"),
}

DOCUMENT = ("Transform", "SchemaTarget")
"""Changes of the document before anything else: what they put there is in one of the document's places."""

COMBINATIONS = [(version, name) for version in VERSIONS for name in (*CONFIGS, None)]


def named(version: str) -> set[str]:
    """The places of a version that hold a token in the document of that version."""
    return {label for label, text, _ in texts(meta_schema(version).start(), document(version)) if "Qz" in text}


def tables() -> dict[str, Any]:
    """The schema of the config with what is emitted alone: no key of other targets, and lists as lists."""
    schema = config_schema()
    for table in (schema, *schema["$defs"].values()):
        for branch in (table, *table.get("anyOf", ())):
            keys = branch.get("properties", {})
            branch["properties"] = {
                key: value for key, value in keys.items() if "Kept" not in value.get("description", "")
            }
            for value in branch["properties"].values():
                if "anyOf" in value:
                    value["anyOf"] = [one for one in value["anyOf"] if "Named" not in str(one)]
    return schema


def configured() -> tuple[set[str], set[str]]:
    """The places of the config, and those that hold a token in one of the configs."""
    meta = Meta(tables())
    held = {label for name in CONFIGS for label, text, _ in texts(meta.start(), config(name)) if "zq" in text.lower()}
    return {place for place in slots(meta) if not place.startswith(DOCUMENT)}, held


def test_every_place_of_the_meta_schemas_holds_a_text():
    # 3.1 and 3.2 call their places alike; what excludes something in one document stands in the other
    held = {"3.0": named("3.0"), "3.1": named("3.1") | named("3.2"), "3.2": named("3.1") | named("3.2")}
    for version in ROOTS:
        assert slots(meta_schema(version)) - held[version] - CLOSED.keys() == set(), version


def test_every_place_of_the_config_holds_a_text():
    places, held = configured()
    assert places - held - CLOSED_CONFIG.keys() == set()


def test_every_exception_is_a_place_that_holds_none():
    held = {label for version in VERSIONS for label in named(version)}
    everywhere = {label for version in ROOTS for label in slots(meta_schema(version))}
    assert CLOSED.keys() <= everywhere - held
    places, held = configured()
    assert CLOSED_CONFIG.keys() <= places - held


def test_every_extension_that_is_read_is_in_the_document():
    """A string of the generator that begins with `x-` is the name of an extension."""
    read = {
        node.value
        for path in GENERATOR.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"x-[A-Za-z-]{2,}", node.value)
    }
    ours = {"x-sdkwright-files", "x-www-form-urlencoded"}  # where files are mounted; a media type
    ours |= {
        "x-path",
        "x-arguments",
        "x-answer",
        "x-should-retry",
        "x-sdkwright-slashes",
        "x-sdkwright-like",
    }  # written into cassettes; a header of answers
    assert read >= ours
    written = f"{[document(version) for version in VERSIONS]} {[config(name) for name in CONFIGS]}"
    assert [name for name in sorted(read - ours) if name not in written] == []


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    made: dict[tuple[str, str | None], Trial] = {}

    def trial(version: str, name: str | None) -> Trial:
        if (version, name) not in made:
            settings = config(name) if name is not None else None
            folder = tmp_path_factory.mktemp("slots")
            made[version, name] = Trial(document(version), settings, folder, frozenset(UNUSUAL))
        return made[version, name]

    return trial


@pytest.mark.parametrize(("version", "name"), COMBINATIONS)
def test_hostile_text_changes_words_and_nothing_else(trials, tried, version, name):
    trial = trials(version, name)
    number = COMBINATIONS.index((version, name))
    some = FEW if (version, name) == ("3.1", None) else [*FEW[number % 4 :: 4]]
    emitted, found = 0, {}
    for payload in PAYLOADS if EXHAUSTIVE else some:
        count, refused, different = trial.judge(PAYLOADS[payload])
        emitted += count
        tried["texts refused by an error"] += len(refused)
        found |= {f"{token} with {payload}": told for token, told in different.items()}
    tried["hostile texts emitted"] += emitted
    assert not found, "\n".join(f"{where}:\n{told}" for where, told in list(found.items())[:5])
    assert emitted > 0.9 * len(trial.tokens)


PILES = [[*PAYLOADS][start::6] for start in range(6)]
"""Several payloads, one after the other: laying out takes ten times as long as all the rest."""


@pytest.mark.parametrize("pile", PILES if EXHAUSTIVE else PILES[:1], ids=",".join)
def test_laying_code_out_leaves_hostile_text_where_it_is(trials, tried, pile):
    """What prints code anew takes every literal apart."""
    trial = trials("3.1", "sdkwright" if EXHAUSTIVE else None)
    emission, texts, _ = trial.accepted("zq".join(PAYLOADS[name] for name in pile), trial.tokens - UNUSUAL.keys())
    printed = list(emission.files)
    laid_out = tidy(printed, jobs=1, cache=open_cache(enabled=False))
    assert difference(shapes(laid_out), shapes(printed)) == ""
    tried["hostile texts laid out"] += len(texts) * len(pile)


def test_a_difference_names_its_place(tmp_path, monkeypatch):
    """The test above can fail: here the printer of literals pastes what it is given."""
    from sdkwright.python import literals
    from sdkwright.python.source import Source

    trial = Trial(document("3.1"), None, tmp_path)
    quoted = literals.string
    monkeypatch.setattr(
        "sdkwright.python.build.declarations.string",
        lambda text: Source(f'"{text}"') if "ZqPropertyQz" in text else quoted(text),
    )
    for token, is_pasted in (("ZqPropertyQz", True), ("ZqModelDescriptionQz", False)):
        texts = trial.texts('" + str(1) + "', [token])
        told = trial.differs(trial.run(texts))
        assert ("str" in told) is is_pasted, told


@pytest.mark.exhaustive
@pytest.mark.parametrize("token", sorted(UNUSUAL))
def test_every_unusual_text_is_one(trials, token):
    found = set()
    for version, name in COMBINATIONS:
        trial = trials(version, name)
        if token in trial.tokens:
            for harmless in HARMLESS[1:]:
                files = trial.run(trial.texts(harmless, [token])).files
                found.add("refused" if files is None else shapes(files) == trial.plain)
    assert found - {True}, f"{token} does not change the structure any more: take it out"


def test_a_megabyte_of_text_is_emitted_as_any_other(trials, tried):
    trial = trials("3.1", None)
    texts = {token: LONG + token for token in ("ZqModelDescriptionQz", "ZqDefaultValueQz", "ZqOperationSummaryQz")}
    assert trial.differs(trial.run(texts)) == ""
    tried["texts of a megabyte"] += len(texts)
