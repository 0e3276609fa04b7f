"""Every exception that the package raises on its own account.

SDKError
  +-- APIError                         something went wrong with one request
  |     +-- APIResponseValidationError the answer does not have the promised shape (strict clients only)
  |     +-- APIStatusError             the server answered with a status outside 200-299
  |     |     +-- BadRequestError (400), AuthenticationError (401), PermissionDeniedError (403), NotFoundError (404)
  |     |     +-- ConflictError (409), UnprocessableEntityError (422), RateLimitError (429), InternalServerError (500-)
  |     +-- APIConnectionError         no answer came
  |           +-- APITimeoutError      ... in time
"""

from __future__ import annotations

import copy
from typing import Any, Literal, TypeVar

import httpx2

from .lifted import Lifted

_T = TypeVar("_T")

_ROOT = __name__.rsplit("._core", 1)[0]


class SDKError(Exception):
    """The base of every error of this package."""

    __module__ = _ROOT

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith((f"{_ROOT}._core.", f"{_ROOT}._errors")):
            cls.__module__ = _ROOT  # where the package exports it: tracebacks and pickles show that

    # The constructors take keyword arguments, which the default of BaseException cannot give back.

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles go to other processes, and are kept: no credential goes along.
        from .logs import redacted

        return _restore, (type(self), self.args, {name: redacted(value) for name, value in self.__dict__.items()})

    def __copy__(self) -> SDKError:
        return _restore(type(self), self.args, self.__dict__)

    def __deepcopy__(self, memo: dict[int, Any]) -> SDKError:
        return _restore(type(self), self.args, copy.deepcopy(self.__dict__, memo))


def _restore(kind: type[SDKError], args: tuple[Any, ...], state: dict[str, Any]) -> SDKError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


def name_base_error(name: str) -> None:
    """Give `SDKError` the name under which the package exports it, so that tracebacks and pickles show that one."""
    SDKError.__name__ = SDKError.__qualname__ = name


class APIError(SDKError):
    """Something went wrong with one request.

    `body` is the answer's JSON if it was JSON, else its text, else None when there is no answer or it was not read.
    """

    message: str
    request: httpx2.Request
    body: object | None

    def __init__(self, message: str, request: httpx2.Request, *, body: object | None) -> None:
        super().__init__(message)
        self.message = message
        self.request = request
        self.body = body


class APIResponseValidationError(APIError):
    """The answer does not have the shape that the API promises; `__cause__` tells where."""

    response: httpx2.Response
    status_code: int

    def __init__(self, response: httpx2.Response, body: object | None, *, message: str | None = None) -> None:
        super().__init__(message or "Data returned by API invalid for expected schema.", response.request, body=body)
        self.response = response
        self.status_code = response.status_code


class APIStatusError(Lifted, APIError):
    """The server answered with a status outside 200-299. `request_id` is the server's own name for the request."""

    response: httpx2.Response
    status_code: int
    request_id: str | None

    def __init__(
        self, message: str, *, response: httpx2.Response, body: object | None, request_id: str | None = None
    ) -> None:
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = request_id

    def parse(self, *, to: type[_T]) -> _T:
        """The body as `to`: the model that the API describes for the error. Raises ValueError for a body that is no JSON."""
        from .reading import read_json

        return read_json(self.response.content, to, strict=False)  # type: ignore[no-any-return]


class APIConnectionError(APIError):
    """No answer came; `__cause__` is the error of the HTTP library."""

    def __init__(self, *, message: str = "Connection error.", request: httpx2.Request) -> None:
        super().__init__(message, request, body=None)


class APITimeoutError(APIConnectionError):
    """No answer came in time."""

    def __init__(self, request: httpx2.Request) -> None:
        super().__init__(message="Request timed out.", request=request)


class BadRequestError(APIStatusError):
    """Status 400."""

    status_code: Literal[400] = 400  # pyright: ignore[reportIncompatibleVariableOverride]


class AuthenticationError(APIStatusError):
    """Status 401."""

    status_code: Literal[401] = 401  # pyright: ignore[reportIncompatibleVariableOverride]


class PermissionDeniedError(APIStatusError):
    """Status 403."""

    status_code: Literal[403] = 403  # pyright: ignore[reportIncompatibleVariableOverride]


class NotFoundError(APIStatusError):
    """Status 404."""

    status_code: Literal[404] = 404  # pyright: ignore[reportIncompatibleVariableOverride]


class ConflictError(APIStatusError):
    """Status 409."""

    status_code: Literal[409] = 409  # pyright: ignore[reportIncompatibleVariableOverride]


class UnprocessableEntityError(APIStatusError):
    """Status 422."""

    status_code: Literal[422] = 422  # pyright: ignore[reportIncompatibleVariableOverride]


class RateLimitError(APIStatusError):
    """Status 429."""

    status_code: Literal[429] = 429  # pyright: ignore[reportIncompatibleVariableOverride]


class InternalServerError(APIStatusError):
    """Any status of 500 and above."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_class(status_code: int) -> type[APIStatusError]:
    """The class of error that stands for an HTTP status."""
    return _BY_STATUS.get(status_code) or (InternalServerError if status_code >= 500 else APIStatusError)
