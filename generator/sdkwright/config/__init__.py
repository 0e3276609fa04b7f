"""The config: typed tables, discovery, loading, and the flags of a run. Nothing is imported before it is asked for,

because a run with nothing to do must not pay for pydantic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sdkwright.config.discovery import discover
from sdkwright.config.options import GenerateOptions, HttpLibrary

if TYPE_CHECKING:
    from sdkwright.config.findings import set_fields
    from sdkwright.config.load import Job, load_config, settle
    from sdkwright.config.models import (
        ClientOption,
        ClientSettings,
        Config,
        ExampleRequest,
        Method,
        ModelRef,
        PaginationScheme,
        PythonTarget,
        Resource,
        Settings,
        Streaming,
    )

__all__ = [
    "ClientOption",
    "ClientSettings",
    "Config",
    "ExampleRequest",
    "GenerateOptions",
    "HttpLibrary",
    "Job",
    "Method",
    "ModelRef",
    "PaginationScheme",
    "PythonTarget",
    "Resource",
    "Settings",
    "Streaming",
    "discover",
    "load_config",
    "set_fields",
    "settle",
]

_HOMES = {
    "findings": ("set_fields",),
    "load": ("Job", "load_config", "settle"),
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((module for module, names in _HOMES.items() if name in names), "models")
    return getattr(import_module(f"{__name__}.{home}"), name)
