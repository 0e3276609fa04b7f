"""Emits each document of the corpus once a session, two at a time; the type checkers run once over all that were asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from checkers import Findings, both, lay_out
from documents import DOCUMENTS, REAL, SPECS, Emitted, emit


def pytest_report_header() -> str:
    return (
        f"corpus: {len(REAL)} real documents in {SPECS}" if REAL else f"corpus: no real documents, there is no {SPECS}"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "document" in metafunc.fixturenames:
        metafunc.parametrize("document", DOCUMENTS)


@pytest.fixture(scope="session")
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Emitted]:
    """The package of every document that a test of this session asks for."""
    wanted = {
        item.callspec.params["document"]
        for item in request.session.items
        # others have a parameter of that name, too
        if item.path.parent == Path(__file__).parent and "[" in item.name and "document" in item.callspec.params
    }
    folder = tmp_path_factory.mktemp("corpus")
    with ThreadPoolExecutor(2) as pool:
        packages = pool.map(lambda document: emit(document, folder / document), sorted(wanted))
    return {emitted.document: emitted for emitted in packages}


@pytest.fixture
def emitted(corpus: Mapping[str, Emitted], document: str) -> Emitted:
    return corpus[document]


@pytest.fixture(scope="session")
def told(corpus: Mapping[str, Emitted], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Findings]:
    """Checker -> package -> what it says."""
    folder = tmp_path_factory.mktemp("typing")
    return both(lay_out(corpus.values(), folder), folder)
