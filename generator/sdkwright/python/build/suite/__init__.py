"""The tests of the emitted package: recordings and names -> the files of its `tests/`."""

from sdkwright.python.build.suite.files import suite_modules

__all__ = ["suite_modules"]
