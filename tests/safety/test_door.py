"""No text of a document gets into a file but through a door: shown on the syntax of the generator, and on templates that try.

`Source` is what rendering prints. A door makes it of any text; all other modules make it of constants and of other `Source`, by
`Source("...")`, `Source.of("...", ...)` and `join("...", ...)`, the last two of which look at every part whenever they are called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
from attack.stages import emit, written
from attack.whole import config, document

from sdkwright.emit.render import RenderError, environment, render
from sdkwright.python import literals, markdown
from sdkwright.python.source import Source, join
from sdkwright.python.views import Module

GENERATOR = Path(__file__).parents[2] / "generator" / "sdkwright"
TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Door:
    """The functions of a module that make `Source` of text that is no constant, and why what they make is safe to print."""

    makers: frozenset[str]
    why: str


DOORS = {
    "python/source.py": Door(
        frozenset({"cut", "join", "blanks", "_checked"}),
        "parts that are `Source` already, numbers, and blanks; what is no `Source` is a TypeError whenever it is called",
    ),
    "python/literals.py": Door(
        frozenset({"string", "value", "octets", "number", "identifier"}),
        "a literal in quotes with all that could end it or does not show escaped, what `repr` says of a scalar, or an identifier",
    ),
    "python/docstrings.py": Door(
        frozenset({"comment", "docstring"}),
        "three quotes, backslashes and what does not show are escaped; each line of a comment begins with its sign",
    ),
    "python/markdown.py": Door(
        frozenset(
            {"_begun", "code", "plain", "visible", "block_line", "shell", "attribute", "place", "name", "address"}
        ),
        "every character that CommonMark or HTML gives a meaning to is escaped, or the text is of a closed alphabet",
    ),
    "python/documents.py": Door(frozenset({"toml", "yaml_text"}), "whole files that a library writes"),
    "emit/render.py": Door(
        frozenset({"concat", "indent"}),
        "what a template printed, each part of which was `Source` or text of the template",
    ),
}
SPEAKERS = {
    "sdkwright.python.markdown": {
        *("compare/show.py", "python/build/api_index.py", "python/build/example_forms.py", "python/build/licences.py"),
        *(
            "python/build/readme.py",
            "python/build/readme_parts.py",
            "python/build/runtime.py",
            "python/build/site.py",
            "python/build/site_exchanges.py",
        ),
    },
    "sdkwright.python.documents": {
        *("python/build/distribution.py", "python/build/site_settings.py", "python/build/suite/cassettes.py"),
    },
}
"""Who may print another language than Python: what is quoted for one is not for the other."""
NAMESAKES = {"sdkwright.diagnostics"}
"""Modules that have something else called Source."""
COMPUTED = {
    *(
        "python/build/parts.py",
        "python/build/watch.py",
        "python/build/suite/cassettes.py",
        "python/catalogue.py",
        "emit/render.py",
    ),
}
"""Who asks for attributes by a name that is computed: fields of dataclasses, one after the other; and the tables of jinja2."""
MODULES = sorted(path for path in GENERATOR.rglob("*.py") if "__pycache__" not in path.parts)
FORMS = ("of", "cut")
DOOR_NAMES = {f"sdkwright.{name.removesuffix('.py').replace('/', '.')}" for name in DOORS}
ANY_NAME = ("getattr", "vars", "globals", "locals", "eval", "exec", "compile", "__import__", "import_module", "setattr")


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


def ways_round(text: str, makers: frozenset[str] = frozenset(), *, computes: bool = False) -> list[str]:
    """What would make `Source` of other text in a module, but in the functions that may: its line and what it does."""
    tree = ast.parse(text)
    if not sees_doors(tree):
        return []
    found = []
    allowed, own, borrowed = types(tree), has_source(tree), imported_names(tree)
    for node, parent, function in nested(tree):
        fault = (own and fault_of_source(node, parent, allowed)) or fault_of_any(node, parent, borrowed, computes)
        if fault and not (fault == PASTES and function in makers):
            found.append(f"line {getattr(node, 'lineno', '?')}: {fault}")
    return found


PASTES = "Source of what is no constant"


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.alias]]:
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom():
                yield from ((node.module or "", alias) for alias in node.names)
            case ast.Import():
                yield from (("", alias) for alias in node.names)
            case _:
                pass


def sees_doors(tree: ast.AST) -> bool:
    """Whether anything that makes `Source`, or has some, can be got at: all of `python`, and what renders."""
    return any(
        f"{module}.{alias.name}".lstrip(".").startswith(("sdkwright.python", "sdkwright.emit.render"))
        or f"{module}.{alias.name}".lstrip(".") in ("sdkwright", "sdkwright.emit")
        for module, alias in imports(tree)
    ) or any(
        isinstance(node, ast.ClassDef) and (node.name, ast.unparse(node.bases)) == ("Source", "str")
        for node in ast.walk(tree)
    )


def has_source(tree: ast.AST) -> bool:
    """Whether `Source` is ours here, and not another thing of that name."""
    return not any(alias.name == "Source" and module in NAMESAKES for module, alias in imports(tree))


def imported_names(tree: ast.AST) -> set[str]:
    return {alias.asname or alias.name for _, alias in imports(tree)}


def fault_of_source(node: ast.AST, parent: ast.AST, allowed: set[ast.AST]) -> str:
    """What is wrong with a use of the class by its name."""
    is_called = isinstance(parent, ast.Call) and parent.func is node
    first = parent.args[0] if isinstance(parent, ast.Call) and parent.args else None
    match node:
        case ast.Call() if makes(node):
            return PASTES
        case ast.Name(id="Source") if node not in allowed and not is_called and not takes_form(parent):
            return "Source as a value"
        case ast.Attribute(value=ast.Name(id="Source"), attr=attr) if attr not in FORMS or not is_called:
            return f"Source.{attr} as a value"
        case ast.Attribute(attr="of") if not (is_called and is_text(first)) and "Source" in ast.unparse(node):
            return "a form that is no constant"
        case ast.Name(id="join") if not (is_called and is_text(first)):
            return "a separator that is no constant"
        case ast.ClassDef() if any("Source" in ast.unparse(base) for base in node.bases):
            return "a class of its own"
        case ast.Call(func=ast.Name(id="cast") | ast.Attribute(attr="cast")) if "Source" in ast.unparse(node.args[0]):
            return "a cast"
        case _:
            return ""


def fault_of_any(node: ast.AST, parent: ast.AST, borrowed: set[str], computes: bool) -> str:
    """What is wrong with anything else: ways to the class that do not name it, and to what makes it."""
    match node:
        case ast.Attribute(
            attr="__class__" | "__new__" | "__reduce__" | "__bases__" | "__subclasses__" | "__func__" | "__globals__"
        ):
            return f"{node.attr} is another way to a class"
        case ast.Attribute(attr="Source"):
            return "Source by way of its module"
        case ast.Attribute(attr="concat") | ast.Attribute(value=ast.Name(id="sys"), attr="modules"):
            return f"{node.attr} leads to a door"
        case ast.Constant(value="Source"):
            return "Source by its name"
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in borrowed and is_private(attr):
            return f"{attr} of another module"
        case ast.Attribute(attr="of", value=below) if not (isinstance(below, ast.Name) and below.id[:1].isupper()):
            return "the form of a value"
        case ast.Call(func=ast.Call(func=ast.Name(id="type"))):
            return "the class of a value is called"
        case ast.Name(id=name) if name in ANY_NAME and not computes and not is_own(parent, name):
            return f"{name} may be asked for anything"
        case ast.ImportFrom(module=module, names=names):
            return next((fault for alias in names if (fault := fault_of_import(str(module), alias))), "")
        case ast.Import(names=names):
            return next((f"{alias.name} as a whole" for alias in names if alias.name.startswith("sdkwright")), "")
        case _:
            return ""


def fault_of_import(module: str, alias: ast.alias) -> str:
    whole = f"{module}.{alias.name}"
    if alias.name == "Source" and module not in {"sdkwright.python.source", *NAMESAKES}:
        return "Source by way of another module"
    if alias.name in ("Source", "join") and alias.asname is not None and module == "sdkwright.python.source":
        return "Source under another name"
    if whole in DOOR_NAMES or whole in ("sdkwright.python", "sdkwright.emit"):
        return f"{whole} as a whole"
    return f"{alias.name} of a door" if module in DOOR_NAMES and is_private(alias.name) else ""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def is_own(parent: ast.AST, name: str) -> bool:
    """Whether a name is that of a method, as in `re.compile`, or a word of the module's own."""
    return isinstance(parent, ast.alias) or name == "compile"


def takes_form(parent: ast.AST) -> bool:
    return isinstance(parent, ast.Attribute) and parent.attr in FORMS


def test_every_maker_of_source_is_listed_with_its_door():
    found: dict[str, set[str]] = {}
    for path in MODULES:
        for node, _, function in nested(ast.parse(path.read_text(encoding="utf-8"))):
            if makes(node):
                found.setdefault(label(path), set()).add(function)
    assert found == {name: door.makers for name, door in DOORS.items()}
    assert all(len(door.why) > 20 for door in DOORS.values())


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_a_module_has_no_way_round(path):
    door = DOORS.get(label(path))
    makers = door.makers if door is not None else frozenset[str]()
    assert ways_round(path.read_text(encoding="utf-8"), makers, computes=label(path) in COMPUTED) == []


def test_most_modules_of_python_are_looked_at():
    looked = [path for path in MODULES if sees_doors(ast.parse(path.read_text(encoding="utf-8")))]
    assert {path for path in MODULES if label(path).startswith("python/build/")} - set(looked) == set()
    assert len(looked) > 50


@pytest.mark.parametrize("door", SPEAKERS)
def test_who_prints_another_language_is_listed(door):
    users = {
        label(path) for path in MODULES for module, _ in imports(ast.parse(path.read_text("utf-8"))) if module == door
    }
    assert users == SPEAKERS[door]


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
        "string('').of(text)",
        "views[0].of('{}', text)",
        "string('').cut.__func__(text, 0)",
        "string.__globals__['Sou' + 'rce'](text)",
        "getattr(views, 'Sou' + 'rce')(text)",
        "vars(views)[name](text)",
        "eval(name)(text)",
        "import_module(name)",
        "sys.modules[name]",
        "import sdkwright.python.literals",
        "from sdkwright.python import literals",
        "from sdkwright.python import source as s",
        "from sdkwright.python.literals import Source as S",
        "from sdkwright.python.literals import Source",
        "from sdkwright.python.source import _checked",
        "from sdkwright.python.markdown import _begun",
        "from sdkwright.emit.render import _Environment",
        "from sdkwright.emit import render",
        "from sdkwright import python",
        "environment.concat([text])",
    ],
)
def test_a_way_round_is_recognised(line):
    assert ways_round(f"from sdkwright.python.source import Source, join\n{line}\n")
    if "Source" not in line and "join" not in line:
        assert ways_round(f"from sdkwright.python.literals import string\n{line}\n")


def test_a_door_has_no_other_way_than_its_functions():
    text = "from sdkwright.python.source import Source\ndef string(text): return Source(text)\ndef {}(text): return {}(text)\n"
    assert ways_round(text.format("other", "string"), frozenset({"string"})) == []
    assert ways_round(text.format("other", "Source"), frozenset({"string"})) == [f"line 3: {PASTES}"]
    assert ways_round(f"{text.format('other', 'string')}S = Source\n", frozenset({"string"})) == [
        "line 4: Source as a value"
    ]


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
    word="__class__", marked=Marked(TEXT), pairs={"x": TEXT}, octets=TEXT.encode(), lazy=lambda: TEXT,
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
    *("{{ view.safe.of(view.text) }}", "{{ view.safe.__class__(view.text) }}", "{{ view.safe['__class__'](view.text) }}"),
    *("{{ view.safe[view.word](view.text) }}", "{{ view.safe['of'](view.text) }}", "{{ view.safe.cut.__func__(view.text, 0) }}"),
    *("{{ view.lazy.__globals__ }}", "{% set x = view.safe.__class__ %}{{ x(view.text) }}", "{{ self.__init__.__globals__ }}"),
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


WRITERS = {
    "beside.py": "a question and its answer through a pipe to a process of ours",
    "compare/archives.py": "sources out of an archive, below a folder that is gone afterwards",
    "compare/run.py": "files of the run, to be read by griffe, below a folder that is gone afterwards",
    "emit/cache.py": "entries with their checksum, below the user's cache folder",
    "emit/edits.py": "the three sides of a merge, below a folder that is gone afterwards",
    "emit/glance.py": "what a run was made of and said, below the user's cache folder",
    "emit/journal.py": "emitted files, which are `File`s, and what was generated where somebody edited it",
    "site/run.py": "a mark of our own, and pages that the journal has written",
    "texts.py": "the document that was read, below the user's cache folder",
    "starter/place.py": "the config of `init` (test_starter.py), a document as it was fetched, a template of ours",
}
"""All modules that put content anywhere, and what."""
WRITING = frozenset(
    ["write_text", "write_bytes", "put_in_place", "fdopen", "extract", "extractall", "copytree", "copyfile", "copy2"]
)
COPIERS = {"orders.py", "python/build/licences.py", "python/build/runtime.py", "python/build/suite/files.py"}
"""Who has files copied as they are: those of our templates folder, or of a folder of templates that the config names. Orders are of files that another of them has named."""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def opens_for_writing(node: ast.Call) -> bool:
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    return any(
        isinstance(one, ast.Constant) and str(one.value) in {"w", "wb", "a", "ab", "x", "xb", "r+", "r+b"}
        for one in given
    )


def test_everything_that_puts_content_on_the_disk_is_listed():
    found = {
        label(path)
        for path in MODULES
        for name, node in calls(path)
        if name in WRITING or (name == "open" and opens_for_writing(node))
    }
    assert found == WRITERS.keys()


def test_who_has_files_copied_is_listed():
    assert {label(path) for path in MODULES for name, _ in calls(path) if name == "Copied"} == COPIERS


def test_the_text_of_a_file_is_changed_where_code_is_laid_out_and_nowhere_else():
    """What it says stays the same there (test_slots.py)."""
    changers = {
        label(path)
        for path in MODULES
        for name, node in calls(path)
        if name == "replace" and "text" in {keyword.arg for keyword in node.keywords}
    }
    assert changers == {"emit/tidy.py"}


def test_every_file_is_printed_by_a_template_that_the_house_looks_at(tmp_path):
    files = emit(*written(tmp_path, document("3.1"), config("sdkwright")), validate=False, whole=True).files
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.jinja")}
    assert {file.origin for file in files} <= names


def test_files_are_made_where_templates_are_rendered_and_nowhere_else():
    makers = {label(path) for path in MODULES for name, _ in calls(path) if name == "File"}
    assert makers == {"emit/render.py", "openapi/library.py"}  # the other one's are files of a document
