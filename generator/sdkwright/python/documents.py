"""The fourth door: whole files in formats that a library writes, in which text of a document can be no more than a string."""

from __future__ import annotations

from collections.abc import Mapping

import tomli_w
import yaml

from sdkwright.python.source import Source


def toml(data: Mapping[str, object]) -> Source:
    """A TOML file."""
    return Source(tomli_w.dumps(data))


def yaml_text(data: Mapping[str, object]) -> Source:
    """A YAML file in ASCII."""
    return Source(yaml.safe_dump(dict(data), width=120, sort_keys=False))
