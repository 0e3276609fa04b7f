"""Where the name of a type or of one of its fields comes from, and the line that changes it."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.diagnostics import nearest
from sdkwright.ir.api import Model
from sdkwright.ir.paging import PageScheme
from sdkwright.ir.types import Field, ObjectType
from sdkwright.ir.walk import descend
from sdkwright.pointer import Pointer, last
from sdkwright.survey.understood import Understood

__all__ = ["UnknownNameError", "config_lines", "of_type"]


_FORMS = "ask for `S010`, `client.RESOURCE.METHOD`, `Model` or `Model.field`; `sdkwright tree` shows the resources"


class UnknownNameError(Exception):
    """There is no such name; the message says what is near it."""


def of_type(known: Understood, words: list[str]) -> Iterator[str]:
    """Lines about `Class`, or about `Class.field` where there is such a class. Raises UnknownNameError."""
    models, inline, pages = _models(known), dict(_inline(known)), _schemes(known)
    if len(words) == 2 and (words[0] in models or words[0] in inline):
        found = inline.get(words[0]) or models[words[0]].type
        return _field(known, words[0], words[1], found)
    name = words[-1]
    if name in models:
        return _model(known, name, models[name])
    if name in pages:
        return _page(known, name, pages[name])
    if name in inline:
        return _unnamed(known, name, inline[name])
    near = nearest(words[0], [*models, *pages, *inline])
    asked, meant = ".".join(words), ".".join([near, *words[1:]]) if near else None
    raise UnknownNameError(f"nothing is called `{asked}`; " + (f"did you mean `{meant}`?" if meant else _FORMS))


def _models(known: Understood) -> dict[str, Model]:
    tables = (known.names.classes, known.names.param_classes)
    return {table[model.pointer]: model for model in known.api.models for table in tables if model.pointer in table}


def _inline(known: Understood) -> Iterator[tuple[str, ObjectType]]:
    """Objects of answers that are no model, by the name of their class."""
    for model in known.api.models:
        for part in descend(model.type):
            if isinstance(part, ObjectType) and part.site in known.names.classes and part is not model.type:
                yield known.names.classes[part.site], part


def _schemes(known: Understood) -> dict[str, PageScheme]:
    names = known.names.schemes
    return {f"{side}{names[each.key]}": each for each in known.api.schemes for side in ("Sync", "Async")}


def _model(known: Understood, name: str, model: Model) -> Iterator[str]:
    uses = " and ".join(word for word, used in (("requests", model.in_request), ("answers", model.in_response)) if used)
    yield f"{name}: the model of `{last(model.pointer)}`, in {uses or 'nothing'}"
    yield f"  document  {known.place(model.pointer)}  {model.pointer}"
    home = [word for word in model.home if not word.startswith("$")]
    if model.pinned:
        yield f"  rule      the key `{model.key}` below `models` of a resource in the config"
        yield "  to change it: rename that key"
        return
    yield f"  rule      the name of the schema in the document, `{model.key}`, in Pascal case"
    yield "  to change it:"
    yield from (
        line.replace("methods:", "models:")
        for line in config_lines(home or ["some_resource"], [f"new_name: {last(model.pointer)}"])
    )


def _unnamed(known: Understood, name: str, node: ObjectType) -> Iterator[str]:
    yield f"{name}: an object without a name of its own, with {len(node.fields)} fields"
    yield f"  document  {known.place(node.origin)}  {node.origin}"
    yield "  rule      the property that holds it in Pascal case, with what is around it in front where that is taken"
    yield "  to change it: make it a schema below `components`, or give it `x-stainless-naming: {python: {type_name: NewName}}`"


def _page(known: Understood, name: str, scheme: PageScheme) -> Iterator[str]:
    yield f"{name}: a page of a list, {scheme.kind.value}"
    if known.job.config.pagination:
        yield f"  config    {known.place(scheme.site, 'config')}  {scheme.site}"
    yield f"  rule      the scheme `{scheme.key}` in Pascal case, behind `Sync` or `Async`"
    yield "  to change it: rename the scheme below `pagination` of the config"


def _field(known: Understood, cls: str, name: str, node: object) -> Iterator[str]:
    fields = list(_fields(known, node))
    found = next((each for each in fields if known.names.fields.get(each.site, each.wire_name) == name), None)
    if found is None:
        near = nearest(name, [known.names.fields.get(each.site, each.wire_name) for each in fields])
        raise UnknownNameError(f"`{cls}` has no field `{name}`" + (f"; did you mean `{near}`?" if near else ""))
    need = "required" if found.required else "optional"
    yield f"{cls}.{name}: a field, {need}"
    yield f"  document  {known.place(found.origin)}  {found.origin}"
    yield f"  wire      `{found.wire_name}`"
    if found.preferred_name is not None:
        yield "  rule      the name that `x-stainless-naming` gives the property"
        yield "  to change it: change that"
        return
    yield "  rule      the name on the wire in snake case, `_` after what Python or the class has reserved"
    yield "  to change it, in the document or an overlay of it:"
    yield "    x-stainless-naming: {python: {property_name: new_name}}"


def _fields(known: Understood, node: object) -> Iterator[Field]:
    """The fields of an object, with those of its base."""
    if not isinstance(node, ObjectType):
        return
    yield from node.fields
    if node.base is not None:
        yield from _fields(known, _type_of(known, node.base.model))


def _type_of(known: Understood, pointer: Pointer) -> object:
    return next((model.type for model in known.api.models if model.pointer == pointer), None)


def config_lines(resource: list[str], methods: list[str]) -> Iterator[str]:
    """Lines of a config that lead to the methods of a resource."""
    yield "    resources:"
    indent = "      "
    for index, word in enumerate(resource):
        yield f"{indent}{word}:"
        indent += "  "
        if index < len(resource) - 1:
            yield f"{indent}subresources:"
            indent += "  "
    yield f"{indent}methods:"
    yield from (f"{indent}  {line}" for line in methods)
