"""The package that the tests here look at, emitted once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from running import HERE, ROOT, emit


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with everything that an operation can be: pages, streams, files, forms, unions, webhooks, errors."""
    out = tmp_path_factory.mktemp("shop") / "sdk"
    done = emit(out, "--spec", str(HERE / "shop.yaml"), "--package", "acme")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package whose lists give pages in nine ways, and whose methods have members of a body, or a stream, to choose from."""
    out = tmp_path_factory.mktemp("demo") / "sdk"
    done = emit(out, "--config", str(ROOT / "tests/emitted/demo/sdkwright.yml"), "--tests")
    assert done.returncode == 0, done.stderr
    return out
