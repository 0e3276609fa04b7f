class Base:
    id: str

    def list(self) -> int: ...
    def kept(self, a: int) -> int: ...
class Pets(Base):
    x: int


class Mid(Base): ...


class Deep(Mid):
    def own(self) -> None: ...
