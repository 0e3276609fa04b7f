"""The client that waits: sending, sleeping and closing; decides nothing that the asynchronous one does not share."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx2
from typing_extensions import Self

from .answers import read_result, read_stream, response_class
from .building import build_request
from .errors import APIStatusError
from .http_clients import SyncPool
from .lazy import load_all
from .logs import logger
from .request import Call
from .retries import Attempts, connection_error
from .sync_requests import SyncRequests

if TYPE_CHECKING:
    from .response import APIResponse

ResponseT = TypeVar("ResponseT")


class SyncAPIClient(SyncRequests):
    """A synchronous client; threads may share it."""

    _is_async = False
    _pool: SyncPool

    def _make_pool(self, given: Any) -> SyncPool:
        return SyncPool(httpx2.Client, given, self._settings)

    @property
    def _client(self) -> httpx2.Client:
        return self._pool.get()

    def close(self) -> None:
        """Close the connections. A copy leaves those of the client that it was made from open."""
        self._closed = True
        if self._owns_pool:
            self._pool.close()

    def warm_up(self, *answers: Any) -> None:
        """Load all of the package now, which else happens piece by piece when a resource or a model is first used.

        answers: types that the program will read, such as models; what reading them takes is built as well.
        """
        load_all(*answers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # -- hooks for subclasses

    def _prepare_options(self, call: Call[Any]) -> Call[Any]:
        """Change a call before its request is built; runs before every try."""
        return call

    def _prepare_request(self, request: httpx2.Request) -> None:
        """Change a request before it is sent; runs before every try."""

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    # -- sending

    def _send(self, call: Call[ResponseT]) -> ResponseT:
        """Send `call` and read the answer as `call.cast_to`, or as a stream."""
        response, _ = self._exchange(call, call.stream)
        if call.stream:
            return read_stream(self, call, response, None)  # type: ignore[no-any-return]
        return read_result(self, call, response)  # type: ignore[no-any-return]

    def _send_raw(self, call: Call[Any], *, stream: bool) -> APIResponse[Any]:
        """Send `call` and answer with the response, its body not read if `stream`."""
        from .response import APIResponse

        response, retries = self._exchange(call, stream or call.stream)
        kind = response_class(call.cast_to, APIResponse, stream=stream)
        return cast("APIResponse[Any]", kind(raw=response, client=self, call=call, retries_taken=retries))

    def _exchange(self, call: Call[Any], stream: bool) -> tuple[httpx2.Response, int]:
        """A successful response to `call`, after as many tries as it takes, and the number of retries."""
        self._check_open()
        http = self._pool.get()
        attempts = Attempts(self, call)
        while True:
            prepared = self._prepare_options(call)
            request = build_request(
                self, http, prepared, retries_taken=attempts.taken, idempotency_key=attempts.idempotency_key
            )
            self._prepare_request(request)
            try:
                response = self._try(http, request, prepared, stream, attempts)
            except Exception as exc:
                error = connection_error(exc, request, closed=http.is_closed)
                if error is None:
                    raise
                delay = attempts.after_error(exc)
                if delay is None:
                    raise attempts.explain(error) from exc
            else:
                if 200 <= response.status_code < 300:
                    return response, attempts.taken
                delay = attempts.after_response(response)
                if delay is None:
                    raise attempts.explain(self._failed(response))
                response.close()
            logger.info("Retrying request to %s in %.3f seconds", request.url.path, delay)
            self._sleep(delay)
            attempts.rewind()

    def _try(
        self, http: httpx2.Client, request: httpx2.Request, call: Call[Any], stream: bool, attempts: Attempts
    ) -> httpx2.Response:
        """One try, through the middleware and within the deadline."""
        if not self._middleware and attempts.ends is None:
            return self._transmit(http, request, call, stream)
        from .around import answered, read_until, shortened, until, wrapped

        ends = attempts.ends

        def transmit(given: httpx2.Request) -> httpx2.Response:
            if ends is None:
                return self._transmit(http, given, call, stream)
            patience = given.extensions.get("timeout", {})
            with until(http, ends):
                response = self._transmit(http, shortened(given, ends), call, True)
                if not stream:
                    return read_until(response, ends)
            given.extensions["timeout"].update(patience)  # of what is still to come
            return response

        return answered(wrapped(transmit, self._middleware, request, attempts.taken)(request), request)

    def _transmit(self, http: httpx2.Client, request: httpx2.Request, call: Call[Any], stream: bool) -> httpx2.Response:
        """One try, redirects included."""
        debug = logger.isEnabledFor(logging.DEBUG)
        auth = self._auth_of(call)
        history: list[httpx2.Response] = []
        while True:
            if debug:
                self._log("Sending %s %s %s", request.method, request)
            response = http.send(request, stream=stream, auth=auth, follow_redirects=False)
            if debug:
                self._log("Received %s from %s %s", response.status_code, response)
            hop = self._redirected(http, call, response, history)
            if hop is None:
                if history:
                    response.history = history
                return response
            response.read()
            request, same_origin = hop
            auth = auth if same_origin else None

    def _failed(self, response: httpx2.Response) -> APIStatusError:
        try:
            response.read()
        except httpx2.HTTPError:  # the status is known all the same
            response.close()
        return self._status_error(response)
