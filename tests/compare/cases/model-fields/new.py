from typing import Optional


class BaseModel: ...


class Cat(BaseModel):
    id: int
    lives: Optional[int] = None
    owner: str
    colour: str
