"""One method under test: its calls, their recordings, and what is expected of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from sdkwright.inert import dataclass
from sdkwright.ir.operations import Location, Method, ResponseKind
from sdkwright.ir.recordings import Recording
from sdkwright.ir.types import STRING
from sdkwright.python.build.methods import method_path
from sdkwright.python.build.parts import Building
from sdkwright.python.build.suite.arguments import Given, Speller
from sdkwright.python.build.suite.cassettes import Cassette, Tape
from sdkwright.python.build.suite.shapes import Shaper
from sdkwright.python.build.suite.support import token_urls
from sdkwright.python.literals import identifier, string, value
from sdkwright.python.source import Source
from sdkwright.python.statuses import error_class
from sdkwright.python.suite_views import CallView, EmptyView, FailureView, TestedMethodView

READS = frozenset({"GET", "HEAD", "OPTIONS", "QUERY", "TRACE"})
"""The methods of HTTP that change nothing (RFC 9110, section 9.2.1): these are recorded without being asked twice."""


@dataclass(frozen=True, slots=True)
class Tested:
    """One way to call a method with its recording, for one module of tests.

    `stem` is the name of its cassettes, below their folder; `place` counts the ways from 1.
    """

    building: Building
    method: Method
    recording: Recording
    shaper: Shaper
    stem: str
    place: int = 1

    def others(self) -> Iterator[Tested]:
        """The further ways to call it."""
        for place, recording in enumerate(self.recording.others, 2):
            choice = self.method.choice if recording.streams else None
            method = replace(self.method, response=choice.response) if choice is not None else self.method
            yield replace(self, method=method, recording=recording, stem=f"{self.stem}.{place}", place=place)

    def cassettes(self) -> Iterator[tuple[PurePosixPath, Cassette]]:
        """The recordings, by their path below the folder of the cassettes."""
        tape, required = Tape(self.building.api, self.method, self.recording), self._speller.required()
        yield self._file(""), tape.single(required.samples)
        everything = self._speller.everything()
        if everything is not None:
            yield self._file(".all"), tape.single(everything.samples)
        if self.recording.pages:
            yield self._file(".pages"), tape.pages(required.samples, self.recording.pages)
        if self.recording.previous:
            yield self._file(".previous"), tape.pages(self._back.samples, self.recording.previous)
        if self.recording.errors:
            yield self._file(".errors"), tape.errors(required.samples)

    def _file(self, suffix: str) -> PurePosixPath:
        return PurePosixPath(f"{self.stem}{suffix}.yaml")

    @property
    def _speller(self) -> Speller:
        return Speller(self.building, self.method, self.recording)

    @property
    def _back(self) -> Given:
        return self._speller.required(self.recording.back)

    def _expected(self) -> Source:
        """The type of the answer, and the property of what was recorded that it is, where it is one."""
        answer, inside = self.shaper.answer(self.method), self.method.response.unwrap
        return answer if inside is None else Source.of("{}, inside={}", answer, string(inside))

    def view(self) -> TestedMethodView:
        """What the template prints of it."""
        kind, required = self.method.response.kind, self._speller.required()
        everything = self._speller.everything()
        owner = method_path(self.building, self.building.resource_of[self.method.site], self.method)
        sync, asynchronous = (self._page(prefix) for prefix in ("Sync", "Async"))
        name = identifier(self.building.names.attributes[self.method.site])
        return TestedMethodView(
            name=name,
            label=name if self.place == 1 else identifier(f"{name}_overload_{self.place}"),
            owner=owner.cut(len("client."), owner.rindex(".") + 1),
            required=self._call(required, ""),
            everything=self._call(everything, ".all") if everything is not None else None,
            empty=tuple(self._empty()) if self.place == 1 else (),
            errors=tuple(
                FailureView(value(answer.status), identifier(error_class(answer.status)))
                for answer in self.recording.errors
            ),
            failing=self._call(required, ".errors"),
            pages=self._call(required, ".pages") if self.recording.pages else None,
            back=self._call(self._back, ".previous") if self.recording.previous else None,
            expected=self._expected(),
            page=sync,
            async_page=asynchronous,
            is_nothing=kind is ResponseKind.NONE,
            is_text=kind is ResponseKind.TEXT,
            is_content=kind is ResponseKind.BINARY,
            is_stream=kind is ResponseKind.STREAM,
            is_value=kind is ResponseKind.JSON and self.method.paging is None,
            deprecated=self.method.deprecated,
        )

    def _call(self, given: Given, suffix: str) -> CallView:
        name = string(f"{self.stem}{suffix}")
        marked = name if self.recording.verb in READS else Source.of("{}, writes=True", name)
        marked = Source.of("{}, secret=True", marked) if self._gives_tokens else marked
        return CallView(given.arguments, marked, given.extended)

    @property
    def _gives_tokens(self) -> bool:
        """Whether it is what the client itself asks for its tokens."""
        places = (urlsplit(url).path.lstrip("/") for url in token_urls(self.building))
        return self.recording.verb == "POST" and any(f"/{path}".endswith(self.recording.path) for path in places)

    def _page(self, prefix: str) -> Source | None:
        if self.method.paging is None:
            return None
        name = f"{prefix}{self.building.names.schemes[self.method.paging.scheme]}"
        return identifier(self.shaper.imports.add_own(("pagination",), name))

    def _empty(self) -> Iterator[EmptyView]:
        within = self.recording.path.partition("?")[0]  # what a path has of a query may be empty
        for parameter in self.method.located(Location.PATH):
            if parameter.type == STRING and parameter.writing is None and f"{{{parameter.wire_name}}}" in within:
                name = identifier(self.building.names.arguments[parameter.site])
                message = string(f"Expected a non-empty value for `{name}` but received ''")
                yield EmptyView(self._speller.empty(parameter), message)
