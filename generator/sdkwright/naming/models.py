"""Names of models: class and module, and of the twin that requests take; owns the namespaces of the packages of types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sdkwright.ir.api import Api, Model, ResourcePath
from sdkwright.ir.types import ObjectType, Reference, Type, UnionType
from sdkwright.ir.walk import descend
from sdkwright.naming.reserved import KEYWORDS, MODULE_NAMES, TYPING_NAMES
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import Casings, file_name, pascal, snake
from sdkwright.pointer import Pointer

ALREADY_A_CLASS_NAME = re.compile(r"^[A-Z][A-Za-z0-9]*$", re.ASCII)


def class_name(text: str, casings: Casings, fallback: str) -> str:
    """The text as a class name: Pascal case, an identifier, no keyword and no name that annotations need."""
    name = pascal(text, casings) or fallback
    if not name.isidentifier() or name in KEYWORDS:
        return f"{fallback}{name}"
    return f"{name}{fallback}" if name in TYPING_NAMES else name


@dataclass(slots=True)
class _Space:
    """One package of types: class names differ, and so do module names in any case."""

    classes: Scope = field(default_factory=Scope)
    modules: Scope = field(default_factory=lambda: Scope(fold=True))


@dataclass(slots=True)
class ModelNames:
    """What this part of the naming decides, and the namespaces that methods claim from afterwards."""

    classes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    modules: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    param_classes: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    param_modules: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    spaces: dict[ResourcePath, _Space] = field(default_factory=dict[ResourcePath, _Space])

    def space(self, home: ResourcePath) -> _Space:
        """The namespace of the types of resources whose parents are `home`."""
        return self.spaces.setdefault(home, _new_space())

    def claim(self, home: ResourcePath, pointer: Pointer, name: str, module: str | None = None) -> tuple[str, str]:
        """A class name and the name of its module, both free in `home`."""
        space = self.space(home)
        given = space.classes.claim(pointer, name)
        return given, space.modules.claim(pointer, file_name(module or given, "model"))

    @property
    def numbered(self) -> list[Numbered]:
        """Names that had to be numbered."""
        return [entry for space in self.spaces.values() for entry in space.classes.numbered]


def _new_space() -> _Space:
    space = _Space()
    space.modules.reserve(MODULE_NAMES)
    return space


def types_home(path: ResourcePath) -> ResourcePath:
    """The package of types of a resource: that of its parents."""
    return path[:-1]


def name_models(api: Api, casings: Casings) -> ModelNames:
    """Names of all models: those that the config pins first, then the others, each in the order of their pointers."""
    result = ModelNames()
    _reserve_folders(api, result)
    types = {model.pointer: model.type for model in api.models}
    twins = {model.pointer for model in api.models if model.in_request and not _is_shared(model.type, types)}
    for model in sorted(api.models, key=lambda model: (not model.pinned, model.pointer)):
        _name_model(result, model, casings, has_twin=model.pointer in twins)
    return result


def _reserve_folders(api: Api, result: ModelNames) -> None:
    """A package of types holds a folder for each resource with children: no module may have its name."""

    def visit(path: ResourcePath, children: tuple[ResourcePath, ...]) -> None:
        result.space(path).modules.reserve(snake(child[-1]) for child in children)

    for home, names in _folders(api).items():
        visit(home, names)


def _folders(api: Api) -> Mapping[ResourcePath, tuple[ResourcePath, ...]]:
    found: dict[ResourcePath, tuple[ResourcePath, ...]] = {}
    waiting = list(api.resources)
    while waiting:
        resource = waiting.pop()
        if resource.resources:
            home = types_home(resource.path)
            found[home] = (*found.get(home, ()), resource.path)
            waiting.extend(resource.resources)
    return found


def _name_model(result: ModelNames, model: Model, casings: Casings, *, has_twin: bool) -> None:
    home = types_home(model.home)
    keep = not model.pinned and ALREADY_A_CLASS_NAME.match(model.key) and model.key not in TYPING_NAMES
    wanted = model.key if keep else class_name(model.key, casings, "Model")
    if model.in_response or not has_twin:
        name, stem = result.claim(home, model.pointer, wanted, model.key if model.pinned else None)
        result.classes[model.pointer], result.modules[model.pointer] = name, stem
        wanted = name
    if has_twin:
        twin = wanted if wanted.endswith("Param") else f"{wanted}Param"
        name, stem = result.claim(home, model.pointer, twin)
        result.param_classes[model.pointer], result.param_modules[model.pointer] = name, stem


def _is_shared(root: Type, types: Mapping[Pointer, Type]) -> bool:
    """Whether requests and responses spell a type alike, so that no twin is needed: no object and no union in it."""
    seen: set[Pointer] = set()
    waiting = [root]
    while waiting:
        for part in descend(waiting.pop()):
            if isinstance(part, ObjectType | UnionType):
                return False
            if isinstance(part, Reference) and part.model not in seen:
                seen.add(part.model)
                waiting.append(types[part.model])
    return True
