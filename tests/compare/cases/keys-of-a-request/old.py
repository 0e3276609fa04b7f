from typing_extensions import Required, TypedDict


class CatParams(TypedDict, total=False):
    id: Required[str]
    name: str
    old: str
    wide: int
