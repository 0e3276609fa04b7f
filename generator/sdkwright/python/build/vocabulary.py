"""Words that the templates of a class write themselves, spelled so that no member of that class is in their way."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sdkwright.python.annotations import CORE
from sdkwright.python.imports import Imports
from sdkwright.python.literals import dotted, identifier
from sdkwright.python.source import Source

CLIENT_BUILTINS = ("bool", "dict", "float", "int", "object", "property", "str")


def builtin_words(names: Collection[str], members: Collection[str], imports: Imports) -> Mapping[str, Source]:
    """Builtin -> how to write it in the body of a class with those members: beside a method `float` it is `builtins.float`."""
    if any(name in members for name in names):
        imports.add_module("builtins")
    return {name: dotted(f"builtins.{name}" if name in members else name) for name in names}


def view_words(names: Collection[str], members: Collection[str], imports: Imports) -> Mapping[str, Source]:
    """Decorator of the runtime -> how to write it; imported under another name where a method has its own."""
    words = {name: f"_{name}" if name in members else name for name in names}
    for name, word in words.items():
        imports.add_own((CORE, "raw"), name if word == name else f"{name} as {word}")
    return {name: identifier(word) for name, word in words.items()}
