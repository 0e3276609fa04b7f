"""Events that the API sends to a server of the caller's: verified as Standard Webhooks are, and read as what they are."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import SDKError

_ROOT = __name__.rsplit("._core", 1)[0]


class InvalidWebhookSignatureError(SDKError):
    """An event that is not from the API, or came too late or too early: it must not be acted on."""

    __module__ = _ROOT


def verify(
    client: Any,
    payload: str | bytes,
    headers: Mapping[str, str],
    key: str | bytes | None,
    option: str | None = None,
    variable: str | None = None,
) -> None:
    """Return if the signature is right and not older than five minutes (Standard Webhooks 1.0, "Verifying").

    The library compares in constant time. Raises InvalidWebhookSignatureError, and SDKError where the library or the key
    is missing.
    """
    try:
        import standardwebhooks
    except ImportError as exc:
        package = client._settings.package
        raise SDKError(f"Verifying webhooks needs the `webhooks` extra: pip install '{package}[webhooks]'") from exc
    if not key and option is not None:
        key = getattr(client, option)
    if not key:
        otherwise = f" or as {option} to the client" if option is not None else ""
        otherwise += f" (for example by the environment variable {variable})" if variable is not None else ""
        raise SDKError(f"The key that webhooks are signed with must be given as `key`{otherwise}")
    try:
        verifier = standardwebhooks.Webhook(key)
    except Exception as exc:
        raise SDKError("The key of the webhook cannot be used: it must be base64, with or without `whsec_`") from exc
    try:
        verifier.verify(payload, dict(headers), json_parse=False)
    except Exception as exc:  # whatever is wrong with headers that a stranger may have written
        raise InvalidWebhookSignatureError(f"The signature of the webhook is not valid: {exc}") from exc


def read_event(client: Any, payload: str | bytes, kind: Any) -> Any:
    """The event as `kind`. Raises SDKError for a payload that is no JSON, and of strict clients for another shape."""
    from .reading import read_json

    data = payload.encode() if isinstance(payload, str) else payload
    try:
        return read_json(data, kind, strict=client._strict_response_validation)
    except ValueError as exc:  # also pydantic's ValidationError
        raise SDKError("The payload of the webhook is not an event of the API") from exc
