"""api.md names every method and type of the emitted package, nothing else, and each of its links leads to what it names."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated"
INDEX = (GENERATED / "api.md").read_text(encoding="utf-8")
BULLET = re.compile(
    r'^- <code title="(?P<endpoint>[^"]+)">(?P<owner>client\.[\w.]+\.)<a href="(?P<file>\./src/[\w/.]+\.py)">(?P<name>\w+)</a>'
    r'\((?P<arguments>.*)\) -> (?:<a href="(?P<type_file>\./src/[\w/.]+\.py)">)?(?P<returns>[\w\[\], ]+)(?:</a>)?</code>$'
)

WALK = """
import inspect, json
import anthropic

def methods(owner, path):
    for name in dir(type(owner)):
        if name.startswith("_") or name in ("with_raw_response", "with_streaming_response"):
            continue
        value = getattr(owner, name)
        if type(value).__module__.startswith("anthropic.resources"):
            yield from methods(value, f"{path}.{name}")
        elif inspect.ismethod(value) and path != "client":
            yield f"{path}.{name}", [*inspect.signature(value).parameters]

print(json.dumps(dict(methods(anthropic.Anthropic(api_key="x"), "client"))))
"""


def bullets() -> list[re.Match[str]]:
    found = [BULLET.match(line) for line in INDEX.splitlines() if line.startswith("- ")]
    assert all(found), "a line is not of the form that readers know"
    return [match for match in found if match is not None]


def in_child(code: str) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(GENERATED / "src")}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def defined_in(file: Path) -> set[str]:
    """Names that a module defines at its top level."""
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.targets += [value or "" for name, value in attrs if name == "href"]


def test_every_method_of_the_package_is_listed_and_nothing_else():
    real = json.loads(in_child(WALK))
    assert real, "the package has methods"
    assert sorted(real) == sorted(f"{match['owner']}{match['name']}" for match in bullets())


def test_arguments_are_those_of_the_method():
    real = json.loads(in_child(WALK))
    for match in bullets():
        written = match["arguments"].replace("\\", "")
        named = [part for part in re.sub(r"\*\*<a.*</a>", "", written).split(", ") if part not in ("", "*")]
        assert real[f"{match['owner']}{match['name']}"][: len(named)] == named
        assert ("**<a" in written) == (set(real[f"{match['owner']}{match['name']}"]) - set(named) > OPTIONS)


OPTIONS = {"extra_headers", "extra_query", "extra_body", "timeout"}


def test_every_link_leads_to_a_file():
    links = Links()
    links.feed(MarkdownIt("commonmark", {"html": True}).render(INDEX))
    assert len(links.targets) >= 6
    for target in links.targets:
        assert (GENERATED / target).is_file(), target


def test_a_link_leads_to_the_module_that_defines_what_it_names():
    for match in bullets():
        resource = defined_in(GENERATED / match["file"])
        assert any(not name.startswith("Async") for name in resource)
        item = re.sub(r"^.*\[|\]$", "", match["returns"])
        assert item in defined_in(GENERATED / match["type_file"])
        params = re.search(r'href="([^"]+)">params<', match["arguments"])
        assert params is None or any(name.endswith("Params") for name in defined_in(GENERATED / params[1]))


def test_every_endpoint_is_one_of_the_document():
    document = yaml.safe_load((ROOT / "spec/openapi.yaml").read_text())
    described = {f"{verb} {path}" for path, item in document["paths"].items() for verb in item}
    assert {match["endpoint"] for match in bullets()} == described


def test_every_type_that_it_lists_can_be_imported():
    blocks = re.findall(r"```python\n(.*?)```", INDEX, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        in_child(block)


def test_every_model_of_the_package_is_listed():
    listed = {
        name
        for block in re.findall(r"```python\n(.*?)```", INDEX, re.DOTALL)
        for name in re.findall(r"[A-Z]\w+", block)
    }
    modules = (GENERATED / "src/anthropic/types").rglob("*.py")
    models = {
        name
        for module in modules
        if not module.name.endswith(("__init__.py", "_params.py"))
        for name in defined_in(module)
    }
    assert {name for name in models if name[0].isupper()} == listed


@pytest.mark.parametrize(("heading", "depth"), [("Beta", 1), ("Models", 2)])
def test_a_heading_is_as_deep_as_its_resource(heading, depth):
    assert f"\n{'#' * depth} {heading}\n" in f"\n{INDEX}"
