"""Packages emitted for the wire tests: by the pipeline, but for the formatting, which changes no behaviour and takes the time."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sdkwright import pipeline, press, printing
from sdkwright.config import GenerateOptions
from sdkwright.ir.api import Api, Resource
from sdkwright.ir.operations import Location, Method
from sdkwright.naming.names import Names
from wirekit.values import ABSENT

CORE = Path(__file__).parents[4] / "templates" / "core"


@dataclass(frozen=True, slots=True)
class Emitted:
    """A package, and what the generator knows of it: which method calls which operation, how its arguments are called."""

    name: str
    api: Api
    names: Names

    def client(self, base_url: str) -> Any:
        """A client with every credential given."""
        root = importlib.import_module(self.name)
        options = {self.names.options[option.key]: "secret" for option in self.api.client.options}
        return root.Client(**options, base_url=base_url, max_retries=0)

    def methods(self) -> Iterator[tuple[str, Method, tuple[str, ...]]]:
        """Each operation that has a method, with the attributes that lead to it."""

        def below(
            resources: tuple[Resource, ...], path: tuple[str, ...]
        ) -> Iterator[tuple[str, Method, tuple[str, ...]]]:
            for resource in resources:
                here = (*path, self.names.attributes[resource.site])
                for method in resource.methods:
                    yield f"{method.verb} {method.path}", method, (*here, self.names.attributes[method.site])
                yield from below(resource.resources, here)

        own = self.api.own.methods if self.api.own is not None else ()
        for method in own:
            yield f"{method.verb} {method.path}", method, (self.names.attributes[method.site],)
        yield from below(self.api.resources, ())

    def is_sent_by_client(self, method: Method, key: tuple[str, str]) -> bool:
        """Whether a parameter of the document is no argument, since an option of the client stands in for it."""
        if key in {(entry.location.value, entry.wire_name) for entry in method.parameters}:
            return False
        names = {option.credential.parameter for option in self.api.client.options if option.credential is not None}
        headers = {option.header.lower() for option in self.api.client.options if option.header is not None}
        return key[1] in names or (key[0] == "header" and key[1].lower() in headers)

    def arguments(self, method: Method, values: dict[tuple[str, str], Any], body: Any) -> dict[str, Any]:
        """The keyword arguments that say these values."""
        given: dict[str, Any] = {}
        for parameter in method.parameters:
            key = (parameter.location.value, parameter.wire_name)
            if parameter.location is Location.BODY:
                if isinstance(body, dict) and parameter.wire_name in body:
                    given[self.names.arguments[parameter.site]] = body[parameter.wire_name]
            else:
                for place in (key, ("querystring", parameter.wire_name) if key[0] == "query" else key):
                    if place in values:
                        given[self.names.arguments[parameter.site]] = values[place]
        if method.body is not None and not method.body.spread and body is not ABSENT:
            given[self.names.arguments[method.body.site]] = body
        return given


def emit(spec: Path, folder: Path, name: str) -> Emitted:
    """Generate the package and make it importable."""
    known: list[Any] = []

    def assign(api: Api, *rest: Any, **options: Any) -> Names:
        names = ASSIGN(api, *rest, **options)
        known[:] = [api, names]
        return names

    with patch.object(printing, "assign", assign), patch.object(press, "tidy", lambda files, **_: files):
        options = GenerateOptions(
            spec=spec, output=folder / name, package=name, keep_going=True, use_cache=False, tests=False
        )
        result = pipeline.generate(options)
    if not known:
        raise AssertionError(f"nothing was emitted: {result.report}")
    source = folder / name / "src"
    for file in (source / name / "_core").iterdir():
        file.unlink()
    (source / name / "_core").rmdir()
    (source / name / "_core").symlink_to(CORE)  # the same bytes, whose compiled form is shared
    sys.path.insert(0, str(source))
    return Emitted(name, known[0], known[1])


ASSIGN = printing.assign
