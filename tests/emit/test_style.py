"""What `emit.style` prints is what black prints; what it does not know it leaves to black."""

from __future__ import annotations

import ast
import difflib
import random
import warnings
from pathlib import PurePosixPath

import pytest
from black import format_str
from black.mode import Mode, TargetVersion
from black.strings import char_width
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sdkwright.emit.cache import Cache
from sdkwright.emit.files import File
from sdkwright.emit.style.leaves import Unproven
from sdkwright.emit.style.page import Stylist
from sdkwright.emit.style.strings import width
from sdkwright.emit.tidy import TidyError, tidy
from sdkwright.python.literals import octets, string

MODE = Mode(line_length=120, target_versions={TargetVersion.PY311})
WORDS = [
    "a",
    "Foo",
    "type",
    "id",
    "_b",
    "x_y",
    "SequenceNotStr",
    "VeryLongModelName",
    "AnotherQuiteLongNameInAnnotations",
]
LETTERS = ["abcdefgh_-/ {}:.", "ab'\"\\n ", "日本aé한ßж", "abcdefgh"]


def black(text: str) -> str:
    return format_str(text, mode=MODE)


class Author:
    """Writes Python of the kind that templates and views write, at random, with lines of any length."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def one(self, *ways: object) -> str:
        way = self.chance.choice(ways)
        return way() if callable(way) else str(way)

    def many(self, way: object, most: int, least: int = 0) -> str:
        comma = "," if least == 0 and self.chance.random() < 0.05 else ""
        parts = [self.one(way) for _ in range(self.chance.randint(least, most))]
        return ", ".join(parts) + (comma if parts else "")

    def name(self) -> str:
        return self.chance.choice(WORDS) + self.chance.choice(["", "", "", "7", "_long_ending"])

    def text(self) -> str:
        letters = self.chance.choice(LETTERS)
        return string("".join(self.chance.choice(letters) for _ in range(self.chance.choice([0, 3, 9, 30]))))

    def scalar(self) -> str:
        return self.one(self.name, self.name, self.text, "None", "-3", "1.5", "1e-07", f"{self.text()} {self.text()}")

    def annotation(self, depth: int = 0) -> str:
        if depth > 2:
            return self.name()
        inner = lambda: self.annotation(depth + 1)  # noqa: E731
        return self.one(
            self.name,
            lambda: f"{self.name()}.{self.name()}",
            lambda: f"{self.one('list', 'dict', 'Iterable')}[{self.many(inner, 2, 1)}]",
            lambda: f"Literal[{self.many(lambda: self.one(self.text, '-1', 'True'), 9, 1)}]",
            lambda: " | ".join(inner() for _ in range(self.chance.randint(2, 6))),
            lambda: f"Annotated[{inner()}, PropertyInfo({self.many(lambda: f'alias={self.text()}', 2, 1)})]",
        )

    def value(self, depth: int = 0) -> str:
        if depth > 2:
            return self.scalar()
        inner = lambda: self.value(depth + 1)  # noqa: E731
        pair = lambda: f"{self.text()}: {inner()}"  # noqa: E731
        return self.one(
            self.scalar,
            lambda: self.call(depth),
            lambda: f"[{self.many(inner, 4)}]",
            lambda: f"{{{self.many(pair, 4)}}}",
            lambda: f"{{**{self.name()}, {self.many(pair, 2)}}}",
            lambda: f"({inner()}, {self.many(inner, 2, 1)})",
            lambda: f"{self.name()} if {self.condition(3)} else {self.scalar()}",
            lambda: f"{self.call(depth)}.{self.name()}({self.many(inner, 3)})",
            lambda: self.condition(depth),
        )

    def condition(self, depth: int) -> str:
        return self.one(
            lambda: f"isinstance({self.name()}, {self.name()})",
            lambda: f"{self.name()} is not None",
            lambda: f"not {self.name()} or {self.name()} not in {self.name()}",
            lambda: f"{self.call(depth)} is not False and {self.name()} == {self.scalar()}",
        )

    def call(self, depth: int) -> str:
        argument = lambda: self.one("", f"{self.name()}=") + self.value(depth + 1)  # noqa: E731
        return f"{self.one(self.name, 'self._client.get')}({self.many(argument, 4)})"

    def spread(self, indent: str) -> str:
        arguments = sorted(
            (self.one("", f"{self.name()}=") + self.value(1) for _ in range(3)), key=lambda one: "=" in one
        )
        head = self.one("return Call", "x = Foo", "self.x = foo.bar", "Foo", "x: A = Foo", "return await f")
        return f"{indent}{head}(\n" + "".join(f"{indent}    {one},\n" for one in arguments) + f"{indent})"

    def statement(self, indent: str) -> str:
        imported = lambda: self.name() + self.one("", "", f" as {self.name()}")  # noqa: E731
        opened = lambda: self.call(1) + self.one("", f" as {self.name()}")  # noqa: E731
        return self.one(
            lambda: self.spread(indent),
            lambda: f"{indent}return {self.one('', 'await ')}{self.call(0)}",
            lambda: f"{indent}return {self.value()}",
            lambda: f"{indent}{self.name()}: {self.annotation()}{self.one('', ' = None', f' = {self.value()}')}",
            lambda: f"{indent}{self.one('', 'self.')}{self.name()} = {self.value()}",
            lambda: f"{indent}a, b = {self.call(0)}",
            lambda: f"{indent}from {self.one('.', '..x', '...a.b', 'typing')} import {self.many(imported, 6, 1).rstrip(',')}",
            lambda: f"{indent}if {self.condition(0)}:  # why\n{indent}    pass",
            lambda: f"{indent}# note\n{indent}pass",
            lambda: f"{indent}assert {self.condition(0)}{self.one('', f', {self.text()}')}",
            lambda: f"{indent}for {self.many(self.name, 2, 1).rstrip(',')} in {self.value(1)}:\n{indent}    pass",
            lambda: f"{indent}{self.one('', 'async ')}with {self.many(opened, 2, 1).rstrip(',')}:\n{indent}    pass",
        )

    def function(self, indent: str) -> str:
        found = [
            f"p{at}: {self.annotation()}{self.one('', f' = {self.value(2)}')}"
            for at in range(self.chance.randint(0, 5))
        ]
        found = ["self", *self.one("", "*").split(), *found] if found else ["self"]
        answer = self.one("", f" -> {self.annotation()}")
        flat, spread = ", ".join(found), "".join(f"\n{indent}    {one}," for one in found) + f"\n{indent}"
        head = f"{indent}{self.one('', 'async ')}def f({self.one(flat, spread)}){answer}:"
        doc = self.one(
            "", f'\n{indent}    """Text."""', f'\n{indent}    """Text.\n\n{indent}    More.\n{indent}    """'
        )
        return self.one(f"{head} ...", f"{head}{doc}\n{self.statement(indent + '    ')}")

    def block(self) -> str:
        gap = self.one("", "\n", "\n\n")
        part = lambda: self.one(lambda: self.function("    "), lambda: self.statement("    "))  # noqa: E731
        mark = lambda: self.one("", "", "    # note\n", "    @view(A.b)\n")  # noqa: E731
        body = f"{gap}\n".join(
            f"{mark()}{self.function('    ')}" if self.chance.random() < 0.5 else part() for _ in range(2)
        )
        doc = self.one("", '    """Text."""\n', f'    """Text."""\n{gap}')
        return self.one(
            lambda: f"class {self.name()}({self.many(self.name, 5, 1).rstrip(',')}):\n{doc}{body}",
            lambda: f"if TYPE_CHECKING:\n{part()}\nelse:\n{part()}",
            lambda: self.function(""),
            lambda: self.statement(""),
        )

    def page(self) -> str:
        blocks = (
            self.one("", "# note\n") + self.block() + self.one("", "\n", "\n\n")
            for _ in range(self.chance.randint(1, 2))
        )
        return self.one("", '"""Module."""\n') + "\n".join(blocks) + "\n"


class PlainAuthor(Author):
    """Writes only brackets in brackets, with many commas at their ends, which are told from their text."""

    def many(self, way: object, most: int, least: int = 0) -> str:
        text = super().many(way, most, least).rstrip(",")
        return f"{text}," if text and self.chance.random() < 0.1 else text

    def name(self) -> str:
        return super().name() if self.chance.random() < 0.98 else self.chance.choice(["A" * 70, "b" * 115])

    def text(self) -> str:
        return f'"{self.name()}"' if self.chance.random() < 0.99 else super().text()

    def scalar(self) -> str:
        return self.one(self.name, lambda: f"{self.name()}.{self.name()}", self.text, "None", "3", "1.5")

    def value(self, depth: int = 0) -> str:
        if depth > 3:
            return self.scalar()
        inner = lambda: self.value(depth + 1)  # noqa: E731
        return self.one(
            self.scalar,
            lambda: self.call(depth),
            lambda: self.call(depth),
            lambda: f"{self.name()}[{self.many(inner, 3, 1)}]",
            lambda: f"[{self.many(inner, 4)}]",
            lambda: f"{{{self.many(lambda: f'{self.text()}: {inner()}', 4)}}}",
            lambda: f"({self.one(lambda: f'{inner()},', lambda: self.many(inner, 3, 2))})",
        )

    def annotation(self, depth: int = 0) -> str:
        if depth > 1:
            return self.one(self.name, self.text)
        inner = lambda: self.annotation(depth + 1)  # noqa: E731
        return self.one(
            self.name, lambda: f"{self.name()}[{self.many(inner, 3, 1)}]", lambda: f"{self.name()} | {inner()}"
        )

    def statement(self, indent: str) -> str:
        start = self.one("return ", "", f"{self.name()} = ", f"{self.name()}, {self.name()} = ") + self.one(
            "await ", ""
        )
        parameter = lambda: f"{self.name()}: {self.annotation()}{self.one('', ' = None')}"  # noqa: E731
        names = ", ".join(self.name() for _ in range(self.chance.randint(1, 9)))
        return indent + self.one(
            lambda: start + self.call(0),
            lambda: start + self.call(0),
            lambda: f"{self.name()} = {self.value()}",
            lambda: f"def f({self.many(parameter, 9, 1)}) -> {self.annotation()}: ...",
            lambda: f"def f({self.many(parameter, 9, 1)}) -> {self.annotation()}:\n{indent}    pass",
            lambda: f"def f(\n{indent}    {parameter()},\n{indent}) -> {self.annotation()}:\n{indent}    pass",
            lambda: f"from .{self.name()} import {names}",
            lambda: f"from .{self.name()} import {self.name()} as {self.name()}",
        )


class SuiteAuthor(Author):
    """Writes what the tests of a package consist of: contexts, loops in brackets and calls, of clients whose names are long."""

    def receiver(self) -> str:
        names = [self.name() for _ in range(self.chance.choice([1, 2, 5, 8]))]
        return ".".join(names) + self.one("", "", "", "()", f"[{self.name()}]")

    def call(self, depth: int) -> str:
        argument = lambda: self.one("", "", "", f"{self.name()}=", "*") + self.value(depth + 1)  # noqa: E731
        return f"{self.receiver()}({self.many(argument, 4)})"

    def text(self) -> str:
        raw = "".join(self.one("a", "'", '\\"', "\\d", "{}") for _ in range(4))
        code = self.one(self.name(), f"{self.name()}['a']")
        return self.one(lambda: Author.text(self), f"f'\"{{{self.name()}}}\"'", f'f"{{{code}}}"', f'r"{raw}"')

    def octets(self) -> str:
        return octets(bytes(self.chance.choice(b"ab'\\\"\n\0\xe9") for _ in range(self.chance.choice([0, 2, 9]))))

    def loop(self, depth: int) -> str:
        name, pair = self.name(), f"{self.name()}, {self.name()}"
        target = self.one(name, pair, f"({pair}{self.one('', '', ',')})", f"{name}, ({pair})")
        over = self.difference(depth + 1) if self.chance.random() < 0.1 else self.call(depth + 1)
        tests = (f" if {self.condition(2)}" for _ in range(self.chance.choice([0, 0, 1, 2])))
        more = self.one("", "", "", f" for {self.name()} in {self.name()}")
        return f"{self.value(depth + 1)} {self.one('', 'async ')}for {target} in {over}{''.join(tests)}{more}"

    def difference(self, depth: int) -> str:
        operands = [
            self.one(self.name, "1", lambda: self.call(depth + 1)) for _ in range(self.chance.choice([2, 2, 3]))
        ]
        return self.one(" + ", " - ", " / ", " * ").join(operands)

    def value(self, depth: int = 0) -> str:
        if depth > 2:
            return self.one(self.scalar, self.octets)
        return self.one(
            lambda: Author.value(self, depth),
            lambda: self.one("[{}]", "({})", "list({})", "{{{}}}").format(self.loop(depth)),
            lambda: f"{{{self.text()}: {self.loop(depth)}}}",
            lambda: f"({self.value(depth + 1)},)",
            lambda: self.difference(depth),
            lambda: f"{self.name()}[{self.difference(depth)}]",
            lambda: self.one("", "await ") + self.call(depth),
        )

    def context(self) -> str:
        return self.one("", "", "await ") + self.call(1) + self.one("", f" as {self.name()}", f" as {self.name()}")

    def statement(self, indent: str) -> str:
        contexts = ", ".join(self.context() for _ in range(self.chance.choice([1, 1, 2, 3])))
        opened = self.one(contexts, contexts, f"({contexts}{self.one('', '', ',')})")
        return self.one(
            lambda: f"{indent}{self.one('', 'async ')}with {opened}:\n{indent}    pass",
            lambda: f"{indent}{self.one('answer = ', '')}{self.one('', 'await ')}{self.call(0)}",
            lambda: f"{indent}{self.one('', 'async ')}for {self.one('a', 'b, c')} in {self.value()}:\n{indent}    pass",
            lambda: f"{indent}assert {self.value()}{self.one('', '', f' == {self.value(1)}', f', {self.value(1)}')}",
            lambda: f"{indent}{self.one('raise ', 'yield ', '')}{self.value()}",
            lambda: f"{indent}({self.value(1)}).{self.name()}{self.one('()', '', ' = 1', f'({self.value(1)})')}",
            lambda: f"{indent}{self.one('items = ', 'return ', 'a.b: C = ', 'x[y] = ', '')}{self.value()}",
        )


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.randoms(use_true_random=False))
def test_brackets_in_brackets_are_printed_as_black_does(chance):
    author = PlainAuthor(chance)
    page = f"class A:\n{author.statement('    ')}\n"
    wanted = black(page)
    for text in (page, wanted):
        try:
            got = Stylist().printed(text)
        except Unproven:
            continue
        assert got == wanted, differences(wanted, got)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.randoms(use_true_random=False))
def test_what_tests_consist_of_is_printed_as_black_does(chance):
    author = SuiteAuthor(chance)
    page = f"class A:\n{author.statement('    ')}\n"
    wanted = black(page)
    for text in (page, wanted):
        try:
            got = Stylist().printed(text)
        except Unproven:
            continue
        assert got == wanted, differences(wanted, got)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.randoms(use_true_random=False))
def test_a_page_that_differs_in_a_line_from_one_before_is_taken_exactly_when_it_is_python(chance):
    author = PlainAuthor(chance)
    page = f"@a\nclass A:\n{author.statement('    ')}\n    @b\n{author.function('    ')}\nif a:\n    pass\n"
    lines = page.splitlines()
    at = chance.randrange(len(lines))
    line = lines.pop(at)
    cut = chance.randrange(len(line)) if line else 0
    less = line[:cut] + line[cut + 1 :]
    new = chance.choice(["    " + line, line[4:], less, f"{line}\n{line}", "else:", '    """\\d"""', "    try", ""])
    other = "\n".join([*lines[:at], new, *lines[at:]]) + "\n"
    files = [File(PurePosixPath(f"{len(text)}.py"), text) for text in (page, other)]
    try:
        taken = len(tidy(files, jobs=1, cache=Cache(None))) == len(files)
    except TidyError as error:
        assume("only black knows" not in str(error))
        taken = False
    assert taken == (is_python(page) and is_python(other)), other


def is_python(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            ast.parse(text)
        except SyntaxError:
            return False
        return True


def differences(wanted: str, got: str) -> str:
    return "\n".join(difflib.unified_diff(wanted.splitlines(), got.splitlines(), "black", "style", lineterm=""))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.randoms(use_true_random=False))
def test_a_page_is_printed_as_black_does_or_not_at_all(chance):
    page = Author(chance).page()
    wanted = black(page)
    for text in (page, wanted):
        try:
            got = Stylist().printed(text)
        except Unproven:
            continue
        assert got == wanted, differences(wanted, got)


@pytest.mark.parametrize(
    "text",
    ['say \\"hi\\"', ' "hi" they said', "ends in \\\\", " both ", "a\n\n    b", 'a\n\n    b \\"'],
)
def test_a_docstring_is_printed_as_black_does(text):
    page = f'def f():\n    """{text}"""\n    pass\n'
    assert Stylist().printed(page) == black(page)


@pytest.mark.parametrize("author", [Author, SuiteAuthor])
def test_most_of_what_templates_write_is_known(author):
    known = 0
    for seed in range(60):
        try:
            Stylist().printed(author(random.Random(seed)).page())
            known += 1
        except Unproven:
            pass
    assert known > 30


def test_the_width_of_a_line_is_that_of_black_where_it_is_told():
    letters = [chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000]
    told = [letter for letter in letters if not letter.isascii() and width(letter) is not None]
    assert len(told) > 20_000
    assert [letter for letter in told if width(letter) != char_width(letter)] == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "x = lambda: 1\n",
            "for (x, y) in z:\n    pass\n",
            "for x, in y:\n    pass\n",
            "for x in y: pass\n",
            "x = y for y in z\n",
            "x = [y for y.a in z]\n",
            "x = [y for (y, z), x in z]\n",
            "x = +a\n",
            "x = *a, b\n",
            "x += 1\n",
            "(x, y) = z\n",
            "x |= y\n",
            "x = a**b\n",
            "x = -y\n",
            "x = y[1:2]\n",
        ),
        *("x = (y)\nz = [(y)]\n", "x = 'a'\n", 'x = "\\xAB"\n', 'x = "\\\'"\n', "x = 0xFF\n", "x = 1.\n", "x = y,\n"),
        *(
            "if x: pass\n",
            "else: pass\n",
            "class A(): pass\n",
            "class A():\n    pass\n",
            "def f(): pass\n",
            "x = 1; y = 2\n",
        ),
        *(
            "#x\ny = 1\n",
            "y = 1\n# end\n",
            "y = 1  # type:ignore\n",
            "# fmt: off\nx = 1\n",
            "x = [\n    1,  # one\n]\n",
            "x = \\\n    1\n",
            "\tx = 1\n",
            "\n",
        ),
        *(
            '"text"\n',
            'class A:\n    r"text"\n',
            "'''text'''\n",
            'x = """text"""\n',
            "type X = int\n",
        ),
        *(
            "x = yield\n",
            "with (x,):\n    pass\n",
            "with (x)(y):\n    pass\n",
            "with x as (y):\n    pass\n",
            "with x | y:\n    pass\n",
            "with x if y else z:\n    pass\n",
            "x - y\n",
            "x = f(-y)\n",
            "x = (\n    -1 / y\n)\n",
            "try:\n    pass\nfinally:\n    pass\n",
            "@x\n@y\n  \nlambda: 0\n",
            "x = `y`\n",
        ),
    ],
)
def test_what_is_not_known_is_refused_and_not_guessed(text):
    with pytest.raises(Unproven):
        Stylist().printed(text)
