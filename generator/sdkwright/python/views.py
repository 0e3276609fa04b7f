"""What each template prints, field by field; every text in it is `Source`. The only thing that rendering knows of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sdkwright.inert import dataclass
from sdkwright.python.source import Source

if TYPE_CHECKING:
    from sdkwright.python.method_views import AliasedView, MethodView, ReaderView


@dataclass(frozen=True, slots=True)
class Module:
    """A file to render: where it goes (below the distribution's folder), by which template, from what."""

    path: PurePosixPath
    template: str
    view: object


@dataclass(frozen=True, slots=True)
class Copied:
    """A file to copy as it is."""

    path: PurePosixPath
    source_file: Path


@dataclass(frozen=True, slots=True)
class ExportView:
    """A name that a package resolves lazily: `name` from `module`, where it is called `origin`."""

    name: Source
    module: Source
    origin: Source
    quoted: Source
    target: Source


@dataclass(frozen=True, slots=True)
class NamespaceView:
    """`__init__.py` of a folder: what it exports, and which folders lie below it."""

    header: Source
    docstring: Source
    core: Source
    exports: tuple[ExportView, ...]
    folders: tuple[ExportView, ...]
    all: Source


@dataclass(frozen=True, slots=True)
class RootView:
    """`__init__.py` of the package."""

    header: Source
    docstring: Source
    exports: tuple[ExportView, ...]
    hidden: tuple[ExportView, ...]
    all: Source
    client: Source
    error: Source
    log_variable: Source
    package: Source


@dataclass(frozen=True, slots=True)
class ErrorDataView:
    """What the body of an error is read as: the class, where it stands, and the function that reads."""

    cls: Source
    module: Source
    origin: Source
    reader: Source
    place: Source


@dataclass(frozen=True, slots=True)
class ErrorKindView:
    """A class of error of the API's own."""

    name: Source
    base: Source
    docstring: Source
    data: ErrorDataView | None


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """`_errors.py`."""

    header: Source
    docstring: Source
    imports: tuple[Source, ...]
    checking_imports: tuple[Source, ...]
    kinds: tuple[ErrorKindView, ...]
    told: tuple[Source, ...]
    discriminator: Source | None
    status: Source | None
    all: Source


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A header of an answer that is an attribute as well."""

    name: Source
    quoted: Source
    docstring: Source


@dataclass(frozen=True, slots=True)
class LiftedView:
    """`_core/lifted.py`, where there are such headers."""

    header: Source
    headers: tuple[HeaderView, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """`_version.py`."""

    header: Source
    title: Source
    version: Source


@dataclass(frozen=True, slots=True)
class OptionView:
    """A client option: one argument of the constructor and of `copy`, one attribute."""

    name: Source
    quoted: Source
    annotation: Source
    attribute_annotation: Source
    resolve: Source
    docstring: Source | None


@dataclass(frozen=True, slots=True)
class CredentialView:
    """An expression that gives headers (or query, or cookies) of one credential."""

    expression: Source


@dataclass(frozen=True, slots=True)
class SubresourceView:
    """An attribute that holds another resource."""

    attribute: Source
    module: Source
    cls: Source
    view_cls: Source
    async_cls: Source
    async_view_cls: Source
    docstring: Source


@dataclass(frozen=True, slots=True)
class ClientMethodsView:
    """One of the two client classes."""

    cls: Source
    view_cls: Source
    base: Source
    http_client: Source
    middleware: Source
    docstring: Source
    resources: tuple[SubresourceView, ...]


@dataclass(frozen=True, slots=True)
class ClientView:
    """`_client.py`."""

    header: Source
    docstring: Source
    http: Source
    name: Source
    package: Source
    error: Source
    settings: tuple[tuple[Source, Source], ...]
    options: tuple[OptionView, ...]
    environments: Source
    environment: Source | None
    headers: tuple[CredentialView, ...]
    query: tuple[CredentialView, ...]
    flow: Source | None
    schemes: tuple[tuple[Source, Source, Source, Source], ...]
    variables: Source | None
    imports: tuple[Source, ...]
    checking_imports: tuple[Source, ...]
    sync: ClientMethodsView
    asynchronous: ClientMethodsView
    methods: tuple[MethodView, ...]
    aliases: tuple[AliasedView, ...]
    has_generic: bool
    has_alias: bool
    words: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A module of `resources/`."""

    header: Source
    docstring: Source
    http: Source
    cls: Source
    async_cls: Source
    base: Source
    async_base: Source
    view_cls: Source
    async_view_cls: Source
    class_docstring: Source
    imports: tuple[Source, ...]
    checking_imports: tuple[Source, ...]
    subresources: tuple[SubresourceView, ...]
    methods: tuple[MethodView, ...]
    aliases: tuple[AliasedView, ...]
    readers: tuple[ReaderView, ...]
    has_generic: bool
    words: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A line of a model or TypedDict: name, annotation, value, description."""

    name: Source
    annotation: Source
    default: Source | None
    docstring: Source | None


@dataclass(frozen=True, slots=True)
class ClassView:
    """A model or a TypedDict. `functional` is the base that holds keys which are no identifiers.

    patterns: what keeps `extra` to names with a pattern. others: what a TypedDict holds beside its fields (PEP 728).
    """

    name: Source
    bases: Source
    docstring: Source | None
    fields: tuple[FieldView, ...]
    functional: Source | None
    extra: Source | None
    extra_dict: Source | None = None
    extra_name: Source | None = None
    patterns: Source | None = None
    others: Source | None = None
    is_class: bool = True


@dataclass(frozen=True, slots=True)
class AliasView:
    """`Name: TypeAlias = ...`; with `quoted`, a type that contains itself, whose value is only looked at when it is needed."""

    name: Source
    value: Source
    docstring: Source | None
    quoted: Source | None = None
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class TypesView:
    """A module of `types/`: its declarations in order; `late_imports` stand below them, since the modules need each other."""

    header: Source
    docstring: Source
    imports: tuple[Source, ...]
    late_imports: tuple[Source, ...]
    all: Source
    declarations: tuple[ClassView | AliasView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A file whose whole text was made by a library (TOML)."""

    text: Source
