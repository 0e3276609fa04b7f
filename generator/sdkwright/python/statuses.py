"""Which class of errors every emitted package has for which status; makes no files."""

from __future__ import annotations

_SERVER_ERROR = 500

__all__ = ["ERRORS", "OTHER_ERRORS", "error_class"]

ERRORS = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
OTHER_ERRORS = ("InternalServerError", "APIStatusError")


def error_class(status: int | None) -> str:
    """The class of the error for a status; that of all of them where there is none."""
    if status is None:
        return "APIStatusError"
    return ERRORS.get(status, "InternalServerError" if status >= _SERVER_ERROR else "APIStatusError")
