"""What the client does can be logged, without the secrets that it does it with."""

from __future__ import annotations

import logging

import httpx2
import pytest

from core.logs import hide_secrets, logger, redact_url, setup_logging


@pytest.fixture(autouse=True)
def quiet_afterwards():
    loggers = [logger, logging.getLogger(httpx2.__name__), logging.getLogger("acme")]
    levels = [(item, item.level, list(item.filters)) for item in loggers]
    yield
    for item, level, filters in levels:
        item.setLevel(level)
        item.filters[:] = filters


@pytest.mark.parametrize(("value", "level"), [("debug", 10), ("INFO", 20), ("nonsense", 0), ("", 0)])
def test_the_environment_variable_turns_the_loggers_on(monkeypatch, value, level) -> None:
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    monkeypatch.setenv("ACME_LOG", value)
    setup_logging("ACME_LOG", "acme")
    assert logging.getLogger("acme").level == level


def test_requests_and_answers_are_logged_without_secrets(api, server, caplog, monkeypatch) -> None:
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    monkeypatch.setenv("ACME_LOG", "debug")
    setup_logging("ACME_LOG", logger.name)
    server.reply(500).reply(200, {}, {"set-cookie": "session=SECRET3"})
    client = api.client(
        server, api_key="SECRET1", auth_token="SECRET2", default_query={"api_key": "SECRET4", "limit": 3}
    )
    api.call(client.ping)
    assert "/things/ping" in caplog.text
    assert "limit=3" in caplog.text
    assert "Retrying request to /things/ping in 0.00" in caplog.text
    assert "<redacted>" in caplog.text
    assert "SECRET" not in caplog.text


def test_nothing_is_logged_by_default(api, server, caplog) -> None:
    server.reply(200, {})
    api.call(api.client(server).ping)
    assert [record for record in caplog.records if record.name == logger.name] == []


def test_each_of_several_packages_keeps_its_own_secrets_out_of_the_log_that_they_share(caplog) -> None:
    hide_secrets(("mark",))
    hide_secrets(("seal",))
    library = logging.getLogger(httpx2.__name__)
    library.setLevel(logging.INFO)
    library.info("HTTP Request: %s %s", "GET", httpx2.URL("https://me:SECRET1@x.test/a?mark=SECRET2&seal=SECRET3&b=2"))
    assert "https://<redacted>@x.test/a?mark=<redacted>&seal=<redacted>&b=2" in caplog.text


def test_a_url_is_shown_without_password_and_keys() -> None:
    url = httpx2.URL("https://user:pass@x.test/a?api%5Fkey=1&b=2&c")
    assert redact_url(url) == "https://<redacted>@x.test/a?api%5Fkey=<redacted>&b=2&c"
    assert redact_url(httpx2.URL("https://x.test/a")) == "https://x.test/a"
