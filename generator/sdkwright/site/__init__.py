"""`sdkwright docs`: a documentation site of the emitted package, made by Zensical with mkdocstrings."""

from sdkwright.site.run import SiteError, make

__all__ = ["SiteError", "make"]
