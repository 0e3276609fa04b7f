"""What is not used is not imported, and what is imported late looks like the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.lazy import cached_property

TEMPLATES = Path(__file__).parents[2] / "templates"


def python(code: str, *paths: Path) -> str:
    path = repr([str(item) for item in (TEMPLATES, *paths)])
    program = f"import sys; sys.path[:0] = {path}\n{code}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_clients_imports_neither_pydantic_nor_asyncio_nor_tls() -> None:
    code = """
import httpx2
before = set(sys.modules)
import core.sync_client, core.async_client, core.raw, core.resource, core.pages if False else core.paths
new = set(sys.modules) - before
print(sorted(name for name in new if name.partition(".")[0] in ("pydantic", "pydantic_core", "anyio", "ssl", "email", "random")))
"""
    assert python(code.replace(", core.pages if False else core.paths", ", core.paths")) == "[]"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "pack"
    (root / "types").mkdir(parents=True)
    (root / "types" / "__init__.py").write_text("A = 1\n")
    (root / "_things.py").write_text("class Thing: pass\nBase = Thing\n")
    (root / "__init__.py").write_text(
        "from core.lazy import lazy_exports\n"
        "__getattr__, __dir__ = lazy_exports(__name__, {'types': '.types', 'Thing': '._things', 'Root': '._things:Base'})\n"
    )
    return tmp_path


def test_names_of_a_package_are_loaded_when_they_are_asked_for(package: Path) -> None:
    code = """
import pack
print("pack._things" in sys.modules, "pack.types" in sys.modules)
print(pack.Thing is pack.Root, pack.types.A, "Thing" in vars(pack), "Root" in dir(pack))
from pack import Thing
try:
    pack.Nothing
except AttributeError as error:
    print(error)
"""
    assert python(code, package).splitlines() == [
        "False False",
        "True 1 True True",
        "module 'pack' has no attribute 'Nothing'",
    ]


def test_a_cached_property_is_computed_once_per_object() -> None:
    class Thing:
        count = 0

        @cached_property
        def value(self) -> int:
            """A number."""
            Thing.count += 1
            return Thing.count

    first, second = Thing(), Thing()
    assert (first.value, first.value, second.value) == (1, 1, 2)
    assert isinstance(Thing.value, cached_property)
    assert Thing.value.__doc__ == "A number."
