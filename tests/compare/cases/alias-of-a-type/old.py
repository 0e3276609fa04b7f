from typing import Literal
from typing_extensions import TypeAlias

Model: TypeAlias = Literal["a", "b"]
ModelParam: TypeAlias = Literal["a"]
