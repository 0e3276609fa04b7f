"""`__init__.py` of every folder: what it exports, lazily, so that importing costs the same for any size of API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import partial

from sdkwright.inert import dataclass
from sdkwright.ir.api import CredentialRole
from sdkwright.ir.walk import methods, resources
from sdkwright.python.annotations import CORE, Direction
from sdkwright.python.build.parts import Building, NotMade
from sdkwright.python.docstrings import docstring
from sdkwright.python.imports import ModuleName, ModulePath
from sdkwright.python.literals import identifier, string
from sdkwright.python.source import Source, join
from sdkwright.python.views import ExportView, Module, NamespaceView, RootView, VersionView

TEMPLATE = "package/namespace.py.jinja"
Where = tuple[str, str]
Names = tuple[tuple[str, ModulePath], ...]
"""Names with the modules that define them."""


@dataclass(slots=True)
class _Folder:
    """A package below the root: names by the module that defines them, and packages inside."""

    names: dict[str, ModulePath] = field(default_factory=dict[str, ModulePath])
    folders: set[str] = field(default_factory=set[str])


def namespace_modules(building: Building) -> Iterator[Module | NotMade]:
    """The folders of `resources` and `types`."""
    for path, names, inside in building.memory.recall("folders", "", partial(_folders, building)):
        file = building.layout.name(*path, "__init__.py")
        yield building.module(file, partial(_namespace, building, path, names, inside), names, inside)


def _folders(building: Building) -> tuple[tuple[ModulePath, Names, tuple[str, ...]], ...]:
    """Each folder with its names and the folders inside."""
    folders: dict[ModulePath, _Folder] = {("resources",): _Folder(), ("types",): _Folder()}
    _resource_names(building, folders)
    _type_names(building, folders)
    return tuple(
        (path, tuple(sorted(folder.names.items())), tuple(sorted(folder.folders))) for path, folder in folders.items()
    )


def _resource_names(building: Building, folders: dict[ModulePath, _Folder]) -> None:
    for resource in resources(building.outside):
        module = building.layout.resource_module(resource)
        cls = building.names.classes[resource.site]
        holder = building.layout.resources_package(resource) if resource.is_folder else None
        parent = ("resources", *building.layout.folder(resource.path[:-1]))
        for name in (cls, f"Async{cls}"):
            folders[parent].names[name] = module
            if holder is not None:
                folders.setdefault(holder, _Folder()).names[name] = module
        if resource.is_folder:
            types = ("types", *building.layout.folder(resource.path))
            folders.setdefault(types, _Folder())
            folders[types[:-1]].folders.add(types[-1])


def _type_names(building: Building, folders: dict[ModulePath, _Folder]) -> None:
    for model in building.outside.models:
        for classes, direction in (
            (building.names.classes, Direction.RESPONSE),
            (building.names.param_classes, Direction.REQUEST),
        ):
            if model.pointer in classes:
                module = building.layout.model_module(model, direction)
                name = classes[model.pointer]
                _add(folders, module, name)
                if model.is_shared and direction is Direction.RESPONSE:  # importable from the root of types as well
                    folders["types",].names.setdefault(name, module)
    for resource, method in methods(building.outside):
        package = building.layout.types_package(resource)
        for names, modules in (
            (building.names.params, building.names.params_modules),
            (building.names.responses, building.names.response_modules),
        ):
            if method.site in names:
                _add(folders, (*package, modules[method.site]), names[method.site])


def _add(folders: dict[ModulePath, _Folder], module: ModulePath, name: str) -> None:
    for depth in range(2, len(module)):
        folders.setdefault(module[:depth], _Folder())
        folders[module[: depth - 1]].folders.add(module[depth - 1])
    folders.setdefault(module[:-1], _Folder()).names[name] = module


def _namespace(
    building: Building, path: ModulePath, names: Names, folders: tuple[str, ...]
) -> Module:
    here = ModuleName(path, is_package=True)
    exports = tuple(_export(here, name, module) for name, module in names)
    view = NamespaceView(
        header=building.header,
        docstring=docstring(
            [f"Names of `{'.'.join((building.api.package.import_name, *path))}`, loaded at first use."], 0
        ),
        core=here.relative((CORE, "lazy")),
        exports=exports,
        folders=tuple(map(_folder, folders)),
        all=join(", ", (export.quoted for export in exports)),
    )
    return Module(building.layout.file(*path, "__init__.py"), TEMPLATE, view)


def _export(here: ModuleName, name: str, module: ModulePath, origin: str | None = None) -> ExportView:
    place = here.relative(module)
    target = place if origin is None else f"{place}:{origin}"
    return ExportView(identifier(name), place, identifier(origin or name), string(name), string(target))


def _folder(name: str) -> ExportView:
    return ExportView(identifier(name), Source("."), identifier(name), string(name), string(f".{name}"))


# Public names of the root in the order in which readers of such packages know them, with the module of `_core` that has them.
BEFORE_ERRORS: tuple[Where, ...] = (
    ("NoneType", "types"),
    ("Transport", "types"),
    ("ProxiesTypes", "types"),
    ("NotGiven", "sentinels"),
    ("NOT_GIVEN", "sentinels"),
    ("not_given", "sentinels"),
    ("Omit", "sentinels"),
    ("omit", "sentinels"),
)
ERRORS = [
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "APIConnectionError",
    "APIResponseValidationError",
    "BadRequestError",
    "AuthenticationError",
    "PermissionDeniedError",
    "NotFoundError",
    "ConflictError",
    "UnprocessableEntityError",
    "RateLimitError",
    "InternalServerError",
]
AFTER_ERRORS: tuple[Where, ...] = (("Timeout", "types"), ("RequestOptions", "types"))
STREAMS: tuple[Where, ...] = (("Stream", "streaming"), ("AsyncStream", "streaming"))
LAST: tuple[Where, ...] = (
    ("file_from_path", "files"),
    ("BaseModel", "models"),
    ("DEFAULT_TIMEOUT", "_client"),
    ("DEFAULT_MAX_RETRIES", "_client"),
    ("DEFAULT_CONNECTION_LIMITS", "_client"),
    ("DefaultHttpxClient", "_client"),
    ("DefaultAsyncHttpxClient", "_client"),
    ("DefaultAioHttpClient", "_client"),
)
HIDDEN: tuple[Where, ...] = (
    ("APIResponse", "response"),
    ("AsyncAPIResponse", "response"),
    ("Middleware", "types"),
    ("AsyncMiddleware", "types"),
)
OPENTELEMETRY: tuple[Where, ...] = (("OpenTelemetry", "otel"), ("AsyncOpenTelemetry", "otel"))
WEBHOOKS: tuple[Where, ...] = (("InvalidWebhookSignatureError", "webhooks"),)
TOKENS: tuple[Where, ...] = (("TokenSource", "types"),)
OAUTH: tuple[Where, ...] = (("OAuth2", "oauth"),)


def root_modules(building: Building) -> Iterator[Module | NotMade]:
    """`__init__.py` and `_version.py` of the package."""
    yield building.module(building.layout.name("_version.py"), partial(_version, building))
    yield building.module(building.layout.name("__init__.py"), partial(_root, building))


def _version(building: Building) -> Module:
    package = building.api.package
    view = VersionView(building.header, string(package.import_name), string(package.version))
    return Module(building.layout.file("_version.py"), "package/_version.py.jinja", view)


def _root(building: Building) -> Module:
    package, client = building.api.package, building.names.client
    here = ModuleName((), is_package=True)
    exports = tuple(_root_exports(building, here))
    view = RootView(
        header=building.header,
        docstring=docstring([package.title, *(["", package.summary] if package.summary is not None else [])], 0),
        exports=exports,
        hidden=tuple(_core_export(here, name, module) for name, module in (*HIDDEN, *_of_some(building))),
        all=join(", ", (string("types"), *(export.quoted for export in exports))),
        client=identifier(client),
        error=identifier(f"{client}Error"),
        log_variable=string(f"{building.api.client.environment_prefix}_LOG"),
        package=string(package.import_name),
    )
    return Module(building.layout.file("__init__.py"), "package/__init__.py.jinja", view)


def _of_some(building: Building) -> tuple[Where, ...]:
    """What only packages have whose API has tokens, OAuth 2 or webhooks, or whose config wants it."""
    credentials = [option.credential for option in building.api.client.options if option.credential is not None]
    bearer = any(each.role is CredentialRole.BEARER for each in credentials)
    oauth = any(each.token_url is not None for each in credentials)
    measured = building.api.package.distribution.opentelemetry
    parts = ((OPENTELEMETRY, measured), (TOKENS, bearer), (OAUTH, oauth), (WEBHOOKS, building.reads_events))
    return tuple(where for names, is_used in parts for where in names if is_used)


def _core_export(here: ModuleName, name: str, module: str) -> ExportView:
    return _export(here, name, (module,) if module.startswith("_") else (CORE, module))


def _root_exports(building: Building, here: ModuleName) -> Iterator[ExportView]:
    client = building.names.client
    for name in ("__version__", "__title__"):
        yield _export(here, name, ("_version",))
    yield from (_core_export(here, name, module) for name, module in BEFORE_ERRORS)
    yield _export(here, f"{client}Error", (CORE, "errors"), "SDKError")
    yield from (_core_export(here, name, "errors") for name in ERRORS)
    yield from (_export(here, name, ("_errors",)) for name in building.names.errors.values())
    yield from (_core_export(here, name, module) for name, module in AFTER_ERRORS)
    if client != "Client":
        yield from (_export(here, name, ("_client",)) for name in ("Client", "AsyncClient"))
    yield from (_core_export(here, name, module) for name, module in STREAMS)
    yield from (_export(here, name, ("_client",)) for name in (client, f"Async{client}"))
    if len(building.api.client.environments) > 1:
        yield _export(here, "ENVIRONMENTS", ("_client",))
    yield from (_core_export(here, name, module) for name, module in LAST)
