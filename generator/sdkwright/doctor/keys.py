"""Which keys a config has, and whether each does something, is kept without effect, or is refused; reads the types, not the values."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType, UnionType
from typing import Any, Union, get_args, get_origin

from sdkwright.config.base import Table
from sdkwright.config.keys import keys_of
from sdkwright.config.models import Config
from sdkwright.config.target import LANGUAGES
from sdkwright.diagnostics import nearest
from sdkwright.inert import dataclass
from sdkwright.lower.unhonoured import why_kept
from sdkwright.pointer import ROOT, Json, Pointer, child, tokens

__all__ = ["Effect", "Key", "keys"]


class Effect(enum.Enum):
    """What becomes of a key."""

    HONOURED = "honoured"
    KEPT = "kept without effect"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a config, where it is, its kind (`resources.*.methods.*`, with a star for each name that is the author's), and why."""

    at: Pointer
    kind: str
    effect: Effect
    note: str = ""


_OTHER = "of another target"
_WHY: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((*LANGUAGES, "cli", "custom"), _OTHER),
        "codeflow": "how the hosted service releases",
        "code_samples": "samples that a documentation site shows",
        "code_sample_languages": "samples that a documentation site shows",
        "standalone_api": "how a documentation site groups",
        "docs": "what a documentation site shows",
        "upload_spec": "the hosted service publishes the document",
        "staging_repo": "where the hosted service builds",
        "keep_files": "edited files are never overwritten here",
        "screencast": "decoration of a README",
        "include_stainless_attribution": "decoration of a README",
        "use_uv": "any installer can build the package",
        "auth_method": "how the hosted service publishes",
        "release": "how the hosted service publishes",
        "disable_mock_tests": "tests need no mock server here",
        "mock_server": "tests need no mock server here",
        "required_in_tests": "tests need no such option here",
        "skip": "the command asks for Python all the same",
    }
)
_DEFAULT = "changes nothing in a Python package"


def keys(raw: Json) -> Iterator[Key]:
    """Every key of the file, in its order; of one that is another target's or unknown, not what lies below it."""
    yield from _table(Config, raw, ROOT, ())


def _table(table: type[Table], raw: Json, at: Pointer, kind: tuple[str, ...]) -> Iterator[Key]:
    if not isinstance(raw, dict):
        yield _leaf(at, kind)
        return
    fields = {key.written: key.kind for key in keys_of(table) if not key.is_hidden}
    for key, value in raw.items():
        where, inner = child(at, key), (*kind, key)
        if key in fields:
            yield from _value(fields[key], value, where, inner)
        elif key.startswith("x-"):
            yield Key(where, ".".join(inner), Effect.KEPT, "a key of your own")
        elif key in table.accepted:
            yield Key(where, ".".join(inner), Effect.KEPT, _WHY.get(key, _DEFAULT))
        else:
            close = nearest(key, set(fields) | table.accepted)
            note = f"no such key; did you mean `{close}`?" if close else "no such key"
            yield Key(where, ".".join(inner), Effect.REFUSED, note)


def _value(annotation: Any, raw: Json, at: Pointer, kind: tuple[str, ...]) -> Iterator[Key]:
    """The keys in a value; a value that is no table, and of no table, is told by its own key."""
    inner = _tables(annotation)
    below: list[Key] = []
    if isinstance(raw, dict) and inner.alone is not None:
        below = list(_table(inner.alone, raw, at, kind))
    elif isinstance(raw, dict) and inner.named is not None:
        for name, value in raw.items():
            below += _table(inner.named, value, child(at, name), (*kind, "*"))
    elif isinstance(raw, list) and inner.listed is not None:
        for index, value in enumerate(raw):
            below += _table(inner.listed, value, child(at, index), (*kind, "*"))
    yield from below or [_leaf(at, kind)]


def _leaf(at: Pointer, kind: tuple[str, ...]) -> Key:
    kept = why_kept(tokens(at))
    return Key(at, ".".join(kind), Effect.KEPT, kept) if kept is not None else Key(at, ".".join(kind), Effect.HONOURED)


@dataclass(frozen=True, slots=True)
class _Tables:
    """Which tables a field may hold: one, one for each name, or a list of them."""

    alone: type[Table] | None = None
    named: type[Table] | None = None
    listed: type[Table] | None = None


def _tables(annotation: Any) -> _Tables:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return _Tables(alone=annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        found = [_tables(argument) for argument in arguments]
        return _Tables(
            next((one.alone for one in found if one.alone is not None), None),
            next((one.named for one in found if one.named is not None), None),
            next((one.listed for one in found if one.listed is not None), None),
        )
    if origin in (dict, list) and arguments:
        inner = _tables(arguments[-1]).alone
        # a list of schemes may be a mapping by name
        return _Tables(named=inner) if origin is dict else _Tables(listed=inner, named=inner)
    return _Tables()
