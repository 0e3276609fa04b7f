"""Errors that the config gives classes of their own: which schemas describe them, and what tells an answer to be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sdkwright.config.models import Errors as ErrorsConfig
from sdkwright.config.models import ErrorVariant
from sdkwright.diagnostics import meant
from sdkwright.inert import dataclass
from sdkwright.ir.errors import ErrorKind, Errors
from sdkwright.ir.types import JSONScalar
from sdkwright.lower.context import Context, NamedSchema
from sdkwright.lower.lists import properties
from sdkwright.lower.named_by import component_names, named_by
from sdkwright.lower.remarks import description
from sdkwright.naming.words import snake
from sdkwright.openapi.nodes import Node
from sdkwright.pointer import ROOT, Pointer, child
from sdkwright.read.trees import value_at

__all__ = ["error_schemas", "lower_errors", "steps"]

AT = child(ROOT, "errors")
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Member:
    """A schema of the union of all errors: what it is called, and the value that its discriminator has."""

    key: str
    node: Node
    value: JSONScalar


def steps(path: str | None) -> tuple[str, ...]:
    """The way to a property, as in `error.type`."""
    return tuple(part for part in (path or "").removeprefix("$.").split(".") if part)


def lower_errors(context: Context) -> Errors | None:
    """What the config says of errors; None where it gives none a class, and no status in their bodies."""
    config = context.config.errors
    if config is None:
        return None
    union, place = _union(context, config)
    way = steps(config.discriminator)
    if not way and union is not None:
        way = (*place, *filter(None, (_property(context, union),)))
    members = tuple(_members(context, union, way[len(place) :])) if union is not None else ()
    variants = config.variants or [ErrorVariant(name=member.key) for member in members]
    kinds = tuple(
        _kind(context, variant, child(AT, "variants", index), members, told=bool(way))
        for index, variant in enumerate(variants)
    )
    _report_untold(context, config, kinds)
    kinds = tuple(kind for kind in kinds if kind.value is not None or kind.status is not None)
    found = Errors(way, steps(config.status_property), place, kinds)
    return found if kinds or found.status else None


def error_schemas(context: Context, errors: Errors | None) -> Mapping[Pointer, NamedSchema]:
    """The schemas of those errors that are no models yet: what a body is read as has a name."""
    found: dict[Pointer, NamedSchema] = {}
    for kind in errors.kinds if errors is not None else ():
        if kind.model is not None and kind.model not in context.named:
            node = Node(value_at(context.document.root, kind.model), kind.model)
            found[kind.model] = NamedSchema(node, kind.key, pinned=False, home=(), types=())
    return found


def _union(context: Context, config: ErrorsConfig) -> tuple[Node | None, tuple[str, ...]]:
    """The union that the source is, or that stands in it on the way to the discriminator, and where in it that is."""
    if config.source is None:
        return None, ()
    here = named_by(context.document.root, config.source, "source")
    here = context.follow(here) if here is not None else None
    if here is None:
        known = component_names(context.document.root)
        hint = meant(config.source, known) or "name a schema of the document, or point at one"
        message = f"the document has no schema `{config.source}`"
        context.report.add("C320", child(AT, "source"), message, hint=hint, source="config")
        return None, ()
    way = list(steps(config.discriminator))
    place: list[str] = []
    while not _alternatives(here):
        inside = properties(context, here)
        step = way.pop(0) if way else next((name for name in inside if _is_union(context, inside[name])), "")
        below = context.follow(inside[step]) if step in inside else None
        if below is None or len(place) > DEEPEST:
            message = f"`{config.source}` is no union of errors, and holds none"
            hint = "name a schema that has `oneOf`, or leave `source` out"
            context.report.add("C350", child(AT, "source"), message, hint=hint, source="config")
            return None, ()
        place.append(step)
        here = below
    return here, tuple(place)


def _is_union(context: Context, node: Node) -> bool:
    target = context.follow(node)
    return target is not None and bool(_alternatives(target))


def _alternatives(node: Node) -> list[Node]:
    return [*node.items("oneOf"), *node.items("anyOf")]


def _property(context: Context, union: Node) -> str | None:
    """The property that tells the members of a union apart: as it declares, or one that has a value of its own in each."""
    declared = union.at("discriminator")
    if declared is not None and (name := declared.string("propertyName")):
        return name
    told = [
        {name for name, node in properties(context, each).items() if _constant(context, node) is not None}
        for each in map(context.follow, _alternatives(union))
        if each is not None
    ]
    return min((name for name in told[0] if all(name in others for others in told)), default=None) if told else None


def _members(context: Context, union: Node, way: tuple[str, ...]) -> Iterator[_Member]:
    declared = union.at("discriminator", "mapping")
    mapping = {str(node.value): value for value, node in (declared.members() if declared is not None else ())}
    for index, alternative in enumerate(_alternatives(union)):
        node = context.follow(alternative)
        if node is None:
            continue
        reference = alternative.string("$ref") or ""
        name = reference.rpartition("/")[2]
        value: JSONScalar = mapping.get(reference) or mapping.get(name)
        value = value if value is not None else _value_at(context, node, way)
        yield _Member(name or node.text("title") or str(value or f"variant_{index}"), node, value)


def _value_at(context: Context, node: Node, way: tuple[str, ...]) -> JSONScalar:
    here: Node | None = node
    for step in way:
        here = context.follow(here) if here is not None else None
        here = properties(context, here).get(step) if here is not None else None
    return _constant(context, here) if here is not None and way else None


def _constant(context: Context, node: Node) -> JSONScalar:
    """The one value that a schema allows."""
    target = context.follow(node)
    only = target.at("const") if target is not None else None
    allowed = [*target.items("enum")] if target is not None else []
    if only is None and len(allowed) == 1:
        only = allowed[0]
    return only.value if only is not None and isinstance(only.value, str | int) else None


def _kind(
    context: Context, variant: ErrorVariant, site: Pointer, members: tuple[_Member, ...], *, told: bool
) -> ErrorKind:
    """A variant of the config: that member of the union which has its name, or its value; else its name is the value itself."""
    member = next((each for each in members if variant.name in (each.key, each.value)), None)
    member = member or next((each for each in members if snake(each.key) == snake(variant.name)), None)
    node = member.node if member is not None else named_by(context.document.root, variant.name, variant.name)
    node = context.follow(node) if node is not None else None
    value = member.value if member is not None else variant.name
    return ErrorKind(
        site=site,
        key=variant.name,
        value=value if told else None,
        status=variant.status,
        model=node.pointer if node is not None and node.is_object else None,
        description=description(node) if node is not None else None,
    )


def _report_untold(context: Context, config: ErrorsConfig, kinds: tuple[ErrorKind, ...]) -> None:
    """A finding for what says of errors less than it takes to tell one."""
    hint = "give it a `status_code`, or say by `discriminator` which property of a body tells errors apart"
    alone = [kind.status for kind in kinds if kind.value is None]
    for kind in kinds:
        if kind.value is None and (kind.status is None or alone.count(kind.status) > 1):
            at = kind.site if config.variants else child(AT, "source")
            others = f"; others have the status {kind.status} as well" if kind.status is not None else ""
            message = f"nothing tells which answers are the error `{kind.key}`{others}"
            context.report.add("C350", at, message, hint=hint if kind.status is None else None, source="config")
    if not kinds and (config.source is not None or config.discriminator is not None) and not context.report.has_errors:
        at = child(AT, "source" if config.source is not None else "discriminator")
        hint = "list them: `variants: [{name: overloaded, status_code: 529}]`; or name a `source` that is a union"
        context.report.add(
            "C350", at, "`errors` names no variants, so that none has a class", hint=hint, source="config"
        )
