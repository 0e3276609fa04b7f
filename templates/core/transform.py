"""Python values to wire values, as their annotations say; owns names and formats, neither JSON nor multipart."""

from __future__ import annotations

import base64
import os
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from typing_extensions import NoExtraItems, NotRequired, ReadOnly, Required, TypeAliasType, is_typeddict

from .aliases import aliased
from .property_info import PropertyInfo
from .sentinels import NotGiven, Omit
from .text import is_listable

Transform = Callable[[Any], Any]
Format = tuple[str | None, str | None]
"""A format and its template: ("iso8601", None), ("custom", "%H"), ("base64", None), ("file", None), (None, None)."""
_FILE: Format = ("file", None)
Part = tuple[Any, Format]
"""One annotation and the format that was written around it."""

_QUALIFIERS = (Required, NotRequired, ReadOnly)
_TEXT = (str, bytes, bytearray)


def transform(value: Any, annotation: Any) -> Any:
    """`value` with the names and formats that `annotation` gives; `omit` and `not_given` are left out of typed dicts.

    What the annotation does not describe passes through as it is. Raises TypeError for text where a file is due, which
    may be the name of one or what one holds.
    """
    return _transform_of(annotation)(value)


@lru_cache(maxsize=4096)
def _transform_of(annotation: Any) -> Transform:
    return _compile(((annotation, (None, None)),)) or _dump_model


def _hints(kind: Any) -> dict[str, Any]:
    # The aliases in `types` quote one name, which is looked up in the module of the typed dict.
    return get_type_hints(kind, localns={"PathLike": os.PathLike}, include_extras=True)


def _compile(parts: tuple[Part, ...]) -> Transform | None:
    """What turns a value of any of `parts` (the variants of a union) into its wire value; None if nothing ever has to."""
    dicts: list[Any] = []
    values: list[Part] = []
    items: list[Part] = []
    formats: list[Format] = []
    sequences = models = texts = files = False
    for base, form in (found for part in parts for found in _flatten(part)):
        origin = _origin(base) or base
        arguments = get_args(base)
        texts = texts or (base is str and form != _FILE)
        if form == _FILE:
            files = True
        elif is_typeddict(base):
            dicts.append(base)
        elif _is_subclass(origin, Mapping):
            values.extend((argument, form) for argument in arguments[1:2])
        elif _is_subclass(origin, Iterable) and origin not in _TEXT:
            sequences = True
            items.extend((argument, form) for argument in arguments if argument is not Ellipsis)
        else:
            models = models or hasattr(origin, "model_dump")
            formats.extend([form] if form[0] else [])
    if files and not texts:
        formats.append(_FILE)
    rename = _typed_dicts(tuple(dicts), tuple(values)) if dicts else None
    change_value = _inside(tuple(values)) if values else None
    change_item = _inside(tuple(items)) if items else None
    if not (rename or change_value or sequences or formats or models):
        return None
    return _Transformer(rename, change_value, sequences, change_item, tuple(dict.fromkeys(formats)))


def _inside(parts: tuple[Part, ...]) -> Transform | None:
    """The same for what a list or a mapping holds: at first use where an alias may lead back to where it stands."""
    return _later(parts) if any(_has_alias(annotation) for annotation, _ in parts) else _compile(parts)


def _has_alias(annotation: Any) -> bool:
    return isinstance(annotation, TypeAliasType) or any(_has_alias(inner) for inner in get_args(annotation))


@lru_cache(maxsize=1024)
def _later(parts: tuple[Part, ...]) -> Transform:
    compiled = cache(lambda: _compile(parts) or _dump_model)
    return lambda value: compiled()(value)  # noqa: PLW0108 - which compiles when there is a value, not now


@dataclass(slots=True, eq=False, repr=False)
class _Transformer:
    """The compiled form of one annotation: what to do with a dict, a list, a model and a plain value."""

    rename: Transform | None
    value: Transform | None
    sequences: bool
    item: Transform | None
    formats: tuple[Format, ...]

    def __call__(self, value: Any) -> Any:
        if value is None or (isinstance(value, str) and _FILE not in self.formats):
            return value
        if isinstance(value, Mapping):
            mapping = cast("Mapping[str, Any]", value)
            if self.rename:
                return self.rename(mapping)
            change = self.value
            return {key: change(item) for key, item in mapping.items()} if change else mapping
        for form in self.formats:
            if (found := _format(value, form)) is not value:
                return found
        if self.sequences and is_listable(value):
            return self._list(value)
        return _dump_model(value)

    def _list(self, value: Iterable[Any]) -> Any:
        change = self.item
        if change:
            return [change(item) for item in value]
        return value if isinstance(value, list | tuple) else list(value)


Fields = dict[str, tuple[str, Transform | None]]


@dataclass(slots=True, eq=False, repr=False)
class _TypedDicts:
    """Renames the keys of a dict that is any of some typed dicts, or a mixture of them; compiled at first use.

    Not sooner: they may refer to themselves and to what their module imports at its end. Under other keys are `values`.
    """

    kinds: tuple[Any, ...]
    values: tuple[Part, ...]
    other: Transform | None = None
    fields: Fields | None = None
    variants: Sequence[tuple[Any, dict[str, Any], Fields]] = ()

    def __call__(self, value: Mapping[str, Any]) -> dict[str, Any]:
        fields = self.fields
        if fields is None:
            fields = self.fields = self._compiled()
        if self.variants:
            fields = next((own for kind, hints, own in self.variants if _is_meant(value, kind, hints)), fields)
        found: dict[str, Any] = {}
        for key, item in value.items():
            if isinstance(item, Omit | NotGiven):
                continue
            name, change = fields.get(key) or (key, self.other)
            found[name] = change(item) if change else item
        return found

    def _compiled(self) -> Fields:
        hinted = [_hints(kind) for kind in self.kinds]
        values = (*self.values, *(part for kind in self.kinds for part in _extra_items(kind)))
        self.other = _inside(values) if values else None
        annotations: dict[str, list[Any]] = {}
        for hints in hinted:
            for key, annotation in hints.items():
                annotations.setdefault(key, []).append(annotation)
        if any(len({_alias([annotation], key) for annotation in found}) > 1 for key, found in annotations.items()):
            # One key has two wire names, so which of the typed dicts it is matters.
            singles = [_fields({key: [annotation] for key, annotation in hints.items()}) for hints in hinted]
            self.variants = list(zip(self.kinds, hinted, singles, strict=True))
        return _fields(annotations)


_typed_dicts = lru_cache(maxsize=4096)(_TypedDicts)


def _extra_items(kind: Any) -> Iterator[Part]:
    found = getattr(kind, "__extra_items__", NoExtraItems)  # PEP 728
    yield from [] if found is NoExtraItems else [(found, (None, None))]


def _fields(annotations: dict[str, list[Any]]) -> Fields:
    return {
        key: (_alias(found, key), _compile(tuple((annotation, (None, None)) for annotation in found)))
        for key, found in annotations.items()
    }


def _is_meant(value: Mapping[str, Any], kind: Any, hints: dict[str, Any]) -> bool:
    """Whether a dict may be one of this kind: it has no other keys, all that are required, and the constants fit."""
    if not (value.keys() <= hints.keys() or any(_extra_items(kind))):
        return False
    for key, hint in hints.items():
        allowed = [
            item for base, _ in _flatten((hint, (None, None))) if _origin(base) is Literal for item in get_args(base)
        ]
        if (key not in value and _origin(hint) is Required) or (key in value and allowed and value[key] not in allowed):
            return False
    return True


def _flatten(part: Part) -> Iterator[Part]:
    """The members of a union, out of everything that may be written around them."""
    annotation, form = part
    origin = _origin(annotation)
    if isinstance(annotation, TypeAliasType):
        yield from _flatten((aliased(annotation), form))
    elif isinstance(origin, TypeAliasType):
        yield from _flatten((origin.__value__[get_args(annotation)], form))
    elif origin is Annotated:
        for info in annotation.__metadata__:
            if isinstance(info, PropertyInfo) and info.format:
                form = (info.format, info.format_template)
        yield from _flatten((annotation.__origin__, form))
    elif origin in _QUALIFIERS:
        yield from _flatten((get_args(annotation)[0], form))
    elif origin is Union or origin is types.UnionType:
        for member in get_args(annotation):
            yield from _flatten((member, form))
    else:
        yield annotation, form


def _alias(annotations: Iterable[Any], key: str) -> str:
    for annotation in annotations:
        inner = annotation
        while (origin := _origin(inner)) is Annotated or origin in _QUALIFIERS:
            for info in getattr(inner, "__metadata__", ()) if origin is Annotated else ():
                if isinstance(info, PropertyInfo) and info.alias is not None:
                    return info.alias
            inner = get_args(inner)[0]
    return key


def _format(value: Any, form: Format) -> Any:
    name, template = form
    if isinstance(value, date):  # a datetime is one too
        if name == "iso8601":
            return value.isoformat()
        return value.strftime(template) if name == "custom" and template else value
    if name == "base64":
        return _base64(value)
    return _file(value) if name == "file" else value


def _base64(value: Any) -> Any:
    content: Any = value
    if isinstance(value, os.PathLike):
        content = Path(cast("os.PathLike[str]", value)).read_bytes()
    elif hasattr(value, "read"):
        content = value.read()
    if isinstance(content, str):
        content = content.encode()
    return base64.b64encode(content).decode("ascii") if isinstance(content, bytes | bytearray) else content


def _file(value: Any) -> Any:
    if isinstance(value, str):
        from .files import not_a_file

        raise TypeError(not_a_file(value))
    parts: tuple[Any, ...] = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    if len(parts) > 1 and isinstance(parts[1], str):
        return (parts[0], parts[1].encode(), *parts[2:])  # with a name beside it, text can only be what the file holds
    return cast("object", value)


def _dump_model(value: Any) -> Any:
    """A pydantic model as its set fields by wire name; warns of values that are not of their declared type."""
    if hasattr(value, "model_dump") and not isinstance(value, type):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings="warn")
    return value


def _origin(annotation: Any) -> Any:
    # Typed as narrower than it is in the standard library's stubs.
    return get_origin(annotation)


def _is_subclass(origin: Any, base: type) -> bool:
    return isinstance(origin, type) and issubclass(origin, base)
