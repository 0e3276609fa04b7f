"""Records the cassettes again: from the live API where ANTHROPIC_API_KEY is set, else from a loopback server.

    make record                                  writes cassettes/*.yaml and README.md beside this file
    python tests/recordings/record.py --output DIR

What the live API cannot be brought to say (an overload, half a JSON text) comes from the loopback server in either case.
The README is written along with the cassettes, and says of each which of the two it came from.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "emitted"), str(HERE.parents[1] / "generated" / "src")]

from harness.cassettes import FOLDER, OPTIONS, match_spoken  # noqa: E402
from harness.models_api import ALIASES, MODELS, REQUEST_ID, api, error_example, model, page_of  # noqa: E402
from harness.server import LoopThread, Server  # noqa: E402
from vcr import VCR  # noqa: E402

from anthropic import Anthropic, AnthropicError  # noqa: E402

ALIAS = next(iter(ALIASES))
BETAS = ["message-batches-2024-09-24", "files-api-2025-04-14"]
RETRY_AFTER = {"retry-after": "1", "request-id": REQUEST_ID}


@dataclass(frozen=True)
class Scenario:
    """One cassette. `calls` gets a client and the ids of all models; `answers` prepares the loopback server.

    A scenario without `answers` is one that the documented API gives, and so may be recorded from the live one.
    """

    name: str
    shows: str
    calls: Callable[[Any, list[str]], object]
    answers: Callable[[Server], object] | None = None
    api_key: str | None = None


def failing(status: int, shows: str) -> Scenario:
    """An error that the live API does not give on demand."""
    return Scenario(
        f"status_{status}",
        shows,
        lambda client, ids: client.with_options(max_retries=0).beta.models.list(),
        lambda server: server.reply(status, error_example(status), {"request-id": REQUEST_ID}),
    )


def odd(name: str, shows: str, body: object) -> Scenario:
    """An answer to `retrieve` that the document does not promise."""
    headers = {"content-type": "application/json", "request-id": REQUEST_ID}
    return Scenario(
        name,
        shows,
        lambda client, ids: client.beta.models.retrieve("claude-sonnet-4-20250514"),
        lambda server: server.reply(200, body, headers),
    )


def then_success(server: Server, *statuses: int, headers: dict[str, str] | None = None) -> None:
    for status in statuses:
        server.reply(status, error_example(status), headers or {"request-id": REQUEST_ID})
    server.reply(200, page_of(MODELS[:1]), {"request-id": REQUEST_ID})


def odd_items() -> dict[str, Any]:
    return page_of([model(), model(id=17, created_at="soon", type="vehicle"), *MODELS[1:2]])


SCENARIOS = [
    Scenario("default_page", "a list without parameters", lambda client, ids: client.beta.models.list()),
    Scenario("first_page", "the first page of two", lambda client, ids: client.beta.models.list(limit=2)),
    Scenario(
        "middle_page",
        "a page between two others",
        lambda client, ids: client.beta.models.list(limit=2, after_id=ids[1]),
    ),
    Scenario("last_page", "the last page", lambda client, ids: client.beta.models.list(limit=2, after_id=ids[-2])),
    Scenario("empty_page", "nothing after the last", lambda client, ids: client.beta.models.list(after_id=ids[-1])),
    Scenario(
        "page_before",
        "the page before a cursor",
        lambda client, ids: client.beta.models.list(limit=2, before_id=ids[4]),
    ),
    Scenario("all_forwards", "all pages, forwards", lambda client, ids: list(client.beta.models.list(limit=2))),
    Scenario(
        "all_backwards",
        "all pages before a cursor, backwards",
        lambda client, ids: list(client.beta.models.list(limit=2, before_id=ids[4])),
    ),
    Scenario("retrieve", "one model", lambda client, ids: client.beta.models.retrieve(ids[0])),
    Scenario("alias", "one model by its alias", lambda client, ids: client.beta.models.retrieve(ALIAS)),
    Scenario(
        "betas", "two beta features opted in to", lambda client, ids: client.beta.models.list(limit=1, betas=BETAS)
    ),
    Scenario("status_400", "a limit out of bounds", lambda client, ids: client.beta.models.list(limit=1001)),
    Scenario(
        "status_401",
        "a key that is not valid",
        lambda client, ids: client.beta.models.list(),
        api_key="sk-not-valid",
    ),
    failing(403, "a key without permission"),
    Scenario("status_404", "a model that there is not", lambda client, ids: client.beta.models.retrieve("claude-none")),
    failing(413, "a request that is too large"),
    failing(429, "a rate limit, given up at once"),
    failing(500, "a failure of the server, given up at once"),
    failing(529, "an overload, given up at once"),
    Scenario(
        "rate_limit_then_success",
        "429 with Retry-After, then the page",
        lambda client, ids: client.beta.models.list(),
        lambda server: then_success(server, 429, headers=RETRY_AFTER),
    ),
    Scenario(
        "overload_then_success",
        "529 twice, then the page",
        lambda client, ids: client.beta.models.list(),
        lambda server: then_success(server, 529, 529),
    ),
    Scenario(
        "overload",
        "529 until the client gives up",
        lambda client, ids: client.beta.models.list(),
        lambda server: server.reply(529, error_example(529), {"request-id": REQUEST_ID}),
    ),
    odd("malformed_json", "JSON that breaks off", b'{"id": "claude-sonnet-4-20250514", "display_'),
    odd("unknown_fields", "fields that the document does not know", model(context_window=200_000, tags=[{"a": 1}])),
    odd("wrong_type", "a number for text and text for a date", model(id=17, created_at="soon")),
    odd("unknown_enum", "a value that the enumeration does not have", model(type="model_family")),
    Scenario(
        "odd_item",
        "a page of which one item is odd",
        lambda client, ids: client.beta.models.list(),
        lambda server: server.reply(200, odd_items(), {"request-id": REQUEST_ID}),
    ),
    Scenario(
        "gzip",
        "a compressed page, kept as it came",
        lambda client, ids: client.beta.models.list(),
        lambda server: server.reply(
            200,
            gzip.compress(json.dumps(page_of(MODELS)).encode(), mtime=0),
            {"content-type": "application/json", "content-encoding": "gzip", "request-id": REQUEST_ID},
        ),
    ),
]

README = """\
# Recordings

VCR cassettes that the tests of the emitted package replay without any network (`tests/emitted/test_recorded.py`).
This file is written by `make record`, together with them; do not edit it by hand.

`make record` asks the live API where `ANTHROPIC_API_KEY` is set. Without a key it asks a server on the loopback
interface that serves the documented payloads: the examples of `spec/openapi.yaml` and variants of them made by hand
(`tests/emitted/harness/models_api.py`). What the live API cannot be brought to say, such as an overload, comes from
that server in either case.

Of the cassettes here {summary}

Scrubbed before writing: credentials (their header stays, its value does not), cookies, request ids of real calls, and
every header that means nothing to the other side or differs from run to run. The URL is that of production whichever
server answered, so that a replay is a client with its default base URL.

| cassette | came from | shows |
|---|---|---|
{rows}
"""


def record(folder: Path, live_key: str | None) -> list[tuple[Scenario, bool]]:
    """Write all cassettes into `folder`; for each its scenario, and whether the live API was asked."""
    vcr = VCR(cassette_library_dir=str(folder), record_mode="all", path_transformer=VCR.ensure_suffix(".yaml"))
    vcr.register_matcher("spoken", match_spoken)
    # Before anything is thrown away: the key may not work, or the network may be down.
    live_ids = [item.id for item in Anthropic(api_key=live_key).beta.models.list()] if live_key else []
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.yaml"):
        stale.unlink()
    thread = LoopThread()
    made: list[tuple[Scenario, bool]] = []
    for scenario in SCENARIOS:
        server = Server(thread).start()
        live = bool(live_key) and scenario.answers is None
        if scenario.answers is None:
            server.route = only_for("sk-made-up")
        else:
            scenario.answers(server)
        client = Anthropic(
            api_key=scenario.api_key or (live_key if live else "sk-made-up"),
            base_url=None if live else server.url,
            # Bodies are kept readable; the compressed one is made by hand.
            default_headers={"accept-encoding": "identity"},
        )
        client._sleep = lambda seconds: None  # type: ignore[method-assign]
        with client, vcr.use_cassette(scenario.name, **OPTIONS), suppress(AnthropicError):
            scenario.calls(client, live_ids if live else [item["id"] for item in MODELS])
        server.stop()
        made.append((scenario, live))
    thread.stop()
    return made


def only_for(key: str) -> Any:
    """The documented API, which knows one key."""
    route = api()

    def refuse_others(request: Any) -> Any:
        if request.header("x-api-key") != key:
            request = type(request)(request.method, request.target, [], request.body, request.connection)
        return route(request)

    return refuse_others


def readme(made: list[tuple[Scenario, bool]]) -> str:
    """What the README says of these recordings."""
    count = sum(live for _, live in made)
    summary = f"{count} came from the live API and {len(made) - count} from the loopback server."
    if count == 0:
        summary = f"**all {len(made)} came from the loopback server**; none has seen the live API."
    rows = [f"| `{item.name}` | {'live API' if live else 'loopback server'} | {item.shows} |" for item, live in made]
    return README.format(summary=summary, rows="\n".join(rows))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=HERE, help="the folder of README.md and cassettes/")
    output: Path = parser.parse_args(arguments).output
    # Looked at before the package does: a variable of the shell must not send the recording elsewhere.
    live_key = os.environ.pop("ANTHROPIC_API_KEY", None) or None
    for name in ("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS"):
        os.environ.pop(name, None)
    made = record(output / FOLDER.name, live_key)
    (output / "README.md").write_text(readme(made), encoding="utf-8")
    print(f"{len(made)} cassettes, {sum(live for _, live in made)} of them from the live API")


if __name__ == "__main__":
    main()
