from typing import Any, Dict, Iterable, List, Literal, Optional, Tuple, Union


class Client:
    def call(self, a: List[int], b: int, c: Literal["x"], d: str): ...
