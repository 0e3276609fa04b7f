"""An emitted package from outside: what callers' values cannot do to a request, and servers cannot do to a caller (SECURITY.md).

What has tests of its own with more cases is in `tests/emitted` and `tests/core`; here every promise is asked of one package
whose credentials have names that tell nothing, on both HTTP libraries, by both clients.
"""

from __future__ import annotations

import ast
import copy
import importlib
import json
import logging
import pickle
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from attack.served import emit
from standardwebhooks import Webhook

from sdkwright.python.build.credentials import TELLING

sys.path.insert(0, str(Path(__file__).parents[1] / "emitted"))

from harness.server import LoopThread, Server
from harness.sides import Api, Sdk

SECRETS = {"pin_api_key": "SECRET-pin", "api_key": "SECRET-mark", "crumb_api_key": "SECRET-crumb"}
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(scope="module", params=["httpx2", "httpx"])
def sdk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sdk]:
    name = f"vault_on_{request.param}"
    source = str(emit(tmp_path_factory.mktemp(name), name, request.param) / "src")
    sys.path.insert(0, source)
    yield Sdk(name, request.param, "Vault")
    sys.path.remove(source)


@pytest.fixture(scope="module")
def server_thread() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.stop()


def running(thread: LoopThread) -> Iterator[Server]:
    server = Server(thread).start()
    yield server
    server.stop()
    assert server.mistakes == []


@pytest.fixture
def server(server_thread: LoopThread) -> Iterator[Server]:
    yield from running(server_thread)


@pytest.fixture
def other(server_thread: LoopThread) -> Iterator[Server]:
    yield from running(server_thread)


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, sdk: Sdk, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "NETRC"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    made = Api(sdk, server.url, is_async=request.param == "async")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _quiet_afterwards(sdk: Sdk) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in (sdk.name, sdk.library)]
    before = [(item, item.level, list(item.filters)) for item in loggers]
    yield
    for item, level, filters in before:
        item.setLevel(level)
        item.filters[:] = filters


def client(api: Api, **options: Any) -> Any:
    return api.client(**{"max_retries": 0, **SECRETS, **options})


def sent_secrets(server: Server) -> set[str]:
    """Of all requests, as they came over the wire."""
    text = "".join(f"{each.target} {each.headers} {each.body!r}" for each in server.requests)
    return {name for name, value in SECRETS.items() if value in text}


# ---------------------------------------------------------------------------------------------------- what callers give


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("a/b", "a%2Fb"), ("a?b=c", "a%3Fb=c"), ("a#b", "a%23b"), ("%2e%2e", "%252e%252e"), ("../../x", "..%2F..%2Fx"), ("..%2f", "..%252f"),
        ("\\..\\", "%5C..%5C"), ("a\r\nX-Evil: 1", "a%0D%0AX-Evil:%201"), ("a\0", "a%00"), ("//evil.example", "%2F%2Fevil.example"),
        ("http://evil.example", "http:%2F%2Fevil.example"), (";p=1", ";p=1"), ("@evil", "@evil"), (" ", "%20"), ("\u2028", "%E2%80%A8"), ("\uff0e\uff0e", "%EF%BC%8E%EF%BC%8E"),
    ],
)  # fmt: skip
def test_a_value_of_a_path_stays_one_segment(api: Api, server: Server, value: str, segment: str):
    server.reply(body={"id": "x"})
    api.run(client(api).things.part(value, id=value))
    assert server.last.target.partition("?")[0] == f"/things/{segment}/parts/{segment}"
    assert "x-evil" not in server.last.names


@pytest.mark.parametrize("value", ["", ".", "..", "\ud800", "a\udfffb"])
def test_a_value_of_a_path_that_cannot_be_a_segment_is_refused_before_anything_is_sent(
    api: Api, server: Server, value: str
):
    for given in ({"id": value, "part": "p"}, {"id": "i", "part": value}):
        with pytest.raises(ValueError):
            api.call(lambda given=given: client(api).things.part(given["part"], id=given["id"]))
    assert server.requests == []


def test_a_value_of_several_segments_stays_below_its_place(api: Api, server: Server):
    server.reply(body={"id": "x"})
    for value, written in [
        ("a/b", "a/b"),
        ("a/b?c#d", "a/b%3Fc%23d"),
        ("a/%2e%2e/b", "a/%252e%252e/b"),
        ("a/..\\b", "a/..%5Cb"),
        ("a\r\n/b", "a%0D%0A/b"),
    ]:
        api.run(client(api).things.file(value))
        assert server.last.target.partition("?")[0] == f"/files/{written}"
    asked = len(server.requests)
    for value in (
        "",
        ".",
        "..",
        "a/..",
        "../a",
        "a/../../b",
        "./a",
        "a/./b",
        "/a",
        "//evil.example/a",
        "a//b",
        "/../a",
        "a/\ud800",
    ):
        with pytest.raises(ValueError):
            api.call(lambda value=value: client(api).things.file(value))
    assert len(server.requests) == asked


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "\r\n\r\nGET / HTTP/1.1"])
def test_no_value_can_begin_another_header(api: Api, server: Server, text: str):
    server.reply(body={"id": "x"})
    for options, given in [
        ({}, {"x_note": text}),
        ({}, {"extra_headers": {"X-A": text}}),
        ({}, {"extra_headers": {text: "a"}}),
        ({"default_headers": {"X-A": text}}, {}),
        ({"pin_api_key": text}, {}),
        ({"crumb_api_key": text}, {}),
    ]:
        with pytest.raises(ValueError) as caught:
            api.call(lambda options=options, given=given: client(api, **options).things.part("p", id="i", **given))
        assert text not in str(caught.value) or text in given.get("extra_headers", {})
    assert server.requests == []


@pytest.mark.parametrize("text", ["a; crumb=evil", "a, crumb=evil", 'a" b', "a\\b", "a b", "é", "a\r\nX-Evil: 1"])
def test_a_value_of_a_cookie_stays_one_value(api: Api, server: Server, text: str):
    server.reply(body={"id": "x"})
    try:
        api.run(client(api).things.part("p", id="i", taste=text))
    except ValueError:
        assert server.requests == []
        return
    pairs = [pair.partition("=") for pair in (server.last.header("cookie") or "").split("; ")]
    assert {name: unquote(value) for name, _, value in pairs} == {"crumb": "SECRET-crumb", "taste": text}
    assert "x-evil" not in server.last.names


@pytest.mark.parametrize(
    "text",
    [
        'a"; name="crumb',
        "a\r\nX-Evil: 1",
        "a\r\n\r\nbody",
        'a"\r\n--boundary\r\n',
        "a\nb",
        "a\\",
        "../../x",
        "a\0b",
        "\u2028é",
    ],
)
def test_a_name_of_a_file_or_a_part_stays_inside_of_its_quotes(api: Api, server: Server, text: str):
    server.reply(body={"id": "x"})
    for given in ({"page": (text, b"PAGE")}, {"tags": {text: "t"}}, {"note": text}, {"page": ("p", b"PAGE", text)}):
        try:
            api.run(client(api).things.scan("i", **given))
        except ValueError:
            assert set(text) & set("\r\n\0")
            assert text in given["page"][2:]  # a media type that no header can have
            continue
        boundary = (server.last.header("content-type") or "").partition("boundary=")[2].encode()
        parts = server.last.body.split(b"--" + boundary)
        assert (len(parts), parts[-1]) == (3, b"--\r\n")
        head, _, content = parts[1].partition(b"\r\n\r\n")
        names = [line.partition(b":")[0].lower() for line in head.strip().splitlines()]
        assert names in ([b"content-disposition"], [b"content-disposition", b"content-type"])
        assert head.partition(b"\r\nContent-Type")[0].count(b'"') in (2, 4)
        assert content == {"note": text.encode(), "tags": b"t"}.get(*given, b"PAGE") + b"\r\n"


def test_a_value_of_the_query_stays_one_value(api: Api, server: Server):
    server.reply(body={"id": "x"})
    api.run(client(api).things.part("p", id="i", q="a&mark=evil#x\r\n é"))
    assert server.last.query == {"q": "a&mark=evil#x\r\n é", "mark": "SECRET-mark"}


# ---------------------------------------------------------------------------------------------------- where secrets go


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_another_origin_gets_no_credential_by_a_redirect(api: Api, server: Server, other: Server, status: int):
    server.reply(status, {}, {"Location": f"{other.url}/x"})
    other.reply(body={"id": "x"})
    made = client(api, default_headers={"X-Harmless": "yes"})
    assert api.run(made.things.part("p", id="i")).id == "x"
    assert sent_secrets(server) == set(SECRETS)
    assert sent_secrets(other) == set()
    assert other.last.header("cookie") is None
    assert other.last.header("x-harmless") == "yes"


def test_another_origin_gets_no_credential_that_the_caller_added(api: Api, server: Server, other: Server):
    """By the name of its header: of what is called otherwise nobody knows that it is one."""
    own = dict.fromkeys(
        ("Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key", "X-Auth-Token", "X-Amz-Security-Token"),
        "SECRET-own",
    )
    server.reply(307, {}, {"Location": f"{other.url}/x"})
    other.reply(body={"id": "x"})
    api.run(client(api).things.part("p", id="i", extra_headers=own))
    assert "SECRET-own" in str(server.last.headers)
    assert "SECRET" not in str(other.last.headers)
    assert "SECRET" not in other.last.target


@pytest.mark.parametrize(
    "where",
    [
        "{this}/again",
        "http://me:SECRET-there@127.0.0.1:{port}/x",
        "/\\evil.example/x",
        "///evil.example/x",
        "?again=1",
        ".",
    ],
)
def test_redirects_end_and_lead_nowhere_else(api: Api, server: Server, where: str):
    for _ in range(60):
        server.reply(302, {}, {"Location": where.format(this=server.url, port=server.port)})
    with pytest.raises(api.sdk.package.VaultError) as caught:
        api.run(client(api).things.part("p", id="i"))
    assert 1 <= len(server.requests) < 50
    assert "SECRET" not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"


def test_a_password_in_the_address_is_told_nobody(
    api: Api, server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("VAULT_LOG", "debug")
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    monkeypatch.delitem(sys.modules, api.sdk.name)
    importlib.import_module(api.sdk.name)
    server.reply(404, {"error": "no"})
    made = client(api, base_url=f"http://me:SECRET-url@127.0.0.1:{server.port}")
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.run(made.things.part("p", id="i"))
    told = [
        repr(made),
        str(made),
        repr(caught.value),
        str(caught.value),
        *getattr(caught.value, "__notes__", []),
        caplog.text,
    ]
    assert [text for text in told if "SECRET" in text] == []
    assert b"SECRET" not in pickle.dumps(caught.value)


def test_a_redirect_that_leaves_http_is_not_followed(api: Api, server: Server):
    for where in ("file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:1", "http://["):
        server._answers.clear()
        server.reply(302, {}, {"Location": where})
        with pytest.raises(api.sdk.package.VaultError):
            api.run(client(api).things.part("p", id="i"))
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "where", ["{other}/things", "//127.0.0.1:{port}/things", "http://evil@127.0.0.1:{port}/", "file:///etc/passwd", "\\\\x\\y:{port}"]
)  # fmt: skip
def test_a_next_page_is_not_asked_for_elsewhere(api: Api, server: Server, other: Server, where: str):
    url = where.format(other=other.url, port=other.port)
    other.reply(body={"data": []})
    server.reply(body={"data": [{"id": "a"}], "next_url": url}).reply(body={"data": []})
    try:
        api.items(client(api).things.list())
    except api.sdk.package.VaultError:
        assert len(server.requests) == 1
    assert other.requests == []


def test_neither_logs_nor_messages_nor_representations_hold_a_secret(
    api: Api, server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("VAULT_LOG", "debug")
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    monkeypatch.delitem(sys.modules, api.sdk.name)  # imported as where the variable was set before
    importlib.import_module(api.sdk.name)
    server.reply(401, {"error": "no"}, {"Set-Cookie": "crumb=SECRET-new"})
    made = client(api)
    with pytest.raises(api.sdk.AuthenticationError) as caught:
        api.run(made.things.part("p", id="i"))
    server.hang_up()
    server._answers.popleft()
    with pytest.raises(api.sdk.APIConnectionError) as lost:
        api.run(made.things.part("p", id="i"))
    told = [repr(made), str(made), repr(made.things), repr(made.with_raw_response)]
    for error in (caught.value, lost.value):
        told += [
            str(error),
            repr(error),
            *getattr(error, "__notes__", []),
            repr(error.__cause__),
            str(error.__context__),
        ]
    assert {record.name for record in caplog.records} == {api.sdk.name, api.sdk.library}
    assert "/things/i/parts/p" in caplog.text
    assert [text for text in [caplog.text, *told] if "SECRET" in text] == []


def test_generator_and_runtime_know_secrets_by_the_same_names(sdk: Sdk):
    assert sdk.module("_core.auth")._SECRET.pattern == TELLING.pattern


@pytest.mark.parametrize("way", ["pickle", "copy", "deepcopy"])
def test_what_leaves_the_process_with_an_error_holds_no_secret(api: Api, server: Server, way: str):
    server.reply(404, {"error": "no"}, {"Set-Cookie": "crumb=SECRET-new"})
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.run(client(api).things.part("p", id="i"))
    if way != "pickle":
        again = getattr(copy, way)(caught.value)
        assert again.request.headers["x-pin"] == "SECRET-pin"  # within the process nothing is taken away
        return
    data = pickle.dumps(caught.value)
    assert b"SECRET" not in data
    again = pickle.loads(data)
    assert (again.status_code, again.body, again.request.url.path) == (404, {"error": "no"}, "/things/i/parts/p")
    assert again.request.headers["x-pin"] == "<redacted>"
    assert again.response.json() == {"error": "no"}


def test_a_file_of_passwords_is_not_read(api: Api, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`~/.netrc`, which other libraries send to whoever is asked."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password SECRET\ndefault login me password SECRET\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server.reply(body={"id": "x"})
    api.run(client(api).things.part("p", id="i"))
    assert server.last.header("authorization") is None


def test_a_proxy_of_the_environment_gets_the_requests_and_none_of_its_own_secrets_goes_on(
    api: Api, server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HTTP_PROXY", f"http://me:SECRET-proxy@127.0.0.1:{other.port}")
    other.reply(body={"id": "x"})
    api.run(client(api, base_url="http://vault.invalid").things.part("p", id="i"))
    assert other.last.target.startswith("http://vault.invalid/things/i/parts/p")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.reply(body={"id": "x"})
    api.run(client(api).things.part("p", id="i"))
    assert server.last.header("proxy-authorization") is None
    assert len(other.requests) == 1


# ---------------------------------------------------------------------------------------------------- what servers answer

ODD = [
    None,
    True,
    0,
    -1,
    1.5,
    10**400,
    "",
    "x",
    "\ud800",
    [],
    [[]],
    [None],
    {},
    {"is": 3},
    {"is": "round", "round": {}},
    {"id": {}},
]
NAMES = (
    "id",
    "count",
    "ratio",
    "when",
    "flag",
    "tags",
    "labels",
    "kind",
    "inner",
    "shape",
    "either",
    "extra",
    "__class__",
    "model_config",
    "",
)


def test_whatever_a_field_holds_the_answer_is_read_and_can_be_shown(api: Api, server: Server):
    made = client(api)
    for value in ODD:
        body = json.dumps(dict.fromkeys(NAMES, value))
        server._answers.clear()
        server.reply(body=body, headers={"content-type": "application/json"})
        found = api.run(made.things.part("p", id="i"))
        assert repr(found)
        assert isinstance(found.to_dict(), dict)
        assert copy.deepcopy(found) == found


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"inner":' * 100_000, b'{"id":"x","inner":' * 5_000 + b"{}" + b"}" * 5_000, b"[" * 5_000 + b"]" * 5_000,
             b"1" * 10_000, b'{"id": ' + b"9" * 10_000 + b"}", b"nul", b"\xff\xfe{}", b"\x00", b'"\\ud800"', b'{"a":1,"a":2}', b"NaN", b"1e999999"],
)  # fmt: skip
def test_an_answer_of_any_shape_is_a_value_or_an_error_of_the_package(api: Api, server: Server, body: bytes):
    for strict in (False, True):
        for status in (200, 400):
            server._answers.clear()
            server.reply(status, body, {"content-type": "application/json"})
            with suppress(api.sdk.package.VaultError):
                api.run(client(api, _strict_response_validation=strict).things.part("p", id="i"))
    server._answers.clear()
    server.reply(200, body, {"content-type": "application/json"})
    with suppress(api.sdk.package.VaultError):
        api.items(client(api).things.list())


@pytest.mark.parametrize("value", ODD)
def test_a_stream_of_odd_values_ends_as_any_other(api: Api, server: Server, value: object):
    line = json.dumps(value)
    made = client(api)
    server.reply(
        body=f"data: {line}\n\nid: {line}\nretry: {line}\nevent: {line}\ndata\n\n",
        headers={"content-type": "text/event-stream"},
    )
    with_events = made.things.watch("i")
    with suppress(api.sdk.package.VaultError):
        api.items(api.run(with_events))
    server._answers.clear()
    server.reply(body=f"{line}\n\n{line}", headers={"content-type": "application/jsonl"})
    assert len(api.items(api.run(made.things.records("i")))) == 2


@pytest.mark.parametrize(
    ("method", "kind", "start"),
    [
        ("watch", "text/event-stream", b"data: "),
        pytest.param("records", "application/jsonl", b'{"id": "', marks=pytest.mark.exhaustive),
    ],
)  # fmt: skip
def test_a_value_of_a_stream_that_never_ends_is_an_error_before_it_fills_the_memory(
    api: Api, server: Server, method: str, kind: str, start: bytes
):
    server.reply(body=start + b"x" * (65 << 20), headers={"content-type": kind})
    with pytest.raises(api.sdk.package.VaultError, match="larger than 67108864 bytes"):
        api.items(api.run(getattr(client(api).things, method)("i")))


def test_a_stream_that_unpacks_to_more_than_it_is_ends_as_any_other(api: Api, server: Server):
    """A quarter of a megabyte on the wire, 256 of a value that never ends."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = packer.compress(b"data: ") + b"".join(packer.compress(b"x" * (1 << 20)) for _ in range(256)) + packer.flush()
    server.reply(body=body, headers={"content-type": "text/event-stream", "content-encoding": "gzip"})
    with pytest.raises(api.sdk.package.VaultError, match="larger than 67108864 bytes"):
        api.items(api.run(client(api).things.watch("i")))


def test_a_hostile_link_takes_no_time(sdk: Sdk):
    """A search for each `<` up to the end would take 10^11 steps."""
    links = sdk.module("_core.page_links")
    for header in (
        "<" * 400_000,
        "<a>" + " " * 400_000 + "x",
        "<a>" + ";a" * 200_000,
        '<a>;a="' + "\\" * 400_000,
        "<a>;" * 100_000,
    ):
        links.next_url(header)


# ---------------------------------------------------------------------------------------------------- webhooks


def test_an_event_is_good_for_five_minutes_and_only_as_it_was_signed(api: Api):
    made = client(api)
    payload = '{"type": "made", "id": "x"}'

    def headers(at: float) -> dict[str, str]:
        when = datetime.fromtimestamp(at, tz=UTC)
        signature = Webhook(KEY).sign("m", when, payload)
        return {"webhook-id": "m", "webhook-timestamp": str(int(at)), "webhook-signature": signature}

    assert made.webhooks.unwrap(payload, headers(time.time()), key=KEY).id == "x"
    wrong = api.sdk.package.InvalidWebhookSignatureError
    for at in (time.time() - 310, time.time() + 310, 0):
        with pytest.raises(wrong):
            made.webhooks.unwrap(payload, headers(at), key=KEY)
    for changed in (payload + " ", payload.replace("x", "y"), ""):
        with pytest.raises(wrong):
            made.webhooks.unwrap(changed, headers(time.time()), key=KEY)
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        for value in ("", "nonsense", "9" * 30, "é", "v1,", "v1," + "A" * 44, "\ud800"):
            with pytest.raises(wrong):
                made.webhooks.unwrap(payload, headers(time.time()) | {name: value}, key=KEY)


def test_signatures_are_compared_in_constant_time(api: Api, monkeypatch: pytest.MonkeyPatch):
    import hmac

    compared: list[object] = []
    real = hmac.compare_digest

    def noted(one: Any, another: Any) -> bool:
        compared.append(one)
        return real(one, another)

    monkeypatch.setattr(hmac, "compare_digest", noted)
    test_an_event_is_good_for_five_minutes_and_only_as_it_was_signed(api)
    assert compared


# ---------------------------------------------------------------------------------------------------- what the package is made of

FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "input", "breakpoint"}
FORBIDDEN_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "yaml",
    "subprocess",
    "ctypes",
    "dill",
    "code",
    "codeop",
    "telnetlib",
    "ftplib",
    "tempfile",
    "xml",
}


def test_nothing_at_run_time_makes_code_or_objects_of_text(sdk: Sdk):
    root = Path(sdk.package.__file__).parent
    looked = 0
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            looked += 1
            match node:
                case ast.Call(func=ast.Name(id=name)):
                    assert name not in FORBIDDEN_CALLS, (path, node.lineno)
                case ast.Import(names=names):
                    assert not {each.name.partition(".")[0] for each in names} & FORBIDDEN_MODULES, (path, node.lineno)
                case ast.ImportFrom(module=str(module), level=0):
                    assert module.partition(".")[0] not in FORBIDDEN_MODULES, (path, node.lineno)
                case _:
                    pass
    assert looked > 10_000
