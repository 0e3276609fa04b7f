"""Each failure is an error of its own class that carries what is known of it."""

from __future__ import annotations

import copy
import pickle

import httpx2
import pytest

import core.errors as errors


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (529, "InternalServerError"),
        (418, "APIStatusError"),
        (304, "APIStatusError"),
    ],
)
def test_each_status_has_its_class(api, server, status, name) -> None:
    server.reply(status, {"error": {"message": "no"}}, {"request-id": "req_7"})
    with pytest.raises(errors.APIStatusError) as caught:
        api.call(api.client(server, max_retries=0).ping)
    error = caught.value
    assert type(error).__name__ == name
    assert error.status_code == error.response.status_code == status
    assert error.request.url == f"{server.url}/things/ping"
    assert error.request_id == "req_7"


def test_the_message_shows_the_json_of_the_answer_and_body_is_that_json(api, server) -> None:
    body = {"type": "error", "error": {"type": "not_found_error", "message": "no such model"}}
    server.reply(404, body)
    with pytest.raises(errors.NotFoundError) as caught:
        api.call(api.client(server).ping)
    assert caught.value.message == str(caught.value) == f"Error code: 404 - {body}"
    assert caught.value.body == body
    assert caught.value.request_id is None


def test_the_message_is_the_text_of_an_answer_that_is_not_json(api, server) -> None:
    server.reply(404, "gone fishing")
    with pytest.raises(errors.NotFoundError, match=r"^gone fishing$") as caught:
        api.call(api.client(server).ping)
    assert caught.value.body == "gone fishing"


def test_the_message_of_an_empty_answer_is_its_status(api, server) -> None:
    server.reply(403, b"")
    with pytest.raises(errors.PermissionDeniedError, match=r"^Error code: 403$") as caught:
        api.call(api.client(server).ping)
    assert caught.value.body is None


def test_an_answer_that_breaks_off_still_gives_the_error_of_its_status(api, server) -> None:
    def answer(handler):
        handler.send_response(404)
        handler.send_header("content-length", "100")
        handler.end_headers()
        handler.wfile.write(b"{")
        handler.close_connection = True

    server.react(answer)
    manager = api.client(server, max_retries=0).things.with_streaming_response.retrieve("a")
    with pytest.raises(errors.NotFoundError) as caught:
        api.inside(manager, lambda response: response)
    assert caught.value.body is None


def test_a_streamed_call_that_fails_has_its_body_in_the_error(api, server) -> None:
    server.reply(400, {"why": "because"})
    manager = api.client(server).things.with_streaming_response.retrieve("a")
    with pytest.raises(errors.BadRequestError) as caught:
        api.inside(manager, lambda response: response)
    assert caught.value.body == {"why": "because"}


def test_a_subclass_of_the_client_may_choose_its_own_errors(api, server) -> None:
    class Mine(errors.APIStatusError):
        pass

    server.reply(404)
    client = api.client(server)
    client._make_status_error = lambda message, *, body, response: Mine(message, body=body, response=response)
    with pytest.raises(Mine):
        api.call(client.ping)


@pytest.mark.parametrize("remake", [copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_errors_survive_pickling_and_copying(remake) -> None:
    request = httpx2.Request("GET", "https://x.test/y")
    response = httpx2.Response(404, json={"a": 1}, request=request)
    error = remake(errors.NotFoundError("no", response=response, body={"a": 1}, request_id="r"))
    assert (type(error), str(error), error.status_code, error.body) == (errors.NotFoundError, "no", 404, {"a": 1})
    assert (error.request_id, error.response.json(), error.request.url) == ("r", {"a": 1}, request.url)
    timeout = remake(errors.APITimeoutError(request))
    assert (type(timeout), timeout.message) == (errors.APITimeoutError, "Request timed out.")


def test_all_errors_have_one_base_which_takes_the_name_that_the_package_gives_it() -> None:
    assert issubclass(errors.APITimeoutError, errors.APIConnectionError)
    kinds = [kind for name, kind in vars(errors).items() if name.endswith("Error")]
    assert all(issubclass(kind, errors.SDKError) for kind in kinds)
    try:
        errors.name_base_error("AcmeError")
        assert (errors.SDKError.__name__, errors.SDKError.__qualname__) == ("AcmeError", "AcmeError")
    finally:
        errors.name_base_error("SDKError")
