"""No text of a document gets into a file but through a door: shown on the syntax of the generator, and on templates that try.

`Source` is what rendering prints. A door makes it of any text; all other modules make it of constants and of other `Source`, by
`Source("...")`, `Source.of("...", ...)` and `join("...", ...)`, the last two of which look at every part whenever they are called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest

from sdkwright.emit.render import RenderError, environment, render
from sdkwright.python import literals, markdown
from sdkwright.python.source import Source, join
from sdkwright.python.views import Module

GENERATOR = Path(__file__).parents[2] / "generator" / "sdkwright"

# Door -> its functions that make `Source` of text that is no constant.
DOORS = {
    "python/source.py": {"cut", "join", "blanks", "_checked"},
    "python/literals.py": {"string", "value", "octets", "number", "identifier"},
    "python/docstrings.py": {"comment", "docstring"},
    "python/markdown.py": {
        *("_begun", "code", "plain", "visible", "block_line", "shell", "attribute", "place", "name", "address"),
    },
    "python/documents.py": {"toml", "yaml_text"},
    "emit/render.py": {"concat", "indent"},
}
MODULES = [path for path in sorted(GENERATOR.rglob("*.py")) if "Source" in path.read_text(encoding="utf-8")]
FORMS = ("of", "cut")


def label(path: Path) -> str:
    return path.relative_to(GENERATOR).as_posix()


# ---------------------------------------------------------------------------------------------------- looking at syntax


def nested(tree: ast.AST, inside: str = "") -> Iterator[tuple[ast.AST, ast.AST, str]]:
    """Every node with the one around it and the name of the function around both."""
    for node in ast.iter_child_nodes(tree):
        yield node, tree, inside
        yield from nested(node, node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else inside)


def makes(node: ast.AST) -> bool:
    """Whether a call makes `Source` of something that is no constant."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func) != "Source":
        return False
    return not (len(node.args) == 1 and is_text(node.args[0]) and not node.keywords)


def is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def types(tree: ast.AST) -> set[ast.AST]:
    """What stands where it is a type: in annotations, unions, brackets behind a name, and what is asked for by class."""
    found: set[ast.AST] = set()
    for node, _, _ in nested(tree):
        match node:
            case ast.arg(annotation=below) | ast.AnnAssign(annotation=below) if below is not None:
                found.update(ast.walk(below))
            case ast.FunctionDef(returns=below) | ast.AsyncFunctionDef(returns=below) if below is not None:
                found.update(ast.walk(below))
            case ast.BinOp(op=ast.BitOr()):
                found.update((node.left, node.right))
            case ast.Subscript(value=ast.Name(), slice=below):
                found.update(ast.walk(below))
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, below]):
                found.update(ast.walk(below))
            case ast.MatchClass(cls=below):
                found.add(below)
    return found


def ways_round(text: str) -> list[str]:
    """What would make `Source` of other text in a module that is no door: its line and what it does."""
    tree = ast.parse(text)
    allowed = types(tree)
    joins = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "sdkwright.python.source"
        for alias in node.names
    } & {"join"}
    found = []
    for node, parent, _ in nested(tree):
        is_called = isinstance(parent, ast.Call) and parent.func is node
        first = parent.args[0] if isinstance(parent, ast.Call) and parent.args else None
        match node:
            case ast.Call() if makes(node):
                fault = "Source of what is no constant"
            case ast.Name(id="Source") if node not in allowed and not is_called and not takes_form(parent):
                fault = "Source as a value"
            case ast.Attribute(value=ast.Name(id="Source"), attr=attr) if attr not in FORMS or not is_called:
                fault = f"Source.{attr} as a value"
            case ast.Attribute(attr="of") if not (is_called and is_text(first)) and "Source" in ast.unparse(node):
                fault = "a form that is no constant"
            case ast.Name(id="join") if joins and not (is_called and is_text(first)):
                fault = "a separator that is no constant"
            case ast.Attribute(attr="__class__" | "__new__" | "__reduce__" | "__bases__" | "__subclasses__"):
                fault = f"{node.attr} is another way to a class"
            case ast.Attribute(attr="Source"):
                fault = "Source by way of its module"
            case ast.Constant(value="Source"):
                fault = "Source by its name"
            case ast.ImportFrom() | ast.Import() if any(
                alias.asname is not None and alias.name.rpartition(".")[2] in ("Source", "join", "source")
                for alias in node.names
            ):
                fault = "Source under another name"
            case ast.ClassDef() if any("Source" in ast.unparse(base) for base in node.bases):
                fault = "a class of its own"
            case ast.Call(func=ast.Name(id="type")) if is_called:
                fault = "the class of a value is called"
            case ast.Call(func=ast.Name(id="cast") | ast.Attribute(attr="cast")) if "Source" in ast.unparse(
                node.args[0]
            ):
                fault = "a cast"
            case _:
                continue
        found.append(f"line {getattr(node, 'lineno', '?')}: {fault}")
    return found


def takes_form(parent: ast.AST) -> bool:
    return isinstance(parent, ast.Attribute) and parent.attr in FORMS


def test_every_maker_of_source_is_listed_with_its_door():
    found: dict[str, set[str]] = {}
    for path in MODULES:
        for node, _, function in nested(ast.parse(path.read_text(encoding="utf-8"))):
            if makes(node):
                found.setdefault(label(path), set()).add(function)
    assert found == DOORS


@pytest.mark.parametrize("path", [path for path in MODULES if label(path) not in DOORS], ids=label)
def test_a_module_that_is_no_door_has_no_way_round(path):
    text = path.read_text(encoding="utf-8")
    if "sdkwright.python.source" in text:
        assert ways_round(text) == []
    else:  # another thing of that name, such as a field or a protocol
        assert "python.source" not in text


def test_most_modules_of_python_are_looked_at():
    assert len([path for path in MODULES if label(path).startswith("python/build/")]) > 25


@pytest.mark.parametrize(
    "line",
    [
        "Source(text)",
        "Source(f'x = {text}')",
        "Source('x' + text)",
        "Source('x', 'y')",
        "Source(object=text)",
        "Source(*texts)",
        "Source.of(text)",
        "Source.of(f'{text}')",
        "Source.of(*texts)",
        "Source.of(form=text)",
        "make = Source.of",
        "map(Source, texts)",
        "map(Source.of, texts)",
        "S = Source",
        "[Source][0](text)",
        "(Source,)[0](text)",
        "{'x': Source}['x'](text)",
        "lambda make=Source: make(text)",
        "join(text, parts)",
        "map(join, texts, parts)",
        "Source.__new__(Source, text)",
        "str.__new__(Source, text)",
        "NONE.__class__(text)",
        "type(NONE)(text)",
        "cast(Source, text)",
        "typing.cast('Source', text)",
        "source.Source(text)",
        "getattr(source, 'Source')(text)",
        "class Mine(Source): pass",
        "from sdkwright.python.source import Source as S",
        "import sdkwright.python.source as s",
        "Source.cut",
        "Source.upper(text)",
        "str.format.__call__(Source, text)",
        "partial(Source)(text)",
        "Source.__call__(text)",
        "parts: list[str] = [Source(part) for part in texts]",
    ],
)
def test_a_way_round_is_recognised(line):
    assert ways_round(f"from sdkwright.python.source import Source, join\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Source('x')",
        "Source.of('{}', part)",
        "Source.of('{}{}', *parts)",
        "join(', ', parts)",
        "Source.of('{}', part).cut(1, -1)",
        "def f(a: Source, *b: tuple[Source, ...]) -> Source | None: ...",
        "Expression = Source | Bracketed",
        "x = dict[str, Source]()",
        "isinstance(x, Source)",
        "field(default_factory=list[tuple[Source, Source]])",
        "match x:\n    case Source(): pass",
    ],
)
def test_what_is_made_of_constants_and_parts_is_fine(line):
    assert ways_round(f"from sdkwright.python.source import Source, join\n{line}\n") == []


# ---------------------------------------------------------------------------------------------------- when it runs


@pytest.mark.parametrize("part", ["text", b"text", None, 1.5, ["x"], Source("x").upper(), Source("x") + "y"])
def test_a_part_that_came_through_no_door_is_refused(part):
    with pytest.raises(TypeError, match="no Source"):
        Source.of("{}", part)
    with pytest.raises(TypeError, match="no Source"):
        join(", ", [Source("x"), part])
    with pytest.raises(TypeError, match="no Source"):
        literals.mapping({"x": part})


def test_parts_are_put_in_as_they_are():
    made = Source.of("{}{{{}}}", Source("{0}"), 3)
    assert (made, type(made)) == ("{0}{3}", Source)


@pytest.mark.parametrize("text", ["a b", "", "class", "x\n", "1", "a.b", "a-b", '"', "\ud800"])
def test_names_that_are_none_are_refused(text):
    for door in (literals.identifier, literals.dotted) if text != "a.b" else (literals.identifier,):
        with pytest.raises(ValueError, match="not an identifier"):
            door(text)


@pytest.mark.parametrize("text", ["a b", "", "[x](y)", "<b>", "a..b", "`x`"])
def test_names_and_places_of_markdown_are_of_a_closed_alphabet(text):
    with pytest.raises(ValueError, match="not an identifier"):
        markdown.name(text)
    if set(text) - set("ab."):
        with pytest.raises(ValueError, match="not a path"):
            markdown.place(text)


class Marked(str):
    """Text that other libraries take for safe."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


TEXT = "zq hostile"
FIELDS = SimpleNamespace(
    text=TEXT, texts=[TEXT], safe=Source("safe"), form=Source("{}"), safes=(Source("x"), Source("y")), number=7, nothing=None, flag=True,
    marked=Marked(TEXT), pairs={"x": TEXT}, octets=TEXT.encode(), lazy=lambda: TEXT,
)  # fmt: skip
TRICKS = [
    *("{{ view.text }}", "{{ view.texts }}", "{{ view.texts[0] }}", "{{ view.pairs.x }}", "{{ view.pairs['x'] }}"),
    *("{{ view.number }}", "{{ view.nothing }}", "{{ view.flag }}", "{{ view.octets }}", "{{ view.marked }}", "{{ view }}"),
    *("{{ 'constant' }}", "{{ 1 }}", "{{ [view.safe] }}", "{{ (view.safe, view.text) }}", "{{ {'x': view.safe} }}"),
    *("{{ view.safe ~ view.text }}", "{{ view.safe ~ view.safe }}", "{{ view.safe + view.text }}", "{{ '%s' % view.text }}"),
    *("{{ view.safe * 2 }}", "{{ view.safe[0] }}", "{{ view.safe[1:] }}", "{{ view.safe.join(view.texts) }}"),
    *("{{ view.safe.upper() }}", "{{ view.form.format(view.text) }}", "{{ view.safe.replace('s', view.text) }}"),
    *("{{ view.safe.of(view.text, view.text) }}", "{{ view.safe.of('{}', view.text) }}", "{{ view.lazy() }}"),
    *("{{ view.text | indent }}", "{{ view.text | indent(8) }}", "{{ (view.safe ~ view.text) | indent }}"),
    *("{{ view.text | safe }}", "{{ view.text | e }}", "{{ view.texts | join }}", "{{ view.text | string }}"),
    "{% for char in view.text %}{{ char }}{% endfor %}",
    "{% for char in view.safe %}{{ char }}{% endfor %}",
    "{% for key in view.pairs %}{{ key }}{% endfor %}",
    "{% for x in view.safes %}{{ loop.index }}{% endfor %}",
    "{% for x in view.safes %}{{ loop.cycle(view.text) }}{% endfor %}",
    "{% if view.flag %}{{ view.text }}{% endif %}",
    "{{ view.text if view.flag else view.safe }}",
    "{{ view.nothing or view.text }}",
    "{% set x = view.text %}{{ x }}",
    "{% set x %}{{ view.text }}{% endset %}{{ x }}",
    "{% with x = view.text %}{{ x }}{% endwith %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(view.text) }}",
    "{% macro m(a=view.text) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ view.text }}{% endcall %}",
    "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(view.text) }}",
    "{% filter indent %}{{ view.text }}{% endfilter %}",
    "{% filter upper %}{{ view.safe }}{% endfilter %}",
    "{% block b %}{{ view.text }}{% endblock %}",
    "{% block b %}x{% endblock %}{{ self.b() ~ view.text }}",
    "{% autoescape true %}{{ view.text }}{% endautoescape %}",
    "{% autoescape false %}{{ view.text }}{% endautoescape %}",
    "{% autoescape true %}{% macro m() %}x{% endmacro %}{{ m() }}{% endautoescape %}",
    "{% include 'inner.jinja' %}",
    "{% import 'inner.jinja' as inner with context %}{{ inner.m(view.text) }}",
    "{% from 'inner.jinja' import m %}{{ m(view.text) }}",
    "{% extends 'outer.jinja' %}{% block b %}{{ view.text }}{% endblock %}",
]  # fmt: skip


def printed(folder: Path, overrides: Path, text: str) -> str:
    (overrides / "try.jinja").write_text(text)
    (folder / "inner.jinja").write_text("{% macro m(a) %}{{ a }}{% endmacro %}{{ view.text }}")
    (folder / "outer.jinja").write_text("{% block b %}{% endblock %}")
    module = Module(PurePosixPath("x.py"), "try.jinja", FIELDS)
    return next(iter(render([module], environment(folder, overrides=[overrides])))).text


@pytest.mark.parametrize("text", TRICKS)
def test_no_template_prints_what_came_through_no_door(tmp_path, text):
    """Not a template of ours, and not one that somebody put in its place."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    with pytest.raises(RenderError) as told:
        printed(ours, theirs, text)
    assert told.value.template


def test_what_came_through_one_is_printed_by_every_construct(tmp_path):
    text = (
        "{{ view.safe }}{{ view.safe | indent }}{% for x in view.safes %}{{ x }}{% endfor %}{% set x %}{{ view.safe }}{% endset %}"
        "{{ x }}{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(view.safe) %}!{% endcall %}{{ view.safe.cut(1) }}"
    )
    assert printed(tmp_path, tmp_path, text) == "safesafexysafesafe!afe"


def test_files_are_made_where_templates_are_rendered_and_nowhere_else():
    makers = {
        label(path)
        for path in GENERATOR.rglob("*.py")
        if "from sdkwright.emit.files import" in (text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "File"
    }
    assert makers == {"emit/render.py"}
