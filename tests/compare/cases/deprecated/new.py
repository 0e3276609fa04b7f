from typing_extensions import deprecated


class Client:
    @deprecated("use `fresh`")
    def old(self) -> int: ...
