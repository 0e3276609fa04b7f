from typing import TypeVar

_T = TypeVar("_T")
_SyncPageT = TypeVar("_SyncPageT")


class Client:
    def __enter__(self: _T) -> _T: ...
    def __exit__(self, exc_type: object, exc: object, exc_tb: object) -> None: ...
    def pages(self, page: type[_SyncPageT], options: dict[str, str] = {}) -> _SyncPageT: ...
