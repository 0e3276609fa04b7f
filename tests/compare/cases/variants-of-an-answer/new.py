from typing import Union


class A: ...


class B: ...


class C: ...


class Answer:
    either: Union[A, B, C]
    one: Union[A, B]
