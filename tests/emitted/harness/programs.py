"""The two programs of the API's documentation, word for word, and how one is run as a file by a Python of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .server import Server

__all__ = ["LIST", "RETRIEVE", "run"]

LIST = """import os
from anthropic import Anthropic

client = Anthropic(
    api_key=os.environ.get("ANTHROPIC_API_KEY"),  # This is the default and can be omitted
)
page = client.beta.models.list()
page = page.data[0]
print(page.id)
"""

RETRIEVE = """import os
from anthropic import Anthropic

client = Anthropic(
    api_key=os.environ.get("ANTHROPIC_API_KEY"),  # This is the default and can be omitted
)
beta_model_info = client.beta.models.retrieve(
    model_id="model_id",
)
print(beta_model_info.id)
"""


def run(
    program: str, folder: Path, server: Server, python: str = sys.executable, **environment: str | None
) -> subprocess.CompletedProcess[str]:
    """Run `program` as a file, with a key and the address of `server` in the environment; None takes a variable away."""
    path = folder / "program.py"
    path.write_text(program, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {"ANTHROPIC_API_KEY": "sk-made-up", "ANTHROPIC_BASE_URL": server.url, "NO_PROXY": "*", **environment}
    variables = {name: value for name, value in {**kept, **given}.items() if value is not None}
    return subprocess.run(
        [python, str(path)], capture_output=True, text=True, env=variables, cwd=folder, timeout=60, check=False
    )
