from typing import Union


class A: ...


class B: ...


class Answer:
    either: Union[A, B]
    one: A
