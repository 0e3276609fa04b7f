"""The stage itself: Api -> Names, in one pass over everything that needs a name."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import partial
from itertools import chain

from sdkwright.diagnostics import Report
from sdkwright.inert import dataclass
from sdkwright.ir.api import Api, Model
from sdkwright.ir.cycles import hosts
from sdkwright.ir.operations import Location, Member, Method
from sdkwright.ir.reach import referred
from sdkwright.ir.types import Reference, Type
from sdkwright.ir.walk import methods
from sdkwright.memory import Memory
from sdkwright.naming.answers import answers
from sdkwright.naming.arguments import argument_names, field_names
from sdkwright.naming.errors import error_names
from sdkwright.naming.inline import FORMS, InlineNamer, with_fields
from sdkwright.naming.models import ModelNames, class_name, client_name, name_models
from sdkwright.naming.names import FieldNames, Hosts, Names
from sdkwright.naming.options import header_names, option_names
from sdkwright.naming.outside import Outline, Outside, outside
from sdkwright.naming.pages import PageNames, name_pages
from sdkwright.naming.reserved import TYPING_NAMES
from sdkwright.naming.resources import ResourceNames, name_resources
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import Casings, pascal
from sdkwright.pointer import Pointer


@dataclass(slots=True)
class _MethodNames:
    """Names of what belongs to one method: its parameters' TypedDict, its unnamed answer."""

    params: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    params_modules: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    responses: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    response_modules: dict[Pointer, str] = field(default_factory=dict[Pointer, str])


@dataclass(slots=True)
class _Whole:
    """What is decided for the API as a whole, which looks into no model.

    ``objects`` are the models whose values may be objects; ``together`` are those that share a module, for each of them; ``hosts`` are those in whose modules others stand.
    """

    models: ModelNames
    resources: ResourceNames
    methods: _MethodNames
    pages: PageNames
    objects: frozenset[Pointer]
    numbered: list[Numbered]
    together: Mapping[Pointer, tuple[Pointer, ...]]
    hosts: Hosts


@dataclass(slots=True)
class _Inside:
    """Names inside one model, or inside what one method takes and gives; of all of these, where there is no ``source``.

    ``crowded`` are those fields of which the name had to be numbered.
    """

    source: Model | Method | None = None
    classes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    arguments: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    fields: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    numbered: list[Numbered] = field(default_factory=list[Numbered])
    crowded: list[Numbered] = field(default_factory=list[Numbered])

    def name_fields(self, casings: Casings, *, protected: bool, classes: Collection[str] = ()) -> None:
        """Name the fields, none of them as one of the classes."""
        self.fields, self.crowded = {}, []
        for root in self._roots():
            for names, crowded in field_names(root, casings, protected=protected, classes=classes):
                self.fields.update(FieldNames.of(names))
                self.crowded += crowded

    def _roots(self) -> Iterator[Type]:
        """The types whose fields have names."""
        if isinstance(self.source, Model):
            yield self.source.type
        elif self.source is not None:
            yield from (answer for _, answer in answers(self.source) if not isinstance(answer, Reference))


def assign(api: Api, casings: Casings, memory: Memory | None = None, seen: Outside | None = None) -> Names:
    """Every name of the package. Pinned names come before those of components, those before derived ones.

    Pieces that are in the ``memory`` of the last run of the same config stay as they were. ``seen`` is the outside of the API, if known.
    """
    memory = memory or Memory(Report())
    seen = seen or outside(api, memory)
    whole = memory.recall("names", "", partial(_whole, seen, casings), (seen,))
    inside = _joined(
        [*_inside(api, casings, whole, memory)], whole.models, casings, protected=api.package.protects_namespace
    )
    models, resources, per_method = whole.models, whole.resources, whole.methods
    return Names(
        client=client_name(api.client.name, casings),
        attributes=resources.attributes,
        classes={**resources.classes, **inside.classes, **whole.pages.classes, **models.classes},
        modules={**resources.modules, **models.modules},
        param_classes=models.param_classes,
        param_modules=models.param_modules,
        params=per_method.params,
        params_modules=per_method.params_modules,
        responses=per_method.responses,
        response_modules=per_method.response_modules,
        arguments=inside.arguments,
        fields=FieldNames({**whole.pages.fields, **inside.fields}),
        schemes=whole.pages.schemes,
        errors=error_names(api, casings),
        options=option_names(api, casings),
        headers=header_names(api, casings),
        casings=casings,
        hosts=whole.hosts,
        numbered=(*whole.numbered, *inside.numbered, *inside.crowded),
    )


def _joined(inside: list[_Inside], models: ModelNames, casings: Casings, *, protected: bool) -> _Inside:
    """All names of that kind. Which classes there are is only known now, so fields that are called as one get another name."""
    whole = _Inside()
    for each in inside:
        whole.classes.update(each.classes)
        whole.arguments.update(each.arguments)
        whole.numbered += each.numbered
    classes = frozenset((*models.classes.values(), *whole.classes.values(), *models.param_classes.values()))
    for each in inside:
        whole.fields.update(each.fields)
    if not classes.isdisjoint(whole.fields.values()):
        inside = [_apart(each, casings, classes, protected=protected) for each in inside]
        for each in inside:
            whole.fields.update(each.fields)
    whole.crowded = [crowded for each in inside for crowded in each.crowded]
    return whole


def _apart(inside: _Inside, casings: Casings, classes: frozenset[str], *, protected: bool) -> _Inside:
    """The same with no field called as one of the classes; the piece itself is of the next run as well."""
    if classes.isdisjoint(inside.fields.values()):
        return inside
    named = replace(inside)
    named.name_fields(casings, protected=protected, classes=classes)
    return named


def _inside(api: Api, casings: Casings, whole: _Whole, memory: Memory) -> Iterator[_Inside]:
    """The names inside each model and each method."""
    given = keyed, protected = api.client.settings.idempotency_header is not None, api.package.protects_namespace
    namer = _Namer(casings, whole, keyed, protected)
    models = {model.pointer: model for model in api.models}
    for model in api.models:
        beside = tuple([models[each] for each in whole.together.get(model.pointer, (model.pointer,))])
        yield memory.recall("names", model.pointer, partial(namer.model, model, beside), (whole, *given, *beside))
    for _, method in methods(api):
        yield memory.recall("names", method.site, partial(namer.method, method), (whole, method, *given))


def _whole(seen: Outside, casings: Casings) -> _Whole:
    api = seen.api
    models = name_models(api, casings)
    resources = name_resources(seen, casings, models.classes)
    per_method = _name_methods(seen, casings, models)
    pages = name_pages(api, casings)
    numbered = [*models.numbered, *resources.numbered, *pages.numbered]
    models.spaces.clear()  # nothing is claimed from here on
    found = hosts(api.models, models.classes, given=False), hosts(api.models, models.param_classes, given=True)
    return _Whole(models, resources, per_method, pages, with_fields(api.models), numbered, _together(found), found)


def _together(found: Hosts) -> dict[Pointer, tuple[Pointer, ...]]:
    """The models that stand in one module, in either direction, for each of them."""
    groups: dict[Pointer, set[Pointer]] = {}
    for pointer, host in chain.from_iterable(each.items() for each in found):
        whole = groups.get(pointer, {pointer}) | groups.get(host, {host})
        groups.update(dict.fromkeys(whole, whole))
    return {pointer: tuple(sorted(whole)) for pointer, whole in groups.items()}


def _name_methods(seen: Outside, casings: Casings, models: ModelNames) -> _MethodNames:
    result = _MethodNames()
    for resource, method in sorted(methods(seen.api), key=lambda entry: entry[1].site):
        home, outline = resource.types, seen.outlines[method.site]
        prefix = class_name(casings.singular(resource.path[-1]), casings, "Root")
        stem = f"{prefix}{pascal(method.key, casings)}"
        longer = f"{class_name(resource.path[-1], casings, 'Root')}{pascal(method.key, casings)}"
        # what the client itself answers with is called after the method alone
        answered = class_name(method.key, casings, "Client") if resource.is_client else stem
        if outline.takes:
            name, module = models.claim(home, method.origin, *_params_stems(outline, stem, longer, casings))
            result.params[method.site], result.params_modules[method.site] = name, module
        if outline.answers or (seen.api.configured and outline.is_plain):
            name, module = models.claim(home, method.origin, *_stems("Response", answered, longer))
            result.responses[method.site], result.response_modules[method.site] = name, module
        if outline.streams is not None:
            name, module = models.claim(home, method.origin, *_stems("StreamResponse", answered, longer))
            result.responses[outline.streams], result.response_modules[outline.streams] = name, module
    return result


def _stems(kind: str, stem: str, longer: str) -> tuple[str, ...]:
    """Names for what a method takes or gives: after the resource in the singular, else as the path has it."""
    return tuple(dict.fromkeys((f"{stem}{kind}", f"{longer}{kind}", f"{stem}Method{kind}")))


def _params_stems(outline: Outline, stem: str, longer: str, casings: Casings) -> tuple[str, ...]:
    """Names for the parameters of a method; the config may give one where a parameter picks a stream."""
    usual = _stems("Params", stem, longer)
    return (class_name(outline.pinned, casings, "Params"), *usual) if outline.pinned is not None else usual


Roots = list[tuple[str | None, Type]]
Tables = tuple[Mapping[Pointer, str], ...]
"""Names of models, by where a module may have them from: what is read, what is given, or both."""


@dataclass(frozen=True, slots=True)
class _Namer:
    """Names what is inside one module of types after the other, each for itself."""

    casings: Casings
    whole: _Whole
    keyed: bool
    protected: bool

    def model(self, model: Model, beside: tuple[Model, ...]) -> _Inside:
        """The names inside one model, of those that stand in its module."""
        names, inside = self.whole.models, _Inside(model)
        tables, scope = (names.classes, names.param_classes), Scope()
        scope.reserve(name for each in beside for table in tables if (name := table.get(each.pointer)) is not None)
        scope.reserve(_referred(tables, (each.type for each in beside)))
        for each in beside:
            classes = inside.classes if each is model else {}
            main = names.classes.get(each.pointer, names.param_classes.get(each.pointer, ""))
            namer = self._in_module(scope, main, classes, main if len(beside) > 1 else "")
            namer.below(each.type, main)
        inside.numbered.extend(entry for entry in scope.numbered if entry.pointer in inside.classes)
        inside.name_fields(self.casings, protected=self.protected)
        return inside

    def method(self, method: Method) -> _Inside:
        """The names inside what one method takes and gives."""
        names, per_method, inside = self.whole.models, self.whole.methods, _Inside(method)
        inside.arguments, numbered = argument_names(method, self.casings, keyed=self.keyed)
        inside.numbered += numbered
        for site, answer in answers(method):
            if site in per_method.responses:
                self._module(inside, per_method.responses[site], [(None, answer)], (), (names.classes,))
        inside.name_fields(self.casings, protected=self.protected)
        if method.site in per_method.params:
            alone = [entry for entry in method.parameters if not method.members or entry.location is not Location.BODY]
            roots: Roots = [(parameter.wire_name, parameter.type) for parameter in alone]
            if method.body is not None and not method.body.spread:
                roots.append((method.body.argument or "body", method.body.type))
            given = ChainMap(names.param_classes, names.classes)
            self._module(inside, per_method.params[method.site], roots, method.members, (given,))
        return inside

    def _module(self, inside: _Inside, main: str, roots: Roots, members: tuple[Member, ...], tables: Tables) -> None:
        """One module: the name of its main type, its roots, each under the word that names it (None: main), and members of a body."""
        scope = Scope()
        types = [parameter.type for member in members for parameter in member.parameters]
        scope.reserve(_referred(tables, (*(root for _, root in roots), *types)))
        namer = self._in_module(scope, main, inside.classes, "")
        for word, root in roots:
            if word is None:
                namer.below(root, main)
            else:
                namer.name(root, "", word)
        for index, member in enumerate(members):
            namer.member(member, index)
        inside.numbered.extend(scope.numbered)

    def _in_module(self, scope: Scope, main: str, classes: dict[Pointer, str], home: str) -> InlineNamer:
        scope.reserve({main, *(f"{main}{form}" for form in FORMS), *TYPING_NAMES})
        return InlineNamer(scope, self.casings, self.whole.objects, classes, home)


def _referred(tables: Tables, roots: Iterable[Type]) -> Iterator[str]:
    for model in referred(roots):
        yield from (table[model] for table in tables if model in table)
