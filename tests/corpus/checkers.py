"""What the two type checkers say in strict mode of all emitted packages together, each in one run.

The runtime is the same bytes in every package that has them and is checked where it is written; here the packages share one copy.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from documents import Emitted

ROOT = Path(__file__).parents[2]
RUNTIME = "corpus_core"
IMPORT = re.compile(r"^( *(?:from|import) )\.+_core\b", re.MULTILINE)

Findings = Mapping[str, list[str]]


def lay_out(packages: Iterable[Emitted], folder: Path) -> list[str]:
    """Copy the packages side by side into `folder`, over one runtime; their names."""
    names: list[str] = []
    for emitted in packages:
        source = emitted.source / emitted.package
        ignored = shutil.ignore_patterns("__pycache__")
        # of what is alike everywhere each package has the modules that it needs
        shutil.copytree(source / "_core", folder / RUNTIME, ignore=ignored, dirs_exist_ok=True)
        shutil.copytree(source, folder / emitted.package, ignore=shutil.ignore_patterns("__pycache__", "_core"))
        for path in (folder / emitted.package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "_core" in text:
                path.write_text(IMPORT.sub(rf"\1{RUNTIME}", text), encoding="utf-8")
        names.append(emitted.package)
    return names


def both(names: list[str], folder: Path) -> dict[str, Findings]:
    """For each checker, what it says of each package; they run beside each other."""
    settings = {"typeCheckingMode": "strict", "include": names, "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    packages = [part for name in names for part in ("-p", name)]
    mypy = subprocess.Popen(
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.11", "--config-file=", "--no-error-summary",
         "--hide-error-context", "--no-pretty", f"--cache-dir={ROOT / '.mypy_cache' / 'corpus'}", *packages],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    pyright = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told, _ = mypy.communicate()
    return {"mypy": _mypy(told), "pyright": _pyright(pyright.stdout, folder)}


def _mypy(text: str) -> Findings:
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        if ": note: " not in line:
            found[line.partition("/")[0]].append(line)
    return found


def _pyright(text: str, folder: Path) -> Findings:
    found: dict[str, list[str]] = defaultdict(list)
    for each in json.loads(text)["generalDiagnostics"]:
        if each["severity"] in ("error", "warning"):
            name = Path(each["file"]).relative_to(folder)
            message = each["message"].replace("\n", " ")
            line = f"{name}:{each['range']['start']['line'] + 1}: {message} [{each.get('rule', '')}]"
            found[name.parts[0]].append(line)
    return found
