"""Emitted Python is parsed and formatted; what black formatted before it does not format again."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from concurrent import futures
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path, PurePosixPath

import pytest

from sdkwright.emit import cache as cache_module
from sdkwright.emit import tidy as tidy_module
from sdkwright.emit.cache import Cache, open_cache
from sdkwright.emit.files import File, templates_dir
from sdkwright.emit.swap import swap_http_library
from sdkwright.emit.tidy import TidyError, tidy

NOTHING = Cache(None)
UGLY, PRETTY = "x = {'a':1,\n 'b':2}\n", 'x = {"a": 1, "b": 2}\n'


def one(text: str, *, name: str = "a.py", cache: Cache = NOTHING, **options: object) -> str:
    [file] = tidy([File(PurePosixPath(name), text, "t.jinja")], cache=cache, **options)  # type: ignore[arg-type]
    return file.text


@pytest.fixture
def no_black(monkeypatch):
    def fail(file: File) -> str:
        raise AssertionError(f"{file.path} was formatted again")

    monkeypatch.setattr(tidy_module, "_format", fail)


def test_python_is_formatted():
    assert one(UGLY) == PRETTY


def test_lines_may_have_120_columns():
    assert one(f"x = '{'a' * 113}'\n").count("\n") == 1
    assert one("f(" + ", ".join(["abcdefgh"] * 11) + ")\n").count("\n") == 1
    assert one("f(" + ", ".join(["abcdefgh"] * 12) + ")\n").count("\n") > 1


def test_a_trailing_comma_keeps_one_item_a_line():
    assert one("f(a, b,)\n") == "f(\n    a,\n    b,\n)\n"


def test_other_files_are_left_alone():
    assert one("#  a  { }\n", name="README.md") == "#  a  { }\n"


def test_the_order_of_files_is_kept():
    files = [File(PurePosixPath(f"{name}.py"), f"{name} = 1\n") for name in "dbca"]
    assert [file.path.name for file in tidy(files, cache=NOTHING)] == ["d.py", "b.py", "c.py", "a.py"]


@pytest.mark.parametrize(
    "text", ["def f(:\n", "x = (\n", "print 'a'\n", "x = 1\n  y = 2\n", "x = 'a\0b'\n", "'\\d'\n", "'\ud800'\n"]
)
def test_text_that_is_not_python_names_template_and_output(text):
    with pytest.raises(TidyError, match=r"t\.jinja \(for a\.py"):
        one(text)


@pytest.mark.parametrize(
    "end",
    [
        "@a\n",
        "@a\nx = 1\n",
        "@a\nfor x in y:\n    pass\n",
        "if a:\n",
        "else:\n    pass\n",
        "x = 1\nelif a:\n    pass\n",
    ],
)
def test_statements_that_are_python_but_not_in_their_place_are_refused(end):
    good = "@a\ndef f() -> b:\n    pass\n\n\nif a:\n    x = 1\nelse:\n    pass\n"
    files = [File(PurePosixPath(f"{name}.py"), text, "t.jinja") for name, text in (("a", good), ("b", good + end))]
    with pytest.raises(TidyError, match=r"t\.jinja \(for b\.py"):
        tidy(files, cache=NOTHING)
    assert [file.text for file in tidy(files[:1] * 2, cache=NOTHING)] == [good, good]


def test_syntax_newer_than_3_11_is_refused():
    with pytest.raises(TidyError):
        one("type X = int\n")


def test_what_was_formatted_before_comes_from_the_cache(tmp_path, request):
    cache = Cache(tmp_path)
    assert one(UGLY, cache=cache) == PRETTY
    assert one(PRETTY, cache=cache) == PRETTY
    request.getfixturevalue("no_black")
    assert one(UGLY, cache=cache) == PRETTY
    assert one(PRETTY, cache=cache) == PRETTY


def test_other_text_is_not_taken_from_the_cache(tmp_path, request):
    one(UGLY, cache=Cache(tmp_path))
    request.getfixturevalue("no_black")
    with pytest.raises(AssertionError, match="formatted again"):
        one(UGLY + "y = 1\n", cache=Cache(tmp_path))


def test_another_black_formats_again(tmp_path, request, monkeypatch):
    one(UGLY, cache=Cache(tmp_path))
    request.getfixturevalue("no_black")
    monkeypatch.setattr(tidy_module, "_mode", lambda: b"black 99")
    with pytest.raises(AssertionError, match="formatted again"):
        one(UGLY, cache=Cache(tmp_path))


@pytest.mark.parametrize("damage", [b"", b"x", b"sdkwright-cache-2 " + b"0" * 23 + b"a\n>import os\n"])
def test_a_damaged_entry_is_ignored_and_mended(tmp_path, damage):
    cache = Cache(tmp_path)
    one(UGLY, cache=cache)
    [entry] = [path for path in (tmp_path / "formatted").rglob("*") if path.is_file()]
    whole = entry.read_bytes()
    entry.write_bytes(damage)
    assert one(UGLY, cache=cache) == PRETTY
    assert entry.read_bytes() == whole


def test_every_cut_of_an_entry_is_ignored(tmp_path):
    cache = Cache(tmp_path)
    cache.put("k", "abcdef", b"value")
    [entry] = [path for path in tmp_path.rglob("*") if path.is_file()]
    whole = entry.read_bytes()
    for length in range(len(whole)):
        entry.write_bytes(whole[:length])
        assert cache.get("k", "abcdef") is None
    entry.write_bytes(whole)
    assert cache.get("k", "abcdef") == b"value"


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert one(UGLY, cache=Cache(tmp_path / "file" / "below")) == PRETTY


def test_without_a_cache_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    cache = open_cache(enabled=False)
    one(UGLY, cache=cache)
    cache.prune()
    assert cache.folder("x") is None
    assert list(tmp_path.iterdir()) == []


def test_the_cache_folder_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.delenv("SDKWRIGHT_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert open_cache().root == tmp_path / ".cache" / "sdkwright"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert open_cache().root == tmp_path / "xdg" / "sdkwright"
    monkeypatch.setenv("SDKWRIGHT_CACHE_DIR", str(tmp_path / "own"))
    assert open_cache().root == tmp_path / "own"


def test_the_cache_stays_under_its_limit_and_keeps_what_was_used_last(tmp_path):
    cache = Cache(tmp_path, limit=3_000)
    for number in range(10):
        cache.put("k", f"{number:064d}", bytes(900))
        [entry] = [path for path in tmp_path.rglob(f"*{number:062d}") if path.is_file()]
        os.utime(entry, (1_000_000 + number, 1_000_000 + number))
    cache.prune()
    kept = [number for number in range(10) if cache.get("k", f"{number:064d}")]
    assert kept == [8, 9] or kept == [7, 8, 9]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 3_000


def test_pruning_looks_once_a_day(tmp_path, monkeypatch):
    looked = []
    monkeypatch.setattr(cache_module.Cache, "_shrink", lambda cache: looked.append(cache.root))
    cache = Cache(tmp_path)
    cache.prune()
    cache.prune()
    assert looked == [tmp_path]


def test_an_entry_in_use_counts_as_fresh(tmp_path):
    cache = Cache(tmp_path)
    cache.put("k", "abcdef", b"value")
    [entry] = [path for path in tmp_path.rglob("*") if path.is_file()]
    os.utime(entry, (1, 1))
    cache.get("k", "abcdef")
    assert entry.stat().st_mtime > 1


def test_writers_at_the_same_time_leave_whole_entries(tmp_path):
    script = (
        "import sys; from pathlib import Path; from sdkwright.emit.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for turn in range(200):\n"
        "    cache.put('k', 'abcdef', bytes([turn % 7]) * 5000)\n"
        "    value = cache.get('k', 'abcdef')\n"
        "    assert value is not None and len(value) == 5000 and len(set(value)) == 1, value\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]


# only black knows how to print these
MANY = [File(PurePosixPath(f"m{number}.py"), f"x_{number}  =  1 +{' + '.join(['1'] * 60)}\n") for number in range(8)]


def test_several_processes_give_what_one_gives(monkeypatch):
    monkeypatch.setattr(tidy_module, "_WORTH_A_PROCESS", 100)
    started = []
    monkeypatch.setattr(
        futures, "ProcessPoolExecutor", lambda *a, **k: started.append(a) or ProcessPoolExecutor(*a, **k)
    )
    assert tidy(MANY, jobs=2, cache=NOTHING) == tidy(MANY, jobs=1, cache=NOTHING)
    assert [arguments[0] for arguments in started] == [2]


def test_little_work_starts_no_process(monkeypatch):
    monkeypatch.setattr(tidy_module, "_print_in_processes", lambda *_: pytest.fail("a process was started"))
    assert len(tidy(MANY, jobs=2, cache=NOTHING)) == len(MANY)


def test_a_broken_pool_is_replaced_by_this_process(monkeypatch):
    class Broken(ProcessPoolExecutor):
        def map(self, *_: object) -> list[str]:
            raise BrokenProcessPool

    monkeypatch.setattr(tidy_module, "_WORTH_A_PROCESS", 100)
    monkeypatch.setattr(futures, "ProcessPoolExecutor", Broken)
    assert tidy(MANY, jobs=2, cache=NOTHING) == tidy(MANY, jobs=1, cache=NOTHING)


def test_a_mistake_in_another_process_is_reported_as_in_this_one(monkeypatch):
    monkeypatch.setattr(tidy_module, "_WORTH_A_PROCESS", 100)
    with pytest.raises(TidyError, match=r"bad\.jinja \(for bad\.py"):
        tidy([*MANY, File(PurePosixPath("bad.py"), "def f(:\n", "bad.jinja")], jobs=2, cache=NOTHING)


def test_a_script_without_a_main_guard_still_gets_its_files(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from pathlib import PurePosixPath\n"
        "from sdkwright.emit import tidy as module\n"
        "from sdkwright.emit.cache import Cache\n"
        "from sdkwright.emit.files import File\n"
        "module._WORTH_A_PROCESS = 10\n"
        "files = [File(PurePosixPath(f'{n}.py'), f'x  = 1 + {n}\\n') for n in range(20)]\n"
        "print(len([f for f in module.tidy(files, jobs=2, cache=Cache(None)) if '  ' not in f.text]))\n"
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert run.stdout == "20\n", run.stderr


def test_what_is_certain_is_printed_without_black(monkeypatch):
    monkeypatch.setattr(tidy_module, "_format", lambda file: pytest.fail(f"{file.path} was given to black"))
    assert one(UGLY.replace("'", '"')) == PRETTY


def test_what_a_template_of_a_user_printed_is_given_to_black():
    file = File(PurePosixPath("a.py"), PRETTY, "t.jinja", foreign=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tidy_module, "_format", lambda _: "x = 1\n")
        assert tidy([file], cache=NOTHING)[0].text == "x = 1\n"


def test_while_proving_a_form_that_only_black_knows_names_template_and_line(monkeypatch):
    monkeypatch.setenv(tidy_module.PROVE, "1")
    with pytest.raises(TidyError, match=r"t\.jinja \(for a\.py line 2\): only black knows how to print 'y = 1 % 1'"):
        one("x = 1\ny = 1 % 1\n")


def test_while_proving_another_text_than_that_of_black_is_a_mistake(monkeypatch):
    monkeypatch.setenv(tidy_module.PROVE, "1")
    monkeypatch.setattr(tidy_module.Stylist, "printed", lambda _, text: text)
    with pytest.raises(TidyError, match=r"t\.jinja \(for a\.py line 1\): printed as 'x  = 1', black prints 'x = 1'"):
        one("x  = 1\n")


SWAP = '''import httpx2  # httpx2 here
from httpx2 import Timeout
x = httpx2.Client(httpx2.URL("httpx2"))
"""httpx2 in a docstring"""
y = F"{httpx2!r} httpx2 {{httpx2}} {{{httpx2.URL:>{x}}}} {httpx2_x}"; httpx2_x = my_httpx2 = x.httpx2
z = (rfQQQ{httpx2.a}
{httpx2.b}QQQ, "{httpx2}", httpx2)
é = "é" if httpx2 else httpx2
'''.replace("QQQ", "'" * 3)


def test_the_name_of_the_http_library_is_swapped_where_it_is_a_name():
    assert swap_http_library(SWAP, "httpx").splitlines() == [
        "import httpx  # httpx2 here",
        "from httpx import Timeout",
        'x = httpx.Client(httpx.URL("httpx2"))',
        '"""httpx2 in a docstring"""',
        'y = F"{httpx!r} httpx2 {{httpx2}} {{{httpx.URL:>{x}}}} {httpx2_x}"; httpx2_x = my_httpx2 = x.httpx',
        "z = (rf'''{httpx.a}",
        "{httpx.b}''', \"{httpx2}\", httpx)",
        'é = "é" if httpx else httpx',
    ]


def test_odd_line_separators_in_strings_do_not_move_the_swap():
    assert swap_http_library("a = '\x0b\u2028\x0c'\nb = httpx2\n", "httpx") == "a = '\x0b\u2028\x0c'\nb = httpx\n"


def test_the_swap_comes_before_the_layout():
    text = "f(" + "a" * 110 + ", httpx2)\n"  # 121 columns, and 120 with the shorter name
    assert (one(text).count("\n"), one(text, http_library="httpx").count("\n")) == (4, 1)


def test_the_swapped_runtime_never_names_the_other_library_in_code():
    for path in sorted((templates_dir() / "core").glob("*.py")):
        tree = ast.parse(swap_http_library(path.read_text(encoding="utf-8"), "httpx"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert (
            "httpx2" not in names | modules
        ), f"{path.name}: in an f-string the name is swapped only right after a brace"


def test_the_runtime_is_laid_out_as_black_would():
    for path in sorted((templates_dir() / "core").glob("*.py")):
        text = Path(path).read_text(encoding="utf-8")
        assert one(text) == text, f"{path.name}: run black on it; it is copied as it is"
