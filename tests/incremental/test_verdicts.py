"""A verdict of the validator is taken over where the validator would say the same, and nowhere else."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from edits import edited
from sdkwright import GenerateOptions, shelf, verdict
from sdkwright.beside import has_another_core
from sdkwright.diagnostics import Report
from sdkwright.openapi import check, harmless
from sdkwright.openapi.sections import parts_of
from sdkwright.openapi.validate import validate
from sdkwright.pipeline import generate
from sdkwright.read import Document

EDITS = 40 * int(os.environ.get("INCREMENTAL", "3"))
FIELDS: tuple[dict[str, Any], ...] = (
    {"type": "string"},
    {"type": "integer", "minimum": 3, "description": "A number."},
    {"type": "strange"},
    {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
    {"type": "string", "enum": []},
    {"type": "string", "default": 5},
    {"type": "object", "properties": {"inner": {"type": "array", "items": {"type": "object"}}}},
    {"$ref": "#/components/schemas/Base"},
    {"allOf": [{"$ref": "#/components/schemas/Kind"}], "default": "first"},
    {"type": "string", "example": "\ud800"},
)


def toys(version: str) -> dict[str, Any]:
    """What a default, `required` and a path lead to other schemas by."""
    answer = {
        "description": "Done.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Whole"}}},
    }
    sent = {"allOf": [{"$ref": "#/components/schemas/Mode"}], "default": {"name": "fast"}}
    return {
        "openapi": version,
        "info": {"title": "Toys", "version": "1"},
        "paths": {
            "/toys": {
                "get": {
                    "operationId": "listToys",
                    "parameters": [{"name": "mode", "in": "query", "schema": sent}],
                    "responses": {"200": answer},
                }
            }
        },
        "components": {
            "schemas": {
                "Base": {"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}},
                "Kind": {"type": "string", "enum": ["first", "second"]},
                "Mode": {"type": "object", "properties": {"name": {"type": "string"}, "speed": {"type": "integer"}}},
                "Other": {"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/Kind"}}},
                "Whole": {
                    "allOf": [{"$ref": "#/components/schemas/Base"}],
                    "required": ["id", "note"],
                    "properties": {"note": {"type": "string"}, "kind": {"type": "string", "default": "x"}},
                },
            }
        },
    }


def changed(root: dict[str, Any], random: Random) -> dict[str, Any]:
    """The tree with one of its schemas otherwise, as its author might have it."""
    if random.randrange(4) == 0:
        return edited(root, random)[1]
    root = copy.deepcopy(root)
    schemas = root.get("components", {}).get("schemas", {})
    holders = [each for each in schemas.values() if isinstance(each, dict) and each.get("properties")]
    if not holders:
        return toys(root["openapi"])
    holder = random.choice(holders)
    properties = holder["properties"]
    name = random.choice(list(properties))
    field = properties[name]
    match random.randrange(6):
        case 0:
            properties[f"more_{random.randrange(9)}"] = copy.deepcopy(random.choice(FIELDS))
        case 1:
            del properties[name]
        case 2:
            properties[f"{name}_{random.randrange(3)}"] = properties.pop(name)
        case 3 if isinstance(field, dict):
            field["description"] = f"Number {random.randrange(99)}."
        case 4 if isinstance(field, dict):
            field["type"] = random.choice(("string", "integer", "number", "object"))
        case _:
            holder["required"] = [name]
    return root


def told(root: dict[str, Any]) -> tuple[Any, Report, list[object]]:
    """The linked document, what the rules find, and what the validator adds."""
    report = Report()
    linked = check(Document(Path("toys.json"), "", is_json=True, root=root), report, validate=False)
    assert linked is not None
    whole = Report()
    for found in report.diagnostics:
        whole.repeat(found)
    validate(linked, whole)
    return linked, report, [found for found in whole.diagnostics if found not in report.diagnostics]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_is_taken_over_is_what_the_validator_would_say(version):
    random, root, answers = Random(f"verdicts {version}"), toys(version), list[bool]()
    for number in range(EDITS):
        linked, report, _ = told(root)
        said = verdict.validating(linked, report, _nothing(), "")
        said.tell(_nothing())
        schemas = {linked.parts.checksum(*part[1:]): part.node for part in parts_of(linked.root)}
        after = changed(root, random)
        if "openapi" not in after or not isinstance(after.get("paths"), dict):
            continue
        linked, report, expected = told(after)
        again = verdict.validating(linked, report, _nothing(), "", last=verdict.Last(said.heard, schemas.get))
        answers.append(again.told is not None)
        known = report.diagnostics
        again.tell(_nothing())
        assert [found for found in again.report.diagnostics if found not in known] == expected, after
        root = after if number % 4 else toys(version)  # so that the validator goes on having nothing to say
    assert answers.count(True) > EDITS // 8, "hardly any verdict is taken over"
    assert answers.count(False) > EDITS // 8, "nearly any verdict is taken over"


def _nothing() -> Any:
    from sdkwright.emit.cache import Cache

    return Cache(None)


@pytest.mark.parametrize(
    ("name", "edit", "is_taken_over"),
    [
        ("Base", lambda schema: schema["properties"].update(more={"type": "string"}), True),
        ("Base", lambda schema: schema["properties"].update(more={"type": "string", "default": 5}), False),
        ("Base", lambda schema: schema["properties"].pop("size"), True),
        ("Base", lambda schema: schema["properties"].pop("id"), False),  # which `Whole` requires
        ("Mode", lambda schema: schema["properties"]["name"].update(type="integer"), False),  # which a default has
        ("Kind", lambda schema: schema.update(description="Kinds."), True),
        ("Other", lambda schema: schema["properties"].pop("kind"), False),  # who is met first may be another then
    ],
)
def test_a_new_process_validates_only_what_may_have_become_wrong(name, edit, is_taken_over, tmp_path, monkeypatch):
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    root, spec, asked = toys("3.1.0"), tmp_path / "openapi.json", list[bool]()
    before = verdict.Verdict.tell

    def telling(self: verdict.Verdict, cache: Any) -> None:
        asked.append(self.told is None)
        before(self, cache)

    monkeypatch.setattr(verdict.Verdict, "tell", telling)
    results = list[Report]()
    for output in ("ours", "ours", "fresh"):
        spec.write_text(json.dumps(root), encoding="utf-8")
        result = generate(GenerateOptions(spec=spec, output=Path(output), tests=False, jobs=1, keep_going=True))
        results.append(result.report)
        if len(asked) == 1:
            edit(root["components"]["schemas"][name])
    assert asked[:2] == [True, not is_taken_over]
    assert results[1].diagnostics == results[2].diagnostics


BEGUN = """\
import sys, sdkwright.memory.halves as halves, sdkwright.shelf as shelf
halves._MANY, early = COUNT, shelf.Leaving._early
shelf.Leaving._early = lambda self: (open("begun", "w").close(), HOW)[1]
sys.argv[1:] = ["generate", "--spec", "openapi.json", "--output", "sdk", "--keep-going"]
from sdkwright.start import main
main()
"""


@pytest.mark.parametrize(
    ("many", "how"),
    [(300, "early(self)"), (1, "early(self)"), (1, "b''"), (1, "1 / 0"), (None, "")],
    ids=["at-the-end", "early", "nothing-said", "killed", "one-process"],
)
def test_what_the_first_edit_asks_of_all_parts_is_found_beforehand(many, how, tmp_path, monkeypatch):
    """A run from nothing leaves it, so that the first run after an edit looks at what is edited, and not at each part."""
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    root, asked = toys("3.1.0"), list[object]()
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(root), encoding="utf-8")
    if many is None:
        monkeypatch.setattr(shelf, "can_fork", lambda: False)
        generate(GenerateOptions(spec=Path(spec.name), output=Path("sdk"), keep_going=True))
    else:  # in a process of its own, since who has threads, as this one may, begins no other
        program = BEGUN.replace("COUNT", str(many)).replace("HOW", how)
        subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    if has_another_core():
        assert Path("begun").exists() is (many == 1)
    before = harmless._open_to
    monkeypatch.setattr(harmless, "_open_to", lambda node: [before(node), asked.append(node)][0])
    root["components"]["schemas"]["Base"]["description"] = "Edited."
    spec.write_text(json.dumps(root), encoding="utf-8")
    generate(GenerateOptions(spec=Path(spec.name), output=Path("sdk"), keep_going=True))
    assert [node.get("description") for node in asked] == ["Edited."]
    generate(GenerateOptions(spec=Path(spec.name), output=Path("fresh"), keep_going=True, use_cache=False))
    made = [path for path in Path("fresh").rglob("*") if path.is_file()]
    assert all(path.read_bytes() == Path("sdk", path.relative_to("fresh")).read_bytes() for path in made)
