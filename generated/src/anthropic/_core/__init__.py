"""The runtime of the client: the same in every package that sdkwright emits, importing nothing of the package."""
