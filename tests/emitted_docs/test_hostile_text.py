"""No text of a document or config leaves its place in README.md and api.md: the structure is that of a harmless text."""

from __future__ import annotations

import ast
import copy
import functools
import re
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from attack.markup import blocks, structure
from markdown_it import MarkdownIt

BENIGN = "plain words"
HOSTILE = {
    "fence": "```\n# Broken\n```python\nimport os\n```",
    "tilde fence": "~~~\n~~~",
    "closing tags": "</code></a></li></ul>",
    "script": "<script>alert(1)</script><!-- <?php ?> <![CDATA[",
    "attribute": '" onclick="alert(1)" x="',
    "backticks": "` `` ``` a`b",
    "table": "| a | b |\n|---|---|\n| c | d |",
    "block starts": "\n\n# heading\n\n- item\n\n1. item\n\n> quote\n\n    code\n\n---\n",
    "links": "[x](javascript:alert(1)) ![y](z) <http://a.example> [r]: /u\n\n[r]: http://evil.example",
    "emphasis": "**strong** _em_ *em* __strong__ ~~struck~~ \\",
    "entities": "&lt;script&gt; &#x202e; &amp;",
    "quotes": "'''\"\"\"\\\"\\'\\n",
    "NUL": "a\x00b",
    "controls": "a\x07\x1b[31mb\x7f\x85c\u2028d\u2029e",
    "direction": "a\u202eb\u2066c\u200bd\ufeffe",
    "template": "{{ view }} {% raw %} {# x #}",
}

MARKED = Path(__file__).parent / "marked"
SPEC = yaml.safe_load((MARKED / "openapi.yaml").read_text(encoding="utf-8"))
CONFIG = yaml.safe_load((MARKED / "sdkwright.yml").read_text(encoding="utf-8"))

# where a text stands, in document (True) or config, and what comes before it there
PLACES = {
    "title": (True, ("info", "title")),
    "summary": (True, ("info", "summary")),
    "description": (True, ("info", "description")),
    "server": (True, ("servers", 0, "url")),
    "tag description": (True, ("tags", 0, "description")),
    "operation summary": (True, ("paths", "/pets/PATH/{id}", "get", "summary")),
    "operation description": (True, ("paths", "/pets/PATH/{id}", "get", "description")),
    "parameter description": (True, ("paths", "/pets/PATH/{id}", "get", "parameters", 0, "description")),
    "parameter name": (True, ("paths", "/pets/PATH/{id}", "get", "parameters", 1, "name")),
    "parameter enum": (True, ("paths", "/pets/PATH/{id}", "get", "parameters", 1, "schema", "enum", 0)),
    "example": (True, ("paths", "/pets/PATH/{id}", "get", "parameters", 0, "example")),
    "schema title": (True, ("components", "schemas", "Pet", "title")),
    "schema description": (True, ("components", "schemas", "Pet", "description")),
    "environment URL": (False, ("environments", "ENVIRONMENT")),
    "variable": (False, ("client_settings", "opts", "token", "read_env")),
    "prefix": (False, ("client_settings", "default_env_prefix")),
    "option description": (False, ("client_settings", "opts", "token", "description")),
    "option default": (False, ("client_settings", "opts", "token", "default")),
    "idempotency header": (False, ("client_settings", "idempotency", "header")),
    "request id header": (False, ("client_settings", "response_headers", "request_id")),
    "resource description": (False, ("resources", "pets", "description")),
    "configured example": (False, ("readme", "example_requests", "default", "params", "id")),
}


def filled(place: str, text: str) -> tuple[dict, dict]:
    """Document and config with the text in one place, behind something that keeps the place what it is."""
    in_spec, path = PLACES[place]
    spec, config = copy.deepcopy(SPEC), copy.deepcopy(CONFIG)
    here = spec if in_spec else config
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = f"https://api.example.com/{text}" if place in ("server", "environment URL") else text
    return spec, config


def everywhere(text: str) -> tuple[dict, dict]:
    """Document and config with the text in every place at once, keys and paths included."""

    def walk(node: object) -> object:
        if isinstance(node, dict):
            return {walk(key) if key in KEYS else key: walk(item) for key, item in node.items()}
        if isinstance(node, list):
            return [walk(item) for item in node]
        if isinstance(node, str):
            return text if node == BENIGN else re.sub("|".join(MARKS), lambda _: text, node)
        return node

    return walk(SPEC), walk(CONFIG)


def in_path(text: str) -> str:
    """The text without what ends a path, or begins a parameter of it."""
    return text.translate(str.maketrans("{}?", "()!"))


MARKS = ["SERVER", "PATH", "EXAMPLE", "PARAMETER", "ENUM", "ENVIRONMENT", "URL", "DEFAULT", "VARIABLE", "CONFIGURED"]
KEYS = {"/pets/PATH/{id}", "PROPERTY", "ENVIRONMENT"}


@functools.lru_cache(maxsize=64)
def shapes(text: str) -> list[list[str]]:
    """What the Python blocks do, their constants left out."""
    return [shape(block) for block in blocks(text, "python")]


def shape(code: str) -> list[str]:
    """The statements of a block, with no constant in it."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = None
        if isinstance(node, ast.keyword) and node.arg not in KNOWN_KEYWORDS:
            node.arg = "named"
    return [ast.dump(node) for node in tree.body]


KNOWN_KEYWORDS = {"timeout", "max_retries", "http_client", "token", "extra_headers", "extra_query", "cast_to", "body"}


def assert_same(found: dict[str, str], wanted: dict[str, str]) -> None:
    assert found.keys() == wanted.keys() == {"README.md", "api.md"}
    for name, text in found.items():
        assert structure(text) == structure(wanted[name])
        assert shapes(text) == shapes(wanted[name])
        assert not set(text) & INVISIBLE


INVISIBLE = set("\x00\x07\x1b\x7f\x85\u2028\u2029\u202e\u2066\u200b\ufeff")


def test_the_harmless_document_shows_every_kind_of_text(emit):
    files = emit(SPEC, CONFIG)
    marks = [
        "Acme",
        BENIGN,
        "URL",
        "CONFIGURED",
        "ENUM",
        "DEFAULT",
        "VARIABLE",
        "IDEMPOTENCY",
        "REQUEST-ID",
        "ENVIRONMENT",
    ]
    assert [mark for mark in marks if mark not in files["README.md"]] == []
    assert "get /pets/PATH/{id}" in files["api.md"]


# A URL of an environment with a variable that nothing fills is refused (C333), and what stands in braces is one.
REFUSED = {("environment URL", "template")}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        pytest.param(place, text, id=f"{place}-{name}")
        for place in PLACES
        for name, text in HOSTILE.items()
        if (place, name) not in REFUSED
    ],
)
def test_hostile_text_stays_in_its_place(emit, place, text):
    assert_same(emit(*filled(place, text)), emit(*filled(place, BENIGN)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_in_every_place_at_once_stays_there(emit, text):
    assert_same(emit(*everywhere(in_path(text))), emit(*everywhere(BENIGN)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_without_a_config_stays_in_its_place(emit, text):
    spec, _ = everywhere(in_path(text))
    benign, _ = everywhere(BENIGN)
    spec["paths"] = dict(zip(benign["paths"], spec["paths"].values(), strict=True))
    spec["info"]["title"] = benign["info"]["title"] = "Acme"
    assert_same(emit(spec, {}), emit(benign, {}))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_names_made_of_hostile_text_keep_the_structure(emit, text):
    # what parts a path would be read as two resources
    whole = in_path(text).replace("/", "-").replace("#", "-")
    files, wanted = (emit(named(word), {}) for word in (whole, BENIGN))
    for name in wanted:
        assert structure(files[name]) == structure(wanted[name])
        assert len(shapes(files[name])) == len(shapes(wanted[name]))
        assert not set(files[name]) & INVISIBLE


def named(text: str) -> dict:
    """The document with the text as the name of all that gives names: title, tag, path, operation, parameter, schema, field."""
    spec = copy.deepcopy(SPEC)
    spec["info"]["title"] = text
    spec["tags"][0]["name"] = text
    operation = spec["paths"].pop("/pets/PATH/{id}")
    spec["paths"][f"/{text}/{{id}}"] = operation
    operation["get"]["tags"], operation["get"]["operationId"] = [text], text
    schemas = spec["components"]["schemas"]
    schemas[text] = schemas.pop("Pet")
    schemas[text]["properties"] = {text: {"type": "string"}}
    reference = "#/components/schemas/" + quote(text.replace("~", "~0").replace("/", "~1"))
    operation["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {"$ref": reference}
    return spec


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", "not a URL", "http://[x"]
)
def test_what_is_no_web_address_is_not_linked(emit, url):
    config = {**CONFIG, "organization": {"name": "acme", "docs": url}}
    assert structure(emit(SPEC, config)["README.md"]) == structure(emit(SPEC, CONFIG)["README.md"])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_address_of_the_documentation_stays_one_link(emit, text):
    config = {**CONFIG, "organization": {"name": "acme", "docs": f"https://docs.example.com/{text}"}}
    readme = emit(SPEC, config)["README.md"]
    tokens = MarkdownIt("commonmark", {"html": True}).parse(readme)
    links = [child.attrGet("href") for token in tokens for child in token.children or [] if child.type == "link_open"]
    ours = [link for link in links if str(link).startswith("https://docs.example.com/")]
    assert len(ours) == 1
    assert not any("javascript:" in str(link) and link not in ours for link in links)
    without = [entry for entry in structure(readme) if entry != ("link_open", ours[0])]
    benign = emit(SPEC, {**CONFIG, "organization": {"name": "acme", "docs": "https://docs.example.com/x"}})["README.md"]
    assert without == [entry for entry in structure(benign) if entry != ("link_open", "https://docs.example.com/x")]
