"""HTML pages as the tests see them: elements with attributes, anchors, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


@dataclass
class Page:
    """One page. `inline` is the text of scripts without an address."""

    path: Path
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def anchors(self) -> set[str]:
        return {attributes[key] for _, attributes in self.elements for key in ("id", "name") if key in attributes}

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.elements if tag == "a" and "href" in attributes]

    @property
    def loaded(self) -> list[str]:
        """What a browser fetches to show the page."""
        return [
            attributes[LOADING[tag]]
            for tag, attributes in self.elements
            if tag in LOADING
            and LOADING[tag] in attributes
            and attributes.get("rel") not in ("canonical", "prev", "next")
        ]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.inside = page, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        self.page.elements.append((tag, attributes))
        self.inside = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        (self.page.inline if self.inside == "script" else self.page.text).append(data)


def read(path: Path) -> Page:
    page = Page(path)
    _Reader(page).feed(path.read_text(encoding="utf-8"))
    return page


def pages(site: Path) -> list[Page]:
    return [read(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"]


def broken_links(site: Path) -> list[str]:
    """Links inside the site that lead to no page, or to no place on it."""
    known = {page.path.resolve(): page for page in pages(site)}
    found = []
    for page in known.values():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            address, fragment = urldefrag(link)
            target = (page.path.parent / unquote(address)).resolve() if address else page.path
            target = target / "index.html" if target.is_dir() else target
            if target not in known:
                if not target.is_file():
                    found.append(f"{page.path.relative_to(site)}: {link}")
            elif fragment and unquote(fragment) not in known[target].anchors:
                found.append(f"{page.path.relative_to(site)}: {link}")
    return found
