"""Answers questions about an API without emitting anything: what is where, what is left out, and where a name comes from."""
