from typing import Literal


class BaseModel: ...


class Cat(BaseModel):
    mood: Literal["calm", "wild"]
    kind: Literal["a", "b"]
