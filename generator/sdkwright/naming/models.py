"""Names of models: class and module, and of the twin that requests take; owns the namespaces of the packages of types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from sdkwright.inert import dataclass
from sdkwright.ir.api import Api, Model, ResourcePath
from sdkwright.ir.walk import resources
from sdkwright.naming.reserved import ERRORS, EXPORTED, KEYWORDS, MODULE_NAMES, TYPING_NAMES
from sdkwright.naming.scope import Numbered, Scope
from sdkwright.naming.words import Casings, file_name, pascal
from sdkwright.pointer import Pointer, tokens

ALREADY_A_CLASS_NAME = re.compile(r"^[A-Z][A-Za-z0-9]*\Z", re.ASCII)

# a name that a config gives is kept where it is spelled as that of a class, numbered or not
SPELLED_AS_ONE = re.compile(r"^[A-Z][A-Za-z0-9]*(_[0-9]+)?\Z", re.ASCII)

# a model that only requests take is named as what it is already, where it ends so
PARAM_SUFFIXES = ("Param", "Params")

SHARED_FOLDER, SHARED_PARAMS = "shared", ("shared_params",)


def class_name(text: str, casings: Casings, fallback: str) -> str:
    """The text as a class name: Pascal case, an identifier, no keyword and no name that annotations need."""
    name = pascal(text, casings) or fallback
    if not name.isidentifier() or name in KEYWORDS:
        return f"{fallback}{name}"
    return f"{name}{fallback}" if name in TYPING_NAMES else name


def client_name(text: str, casings: Casings) -> str:
    """The text as the name of the client's class; neither it, nor its error, nor its asynchronous twin is called as another export."""
    name = class_name(text, casings, "Client")
    if name in EXPORTED or name.removeprefix("Async") in EXPORTED or f"{name}Error" in ERRORS:
        return f"{name}Client"
    return name


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
    casings: Casings = field(default_factory=Casings)

    def space(self, home: ResourcePath) -> _Space:
        """The namespace of one folder of types."""
        if home not in self.spaces:
            self.spaces[home] = _new_space()
        return self.spaces[home]

    def claim(self, home: ResourcePath, pointer: Pointer, *names: str, module: str | None = None) -> tuple[str, str]:
        """A class name, the first of these that is free in `home`, and the name of its module."""
        space = self.space(home)
        given = space.classes.claim(pointer, *names)
        return given, space.modules.claim(
            pointer, file_name(module or self.casings.in_words(given), "model", self.casings)
        )

    @property
    def numbered(self) -> list[Numbered]:
        """Names that had to be numbered."""
        return [entry for space in self.spaces.values() for entry in space.classes.numbered]


def _new_space() -> _Space:
    space = _Space()
    space.modules.reserve(MODULE_NAMES)
    return space


def name_models(api: Api, casings: Casings) -> ModelNames:
    """Names of all models: those that the config pins first, then the others, parts of others last; each in the order of their pointers."""
    result = ModelNames(casings=casings)
    _reserve_folders(api, result)
    models = {model.pointer: model for model in api.models}
    twins = {model.pointer for model in api.models if model.in_request and not _is_shared(model, models)}
    ordered = sorted(api.models, key=lambda model: (not model.pinned, _is_part(model), model.pointer))
    # names that the document gives come before those made of them
    for model in ordered:
        if model.in_response or model.pointer not in twins:
            _name_model(result, model, casings)
        elif _wanted(model, casings).endswith(PARAM_SUFFIXES) and model.param is None:
            _name_twin(result, model, _wanted(model, casings), module=model.key if model.pinned else None)
    for model in ordered:
        if model.pointer in twins and model.pointer not in result.param_classes:
            wanted = result.classes.get(model.pointer, _wanted(model, casings))
            candidates = (wanted,) if model.is_shared else (f"{wanted}Param", f"{wanted}InputParam")
            if model.param is not None:
                candidates = (class_name(model.param.rpartition(".")[2], casings, "Param"), *candidates)
            elif not model.has_suffix:
                candidates = (wanted, *candidates)
            _name_twin(result, model, *candidates, module=_twin_module(model, candidates, wanted))
    return result


def _reserve_folders(api: Api, result: ModelNames) -> None:
    """A package of types holds a folder for each resource that has one: no module may have its name."""
    if any(model.is_shared for model in api.models):
        result.space(()).modules.reserve((SHARED_FOLDER, SHARED_PARAMS[-1]))
    paths = {model.types for model in api.models if not model.is_shared}
    paths |= {resource.path for resource in resources(api) if resource.is_folder}
    for folder in {path[: depth + 1] for path in paths for depth in range(len(path))}:
        result.space(folder[:-1]).modules.reserve([file_name(folder[-1], "resource", result.casings)])


def _is_part(model: Model) -> bool:
    """Whether it is only a part of a component, so that components have a better right to their names."""
    path = tokens(model.pointer)
    return path[:2] == ("components", "schemas") and len(path) > len(("components", "schemas", "name"))


def _wanted(model: Model, casings: Casings) -> str:
    spelled = SPELLED_AS_ONE if model.pinned else ALREADY_A_CLASS_NAME
    keep = spelled.match(model.key) and model.key not in TYPING_NAMES
    return model.key if keep else class_name(model.key, casings, "Model")


def _name_model(result: ModelNames, model: Model, casings: Casings) -> None:
    wanted, module = _wanted(model, casings), model.key if model.pinned else None
    name, stem = result.claim(model.types, model.pointer, wanted, f"{wanted}Model", module=module)
    result.classes[model.pointer], result.modules[model.pointer] = name, stem


def _twin_module(model: Model, candidates: tuple[str, ...], wanted: str) -> str | None:
    """The module of a twin as the config spells the model, `Param` behind it as behind the class; None: as the class has it."""
    if not model.pinned or not candidates[0].startswith(wanted):
        return None
    return f"{model.key}_{candidates[0].removeprefix(wanted)}"


def _name_twin(result: ModelNames, model: Model, *candidates: str, module: str | None = None) -> None:
    home = SHARED_PARAMS if model.is_shared else model.types
    name, stem = result.claim(home, model.pointer, *candidates, module=module)
    result.param_classes[model.pointer], result.param_modules[model.pointer] = name, stem


def _is_shared(model: Model, models: Mapping[Pointer, Model]) -> bool:
    """Whether requests and responses spell a model alike, so that no twin is needed: no object and no union in it."""
    seen: set[Pointer] = set()
    waiting = [model]
    while waiting:
        here = waiting.pop()
        if not here.reach.is_plain:
            return False
        waiting += [models[pointer] for pointer in here.reach.models - seen]
        seen |= here.reach.models
    return True
