"""The OpenTelemetry extra: spans and measurements as the semantic conventions of HTTP clients have them."""

from __future__ import annotations

from typing import Any

import pytest
from harness.models_api import model
from harness.server import Server
from harness.sides import Api
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode


class Watched:
    """A client with the middleware, and what it has told."""

    def __init__(self, api: Api, **options: Any) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracing = TracerProvider()
        self.tracing.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        kind = api.sdk.AsyncOpenTelemetry if api.is_async else api.sdk.OpenTelemetry
        layer = kind(tracer_provider=self.tracing, meter_provider=MeterProvider([self.reader]))
        self.client = api.client(middleware=[layer], **options)

    @property
    def spans(self) -> list[Any]:
        return list(self.exporter.get_finished_spans())

    @property
    def points(self) -> list[Any]:
        data = self.reader.get_metrics_data()
        (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
        assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
        return list(metric.data.data_points)


def test_each_try_is_a_span_and_a_measurement(api: Api, server: Server, naps: list[float]):
    server.reply(503, {}).reply(body=model())
    watched = Watched(api)
    with watched.tracing.get_tracer("test").start_as_current_span("outer") as outer:
        api.run(watched.client.beta.models.retrieve("m"))
    first, second, _ = watched.spans
    shared = {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": server.port,
        "url.scheme": "http",
        "network.protocol.version": "1.1",
    }
    url = (
        {"url.full": f"{server.url}/v1/models/m?beta=true"}
        if "?" in server.last.target
        else {"url.full": f"{server.url}/v1/models/m"}
    )
    assert (first.name, first.kind, first.status.status_code) == ("GET", SpanKind.CLIENT, StatusCode.ERROR)
    assert first.attributes == {**shared, **url, "http.response.status_code": 503, "error.type": "503"}
    assert second.attributes == {**shared, **url, "http.response.status_code": 200, "http.request.resend_count": 1}
    assert second.status.status_code is StatusCode.UNSET
    assert {first.parent.span_id, second.parent.span_id} == {outer.get_span_context().span_id}
    assert sorted(point.attributes["http.response.status_code"] for point in watched.points) == [200, 503]
    assert all("url.full" not in point.attributes for point in watched.points)


def test_the_context_of_the_span_goes_along(api: Api, server: Server):
    """W3C Trace Context."""
    server.reply(body=model())
    watched = Watched(api)
    api.run(watched.client.beta.models.retrieve("m"))
    (span,) = watched.spans
    context = span.get_span_context()
    assert server.last.header("traceparent").startswith(f"00-{context.trace_id:032x}-{context.span_id:016x}-")


def test_a_failed_connection_is_an_error_of_its_type(api: Api, server: Server):
    server.reset()
    watched = Watched(api, max_retries=0)
    with pytest.raises(api.sdk.APIConnectionError):
        api.run(watched.client.beta.models.retrieve("m"))
    (span,) = watched.spans
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes["error.type"].endswith(("ReadError", "RemoteProtocolError"))
    assert "http.response.status_code" not in span.attributes


def test_secrets_are_not_told(api: Api, server: Server):
    server.reply(body={})
    watched = Watched(api)
    options = {"params": {"api_key": "hidden", "q": "shown"}}
    api.run(watched.client.get("/things", cast_to=object, options=options))
    (span,) = watched.spans
    assert span.attributes["url.full"] == f"{server.url}/things?api_key=<redacted>&q=shown"
    assert "sk-made-up" not in span.to_json()
