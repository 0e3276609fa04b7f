"""A Markdown extension for pages with text of strangers: HTML in it is shown as text, and links lead to the web or a page.

Descriptions of an OpenAPI document reach the site as docstrings. Markdown would hand their tags on to the reader's browser, and
mkdocstrings would look for directives of its own in them (`::: module`), which document whatever is installed.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

ADDRESSES = ("href", "src")
SCHEMES = frozenset({"", "http", "https", "mailto"})


DIRECTIVES = "mkdocstrings"
INSIDE = "mkdocstrings_headings"
"""A step that only conversions of docstrings have."""


class _Directives(Preprocessor):
    """Takes the reader of directives out where a docstring is converted: those of our pages are not inside of one."""

    def run(self, lines: list[str]) -> list[str]:
        if INSIDE in self.md.treeprocessors:
            self.md.parser.blockprocessors.deregister(DIRECTIVES, strict=False)
        return lines


class _Links(Treeprocessor):
    """Takes addresses out that run something (`javascript:`) or load something from elsewhere (images)."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for key in ADDRESSES:
                if key in element.attrib and not _is_safe(element.attrib[key], loads=element.tag == "img"):
                    del element.attrib[key]
            for key in [key for key in element.attrib if key.lower().startswith("on") or key.lower() == "style"]:
                del element.attrib[key]


def _is_safe(address: str, *, loads: bool) -> bool:
    try:
        parts = urlsplit("".join(char for char in address if char.isprintable()).strip())
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES and not (loads and (parts.scheme or parts.netloc))


class PlainExtension(Extension):
    """`sdkwright.site.plain`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Take the two readers of HTML out and look at what is left at the end."""
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)
        md.preprocessors.register(_Directives(md), "sdkwright_directives", 100)
        md.treeprocessors.register(_Links(md), "sdkwright_links", -10)


def makeExtension(**options: Any) -> PlainExtension:  # noqa: N802 - the name that Markdown looks for
    """The extension, as Markdown asks for it."""
    return PlainExtension(**options)
