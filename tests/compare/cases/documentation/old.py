class Client:
    """A client."""
