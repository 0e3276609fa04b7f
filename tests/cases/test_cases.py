"""Golden cases: a folder `<topic>/<case>/` with `openapi.yaml` (and `sdkwright.yml`) is emitted as its `expected/` says.

Adding a case needs no code: make the folder, run `make update`, read what was written, commit it. `expected/` holds the
modules of `resources/` and `types/`, `pagination.py`, methods of the client itself and the findings of the run; what every package has alike
is left out.
A case about other files of the distribution names them in `also.txt`, one a line.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sdkwright.emit.tidy import PROVE

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = sorted(path.parent for path in HERE.glob("*/*/openapi.yaml"))
UPDATE = os.environ.get("SDKWRIGHT_UPDATE") == "1"


def case_id(case: Path) -> str:
    return str(case.relative_to(HERE))


def emit(case: Path, out: Path) -> str:
    """Run the installed command as a user would, with black looking at all that it prints; the findings it printed."""
    config = ["--config", "sdkwright.yml"] if (case / "sdkwright.yml").exists() else []
    command = [Path(sys.executable).with_name("sdkwright"), "generate", "--no-tests", *config, "--spec", "openapi.yaml"]
    run = subprocess.run(
        [*command, "--output", str(out), "--package", "acme", "--jobs", "1", "--keep-going"],
        cwd=case,
        capture_output=True,
        text=True,
        check=False,
        # only black knows how wide letters beyond ASCII are
        env={**os.environ, **({PROVE: "1"} if (case / "openapi.yaml").read_text("utf-8").isascii() else {})},
    )
    assert run.returncode in (0, 1), run.stderr
    assert "TidyError" not in run.stderr, run.stderr
    return run.stderr


def wanted(case: Path, out: Path) -> dict[str, str]:
    """The files of a run that are specific to its document, and those that the case is about beside them."""
    package = out / "src" / "acme"
    if not package.exists():
        return {}
    files = [*package.glob("resources/**/*.py"), *package.glob("types/**/*.py"), package / "pagination.py"]
    found = {
        str(file.relative_to(package)): file.read_text()
        for file in files
        if file.exists() and file.name != "__init__.py"
    }
    if (own := own_methods((package / "_client.py").read_text())) != "":
        found["_client.txt"] = own
    also = case / "also.txt"
    return found | {name: (out / name).read_text() for name in (also.read_text().split() if also.exists() else ())}


def own_methods(client: str) -> str:
    """The methods that the synchronous client itself has of the document, with what they send."""
    tree = ast.parse(client)
    sent = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.endswith("_request")]
    called = {node.name.removeprefix("_").removesuffix("_request") for node in sent}
    first = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    methods = [node for node in first.body if isinstance(node, ast.FunctionDef) and node.name in called]
    return "\n\n".join(ast.get_source_segment(client, node) or "" for node in (*methods, *sent))


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_a_case_is_emitted_as_expected_and_its_models_build(case: Path, tmp_path: Path) -> None:
    findings = emit(case, tmp_path)
    emitted = {**wanted(case, tmp_path), **({"findings.txt": findings} if findings else {})}
    expected = case / "expected"
    if UPDATE:
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in emitted.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_text(text)
    on_file = {str(file.relative_to(expected)): file.read_text() for file in expected.rglob("*") if file.is_file()}
    assert sorted(emitted) == sorted(on_file)
    for name, text in on_file.items():
        assert emitted[name] == text, f"{name} differs; `make update` rewrites it"
    if (tmp_path / "src").exists():
        build_models(tmp_path / "src")
        assert runtime_faults(tmp_path / "src" / "acme") == []


@cache  # most modules of the runtime are the same in all cases
def looked_at(text: str) -> tuple[list[tuple[int, str, list[str]]], set[str]]:
    """The relative imports anywhere in a module (dots, module, names), and all names that it defines."""
    nodes = list(ast.walk(ast.parse(text)))
    imports = [
        (node.level, node.module or "", [alias.name for alias in node.names])
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return imports, stored | {getattr(node, "name", "") for node in nodes}


def imports_of(path: Path, package: Path) -> Iterator[tuple[Path, str]]:
    """The modules of the same package that a file imports from, with the names."""
    text = path.read_text()
    for level, module, names in looked_at(text)[0]:
        place = path.parents[level - 1].joinpath(*module.split("."))
        yield from ((place / "__init__.py" if place.is_dir() else place.with_suffix(".py"), name) for name in names)
    if path == package / "__init__.py":  # what it loads lazily, beside what type checkers see
        for name in re.findall(r'"\.(_core\.\w+)', text):
            yield package.joinpath(*name.split(".")).with_suffix(".py"), ""


def runtime_faults(package: Path) -> list[str]:
    """What the runtime of a package lacks of what is imported from it, and what it has that nothing leads to."""
    core = package / "_core"
    waiting = [path for path in package.rglob("*.py") if core not in path.parents]
    seen, faults = set(waiting), list[str]()
    while waiting:
        path = waiting.pop()
        for module, name in imports_of(path, package):
            if core not in module.parents:
                continue
            if not module.exists():
                faults.append(f"{path.name} imports {module.name}, which is not there")
            elif name and name not in looked_at(module.read_text())[1]:
                faults.append(f"{path.name} imports {name} of {module.name}, which has none")
            elif module not in seen:
                seen.add(module)
                waiting.append(module)
    unused = {path for path in core.glob("*.py") if path.name != "__init__.py"} - seen
    return faults + [f"nothing leads to {path.name}" for path in sorted(unused)]


BUILD = """
import importlib, pathlib, pydantic
for path in sorted(pathlib.Path(".").rglob("*.py")):
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    if "._core" in name:
        continue
    module = importlib.import_module(name)
    for value in list(vars(module).values()):
        if isinstance(value, type) and issubclass(value, pydantic.BaseModel) and value.__module__ == name:
            value.model_rebuild()
            assert value.__pydantic_complete__, value
"""


def build_models(source: Path) -> None:
    """Import every module of a package and build every model of it, in a process of its own."""
    command = [sys.executable, "-W", "error", "-c", BUILD]
    run = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
