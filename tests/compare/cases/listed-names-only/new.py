__all__ = ["Client"]


class Client: ...
