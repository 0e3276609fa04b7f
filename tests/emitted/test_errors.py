"""Which error a caller gets, and what it tells."""

from __future__ import annotations

import copy
import pickle
import traceback

import pytest
from harness.models_api import REQUEST_ID, error_example, model, page_of
from harness.server import Server
from harness.sides import Api, Sdk

CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
    500: "InternalServerError",
    503: "InternalServerError",
    529: "InternalServerError",
    413: "APIStatusError",
    402: "APIStatusError",
    418: "APIStatusError",
}


@pytest.mark.parametrize("status", CLASSES)
def test_each_status_has_its_class_of_error(api: Api, server: Server, status: int):
    """X2: exactly that class, with the status, the request, the response and the request id."""
    server.reply(status, {"error": "x"}, {"request-id": "req_9"})
    with pytest.raises(api.sdk.APIStatusError) as caught:
        api.run(api.client(max_retries=0).beta.models.retrieve("m"))
    error = caught.value
    assert type(error) is getattr(api.sdk, CLASSES[status])
    assert (error.status_code, error.response.status_code, error.request_id) == (status, status, "req_9")
    assert (error.request.method, error.request.url.path) == ("GET", "/v1/models/m")
    assert error.body == {"error": "x"}


def test_the_classes_of_errors_are_a_tree(sdk: Sdk):
    """X2: so that one `except` can take all of them."""
    assert issubclass(sdk.APIError, sdk.AnthropicError)
    assert issubclass(sdk.APIStatusError, sdk.APIError)
    assert issubclass(sdk.APIConnectionError, sdk.APIError)
    assert issubclass(sdk.APITimeoutError, sdk.APIConnectionError)
    assert issubclass(sdk.APIResponseValidationError, sdk.APIError)
    assert {getattr(sdk, name).__mro__[1] for name in CLASSES.values() if name != "APIStatusError"} == {
        sdk.APIStatusError
    }
    assert [sdk.NotFoundError.status_code, sdk.RateLimitError.status_code] == [404, 429]


def test_the_message_holds_the_status_and_the_json_of_the_answer(api: Api, server: Server):
    """X2, SURFACE 4.10: the error envelope of the API."""
    server.reply(404, error_example(404), {"request-id": REQUEST_ID})
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.run(api.client().beta.models.retrieve("claude-none"))
    error = caught.value
    assert error.message == str(error) == f"Error code: 404 - {error_example(404)}"
    assert error.body == error_example(404)
    assert error.request_id == error_example(404)["request_id"]


@pytest.mark.parametrize(
    ("body", "content_type", "message", "kept"),
    [
        ("no such thing", "text/plain", "no such thing", "no such thing"),
        ("", "text/plain", "Error code: 404", None),
        ("", "application/json", "Error code: 404", None),
        ('"quoted"', "application/json", "Error code: 404 - quoted", "quoted"),
        ("[1]", "application/json; charset=utf-8", "Error code: 404 - [1]", [1]),
        ('{"half": ', "application/json", 'Error code: 404 - {"half":', '{"half":'),
        ("<html>", "text/html", "<html>", "<html>"),
    ],
)
def test_an_error_without_the_envelope_shows_what_there_is(
    api: Api, server: Server, body: str, content_type: str, message: str, kept: object
):
    """X2, SURFACE 4.10."""
    server.reply(404, body, {"content-type": content_type})
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.run(api.client().beta.models.retrieve("m"))
    assert (caught.value.message, caught.value.body) == (message, kept)
    assert caught.value.request_id is None


def test_tracebacks_name_the_package_and_the_class_only(api: Api, server: Server):
    """SURFACE 1.1: where it is defined is nobody's business."""
    server.reply(404, {})
    try:
        api.run(api.client().beta.models.retrieve("m"))
    except Exception as error:
        last = traceback.format_exception_only(error)[-1]
        assert last.startswith(f"{api.sdk.name}.NotFoundError: Error code: 404")
    assert (api.sdk.AnthropicError.__module__, api.sdk.AnthropicError.__qualname__) == (api.sdk.name, "AnthropicError")


@pytest.mark.parametrize("way", ["pickle", "deepcopy", "copy"])
def test_errors_survive_copying_and_pickling(api: Api, server: Server, way: str):
    """X10: between processes, too."""
    server.reply(404, error_example(404), {"request-id": REQUEST_ID})
    with pytest.raises(api.sdk.NotFoundError) as caught:
        api.run(api.client().beta.models.retrieve("m"))
    made = {"pickle": lambda it: pickle.loads(pickle.dumps(it)), "deepcopy": copy.deepcopy, "copy": copy.copy}
    again = made[way](caught.value)
    assert type(again) is api.sdk.NotFoundError
    assert (str(again), again.body, again.request_id, again.status_code) == (
        str(caught.value),
        error_example(404),
        REQUEST_ID,
        404,
    )
    assert (again.request.url, again.response.json()) == (caught.value.request.url, error_example(404))


def test_a_connection_error_survives_pickling(api: Api, server: Server):
    """X10."""
    server.stall()
    with pytest.raises(api.sdk.APITimeoutError) as caught:
        api.run(api.client(max_retries=0, timeout=0.03).beta.models.retrieve("m"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.request.method) == (api.sdk.APITimeoutError, "Request timed out.", "GET")


def test_models_and_pages_survive_copying_and_pickling(api: Api, server: Server):
    """X10: with what the server sent beyond the document, and the request id."""
    server.reply(body=model(extra={"a": [1]}), headers={"request-id": "req_1"})
    server.reply(body=page_of([model()], has_more=True), headers={"request-id": "req_2"})
    client = api.client()
    found = api.run(client.beta.models.retrieve("m"))
    page = api.run(client.beta.models.list())
    for original in (found, page):
        for again in (pickle.loads(pickle.dumps(original)), copy.copy(original), copy.deepcopy(original)):
            assert again == original
            assert type(again) is type(original)
            assert again._request_id == original._request_id
            assert again.to_dict() == original.to_dict()


def test_a_copied_page_can_still_be_followed_and_an_unpickled_one_says_why_not(api: Api, server: Server):
    """X1, X10."""
    server.reply(body=page_of([model()], has_more=True))
    server.reply(body=page_of([model(id="next")]))
    page = api.run(api.client().beta.models.list())
    assert api.run(copy.deepcopy(page).get_next_page()).data[0].id == "next"
    with pytest.raises(RuntimeError, match="not fetched by a client"):
        api.run(pickle.loads(pickle.dumps(page)).get_next_page())


def test_errors_can_be_made_by_hand_in_a_callers_own_tests(sdk: Sdk):
    """X2: the constructors are public."""
    request = sdk.http.Request("GET", "https://api.anthropic.com/v1/models")
    response = sdk.http.Response(429, request=request, headers={"request-id": "req_1"})
    error = sdk.RateLimitError("slow down", response=response, body=None)
    assert (error.message, error.status_code, error.request, error.body) == ("slow down", 429, request, None)
    assert error.request_id is None
    assert sdk.RateLimitError("slow", response=response, body=None, request_id="req_1").request_id == "req_1"
    assert sdk.APIConnectionError(request=request).message == "Connection error."
    assert sdk.APITimeoutError(request).message == "Request timed out."
    assert sdk.APIResponseValidationError(response, None).status_code == 429


def test_a_subclass_may_choose_its_own_errors(api: Api, server: Server):
    """SURFACE 4.6: `_make_status_error`."""
    server.reply(404, {"why": "because"})

    class Gone(Exception):
        pass

    def choose(err_msg: str, *, body: object, response: object) -> Exception:
        return Gone(err_msg, body, response.status_code)  # type: ignore[attr-defined]

    client = api.client()
    client._make_status_error = choose
    with pytest.raises(Gone, match="because") as caught:
        api.run(client.beta.models.retrieve("m"))
    assert caught.value.args[1:] == ({"why": "because"}, 404)
