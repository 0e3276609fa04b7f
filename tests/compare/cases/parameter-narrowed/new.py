from typing import Any, Dict, Iterable, List, Literal, Optional, Tuple, Union


class Client:
    def call(self, a: list[int], b: int, c: Literal["x"]): ...
