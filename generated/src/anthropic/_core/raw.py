"""`with_raw_response` and `with_streaming_response`: one mechanism for every method of every resource.

At run time a view is the same resource over another sender, one that answers with the whole response. For type checkers
it is a class of its own, in which `view` gives each method the right result.
"""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from .lazy import cached_property
from .resource import AsyncAPIResource, SyncAPIResource
from .response import APIResponse, AsyncAPIResponse, AsyncResponseContextManager, ResponseContextManager

if TYPE_CHECKING:
    from .async_client import AsyncAPIClient
    from .request import Call
    from .sync_client import SyncAPIClient

P = ParamSpec("P")
R = TypeVar("R")
ViewMode = TypeVar("ViewMode")
RawForm = TypeVar("RawForm")
StreamedForm = TypeVar("StreamedForm")


if TYPE_CHECKING:

    class Raw:
        """Marks the view whose methods return a response that has been read."""

    class Streamed:
        """Marks the view whose methods return a context manager around a response that has not been read."""

    class View(Generic[ViewMode]):
        """A resource whose methods answer with the whole response; `ViewMode` is `Raw` or `Streamed`."""

    class ViewMethod(Generic[RawForm, StreamedForm]):
        """A method of a view, which has one form in each."""

        @overload
        def __get__(self, obj: View[Raw], owner: object = ...) -> RawForm: ...
        @overload
        def __get__(self, obj: View[Streamed], owner: object = ...) -> StreamedForm: ...
        def __get__(self, obj: Any, owner: object = ...) -> Any: ...

    def view(
        method: Callable[Concatenate[Any, P], R],
    ) -> Callable[
        [object], ViewMethod[Callable[P, APIResponse[R]], Callable[P, ResponseContextManager[APIResponse[R]]]]
    ]:
        """Declare a method of a view: it takes what `method` takes."""
        ...

    def async_view(
        method: Callable[Concatenate[Any, P], Awaitable[R]],
    ) -> Callable[
        [object],
        ViewMethod[
            Callable[P, Awaitable[AsyncAPIResponse[R]]], Callable[P, AsyncResponseContextManager[AsyncAPIResponse[R]]]
        ],
    ]:
        """Declare a method of an asynchronous view."""
        ...

    def views(raw: RawForm, streamed: StreamedForm) -> Callable[[object], ViewMethod[RawForm, StreamedForm]]:
        """Declare a method of a view by its two forms: made together, but the first of its overloads would be left."""
        ...

    def as_raw(method: Callable[Concatenate[Any, P], R]) -> Callable[P, APIResponse[R]]:
        """The method as the view has it that gives responses."""
        ...

    def as_streamed(method: Callable[Concatenate[Any, P], R]) -> Callable[P, ResponseContextManager[APIResponse[R]]]:
        """The method as the view has it that gives context managers of responses."""
        ...

    def async_as_raw(
        method: Callable[Concatenate[Any, P], Awaitable[R]],
    ) -> Callable[P, Awaitable[AsyncAPIResponse[R]]]:
        """The asynchronous method as the view has it that gives responses."""
        ...

    def async_as_streamed(
        method: Callable[Concatenate[Any, P], Awaitable[R]],
    ) -> Callable[P, AsyncResponseContextManager[AsyncAPIResponse[R]]]:
        """The asynchronous method as the view has it that gives context managers of responses."""
        ...


class _Sender:
    """Stands in for a client: resources made on it send through it, all else is the client's.

    The resources and methods that a client class defines are bound to the sender instead, so that the tree of
    attributes below `client.with_raw_response` is the client's own tree.
    """

    def __init__(self, client: Any, streamed: bool) -> None:
        self._api_client = client
        self._streamed = streamed

    def __getattr__(self, name: str) -> Any:
        client: Any = self._api_client
        kind: type[Any] = client.__class__
        found: Any = getattr(kind, name, None)
        if isinstance(found, cached_property):
            make: Callable[[Any], Any] = found.func
            value = make(self)
            self.__dict__[name] = value
            return value
        if isinstance(found, FunctionType) and name not in _OWN_METHODS:
            return MethodType(found, self)
        return getattr(client, name)


_RESOURCES = (SyncAPIResource, AsyncAPIResource)
# What is about the client itself is not bound to the sender.
_OWN_METHODS = frozenset(("close", "copy", "with_options", "is_closed"))


class SyncSender(_Sender):
    """Sends for a synchronous view."""

    _api_client: SyncAPIClient

    def _send(self, call: Call[Any]) -> APIResponse[Any]:
        return self._api_client._send_raw(call, stream=self._streamed)


class AsyncSender(_Sender):
    """Sends for an asynchronous view."""

    _api_client: AsyncAPIClient

    async def _send(self, call: Call[Any]) -> AsyncAPIResponse[Any]:
        return await self._api_client._send_raw(call, stream=self._streamed)


class _StreamedView:
    """Turns each method of a resource into one that returns a context manager, which sends on entering."""

    def __init__(self, target: Any, manager: Callable[[Callable[[], Any]], Any]) -> None:
        self._target = target
        self._manager = manager

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if isinstance(value, _RESOURCES):
            value = _StreamedView(value, self._manager)
        elif not callable(value) or name.startswith("_"):
            return value
        else:
            value = partial(self._enter_later, value)
        self.__dict__[name] = value
        return value

    def _enter_later(self, method: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return self._manager(partial(method, *args, **kwargs))


def raw_view(viewed: Any) -> Any:
    """A resource or a client with methods that return responses."""
    return _through(viewed, streamed=False)


def streamed_view(viewed: Any) -> Any:
    """A resource or a client with methods that return context managers of responses."""
    target = _through(viewed, streamed=True)
    sender = target._client if isinstance(target, _RESOURCES) else target
    return _StreamedView(
        target, ResponseContextManager if isinstance(sender, SyncSender) else AsyncResponseContextManager
    )


def _through(viewed: Any, *, streamed: bool) -> Any:
    """The same resource over a sender, or the sender in place of a client."""
    from .sync_client import SyncAPIClient

    client: Any = viewed._client if isinstance(viewed, _RESOURCES) else viewed
    if isinstance(client, _Sender):  # the view of a view
        client = client._api_client
    sender: Any = (SyncSender if isinstance(client, SyncAPIClient) else AsyncSender)(client, streamed)
    return type(viewed)(sender) if isinstance(viewed, _RESOURCES) else sender
