class Feline:
    id: str
    name: str


class Client:
    def get(self) -> Feline: ...
