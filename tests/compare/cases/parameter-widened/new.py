from typing import Any, Dict, Iterable, List, Literal, Optional, Tuple, Union


class Client:
    def call(self, a: Iterable[float], b: float, c: Literal["x", "y"], d: Optional[str]): ...
