"""The door into Markdown: any text shows as itself, in one place, whatever it holds."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sdkwright.python import markdown
from sdkwright.python.source import Source

MARKUP = st.text(alphabet="\\`*_[]()<>&|~$#+-=.:!/\"'ab1 \n\x00\u202e", max_size=30)
TEXTS = st.one_of(MARKUP, st.text(max_size=30))


def parsed(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    return [(token.type, [(child.type, child.content) for child in token.children or []]) for token in tokens]


def words(children: list[tuple[str, str]]) -> str:
    assert {kind for kind, _ in children} <= {"text", "text_special"}
    return "".join(content for _, content in children)


@given(TEXTS)
def test_text_in_a_line_shows_as_itself(value):
    shown = markdown.text(value)
    assert isinstance(shown, Source)
    [(_, _), (kind, children), (_, _)] = parsed(f"a {shown} b")
    assert kind == "inline"
    middle = markdown.visible(value)
    assert words(children) == (f"a {middle} b" if middle else "a  b")


@given(TEXTS)
def test_text_on_a_line_of_its_own_begins_no_block(value):
    tokens = parsed(f"before\n\n{markdown.text(value)}\n\nafter")
    kinds = [kind for kind, _ in tokens]
    middle = ["paragraph_open", "inline", "paragraph_close"] if markdown.visible(value) else []
    assert kinds == [
        "paragraph_open",
        "inline",
        "paragraph_close",
        *middle,
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    if middle:
        assert words(tokens[4][1]) == markdown.visible(value)


@given(TEXTS)
def test_text_in_a_heading_and_in_bold_shows_as_itself(value):
    shown = markdown.text(value)
    if not shown:
        return
    assert words(parsed(f"# x {shown}")[1][1]) == f"x {markdown.visible(value)}"
    bold = parsed(f"a **{shown}**, b")[1][1]
    assert [kind for kind, _ in bold if kind.startswith("strong")] == ["strong_open", "strong_close"]


@given(TEXTS)
def test_prose_holds_words_and_code_spans_only(value):
    [_, (_, children), _] = parsed(f"a {markdown.prose(value)} b")
    assert {kind for kind, _ in children} <= {"text", "text_special", "code_inline"}


@given(TEXTS)
def test_a_code_span_shows_the_text(value):
    [_, (_, children), _] = parsed(f"a {markdown.code(value)} b")
    spans = [content for kind, content in children if kind == "code_inline"]
    assert [span.strip() for span in spans] == [markdown.visible(value)]
    assert [content for kind, content in children if kind == "text" and content] == ["a ", " b"]


@given(TEXTS)
def test_an_attribute_holds_the_text(value):
    [_, (_, children), _] = parsed(f'<code title="{markdown.attribute(value)}">x</code>')
    found: list[object] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, attrs))

    Tags().feed("".join(content for kind, content in children if kind == "html_inline"))
    assert found == [("code", [("title", markdown.visible(value))])]


@given(TEXTS)
def test_an_address_stays_one_link_to_the_same_host(value):
    target = markdown.address(f"https://example.com/{value}")
    assert target is not None
    [_, (_, children), _] = parsed(f"a [b]({target}) c")
    assert [kind for kind, _ in children] == ["text", "link_open", "text", "link_close", "text"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "https://", "x", "", "http://[x"]
)
def test_only_web_addresses_are_addresses(url):
    assert markdown.address(url) is None


def test_an_address_keeps_its_query_and_fragment():
    assert markdown.address("https://a.example/x?a=1&copy=2#y") == "https://a.example/x?a=1&amp;copy=2#y"


@pytest.mark.parametrize(
    ("identifier", "written"),
    [("model_id", "model_id"), ("import_", "import\\_"), ("_links", "\\_links"), ("__", "\\_\\_"), ("a__b", "a__b")],
)
def test_underscores_at_the_ends_of_a_name_are_escaped(identifier, written):
    assert markdown.name(identifier) == written


def test_what_cannot_be_seen_is_written_out():
    assert markdown.visible("a\u202eb\x00c\u200bd") == "a\\u202eb\\x00c\\u200bd"


def test_the_name_of_a_project_is_one_word_of_a_shell():
    assert markdown.shell("acme[aiohttp]") == "'acme[aiohttp]'"
    assert markdown.shell("acme; rm -rf /") == "'acme; rm -rf /'"
