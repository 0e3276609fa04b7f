"""A caller's file that is only ever type-checked: a line that ends in `# wrong` is to be rejected, and no other line is.

Each wrong use stands on one line, so that both checkers name the same one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, List, Literal

import httpx2
from anthropic import (
    NOT_GIVEN,
    Anthropic,
    AnthropicError,
    APIConnectionError,
    APIError,
    APIResponse,
    APIStatusError,
    AsyncAnthropic,
    AsyncAPIResponse,
    AsyncStream,
    BaseModel,
    Client,
    DefaultAsyncHttpxClient,
    DefaultHttpxClient,
    NotFoundError,
    NotGiven,
    Omit,
    RateLimitError,
    RequestOptions,
    Stream,
    Timeout,
    not_given,
    omit,
)
from anthropic.pagination import AsyncPage, SyncPage
from anthropic.resources.beta import AsyncBeta, AsyncModels, Beta, Models
from anthropic.types import AnthropicBetaParam
from anthropic.types.beta import BetaModelInfo, ModelListParams
from typing_extensions import assert_type

client = Anthropic()
async_client = AsyncAnthropic()


def clients() -> None:
    Anthropic(api_key="k", auth_token=None, base_url="https://x", timeout=3, max_retries=0, default_headers={"a": "b"})
    Anthropic(base_url=httpx2.URL("https://x"), timeout=Timeout(3.0, connect=1.0), default_query={"a": [1]})
    Anthropic(timeout=None, http_client=DefaultHttpxClient(proxy="http://proxy"), _strict_response_validation=True)
    AsyncAnthropic(http_client=DefaultAsyncHttpxClient())
    assert_type(client.api_key, str | None)
    assert_type(client.auth_token, str | None)
    assert_type(client.base_url, httpx2.URL)
    assert_type(client.timeout, float | httpx2.Timeout | None)
    assert_type(client.max_retries, int)
    assert_type(client.is_closed(), bool)
    assert_type(client.beta, Beta)
    assert_type(client.beta.models, Models)
    assert_type(async_client.beta, AsyncBeta)
    assert_type(async_client.beta.models, AsyncModels)
    assert_type(Client(), Anthropic)
    with Anthropic() as entered:
        assert_type(entered, Anthropic)
    client.base_url = "https://x"
    Anthropic("k")  # wrong
    Anthropic(api_key=1)  # wrong
    Anthropic(max_retries=None)  # wrong
    Anthropic(timeout="3")  # wrong
    Anthropic(http_client=DefaultAsyncHttpxClient())  # wrong
    AsyncAnthropic(http_client=DefaultHttpxClient())  # wrong
    Anthropic(organization="x")  # wrong
    client.messages  # wrong
    client.beta.nonsense  # wrong


def copies() -> None:
    assert_type(client.copy(), Anthropic)
    assert_type(client.with_options(max_retries=5, timeout=10.0), Anthropic)
    assert_type(async_client.with_options(timeout=None, set_default_headers={}), AsyncAnthropic)
    client.with_options(max_retries=5).beta.models.list()
    client.copy(max_retries="5")  # wrong
    client.with_options(http_client=DefaultAsyncHttpxClient())  # wrong
    client.copy(_strict_response_validation=True)  # wrong


def calls(beta: AnthropicBetaParam) -> None:
    found = client.beta.models.retrieve("m")
    assert_type(found, BetaModelInfo)
    assert_type(found.id, str)
    assert_type(found.created_at, datetime)
    assert_type(found.display_name, str)
    assert_type(found.type, Literal["model"])
    assert_type(found.to_dict(), dict[str, object])
    assert_type(found.to_json(indent=None), str)
    client.beta.models.retrieve(model_id="m", betas=["files-api-2025-04-14", "newer-than-this", beta])
    client.beta.models.retrieve("m", betas=omit, extra_headers={"a": "b", "c": Omit()}, extra_query={"d": 1})
    client.beta.models.retrieve("m", extra_body={"e": 1}, timeout=None)
    client.beta.models.retrieve("m", timeout=not_given)
    client.beta.models.retrieve()  # wrong
    client.beta.models.retrieve(1)  # wrong
    client.beta.models.retrieve("m", ["files-api-2025-04-14"])  # wrong
    client.beta.models.retrieve("m", betas="files-api-2025-04-14")  # wrong
    client.beta.models.retrieve("m", betas=[1])  # wrong
    client.beta.models.retrieve("m", betas=None)  # wrong
    client.beta.models.retrieve("m", extra_headers={"a": 1})  # wrong
    client.beta.models.retrieve("m", timeout="1")  # wrong
    client.beta.models.delete("m")  # wrong
    found.nonsense  # wrong
    found.id + 1  # wrong


def lists() -> None:
    page = client.beta.models.list(after_id="a", before_id=omit, limit=3, betas=["files-api-2025-04-14"])
    assert_type(page, SyncPage[BetaModelInfo])
    assert_type(page.data, List[BetaModelInfo])
    assert_type(page.has_more, bool | None)
    assert_type(page.first_id, str | None)
    assert_type(page.last_id, str | None)
    assert_type(page.has_next_page(), bool)
    assert_type(page.get_next_page(), SyncPage[BetaModelInfo])
    for item in page:
        assert_type(item, BetaModelInfo)
    for each in page.iter_pages():
        assert_type(each, SyncPage[BetaModelInfo])
    for item in client.beta.models.list():
        assert_type(item, BetaModelInfo)
    client.beta.models.list("a")  # wrong
    client.beta.models.list(limit="3")  # wrong
    client.beta.models.list(limit=None)  # wrong
    client.beta.models.list(after_id=1)  # wrong
    client.beta.models.list(cursor="a")  # wrong
    page.items  # wrong
    page[0]  # wrong


async def async_calls() -> None:
    assert_type(await async_client.beta.models.retrieve("m"), BetaModelInfo)
    page = await async_client.beta.models.list(limit=3)
    assert_type(page, AsyncPage[BetaModelInfo])
    assert_type(await page.get_next_page(), AsyncPage[BetaModelInfo])
    async for item in async_client.beta.models.list():
        assert_type(item, BetaModelInfo)
    async for item in page:
        assert_type(item, BetaModelInfo)
    async for each in page.iter_pages():
        assert_type(each, AsyncPage[BetaModelInfo])
    async with AsyncAnthropic() as entered:
        assert_type(entered, AsyncAnthropic)
    async_client.beta.models.retrieve("m").id  # wrong
    await async_client.beta.models.retrieve("m", limit=3)  # wrong
    await async_client.beta.models.list(limit="3")  # wrong
    await client.beta.models.retrieve("m")  # wrong
    for _ in async_client.beta.models.list():  # wrong
        pass


def raw_and_streamed() -> None:
    raw = client.beta.models.with_raw_response.retrieve("m", betas=["x"])
    assert_type(raw, APIResponse[BetaModelInfo])
    assert_type(raw.parse(), BetaModelInfo)
    assert_type(raw.parse(to=BaseModel), BaseModel)
    assert_type(raw.status_code, int)
    assert_type(raw.headers, httpx2.Headers)
    assert_type(raw.request_id, str | None)
    assert_type(raw.retries_taken, int)
    assert_type(client.with_raw_response.beta.models.list().parse(), SyncPage[BetaModelInfo])
    with client.beta.with_streaming_response.models.list(limit=3) as streamed:
        assert_type(streamed, APIResponse[SyncPage[BetaModelInfo]])
        for chunk in streamed.iter_bytes():
            assert_type(chunk, bytes)
    client.beta.models.with_raw_response.retrieve()  # wrong
    client.beta.models.with_raw_response.list(limit="3")  # wrong
    client.with_streaming_response.beta.models.retrieve("m").parse()  # wrong
    client.with_raw_response.beta.nonsense  # wrong
    raw.id  # wrong


async def async_raw_and_streamed() -> None:
    raw = await async_client.beta.models.with_raw_response.retrieve("m")
    assert_type(raw, AsyncAPIResponse[BetaModelInfo])
    assert_type(await raw.parse(), BetaModelInfo)
    page = await async_client.with_raw_response.beta.models.list()
    assert_type(await page.parse(), AsyncPage[BetaModelInfo])
    async with async_client.beta.models.with_streaming_response.retrieve("m") as streamed:
        assert_type(streamed, AsyncAPIResponse[BetaModelInfo])
    await async_client.beta.models.with_raw_response.retrieve(1)  # wrong
    with async_client.beta.models.with_streaming_response.retrieve("m") as _:  # wrong
        pass


def undocumented(options: RequestOptions) -> None:
    assert_type(client.get("/x", cast_to=BetaModelInfo), BetaModelInfo)
    assert_type(client.post("/x", cast_to=httpx2.Response, body={"a": 1}, options=options), httpx2.Response)
    assert_type(client.put("/x", cast_to=str, options={"max_retries": 1, "params": {"a": 1}}), str)
    assert_type(client.post("/x", cast_to=object, stream=True, stream_cls=Stream[BetaModelInfo]), Stream[BetaModelInfo])
    client.get("/x")  # wrong
    client.get("/x", cast_to=str, options={"retries": 1})  # wrong
    client.post("/x", cast_to=object, stream_cls=Stream[BetaModelInfo])  # wrong
    client.get("/x", cast_to=object, body={})  # wrong


async def async_undocumented() -> None:
    assert_type(await async_client.get("/x", cast_to=str), str)
    stream = await async_client.post("/x", cast_to=object, stream=True, stream_cls=AsyncStream[BetaModelInfo])
    assert_type(stream, AsyncStream[BetaModelInfo])
    await async_client.get("/x", cast_to=object, stream=True, stream_cls=Stream[BetaModelInfo])  # wrong


def params() -> None:
    given: ModelListParams = {"limit": 3, "betas": ["files-api-2025-04-14", "other"]}
    client.beta.models.list(**given)
    wrong: ModelListParams = {"limit": "3"}  # wrong
    unknown: ModelListParams = {"page": 3}  # wrong
    del wrong, unknown


def errors() -> None:
    try:
        client.beta.models.list()
    except RateLimitError as error:
        assert_type(error.status_code, Literal[429])
        assert_type(error.request_id, str | None)
    except NotFoundError as error:
        assert_type(error.status_code, Literal[404])
    except APIStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.response, httpx2.Response)
    except APIConnectionError as error:
        assert_type(error.request, httpx2.Request)
        error.response  # wrong
    except APIError as error:
        assert_type(error.body, object | None)
        assert_type(error.message, str)
    except AnthropicError as error:
        error.message  # wrong


def sentinels(timeout: float | NotGiven, extra: dict[str, Any]) -> None:
    client.beta.models.list(timeout=timeout, extra_headers=extra)
    client.beta.models.list(timeout=NOT_GIVEN)
    client.beta.models.list(timeout=omit)  # wrong
    client.beta.models.list(limit=not_given)  # wrong
