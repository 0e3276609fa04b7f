"""Fills templates with views; the only place that knows Jinja. What a view holds and how a file is laid out is not decided here.

A template prints nothing but `Source`: text of the template itself, what the doors of `sdkwright.python` made, and what a
macro built of these. A plain string, which a document's author may control, stops the run instead of reaching a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Protocol, TypeAlias

import jinja2
from jinja2 import nodes
from jinja2.runtime import Undefined

from sdkwright.emit.cache import Cache
from sdkwright.emit.errors import RenderError
from sdkwright.emit.files import COMPILED_NAME, File, check_path, templates_dir
from sdkwright.python.source import Source

__all__ = [
    "Copy",
    "Environment",
    "Printable",
    "RenderError",
    "copy",
    "environment",
    "indent",
    "render",
    "templates_dir",
]

_SUFFIX = ".jinja"
_BASE = "base/"
Environment: TypeAlias = jinja2.Environment
_MAKERS = frozenset({"of"})
"""What makes `Source`, of which each has a method."""


class Printable(Protocol):
    """A file to print."""

    @property
    def path(self) -> PurePosixPath:
        """Relative to the distribution folder."""
        ...

    @property
    def template(self) -> str:
        """The name of the template, as the loader knows it."""
        ...

    @property
    def view(self) -> object:
        """All that the template sees, under the name `view`."""
        ...


class Copy(Protocol):
    """A file to copy as it is: UTF-8 text."""

    @property
    def path(self) -> PurePosixPath:
        """Relative to the distribution folder."""
        ...

    @property
    def source_file(self) -> Path:
        """Where it is read."""
        ...


class _Loader(jinja2.FileSystemLoader):
    """Templates by name, those of the user before ours; ours alone below `base/`, so that one can include what it overrides."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template.startswith(_BASE):
            ours = jinja2.FileSystemLoader(self.searchpath[-1])
            return ours.get_source(environment, template.removeprefix(_BASE))
        return super().get_source(environment, template)


class _Environment(jinja2.Environment):
    """Joins what a macro printed into `Source`: its parts passed `_only_source` one by one, or are text of a template.

    A template reads fields. It gets at no class and at nothing that makes `Source` of other text, be it by mistake.
    """

    @staticmethod
    def concat(parts: Iterable[str]) -> Source:
        return Source("".join(parts))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if filename is not None and Path(filename).is_relative_to(templates_dir()):
            return tree  # a test has looked at ours, which takes a tenth of a second in each run from nothing
        for node in tree.find_all(nodes.Getattr):
            if node.attr.startswith("_") or node.attr in _MAKERS:
                raise jinja2.TemplateSyntaxError(f"`.{node.attr}` is no field", node.lineno, name, filename)
        return tree

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item by its number. Raises TypeError for a name, by which jinja2 would look for attributes."""
        if isinstance(argument, str):
            raise TypeError(f"a template reads fields with a dot, not [{argument!r:.80}]")
        return super().getitem(obj, argument)


def _only_source(value: object) -> Source:
    if isinstance(value, Source):
        return value
    if isinstance(value, Undefined):
        str(value)  # raises jinja2's own message, which names the missing field
    raise TypeError(f"a template prints Source only, not {type(value).__name__} {value!r:.80}")


def _is_none(value: object) -> bool:
    return value is None


def indent(text: Source, width: int = 4) -> Source:
    """`text` with each line but the first, and but empty ones, moved right by `width` spaces."""
    return Source(_only_source(text).replace("\n", "\n" + " " * width).replace("\n" + " " * width + "\n", "\n\n"))


def environment(
    folder: Path | None = None,
    *,
    overrides: Iterable[Path] = (),
    filters: Mapping[str, Callable[..., Source]] | None = None,
    cache: Cache | None = None,
) -> jinja2.Environment:
    """An environment over `folder` (ours by default), looked up after `overrides`.

    It knows the filter `indent`, those in `filters`, the test `none`, and no global at all. Templates are compiled once per
    environment; their bytecode is kept in `cache` when one is given.
    """
    places = [str(place) for place in (*overrides, folder or templates_dir())]
    made = _Environment(
        loader=_Loader(places),
        undefined=jinja2.StrictUndefined,
        finalize=_only_source,
        autoescape=False,  # the output is Python: what keeps a document's text out is `_only_source`
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_bytecode(cache),
    )
    tables: dict[str, Any] = {
        "globals": {},
        "tests": {"none": _is_none},
        "filters": {"indent": indent, **(filters or {})},
    }
    vars(made).update(tables)
    return made


def _bytecode(cache: Cache | None) -> jinja2.BytecodeCache | None:
    """Of a kind of its own per version of jinja2 and of this module, since the options of the environment shape the bytecode."""
    options = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    return _Bytecode(cache, f"{COMPILED_NAME}{jinja2.__version__}-{options}") if cache else None


class _Bytecode(jinja2.BytecodeCache):
    """Held against its checksum, as jinja2 does not: what is damaged would run."""

    def __init__(self, cache: Cache, kind: str) -> None:
        self._cache, self._kind = cache, kind

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """As jinja2 asks."""
        data = self._cache.get(self._kind, bucket.key)
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """As jinja2 asks."""
        self._cache.put(self._kind, bucket.key, bucket.bytecode_to_string())


def render(modules: Iterable[Printable], environment: jinja2.Environment) -> Iterator[File]:
    """Each module printed, in the order given.

    Raises UnsafePathError for a path outside the alphabet, RenderError for anything that goes wrong in a template.
    """
    for module in modules:
        path = check_path(module.path)
        text = _print(module, environment)
        yield File(path, text, origin=module.template, foreign=_is_foreign(module.template, environment))


def _is_foreign(template: str, environment: jinja2.Environment) -> bool:
    """Whether a template comes from another folder than the last, which holds ours."""
    loader = environment.loader
    if not isinstance(loader, jinja2.FileSystemLoader) or len(loader.searchpath) == 1:
        return False
    return not Path(environment.get_template(template).filename or "").is_relative_to(loader.searchpath[-1])


def _print(module: Printable, environment: jinja2.Environment) -> str:
    try:
        return str(environment.get_template(module.template).render(view=module.view))
    except jinja2.TemplateSyntaxError as error:
        template = error.name or module.template
        raise RenderError(str(error.message), template=template, line=error.lineno, path=module.path) from error
    except jinja2.TemplateNotFound as error:
        raise RenderError(f"no template {error.name}", template=module.template, line=None, path=module.path) from error
    except Exception as error:
        template, line = _place(error.__traceback__, module.template)
        message = f"{type(error).__name__}: {error}"
        raise RenderError(message, template=template, line=line, path=module.path) from error


def _place(traceback: TracebackType | None, template: str) -> tuple[str, int | None]:
    """The innermost template and line of a traceback, which jinja2 has rewritten to speak of template files."""
    found: tuple[str, int | None] = (template, None)
    while traceback is not None:
        file: Any = traceback.tb_frame.f_code.co_filename
        if file.endswith(_SUFFIX):
            found = (template if file.endswith(template) else Path(file).name, traceback.tb_lineno)
        traceback = traceback.tb_next
    return found


def copy(copies: Iterable[Copy]) -> Iterator[File]:
    """Each file read, in the order given, with LF line ends. Raises UnsafePathError, OSError, UnicodeDecodeError."""
    for item in copies:
        text = item.source_file.read_text(encoding="utf-8")
        yield File(check_path(item.path), text, origin=item.source_file.name, formatted=True)
