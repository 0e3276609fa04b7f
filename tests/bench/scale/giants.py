"""The documents: where they are, how many operations they have, and how one schema of each is changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "giants"
CACHE = Path.home() / ".cache" / "sdkwright-bench"
GITHUB = ("@octokit/openapi@23.0.2", "package/generated/api.github.com.json")
_VERBS = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
_FIRST_PROPERTIES = re.compile(r"^  schemas:\n(?:.*\n)*?      properties:\n", re.MULTILINE)


@dataclass
class Giant:
    """One document."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """As it is."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> Any:
        """As values; read by the generator's own reader, since PyYAML takes `on` for true."""
        from sdkwright.diagnostics import Report
        from sdkwright.read import read

        document = read(self.path, Report())
        assert document is not None, f"{self.path} cannot be read"
        return document.root

    @property
    def operations(self) -> int:
        """How many there are under `paths`."""
        return sum(len(_VERBS & item.keys()) for item in self.tree["paths"].values())

    def changed(self, number: int) -> str:
        """The document with one property more in its first schema that has any."""
        name = f"sdkwright_bench_{number}"
        if not self.text.lstrip().startswith("{"):
            at = _FIRST_PROPERTIES.search(self.text)
            assert at is not None, f"{self.path} is laid out in a way that the bench does not know"
            return f"{self.text[:at.end()]}        {name}:\n          type: string\n{self.text[at.end():]}"
        document = json.loads(self.text)
        schema = next(each for each in document["components"]["schemas"].values() if each.get("properties"))
        schema["properties"][name] = {"type": "string"}
        return json.dumps(document, indent=2)

    def spec(self, folder: Path) -> Path:
        """Where a run in a folder reads it."""
        return folder / f"openapi{self.path.suffix}"

    def put(self, folder: Path, number: int) -> Path:
        """Write it there, changed so."""
        spec = self.spec(folder)
        spec.write_text(self.changed(number), encoding="utf-8")
        return spec


def giants() -> Iterator[Giant]:
    """Those in ../shared/giants, the smallest first, then GitHub's; one that cannot be had is named."""
    if not SHARED.is_dir():
        print(f"left out: {SHARED} is not there", file=sys.stderr)
    for path in sorted(SHARED.glob("*.[jy]*"), key=lambda path: path.stat().st_size):
        yield Giant(path.stem, path)
    github = _github()
    if github is None:
        print(f"left out: GitHub's document, which npm would fetch (npm pack {GITHUB[0]})", file=sys.stderr)
    else:
        yield Giant("github", github)


def _github() -> Path | None:
    """The document out of its npm package, kept for the next time."""
    path = CACHE / "github.json"
    npm = shutil.which("npm")
    if path.exists() or npm is None:
        return path if path.exists() else None
    CACHE.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run([npm, "pack", "--silent", GITHUB[0]], cwd=CACHE, capture_output=True, text=True)
    archive = CACHE / packed.stdout.strip().rpartition("\n")[2]
    if packed.returncode or not archive.is_file():
        return None
    with tarfile.open(archive) as members:
        member = members.extractfile(GITHUB[1])
        assert member is not None
        path.write_bytes(member.read())
    archive.unlink()
    return path
