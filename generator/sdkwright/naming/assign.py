"""The stage itself: Api -> Names, in one pass over everything that needs a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sdkwright.ir.api import Api
from sdkwright.ir.operations import Location, Member, Method, ResponseKind
from sdkwright.ir.types import ObjectType, Reference, ScalarType, Type
from sdkwright.ir.walk import descend, methods, parts
from sdkwright.naming.arguments import argument_names, field_names
from sdkwright.naming.inline import FORMS, InlineNamer, with_fields
from sdkwright.naming.models import ModelNames, class_name, name_models
from sdkwright.naming.names import Names
from sdkwright.naming.pages import name_pages
from sdkwright.naming.reserved import CLIENT_ARGUMENTS, KEYWORDS, TYPING_NAMES
from sdkwright.naming.resources import name_resources
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import Casings, pascal, snake
from sdkwright.pointer import Pointer


@dataclass(slots=True)
class _MethodNames:
    """Names of what belongs to one method: its parameters' TypedDict, its unnamed answer, its arguments."""

    params: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    params_modules: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    responses: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    response_modules: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    arguments: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    numbered: list[Numbered] = field(default_factory=list[Numbered])


def assign(api: Api, casings: Casings) -> Names:
    """Every name of the package. Pinned names come before those of components, those before derived ones."""
    models = name_models(api, casings)
    resources = name_resources(api, casings, models.classes)
    per_method = _name_methods(api, casings, models)
    inline, numbered = _name_inline(api, casings, models, per_method)
    pages = name_pages(api, casings)
    fields = dict(pages.fields)
    classes = frozenset((*models.classes.values(), *inline.values(), *models.param_classes.values()))
    for root in _response_roots(api):
        for names, extra in field_names(root, protected=api.package.protects_namespace, classes=classes):
            fields.update(names)
            numbered.extend(extra)
    return Names(
        client=class_name(api.client.name, casings, "Client"),
        attributes=resources.attributes,
        classes={**resources.classes, **inline, **pages.classes, **models.classes},
        modules={**resources.modules, **models.modules},
        param_classes=models.param_classes,
        param_modules=models.param_modules,
        params=per_method.params,
        params_modules=per_method.params_modules,
        responses=per_method.responses,
        response_modules=per_method.response_modules,
        arguments=per_method.arguments,
        fields=fields,
        schemes=pages.schemes,
        options=_options(api),
        numbered=(*models.numbered, *resources.numbered, *per_method.numbered, *pages.numbered, *numbered),
    )


def _options(api: Api) -> dict[str, str]:
    """Options of the client; one that is called as what every client has gets a word more."""
    scope = Scope()
    scope.reserve(CLIENT_ARGUMENTS)
    found: dict[str, str] = {}
    for option in api.client.options:
        name = snake(option.key) or "option"
        if not name.isidentifier() or name in KEYWORDS:
            name = f"api_{name}"
        found[option.key] = scope.claim(Pointer(""), name, f"{name}_option")
    return found


def needs_name(answer: Type) -> bool:
    """Whether an answer that is no model gets a name and a module of its own."""
    return not isinstance(answer, Reference | ScalarType) and any(
        not isinstance(part, ScalarType) for part in (*parts(answer), answer)
    )


def _has_plain_alias(method: Method, answer: Type) -> bool:
    """Whether a name is kept for an answer that has none in its signature: `FileContentResponse = str`."""
    return method.response.kind in (ResponseKind.JSON, ResponseKind.TEXT) and isinstance(answer, ScalarType)


def answer_type(method: Method) -> Type | None:
    """What one call answers with: the item type where it answers with pages."""
    return method.paging.item if method.paging is not None else method.response.type


def _name_methods(api: Api, casings: Casings, models: ModelNames) -> _MethodNames:
    result = _MethodNames()
    for resource, method in sorted(methods(api), key=lambda entry: entry[1].site):
        home = resource.types
        prefix = class_name(casings.singular(resource.path[-1]), casings, "Root")
        stem = f"{prefix}{pascal(method.key, casings)}"
        longer = f"{class_name(resource.path[-1], casings, 'Root')}{pascal(method.key, casings)}"
        # what the client itself answers with is called after the method alone
        answered = class_name(method.key, casings, "Client") if resource.is_client else stem
        if _wants_params(method):
            name, module = models.claim(home, method.origin, *_params_stems(method, stem, longer, casings))
            result.params[method.site], result.params_modules[method.site] = name, module
        answer = answer_type(method)
        if answer is not None and (needs_name(answer) or (api.configured and _has_plain_alias(method, answer))):
            name, module = models.claim(home, method.origin, *_stems("Response", answered, longer))
            result.responses[method.site], result.response_modules[method.site] = name, module
        event = method.choice.response if method.choice is not None else None
        if event is not None and event.type is not None and event.type != answer and needs_name(event.type):
            name, module = models.claim(home, method.origin, *_stems("StreamResponse", answered, longer))
            result.responses[event.site], result.response_modules[event.site] = name, module
        arguments, numbered = argument_names(method, keyed=api.client.settings.idempotency_header is not None)
        result.arguments.update(arguments)
        result.numbered.extend(numbered)
    return result


def _stems(kind: str, stem: str, longer: str) -> tuple[str, ...]:
    """Names for what a method takes or gives: after the resource in the singular, else as the path has it."""
    return tuple(dict.fromkeys((f"{stem}{kind}", f"{longer}{kind}", f"{stem}Method{kind}")))


def _params_stems(method: Method, stem: str, longer: str, casings: Casings) -> tuple[str, ...]:
    """Names for the parameters of a method; the config may give one where a parameter picks a stream."""
    usual = _stems("Params", stem, longer)
    pinned = method.choice.params_name if method.choice is not None else None
    return (class_name(pinned, casings, "Params"), *usual) if pinned is not None else usual


def _wants_params(method: Method) -> bool:
    """A method has a TypedDict of parameters when it takes anything that is not positional, or unnamed types need a home."""
    whole_body = method.body is not None and not method.body.spread
    unnamed = (part for parameter in method.parameters for part in descend(parameter.type))
    return whole_body or bool(method.keywords) or any(isinstance(part, ObjectType) for part in unnamed)


def _name_inline(
    api: Api, casings: Casings, models: ModelNames, per_method: _MethodNames
) -> tuple[dict[Pointer, str], list[Numbered]]:
    classes: dict[Pointer, str] = {}
    numbered: list[Numbered] = []
    objects = with_fields({model.pointer: model.type for model in api.models})
    for main, roots, members, tables in _modules(api, models, per_method):
        scope = Scope()
        scope.reserve(TYPING_NAMES)
        inside = [parameter.type for member in members for parameter in member.parameters]
        scope.reserve({main, *(f"{main}{form}" for form in FORMS)})
        scope.reserve(_referred(tables, (*(root for _, root in roots), *inside)))
        namer = InlineNamer(scope, casings, objects, classes)
        for word, root in roots:
            if word is None:
                namer.below(root, main)
            else:
                namer.name(root, "", word)
        for index, member in enumerate(members):
            namer.member(member, index)
        numbered.extend(scope.numbered)
    return classes, numbered


Roots = list[tuple[str | None, Type]]
Tables = tuple[Mapping[Pointer, str], ...]
"""Names of models, by where a module may have them from: what is read, what is given, or both."""


def _modules(
    api: Api, models: ModelNames, per_method: _MethodNames
) -> Iterator[tuple[str, Roots, tuple[Member, ...], Tables]]:
    """Every module of types: the name of its main type, its roots, each under the word that names it (None: main), and members of a body."""
    given: Tables = ({**models.classes, **models.param_classes},)
    for model in api.models:
        main = models.classes.get(model.pointer, models.param_classes.get(model.pointer, ""))
        yield main, [(None, model.type)], (), (models.classes, models.param_classes)
    for _, method in methods(api):
        for site, answer in answers(method):
            if site in per_method.responses:
                yield per_method.responses[site], [(None, answer)], (), (models.classes,)
        if method.site in per_method.params:
            alone = [entry for entry in method.parameters if not method.members or entry.location is not Location.BODY]
            roots: Roots = [(parameter.wire_name, parameter.type) for parameter in alone]
            if method.body is not None and not method.body.spread:
                roots.append((method.body.argument or "body", method.body.type))
            yield per_method.params[method.site], roots, method.members, given


def answers(method: Method) -> Iterator[tuple[Pointer, Type]]:
    """What a method answers with, by the site that has its name: that of the method, or that of the stream which a caller may ask for."""
    answer = answer_type(method)
    if answer is not None:
        yield method.site, answer
    if method.choice is not None and method.choice.response.type is not None:
        yield method.choice.response.site, method.choice.response.type


def _referred(tables: Tables, roots: Iterable[Type]) -> Iterator[str]:
    for root in roots:
        for part in descend(root):
            if isinstance(part, Reference):
                yield from (table[part.model] for table in tables if part.model in table)


def _response_roots(api: Api) -> Iterator[Type]:
    yield from (model.type for model in api.models)
    for _, method in methods(api):
        yield from (answer for _, answer in answers(method) if not isinstance(answer, Reference))
