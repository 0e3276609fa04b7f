_SECRET = 1


def _helper(a: int) -> int: ...
class Client:
    _state: int

    def _call(self) -> int: ...
