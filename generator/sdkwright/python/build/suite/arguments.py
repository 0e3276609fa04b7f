"""Recorded values as the arguments of a call: the names and keys of Python for what has others on the wire."""

from __future__ import annotations

from collections.abc import Mapping

from sdkwright.inert import dataclass
from sdkwright.ir.operations import BodyKind, Location, Method, Parameter
from sdkwright.ir.recordings import Recording, Sample
from sdkwright.ir.types import Scalar, Type, scalar
from sdkwright.pointer import Json, Pointer
from sdkwright.python.build.overloads import params_of
from sdkwright.python.build.parts import Building
from sdkwright.python.build.samples import Sampler, literal
from sdkwright.python.expressions import Expression, arguments, flat
from sdkwright.python.literals import identifier, octets, string
from sdkwright.python.source import Source


@dataclass(frozen=True, slots=True)
class FileSampler(Sampler):
    """As in README, but for files, which are given as bytes."""

    def written(self, item: Json, node: Type) -> Expression | None:
        """The value with the keys that Python has for it, or None where it is not of the type."""
        if node == scalar(Scalar.BINARY):
            return octets(item.encode()) if isinstance(item, str) else None
        # named with both, since a dataclass with slots is another class than the one that `super()` knows
        return super(FileSampler, self).written(item, node)  # noqa: UP008


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of one call, and the samples that they are."""

    samples: tuple[Sample, ...]
    entries: tuple[tuple[Source, Expression], ...]

    @property
    def arguments(self) -> Source:
        """The arguments in parentheses."""
        return flat(arguments(self.entries))

    @property
    def extended(self) -> Source:
        """The same with a header that only this request has."""
        header = (Source("extra_headers"), Source('{"x-extra": "more"}'))
        return flat(arguments((*self.entries, header)))


@dataclass(frozen=True, slots=True)
class Speller:
    """Spells the arguments of one method."""

    building: Building
    method: Method
    recording: Recording

    def required(self, beside: Pointer | None = None) -> Given:
        """What cannot be left out, and the argument `beside` that."""
        return self._given([sample for sample in self.recording.samples if sample.required or sample.site == beside])

    def shown(self, params: Mapping[str, Json]) -> Given | None:
        """What cannot be left out, and the values that the config shows; None where one of those is none that was recorded."""
        samples = [sample for sample in self.recording.samples if sample.required or sample.wire_name in params]
        given = self._given(samples)
        recorded = {sample.wire_name: sample.value for sample in given.samples}
        return given if all(recorded.get(name) == value for name, value in params.items()) else None

    def everything(self) -> Given | None:
        """All that can be given; None where that is not more than what is required."""
        whole = self._given(list(self.recording.samples))
        return whole if any(not sample.required for sample in whole.samples) else None

    def empty(self, parameter: Parameter) -> Source:
        """What is required, with nothing in one path parameter."""
        required = [sample for sample in self.recording.samples if sample.required]
        return self._given(required, {parameter.site: string("")}).arguments

    def _given(self, samples: list[Sample], instead: Mapping[Pointer, Source] | None = None) -> Given:
        by_site = {sample.site: sample for sample in samples}
        used: list[Sample] = []
        entries: list[tuple[Source, Expression]] = []
        for name, site, node in self._order():
            sample = by_site.get(site)
            if sample is None:
                continue
            written = self._written(sample, node)
            if written is None and not sample.required:
                continue
            used.append(sample)
            entries.append((name, (instead or {}).get(site) or written or literal(sample.value)))
        return Given(tuple(used), tuple(self._by_position(entries)))

    def _order(self) -> list[tuple[Source, Pointer, Type | None]]:
        """Arguments as the signature has them; the type of a body that is given as it is sent is None."""
        names, method = self.building.names.arguments, self.method
        in_path = {parameter.wire_name: parameter for parameter in method.located(Location.PATH)}
        parameters = [*(in_path[name] for name in method.positional), *params_of(self.building, method)]
        found: list[tuple[Source, Pointer, Type | None]] = [
            (identifier(names[parameter.site]), parameter.site, parameter.type) for parameter in parameters
        ]
        body = method.body
        if body is not None and not body.spread:
            plain = body.kind in (BodyKind.BINARY, BodyKind.TEXT)
            found.append((identifier(names[body.site]), body.site, None if plain else body.type))
        return found

    def _written(self, sample: Sample, node: Type | None) -> Expression | None:
        if node is not None:
            return FileSampler(self.building).written(sample.value, node)
        binary = self.method.body is not None and self.method.body.kind is BodyKind.BINARY
        return octets(str(sample.value).encode()) if binary else string(str(sample.value))

    def _by_position(self, entries: list[tuple[Source, Expression]]) -> list[tuple[Source, Expression]]:
        """A path parameter that is alone is given by position; where there are several, names tell them apart."""
        alone = len(self.method.positional) == 1 and len(self.method.located(Location.PATH)) == 1
        return [(Source(""), entries[0][1]), *entries[1:]] if alone and entries else entries
