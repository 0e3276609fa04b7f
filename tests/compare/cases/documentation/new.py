class Client:
    """The client."""
