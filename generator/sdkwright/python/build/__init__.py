"""The stage itself: representation and names -> the views of every file of the package, and of the site that documents it."""

from sdkwright.python.build.package import Made, further, package, view
from sdkwright.python.build.watch import watched

__all__ = ["Made", "further", "package", "view", "watched"]
