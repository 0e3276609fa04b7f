class Cat:
    id: str
    name: str


class Client:
    def get(self) -> Cat: ...
