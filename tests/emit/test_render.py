"""A template prints Source and nothing else, and every output path is a plain one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import jinja2
import pytest

from sdkwright.emit.cache import Cache
from sdkwright.emit.files import UnsafePathError, check_path, check_paths
from sdkwright.emit.render import RenderError, copy, environment, indent, render, templates_dir
from sdkwright.python.source import Source
from sdkwright.python.views import Copied, Module


@dataclass(frozen=True, slots=True)
class View:
    name: object = Source("x")
    items: tuple[object, ...] = ()
    missing_ok: object = None


def printed(folder: Path, template: str, view: object = None, **others: str) -> str:
    """What a template of one file prints."""
    (folder / "t.py.jinja").write_text(template, encoding="utf-8")
    for name, text in others.items():
        (folder / f"{name}.jinja").write_text(text, encoding="utf-8")
    [file] = render([Module(PurePosixPath("pkg/a.py"), "t.py.jinja", view or View())], environment(folder))
    return file.text


def test_a_template_prints_its_text_and_source(tmp_path):
    assert printed(tmp_path, "a = {{ view.name }}\n") == "a = x\n"


def test_blocks_leave_no_blank_lines_and_the_last_line_end_stays(tmp_path):
    text = "{% for item in view.items %}\n    {% if item %}\n{{ item }}\n    {% endif %}\n{% endfor %}\nend\n"
    assert printed(tmp_path, text, View(items=(Source("a"), Source(""), Source("b")))) == "a\nb\nend\n"


@pytest.mark.parametrize("value", ["plain", 3, 2.5, None, True, b"x", ["x"], jinja2.Undefined(name="q"), print])
def test_what_is_not_source_is_refused(tmp_path, value):
    with pytest.raises(RenderError, match=r"t\.py\.jinja:2 \(for pkg/a\.py\)"):
        printed(tmp_path, "x\n{{ view.name }}\n", View(name=value))


@pytest.mark.parametrize(
    "expression", ["view.name ~ 'x'", "'literal'", "view.name + 'x'", "view.name.upper()", "view.name[0]"]
)
def test_what_an_expression_makes_of_source_is_refused_too(tmp_path, expression):
    with pytest.raises(RenderError):
        printed(tmp_path, "{{ " + expression + " }}\n")


def test_what_a_macro_prints_is_source(tmp_path):
    shared = "{% macro twice(it) %}{{ it }}{{ it }}{% endmacro %}"
    assert printed(tmp_path, "{% import 'm.jinja' as m %}{{ m.twice(view.name) }}\n", m=shared) == "xx\n"


def test_a_macro_refuses_a_plain_string_as_well(tmp_path):
    with pytest.raises(RenderError, match="Source only"):
        printed(tmp_path, "{% macro m(it) %}{{ it }}{% endmacro %}{{ m(view.name) }}", View(name="os.system('x')"))


def test_a_field_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(RenderError, match="nmae"):
        printed(tmp_path, "{{ view.nmae }}")


def test_a_field_that_does_not_exist_is_not_false(tmp_path):
    with pytest.raises(RenderError, match="nmae"):
        printed(tmp_path, "{% if view.nmae %}x{% endif %}")


@pytest.mark.parametrize("name", ["upper", "safe", "join", "string", "format", "map", "tojson"])
def test_the_filters_of_jinja_are_gone(tmp_path, name):
    with pytest.raises(RenderError, match=name):
        printed(tmp_path, "{{ view.name | " + name + " }}")


@pytest.mark.parametrize("name", ["range", "dict", "lipsum", "cycler", "namespace"])
def test_the_globals_of_jinja_are_gone(tmp_path, name):
    with pytest.raises(RenderError, match=name):
        printed(tmp_path, "{{ " + name + "() }}")


def test_text_of_a_template_language_in_a_view_stays_text(tmp_path):
    assert printed(tmp_path, "{{ view.name }}", View(name=Source("{{ 7 * 7 }}{% x %}"))) == "{{ 7 * 7 }}{% x %}"


def test_a_syntax_error_names_template_line_and_output(tmp_path):
    with pytest.raises(RenderError, match=r"t\.py\.jinja:3 \(for pkg/a\.py\)"):
        printed(tmp_path, "a\nb\n{% if %}\n")


def test_a_mistake_in_an_imported_template_names_that_template(tmp_path):
    with pytest.raises(RenderError, match=r"m\.jinja:2"):
        printed(
            tmp_path, "{% import 'm.jinja' as m %}{{ m.f(view) }}", m="{% macro f(v) %}\n{{ v.nope }}{% endmacro %}"
        )


def test_a_missing_template_is_named(tmp_path):
    with pytest.raises(RenderError, match=r"no template gone\.jinja"):
        list(render([Module(PurePosixPath("a.py"), "gone.jinja", View())], environment(tmp_path)))


def test_an_override_is_found_before_ours(tmp_path):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder, text in ((ours, "ours"), (theirs, "theirs")):
        folder.mkdir()
        (folder / "t.jinja").write_text(text, encoding="utf-8")
    [file] = render([Module(PurePosixPath("a"), "t.jinja", View())], environment(ours, overrides=[theirs]))
    assert file.text == "theirs"


def test_compiled_templates_are_kept_and_a_changed_template_is_seen(tmp_path):
    cache, folder = Cache(tmp_path / "cache"), tmp_path / "templates"
    folder.mkdir()
    for text in ("one", "one", "two"):
        (folder / "t.jinja").write_text(text, encoding="utf-8")
        [file] = render([Module(PurePosixPath("a"), "t.jinja", View())], environment(folder, cache=cache))
        assert file.text == text
    assert list((tmp_path / "cache").glob("templates-*/*/*"))


def test_a_filter_indents_all_lines_but_the_first_and_empty_ones():
    assert indent(Source("a\nb\n\nc"), 2) == "a\n  b\n\n  c"
    assert isinstance(indent(Source("a"), 2), Source)


def test_a_copied_file_comes_as_it_is_with_plain_line_ends(tmp_path):
    source = tmp_path / "a.py"
    source.write_bytes("x = 'é'\r\ny = 1\n".encode())
    [file] = copy([Copied(PurePosixPath("p/a.py"), source)])
    assert (file.path, file.text) == (PurePosixPath("p/a.py"), "x = 'é'\ny = 1\n")


def test_our_templates_are_found():
    assert (templates_dir() / "core" / "__init__.py").is_file()


HOSTILE_PATHS = [
    *(
        "../a.py",
        "a/../../b.py",
        "/etc/passwd",
        "a//../../b",
        "~/a",
        "C:/a",
        "C:a.py",
        "a\\b.py",
        "\\\\server\\share",
        ".",
        "",
    ),
    *(
        "a\0b.py",
        "a\nb.py",
        "a b.py",
        "a.py ",
        "a.",
        "a..b",
        ".git/hooks/pre-commit",
        "a/.GIT/config",
        "x/.sdkwright-y",
    ),
    *(
        "con",
        "NUL.py",
        "a/com1.txt",
        "aux/b.py",
        "ﬁ.py",
        "é.py",
        "a\u202eb.py",
        "-rf",
        "$(x).py",
        "a;b",
        "a" * 300 + ".py",
    ),
    *(
        "a" + "/a" * 600,
        "__pycache__/a.pyc",
        "a'b",
        'a"b',
        "{{a}}",
        "a%00",
        ".sdkwright-journal.json",
        "p/.sdkwright-manifest.json",
    ),
]


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_a_path_outside_the_alphabet_is_refused_before_it_is_rendered(tmp_path, path):
    with pytest.raises(UnsafePathError) as caught:
        next(render([Module(PurePosixPath(path), "none.jinja", View())], environment(tmp_path)))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "path", ["a.py", "src/p_1/__init__.py", "README.md", ".stats.yml", "py.typed", "a-b.c-d/e.tar.gz", "console.py"]
)
def test_plain_paths_pass(path):
    assert check_path(PurePosixPath(path)) == PurePosixPath(path)


@pytest.mark.parametrize(
    "paths",
    [("a/x.py", "A/y.py"), ("a/Model.py", "a/model.py"), ("a", "a/b.py"), ("a/b", "a/b"), ("x/B/c.py", "x/b/c.py")],
)
def test_paths_that_one_disk_or_another_takes_for_the_same_are_refused(paths):
    with pytest.raises(UnsafePathError):
        check_paths(PurePosixPath(path) for path in paths)
