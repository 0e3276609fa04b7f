class Client:
    def call(
        self,
    ) -> int: ...
