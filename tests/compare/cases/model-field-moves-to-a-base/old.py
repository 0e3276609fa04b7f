class Animal:
    id: str


class Cat(Animal):
    name: str
