class Animal:
    id: str
    name: str


class Cat(Animal): ...
