"""Where everything of a package lives: folders and modules; owns no contents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from sdkwright.inert import dataclass
from sdkwright.ir.api import CLIENT, Api, Model, Resource, ResourcePath
from sdkwright.ir.types import NullableType, ObjectType, Reference, Type, UnionType
from sdkwright.ir.walk import resources
from sdkwright.naming.models import SHARED_FOLDER, SHARED_PARAMS
from sdkwright.naming.names import Names
from sdkwright.naming.words import file_name
from sdkwright.pointer import Pointer
from sdkwright.python.annotations import Direction, Home
from sdkwright.python.imports import ModulePath


@dataclass(frozen=True, slots=True)
class Layout:
    """Module paths of one package, relative to it."""

    api: Api
    names: Names
    models: Mapping[Pointer, Model]
    attributes: Mapping[ResourcePath, str]
    folders: Mapping[ResourcePath, str]
    hosts: Mapping[Direction, Mapping[Pointer, Pointer]]

    def name(self, *parts: str) -> str:
        """The path of a file of the package, below the distribution's folder; a path object costs ten times as much to make."""
        return "/".join(("src", *self.api.package.import_name.split("."), *parts))

    def file(self, *parts: str) -> PurePosixPath:
        """A file of the package, below the distribution's folder."""
        return PurePosixPath(self.name(*parts))

    def module_name(self, module: ModulePath) -> str:
        """The path of the file of a module."""
        return self.name(*module[:-1], f"{module[-1]}.py")

    def module_file(self, module: ModulePath) -> PurePosixPath:
        """The file of a module."""
        return self.file(*module[:-1], f"{module[-1]}.py")

    def folder(self, path: ResourcePath) -> ModulePath:
        """The folders on the way to a resource, and its own: named as the attributes, in letters of ASCII."""
        return tuple(
            self.folders.get(path[: depth + 1]) or file_name(path[depth], "resource", self.names.casings)
            for depth in range(len(path))
        )

    def way(self, path: ResourcePath) -> tuple[str, ...]:
        """The attribute names on the way from the client to a resource."""
        if path == CLIENT:
            return ()
        return tuple(self.attributes[path[: depth + 1]] for depth in range(len(path)))

    def types_package(self, resource: Resource) -> ModulePath:
        """The package that holds the types of a resource."""
        return ("types", *self.folder(resource.types))

    def model_module(self, model: Model, direction: Direction) -> ModulePath:
        """The module of a model or of the twin that requests take."""
        modules = self.names.modules if direction is Direction.RESPONSE else self.names.param_modules
        model = self.host(model, direction)
        if model.is_shared:
            folder = (SHARED_FOLDER,) if direction is Direction.RESPONSE else SHARED_PARAMS
            return ("types", *folder, modules[model.pointer])
        return ("types", *self.folder(model.types), modules[model.pointer])

    def host(self, model: Model, direction: Direction) -> Model:
        """The model in whose module this one stands: itself, but where it and the model that it extends need each other."""
        pointer = self.hosts[direction].get(model.pointer)
        return self.models[pointer] if pointer is not None else model

    def home(self, pointer: Pointer, direction: Direction) -> Home:
        """Module and class of a model, as that direction takes it; a model without a twin is the same in both."""
        model = self.models[pointer]
        twin = direction is Direction.REQUEST and pointer in self.names.param_classes
        if not twin and pointer not in self.names.classes:
            twin = True
        chosen = Direction.REQUEST if twin else Direction.RESPONSE
        classes = self.names.param_classes if twin else self.names.classes
        return Home(self.model_module(model, chosen), classes[pointer], self.has_fields(model.type))

    def base(self, node: ObjectType) -> tuple[Pointer, ObjectType] | None:
        """The model that an object inherits from, and its type; models that are other names of it are seen through."""
        reference: Type | None = node.base
        seen = set[Pointer]()
        while isinstance(reference, Reference) and reference.model not in seen:
            seen.add(reference.model)
            found = self.models[reference.model].type
            if isinstance(found, ObjectType):
                return reference.model, found
            reference = found
        return None

    def has_fields(self, node: Type) -> bool:
        """Whether values of the type are objects with fields, or may be."""
        match node:
            case ObjectType():
                return True
            case UnionType(variants=variants):
                return any(self.has_fields(variant.type) for variant in variants)
            case NullableType(inner=inner):
                return self.has_fields(inner)
            case Reference(model=pointer):
                return isinstance(self.models[pointer].type, ObjectType)
            case _:
                return False

    def resource_module(self, resource: Resource) -> ModulePath:
        """The module of a resource: one that is a folder holds a module of the same name.

        Where a child has that name (`teams.teams`), the module of the parent gets an underscore.
        """
        if resource.is_client:
            return ("_client",)
        folder = ("resources", *self.folder(resource.path))
        if not resource.is_folder:
            return folder
        module, children = folder[-1], {self.folders[inner.path] for inner in resource.resources}
        while module in children:
            module = f"{module}_"
        return (*folder, module)

    def resources_package(self, resource: Resource) -> ModulePath:
        """The folder of a resource that is one."""
        return ("resources", *self.folder(resource.path))


def layout(api: Api, names: Names) -> Layout:
    """The layout of a package."""
    attributes = {resource.path: names.attributes[resource.site] for resource in resources(api)}
    folders = {resource.path: names.modules[resource.site] for resource in resources(api)}
    models = {model.pointer: model for model in api.models}
    read, given = names.hosts
    hosts = {Direction.RESPONSE: read, Direction.REQUEST: given}
    return Layout(api, names, models, attributes, folders, hosts)
