"""1,000 asynchronous calls, 100 at a time: ours and the official packages of two providers, each beside bare httpx2."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from many_side import CALLS
from measure import HERE, Pairs, environment
from server import serving
from table import Row, ratio_row

FLOOR = "httpx2.AsyncClient, 100 at a time"
CACHE = Path.home() / ".cache" / "sdkwright-bench" / "official"
# These are measured, never depended on: they live in an environment of their own, made at the first use and kept.
OFFICIAL = {"anthropic": ("2.14.0", "AsyncAnthropic"), "openai": ("3.57.0", "AsyncOpenAI")}


def rows(*, quick: bool) -> Iterator[Row]:
    """Ours first; the others are left out, and named, where pip cannot install them."""
    rounds = 3 if quick else 9
    with serving() as url:
        taken = _side(Path(sys.executable), "anthropic", "AsyncAnthropic", url, rounds)
        yield ratio_row("1,000 calls of async list()", taken, FLOOR, wanted=1.3, calls=CALLS)
        python = None if quick else _environment()
        if python is None:
            return
        for module, (version, name) in OFFICIAL.items():
            taken = _side(python, module, name, url, rounds, apart=True)
            yield ratio_row(f"  the same by {module} {version} of PyPI", taken, FLOOR, calls=CALLS)


def _side(python: Path, module: str, name: str, url: str, rounds: int, *, apart: bool = False) -> Pairs:
    """The costs that a process of its own has taken; with `apart`, one that does not see our package."""
    env = environment(OPENAI_API_KEY="my-api-key")
    if apart:
        env["PYTHONPATH"] = str(HERE)
    command = [str(python), str(HERE / "many_side.py"), module, name, url, str(rounds)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr}")
    costs = [line.split() for line in done.stdout.splitlines()]
    return Pairs([float(mine) for mine, _ in costs], [float(base) for _, base in costs])


def _environment() -> Path | None:
    python = CACHE / "bin" / "python"
    wanted = [f"{module}=={version}" for module, (version, _) in OFFICIAL.items()]
    if not python.is_file():
        venv.create(CACHE, with_pip=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "httpx2", *wanted]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        print(f"left out: {', '.join(wanted)}, which pip could not install", file=sys.stderr)
        return None
    return python
