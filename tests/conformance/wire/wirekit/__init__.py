"""What the wire tests stand on: the document read on its own, values made by it, a server that knows nothing else."""
