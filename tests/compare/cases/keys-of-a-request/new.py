from typing_extensions import Required, TypedDict


class CatParams(TypedDict, total=False):
    id: str
    name: Required[str]
    wide: "int | str"
    fresh: str
    needed: Required[int]
