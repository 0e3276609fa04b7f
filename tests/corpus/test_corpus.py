"""Every document of the corpus becomes a package with no config: whole, importable, and clean to both type checkers.

What fails today stands in allowed.yml with its reason.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping

import pytest
from allowances import judge
from checkers import Findings
from documents import OURS, Emitted, operations

METHOD = re.compile(r'<code title="([a-z]+) ([^"]+)">')


def test_it_is_emitted(emitted: Emitted) -> None:
    assert emitted.code in (0, 1), emitted.said
    assert (emitted.source / emitted.package / "__init__.py").exists(), emitted.said
    judge(emitted.document, "errors", [told(found) for found in emitted.findings if found["severity"] == "error"])


def told(found: Mapping[str, object]) -> str:
    return f"{found['code']} {found['pointer']}: {found['message']}"


def test_each_operation_is_a_method_or_a_finding(emitted: Emitted) -> None:
    methods = set(METHOD.findall((emitted.output / "api.md").read_text().replace("&amp;", "&")))
    pointers = [str(found["pointer"]) for found in emitted.findings if found["severity"] in ("error", "warning")]

    def is_reported(verb: str, path: str) -> bool:
        item = "#/paths/" + path.replace("~", "~0").replace("/", "~1")
        return any(pointer in (item, f"{item}/{verb}") for pointer in pointers)

    wanted = list(operations(emitted.document))
    assert wanted or emitted.document in OURS  # some of ours are schemas alone
    lost = [f"{verb} {path}" for verb, path in wanted if (verb, path) not in methods and not is_reported(verb, path)]
    judge(emitted.document, "operations", lost)


BUILD = """
import importlib, pathlib, pydantic, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    if "._core" in name:
        continue
    try:
        module = importlib.import_module(name)
        for value in list(vars(module).values()):
            if isinstance(value, type) and issubclass(value, pydantic.BaseModel) and value.__module__ == name:
                value.model_rebuild()
                assert value.__pydantic_complete__, value
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}".replace(chr(10), " "))
"""


def test_each_module_imports_and_each_model_builds(emitted: Emitted) -> None:
    command = [sys.executable, "-W", "error", "-c", BUILD, emitted.package]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, cwd=emitted.source, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    judge(emitted.document, "imports", run.stdout.splitlines())


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_a_type_checker_in_strict_mode_has_nothing_to_say(
    told: Mapping[str, Findings], emitted: Emitted, checker: str
) -> None:
    judge(emitted.document, checker, told[checker].get(emitted.package, []))
