"""Every key that the config knows is in one table with a file that sets it, and is honoured or kept: none is silent.

`vocabulary.yml` has a line for each kind of key (a star stands for a name or a place in a list). A key that is added or dropped
fails here until its line is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sdkwright.config.base import Table
from sdkwright.config.keys import keys_of
from sdkwright.config.models import Config
from sdkwright.diagnostics import Report
from sdkwright.doctor.keys import Effect, _tables, keys
from sdkwright.lower.unhonoured import why_kept
from sdkwright.read import read

ROOT = Path(__file__).parents[2]
TABLE: dict[str, str] = yaml.safe_load((Path(__file__).parent / "vocabulary.yml").read_text())
EVERYTHING = ROOT / "tests/cases/config/everything/sdkwright.yml"
ALONE = frozenset[str]()


def kinds(table: type[Table], way: tuple[str, ...] = ()) -> Iterator[tuple[str, Effect]]:
    """Every kind of key of the vocabulary; a resource in a resource has the keys of a resource."""
    for key in keys_of(table):
        inner = (*way, key.written)
        if key.is_hidden:
            continue
        found = _tables(key.kind)
        below = found.alone or found.named or found.listed
        if below is not None and not (way and below in (Table, table)):
            yield from kinds(below, inner if found.alone is not None else (*inner, "*"))
        elif below is None:
            yield ".".join(inner), Effect.KEPT if why_kept(inner) is not None else Effect.HONOURED
    yield from ((".".join((*way, key)), Effect.KEPT) for key in sorted(table.accepted))


def kind_of(key: str) -> str:
    """A kind as the table has it: subresources are resources."""
    while ".subresources.*." in key:
        key = key.replace(".subresources.*.", ".", 1)
    return key


def test_the_table_has_every_key() -> None:
    assert TABLE.keys() == {kind for kind, _ in kinds(Config)}


def test_one_config_has_every_key_that_does_something() -> None:
    """What each of them does is in test_effects.py."""
    document = read(EVERYTHING, Report(), source="config")
    assert document is not None
    found = {kind_of(key.kind) for key in keys(document.root) if key.effect is Effect.HONOURED}
    assert {kind for kind, effect in kinds(Config) if effect is Effect.HONOURED} - ALONE == {
        kind for kind in found if kind in TABLE
    }


@pytest.mark.parametrize("shown", sorted(set(TABLE.values())))
def test_what_shows_a_key_sets_it(shown: str) -> None:
    path = ROOT / shown
    wanted = {kind for kind, where in TABLE.items() if where == shown}
    if path.name == "sdkwright.yml":
        document = read(path, Report(), source="config")
        assert document is not None
        assert not wanted - {kind_of(key.kind) for key in keys(document.root)}
    else:
        assert not {kind for kind in wanted if kind.rpartition(".")[2] not in path.read_text("utf-8")}
