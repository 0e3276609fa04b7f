"""The headers that tell an API which platform its client runs on; owns no other header."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache

from .locks import running_loop

_SYSTEMS = {"darwin": "MacOS", "linux": "Linux", "win32": "Windows", "cygwin": "Windows", "ios": "iOS"}
_MACHINES = {"arm64": "arm64", "aarch64": "arm64", "arm": "arm", "x86_64": "x64", "amd64": "x64", "i686": "x32"}


def operating_system() -> str:
    """`MacOS`, `Linux`, `Windows`, `FreeBSD`, `OpenBSD`, `iOS`, `Android` or `Other:<platform>`."""
    name = sys.platform
    if hasattr(sys, "getandroidapilevel"):
        return "Android"
    if name.startswith(("freebsd", "openbsd")):
        return f"{name[:4].title()}BSD"
    return _SYSTEMS.get(name) or f"Other:{name}"


def architecture() -> str:
    """`x32`, `x64`, `arm`, `arm64`, `other:<machine>` or `unknown`."""
    # The standard library's `platform` may start a process to find out; neither source here does.
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    machine = machine.lower()
    other = "arm" if machine.startswith("arm") else f"other:{machine}" if machine else "unknown"
    return _MACHINES.get(machine, other)


def async_library() -> str:
    """`asyncio`, `trio`, or `false` outside an event loop."""
    if running_loop() is not None:
        return "asyncio"
    trio = sys.modules.get("trio")
    with suppress(RuntimeError):
        if trio is not None and trio.lowlevel.current_trio_token():
            return "trio"
    return "false"


@cache
def platform_headers(prefix: str, version: str) -> dict[str, str]:
    """The platform headers, named `<prefix>-Lang` and so on; `version` is that of the package."""
    runtime = sys.implementation.name
    return {
        f"{prefix}-Lang": "python",
        f"{prefix}-Package-Version": version,
        f"{prefix}-OS": operating_system(),
        f"{prefix}-Arch": architecture(),
        f"{prefix}-Runtime": "CPython" if runtime == "cpython" else "PyPy" if runtime == "pypy" else runtime,
        f"{prefix}-Runtime-Version": ".".join(str(part) for part in sys.version_info[:3]),
    }
