"""An Api that was made without a config, and its names -> the config that makes the same one; owns contents, not how YAML is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import quote

from sdkwright.ir.api import Api, ClientOption, CredentialRole, Resource
from sdkwright.ir.operations import Location, Method
from sdkwright.ir.paging import FIRST, PageField, PageScheme, SchemeKind
from sdkwright.ir.types import NullableType, Scalar, ScalarType, Type
from sdkwright.ir.walk import methods
from sdkwright.naming.names import Names
from sdkwright.openapi.library import MOUNT
from sdkwright.pointer import ROOT, Json, Pointer, child, tokens
from sdkwright.starter.text import Entry, Table

SHOWN = 3
COMPONENT = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
ROLES = {
    CredentialRole.BASIC_USERNAME: "username",
    CredentialRole.BASIC_PASSWORD: "password",
    CredentialRole.DIGEST_USERNAME: "username",
    CredentialRole.DIGEST_PASSWORD: "password",
    CredentialRole.CLIENT_ID: "client_id",
    CredentialRole.CLIENT_SECRET: "client_secret",
}
JSON_TYPES = {Scalar.STRING: "string", Scalar.INTEGER: "integer", Scalar.BOOLEAN: "boolean", Scalar.NUMBER: "number"}
WHY: Mapping[str, str] = MappingProxyType(
    {
        "spec": "The description that this lays out, relative to this file.",
        "organization": "Its name becomes the name of the client, from the title of the description.",
        "targets": "`import package_name`, `pip install project_name`; the distribution goes to output_dir.",
        "environments": "Base URLs by name, from `servers`; the first is the default.",
        "client_settings": "Arguments of the client, one for each way to authenticate, and where it looks for them.",
        "query_settings": "Arrays and objects in a query are written as the description says of each parameter.",
        "settings": "Each call sends the credentials that its operation asks for, not all that the client has.",
        "pagination": "How lists come in pages. A method gives pages of the first scheme whose `request` and `response` it has;\n"
        "`paginated: false` on it gives the plain answer.",
        "resources": "Resources become attributes of the client: `client.users.list()`. They follow the words of the paths;\n"
        "versions and what all paths begin with are left out. Rename, move and nest them as you like: keys are names,\n"
        "values say what is called.",
        "models": "Schemas that have a name of their own in the package, and what they are called there. One that is named under\n"
        "`models` of a resource lives with its types.",
    }
)
SENDS = {Location.QUERY: "send_as_query_param"}
PURPOSE = "x-stainless-pagination-property"


def guess(api: Api, names: Names, spec: str, allowed: Iterable[Entry] = ()) -> Table:
    """The whole config, as entries with comments that say why; `allowed` are those of what the document may refer to."""
    return Table(tuple(_entries(api, names, spec, allowed)))


def _entries(api: Api, names: Names, spec: str, allowed: Iterable[Entry]) -> Iterator[Entry]:
    package: dict[str, Json] = {
        "package_name": api.package.import_name,
        "project_name": api.package.project_name,
        "output_dir": "sdk",
    }
    yield Entry("spec", spec, WHY["spec"])
    yield from allowed
    yield Entry("organization", {"name": api.client.name}, WHY["organization"])
    yield Entry("targets", {"python": package}, WHY["targets"])
    if api.client.environments:
        yield Entry("environments", dict(api.client.environments), WHY["environments"])
    yield Entry("client_settings", _client_settings(api), WHY["client_settings"])
    yield Entry("query_settings", {"array_format": "document"}, WHY["query_settings"])
    if any(option.credential is not None for option in api.client.options):
        yield Entry("settings", {"per_endpoint_security": True}, WHY["settings"])
    if api.schemes:
        schemes: list[Json] = [_scheme(scheme) for scheme in api.schemes]
        yield Entry("pagination", schemes, WHY["pagination"], tuple(_used_by(api)))
    if api.models:
        yield Entry("models", _models(api, names), WHY["models"])
    if api.resources or api.own is not None:
        own = (api.own,) if api.own is not None else ()
        layout: dict[str, Json] = {resource.path[-1]: _resource(resource) for resource in (*own, *api.resources)}
        yield Entry("resources", layout, WHY["resources"])


def _client_settings(api: Api) -> dict[str, Json]:
    settings: dict[str, Json] = {"default_env_prefix": api.client.environment_prefix}
    if api.client.options:
        settings["opts"] = {option.key: _option(option) for option in api.client.options}
    return settings


def _option(option: ClientOption) -> dict[str, Json]:
    entry: dict[str, Json] = {"type": _json_type(option.type)}
    if option.nullable:
        entry["nullable"] = True
    if option.environment_variable is not None:
        entry["read_env"] = option.environment_variable
    if option.default is not None:
        entry["default"] = option.default
    if option.description is not None:
        entry["description"] = option.description
    if option.server_variable is not None:
        entry["server_variable"] = option.server_variable
    if option.header is not None:
        entry["send_in_header"] = option.header
    entry |= {SENDS[place]: name for place, name in option.places if place in SENDS}
    if option.credential is not None:
        auth: dict[str, Json] = {"security_scheme": option.credential.scheme}
        if option.credential.role in ROLES:
            auth["role"] = ROLES[option.credential.role]
        entry["auth"] = auth
    return entry


def _json_type(type_: Type) -> str:
    inner = type_.inner if isinstance(type_, NullableType) else type_
    return JSON_TYPES.get(inner.kind, "string") if isinstance(inner, ScalarType) else "string"


def _scheme(scheme: PageScheme) -> dict[str, Json]:
    number = scheme.kind in (SchemeKind.OFFSET, SchemeKind.PAGE_NUMBER)
    request: dict[str, Json] = {}
    for purpose, wire in scheme.request:
        is_usual = scheme.first == FIRST.get(scheme.kind, scheme.first)
        counted: dict[str, Json] = {} if is_usual else {"default": scheme.first}
        request[wire] = counted | _property("integer" if number else "string", purpose)
        for name in scheme.way_in(purpose)[:0:-1]:
            request[wire] = {"type": "object", "properties": {name: request[wire]}}
    response: dict[str, Json] = {field.wire_name: _response(scheme, field) for field in scheme.fields}
    entry: dict[str, Json] = {"name": scheme.key, "type": scheme.kind.value}
    if scheme.where is not Location.QUERY:
        entry["param_location"] = scheme.where.value
    return {**entry, **({"request": request} if request else {}), "response": response}


def _response(scheme: PageScheme, field: PageField) -> Json:
    """A property of the answer, with its role."""
    if field.fields:
        return {"type": "object", "properties": {inner.wire_name: _response(scheme, inner) for inner in field.fields}}
    if field.purpose == "items":
        array: dict[str, Json] = {"is_top_level_array": True} if scheme.is_array else {}
        return {"type": "array", "items": {}, PURPOSE: {"purpose": "items", **array}}
    if field.header is not None:
        role: dict[str, Json] = {"purpose": field.purpose, "from_header": field.header}
        return {"type": _json_type(field.type), PURPOSE: role}
    return _property(_json_type(field.type), field.purpose)


def _property(kind: str, purpose: str | None) -> dict[str, Json]:
    return {"type": kind, **({PURPOSE: {"purpose": purpose}} if purpose is not None else {})}


def _used_by(api: Api) -> Iterator[str]:
    """For each scheme the methods that give its pages, as a comment."""
    users: dict[str, list[str]] = defaultdict(list)
    for resource, method in methods(api):
        if method.paging is not None:
            users[method.paging.scheme].append(".".join((*resource.path, method.key)))
    for scheme in api.schemes:
        found = users[scheme.key]
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        yield f"Read from {', '.join(found[:SHOWN])}{more}." if found else "No method gives these pages."


def _models(api: Api, names: Names) -> dict[str, Json]:
    return {
        # of a model that only requests take there is but the class for requests
        names.classes.get(model.pointer) or names.param_classes[model.pointer]: _reference(model.pointer)
        for model in api.models
    }


def _reference(pointer: Pointer) -> str:
    """A component by its name, where that is no reference by itself; anything else by a reference, as the document would write it."""
    path = tokens(pointer)
    if path[0] == MOUNT:  # of another file, which stands there with its stem
        file = quote(path[1], safe="/~!$&'()*+,;=:@?%")
        return f"{file}{_reference(child(ROOT, *path[3:]))}" if path[3:] else file
    if path[:-1] == ("components", "schemas") and COMPONENT.fullmatch(path[-1]):
        return path[-1]
    # what is beyond ASCII may stand as it is, and half of a surrogate pair has no bytes to be written as
    return "".join(quote(each, safe="#/~!$&'()*+,;=:@?") if each.isascii() else each for each in pointer)


def _method(method: Method) -> Json:
    """Its endpoint, with what has to be said of its pages where the schemes alone would lead to others."""
    endpoint = f"{method.verb} {method.path}"
    told = method.guess.paginated if method.guess is not None else None
    return endpoint if told is None else {"endpoint": endpoint, "paginated": told}


def _resource(resource: Resource) -> dict[str, Json]:
    entry: dict[str, Json] = {}
    if resource.methods:
        entry["methods"] = {method.key: _method(method) for method in resource.methods}
    if resource.resources:
        entry["subresources"] = {inner.path[-1]: _resource(inner) for inner in resource.resources}
    return entry
