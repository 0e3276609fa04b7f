"""Loading at first use: names of a package (PEP 562) and attributes of an object; owns no name itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Generic, TypeVar, cast, overload

from typing_extensions import Self

T = TypeVar("T")
V = TypeVar("V")  # the view that a property declares; inferred where it is returned


def lazy_exports(package: str, table: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` for the `__init__` of `package`: each name is imported when it is first asked for.

    `table` maps a name to the module that defines it, relative to the package: `"._client"`, or `"._errors:Base"` where
    it has another name there. A module whose last part is the name itself stands for the module.
    """

    def load(name: str) -> Any:
        place = table.get(name)
        if place is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        path, _, attribute = place.partition(":")
        module = import_module(path, package)
        is_module = not attribute and path.rpartition(".")[2] == name
        value = module if is_module else getattr(module, attribute or name)
        if path == "._client" and isinstance(value, type):
            value.__module__ = package  # where people know it from, in reprs and tracebacks
        setattr(sys.modules[package], name, value)  # the next access does not come here
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *table})

    return load, names


def load_all(*answers: Any) -> None:
    """Import every public module of the package that this runtime is part of, and make ready to read `answers`."""
    from pkgutil import walk_packages

    from .reading import prepare

    root = import_module("..", __package__)
    start = f"{root.__name__}."
    for module in walk_packages(root.__path__, start):
        if not module.name.startswith(f"{start}_"):
            import_module(module.name)
    for answer in answers:
        prepare(answer)


class cached_property(Generic[T]):
    """A property computed once per object and then an ordinary attribute of it.

    Two threads that meet at the first use may both compute it; the value must not mind. (The standard library's takes
    a lock on Python 3.11, which every resource access would pay for.)
    """

    def __init__(self, func: Callable[[Any], T]) -> None:
        self.func: Callable[[Any], T] = func
        self.name: str = func.__name__
        self.__doc__ = func.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T: ...
    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | T:
        if instance is None:
            return self
        value = self.func(instance)
        instance.__dict__[self.name] = value
        return value


class Viewed:
    """A resource or a client, which have the same views."""

    def _raw_view(self, _kind: type[V] | None = None) -> V:
        from .raw import raw_view

        return cast("V", raw_view(self))

    def _streamed_view(self, _kind: type[V] | None = None) -> V:
        from .raw import streamed_view

        return cast("V", streamed_view(self))
