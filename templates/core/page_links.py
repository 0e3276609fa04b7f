"""The next page where its URL is told, in a field or in a `Link` header."""

from __future__ import annotations

import re

import httpx2

from .page_schemes import PageInfo

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)')
_PARAMETER = re.compile(r';\s*([^\s=;,"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))')


def next_url(url: object) -> PageInfo | None:
    """The page at `url`, a field of this one, which may be a whole `Link` header (RFC 8288)."""
    if isinstance(url, str) and url.lstrip().startswith("<"):
        url = _linked(url, "next")
    return PageInfo(url=url) if url and isinstance(url, str | httpx2.URL) else None


def _linked(header: str, relation: str) -> str | None:
    """The target of the first link of that relation (RFC 8288, section 3)."""
    for target, parameters in _LINK.findall(header):
        for name, quoted, token in _PARAMETER.findall(parameters):
            if name.lower() == "rel" and relation in (quoted.replace("\\", "") or token).lower().split():
                return str(target)
    return None
