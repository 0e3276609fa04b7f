from typing import Any, Dict, Iterable, List, Literal, Optional, Tuple, Union


class Client:
    def call(self, a: Iterable[int], b: Union[int, str], c: Literal["x", "y"]): ...
