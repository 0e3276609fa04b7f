"""Compiles our templates in a process beside this one, where no run has left them compiled; what they are compiled to is in the cache then."""

from __future__ import annotations

from pathlib import Path

from sdkwright.beside import Beside, can_fork
from sdkwright.emit.files import COMPILED_NAME
from sdkwright.emit.glance import cache_root

__all__ = ["begun"]

_NOT_IN_A_PACKAGE = "site/"


def begun() -> Beside | None:
    """The process, which is to be waited for at the end; None where there is nothing to do, or no other process to be had."""
    root = cache_root()
    if root is None or not can_fork() or _are_compiled(root):
        return None
    beside = Beside(_compiled)
    beside.ask(b"")
    return beside


def _are_compiled(root: str) -> bool:
    """Whether any are, by whatever version: one that is not is compiled when it is needed."""
    try:
        return any(Path(root).glob(f"{COMPILED_NAME}*"))
    except OSError:
        return False


def _compiled(_: bytes) -> bytes:
    from sdkwright.emit.cache import open_cache
    from sdkwright.emit.render import environment

    made = environment(cache=open_cache(enabled=True))
    for name in made.list_templates(extensions=("jinja",)):
        if not name.startswith(_NOT_IN_A_PACKAGE):
            made.get_template(name)
    return b""
