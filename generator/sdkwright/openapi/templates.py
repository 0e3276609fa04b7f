"""Path templates as other tools spell them, and which parameters they mean; knows nothing of what a path item holds besides.

OpenAPI has `{name}` alone. Routers add what a value looks like (`{id:[0-9]+}`, `{parent=projects/*}`), mark the one that takes
the rest of the path (`{path*}`, `{+path}`, `{*}`), or have another spelling (`:id`, `<int:id>`). The name is what counts. Parameters
of the query are no part of it (`?q={q}`, `{?q}`), and what RFC 6570 puts before values (`{;lat,lon}`, `{.ext}`) is written out, or is
what the style of the parameters writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from sdkwright.inert import dataclass
from sdkwright.openapi.refs import Target, follow
from sdkwright.pointer import Json, Pointer

__all__ = ["LIKE", "WHOLE", "Template", "advice", "apart", "declared", "inside", "is_odd", "misnamed", "read_template"]

WHOLE = "x-sdkwright-slashes"
"""Where a path item keeps the names of its parameters whose values may hold slashes, once its template is a plain one."""

LIKE = "x-sdkwright-like"
"""Where it keeps what values of them look like, as far as the template said (`projects/*/shelves/*`)."""

_ODD = re.compile(r"\{(?![A-Za-z_$][\w$.-]*\})|/:|<|\?.*\{")
# a value with braces inside, as in `{id:[0-9]{3}}`
_INSIDE = r"(?:[^{}]|\{[^{}]*\})*"
_EXPRESSION = re.compile(
    rf"\{{\s*(?P<rest>\+?)(?P<name>[A-Za-z_$][\w$.-]*)(?P<more>[*+]?)\s*(?:(?P<sign>[=:])(?P<like>{_INSIDE}))?\}}"
)
_NAME = re.compile(r"\{([^{}]*)\}")
_MARKED = re.compile(r"\{(?P<mark>[./;#]?)(?P<names>[\w$][\w$.*,-]*)\}")
# the styles that put the mark before each value themselves
_MARKS = {".": "label", ";": "matrix"}
_FORM = re.compile(r"\{[?&]([\w,.-]+)\}$")
_COLON = re.compile(r"(?<=/):(?P<name>[A-Za-z_][\w-]*)(?=/|$)")
_ANGLE = re.compile(r"<(?:(?P<like>[a-z]+):)?(?P<name>[A-Za-z_]\w*)>")
# converters of routers that take slashes, and patterns that do
_TAKES_SLASHES = re.compile(r"^path$|\.[*+]|/|\*\*")
# one segment of a path in a pattern, and more of them at the end
_SEGMENT = re.compile(r"\(?(?:\[\^/\]|\[[^\]/]+\]|\\w)(?:[+*]|\{\d+,\d*\})\)?")
_REST = re.compile(r"(\*\*|\(?\.[+*]\)?)$")
_WORD = re.compile(r"[A-Za-z][\w-]*")
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*(?=/)")
_NOT_SLASHES = re.compile(r"\[\^[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Template:
    """A path with nothing but names in its braces; values of `slashes` may be several segments."""

    path: str
    slashes: tuple[str, ...] = ()
    like: tuple[tuple[str, str], ...] = ()


def inside(like: str) -> tuple[str, ...]:
    """The segments of a value that names what it is of (`projects/*/shelves/*`, `^projects/[^/]+$`), empty for a value; none of others."""
    plain = _REST.sub("*", _SEGMENT.sub("*", like.removeprefix("^").removesuffix("$")))
    parts = plain.split("/")
    is_name = len(parts) > 1 and parts[-1] == "*" and all(part == "*" or _WORD.fullmatch(part) for part in parts)
    return (
        tuple("" if part == "*" else part for part in parts) if is_name and any(part != "*" for part in parts) else ()
    )


def is_odd(path: str) -> bool:
    """Whether a template may hold more than names; all others are read as they are."""
    return _ODD.search(path) is not None


def advice(path: str) -> str:
    """Where OpenAPI says what the template of another kind says."""
    if any(match["mark"] or "," in match["names"] for match in _MARKED.finditer(path)):
        return "say with the `style` of a parameter (`matrix`, `label`) what stands before its value"
    return "say in the schema of a parameter what its values look like"


def read_template(path: str, declared: Mapping[str, str], in_query: Collection[str] = ()) -> Template:
    """The template that is meant; ``declared`` are names of path parameters with their styles, and one of those that is spelled out is left as it is.

    Those ``in_query`` are sent there anyway.
    """
    if not is_odd(path):
        return Template(path)
    slashes = [name for name in _NAME.findall(path) if name in declared and name.endswith("*")]
    likes: dict[str, str] = {}

    def plain(match: re.Match[str]) -> str:
        name, found = match["name"], match.groupdict()
        if match[0][1:-1] in declared or match[0] == "{" + name + "}":
            return match[0]
        like = _NOT_SLASHES.sub("", found.get("like") or "")
        if found.get("rest") or found.get("more") or _TAKES_SLASHES.search(like):
            slashes.append(name)
        if found.get("like"):
            likes[name] = found["like"]
        return "{" + name + "}"

    better = _MARKED.sub(_written_out(declared), _without_query(path, in_query))
    better = _EXPRESSION.sub(plain, better)
    for other in (_COLON, _ANGLE):
        better = other.sub(_if_declared(plain, declared), better)
    return Template(better, tuple(slashes), tuple(likes.items()))


def apart(path: str, template: Template) -> Template:
    """The template beside another path that comes to the same: its parameters are called by the words of their patterns, too."""
    names: dict[str, str] = {}
    for match in _EXPRESSION.finditer(path):
        words = _WORDS.findall(match["like"] or "")
        names[match["name"]] = "_".join((*words, match["name"]))
    whole = _NAME.sub(lambda match: "{" + names.get(match[1], match[1]) + "}", template.path)
    likes = tuple((names.get(name, name), like) for name, like in template.like)
    return Template(whole, tuple(names.get(name, name) for name in template.slashes), likes)


def _without_query(path: str, names: Collection[str]) -> str:
    """`/search?q={q}` and `/search{?q}` without the parameters of the query that are declared."""
    path = _FORM.sub(lambda match: "" if set(match[1].split(",")) <= set(names) else match[0], path)
    before, mark, query = path.partition("?")
    pairs = query.split("&") if mark else []
    left = [pair for pair in pairs if pair not in {f"{name}={{{name}}}" for name in names}]
    return path if left == pairs else f"{before}?{'&'.join(left)}" if left else before


def _written_out(declared: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """`{;lat,lon}` as `{lat}{lon}` where that is their style, else `;lat={lat};lon={lon}`, since OpenAPI has one name in braces."""

    def written(match: re.Match[str]) -> str:
        mark, names = match["mark"], [name.rstrip("*") for name in match["names"].split(",")]
        is_plain = not mark and len(names) == 1
        if is_plain or match[0][1:-1] in declared or not all(name in declared for name in names):
            return match[0]
        if mark in ("", "#"):
            return mark + ",".join("{" + name + "}" for name in names)
        before = {name: f"{mark}{name}=" if mark == ";" else mark for name in names}
        styled = [name for name in names if declared[name] == _MARKS.get(mark)]
        return "".join("{" + name + "}" if name in styled else before[name] + "{" + name + "}" for name in names)

    return written


def _if_declared(plain: Callable[[re.Match[str]], str], declared: Collection[str]) -> Callable[[re.Match[str]], str]:
    return lambda match: plain(match) if match["name"] in declared else match[0]


def misnamed(path: str, declared: Iterable[str]) -> Mapping[str, str]:
    """Declared names that the template has otherwise -> how it has them: in other letters, or the only one on both sides."""
    names = list(dict.fromkeys(declared))
    in_path = list(dict.fromkeys(_NAME.findall(path)))
    left = [name for name in in_path if name not in names]
    spare = [name for name in names if name not in in_path]
    found: dict[str, str] = {}
    for name in list(spare):
        alike = [each for each in left if _letters(each) == _letters(name)]
        if len(alike) == 1 and sum(_letters(other) == _letters(name) for other in spare) == 1:
            found[name] = alike[0]
    spare, left = [each for each in spare if each not in found], [each for each in left if each not in found.values()]
    return {**found, spare[0]: left[0]} if len(spare) == len(left) == 1 else found


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def declared(root: Json, item: dict[str, Json], pointer: Pointer, where: str) -> Iterator[tuple[str, str]]:
    """Names of the parameters in that place that a path item and its operations declare, with the style of each, which may be none."""
    owners = [item, *(each for each in item.values() if isinstance(each, dict))]
    for owner in owners:
        listed = owner.get("parameters")
        for entry in listed if isinstance(listed, list) else ():
            match follow(root, entry, pointer):
                case Target(value={"name": str(name), "in": str(place), **more}) if place.lower() == where:
                    yield name, str(more.get("style", ""))
                case _:
                    pass
