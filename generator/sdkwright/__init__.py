"""sdkwright: an OpenAPI description becomes the Python SDK that people wish every API had.

The library has one entry, ``generate(GenerateOptions(...))``, which answers with a ``Result`` and raises nothing for a
document; its findings are ``Diagnostic``. Names are loaded when they are used, so that the command line starts fast.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import takes as long as a run with nothing to do
if TYPE_CHECKING:
    from sdkwright.config import Config, GenerateOptions
    from sdkwright.diagnostics import Diagnostic, Report
    from sdkwright.pipeline import generate
    from sdkwright.result import Result

__all__ = ["Config", "Diagnostic", "GenerateOptions", "Report", "Result", "generate"]

_HOMES = {
    "Config": "config",
    "GenerateOptions": "config",
    "Diagnostic": "diagnostics",
    "Report": "diagnostics",
    "generate": "pipeline",
    "Result": "result",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
