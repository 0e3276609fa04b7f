"""Emitting a small package for one file of tests: from a document in Python, through the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harness.sides import Sdk

__all__ = ["emitted", "emitted_from"]


@contextmanager
def emitted_from(config: Path, output: Path, package: str) -> Generator[Sdk, None, None]:
    """The package of a config of ours, without a warning, importable while the block runs. Its client is `Acme`."""
    command = ["-m", "sdkwright", "generate", "--config", str(config), "--output", str(output), "--strict"]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sys.path.insert(0, str(output / "src"))
    try:
        yield Sdk(package, "httpx2", "Acme")
    finally:
        sys.path.remove(str(output / "src"))


@contextmanager
def emitted(
    folder: Path, package: str, document: dict[str, Any], resources: dict[str, Any], **settings: Any
) -> Generator[Sdk, None, None]:
    """The package of `document`, laid out by `resources`, importable while the block runs. Its client is `Acme`."""
    config = {
        "spec": "openapi.json",
        "organization": {"name": "acme"},
        "targets": {"python": {"package_name": package, "output_dir": "sdk"}},
        "resources": resources,
        **settings,
    }
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "sdkwright.yml").write_text(json.dumps(config))  # JSON is YAML
    command = [sys.executable, "-m", "sdkwright", "generate", "--no-tests", "--config", "sdkwright.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    source = str(folder / "sdk" / "src")
    sys.path.insert(0, source)
    try:
        yield Sdk(package, "httpx2", "Acme")
    finally:
        sys.path.remove(source)
