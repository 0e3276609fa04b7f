"""The settings by which Zensical makes the documentation site of a package; owns no page."""

from __future__ import annotations

from sdkwright.python.build.parts import Building
from sdkwright.python.documents import toml
from sdkwright.python.source import Source

HIGHLIGHT = {"anchor_linenums": True, "line_spans": "__span", "pygments_lang_class": True}
REFERENCE = {
    "allow_inspection": False,
    "docstring_style": "google",
    "docstring_section_style": "table",
    "members_order": "source",
    "separate_signature": True,
    "show_bases": False,
    "show_docstring_attributes": False,
    "show_labels": False,
    "show_root_full_path": False,
    "show_root_heading": True,
    "show_signature_annotations": True,
    "show_source": False,
    "signature_crossrefs": True,
}
FEATURES = [
    *("content.code.copy", "content.tabs.link", "navigation.footer", "navigation.indexes", "navigation.top"),
    *("search.highlight", "toc.follow"),
]
PALETTES = [
    {
        "media": f"(prefers-color-scheme: {preferred})",
        "scheme": scheme,
        "toggle": {"icon": icon, "name": f"Switch to {other} mode"},
    }
    for preferred, scheme, icon, other in (
        ("light", "default", "lucide/sun", "dark"),
        ("dark", "slate", "lucide/moon", "light"),
    )
]


def settings(building: Building, contents: list[dict[str, object]]) -> Source:
    """The text of zensical.toml. Nothing on a page comes from another machine; what documents write as HTML stays text."""
    project: dict[str, object] = {
        "site_name": f"{building.names.client} Python SDK",
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "nav": contents,
        "theme": {"font": False, "language": "en", "features": FEATURES, "palette": PALETTES},
        "markdown_extensions": {
            "tables": {},
            "toc": {"permalink": True, "toc_depth": 3},
            "pymdownx": {"highlight": HIGHLIGHT, "superfences": {}, "tabbed": {"alternate_style": True}},
            "sdkwright.site.plain": {},
        },
        "plugins": {"mkdocstrings": {"handlers": {"python": {"paths": ["src"], "options": REFERENCE}}}},
    }
    return toml({"project": project})
