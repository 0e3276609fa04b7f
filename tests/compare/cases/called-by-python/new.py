from typing import Self, TypeVar

_PageT = TypeVar("_PageT")
_NO_OPTIONS: dict[str, str] = {}


class Client:
    def __enter__(self) -> Self: ...
    def __exit__(self, kind: object, error: object, traceback: object) -> None: ...
    def pages(self, page: type[_PageT], options: dict[str, str] = _NO_OPTIONS) -> _PageT: ...
