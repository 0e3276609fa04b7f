"""The stage itself: representation and names -> the views of every file of the package, and of the site that documents it."""

from sdkwright.python.build.package import site, view

__all__ = ["site", "view"]
