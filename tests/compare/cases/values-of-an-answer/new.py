from typing import Literal


class BaseModel: ...


class Cat(BaseModel):
    mood: Literal["calm", "wild", "asleep"]
    kind: Literal["a"]
