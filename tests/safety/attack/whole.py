"""The documents with a text of their own in every place, in each version of OpenAPI; and their texts replaced by others.

A text is a token: a word that begins with Zq. The same token is the same text wherever it stands, so that what refers to a name
goes on doing so. Tokens end alike, so that none begins another and the order of names stays what it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

WHOLE = Path(__file__).parents[1] / "whole"
WRITTEN = re.compile(r"Zq[A-Za-z]*(?:-[A-Z][A-Za-z]*)*")
TOKEN = re.compile(r"Zq[A-Za-z]*?(?:-[A-Z][A-Za-z]*?)*Qz")
VERSIONS = ("3.0", "3.1", "3.2")
CONFIGS = ("sdkwright", "sdkwright-too")


@lru_cache
def document(version: str) -> Any:
    tree = _loaded("3.1")
    return {"3.0": _older, "3.1": lambda same: same, "3.2": _newer}[version](tree)


@lru_cache
def config(name: str) -> Any:
    return _loaded(name)


def _loaded(name: str) -> Any:
    text = (WHOLE / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(WRITTEN.sub(lambda match: f"{match[0]}Qz" if match[0] != "Zq" else "Zq", text))


def replaced(node: Any, texts: Mapping[str, str], *, is_reference: bool = False) -> Any:
    """A copy with other texts in place of tokens. Inside of references they are escaped, as RFC 6901 and RFC 3986 ask for."""

    def other(match: re.Match[str]) -> str:
        text = texts.get(match[0], match[0])
        return _escaped(text) if is_reference else text

    match node:
        case str():
            return TOKEN.sub(other, node)
        case list():
            return [replaced(item, texts) for item in node]
        case dict():
            return {
                TOKEN.sub(other, key): replaced(value, texts, is_reference=_refers(key, value))
                for key, value in node.items()
            }
        case _:
            return node


def _escaped(text: str) -> str:
    """Only what is ASCII is percent-encoded, since a lone surrogate cannot be."""
    pointed = text.replace("~", "~0").replace("/", "~1")
    return "".join(quote(char, safe="~") if char.isascii() else char for char in pointed)


def _refers(key: str, value: Any) -> bool:
    return (key in ("$ref", "openapi_uri") and isinstance(value, str)) or (
        isinstance(value, str) and value.startswith("#/")
    )


def in_templates(node: Any) -> set[str]:
    """Tokens of paths and URLs, in which braces begin a parameter."""
    match node:
        case str():
            return tokens(node) if "/" in node.partition(" ")[0] or " /" in node else set()
        case list():
            return set().union(*map(in_templates, node))
        case dict():
            return set().union(*map(in_templates, node), *map(in_templates, node.values()))
        case _:
            return set()


def tokens(node: Any) -> set[str]:
    """All tokens of a document."""
    match node:
        case str():
            return set(TOKEN.findall(node))
        case list():
            return set().union(*map(tokens, node))
        case dict():
            return set().union(*map(tokens, node), *map(tokens, node.values()))
        case _:
            return set()


def _newer(tree: Any) -> Any:
    """The document with what 3.2 adds."""
    tree = copy.deepcopy(tree)
    tree |= {"openapi": "3.2.0", "$self": "https://zq.example/ZqSelfQz"}
    tree["info"]["license"]["url"] = f"https://zq.example/{tree['info']['license'].pop('identifier')}"
    tree["servers"][0]["name"] = "ZqServerNameQz"
    tree["tags"][0] |= {"summary": "ZqTagSummaryQz", "kind": "ZqTagTypeQz"}
    tree["tags"].append({"name": "ZqTagChildQz", "parent": "ZqTagQz"})
    examples = tree["paths"]["/ZqPathQz/{ZqPathParameterQz}"]["get"]["parameters"][1]["examples"]
    examples["ZqExampleDataQz"] = {"dataValue": {"ZqExampleDataKeyQz": "ZqExampleDataTextQz"}}
    examples["ZqExampleDataTooQz"] = {"dataValue": "ZqExampleDataValueQz", "serializedValue": "ZqExampleSerializedQz"}
    put = tree["paths"]["/ZqPathQz/{ZqPathParameterQz}"]["put"]["requestBody"]["content"]["multipart/form-data"]
    put["encoding"]["ZqPartQz"]["encoding"] = {"ZqPartFieldQz": {"contentType": "application/ZqPartMediaQz"}}
    get = {"operationId": "ZqAdditionalQz", "responses": {"200": {"description": "ZqAdditionalResponseQz"}}}
    tree["paths"]["/ZqPages" + "Qz"]["additionalOperations"] = {"ZqVerbQz": get}
    parts = tree["components"]
    parts["mediaTypes"] = {"ZqMediaComponentQz": {"schema": {"type": "string"}}}
    referred = {
        "$ref": "#/components/mediaTypes/ZqMediaComponentQz",
        "summary": "ZqMediaRefSummaryQz",
        "description": "ZqMediaRefQz",
    }
    parts["responses"]["ZqMediaResponseQz"] = {
        "description": "ZqMediaResponseTextQz",
        "content": {"text/plain": referred},
    }
    flow = parts["securitySchemes"]["ZqFlowQz"]
    flow["oauth2MetadataUrl"] = "https://zq.example/ZqMetadataQz"
    flow["flows"]["deviceAuthorization"] = {
        "deviceAuthorizationUrl": "https://zq.example/ZqDeviceQz",
        "tokenUrl": "https://zq.example/ZqDeviceTokenQz",
        "refreshUrl": "https://zq.example/ZqDeviceRefreshQz",
        "scopes": {"ZqScopeDeviceQz": "ZqScopeDeviceTextQz"},
        "x-ZqDeviceNameQz": {"ZqDeviceKeyQz": "ZqDeviceExtraQz"},
    }
    parts["schemas"]["ZqUnionQz"]["discriminator"]["defaultMapping"] = "ZqDogQz"
    return tree


# keys of 3.1 that 3.0 has no place for
NEW = {
    *(
        "jsonSchemaDialect",
        "webhooks",
        "pathItems",
        "$comment",
        "$defs",
        "const",
        "patternProperties",
        "propertyNames",
        "examples",
    ),
    *(
        "dependentRequired",
        "dependentSchemas",
        "contentEncoding",
        "contentMediaType",
        "$anchor",
        "$id",
        "$dynamicAnchor",
    ),
}


def _older(tree: Any) -> Any:
    """The document without what 3.0 does not have."""
    tree = copy.deepcopy(tree)
    del tree["info"]["summary"]
    tree["info"]["license"]["url"] = f"https://zq.example/{tree['info']['license'].pop('identifier')}"
    _strip(tree, under="")
    model = tree["components"]["schemas"]["ZqModelQz"]["properties"]
    del model["ZqAnchoredQz"]
    model["ZqPropertyQz"]["example"] = "ZqPropertyExampleQz"
    model["ZqExampleQz"]["example"] = {"ZqPropertyExampleKeyQz": "ZqPropertyExampleTextQz"}
    del tree["components"]["schemas"]["ZqUnionQz"]["discriminator"]["x-ZqDiscriminatorExtraNameQz"]
    return tree | {"openapi": "3.0.3"}


def _strip(node: Any, under: str) -> None:
    if isinstance(node, list):
        for item in node:
            _strip(item, under)
    if not isinstance(node, dict):
        return
    if "$ref" in node:
        for key in {"summary", "description"} & node.keys():
            del node[key]
    for key in [key for key in node if key in NEW and not (key == "examples" and isinstance(node[key], dict))]:
        del node[key]
    for key, value in node.items():
        _strip(value, key)
