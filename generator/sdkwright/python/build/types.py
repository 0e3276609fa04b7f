"""Modules of `types/`: one for each model and its twin, one for each unnamed answer, one for each method's parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from sdkwright.ir.api import Model
from sdkwright.ir.cycles import cycles
from sdkwright.ir.operations import Body, Location, Method, Parameter
from sdkwright.ir.types import MapType, ObjectType, Reference, Type
from sdkwright.ir.walk import descend, methods
from sdkwright.naming.answers import answered_at, answers
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import Annotator, Direction
from sdkwright.python.build.declarations import INDENT, Declaration, Declarer
from sdkwright.python.build.overloads import discriminator_of, forms, params_of, picking
from sdkwright.python.build.parts import Building, NotMade
from sdkwright.python.docstrings import docstring, field_lines, prose, told
from sdkwright.python.imports import Imports, ModuleName, ModulePath
from sdkwright.python.literals import identifier, string
from sdkwright.python.source import Source, join
from sdkwright.python.views import AliasView, ClassView, FieldView, Module, TypesView

TEMPLATE = "package/types/module.py.jinja"


def types_modules(building: Building) -> Iterator[Module | NotMade]:
    """Every module of types."""
    knots = {each: building.memory.recall("cycles", each.value, partial(_cycles, building, each)) for each in Direction}
    models = {model.pointer: model for model in building.layout.models.values()}
    for name, path, direction, pointers in building.memory.recall("modules of models", "", partial(_planned, building)):
        here = [models[pointer] for pointer in pointers]
        needed = [knots[direction].get(pointer, frozenset[Pointer]()) for pointer in pointers]
        make = partial(_models, building, here, direction, path, needed)
        yield building.module(name, make, *here, direction, *needed)
    responses, params = (dict(each.items()) for each in (building.names.response_modules, building.names.params_modules))
    for resource, method in methods(building.api):
        package = building.layout.types_package(resource)
        for site in answered_at(method):
            if site in responses:
                path = (*package, responses[site])
                make = partial(_answer, building, method, site, path)
                yield building.module(building.layout.module_name(path), make, method, site)
        if method.site in params:
            path = (*package, params[method.site])
            yield building.module(building.layout.module_name(path), partial(_params, building, method, path), method)


def _cycles(building: Building, direction: Direction) -> dict[Pointer, frozenset[Pointer]]:
    return cycles(building.api.models, given=direction is Direction.REQUEST)


def _planned(building: Building) -> list[tuple[str, ModulePath, Direction, tuple[Pointer, ...]]]:
    """The modules of models with the models in each, of which the first gives it its name.

    It looks at whole tables, so that not each name is noted as looked at.
    """
    found = list[tuple[str, ModulePath, Direction, tuple[Pointer, ...]]]()
    names = building.names
    modules, param_modules = dict(names.modules.items()), dict(names.param_modules.items())
    layout = replace(building.layout, names=replace(names, modules=modules, param_modules=param_modules))
    classes = {Direction.RESPONSE: names.classes.keys(), Direction.REQUEST: names.param_classes.keys()}
    together = {direction: _together(building, direction) for direction in Direction}
    for model in building.outside.models:
        for direction in (Direction.RESPONSE, Direction.REQUEST):
            if model.pointer in classes[direction] and model.pointer not in layout.hosts[direction]:
                path = layout.model_module(model, direction)
                pointers = together[direction].get(model.pointer, (model.pointer,))
                found.append((layout.module_name(path), path, direction, pointers))
    return found


def _together(building: Building, direction: Direction) -> dict[Pointer, tuple[Pointer, ...]]:
    """For each model that others stand beside in its module, all of them; what a class extends comes before it."""
    models = {model.pointer: model for model in building.outside.models}
    found = dict[Pointer, list[Model]]()
    for pointer, host in building.layout.hosts[direction].items():
        found.setdefault(host, []).append(models[pointer])
    return {host: (host, *(each.pointer for each in _bases_first(here))) for host, here in found.items()}


def _bases_first(models: list[Model]) -> Iterator[Model]:
    waiting = {model.pointer: model for model in models}

    def line(model: Model) -> Iterator[Model]:
        del waiting[model.pointer]
        for base in sorted(model.reach.bases & waiting.keys()):
            if base in waiting:
                yield from line(waiting[base])
        yield model

    for model in models:
        if model.pointer in waiting:
            yield from line(model)


def _models(
    building: Building,
    models: Sequence[Model],
    direction: Direction,
    path: ModulePath,
    needed: list[frozenset[Pointer]],
) -> Module:
    classes = building.names.classes if direction is Direction.RESPONSE else building.names.param_classes
    main = classes[models[0].pointer]
    declarer = _declarer(building, path, direction, main)
    declarations: list[Declaration] = []
    late: set[ModulePath] = set()
    for model, knot in zip(models, needed, strict=True):
        name = classes[model.pointer]
        declarer.annotator.imports.reserve(name)
        declarations += [*declarer.below(model.type), declarer.main(model.type, name, model.description)]
        late |= {building.layout.home(pointer, direction).module for pointer in knot if pointer not in model.reach.bases}
    return _module(building, declarer.annotator.imports, declarations, main, late)


def _declarer(building: Building, path: ModulePath, direction: Direction, main: str) -> Declarer:
    imports = Imports(ModuleName(path))
    imports.reserve(main)
    annotator = building.annotator(imports, direction)
    annotator.formats = True
    return Declarer(building, annotator)


def _module(
    building: Building, imports: Imports, declarations: list[Declaration], main: str, late: set[ModulePath]
) -> Module:
    """The module that `imports` belongs to; those of its imports that are `late` stand below the declarations."""
    late_imports = Imports(imports.module)
    for module in late & set(imports.inside):
        late_imports.inside[module] = imports.inside.pop(module)
    undefined = {name for names in late_imports.inside.values() for name in names.values()}
    declarations = _quoted(_after_bases(declarations), undefined, imports)
    others = [string(each.name) for each in declarations if each.name != main and not each.name.startswith("_")]
    view = TypesView(
        header=building.header,
        docstring=docstring([f"Types: `{main}`."], 0),
        imports=imports.lines(),
        late_imports=late_imports.lines(),
        all=join(", ", (string(main), *others)),
        declarations=tuple(declarations),
    )
    return Module(building.layout.module_file(imports.module.parts), TEMPLATE, view)


def _after_bases(declarations: list[Declaration]) -> list[Declaration]:
    """The declarations; a class that extends one further down, as one within a model does that extends the model itself, comes after that.

    So does an alias of such a class: were it quoted instead, pyright would go round in a circle.
    """
    waiting = {str(declaration.name) for declaration in declarations}
    result: list[Declaration] = []
    while declarations:
        held: list[Declaration] = []
        for declaration in declarations:
            if isinstance(declaration, AliasView):
                is_early = bool(_names(declaration.value) & {str(each.name) for each in held})
            else:
                is_early = declaration.bases.partition(",")[0] in waiting
            if is_early:
                held.append(declaration)
            else:
                waiting.discard(str(declaration.name))
                result.append(declaration)
        if len(held) == len(declarations):
            return [*result, *held]
        declarations = held
    return result


def _quoted(declarations: list[Declaration], late: set[str], imports: Imports) -> list[Declaration]:
    """The declarations; an alias that needs a name which is not there yet becomes a type whose value is looked at later.

    What a TypedDict says of further keys has an alias where it is more than a name, or one that is not there yet.
    """
    undefined = late | {str(declaration.name) for declaration in declarations}
    result: list[Declaration] = []
    for declaration in declarations:
        if isinstance(declaration, AliasView):
            result.append(_lazy(declaration, undefined, imports))
        elif (others := declaration.others) and (not others.replace(".", "").isidentifier() or others in undefined):
            alias = AliasView(Source.of("_{}Items", declaration.name), others, None)
            result += [_lazy(alias, undefined, imports), replace(declaration, others=alias.name)]
        else:
            result.append(declaration)
        undefined.discard(str(declaration.name))
    return result


def _lazy(alias: AliasView, undefined: set[str], imports: Imports) -> AliasView:
    quoted = bool(_names(alias.value) & undefined)
    imports.add("typing_extensions", "TypeAliasType" if quoted else "TypeAlias")
    return replace(alias, quoted=string(alias.value)) if quoted else alias


def _names(expression: Source) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)}


def _answer(building: Building, method: Method, site: Pointer, path: ModulePath) -> Module:
    answer = dict(answers(method))[site]
    name = building.names.responses[site]
    declarer = _declarer(building, path, Direction.RESPONSE, name)
    has_description = isinstance(answer, ObjectType) and method.paging is None and site == method.site
    description = method.response.description if has_description else None
    declarations = [*declarer.below(answer), declarer.main(answer, name, _described(answer, description))]
    return _module(building, declarer.annotator.imports, declarations, name, set())


def _described(answer: Type, description: str | None) -> str | None:
    return answer.description or description if isinstance(answer, ObjectType) else None


def _params(building: Building, method: Method, path: ModulePath) -> Module:
    name = building.names.params[method.site]
    declarer = _declarer(building, path, Direction.REQUEST, name)
    declarer.annotator.imports.add("typing_extensions", "TypedDict")
    positional = [entry.type for entry in method.located(Location.PATH) if entry.wire_name in method.positional]
    if method.members or method.choice is not None:
        found = list(_forms(declarer, method, name))
        bases = {form.bases.partition(",")[0] for form in found}
        whole = join(" | ", (form.name for form in found if form.name not in bases))
        own = [parameter.type for member in method.members for parameter in member.parameters]
        beside = [entry.type for entry in method.keywords if not method.members or entry.location is not Location.BODY]
        nested = _below(declarer, (*beside, *own, *positional))
        union = AliasView(identifier(name), whole, None)
        return _module(building, declarer.annotator.imports, [*found, *nested, union], name, set())
    parameters = params_of(building, method)
    main = _dict(declarer, name, parameters)
    roots = [*(parameter.type for parameter in parameters), *positional]
    if method.body is not None and not method.body.spread:
        main = replace(main, fields=(*main.fields, _whole_body(building, declarer, method.body)))
        roots.append(method.body.type)
    return _module(building, declarer.annotator.imports, [main, *_below(declarer, roots)], name, set())


def _below(declarer: Declarer, roots: Iterable[Type]) -> Iterator[Declaration]:
    """What is unnamed below the types of parameters."""
    return (declaration for root in roots for declaration in declarer.below(root, root=False))


def _dict(
    declarer: Declarer, name: str, parameters: Iterable[Parameter], base: str = "TypedDict", about: str | None = None
) -> ClassView:
    fields = tuple(_params_field(declarer, parameter) for parameter in parameters)
    told = prose(about, INDENT) if about is not None else None
    return ClassView(identifier(name), Source.of("{}, total=False", identifier(base)), told, fields, None, None)


def _forms(declarer: Declarer, method: Method, main: str) -> Iterator[ClassView]:
    """The TypedDict of each member of a body, and of each of those that pick a stream the two forms on a common base."""
    building = declarer.building
    named = [(building.names.classes[member.site], member.description) for member in method.members] or [(main, None)]
    for (name, about), parameters in zip(named, forms(building, method), strict=True):
        place = discriminator_of(method, parameters)
        if place is None:
            yield _dict(declarer, name, parameters, about=about)
            continue
        base, picks = f"{name}Base", parameters[place]
        yield _dict(declarer, base, (entry for entry in parameters if entry is not picks), about=about)
        for form, streams in (("NonStreaming", False), ("Streaming", True)):
            picked = picking(method, parameters, streams=streams) or ()
            yield _dict(declarer, f"{name}{form}", picked[place : place + 1], base)


def _params_field(declarer: Declarer, parameter: Parameter) -> FieldView:
    name = declarer.building.names.arguments[parameter.site]
    spelled = declarer.annotator.spell(parameter.type)
    if name != parameter.wire_name and parameter.location is not Location.PATH:
        spelled = declarer.annotator.annotated(spelled, Source.of("alias={}", string(parameter.wire_name)))
    if parameter.required:
        spelled = declarer.required(spelled)
    text = told(parameter.description, parameter.deprecation)
    about = docstring(field_lines(text), INDENT) if text is not None else None
    return FieldView(identifier(name), spelled, None, about)


def _whole_body(building: Building, declarer: Declarer, body: Body) -> FieldView:
    spelled = declarer.annotator.spell(body.type)
    if body.required:
        spelled = declarer.required(spelled)
    about = docstring(field_lines(body.description), INDENT) if body.description is not None else None
    return FieldView(identifier(building.names.arguments[body.site]), spelled, None, about)


def needs_transform(annotator: Annotator, node: Type) -> bool:
    """Whether a value that a caller gives is not yet as it goes over the wire: it has renamed keys or a format."""
    if any(isinstance(part, ObjectType | Reference | MapType) for part in descend(node)):
        return True
    spelled = annotator.spell(node)
    return "format" in spelled or "FileTypes" in spelled
