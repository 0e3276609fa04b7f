"""One way to write a test for four clients: synchronous and asynchronous, on either HTTP library."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["ON_HTTPX", "ROOT", "Api", "Sdk"]

ROOT = Path(__file__).parents[3]
# The import name of the package that is emitted for the other HTTP library: both have to fit in one process.
ON_HTTPX = "anthropic_on_httpx"


class Sdk:
    """An emitted package and the HTTP library that it speaks."""

    def __init__(self, package: str, library: str, client: str = "Anthropic") -> None:
        self.name = package
        self.client = client
        self.library = library
        self.package: Any = importlib.import_module(package)
        self.http: Any = importlib.import_module(library)

    def module(self, path: str) -> Any:
        """A module of the package, such as `types.beta`."""
        found: ModuleType = importlib.import_module(f"{self.name}.{path}")
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.package, name)

    def __repr__(self) -> str:
        return f"<{self.name} on {self.library}>"


class Api:
    """Makes clients of one kind and takes what they return to its end."""

    def __init__(self, sdk: Sdk, base_url: str, *, is_async: bool) -> None:
        self.sdk = sdk
        self.is_async = is_async
        self.base_url = base_url
        self.kind: Any = getattr(sdk.package, f"Async{sdk.client}" if is_async else sdk.client)
        self.http_client: Any = sdk.http.AsyncClient if is_async else sdk.http.Client
        self._runner = asyncio.Runner() if is_async else None
        self._made: list[Any] = []

    def client(self, **options: Any) -> Any:
        """A client of the loopback server, with a made-up key."""
        made = self.kind(**{"api_key": "sk-made-up", "base_url": self.base_url, **options})
        self._made.append(made)
        return made

    @property
    def default_http_client(self) -> Any:
        """The class that the package offers to those who want its HTTP client with changes."""
        return self.sdk.DefaultAsyncHttpxClient if self.is_async else self.sdk.DefaultHttpxClient

    def keep(self, http_client: Any) -> Any:
        """`http_client`, closed when the test is over."""
        self._made.append(http_client)
        return http_client

    def transport(self, handle: Callable[[Any], Any]) -> Any:
        """An HTTP client whose answers `handle` makes of requests, without a socket."""
        http = self.sdk.http

        async def later(request: Any) -> Any:
            return handle(request)

        return self.keep(self.http_client(transport=http.MockTransport(later if self.is_async else handle)))

    def connections(self, client: Any) -> list[Any]:
        """The connections in the pool of the client's HTTP client."""
        found: list[Any] = client._pool._client._transport._pool.connections
        return found

    def run(self, outcome: Any) -> Any:
        """`outcome`, awaited on the test's event loop where that is needed."""
        if self._runner is None:
            return outcome

        async def wait() -> Any:
            return await outcome

        return self._runner.run(wait())

    def call(self, work: Callable[[], Any]) -> Any:
        """What `work` gives when it is called where an event loop runs."""
        if self._runner is None:
            return work()

        async def go() -> Any:
            outcome = work()
            return await outcome if hasattr(outcome, "__await__") else outcome

        return self._runner.run(go())

    def items(self, iterable: Any) -> list[Any]:
        """All that iterating gives, with `for` or with `async for`."""
        if self._runner is None:
            return list(iterable)

        async def collect() -> list[Any]:
            return [item async for item in iterable]

        return self._runner.run(collect())

    def inside(self, manager: Any, use: Callable[[Any], Any]) -> Any:
        """What `use` gives for what `manager` yields."""
        if self._runner is None:
            with manager as value:
                return use(value)

        async def go() -> Any:
            async with manager as value:
                outcome = use(value)
                return await outcome if hasattr(outcome, "__await__") else outcome

        return self._runner.run(go())

    def close(self) -> None:
        for made in self._made:
            closing = made.aclose if hasattr(made, "aclose") else made.close
            if not (made.is_closed if isinstance(made.is_closed, bool) else made.is_closed()):
                self.run(closing())
        if self._runner is not None:
            self._runner.close()
