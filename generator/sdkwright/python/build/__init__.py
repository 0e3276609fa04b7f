"""The stage itself: representation and names -> the views of every file of the package."""

from sdkwright.python.build.package import view

__all__ = ["view"]
