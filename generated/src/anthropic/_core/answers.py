"""Reading the answer of a call as what the caller asked for, and error answers as errors; does no I/O.

The body of `response` has been read by whoever calls this, unless the answer is a stream.
"""

# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args, get_origin

import httpx2

from .errors import APIResponseValidationError
from .headers import find_header

if TYPE_CHECKING:
    from .client import BaseClient
    from .request import Call

_Reader = Callable[[httpx2.Response, bool], Any]


def read_result(client: BaseClient, call: Call[Any], response: httpx2.Response) -> Any:
    """The body as what the call answers with."""
    if call.reader is None:
        return read_answer(client, call, response, call.cast_to)
    return _named(client, response, call.reader(client, call, response))


def read_answer(client: BaseClient, call: Call[Any], response: httpx2.Response, target: Any) -> Any:
    """The body as `target`. Lenient clients get the text where JSON was wanted and none came; `None` for no body.

    Raises APIResponseValidationError (strict clients) and TypeError for a target that cannot be read.
    """
    if is_response_class(target):
        return target(raw=response, client=client, call=call)
    return _named(client, response, _reader_for(target)(response, client._strict_response_validation))


def _named(client: BaseClient, response: httpx2.Response, value: Any) -> Any:
    """`value` with the server's own name for the request, where the API has one and a model can keep it."""
    if client._settings.request_id_header is not None and hasattr(value, "_request_id"):
        value._request_id = request_id(client, response)
    return value


def read_stream(client: BaseClient, call: Call[Any], response: httpx2.Response, stream_cls: Any) -> Any:
    """A stream over the body, which has not been read."""
    stream_cls = stream_cls or call.stream_cls
    if stream_cls is None:
        from .response import MissingStreamClassError

        raise MissingStreamClassError
    items = get_args(stream_cls)
    return stream_cls(cast_to=items[0] if items else call.cast_to, response=response, client=client)


def request_id(client: BaseClient, response: httpx2.Response) -> str | None:
    """The server's own name for the request, where the API has one."""
    name = client._settings.request_id_header
    return None if name is None else find_header(response.headers, name.lower().encode("ascii"))


def error_body(response: httpx2.Response) -> object | None:
    """The JSON of an answer, else its text, else None where it has not been read."""
    try:
        text = body_text(response).strip()
    except RuntimeError:
        return None
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return text or None


def body_text(response: httpx2.Response) -> str:
    """The body as text: in the charset that the server names, or in UTF-8 where that cannot be. Raises StreamError where it was not read."""
    try:
        return response.text
    except RuntimeError:
        raise
    except Exception:  # whatever the codecs of Python raise, of which some are none of text
        response.encoding = "utf-8"
        return response.text


def error_message(response: httpx2.Response, body: object | None, place: tuple[str, ...] = ()) -> str:
    """What an error about `response` says: all of its body, or the text that the API puts at `place` in it."""
    said = value_in(body, place) if place else None
    if said and isinstance(said, str):
        return f"Error code: {response.status_code} - {said}"
    if isinstance(body, str) and not _is_json(response):
        return body
    return f"Error code: {response.status_code}" + ("" if body is None else f" - {body}")


def value_in(body: object, place: tuple[str, ...]) -> object:
    """What is at the end of a path of keys; None where an object on the way is missing."""
    for name in place:
        body = cast("Mapping[str, object]", body).get(name) if isinstance(body, Mapping) else None
    return body


def _is_json(response: httpx2.Response) -> bool:
    media_type = (find_header(response.headers, b"content-type") or "").partition(";")[0].strip().lower()
    return media_type.endswith("json")


def _reader_for(target: Any) -> _Reader:
    try:
        return _cached_reader(target, get_args(target))
    except TypeError:
        try:
            hash(target)
        except TypeError:
            return _make_reader(target)
        raise


@lru_cache(maxsize=1024)
def _cached_reader(target: Any, _arguments: tuple[Any, ...]) -> _Reader:
    # The arguments are part of the key because Union[A, B] == Union[B, A], and order matters to reading.
    return _make_reader(target)


def _make_reader(target: Any) -> _Reader:
    # What is written around a union says how its variants differ, so it goes along.
    bare = get_args(target)[0] if get_origin(target) is Annotated else target
    if bare in _PLAIN:
        return _PLAIN[bare]
    kind: Any = get_origin(bare) or bare
    if isinstance(kind, type):
        if issubclass(kind, httpx2.Response):
            return lambda response, _: response
        _refuse_foreign_model(cast("type[Any]", kind))
    return lambda response, strict: read_body(response, target, strict=strict)


def _refuse_foreign_model(kind: type[Any]) -> None:
    if hasattr(kind, "model_fields"):
        from .models import BaseModel

        if not issubclass(kind, BaseModel):
            package = BaseModel.__module__.partition(".")[0]
            raise TypeError(
                "Pydantic models must subclass our base model type, "
                f"e.g. `from {package} import BaseModel`; got {kind.__name__}"
            )


def read_body(response: httpx2.Response, target: Any, *, strict: bool) -> Any:
    """JSON as `target`, None for no body. Lenient: the text where it is no JSON. Raises APIResponseValidationError if `strict`."""

    def read(data: bytes) -> Any:
        from .reading import read_json

        return read_json(data, target, strict=strict)

    return _attempt(response, read, strict) if response.content else None


def _attempt(response: httpx2.Response, read: Callable[[bytes], Any], strict: bool) -> Any:
    try:
        return read(response.content)
    except (ValueError, RecursionError) as exc:  # also pydantic's ValidationError
        if strict:
            raise APIResponseValidationError(response, error_body(response)) from exc
        return body_text(response)


def _read_object(response: httpx2.Response, strict: bool) -> Any:
    if response.content and not _is_json(response):
        return body_text(response)
    return _read_builtin(response, strict)


def _read_builtin(response: httpx2.Response, strict: bool, kind: type[Any] = object) -> Any:
    """JSON as Python's own types, for which pydantic need not be imported."""
    value = _attempt(response, json.loads, strict) if response.content else None
    if strict and response.content and not isinstance(value, kind):
        raise APIResponseValidationError(response, value)
    return value


def _read_text(response: httpx2.Response) -> str:
    """The body as it is, but for JSON that is a string and nothing else: that is meant."""
    if response.content[:1] == b'"' and _is_json(response):
        return str(_attempt(response, json.loads, strict=False))
    return body_text(response)


_PLAIN: dict[Any, _Reader] = {
    None: lambda _response, _strict: None,
    NoneType: lambda _response, _strict: None,
    str: lambda response, _strict: _read_text(response),
    bytes: lambda response, _strict: response.content,
    int: lambda response, strict: _attempt(response, lambda _: int(body_text(response)), strict),
    float: lambda response, strict: _attempt(response, lambda _: float(body_text(response)), strict),
    bool: lambda response, _strict: body_text(response).strip().lower() == "true",
    object: _read_object,
    Any: _read_object,
    dict: lambda response, strict: _read_builtin(response, strict, dict),
    list: lambda response, strict: _read_builtin(response, strict, list),
}


def is_response_class(target: Any) -> bool:
    """Whether `target` is an `APIResponse` or one of its kind, such as that of a file."""
    kind: Any = get_origin(target) or target
    return isinstance(kind, type) and hasattr(kind, "http_request")


def response_class(target: Any, default: type[Any], *, stream: bool) -> type[Any]:
    """The class of a raw response: `default`, unless the method answers with a response class of its own (a file)."""
    if not is_response_class(target):
        return default
    return cast("type[Any]", target._unread() if stream else target)


def is_stream_class(target: Any) -> bool:
    """Whether `target` is a `Stream` or `AsyncStream`, with or without item type."""
    kind = get_origin(target) or target
    if not isinstance(kind, type) or kind in _PLAIN:
        return False
    from .streaming import AsyncStream, Stream

    return issubclass(kind, (Stream, AsyncStream))
