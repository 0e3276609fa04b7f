"""The client for event loops: sending, sleeping and closing; decides nothing that the synchronous one does not share."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx2
from typing_extensions import Self

from .answers import read_result, read_stream, response_class
from .async_requests import AsyncRequests
from .building import build_request
from .errors import APIStatusError
from .http_clients import AsyncPool
from .lazy import load_all
from .logs import logger
from .request import Call
from .retries import Attempts, connection_error

if TYPE_CHECKING:
    from .response import AsyncAPIResponse

ResponseT = TypeVar("ResponseT")


class AsyncAPIClient(AsyncRequests):
    """An asynchronous client, for asyncio and trio; it belongs to one event loop."""

    _is_async = True
    _pool: AsyncPool

    def _make_pool(self, given: Any) -> AsyncPool:
        return AsyncPool(httpx2.AsyncClient, given, self._settings)

    @property
    def _client(self) -> httpx2.AsyncClient:
        return self._pool.get()

    async def close(self) -> None:
        """Close the connections. A copy leaves those of the client that it was made from open."""
        self._closed = True
        if self._owns_pool:
            await self._pool.close()

    async def warm_up(self, *answers: Any) -> None:
        """Load all of the package now, in a thread: at first use it would be loaded piece by piece in the event loop.

        answers: types that the program will read, such as models; what reading them takes is built as well.
        """
        import anyio.to_thread

        await anyio.to_thread.run_sync(load_all, *answers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    # -- hooks for subclasses

    async def _prepare_options(self, call: Call[Any]) -> Call[Any]:
        """Change a call before its request is built; runs before every try."""
        return call

    async def _prepare_request(self, request: httpx2.Request) -> None:
        """Change a request before it is sent; runs before every try."""

    async def _sleep(self, seconds: float) -> None:
        import anyio

        await anyio.sleep(seconds)

    # -- sending

    async def _send(self, call: Call[ResponseT]) -> ResponseT:
        """Send `call` and read the answer as `call.cast_to`, or as a stream."""
        response, _ = await self._exchange(call, call.stream)
        if call.stream:
            return read_stream(self, call, response, None)  # type: ignore[no-any-return]
        return read_result(self, call, response)  # type: ignore[no-any-return]

    async def _send_raw(self, call: Call[Any], *, stream: bool) -> AsyncAPIResponse[Any]:
        """Send `call` and answer with the response, its body not read if `stream`."""
        from .response import AsyncAPIResponse

        response, retries = await self._exchange(call, stream or call.stream)
        kind = response_class(call.cast_to, AsyncAPIResponse, stream=stream)
        return cast("AsyncAPIResponse[Any]", kind(raw=response, client=self, call=call, retries_taken=retries))

    async def _exchange(self, call: Call[Any], stream: bool) -> tuple[httpx2.Response, int]:
        """A successful response to `call`, after as many tries as it takes, and the number of retries."""
        self._check_open()
        http = self._pool.get()
        attempts = Attempts(self, call)
        while True:
            prepared = await self._prepare_options(call)
            request = build_request(
                self, http, prepared, retries_taken=attempts.taken, idempotency_key=attempts.idempotency_key
            )
            await self._prepare_request(request)
            try:
                response = await self._try(http, request, prepared, stream, attempts)
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
                    raise attempts.explain(await self._failed(response))
                await response.aclose()
            logger.info("Retrying request to %s in %.3f seconds", request.url.path, delay)
            await self._sleep(delay)
            attempts.rewind()

    async def _try(
        self, http: httpx2.AsyncClient, request: httpx2.Request, call: Call[Any], stream: bool, attempts: Attempts
    ) -> httpx2.Response:
        """One try, through the middleware and within the deadline."""
        if not self._middleware and attempts.ends is None:
            return await self._transmit(http, request, call, stream)
        from .around import answered, wrapped

        send = wrapped(
            lambda given: self._transmit(http, given, call, stream), self._middleware, request, attempts.taken
        )
        import anyio

        with anyio.fail_after(None if attempts.ends is None else max(attempts.ends - time.monotonic(), 0)):
            return answered(await send(request), request)

    async def _transmit(
        self, http: httpx2.AsyncClient, request: httpx2.Request, call: Call[Any], stream: bool
    ) -> httpx2.Response:
        """One try, redirects included."""
        debug = logger.isEnabledFor(logging.DEBUG)
        auth = self._auth_of(call)
        history: list[httpx2.Response] = []
        while True:
            if debug:
                self._log("Sending %s %s %s", request.method, request)
            response = await http.send(request, stream=stream, auth=auth, follow_redirects=False)
            if debug:
                self._log("Received %s from %s %s", response.status_code, response)
            hop = self._redirected(http, call, response, history)
            if hop is None:
                if history:
                    response.history = history
                return response
            await response.aread()
            request, same_origin = hop
            auth = auth if same_origin else None

    async def _failed(self, response: httpx2.Response) -> APIStatusError:
        try:
            await response.aread()
        except httpx2.HTTPError:  # the status is known all the same
            await response.aclose()
        return self._status_error(response)
