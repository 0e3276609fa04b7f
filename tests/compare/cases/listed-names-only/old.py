__all__ = ["Client"]


class Client: ...


class Inner: ...
