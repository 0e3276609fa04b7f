"""Runs one command, and answers every way in which it can end with an exit code: 0 fine, 1 findings, 2 usage, 70 a bug, 130 interrupted.

A run with nothing to do does not even come here (start.py), and one of which the arguments were read before does not read them again.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from sdkwright.cli.exits import BUG, FINDINGS, INTERRUPTED, STOPPED
from sdkwright.guard import guarded
from sdkwright.terminal import say

if TYPE_CHECKING:
    from sdkwright.ahead import Ahead

__all__ = ["main", "run"]


def main() -> None:
    """The console script of an installation from before start.py."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str], ahead: Ahead | None = None) -> int:
    """Run one command; the exit code. ``ahead`` has what an earlier run has left for one with these arguments."""
    with guarded():
        return _run(arguments, ahead)


def _run(arguments: list[str], ahead: Ahead | None) -> int:
    try:
        return _done(arguments, ahead)
    except KeyboardInterrupt:
        say(f"\n{STOPPED}", sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except Exception as error:  # noqa: BLE001 - the last line of defence: nobody should see a bare traceback
        return _bug(error, debug="--debug" in arguments or bool(os.environ.get("SDKWRIGHT_DEBUG")))


def _done(arguments: list[str], ahead: Ahead | None) -> int:
    """What the arguments say, which is known where an earlier run has left it: who reads arguments takes longer to import than most stages take."""
    if ahead is not None:
        from sdkwright.config.options import GenerateOptions

        options = GenerateOptions.heard(ahead.noted.asked)
        if options is not None:
            from sdkwright.cli.generating import Manner, generated

            return generated(options, (arguments, ahead), Manner())
    from sdkwright.cli.commands import commanded

    return commanded(arguments, ahead)


def _bug(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback

        say("".join(traceback.format_exception(error)), sys.stderr)
    said = str(error).partition("\n")[0]
    kind = type(error).__name__
    say(f"internal error: {kind}: {said}" if said else f"internal error: {kind}", sys.stderr)
    how = "" if debug else ", and the traceback that `--debug` (or SDKWRIGHT_DEBUG=1) shows"
    say(f"  this is a bug in sdkwright; please report it with the command, the document{how}", sys.stderr)
    return BUG
