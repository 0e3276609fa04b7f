from typing import Literal
from typing_extensions import TypeAlias

Model: TypeAlias = Literal["a"]
ModelParam: TypeAlias = Literal["a", "b"]
