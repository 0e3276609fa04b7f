"""The house rules of this code base, held by looking at its syntax: who imports whom, how long, what a template may do.

Each allowance stands in a table here with its reason, and one that is no longer needed fails as well.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2.nodes as jinja
import pytest
from jinja2 import Environment

from sdkwright.emit.render import environment

ROOT = Path(__file__).parents[1]
GENERATOR, TEMPLATES = ROOT / "generator" / "sdkwright", ROOT / "templates"
CORE = TEMPLATES / "core"

# ---------------------------------------------------------------------------------------------------- the tables

# Part of the generator (a folder or a module) -> the parts it may import. Every edge must be in use.
EDGES = {
    "__init__": {"config", "diagnostics", "pipeline", "result"},
    "__main__": {"start"},
    "beside": set(),
    # what it imports is all that a run with nothing to do imports
    "start": {"ahead", "cli", "emit", "terminal"},
    "ahead": {"beside", "emit", "press"},
    "cli": {
        "again",
        "ahead",
        "beside",
        "codes",
        "compare",
        "compiling",
        "config",
        "console",
        "diagnostics",
        "doctor",
        "emit",
        "guard",
        "machine",
        "openapi",
        "past",
        "pipeline",
        "progress",
        "python",
        "read",
        "result",
        "site",
        "starter",
        "survey",
        "terminal",
        "verdict",
    },
    # questions about an API that is understood, without emitting it
    "survey": {"config", "diagnostics", "ir", "naming", "pointer", "read"},
    "site": {"config", "pipeline", "result"},
    "hatch_build": {"config", "console", "guard", "pipeline"},
    "console": {"compare", "diagnostics", "guard", "machine", "read", "result", "terminal"},
    "machine": {"codes", "diagnostics", "guard", "read"},
    "progress": {"guard"},
    # what no text of others passes on its way to a terminal
    "guard": set(),
    # reads packages, not documents, so it needs no other part but what quotes their texts
    "compare": {"python"},
    # what lets a run with nothing to do end before any stage is imported
    "again": {"ahead", "codes", "config", "diagnostics", "emit", "pointer", "read", "result"},
    "pipeline": {
        "again",
        "ahead",
        "beside",
        "clock",
        "config",
        "delivery",
        "diagnostics",
        "emit",
        "ir",
        "lower",
        "naming",
        "openapi",
        "past",
        "printing",
        "read",
        "result",
        "shelf",
        "survey",
        "verdict",
    },
    # the stages from names to formatted files, which two processes go through beside each other
    "printing": {
        *("ahead", "beside", "clock", "config", "diagnostics", "emit", "ir", "memory", "naming", "orders"),
        *("pointer", "press", "python"),
    },
    # what is printed, in this process or in one that was begun ahead
    "press": {"clock", "emit", "orders", "python"},
    "orders": {"emit", "memory", "python"},
    # templates of a run from nothing
    "compiling": {"beside", "emit"},
    # the end of a run: what is in the output folder, and what becomes of it
    "delivery": {"clock", "compare", "config", "diagnostics", "emit"},
    # when the validator runs, and what is remembered of it
    "verdict": {"beside", "diagnostics", "emit", "openapi", "pointer", "read"},
    # what a run leaves to the next, which the stages themselves do not know
    "past": {"config", "diagnostics", "emit", "memory", "openapi", "pointer", "read", "verdict"},
    "shelf": {"beside", "emit", "memory", "openapi", "past", "texts"},
    "texts": {"emit", "read"},
    "memory": {"beside", "diagnostics"},
    "result": {"compare", "diagnostics"},
    "config": {"diagnostics", "pointer", "read"},
    "diagnostics": {"codes", "pointer"},
    "read": {"diagnostics", "pointer"},
    "openapi": {"diagnostics", "pointer", "read"},
    # what becomes of each key of a config
    "doctor": {"config", "diagnostics", "lower", "pointer", "read"},
    "starter": {"config", "diagnostics", "ir", "lower", "naming", "openapi", "pointer", "read"},
    "lower": {"config", "diagnostics", "ir", "layout", "memory", "naming", "openapi", "pointer", "read"},
    "layout": {"naming"},
    "ir": {"pointer"},
    "naming": {"diagnostics", "ir", "memory", "pointer"},
    "python": {"ir", "memory", "naming", "pointer"},
    "emit": {"python"},
}

# What any part may use; these import nothing of ours.
EVERYWHERE = {"inert", "sealed"}

# Edges that are narrower than a part: (importer, part) -> the only modules of it that may be imported.
NARROW = {
    ("compare", "python"): {"sdkwright.python.literals", "sdkwright.python.markdown"},
    ("emit", "python"): {"sdkwright.python.source"},  # a template may print Source; views.py is what fills it
    ("layout", "naming"): {"sdkwright.naming.words"},  # how text splits into words, no names
    ("lower", "naming"): {"sdkwright.naming.words"},
    ("start", "emit"): {"sdkwright.emit.glance"},
    ("ahead", "emit"): {"sdkwright.emit.glance"},
    ("again", "read"): {"sdkwright.read.decode", "sdkwright.read.text"},  # a text to show a finding in, not the readers
}

# Library -> the modules of the generator that may import it.
LIBRARIES = {
    "jinja2": {"emit/render.py"},
    "black": {"emit/tidy.py"},
    "griffe": {"compare/reading.py"},
    "rich": {"progress.py"},
    "hatchling": {"hatch_build.py"},
    "markdown": {"site/plain.py"},
}

# What the emitted runtime stands on; anyio comes with httpx2, as with httpx.
CORE_LIBRARIES = {"anyio", "httpx2", "pydantic", "pydantic_core", "typing_extensions"}
# A module of the runtime that is imported only by who asks for it -> what it needs beside these.
CORE_OPTIONAL = {
    "aiohttp_transport.py": {"httpx_aiohttp"},
    "otel.py": {"opentelemetry"},
    "webhooks.py": {"standardwebhooks"},
}

LIMITS = {GENERATOR: 300, CORE: 350}
LONGEST_FUNCTION = 40
CORE_TOTAL = 3_000
# An allowance may be this part above what is there, so that a line less does not fail.
SLACK = 0.03


@dataclass(frozen=True, slots=True)
class Allowance:
    """More lines than the rule gives, and why."""

    lines: int
    reason: str


# Path, or path::function, or a folder with a slash at its end for its total -> what it may have.
ALLOWANCES: dict[str, Allowance] = {
    "generator/sdkwright/codes.py": Allowance(328, "one table, a line for each finding that there is"),
    "templates/core/": Allowance(
        8_275, "all parts there are, of which a package gets those that it uses; more than twice what HOUSE.md aims at"
    ),
}

# ---------------------------------------------------------------------------------------------------- reading


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


OURS = [*modules(GENERATOR), *modules(CORE)]


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=label(path))


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def imported(path: Path) -> tuple[tuple[int, str], ...]:
    """(number of leading dots, dotted name) of each import; `from a import b` counts as `a.b` where that is one of our modules."""
    return tuple(imports_of(path))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}" if node.module else alias.name
                yield node.level, whole if is_module(whole) else node.module or alias.name


def is_module(name: str) -> bool:
    place = ROOT / "generator" / Path(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def part(path: Path) -> str:
    return path.relative_to(GENERATOR).parts[0].removesuffix(".py")


def edges() -> dict[tuple[str, str], dict[str, set[str]]]:
    """(importer, imported) -> the modules imported, each with the files that do."""
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in modules(GENERATOR):
        for level, name in imported(path):
            head, _, rest = name.partition(".")
            if head != "sdkwright" or level or not rest:
                continue
            other = rest.partition(".")[0]
            if other not in (part(path), *EVERYWHERE):
                found[part(path), other][name].add(label(path))
    return found


# ---------------------------------------------------------------------------------------------------- imports


def test_no_part_imports_another_that_it_may_not():
    wrong = {edge: files for edge, files in edges().items() if edge[1] not in EDGES.get(edge[0], set())}
    assert not {edge: dict(files) for edge, files in wrong.items()}


def test_every_edge_of_the_table_is_in_use():
    listed = {(importer, other) for importer, others in EDGES.items() for other in others}
    assert not listed - edges().keys()


def test_the_table_has_no_cycle():
    done: set[str] = set()
    while done != EDGES.keys():
        ready = {part for part, others in EDGES.items() if part not in done and not (others & EDGES.keys()) - done}
        assert ready, f"a cycle among {sorted(EDGES.keys() - done)}"
        done |= ready


@pytest.mark.parametrize("edge", NARROW, ids="->".join)
def test_a_narrow_edge_is_used_as_narrowly_as_it_says(edge):
    assert edges()[edge].keys() == NARROW[edge]


def test_imports_of_our_own_modules_are_absolute_in_the_generator():
    assert not [label(path) for path in modules(GENERATOR) for level, _ in imported(path) if level]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_where_it_belongs_and_nowhere_else(library):
    users = {
        path.relative_to(GENERATOR).as_posix()
        for path in modules(GENERATOR)
        for level, name in imported(path)
        if not level and name.partition(".")[0] == library
    }
    assert users == LIBRARIES[library]


def test_the_representation_needs_the_standard_library_only():
    for path in modules(GENERATOR / "ir"):
        heads = {name.partition(".")[0] for level, name in imported(path) if not level} - {"sdkwright"}
        assert heads <= sys.stdlib_module_names, label(path)


def test_the_runtime_imports_itself_relatively_and_no_library_beside_its_own():
    needed, optional = set(), {}
    for path in modules(CORE):
        absolute = {name.partition(".")[0] for level, name in imported(path) if not level} - sys.stdlib_module_names
        assert max((level for level, _ in imported(path)), default=0) < 2, f"{label(path)} reaches out of the runtime"
        needed |= absolute & CORE_LIBRARIES
        if absolute - CORE_LIBRARIES:
            optional[path.name] = absolute - CORE_LIBRARIES
    assert needed == CORE_LIBRARIES
    assert optional == CORE_OPTIONAL


# ---------------------------------------------------------------------------------------------------- sizes


def sizes() -> Iterator[tuple[str, int, int]]:
    """(what, its lines, its limit)."""
    for folder, limit in LIMITS.items():
        for path in modules(folder):
            yield label(path), lines_of(path), limit
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{label(path)}::{node.name}", (node.end_lineno or 0) - node.lineno + 1, LONGEST_FUNCTION
    yield f"{label(CORE)}/", sum(lines_of(path) for path in modules(CORE)), CORE_TOTAL


def test_no_file_or_function_is_longer_than_its_limit():
    too_long = {
        what: f"{lines} lines, {limit} allowed"
        for what, lines, limit in sizes()
        if lines > (ALLOWANCES[what].lines if what in ALLOWANCES else limit)
    }
    assert not too_long


def test_every_allowance_is_still_needed_and_has_its_reason():
    measured: dict[str, tuple[int, int]] = {}
    for what, lines, limit in sizes():
        measured[what] = max(measured.get(what, (0, limit)), (lines, limit))
    for what, allowance in ALLOWANCES.items():
        lines, limit = measured[what]
        assert lines > limit, f"{what} keeps to the limit now: take the allowance out"
        assert allowance.lines <= lines * (1 + SLACK), f"{what} has {lines} lines now: lower the allowance"
        assert len(allowance.reason) > 20, what


# ---------------------------------------------------------------------------------------------------- habits


@pytest.mark.parametrize("path", OURS, ids=label)
def test_a_module_opens_with_a_docstring(path):
    assert ast.get_docstring(parsed(path))


def test_decisions_are_numbered_from_one_and_say_their_number():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    assert [path.name for path in records if not path.read_text("utf-8").startswith(f"# {int(path.name[:4])}. ")] == []


def test_no_module_is_called_utils():
    assert not [label(path) for path in OURS if path.stem in {"util", "utils", "helpers", "misc", "common"}]


MUTABLE_CALLS = {"list", "dict", "set", "bytearray", "defaultdict", "OrderedDict", "Counter", "deque"}
MUTATORS = {
    "append",
    "extend",
    "insert",
    "add",
    "update",
    "setdefault",
    "pop",
    "popitem",
    "remove",
    "discard",
    "clear",
    "sort",
}


def mutable_names(tree: ast.Module) -> set[str]:
    found = set()
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if (
            isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)
            or called(value) in MUTABLE_CALLS
        ):
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def called(node: ast.AST | None) -> str:
    function = node.func if isinstance(node, ast.Call) else None
    function = function.value if isinstance(function, ast.Subscript) else function
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def mutated_names(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        owner: ast.AST | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
            owner = node.func.value
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            owner = node.value
        elif isinstance(node, ast.AugAssign):
            owner = node.target
        if isinstance(owner, ast.Name):
            found.add(owner.id)
    return found


@pytest.mark.parametrize("path", OURS, ids=label)
def test_a_module_keeps_no_state(path):
    tree = parsed(path)
    assert not (mutable_names(tree) & mutated_names(tree)) - {"__all__"}
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)]


def test_state_in_a_module_is_recognised():
    for text in (
        "a = []\ndef f(): a.append(1)",
        "a: dict[str, int] = dict()\ndef f(): a['x'] = 1",
        "a = set[int]()\na |= {1}",
    ):
        tree = ast.parse(text)
        assert mutable_names(tree) & mutated_names(tree) == {"a"}, text


# ---------------------------------------------------------------------------------------------------- templates

ALLOWED_NODES = {
    *(
        jinja.Template,
        jinja.TemplateData,
        jinja.Output,
        jinja.Name,
        jinja.Getattr,
        jinja.For,
        jinja.If,
        jinja.Not,
        jinja.And,
        jinja.Or,
    ),
    *(
        jinja.Macro,
        jinja.Include,
        jinja.Call,
        jinja.Import,
        jinja.FromImport,
        jinja.Filter,
        jinja.Test,
        jinja.Tuple,
        jinja.Getitem,
        jinja.Const,
    ),
}


def faults(source: str) -> list[str]:
    """What a template does beside printing: its line and the construct."""
    tree = Environment(autoescape=False).parse(source)
    macros = {macro.name for macro in tree.find_all(jinja.Macro)}
    macros |= {
        name if isinstance(name, str) else name[1] for node in tree.find_all(jinja.FromImport) for name in node.names
    }
    aliases = {node.target for node in tree.find_all(jinja.Import)}
    filters = environment(TEMPLATES).filters.keys()
    found = []
    for parent in [tree, *tree.find_all(jinja.Node)]:
        for node in parent.iter_child_nodes():
            fault = "" if type(node) in ALLOWED_NODES else type(node).__name__
            if isinstance(node, jinja.Call) and not calls_a_macro(node, macros, aliases):
                fault = "a call of something that is no macro"
            elif isinstance(node, jinja.Filter) and node.name not in filters:
                fault = f"the filter {node.name}"
            elif isinstance(node, jinja.Test) and node.name != "none":
                fault = f"the test {node.name}"
            elif isinstance(node, jinja.Getitem) and not (
                isinstance(node.arg, jinja.Const) and isinstance(node.arg.value, int)
            ):
                fault = "an index that is no number"
            elif isinstance(node, jinja.Const) and not isinstance(
                parent, jinja.Getitem | jinja.Filter | jinja.Include | jinja.Import | jinja.FromImport
            ):
                fault = f"the constant {node.value!r}"
            elif isinstance(node, jinja.Include) and not isinstance(node.template, jinja.Const):
                fault = "an include by a name that is computed"
            elif isinstance(node, jinja.Getattr) and (node.attr.startswith("_") or node.attr == "of"):
                fault = f"`.{node.attr}`, which is no field"
            elif isinstance(node, jinja.If) and not decides_by_a_field(node.test):
                fault = "a condition that is no field"
            if fault:
                found.append(f"line {node.lineno}: {fault}")
    return sorted(set(found))


def calls_a_macro(node: jinja.Call, macros: set[str], aliases: set[str]) -> bool:
    if isinstance(node.node, jinja.Getattr):
        return isinstance(node.node.node, jinja.Name) and node.node.node.name in aliases
    return isinstance(node.node, jinja.Name) and node.node.name in macros


def decides_by_a_field(test: jinja.Node) -> bool:
    if isinstance(test, jinja.Not):
        return decides_by_a_field(test.node)
    if isinstance(test, jinja.And | jinja.Or):
        return decides_by_a_field(test.left) and decides_by_a_field(test.right)
    if isinstance(test, jinja.Test):
        return decides_by_a_field(test.node)
    return isinstance(test, jinja.Getattr | jinja.Name | jinja.Getitem)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.jinja")), ids=label)
def test_a_template_prints_and_does_nothing_else(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{{ a + 1 }}",
            "{{ a ~ b }}",
            "{{ a.b() }}",
            "{{ 'text' }}",
            "{{ a | upper }}",
            "{{ a[b] }}",
            "{{ a['b'] }}",
            "{{ a if b else c }}",
            "{{ a.__class__ }}",
            "{{ a.of }}",
        ),
        *(
            "{% if a == b %}{% endif %}",
            "{% if a is defined %}{% endif %}",
            "{% if f(a) %}{% endif %}",
            "{% if a in b %}{% endif %}",
        ),
        *(
            "{% set a = b %}",
            "{% for a in range(3) %}{% endfor %}",
            "{% for a in b if c == d %}{% endfor %}",
            "{% include a %}",
        ),
        *(
            "{% extends 'a' %}",
            "{% call m() %}{% endcall %}",
            "{% filter indent %}{% endfilter %}",
            "{{ [a] }}",
            "{{ {a: b} }}",
        ),
        *(
            "{{ loop.cycle(a, b) }}",
            "{% with a = b %}{% endwith %}",
            "{% block a %}{% endblock %}",
            "{% macro m(a=1) %}{% endmacro %}",
        ),
    ],
)
def test_what_is_more_than_printing_is_recognised(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{{ a.b.c }}",
            "{% for x in a.b %}{{ x }}{% else %}-{% endfor %}",
            "{% for k, v in a.b %}{{ k }}{% endfor %}",
            "{{ p[0] }}",
        ),
        *(
            "{% if a.b %}{% elif not c.d and e %}{% endif %}",
            "{% if a is none %}{% endif %}",
            "{{ a | indent(8) }}",
            "{% if loop.last %}{% endif %}",
        ),
        *(
            "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b.c) }}",
            "{% import 'm' as m %}{{ m.f(a) }}",
            "{% from 'm' import f %}{{ f(a) }}",
        ),
    ],
)
def test_what_only_prints_is_fine(text):
    assert faults(text) == []
