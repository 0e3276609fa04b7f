"""Streams of typed events over an open response; owns which events are given and when the response is closed."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, Union, cast, get_args, get_origin

import httpx2
from typing_extensions import Self

from .aliases import aliased
from .answers import value_in
from .errors import APIError, APIResponseValidationError
from .holding import Holder, reading, taken_out
from .lazy import cached_property
from .sse import EventDecoder, ServerSentEvent, SSEDecoder

if TYPE_CHECKING:
    from .client import BaseClient

_T = TypeVar("_T")
_ROOT = __name__.rsplit("._core", 1)[0]
_DONE: Any = object()
_NOTHING: Any = object()
_UNNAMED = (None, "", "message")
_FIELDS = {"event", "data", "id", "retry"}
_CERTAIN = ("text/event-stream", "text/html")
"""Media types that a server does not give by mistake."""


class _BaseStream(Holder, Generic[_T]):
    """What both streams share: reading one event."""

    __module__ = _ROOT

    _shared_by = frozenset(("response", "_iterator"))
    _iterator: Any

    def __init__(self, *, cast_to: type[_T], response: httpx2.Response, client: BaseClient) -> None:
        self._hold(response, client)
        self._cast_to = cast_to
        from .reading import read_json  # here, so that importing a client does not load pydantic

        self._read_json = read_json
        self._make_error: Any = client._make_status_error
        self._strict: bool = client._strict_response_validation
        self._sequences = client._settings.sequences
        self._rules = client._settings.stream_rules
        # where a value is an event with its name: a model of `event` and `data`, or one of several
        models = _fields(cast_to)
        self._named = models if all({"event", "data"} <= fields.keys() for fields in models) else []

    def _decoder(self) -> EventDecoder:
        """What takes the body apart; a sequence of JSON values is given as the data of events."""
        media_type = _media_type(self._response.headers.get("content-type"))
        asked = _media_type(self._response.request.headers.get("accept"))
        if "json" not in media_type and media_type not in _CERTAIN and asked != "application/json":
            media_type = asked  # a server that calls lines of JSON text, or nothing
        if "json" not in media_type and media_type != "text/html":
            return SSEDecoder()
        # A page for people, and an answer as a whole where events were asked for, would be read as a stream without any.
        is_whole = media_type == "text/html" or (media_type, asked) == ("application/json", "text/event-stream")
        if is_whole or self._sequences is None:
            raise APIResponseValidationError(
                self._response, None, message=f"Expected server-sent events, but the answer is {media_type}."
            )
        found: EventDecoder = self._sequences(b"\x1e" if media_type.endswith("json-seq") else b"\n")
        return found

    def _read(self, event: ServerSentEvent) -> Any:
        """The value of an event, `_NOTHING`, or `_DONE`. Raises APIError for an event that tells of an error."""
        for rule in self._rules:
            if rule.fits(event.event, event.data):
                break
        else:
            return _NOTHING
        if rule.handle == "continue":
            return _NOTHING
        if rule.handle == "done":
            return _DONE
        if rule.handle == "error":
            raise self._error(event)
        if not event.data:
            return _NOTHING
        if rule.error_property is not None:
            self._raise_property(event, rule.error_property)
        return self._value(event)

    def _value(self, event: ServerSentEvent) -> Any:
        data = event.data
        if event.event not in _UNNAMED and data.strip() == "{}" and not self._named and not self._fits(data):
            return _NOTHING  # such as the `done` by which some servers end: it has nothing of what an item has
        if self._cast_to is str and data[:1] != '"':
            return data  # text, which is no JSON
        try:
            return self._read_json(self._whole(event) if self._named else data, self._cast_to, strict=self._strict)
        except ValueError as error:
            raise APIResponseValidationError(self._response, event.data) from error

    def _whole(self, event: ServerSentEvent) -> str:
        """The event as JSON, which its data may be already; without a name it is a `message`, or has none where none is needed."""
        names = [fields["event"].annotation for fields in self._named if "retry" in fields or fields.keys() <= _FIELDS]
        names = [name for told in names for name in get_args(told) or ("message",)]
        name = event.event or ("message" if "message" in names else None)
        is_text, body = _is_text(self._named, name), _json_or_text(event)
        keys = {"event", "data"} & (cast("dict[str, object]", body).keys() if isinstance(body, dict) else set())
        is_whole = keys and ((len(keys) > 1 and not is_text) or self._fits(event.data))
        if is_whole or (name is None and type(None) not in names):
            return event.data
        data = json.dumps(event.data) if is_text or body is event.data else event.data
        beside = {"event": name, "id": event.id, "retry": event.retry}
        declared = [key for key in _FIELDS.intersection(*self._named) if beside.get(key) is not None]
        return "{" + "".join(f'"{key}":{json.dumps(beside[key])},' for key in declared) + f'"data":{data}}}'

    def _fits(self, data: str) -> bool:
        """Whether a text is an item as it is."""
        try:
            self._read_json(data, self._cast_to, strict=True)
        except ValueError:
            return False
        return True

    def _raise_property(self, event: ServerSentEvent, key: str) -> None:
        if f'"{key}"' in event.data and (found := value_in(_json_or_text(event), (key,))):
            raise APIError(_message(found), self._response.request, body=found)

    def _error(self, event: ServerSentEvent) -> APIError:
        body = _json_or_text(event)
        message = _message(value_in(body, ("error",)) or body)
        return cast("APIError", self._make_error(message, body=body, response=self._response))


def _media_type(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _fields(cast_to: Any) -> list[dict[str, Any]]:
    """The fields of a model, or of each of several."""
    cast_to = aliased(cast_to)
    if get_origin(cast_to) not in (Annotated, Union, UnionType):
        return [getattr(cast_to, "model_fields", {})]
    members = get_args(cast_to)[: 1 if get_origin(cast_to) is Annotated else None]
    return [fields for member in members for fields in _fields(member)]


def _is_text(models: list[dict[str, Any]], name: str | None) -> bool:
    """Whether the data of an event of that name is the text that came, not JSON in it."""
    names = [(fields["event"].annotation, fields["data"].annotation) for fields in models]
    kinds = [kind for told, kind in names if name in get_args(told) or told in (str, str | None)]
    return bool(kinds) and all(str in get_args(kind | None) for kind in kinds)


def _json_or_text(event: ServerSentEvent) -> object:
    try:
        return event.json()
    except (ValueError, RecursionError):
        return event.data


def _message(error: object) -> str:
    text = error if isinstance(error, str) else value_in(error, ("message",))
    return text if isinstance(text, str) and text else "An error occurred during streaming"


class Stream(_BaseStream[_T], Generic[_T]):
    """The events of an answer, each as a `_T`, as they arrive.

    Iterate once; leaving the loop early, or a `with` block around it, closes the response.
    """

    __module__ = _ROOT

    response: httpx2.Response = taken_out()

    def __iter__(self) -> Iterator[_T]:
        yield from self._iterator

    def __next__(self) -> _T:
        return next(self._iterator)

    def _iter_events(self) -> Iterator[ServerSentEvent]:
        return self._decoder().iter_bytes(self.response.iter_bytes())

    @cached_property
    def _iterator(self) -> Iterator[_T]:
        try:
            with reading(self._response):
                for event in self._iter_events():
                    value = self._read(event)
                    if value is _DONE:
                        return
                    if value is not _NOTHING:
                        yield value
        finally:
            self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connection; events that were not read are lost."""
        self._response.close()


class AsyncStream(_BaseStream[_T], Generic[_T]):
    """The events of an answer, each as a `_T`, as they arrive.

    Iterate once; leaving the loop early, or an `async with` block around it, closes the response.
    """

    __module__ = _ROOT

    response: httpx2.Response = taken_out()

    async def __aiter__(self) -> AsyncIterator[_T]:
        try:
            async for item in self._iterator:
                yield item
        finally:
            await self.close()

    async def __anext__(self) -> _T:
        return await anext(self._iterator)

    def _iter_events(self) -> AsyncIterator[ServerSentEvent]:
        return self._decoder().aiter_bytes(self.response.aiter_bytes())

    @cached_property
    async def _iterator(self) -> AsyncIterator[_T]:
        try:
            with reading(self._response):
                async for event in self._iter_events():
                    value = self._read(event)
                    if value is _DONE:
                        return
                    if value is not _NOTHING:
                        yield value
        finally:
            await self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give back the connection; events that were not read are lost."""
        await self._response.aclose()
