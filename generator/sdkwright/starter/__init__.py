"""`sdkwright init`: what was guessed of a document, written down as a config to edit."""

from sdkwright.starter.run import Allowed, ExistsError, start

__all__ = ["Allowed", "ExistsError", "start"]
