from typing import Union
from typing_extensions import TypeAlias

Model: TypeAlias = Union[str, int]


class Client:
    def call(self, model: Model) -> int: ...
