"""Tracing and metrics by OpenTelemetry, as middleware; loaded only where a program asks for it and has the extra.

Spans and the histogram follow the semantic conventions of HTTP clients (1.23 and later, stable): one span for each try,
since each is a request of its own on the wire.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any

import httpx2
from opentelemetry import metrics, propagate, trace

from .logs import redact_url

_ROOT = __name__.rsplit("._core", 1)[0]
_SCHEMA = "https://opentelemetry.io/schemas/1.26.0"
# Seconds; the boundaries that the conventions advise.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_PORTS = {"http": 80, "https": 443}
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})


class _Instruments:
    """What both forms share. `propagated` sends the context of the span along, in `traceparent`."""

    def __init__(
        self,
        *,
        tracer_provider: trace.TracerProvider | None = None,
        meter_provider: metrics.MeterProvider | None = None,
        propagated: bool = True,
    ) -> None:
        """By default the providers are those of the process."""
        self._tracer = trace.get_tracer(_ROOT, tracer_provider=tracer_provider, schema_url=_SCHEMA)
        meter = metrics.get_meter(_ROOT, meter_provider=meter_provider, schema_url=_SCHEMA)
        self._duration = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BUCKETS,
        )
        self._propagated = propagated

    @contextmanager
    def _span(self, request: httpx2.Request) -> Generator[Callable[[httpx2.Response], httpx2.Response]]:
        shared = _shared(request)
        own: dict[str, Any] = {"url.full": redact_url(request.url, request.extensions.get("secrets", ()))}
        if request.method not in _METHODS:
            own["http.request.method_original"] = request.method
        if retries := request.extensions.get("retries_taken"):
            own["http.request.resend_count"] = retries
        name = shared["http.request.method"] if request.method in _METHODS else "HTTP"
        started = time.perf_counter()
        with self._tracer.start_as_current_span(
            name,
            kind=trace.SpanKind.CLIENT,
            attributes={**shared, **own},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            if self._propagated:
                propagate.inject(request.headers)

            def note(response: httpx2.Response) -> httpx2.Response:
                shared["http.response.status_code"] = response.status_code
                shared["network.protocol.version"] = response.http_version.rpartition("/")[2]
                if response.status_code >= 400:
                    shared["error.type"] = str(response.status_code)
                    span.set_status(trace.StatusCode.ERROR)
                return response

            try:
                yield note
            except BaseException as exc:
                shared["error.type"] = f"{type(exc).__module__}.{type(exc).__qualname__}"
                span.set_status(trace.StatusCode.ERROR, type(exc).__name__)
                raise
            finally:
                span.set_attributes(shared)
                self._duration.record(time.perf_counter() - started, shared)


def _shared(request: httpx2.Request) -> dict[str, Any]:
    """The attributes that span and histogram have both: none of them has many values."""
    scheme = request.url.scheme
    return {
        "http.request.method": request.method if request.method in _METHODS else "_OTHER",
        "server.address": request.url.host,
        "server.port": request.url.port or _PORTS.get(scheme, 0),
        "url.scheme": scheme,
    }


class OpenTelemetry(_Instruments):
    """Middleware of a synchronous client: a span and a measurement for every try."""

    __module__ = _ROOT

    def __call__(self, request: httpx2.Request, send: Callable[[httpx2.Request], httpx2.Response]) -> httpx2.Response:
        with self._span(request) as note:
            return note(send(request))


class AsyncOpenTelemetry(_Instruments):
    """Middleware of an asynchronous client: a span and a measurement for every try."""

    __module__ = _ROOT

    async def __call__(
        self, request: httpx2.Request, send: Callable[[httpx2.Request], Awaitable[httpx2.Response]]
    ) -> httpx2.Response:
        with self._span(request) as note:
            return note(await send(request))
