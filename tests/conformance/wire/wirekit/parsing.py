"""A request read back by the document alone: each `style` by the tables of the OpenAPI Specification (3.1.1, 4.8.12.2 to 4.8.12.6).

Values come out as the texts they are on the wire, in the shape that the schema gives them; JSON comes out as JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import unquote, unquote_plus

from wirekit.document import Node, Operation, path_names
from wirekit.values import ABSENT, is_file, is_unsaid_file, kind_of, property_names, property_schema, shape_of

Pairs = list[tuple[str, str]]
DEFAULT_STYLE = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
LINES = ("application/json-seq", "application/jsonl", "application/ndjson", "application/x-ndjson")
ESSENTIAL = "application/json"


class NotUnderstoodError(Exception):
    """The request is not one that the document describes."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a request said: parameters by place and name, and the body."""

    parameters: dict[tuple[str, str], Any]
    body: Any
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came: the target below the base path, and headers with lower-case names."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None


def parse(operation: Operation, received: Received) -> Parsed:
    path, _, query = received.target.partition("?")
    matched = operation.pattern.match(path)
    if matched is None:
        raise NotUnderstoodError(f"{path} is not {operation.path}")
    groups = {name: matched[group] for name, group in path_names(operation.path.partition("?")[0]).items()}
    found: dict[tuple[str, str], Any] = {}
    for node in operation.parameters:
        where, name = str(node.value.get("in")), str(node.value["name"])
        raw = _raw(where, name, received, groups, query)
        if raw is not None and (value := _parameter(operation, node, where, name, raw)) is not None:
            found[where, name] = value
    body, media_type = _body(operation, received)
    return Parsed(found, body, media_type)


def _raw(where: str, name: str, received: Received, groups: dict[str, str], query: str) -> Any:
    match where:
        case "path":
            return groups.get(name)
        case "query":
            return pairs(query)
        case "querystring":
            return query
        case "cookie":
            text = received.header("cookie")
            return [tuple(part.strip().split("=", 1)) for part in text.split(";")] if text else None
        case "header":
            return received.header(name)
    return None


def pairs(text: str) -> Pairs:
    """The names, decoded, and the values, not yet decoded: separators are told from data before that."""
    split = (part.partition("=") for part in text.split("&") if part)
    return [(unquote_plus(name), value) for name, _, value in split]


def _parameter(operation: Operation, node: Node, where: str, name: str, raw: Any) -> Any:
    schema = node.at("schema")
    contents = node.members("content")
    if contents:
        media_type, media = next(iter(contents.items()))
        return _with_content(where, name, raw, media_type, media.at("schema"))
    style = str(node.value.get("style") or DEFAULT_STYLE[where])
    explode = bool(node.value.get("explode", style in ("form", "cookie")))
    shape = shape_of(schema)
    if where == "path":
        return _in_path(name, str(raw), style, shape, explode=explode)
    if where == "header":
        return _simple(str(raw), shape, explode=explode, decode=str)
    if where == "cookie":
        decode = str if style == "cookie" else unquote
        return styled(raw, name, schema, "form", shape, explode=explode, others=set(), decode=decode)
    others = {str(other.value["name"]) for other in operation.parameters if other is not node}
    return styled(raw, name, schema, style, shape, explode=explode, others=others)


def _with_content(where: str, name: str, raw: Any, media_type: str, schema: Node) -> Any:
    if where == "querystring" and media_type == "application/x-www-form-urlencoded":
        return _form(str(raw), schema, {}) if raw else None
    if where in ("query", "cookie"):
        values = [value for key, value in raw if key == name]
        if not values:
            return None
        raw = values[0]
    if raw is None or (where == "querystring" and not raw):
        return None
    text = str(raw) if where == "header" else unquote(str(raw))
    return json.loads(text) if "json" in media_type else text


def _in_path(name: str, raw: str, style: str, shape: str, *, explode: bool) -> Any:
    if style == "simple":
        return _simple(raw, shape, explode=explode)
    if style == "label":
        if not raw.startswith("."):
            raise NotUnderstoodError(f"a label begins with a dot: {raw}")
        separator = "." if explode else ","
        return _split(raw[1:], shape, separator, explode=explode, decode=unquote)
    if not raw.startswith(f";{name}") and not (shape == "object" and explode and raw.startswith(";")):
        raise NotUnderstoodError(f"a matrix begins with a semicolon and the name: {raw}")
    if not explode or shape == "plain":
        return _split(raw.partition("=")[2], shape, ",", explode=explode, decode=unquote)
    parts = [part.partition("=") for part in raw[1:].split(";")]
    if shape == "object":
        return {unquote(key): unquote(value) for key, _, value in parts}
    return [unquote(value) for _, _, value in parts]


def _simple(raw: str, shape: str, *, explode: bool, decode: Any = unquote) -> Any:
    return _split(raw, shape, ",", explode=explode, decode=decode)


def _split(raw: str, shape: str, separator: str, *, explode: bool, decode: Any) -> Any:
    if shape == "plain" or not raw:
        return decode(raw) if shape == "plain" else {} if shape == "object" else []
    parts = raw.split(separator)
    if shape == "array":
        return [decode(part) for part in parts]
    if explode:
        return {decode(part.partition("=")[0]): decode(part.partition("=")[2]) for part in parts}
    return {decode(key): decode(value) for key, value in zip(parts[::2], parts[1::2], strict=True)}


def styled(
    found: Pairs,
    name: str,
    schema: Node,
    style: str,
    shape: str,
    *,
    explode: bool,
    others: set[str],
    decode: Any = unquote_plus,
) -> Any:
    """The value of `name` among the pairs of a query, a form or a cookie; None where it is not there."""
    values = [value for key, value in found if key == name]
    if style == "deepObject":
        return _deep(found, name, decode)
    if shape == "object" and style == "form" and explode:
        known = property_names(schema)
        free = isinstance(schema.value, dict) and bool(schema.value.get("additionalProperties", not known))
        taken: dict[str, Any] = {}
        for key, value in found:
            if key in known or (free and key not in others):
                inner = shape_of(property_schema(schema, key))
                taken[key] = [*taken.get(key, []), decode(value)] if inner == "array" else decode(value)
        return taken or None
    if not values:
        return None
    if shape == "array" and explode:
        return [decode(value) for value in values]
    encoded = decode is not str
    separator = {"spaceDelimited": "%20" if encoded else " ", "pipeDelimited": "%7C" if encoded else "|"}.get(
        style, ","
    )
    text = values[0].replace("|", "%7C") if style == "pipeDelimited" and encoded else values[0]
    return _split(text, shape, separator, explode=False, decode=decode)


def _deep(found: Pairs, name: str, decode: Any) -> Any:
    """The tree that names in brackets tell; what is numbered from zero is an array."""
    tree: dict[str, Any] = {}
    for key, value in found:
        if not key.startswith(f"{name}["):
            continue
        steps = key[len(name) + 1 : -1].split("][")
        here = tree
        for step in steps[:-1]:
            here = here.setdefault(step, {})
        last, text = steps[-1], decode(value)
        here[last] = text if last not in here else [*(h if isinstance(h := here[last], list) else [h]), text]
    return _listed(tree) or None


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(item) for key, item in value.items()}
    is_array = inner and list(inner) == [str(index) for index in range(len(inner))]
    return list(inner.values()) if is_array else inner


# -- bodies


def _body(operation: Operation, received: Received) -> tuple[Any, str | None]:
    declared = operation.node.at("requestBody")
    said = received.header("content-type")
    if not received.body and not (said or "").startswith("multipart/"):
        return ABSENT, said
    contents = declared.members("content")
    if not contents:
        raise NotUnderstoodError("the document describes no body")
    essence = (said or "").partition(";")[0].strip().lower()
    media_type, media = _described(contents, essence)
    schema, encoding = media.at("schema"), media.members("encoding")
    if essence == "application/x-www-form-urlencoded":
        return _form(received.body.decode("ascii"), schema, encoding), media_type
    if "boundary=" in media_type and kind_of(schema) == "string":  # all of it is what its author has made
        return received.body.decode(), media_type
    if essence.startswith("multipart/"):
        return _multipart(str(said), received.body, schema, encoding), media_type
    if essence in LINES and kind_of(schema) != "string":
        values = [json.loads(line.strip("\x1e")) for line in received.body.decode().split("\n") if line]
        return values, media_type
    return _plain(received.body, essence, schema), media_type


def _described(contents: dict[str, Node], essence: str) -> tuple[str, Node]:
    for media_type, media in contents.items():
        if media_type.partition(";")[0].strip().lower() == essence:
            return media_type, media
    if essence == "application/octet-stream":  # the most general type of a range
        essence = next((name.replace("*", "x") for name in contents if "*" in name), essence)
    for media_type, media in contents.items():
        wanted = media_type.partition(";")[0].strip().lower()
        if wanted == "*/*" or (wanted.endswith("/*") and essence.startswith(wanted[:-1])):
            return media_type, media
    raise NotUnderstoodError(f"{essence or 'no media type'} is not among {list(contents)}")


def _plain(content: bytes, essence: str, schema: Node) -> Any:
    if essence.endswith(("+json", "/json", "json-1.1")):
        return json.loads(content)
    if (essence.startswith("text/") or essence.endswith(("+xml", "/xml"))) and not is_file(schema):
        return content.decode()
    return content


def _form(text: str, schema: Node, encoding: dict[str, Node]) -> Any:
    if shape_of(schema) == "plain":
        return text
    found = pairs(text)
    result: dict[str, Any] = {}
    names = property_names(schema)
    for name in sorted(names | {key for key, _ in found if not names and "[" not in key}):
        inner = property_schema(schema, name)
        how = encoding[name].value if name in encoding else {}
        shape = shape_of(inner)
        if how.keys() & {"style", "explode", "allowReserved"}:
            style = how.get("style", "form")
            explode = how.get("explode", style == "form")
            value = styled(found, name, inner, style, shape, explode=explode, others=names - {name})
        else:
            media_type = how.get("contentType", "")
            value = _form_default([v for key, v in found if key == name], inner, shape, media_type)
        if value is not None:
            result[name] = value
    return result


def _form_default(values: list[str], schema: Node, shape: str, media_type: str) -> Any:
    texts = [unquote_plus(value) for value in values]
    if not texts:
        return None
    if shape == "array" and "json" not in media_type:
        inner = shape_of(schema.at("items"))
        return [json.loads(text) if inner == "object" else text for text in texts]
    return json.loads(texts[0]) if shape == "object" or "json" in media_type else texts[0]


def _multipart(said: str, body: bytes, schema: Node, encoding: dict[str, Node]) -> Any:
    head = f"MIME-Version: 1.0\r\nContent-Type: {said}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    parts = [(str(part.get_param("name", header="content-disposition")), part) for part in message.iter_parts()]
    content = [(name, _as_sent(part)) for name, part in parts]
    texts = [(name, part.get_payload(decode=True).decode(errors="replace")) for name, part in parts]
    result: dict[str, Any] = {}
    names = property_names(schema)
    for name in names:
        how = encoding[name].value if name in encoding else {}
        inner = property_schema(schema, name)
        if how.keys() & {"style", "explode"} and shape_of(inner) != "plain":
            style = how.get("style", "form")
            explode, others = how.get("explode", style == "form"), names - {name}
            value = styled(texts, name, inner, style, shape_of(inner), explode=explode, others=others, decode=str)
            result.update({name: value} if value is not None else {})
        elif shape_of(inner) == "object" and (below := _deep(content, name, lambda value: value)):
            result[name] = below  # where files are inside, which JSON cannot hold
        else:
            result.update(_parts([part for key, part in parts if key == name], name, inner, encoding.get(name)))
    return result if names else {name: part.get_payload(decode=True).decode() for name, part in parts}


def _as_sent(part: Any) -> Any:
    """The bytes of a file, the text of anything else."""
    payload = part.get_payload(decode=True)
    return payload if part.get_filename() is not None else payload.decode(errors="replace")


def _parts(found: list[Any], name: str, schema: Node, how: Node | None) -> dict[str, Any]:
    many = shape_of(schema) == "array"
    values = [
        _part(part.get_payload(decode=True), part.get_content_type(), schema.at("items") if many else schema, how)
        for part in found
    ]
    if not values:
        return {}
    return {name: values if many and not isinstance(values[0], list) else values[0]}


def _part(content: bytes, said: str, schema: Node, how: Node | None) -> Any:
    wanted = str((how.value or {}).get("contentType", "")) if how is not None else ""
    if wanted and not any(_accepts(one.strip(), said) for one in wanted.split(",")):
        raise NotUnderstoodError(f"the part is {said}, the document wants {wanted}")
    if said.endswith("json"):
        return json.loads(content)
    if is_file(schema) or is_unsaid_file(schema, said):
        return content
    if kind_of(schema) is None and said == "application/octet-stream":
        return content
    return content.decode()


def _accepts(wanted: str, said: str) -> bool:
    essence = wanted.partition(";")[0].strip()
    return essence == said or (essence.endswith("*") and said.startswith(essence[:-1]))
