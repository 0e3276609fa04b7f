"""The client against recorded responses, without any network.

What is expected is read from the recording where the live API could have given it, so that a recording of it replays as
well. A request matches its recording by method, URL, query and meaningful headers (`harness/cassettes.py`); each test
looks at what was really sent all the same, and has to use its cassette up.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness.cassettes import FOLDER, OPTIONS, SCRUBBED, recorded_json
from harness.sides import Api, Sdk

NEEDS_NO_NETWORK = [pytest.mark.vcr, pytest.mark.block_network]
RECORD = FOLDER.parent / "record.py"
README = FOLDER.parent / "README.md"


def cassette(name: str) -> Any:
    """Replay this cassette, with the network blocked."""
    marks = [*NEEDS_NO_NETWORK, pytest.mark.default_cassette(name)]

    def mark(test: Any) -> Any:
        for each in marks:
            test = each(test)
        return test

    return mark


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(FOLDER)


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    return OPTIONS


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, sdk: Sdk, vcr: Any) -> Iterator[Api]:
    """Clients with the default base URL."""
    made = Api(sdk, None, is_async=request.param == "async")  # type: ignore[arg-type]
    yield made
    made.close()
    assert vcr.all_played, "the cassette holds more than the test asked for"


@pytest.fixture
def sent(api: Api, vcr: Any) -> Iterator[list[Any]]:
    """Every request that reached the transport, as the HTTP library has it."""
    seen: list[Any] = []
    http = api.sdk.http
    owner, name = (
        (http.AsyncHTTPTransport, "handle_async_request") if api.is_async else (http.HTTPTransport, "handle_request")
    )
    replay = getattr(owner, name)

    def note(transport: Any, request: Any) -> Any:
        seen.append(request)
        return replay(transport, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, note)
        yield seen


def recorded(vcr: Any, index: int = 0) -> Any:
    """The JSON of a recorded response."""
    return recorded_json(vcr.responses[index])


def asked(vcr: Any, index: int = 0) -> dict[str, str]:
    """The query of a recorded request."""
    return dict(vcr.requests[index].query)


def check_request(request: Any, path: str, query: dict[str, str] | None = None, betas: str | None = None) -> None:
    """A request of this API: method, URL, version, credential, features."""
    assert request.method == "GET"
    assert (request.url.scheme, request.url.host, request.url.path) == ("https", "api.anthropic.com", path)
    assert dict(request.url.params) == (query or {})
    assert request.headers["anthropic-version"] == "2023-06-01"
    assert request.headers["x-api-key"] == "sk-made-up"
    assert request.headers["accept"] == "application/json"
    assert request.headers.get("anthropic-beta") == betas
    assert "authorization" not in request.headers
    assert request.read() == b""


def check_page(page: Any, body: dict[str, Any]) -> None:
    """A page holds what the body says."""
    assert [item.id for item in page.data] == [item["id"] for item in body["data"]]
    assert [item.display_name for item in page.data] == [item["display_name"] for item in body["data"]]
    assert all(isinstance(item.created_at, datetime) and item.created_at.tzinfo for item in page.data)
    assert {item.type for item in page.data} <= {"model"}
    assert (page.has_more, page.first_id, page.last_id) == (body["has_more"], body["first_id"], body["last_id"])


# ---------------------------------------------------------------------------------------------------- lists


@cassette("default_page")
def test_a_list_without_parameters(api: Api, sent: list[Any], vcr: Any):
    page = api.run(api.client().beta.models.list())
    check_page(page, recorded(vcr))
    assert page._request_id.startswith("req_")
    assert len(sent) == 1
    check_request(sent[0], "/v1/models")


@cassette("first_page")
def test_the_first_page(api: Api, sent: list[Any], vcr: Any):
    """X1: it says that there is more, and how to ask for it."""
    page = api.run(api.client().beta.models.list(limit=2))
    check_page(page, recorded(vcr))
    check_request(sent[0], "/v1/models", {"limit": "2"})
    assert len(page.data) == 2
    assert page.has_next_page()
    assert page.next_page_info().params == {"after_id": page.data[-1].id}


@cassette("middle_page")
def test_a_page_in_the_middle(api: Api, sent: list[Any], vcr: Any):
    """X1."""
    cursor = asked(vcr)["after_id"]
    page = api.run(api.client().beta.models.list(limit=2, after_id=cursor))
    check_page(page, recorded(vcr))
    check_request(sent[0], "/v1/models", {"limit": "2", "after_id": cursor})
    assert cursor not in [item.id for item in page.data]
    assert page.has_next_page()


@cassette("last_page")
def test_the_last_page(api: Api, sent: list[Any], vcr: Any):
    """X1: after which there is none."""
    cursor = asked(vcr)["after_id"]
    page = api.run(api.client().beta.models.list(limit=2, after_id=cursor))
    check_page(page, recorded(vcr))
    check_request(sent[0], "/v1/models", {"limit": "2", "after_id": cursor})
    assert len(page.data) > 0
    assert not page.has_next_page()
    assert api.items(page) == page.data
    assert len(sent) == 1


@cassette("empty_page")
def test_an_empty_page(api: Api, sent: list[Any], vcr: Any):
    """X1."""
    cursor = asked(vcr)["after_id"]
    page = api.run(api.client().beta.models.list(after_id=cursor))
    assert (page.data, page.has_more, page.has_next_page()) == ([], False, False)
    assert api.items(page) == []
    check_request(sent[0], "/v1/models", {"after_id": cursor})


@cassette("page_before")
def test_the_page_before_a_cursor(api: Api, sent: list[Any], vcr: Any):
    """X1: its next page is the one before it."""
    cursor = asked(vcr)["before_id"]
    page = api.run(api.client().beta.models.list(limit=2, before_id=cursor))
    check_page(page, recorded(vcr))
    check_request(sent[0], "/v1/models", {"limit": "2", "before_id": cursor})
    assert page.next_page_info().params == {"before_id": page.data[0].id}


@cassette("all_forwards")
def test_all_pages_forwards(api: Api, sent: list[Any], vcr: Any):
    """X1: each request asks for what comes after the last item of the page before."""
    found = api.items(api.client().beta.models.list(limit=2))
    pages = [recorded(vcr, index) for index in range(len(vcr))]
    assert len(pages) > 2
    assert [item.id for item in found] == [item["id"] for body in pages for item in body["data"]]
    check_request(sent[0], "/v1/models", {"limit": "2"})
    for request, previous in zip(sent[1:], pages, strict=False):
        check_request(request, "/v1/models", {"limit": "2", "after_id": previous["last_id"]})
    assert len(sent) == len(pages)


@cassette("all_backwards")
def test_all_pages_backwards(api: Api, sent: list[Any], vcr: Any):
    """X1: the caller who gave `before_id` pages backwards."""
    cursor = asked(vcr)["before_id"]
    found = api.items(api.client().beta.models.list(limit=2, before_id=cursor))
    pages = [recorded(vcr, index) for index in range(len(vcr))]
    assert len(pages) > 1
    assert [item.id for item in found] == [item["id"] for body in pages for item in body["data"]]
    cursors = [cursor, *(body["first_id"] for body in pages[:-1])]
    for request, before in zip(sent, cursors, strict=True):
        check_request(request, "/v1/models", {"limit": "2", "before_id": before})


@cassette("betas")
def test_beta_features_are_opted_in_to_by_a_header(api: Api, sent: list[Any], vcr: Any):
    """X6: comma-joined."""
    betas = ["message-batches-2024-09-24", "files-api-2025-04-14"]
    page = api.run(api.client().beta.models.list(limit=1, betas=betas))
    check_page(page, recorded(vcr))
    check_request(sent[0], "/v1/models", {"limit": "1"}, betas=",".join(betas))


# ---------------------------------------------------------------------------------------------------- one model


@cassette("retrieve")
def test_one_model(api: Api, sent: list[Any], vcr: Any):
    body = recorded(vcr)
    found = api.run(api.client().beta.models.retrieve(body["id"]))
    assert type(found) is api.sdk.types.beta.BetaModelInfo
    assert found.to_dict(mode="json") == body
    assert found.created_at == datetime.fromisoformat(body["created_at"])
    check_request(sent[0], f"/v1/models/{body['id']}")


@cassette("alias")
def test_an_alias_is_resolved_by_the_api(api: Api, sent: list[Any], vcr: Any):
    found = api.run(api.client().beta.models.retrieve("claude-sonnet-4-0"))
    assert found.id == recorded(vcr)["id"]
    assert found.id != "claude-sonnet-4-0"
    check_request(sent[0], "/v1/models/claude-sonnet-4-0")


# ---------------------------------------------------------------------------------------------------- errors

ERRORS = {
    "status_400": ("BadRequestError", "invalid_request_error", {"limit": 1001}),
    "status_401": ("AuthenticationError", "authentication_error", {}),
    "status_403": ("PermissionDeniedError", "permission_error", {}),
    "status_413": ("APIStatusError", "request_too_large", {}),
    "status_429": ("RateLimitError", "rate_limit_error", {}),
    "status_500": ("InternalServerError", "api_error", {}),
    "status_529": ("InternalServerError", "overloaded_error", {}),
}


def check_error(error: Any, vcr: Any, kind: str) -> None:
    """An error tells what the recorded response says."""
    body = recorded(vcr)
    assert error.body == body
    assert (body["type"], body["error"]["type"]) == ("error", kind)
    assert str(error) == f"Error code: {error.status_code} - {body}"
    assert error.request_id == error.response.headers["request-id"] == body["request_id"]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[*NEEDS_NO_NETWORK, pytest.mark.default_cassette(name)]) for name in ERRORS]
)
def test_an_error_of_each_status(api: Api, sent: list[Any], vcr: Any, name: str):
    """X2: its class, the status, the error's own type and message, and the request id."""
    class_name, kind, parameters = ERRORS[name]
    with pytest.raises(api.sdk.APIStatusError) as caught:
        api.run(api.client(max_retries=0).beta.models.list(**parameters))
    assert type(caught.value) is getattr(api.sdk, class_name)
    assert caught.value.status_code == int(name[-3:])
    check_error(caught.value, vcr, kind)
    check_request(sent[0], "/v1/models", {key: str(value) for key, value in parameters.items()})
    assert len(sent) == 1


@cassette("status_404")
def test_a_model_that_there_is_not(api: Api, sent: list[Any], vcr: Any):
    """X2."""
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.run(api.client().beta.models.retrieve("claude-none"))
    check_error(caught.value, vcr, "not_found_error")
    check_request(sent[0], "/v1/models/claude-none")


# ---------------------------------------------------------------------------------------------------- retries


@cassette("rate_limit_then_success")
def test_a_rate_limit_is_waited_out_as_the_server_says(api: Api, sent: list[Any], vcr: Any, naps: list[float]):
    """C73, C80: one second, as its Retry-After has it."""
    page = api.run(api.client().beta.models.list())
    check_page(page, recorded(vcr, 1))
    assert naps == [1.0]
    assert [request.headers["x-stainless-retry-count"] for request in sent] == ["0", "1"]
    for request in sent:
        check_request(request, "/v1/models")


@cassette("overload_then_success")
def test_an_overload_passes(api: Api, sent: list[Any], vcr: Any, naps: list[float]):
    """C75, X3: 529 is tried again, with growing delays."""
    check_page(api.run(api.client().beta.models.list()), recorded(vcr, 2))
    assert [request.headers["x-stainless-retry-count"] for request in sent] == ["0", "1", "2"]
    assert 0.375 <= naps[0] <= 0.5 < 0.75 <= naps[1] <= 1


@cassette("overload")
def test_an_overload_that_does_not_pass_is_an_error(api: Api, sent: list[Any], vcr: Any, naps: list[float]):
    """C77: after all retries."""
    with pytest.raises(api.sdk.InternalServerError) as caught:
        api.run(api.client().beta.models.list())
    assert caught.value.status_code == 529
    check_error(caught.value, vcr, "overloaded_error")
    assert (len(sent), len(naps)) == (3, 2)


# ---------------------------------------------------------------------------------------------------- odd answers


@cassette("malformed_json")
def test_json_that_breaks_off_is_returned_as_text(api: Api, vcr: Any):
    """C60."""
    found = api.run(api.client().beta.models.retrieve("claude-sonnet-4-20250514"))
    assert found == '{"id": "claude-sonnet-4-20250514", "display_'


@cassette("malformed_json")
def test_json_that_breaks_off_is_an_error_to_a_strict_client(api: Api, vcr: Any):
    """C59."""
    client = api.client(_strict_response_validation=True)
    with pytest.raises(api.sdk.APIResponseValidationError) as caught:
        api.run(client.beta.models.retrieve("claude-sonnet-4-20250514"))
    assert caught.value.__cause__ is not None


@cassette("unknown_fields")
@pytest.mark.parametrize("strict", [False, True])
def test_unknown_fields_are_kept(api: Api, vcr: Any, strict: bool):
    """M10, M11: as attributes, and when the model is written again."""
    client = api.client(_strict_response_validation=strict)
    found = api.run(client.beta.models.retrieve("claude-sonnet-4-20250514"))
    assert (found.context_window, found.tags) == (200_000, [{"a": 1}])
    assert json.loads(found.to_json()) == recorded(vcr)


@cassette("wrong_type")
def test_values_of_another_type_are_kept_as_they_came(api: Api, vcr: Any):
    """M1, C58."""
    found = api.run(api.client().beta.models.retrieve("claude-sonnet-4-20250514"))
    assert (found.id, found.created_at) == (17, "soon")
    assert found.display_name == recorded(vcr)["display_name"]
    assert json.loads(found.to_json()) == recorded(vcr)


@cassette("unknown_enum")
def test_a_value_that_the_enumeration_does_not_have_is_kept(api: Api, vcr: Any):
    """C58."""
    found = api.run(api.client().beta.models.retrieve("claude-sonnet-4-20250514"))
    assert found.type == "model_family"
    assert isinstance(found.created_at, datetime)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[*NEEDS_NO_NETWORK, pytest.mark.default_cassette(name)])
        for name in ("wrong_type", "unknown_enum")
    ],
)
def test_a_strict_client_refuses_both(api: Api, vcr: Any, name: str):
    """C58."""
    client = api.client(_strict_response_validation=True)
    with pytest.raises(api.sdk.APIResponseValidationError) as caught:
        api.run(client.beta.models.retrieve("claude-sonnet-4-20250514"))
    assert caught.value.body == recorded(vcr)


@cassette("odd_item")
def test_one_odd_item_leaves_the_others_of_its_page_alone(api: Api, vcr: Any):
    """C58, X1."""
    first, second, third = api.run(api.client().beta.models.list()).data
    assert (second.id, second.created_at, second.type) == (17, "soon", "vehicle")
    assert all(isinstance(item.created_at, datetime) and item.type == "model" for item in (first, third))


@cassette("gzip")
def test_a_compressed_page_is_read_as_any_other(api: Api, sent: list[Any], vcr: Any):
    """SURFACE 4.9."""
    stored = vcr.responses[0]
    assert stored["headers"]["content-encoding"] == ["gzip"]
    page = api.run(api.client().beta.models.list())
    check_page(page, json.loads(gzip.decompress(stored["body"]["string"])))
    assert "gzip" in sent[0].headers["accept-encoding"]


# ---------------------------------------------------------------------------------------------------- the recordings

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cassette("first_page")
def test_what_is_not_in_the_cassette_is_not_asked_for_elsewhere(api: Api):
    """The network is blocked: a request that was not recorded is an error of the test."""
    client = api.client(max_retries=0)
    api.run(client.beta.models.list(limit=2))
    with pytest.raises(Exception, match="no recorded interaction matches"):
        api.run(client.beta.models.list(limit=3))


@pytest.mark.parametrize("name", NAMES)
def test_a_cassette_holds_no_secret_and_no_place(name: str):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for exchange in yaml.safe_load(text)["interactions"]:
        request, response = exchange["request"], exchange["response"]
        assert request["uri"].startswith("https://api.anthropic.com/v1/models")
        for header in ("x-api-key", "authorization"):
            assert request["headers"].get(header, [SCRUBBED]) == [SCRUBBED]
        assert not {"cookie", "user-agent", "host"} & set(request["headers"])
        assert not {"set-cookie", "date", "anthropic-organization-id"} & set(response["headers"])
    assert not re.search(r"sk-|127\.0\.0\.1|localhost|Bearer", text)


def test_the_readme_says_of_each_cassette_where_it_came_from():
    rows = re.findall(r"^\| `(\w+)` \| (live API|loopback server) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name for name, _ in rows) == NAMES


def test_recording_again_gives_the_same_cassettes(tmp_path: Path):
    """`make record` without a key: what came from the loopback server comes from it again, byte for byte."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANTHROPIC_")}
    done = subprocess.run(
        [sys.executable, str(RECORD), "--output", str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    again = {path.stem: path for path in (tmp_path / "cassettes").glob("*.yaml")}
    assert sorted(again) == NAMES
    assert {"loopback server"} == set(
        re.findall(r"\| (live API|loopback server) \|", (tmp_path / "README.md").read_text())
    )
    committed = re.findall(r"^\| `(\w+)` \| loopback server \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    for name in set(committed) - {"gzip"}:  # which releases of zlib write differently
        assert again[name].read_bytes() == (FOLDER / f"{name}.yaml").read_bytes(), name
