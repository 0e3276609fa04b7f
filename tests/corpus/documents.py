"""The documents of the corpus, and the package that the installed command emits from each; owns no judgement of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from sdkwright.emit.tidy import PROVE

TESTS = Path(__file__).parents[1]
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS") or TESTS.parents[1] / "shared" / "specs")
NAMES = ("openapi.yaml", "openapi.yml", "openapi.json", "external.yaml")
REAL = {
    folder.name: found[0]
    for folder in (sorted(SPECS.iterdir()) if SPECS.is_dir() else [])
    if (found := [folder / name for name in NAMES if (folder / name).exists()])
}
OURS = {f"{path.parts[-3]}-{path.parts[-2]}": path for path in sorted(TESTS.glob("cases/*/*/openapi.yaml"))}
DOCUMENTS = {**REAL, **OURS}
VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


@dataclass(frozen=True, slots=True)
class Emitted:
    """A run of the command over one document: where its packages is, how it ended, what it found."""

    document: str
    output: Path
    code: int
    findings: tuple[dict[str, Any], ...]
    said: str

    @property
    def package(self) -> str:
        return package_name(self.document)

    @property
    def source(self) -> Path:
        return self.output / "src"


def package_name(document: str) -> str:
    return document.replace("-", "_").replace(".", "_")


# Documents of which a file has a form that only black knows how to print, and the form. They cost black's time, no more.
BLACK = {
    "twilio-verify": "the answer of an asynchronous list is longer than a line, and is split a second time at its comma"
}


def emit(document: str, output: Path) -> Emitted:
    """Run the installed command with nothing but the document; it may emit no form that only black knows how to print."""
    command = [Path(sys.executable).with_name("sdkwright"), "generate", "--no-tests", "--spec", DOCUMENTS[document]]
    flags = ["--package", package_name(document), "--keep-going", "--format", "json", "--jobs", "1"]
    environment = os.environ if document in BLACK else {**os.environ, PROVE: "forms"}
    done = subprocess.run(
        [*command, "--output", output, *flags], env=environment, capture_output=True, text=True, check=False
    )
    try:
        findings = json.loads(done.stderr or '{"diagnostics": []}')["diagnostics"]
    except ValueError:
        findings = []
    return Emitted(document, output, done.returncode, tuple(findings), done.stderr)


def loaded(path: Path) -> Any:
    text = path.read_text(encoding="utf-8-sig")
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader=yaml.CBaseLoader)


def operations(document: str) -> Iterator[tuple[str, str]]:
    """(verb, path) of everything that the document says can be called, found without the generator."""
    path = DOCUMENTS[document]
    root = loaded(path)
    for template, declared in (root.get("paths") or {}).items():
        if template.startswith("x-"):
            continue
        item = resolved(root, declared, path.parent)
        yield from ((verb, template) for verb in VERBS if verb in item)
        yield from ((verb.lower(), template) for verb in item.get("additionalOperations", {}))


def resolved(root: Any, item: Any, folder: Path) -> dict[str, Any]:
    """A path item, also where it is a reference, be it into another file."""
    if "$ref" not in item:
        return item
    file, _, pointer = item["$ref"].partition("#")
    here = loaded(folder / file) if file else root
    for token in unquote(pointer).split("/")[1:]:
        here = here[token.replace("~1", "/").replace("~0", "~")]
    return here
