"""Emits the package of a document, unformatted and under a name of its own, and finds the type of each of its schemas."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pytest

from sdkwright import pipeline, press, printing
from sdkwright.config import GenerateOptions
from sdkwright.ir.api import Api
from sdkwright.ir.operations import ResponseKind
from sdkwright.ir.types import ArrayType, NullableType, Reference, Scalar, ScalarType, Type
from sdkwright.ir.walk import methods
from sdkwright.naming.names import Names
from sdkwright.python.annotations import Direction
from sdkwright.python.layout import Layout, layout


@dataclass(frozen=True)
class Emitted:
    """An imported package: `read` and `sent` are the types of named schemas, `answers` those of operations, by pointer."""

    package: str
    root: dict[str, Any]
    read: Mapping[str, Any]
    sent: Mapping[str, Any]
    answers: Mapping[str, Any]

    def core(self, module: str) -> Any:
        return importlib.import_module(f"{self.package}._core.{module}")


def emit(document: Path, folder: Path, package: str) -> Emitted:
    """Run the generator on a document as the command line does, but for the formatting, which changes no meaning."""
    seen: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "tidy", lambda files, **_: files)
        patch.setattr(pipeline, "keep", lambda *_, **__: None)
        patch.setattr(printing, "watched", noting(seen, "view", printing.watched))
        patch.setattr(pipeline, "lower", noting(seen, "lower", pipeline.lower))
        options = GenerateOptions(
            spec=document, output=folder, package=package, keep_going=True, use_cache=False, jobs=1, tests=False
        )
        pipeline.generate(options)
    sys.path.insert(0, str(folder / "src"))
    importlib.invalidate_caches()
    types = _Types(package, *seen["view"][:2])
    read, sent = (dict(types.models(direction)) for direction in (Direction.RESPONSE, Direction.REQUEST))
    return Emitted(package, seen["lower"][0].root, read, sent, dict(types.answers()))


def noting(seen: dict[str, Any], name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
    """The stage itself, which leaves what it was called with in `seen`."""

    def noted(*arguments: Any, **options: Any) -> Any:
        seen[name] = arguments
        return stage(*arguments, **options)

    return noted


def is_file(node: Type) -> bool:
    """Whether it is a file to upload, or several, which JSON has no form of."""
    match node:
        case NullableType(inner=inner) | ArrayType(items=inner):
            return is_file(inner)
        case _:
            return isinstance(node, ScalarType) and node.kind is Scalar.BINARY


class _Types:
    def __init__(self, package: str, api: Api, names: Names) -> None:
        self.package, self.api, self.names = package, api, names
        self.places: Layout = layout(api, names)

    def models(self, direction: Direction) -> Iterator[tuple[str, Any]]:
        classes = self.names.classes if direction is Direction.RESPONSE else self.names.param_classes
        for model in self.api.models:
            if model.pointer in classes and not (direction is Direction.REQUEST and is_file(model.type)):
                home = self.places.home(model.pointer, direction)
                yield str(model.pointer), self.load(home.module, home.name)

    def answers(self) -> Iterator[tuple[str, Any]]:
        """What operations answer with, where it is JSON of a type with a name."""
        for resource, method in methods(self.api):
            if method.paging is not None or method.response.kind is not ResponseKind.JSON:
                continue
            if method.site in self.names.responses:
                package = self.places.types_package(resource)
                module = (*package, self.names.response_modules[method.site])
                yield str(method.origin), self.load(module, self.names.responses[method.site])
            elif (found := self.annotation(method.response.type)) is not None:
                yield str(method.origin), found

    def annotation(self, node: Type | None) -> Any:
        match node:
            case Reference(model=pointer):
                home = self.places.home(pointer, Direction.RESPONSE)
                return self.load(home.module, home.name)
            case NullableType(inner=inner) if (found := self.annotation(inner)) is not None:
                return Optional[found]
            case ArrayType(items=inner) if (found := self.annotation(inner)) is not None:
                return list[found]
            case _:
                return None

    def load(self, module: tuple[str, ...], name: str) -> Any:
        return getattr(importlib.import_module(".".join((self.package, *module))), name)
