import typing as t


class Client:
    def call(self, a: "str | int | None", b: list[dict[str, object]]) -> tuple[int, ...]: ...
