"""A child process: `python canary.py FOLDER PACKAGE` imports all of an emitted package while every event that hostile code would cause ends it.

Prints how many modules and models it saw.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import tomllib
from pathlib import Path

FORBIDDEN = (
    *(
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
        "os.startfile",
        "subprocess.Popen",
    ),
    *(
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.getaddrinfo",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.rmdir",
    ),
    *(
        "os.chmod",
        "os.link",
        "os.symlink",
        "os.truncate",
        "shutil.rmtree",
        "ctypes.dlopen",
        "webbrowser.open",
        "pty.spawn",
    ),
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch(event: str, arguments: tuple[object, ...]) -> None:
    is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
    is_canary = event == "import" and str(arguments[0]).startswith("zq_canary")
    if event in FORBIDDEN or is_write or is_canary:
        os.write(2, f"{event} {arguments!r:.300}\n".encode(errors="backslashreplace"))
        os._exit(99)


def main() -> None:
    folder, package = Path(sys.argv[1]), sys.argv[2]
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder / "src"))
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import aiohttp  # noqa: F401 - it loads libraries, which the package's own modules do not
    import httpx2  # noqa: F401
    import pydantic

    from attack.markup import blocks, structure

    sys.addaudithook(watch)
    root = importlib.import_module(package)
    below = pkgutil.walk_packages(root.__path__, f"{package}.")
    modules = [root, *(importlib.import_module(found.name) for found in below)]
    models = 0
    for module in modules:
        for value in list(vars(module).values()):
            if (
                isinstance(value, type)
                and issubclass(value, pydantic.BaseModel)
                and value.__module__ == module.__name__
            ):
                value.model_rebuild()
                models += 1
    for name in ("README.md", "api.md"):
        text = (folder / name).read_text("utf-8")
        assert structure(text)
        for block in blocks(text, "python"):
            compile(block, name, "exec")
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    assert project["build-system"]["build-backend"] == "hatchling.build", project["build-system"]
    print(len(modules), models)


main()
