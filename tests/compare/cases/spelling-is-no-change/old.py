from typing import Any, Dict, Iterable, List, Literal, Optional, Tuple, Union


class Client:
    def call(self, a: Optional[Union[int, str]], b: List[Dict[str, Any]]) -> Tuple[int, ...]: ...
