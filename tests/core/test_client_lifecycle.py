"""Connections are made late, shared by copies, usable from threads, and given back."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import httpx2
import pytest

from core.around import until
from core.errors import APIConnectionError, SDKError
from core.listening import Wrapped, listen_while_sending


def test_no_http_client_is_made_before_the_first_request(api, server) -> None:
    server.reply(200, {})
    client = api.client(server)
    assert client._pool._client is None
    assert not client.is_closed()
    api.call(client.ping)
    assert client._pool._client is not None


def test_connections_are_reused(api, server) -> None:
    server.reply(200, {})
    client = api.client(server)
    for _ in range(5):
        api.call(client.ping)
    assert len(server.connections) == 1


def test_a_client_is_a_context_manager_that_closes(api, server) -> None:
    server.reply(200, {})
    client = api.client(server)

    def use(inner):
        assert inner is client
        assert not inner.is_closed()
        return inner.ping()

    api.inside(client, use)
    assert client.is_closed()
    with pytest.raises(RuntimeError, match="client has been closed"):
        api.call(client.ping)


def test_closing_a_client_that_was_never_used_closes_it_too(api, server) -> None:
    client = api.client(server)
    api.run(client.close())
    assert client.is_closed()
    with pytest.raises(RuntimeError, match="client has been closed"):
        api.call(client.ping)


def test_closing_or_deleting_a_copy_leaves_the_original_open(api, server) -> None:
    server.reply(200, {})
    client = api.client(server)
    api.call(client.ping)
    copied = client.copy()
    api.run(copied.close())
    assert copied.is_closed()
    with pytest.raises(RuntimeError, match="client has been closed"):
        api.call(copied.ping)
    assert not client.is_closed()
    another = client.with_options(timeout=3)
    del another
    gc.collect()
    api.call(client.ping)
    assert len(server.connections) == 1


def test_closing_the_original_closes_its_copies(api, server) -> None:
    client = api.client(server)
    copied = client.copy()
    api.run(client.close())
    assert copied.is_closed()


def test_a_copy_outlives_the_client_that_it_was_made_from(api, server) -> None:
    server.reply(200, {})
    copied = api.kind(api_key="k", base_url=server.url).with_options(timeout=3)
    gc.collect()
    api.call(copied.ping)
    http_client = copied._client
    del copied
    gc.collect()
    api.call(lambda: None)  # an asynchronous client closes itself on the event loop
    if not api.is_async:
        assert http_client.is_closed


def test_a_client_given_by_the_caller_is_not_closed_by_the_garbage_collector(api) -> None:
    http_client = api.http_client()
    client = api.kind(api_key="k", http_client=http_client)
    assert client._client is http_client
    del client
    gc.collect()
    assert not http_client.is_closed


def test_a_copy_may_have_an_http_client_of_its_own(api) -> None:
    http_client = api.http_client()
    client = api.client()
    copied = client.copy(http_client=http_client)
    assert copied._client is http_client
    api.run(copied.close())
    assert http_client.is_closed
    assert not client.is_closed()


def test_copies_do_not_pile_up(api) -> None:
    client = api.client()
    for _ in range(50):
        client.copy()
    gc.collect()
    assert sum(isinstance(item, api.kind) for item in gc.get_objects()) <= 2


def test_threads_may_share_a_synchronous_client(sync_api, server) -> None:
    server.reply(200, {"ok": 1})
    client = sync_api.client(server)
    barrier = threading.Barrier(8)

    def work(number: int) -> int:
        barrier.wait()
        return sum(client.with_options(max_retries=number).ping()["ok"] for _ in range(10))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [10] * 8
    assert len(server.connections) <= 8


@pytest.mark.parametrize("hidden", ["_transport", "_pool", "_network_backend"])
def test_a_http_library_that_hides_its_connections_is_left_alone(hidden) -> None:
    """None of these names is public, so that each of them may be gone one day."""
    pool = SimpleNamespace(**({} if hidden == "_network_backend" else {"_network_backend": "theirs"}))
    transport = SimpleNamespace(**({} if hidden == "_pool" else {"_pool": pool}))
    http = SimpleNamespace(**({} if hidden == "_transport" else {"_transport": transport, "_mounts": {"all://": None}}))
    listen_while_sending(http)
    with until(http, ends=time.monotonic() + 60):
        assert getattr(pool, "_network_backend", "theirs") == "theirs"
    whole = SimpleNamespace(_transport=SimpleNamespace(_pool=SimpleNamespace(_network_backend="theirs")))
    listen_while_sending(whole)
    assert isinstance(whole._transport._pool._network_backend, Wrapped)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_talks_on_connections_of_its_own(sync_api, server) -> None:
    server.reply(200, {"ok": 1})
    client = sync_api.client(server)
    client.ping()
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if client.ping() == {"ok": 1} else 1)
        except BaseException:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    client.ping()
    assert len(server.connections) == 2


def test_many_asynchronous_calls_run_at_once(async_api, server) -> None:
    server.reply(200, {"ok": 1})
    client = async_api.client(server)

    async def work():
        return await asyncio.gather(*(client.ping() for _ in range(100)))

    assert async_api.call(work) == [{"ok": 1}] * 100


def test_a_cancelled_call_gives_its_connection_back(async_api, server) -> None:
    server.react(lambda handler: time.sleep(0.3)).reply(200, {"ok": 1})
    client = async_api.client(server)

    async def work():
        task = asyncio.ensure_future(client.ping())
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await client.ping(), len(client._client._transport._pool.connections)

    assert async_api.call(work) == ({"ok": 1}, 1)


def test_an_asynchronous_client_moves_on_when_its_event_loop_has_ended(async_api, server) -> None:
    server.reply(200, {"ok": 1})
    client = async_api.client(server)
    assert asyncio.run(client.ping()) == {"ok": 1}
    assert asyncio.run(client.ping()) == {"ok": 1}


def test_an_asynchronous_client_in_use_by_another_running_loop_says_so(async_api, server) -> None:
    server.reply(200, {"ok": 1})
    client = async_api.client(server)

    async def outer():
        await client.ping()
        said = pytest.raises(SDKError, match="another event loop, which is still running")
        with ThreadPoolExecutor(1) as pool, said:
            await asyncio.get_running_loop().run_in_executor(pool, lambda: asyncio.run(client.ping()))

    async_api.call(outer)


def test_the_aiohttp_client_sends_too_and_its_errors_are_ours(async_api, server, settings) -> None:
    from core.http_clients import default_aiohttp_client

    server.reply(200, {"ok": 1})

    async def work():
        async with default_aiohttp_client(settings)() as http_client:
            client = async_api.client(server, http_client=http_client, max_retries=0)
            first = await client.ping()
            second = await client.post("/x", cast_to=dict, body={"a": 1})
            content = await client.post("/x", cast_to=dict, content=iter([b"a", b"b"]))
            sent = [request.body for request in server.requests]
            client.base_url = "http://127.0.0.1:9"
            with pytest.raises(APIConnectionError) as caught:
                await client.ping()
            return first, second, content, sent, isinstance(caught.value.__cause__, httpx2.TransportError)

    assert async_api.call(work) == ({"ok": 1}, {"ok": 1}, {"ok": 1}, [b"", b'{"a":1}', b"ab"], True)


def test_without_the_extra_the_aiohttp_client_names_it(monkeypatch, settings) -> None:
    import sys

    from core.http_clients import default_aiohttp_client

    monkeypatch.setitem(sys.modules, "httpx_aiohttp", None)
    monkeypatch.delitem(sys.modules, "core.aiohttp_transport", raising=False)
    with pytest.raises(RuntimeError, match=r"`aiohttp` extra: pip install 'core\[aiohttp\]'"):
        default_aiohttp_client(settings)()


@pytest.fixture
def default_client(api, settings):
    from core.http_clients import default_async_httpx_client, default_httpx_client

    return (default_async_httpx_client if api.is_async else default_httpx_client)(settings)


def test_a_default_http_client_has_the_defaults_of_the_package(default_client, api, settings) -> None:
    http_client = default_client()
    assert isinstance(http_client, api.http_client)
    assert (http_client.timeout, http_client.follow_redirects) == (settings.timeout, True)
    assert http_client._transport._pool._max_connections == 100
    assert default_client(timeout=3).timeout.read == 3
    assert type(http_client).__name__ == ("DefaultAsyncHttpxClient" if api.is_async else "DefaultHttpxClient")
    assert api.client(http_client=http_client).timeout == settings.timeout


def test_a_default_http_client_takes_the_arguments_of_the_library(default_client) -> None:
    default_client(
        verify=True, cert=None, trust_env=True, http1=True, http2=False, limits=httpx2.Limits(max_connections=9)
    )


def test_a_default_http_client_honours_the_proxy_of_the_environment(default_client, monkeypatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "https://proxy.test")
    mounts = list(default_client()._mounts)
    assert [mount.pattern for mount in mounts] == ["https://"]
