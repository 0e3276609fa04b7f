"""The command line: one module a command, flags to options and results to exit codes; what is done is other parts' own."""

from sdkwright.cli.run import main, run

__all__ = ["main", "run"]
