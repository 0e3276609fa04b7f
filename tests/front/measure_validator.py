"""Times openapi-spec-validator on documents: its two backends, and as sdkwright runs it. See docs/decisions/0003.

python tests/front/measure_validator.py DOCUMENT...
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from openapi_spec_validator.shortcuts import get_validator_cls

from sdkwright.diagnostics import Report
from sdkwright.openapi.engine import keyword_pass, meta_pass
from sdkwright.openapi.version import version_of
from sdkwright.read import read

BACKENDS = ("jsonschema", "jsonschema-rs")


def seconds(run: object) -> str:
    """CPU time of consuming an iterator, and how many findings it had (or the exception that it died of)."""
    started = time.process_time()
    try:
        found = str(len(list(run())))  # type: ignore[operator]
    except Exception as error:
        found = type(error).__name__
    return f"{time.process_time() - started:6.2f} s ({found})"


def measure(path: str, how: str) -> None:
    document = read(Path(path), Report())
    assert document is not None
    version = version_of(document.root)
    assert version is not None
    if how == "ours":
        passes = (lambda: meta_pass(document.root, version), lambda: keyword_pass(document.root, version))
    else:
        validator = get_validator_cls(document.root)(document.root)
        passes = (
            lambda: validator.schema_validator.iter_errors(document.root),
            lambda: validator.root_validator(validator.schema_path),
        )
    size = Path(path).stat().st_size / 1024
    print(
        f"{Path(path).parent.name + '/' + Path(path).name:36} {size:6.0f} KB  {how:14} grammar {seconds(passes[0]):>18}  keywords {seconds(passes[1])}",
        flush=True,
    )


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in (*BACKENDS, "ours"):
        measure(sys.argv[2], sys.argv[1])
    else:
        for path in sys.argv[1:]:
            for how in (*BACKENDS, "ours"):
                backend = how if how in BACKENDS else "jsonschema-rs"
                environment = {**os.environ, "OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND": backend}
                subprocess.run([sys.executable, __file__, how, path], env=environment, check=False)
