"""Changes that people and programs make to documents by mistake or on purpose, one step at a time; all chance comes from outside."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable

from sdkwright.pointer import Json

Place = tuple[dict[str, Json] | list[Json], str | int]

TEXTS = (
    *(
        "",
        " ",
        "\n",
        "\x00",
        "a" * 5000,
        "../../x",
        "__init__",
        "class",
        "None",
        "self",
        "/",
        "//",
        "/{",
        "{}",
        "{a}{a}",
        "#",
    ),
    *(
        "#/",
        "#/components/schemas/",
        "#/paths",
        "https://x.example/{v}",
        "javascript:1",
        '"""',
        "'",
        "\\",
        "{{ x }}",
        "\ud800",
    ),
    *(
        "object",
        "array",
        "null",
        "string",
        "integer",
        "date-time",
        "binary",
        "query",
        "path",
        "header",
        "cookie",
        "body",
    ),
    *(
        "application/json",
        "text/event-stream",
        "multipart/form-data",
        "*/*",
        "application/x-www-form-urlencoded",
        "; x=",
    ),
    *(
        "deepObject",
        "form",
        "matrix",
        "simple",
        "oauth2",
        "apiKey",
        "http",
        "bearer",
        "basic",
        "default",
        "2XX",
        "200",
        "204",
    ),
    *(
        "é",
        "ﬁ",
        "日本",
        "\u202e",
        "\u2028",
        "1",
        "-1",
        "1e400",
        "true",
        "con",
        "conftest",
        "a.b.c",
        "a-b",
        "A",
        "a",
        "_",
    ),
)
SCALARS: tuple[Json, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    10**30,
    1.5,
    -0.0,
    1e308,
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"a": {}},
)
KEYS = (
    *(
        "type",
        "format",
        "items",
        "properties",
        "required",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "enum",
        "const",
        "default",
    ),
    *(
        "nullable",
        "$ref",
        "$defs",
        "$id",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "additionalProperties",
        "prefixItems",
    ),
    *(
        "discriminator",
        "mapping",
        "propertyName",
        "readOnly",
        "writeOnly",
        "deprecated",
        "description",
        "title",
        "summary",
    ),
    *(
        "patternProperties",
        "propertyNames",
        "if",
        "then",
        "else",
        "contains",
        "unevaluatedProperties",
        "example",
        "examples",
    ),
    *(
        "parameters",
        "requestBody",
        "responses",
        "content",
        "schema",
        "headers",
        "encoding",
        "style",
        "explode",
        "in",
        "name",
    ),
    *("servers", "variables", "security", "tags", "operationId", "callbacks", "links", "webhooks", "x-enum-varnames"),
    *("x-enumNames", "x-enum-descriptions", "x-stainless-naming", "x-stainless-skip", "x-stainless-param", "pattern"),
    *(
        "minLength",
        "maximum",
        "exclusiveMinimum",
        "multipleOf",
        "uniqueItems",
        "allowReserved",
        "scheme",
        "flows",
        "get",
    ),
)


def mutant(tree: Json, others: list[Json], chance: random.Random) -> Json:
    """A copy with one to four changes. `others` are trees that pieces are taken from."""
    changed = copy.deepcopy(tree)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        found = places(changed)
        if found:
            chance.choice(STEPS)(found, others, chance)
    return changed


def text_mutant(text: str, chance: random.Random) -> bytes:
    """The text of a document, damaged as text: what comes out may be no YAML, no JSON and no UTF-8."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(chance.randint(1, 4)):
        here = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                del data[here:]
            case 1:
                del data[here : here + chance.randint(1, 40)]
            case 2:
                data[here:here] = data[here : here + chance.randint(1, 200)]
            case 3:
                data[here:here] = chance.choice(MARKS)
            case 4:
                data[here : here + 1] = bytes([chance.randrange(256)])
            case _:
                line = data.rfind(b"\n", 0, here) + 1
                data[line:line] = b" " * chance.randint(1, 3)
    return bytes(data)


MARKS = (
    *(
        b"&a ",
        b"*a",
        b"!!python/object:os.system ",
        b"<<: *a",
        b"? ",
        b"- ",
        b": ",
        b"'",
        b'"',
        b"{",
        b"[",
        b"]",
        b"}",
        b"|\n",
    ),
    *(
        b"\t",
        b"\r\n",
        b"\x00",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"---\n",
        b"...\n",
        b"%YAML 1.2\n",
        b"#",
        b"\\u0000",
        b"\xed\xa0\x80",
    ),
    *(
        b".nan",
        b"0x10",
        b"1_0",
        b"1:30",
        b"2020-01-01",
        b"~",
        b"=",
        b"!!binary aaaa ",
        b"!!set ",
        b"!<x> ",
        b"0o7",
        b"1e999",
    ),
)


def places(root: Json) -> list[Place]:
    """Every member and every item: (container, key or index)."""
    found: list[Place] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found += ((node, key) for key in node)
            waiting += node.values()
        elif isinstance(node, list):
            found += ((node, index) for index in range(len(node)))
            waiting += node
    return found


def _get(place: Place) -> Json:
    return place[0][place[1]]  # type: ignore[index,call-overload]


def _set(place: Place, value: Json) -> None:
    place[0][place[1]] = value  # type: ignore[index,call-overload]


def drop(found: list[Place], _: list[Json], chance: random.Random) -> None:
    container, key = chance.choice(found)
    del container[key]  # type: ignore[arg-type]


def rename(found: list[Place], _: list[Json], chance: random.Random) -> None:
    container, key = chance.choice(found)
    if isinstance(container, dict):
        container[chance.choice((*TEXTS, *KEYS, str(key).upper(), str(key) + "s"))] = container.pop(str(key))


def scalar(found: list[Place], _: list[Json], chance: random.Random) -> None:
    _set(chance.choice(found), copy.deepcopy(chance.choice((*SCALARS, *TEXTS))))


def swap(found: list[Place], _: list[Json], chance: random.Random) -> None:
    one, other = chance.choice(found), chance.choice(found)
    first, second = copy.deepcopy(_get(one)), copy.deepcopy(_get(other))
    _set(one, second)
    _set(other, first)


def duplicate(found: list[Place], _: list[Json], chance: random.Random) -> None:
    container, key = chance.choice(found)
    value = copy.deepcopy(_get((container, key)))
    if isinstance(container, list):
        container.append(value)
    else:
        container[chance.choice((f"{key}2", f"{key}_", str(key).title(), *TEXTS))] = value


def graft(found: list[Place], others: list[Json], chance: random.Random) -> None:
    there = places(chance.choice(others))
    if there:
        _set(chance.choice(found), copy.deepcopy(_get(chance.choice(there))))


def insert(found: list[Place], others: list[Json], chance: random.Random) -> None:
    container, _ = chance.choice(found)
    value = copy.deepcopy(chance.choice((*SCALARS, *TEXTS, _get(chance.choice(found)))))
    if isinstance(container, list):
        container.insert(0, value)
    else:
        container[chance.choice(KEYS)] = value


def wrap(found: list[Place], _: list[Json], chance: random.Random) -> None:
    place = chance.choice(found)
    value = _get(place)
    _set(
        place,
        chance.choice(
            ([value], [value, value], {"allOf": [value]}, {"oneOf": [value, {"type": "null"}]}, {"items": value})
        ),
    )


def point(found: list[Place], _: list[Json], chance: random.Random) -> None:
    """A reference to somewhere else of the document, whatever stands there."""
    place = chance.choice(found)
    _, key = chance.choice(found)
    names = [str(key), *(f"components/{kind}/{key}" for kind in ("schemas", "parameters", "responses", "paths"))]
    _set(place, {"$ref": "#/" + chance.choice(names).replace("~", "~0")})


def retype(found: list[Place], _: list[Json], chance: random.Random) -> None:
    place = chance.choice(found)
    match _get(place):
        case str() as text:
            _set(place, chance.choice(([text], {text: text}, len(text), None)))
        case list() as items:
            _set(
                place,
                chance.choice(({str(index): item for index, item in enumerate(items)}, "x", items[:1] and items[0])),
            )
        case dict() as members:
            _set(place, chance.choice((list(members.values()), list[Json](members), json.dumps(members)[:50])))
        case other:
            _set(place, str(other))


Step = Callable[[list[Place], list[Json], random.Random], None]
STEPS: tuple[Step, ...] = (drop, rename, scalar, swap, duplicate, graft, insert, wrap, point, retype)
