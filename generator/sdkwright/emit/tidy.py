"""Makes emitted Python well-formed: parsed, and formatted; the only place that knows black. Not what the text says.

It is printed by `emit.style` where that is certain to be what black would print, and else by black, which the cache remembers; in this
process, or over several when there is enough of it to pay for starting them.
"""

from __future__ import annotations

import ast
import gc
import hashlib
import os
import signal
import sys
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import zip_longest
from symtable import symtable

from sdkwright.emit.cache import Cache
from sdkwright.emit.errors import TidyError
from sdkwright.emit.files import File
from sdkwright.emit.style.leaves import Unproven
from sdkwright.emit.style.page import Stylist

__all__ = ["LINE_LENGTH", "PROVE", "WRITTEN_FOR", "TidyError", "tidy"]

LINE_LENGTH = 120
_TARGET = (3, 11)
# What the runtime under templates/core is written against; `http_library: httpx` emits the older name instead.
WRITTEN_FOR = "httpx2"
# Characters to print before another process pays: starting one costs about 0.4 s, in which this many are parsed and printed. Black
# takes about so many times as long for one, without what it costs to import it.
_WORTH_A_PROCESS = 1_000_000
_BLACK = 30
_KIND = "formatted"
# Set, it has black look at every file, those that are copied as well; a difference ends the run, and so does a form in a template
# of ours that only black knows. Our tests set it. With `forms`, only the latter does, which costs no time.
PROVE = "SDKWRIGHT_PROVE_STYLE"
# A cached value: the text was already formatted, or the formatted text follows.
_SAME, _TEXT = b"=", b">"


def tidy(
    files: Iterable[File],
    *,
    jobs: int | None = None,
    cache: Cache,
    http_library: str = WRITTEN_FOR,
    stylist: Stylist | None = None,
) -> list[File]:
    """`files` in their order, each `.py` among them parsed and formatted (line length 120, Python 3.11).

    `jobs` bounds the processes (all cores by default; 1 stays in this process). ``stylist`` is one that has printed others of the same
    package. Raises TidyError for text that is not Python.
    """
    given = [_swapped(file, http_library) for file in files]
    python = [index for index, file in enumerate(given) if file.path.suffix == ".py"]
    printed = _print_all([given[index] for index in python], jobs, cache, stylist)
    texts = dict(zip(python, printed, strict=True))
    if texts:
        cache.prune()
    return [replace(file, text=texts[index]) if index in texts else file for index, file in enumerate(given)]


# ----------------------------------------------------------------------------------------------- formatting


def _print_all(files: Sequence[File], jobs: int | None, cache: Cache, stylist: Stylist | None) -> list[str]:
    """The files in their final form."""
    workers = min(jobs or _cores(), sum(map(_work, files)) // _WORTH_A_PROCESS + 1, len(files))
    texts = _print_in_processes(files, workers, cache) if workers > 1 else None
    return texts if texts is not None else _print(files, cache, stylist)


def _work(file: File) -> int:
    """What a file takes, in characters that are printed without black."""
    return len(file.text) * (_BLACK if file.foreign or _comparing() else 1)


def _comparing() -> bool:
    return os.environ.get(PROVE, "forms") != "forms"


def _print(files: Sequence[File], cache: Cache, stylist: Stylist | None = None) -> list[str]:
    stylist = stylist or Stylist()
    with warnings.catch_warnings():
        # an invalid escape is only warned of, as the one or the other by version, and would be an error some day
        warnings.simplefilter("error", SyntaxWarning)
        warnings.simplefilter("error", DeprecationWarning)
        return [_printed(file, stylist, cache) for file in files]


def _printed(file: File, stylist: Stylist, cache: Cache) -> str:
    """A file as black prints it, parsed."""
    if file.foreign:
        _parse(file)
        return _by_black(file, cache)
    text = file.text
    if file.formatted:
        _parse(file)
    else:
        try:
            text = stylist.printed(file.text)
        except Unproven as reason:
            _parse(file)
            _refuse_to_leave_it_to_black(file, reason)
            return _by_black(file, cache)
        except Exception:  # it prints Python: what is none can end it in any way, and is told as what it is
            _parse(file)
            raise
        if not _is_python(stylist.unseen):
            _parse(file)
    if _comparing():
        _compare(file, text, _by_black(file, cache))
    return text


def _refuse_to_leave_it_to_black(file: File, reason: Unproven) -> None:
    """While proving, a template of ours that `emit.style` does not know every form of is a mistake: it would cost all users time."""
    if PROVE in os.environ:
        line = file.text.split("\n")[reason.line - 1].strip()
        where = f"{file.origin or 'text'} (for {file.path} line {reason.line})"
        raise TidyError(f"{where}: only black knows how to print {line!r}: {reason}") from reason


def _compare(file: File, ours: str, text: str) -> None:
    """Raise TidyError where black prints another text than we did."""
    for number, (one, other) in enumerate(zip_longest(ours.split("\n"), text.split("\n")), start=1):
        if one != other:
            message = f"printed as {one!r}, black prints {other!r}"
            raise TidyError(f"{file.origin or 'text'} (for {file.path} line {number}): {message}")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _print_in_processes(files: Sequence[File], workers: int, cache: Cache) -> list[str] | None:
    """The files in their final form; None where no process can be started or one was killed (a sandbox, a script without a main guard)."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
    try:
        print_share = partial(_print, cache=cache)
        return [text for texts in pool.map(print_share, _shares(files, workers * 4)) for text in texts]
    except BrokenProcessPool:
        return None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _shares(files: Sequence[File], count: int) -> list[Sequence[File]]:
    """The files in order, in about so many parts that take about as long; files of a folder resemble each other."""
    part = sum(map(_work, files)) / count
    shares: list[Sequence[File]] = []
    share: list[File] = []
    taken = 0
    for file in files:
        share.append(file)
        taken += _work(file)
        if taken >= part * (len(shares) + 1):
            shares.append(share)
            share = []
    return [*shares, share]


def _begin() -> None:
    """Ctrl-C reaches the whole process group; the parent answers for it, a worker would only print a traceback."""
    gc.disable()  # as in the process that a worker works for: it holds lines that repeat themselves, and soon ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# ----------------------------------------------------------------------------------------------- black


def _by_black(file: File, cache: Cache) -> str:
    """A file as black itself prints it, which takes so long that it is remembered."""
    key = _key(file.text)
    known = _recall(cache, key, file.text)
    if known is not None:
        return known
    text = _format(file)
    cache.put(_KIND, key, _SAME if text == file.text else _TEXT + text.encode())
    return text


@lru_cache(maxsize=1)
def _mode() -> bytes:
    """What the result depends on beside the text."""
    from importlib.metadata import version

    return f"black {version('black')} {LINE_LENGTH} {_TARGET}\0".encode()


def _key(text: str) -> str:
    return hashlib.sha256(_mode() + text.encode("utf-8", "surrogatepass")).hexdigest()


def _recall(cache: Cache, key: str, text: str) -> str | None:
    value = cache.get(_KIND, key)
    if value == _SAME:
        return text
    return value[1:].decode() if value and value.startswith(_TEXT) else None


def _format(file: File) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what black itself makes use of
        return _formatted(file)


def _formatted(file: File) -> str:
    from black import format_file_contents
    from black.mode import Mode, TargetVersion
    from black.parsing import InvalidInput
    from black.report import NothingChanged

    mode = Mode(line_length=LINE_LENGTH, target_versions={TargetVersion[f"PY{_TARGET[0]}{_TARGET[1]}"]})
    try:
        return format_file_contents(file.text, fast=True, mode=mode)
    except NothingChanged:
        return file.text
    except InvalidInput as error:
        raise TidyError(f"{file.origin or 'text'} (for {file.path}): black does not read it: {error}") from error


def _parse(file: File) -> None:
    try:
        _parsed(file.text, str(file.path))
    except (SyntaxError, ValueError) as error:
        line = f" line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        raise TidyError(f"{file.origin or 'text'} (for {file.path}{line}): not Python: {error}") from error


def _is_python(text: str) -> bool:
    try:
        _parsed(text, "")
    except (SyntaxError, ValueError):
        return False
    return True


def _parsed(text: str, name: str) -> None:
    if sys.version_info[:2] == _TARGET:
        symtable(text, name, "exec")  # which parses as well, and makes no object of each node
    else:
        ast.parse(text, filename=name, feature_version=_TARGET)


# ----------------------------------------------------------------------------------------------- httpx2 or httpx


def _swapped(file: File, http_library: str) -> File:
    if file.path.suffix != ".py" or http_library == WRITTEN_FOR:
        return file
    from tokenize import TokenError

    from sdkwright.emit.swap import swap_http_library

    try:
        return replace(file, text=swap_http_library(file.text, http_library), formatted=False)
    except (TokenError, SyntaxError) as error:
        raise TidyError(f"{file.origin or 'text'} (for {file.path}): not Python: {error}") from error
