"""The files of a description and what URI references name in them (RFC 3986, JSON Schema 2020-12 section 8); changes no tree.

Each file is known by where it was read from and by what it calls itself: `$self` of OpenAPI 3.2, `$id` of its schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sdkwright.diagnostics import Report, display
from sdkwright.inert import dataclass
from sdkwright.openapi.identifiers import Identifiers, identifiers, join
from sdkwright.openapi.misspelt import FORM, nowhere, readings
from sdkwright.openapi.version import version_of
from sdkwright.pointer import ROOT, Json, Pointer, child, parent
from sdkwright.read import Document, Part
from sdkwright.read.folder import Folder, RefusedError
from sdkwright.read.trees import below, step, value_at

__all__ = ["MOUNT", "Address", "Failure", "Fetch", "File", "Library", "refuse"]

MOUNT = "x-sdkwright-files"
"""The key below which the other files stand in the one tree of a document."""

_MAX_STEPS = 100
_MAY_BE_MISSPELT = frozenset(("S010", "S014", "S015"))


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """One file. ``name`` is empty for the document itself, ``prefix`` where its root stands in the one tree."""

    name: str
    source: str | None
    value: Json
    uri: str
    base: str
    prefix: Pointer
    modern: bool
    names: Identifiers

    def base_at(self, pointer: Pointer) -> str:
        """The base URI at a place: that of the nearest schema around it that has one."""
        while self.names.bases:
            if pointer in self.names.bases:
                return self.names.bases[pointer]
            if pointer == ROOT:
                break
            pointer = parent(pointer)
        return self.base


class Address(NamedTuple):
    """A place in a file; ``node`` is what stands there. ``reading``: how a misspelt reference was read."""

    file: File
    pointer: Pointer
    node: Json
    reading: str | None = None

    @property
    def mounted(self) -> Pointer:
        """Where it stands in the one tree."""
        return Pointer(self.file.prefix + self.pointer[1:])


class Failure(NamedTuple):
    """Why a reference has no address. Nothing is to be told of one without a message: its file is broken, and that is told."""

    code: str
    message: str
    hint: str | None = None


Fetch = Callable[[str, str], Part | None]


def refuse(uri: str, source: str) -> Part | None:
    """Fetches nothing."""
    del source
    message = f"references to {display(uri, 100)} are not followed: nothing is fetched from the network"
    raise RefusedError("U003", message, "allow it with `--allow-remote-refs`, or copy the file beside the document")


@dataclass(frozen=True, slots=True)
class Reach:
    """What a document may refer to beside the files of its folder: those of other ``folders``, and what ``fetch`` reads."""

    fetch: Fetch = refuse
    folders: tuple[Path, ...] = ()


@dataclass(slots=True)
class Library:
    """The files known so far, by URI. ``fetch`` reads a URL into a source of the report; it raises RefusedError."""

    folder: Folder | None
    report: Report
    fetch: Fetch
    files: dict[str, File] = field(default_factory=dict[str, File])
    _resources: dict[str, tuple[File, Pointer] | None] = field(default_factory=dict[str, tuple[File, Pointer] | None])
    _found: dict[tuple[str, str, str], Address | Failure] = field(
        default_factory=dict[tuple[str, str, str], "Address | Failure"]
    )

    def add_root(self, document: Document, *, is_nameless: bool = False) -> File:
        """The document itself, as overlays left it; ``is_nameless`` where it is known that no schema in it gives itself a name."""
        uri = document.url or _file_uri(document.path, self.folder)
        return self._add("", None, document.root, uri, inherited=True, is_nameless=is_nameless)

    @property
    def answers(self) -> Iterable[Address | Failure]:
        """What all references name that anybody has asked for."""
        return self._found.values()

    def _add(
        self, name: str, source: str | None, value: Json, uri: str, *, inherited: bool, is_nameless: bool = False
    ) -> File:
        """``inherited``: whether the document that refers to the file is of 3.1 or later, which decides for fragments."""
        root = value if isinstance(value, dict) else {}
        version = version_of(root)
        modern = (version.minor > 0) if version is not None else inherited
        own = root.get("$self")
        base = join(uri, own.partition("#")[0]) if isinstance(own, str) and version is not None else uri
        prefix = child(ROOT, MOUNT, name, _stem(name)) if name else ROOT
        names = identifiers(value, base) if modern and not is_nameless else Identifiers()
        file = File(name, source, value, uri, base, prefix, modern, names)
        self.files[name] = file
        for known in (uri, base):
            self._resources[known] = file, ROOT
        for pointer, known in names.bases.items():
            self._resources.setdefault(known, (file, pointer))
        return file

    def resolve(self, reference: str, file: File, base: str) -> Address | Failure:
        """What a reference in that file, where that base URI is in force, names. It may be a reference again."""
        key = file.name, base, reference
        if key not in self._found:
            self._found[key] = self._leniently(reference, file, base)
        return self._found[key]

    def _leniently(self, reference: str, file: File, base: str) -> Address | Failure:
        """As written; else what it must mean (misspelt.py), here or in the root document."""
        strict = self._strictly(reference, file, base, _MAX_STEPS)
        if isinstance(strict, Address) or not strict.message:
            return strict
        # relative to a base URI that is on the network, and meant as a name: `$ref: Pet`
        may_be_a_name = strict.code == "U003" and not _scheme(reference)
        if strict.code not in _MAY_BE_MISSPELT and not may_be_a_name:
            return strict
        root = self.files[""]
        for fold in (False, True):
            for text in (reference, *readings(reference)):
                for home, there in ((file, base), (root, root.base)):
                    found = self._strictly(text, home, there, _MAX_STEPS, fold=fold)
                    if isinstance(found, Address):
                        return found._replace(reading=f"{found.file.name}{found.pointer}")
        return strict

    def _strictly(self, reference: str, file: File, base: str, steps: int, *, fold: bool = False) -> Address | Failure:
        target, _, fragment = reference.partition("#")
        resource = join(base, target) if target else base
        try:
            known = self._resource(resource, target, file, fold)
        except RefusedError as error:
            return Failure(error.code, str(error), error.hint)
        if known is None:
            return Failure("S010", "")
        if fragment and not fragment.startswith("/"):
            return _anchor(known[0], resource, unquote(fragment))
        path = [token.replace("~1", "/").replace("~0", "~") for token in unquote(fragment).split("/")[1:]]
        found = self._walk(*known, path, steps, fold)
        if isinstance(found, Failure) and known[1] != ROOT:
            whole = self._walk(known[0], ROOT, path, steps, fold)  # it means the file, in spite of an `$id` around it
            found = whole if isinstance(whole, Address) else found
        return found

    def _resource(self, resource: str, written: str, file: File, fold: bool) -> tuple[File, Pointer] | None:
        """The file or schema of a URI; None for a file that is broken. Raises RefusedError."""
        if not resource:
            return file, ROOT
        if resource not in self._resources:
            opened = self._open(resource, written, file, fold)
            if fold:  # what is misspelt is told each time
                return opened
            self._resources[resource] = opened
        return self._resources[resource]

    def _open(self, resource: str, written: str, file: File, fold: bool) -> tuple[File, Pointer] | None:
        """Read a file. A name relative to a base URI that is no place of ours is looked for beside the file that holds it."""
        beside = join(file.uri, written)
        if beside != resource and not _scheme(written):
            try:
                return self._read(beside, file, fold)
            except RefusedError:
                pass
        return self._read(resource, file, fold)

    def _read(self, uri: str, file: File, fold: bool) -> tuple[File, Pointer] | None:
        scheme = _scheme(uri)
        if scheme in ("http", "https"):
            source = f"spec:{uri}"
            part, name = self.fetch(uri, source), uri
        elif scheme == "file" and _scheme(file.uri) in ("http", "https"):
            message = f"a file on another machine refers to {display(uri, 100)}, which is of this one"
            raise RefusedError("U003", message, "copy all of the files beside the document")
        elif scheme == "file" and self.folder is not None:
            real = self.folder.place(_local_path(uri), near=fold)
            uri, name = real.as_uri(), self.folder.name(real)
            if uri in self._resources:
                return self._resources[uri]
            source = f"spec:{name}"
            part = self.folder.open(real, source)
        else:
            message = f"{display(uri, 100)} is not followed: only files and http(s) URLs are"
            raise RefusedError("U003", message, "copy what it refers to into a file beside the document")
        self._resources[uri] = None
        if part is None:
            return None
        return self._add(name, source, part.value, uri, inherited=file.modern), ROOT

    def _walk(self, file: File, at: Pointer, path: list[str], steps: int, fold: bool) -> Address | Failure:
        """The place below ``at``; where the way leads through a reference, it is followed. ``fold`` overlooks case."""
        node = value_at(file.value, at)
        for token in path:
            key = step(node, token, fold=fold)
            while key is None and isinstance(node, dict) and isinstance(node.get("$ref"), str):
                if steps <= 0:
                    return Failure("S011", f"the way to `{child(at, token)}` leads back to itself")
                through = self._strictly(str(node["$ref"]), file, file.base_at(at), steps - 1)
                if isinstance(through, Failure):
                    return through
                file, at, node, steps = through.file, through.pointer, through.node, steps - 1
                key = step(node, token, fold=fold)
            if key is None and fold:
                key, node, at = _of_content(node, at, token)
            if key is None:
                return Failure("S010", *nowhere(file.value, at, token, path[-1]))
            node, at = below(node, key), child(at, key)
        return Address(file, at, node)


def _of_content(node: Json, at: Pointer, key: str) -> tuple[str | None, Json, Pointer]:
    """Where the `schema` of a response or body stands whose media types all have the same, which Swagger 2.0 had beside its description."""
    content = node.get("content") if isinstance(node, dict) and key == "schema" else None
    media = (
        {name: each for name, each in content.items() if isinstance(each, dict)} if isinstance(content, dict) else {}
    )
    schemas = [each.get(key) for each in media.values()]
    if not schemas or schemas[0] is None or any(each != schemas[0] for each in schemas):
        return None, node, at
    first = next(iter(media))
    return key, media[first], child(at, "content", first)


def _anchor(file: File, resource: str, name: str) -> Address | Failure:
    pointer = file.names.anchors.get((resource, name))
    if pointer is None:
        same = [at for (_, other), at in file.names.anchors.items() if other == name]
        pointer = same[0] if len(same) == 1 else None
    if pointer is not None:
        return Address(file, pointer, value_at(file.value, pointer))
    there = ", ".join(f"`#{other}`" for _, other in file.names.anchors)
    return Failure("S010", f"no schema has the `$anchor` {display(name)}", f"anchors here: {there}" if there else FORM)


def _scheme(uri: str) -> str:
    try:
        return urlsplit(uri).scheme
    except ValueError:  # brackets that are no IPv6 address
        return "unknown"


def _file_uri(path: Path, folder: Folder | None) -> str:
    return ((folder.root if folder is not None else path.parent.resolve()) / path.name).as_uri()


def _local_path(uri: str) -> Path:
    """The path of a file URI; backslashes are read as slashes, as they are meant."""
    parts = urlsplit(uri)
    host = f"//{parts.netloc}" if parts.netloc else ""
    return Path(unquote(f"{host}{parts.path}").replace("\\", "/"))


def _stem(name: str) -> str:
    """What a person calls a file: its name without the ends; the folder's for an index file."""
    path = PurePosixPath(urlsplit(name).path)
    stem = path.name.partition(".")[0] or path.name
    return path.parent.name if stem.strip("_").lower() in ("index", "") and path.parent.name else stem
