from typing import Optional


class BaseModel: ...


class Cat(BaseModel):
    id: str
    lives: int
    name: str
    owner: Optional[str] = None
