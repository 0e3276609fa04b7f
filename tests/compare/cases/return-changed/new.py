class Client:
    def call(
        self,
    ) -> str: ...
