"""How parameters and forms are written, as the arguments of a call say it: styles, cookies, path templates, encodings."""

from __future__ import annotations

import re
from collections.abc import Callable

from sdkwright.ir.operations import Body, Encoding, Location, Method, Parameter, Style, Writing, record_mark
from sdkwright.python.annotations import CORE
from sdkwright.python.imports import Imports
from sdkwright.python.literals import identifier, mapping, string
from sdkwright.python.source import Source, join

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
ArgumentName = Callable[[Parameter], str]
Value = Callable[[Parameter], Source]


def token(writing: Writing) -> str:
    """A style as the runtime spells it: `+form`, `deepObject`, `form*`."""
    return f"{'+' if writing.reserved else ''}{writing.style.value}{'*' if writing.explode else ''}"


def query_styles(method: Method, inner: Imports) -> Source | None:
    """The query parameters that are written otherwise than the client writes."""
    styles = {
        parameter.wire_name: _style(token(parameter.writing), inner)
        for parameter in method.located(Location.QUERY)
        if parameter.writing is not None
    }
    return mapping(styles) if styles else None


def _style(how: str, inner: Imports) -> Source:
    return Source.of("{}({})", inner.add_own((CORE, "styles"), "style"), string(how))


def encoding(body: Body, inner: Imports) -> Source | None:
    """The properties of a form that are written otherwise than the client writes."""
    in_parts = body.media_type.startswith("multipart/")
    found = {entry.wire_name: _encoding(entry, inner, in_parts=in_parts) for entry in body.encodings}
    return mapping(found) if found else None


def _encoding(entry: Encoding, inner: Imports, *, in_parts: bool) -> Source:
    """A style; of parts, a media type unless they have a style of their own."""
    told = token(entry.writing) if entry.writing is not None else entry.media_type or "text/plain"
    of_media = (None, Style.JSON, Style.CONTENT)
    is_style = not in_parts or (entry.writing.style if entry.writing is not None else None) not in of_media
    how = _style(told, inner) if is_style else string(told)
    if not entry.headers:
        return how
    return Source.of("({}, {})", how, mapping({name: string(value) for name, value in entry.headers}))


def content(name: Source, given: Source, body: Body) -> Source:
    """A body that is bytes: `given`, unless the caller left out the argument that has that name."""
    return given if body.required else Source.of("None if isinstance({}, Omit) else {}", name, given)


def lines(name: Source, values: Source, body: Body, inner: Imports) -> Source:
    """A body of JSON values one after the other, as bytes."""
    writer = "to_json_seq" if record_mark(body.media_type) else "to_json_lines"
    return content(name, Source.of("{}({})", inner.add_own((CORE, "encode"), writer), values), body)


def headers(method: Method, value: Value, inner: Imports) -> Source | None:
    """Header and cookie parameters; `value` spells what a caller gave, with its names and formats as on the wire."""
    pairs = {entry.wire_name: _header(entry, value(entry), inner) for entry in method.located(Location.HEADER)}
    in_cookies = method.located(Location.COOKIE)
    if in_cookies:
        cookies = inner.add_own((CORE, "styles"), "cookies")
        arguments = [mapping({entry.wire_name: _as_json(entry, value(entry), inner) for entry in in_cookies})]
        styles = {
            entry.wire_name: string(token(entry.writing))
            for entry in in_cookies
            if entry.writing is not None and entry.writing.style is not Style.JSON
        }
        arguments.extend([mapping(styles)] if styles else [])
        pairs["Cookie"] = Source.of("{}({})", cookies, join(", ", arguments))
    return mapping(pairs) if pairs else None


def _header(entry: Parameter, given: Source, inner: Imports) -> Source:
    if entry.always:
        always = join(", ", (string(each) for each in entry.always))
        return Source.of("{}({}, [{}])", inner.add_own((CORE, "headers"), "extended"), given, always)
    if entry.writing is not None and entry.writing.style is Style.SIMPLE:
        return Source.of("{}({})", inner.add_own((CORE, "styles"), "exploded"), given)
    return _as_json(entry, given, inner)


def _as_json(entry: Parameter, given: Source, inner: Imports) -> Source:
    if entry.writing is None or entry.writing.style is not Style.JSON:
        return given
    return Source.of("{}({})", inner.add_own((CORE, "styles"), "json_text"), given)


def path(
    method: Method, name: ArgumentName, value: Value, inner: Imports, has_parts: Callable[[Parameter], bool]
) -> Source:
    """The path of a call: a literal, or a template with the arguments that go into it, any of which may have parts."""
    parameters = {entry.wire_name: entry for entry in method.located(Location.PATH)}
    used = [parameters[wire] for wire in dict.fromkeys(PLACEHOLDER.findall(method.path)) if wire in parameters]
    if not used:
        return string(_in_a_line(method.path))
    template = PLACEHOLDER.sub(
        lambda match: _expression(parameters[match[1]], name) if match[1] in parameters else match[0],
        _in_a_line(method.path),
    )
    keywords = [_keyword(entry, name, _as_json(entry, value(entry), inner)) for entry in used]
    expanded = any(map(has_parts, used))
    function = inner.add_own((CORE, "styles"), "expanded_path") if expanded else Source("path_template")
    return Source.of("{}({})", function, join(", ", (string(template), *keywords)))


def _in_a_line(path: str) -> str:
    """A path as it can be sent: with what is no character to see in its escapes."""
    return "".join(letter if letter >= " " and letter != "\x7f" else f"%{ord(letter):02X}" for letter in path)


def _expression(entry: Parameter, name: ArgumentName) -> str:
    """An expression of the template (RFC 6570)."""
    writing, argument = entry.writing, name(entry)
    if writing is None or writing.style is Style.JSON:
        return "{" + argument + "}"
    if writing.style is Style.SIMPLE:
        return f"{{{'+' if writing.reserved else ''}{argument}{'*' if writing.explode else ''}}}"
    mark, called = (".", argument) if writing.style is Style.LABEL else (";", entry.wire_name)
    return "{" + mark + called + ("*}" if writing.explode else "}")


def _keyword(entry: Parameter, name: ArgumentName, given: Source) -> Source:
    """A value for the template; the name of a matrix is the one on the wire."""
    matrix = entry.writing is not None and entry.writing.style is Style.MATRIX
    if matrix and entry.wire_name != name(entry):
        return Source.of("**{}", mapping({entry.wire_name: given}))
    return Source.of("{}={}", identifier(name(entry)), given)
