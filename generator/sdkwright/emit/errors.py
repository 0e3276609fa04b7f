"""What ends a run for a defect of a template or a view; apart from what finds it, which few runs import."""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = ["RenderError", "TidyError"]


class RenderError(RuntimeError):
    """A template or a view is wrong: a defect of the generator or of a user's template, never of the document.

    The message names template, line and output path.
    """

    def __init__(self, message: str, *, template: str, line: int | None, path: PurePosixPath) -> None:
        where = template if line is None else f"{template}:{line}"
        super().__init__(f"{where} (for {path}): {message}")
        self.template, self.line, self.path, self.said = template, line, path, message


class TidyError(RuntimeError):
    """Emitted text is not Python: a defect of the generator. The message names the origin, the output path and the line."""
