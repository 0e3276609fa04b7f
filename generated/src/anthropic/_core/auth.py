"""Which credentials a request gets of those that there are, and which names hold secrets; writes none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import httpx2

from .settings import Credential

Sent = tuple[dict[str, str], dict[str, object], httpx2.Auth | None]
"""Headers and query parameters that carry credentials, and what has to talk to a server for them."""
Schemes = Mapping[str, Sent]
_OUTSIDE: Sent = ({}, {}, None)

_SECRET = re.compile(
    r"auth|cookie|token|secret|credential|password|session|signature|api[-_]?key|[-_]key$|^key$", re.IGNORECASE
)


def choose(schemes: Schemes, alternatives: Iterable[tuple[str, ...]]) -> Sent | None:
    """What the first alternative sends for which there are all credentials; None where there is none.

    A scheme that no option of the client feeds is taken as given: it is the caller's to see to. Alternatives of nothing else
    come after all others, and so does an empty one, for which nothing is needed.
    """
    for alternative in sorted(alternatives, key=schemes.keys().isdisjoint):
        sent = [schemes.get(name, _OUTSIDE) for name in alternative]
        if all(any(one) or one is _OUTSIDE for one in sent):
            merged: dict[str, str] = {}
            for headers, _, _ in sent:
                cookie = "; ".join(found["Cookie"] for found in (merged, headers) if "Cookie" in found)
                merged.update(headers | ({"Cookie": cookie} if cookie else {}))
            query = {name: value for _, query, _ in sent for name, value in query.items()}
            return merged, query, next((flow for *_, flow in sent if flow is not None), None)
    return None


def is_secret(name: str, named: Iterable[str] = ()) -> bool:
    """Whether a header or query parameter of this name is to be kept from logs and from other origins; `named` ones are."""
    return _SECRET.search(name) is not None or name.lower() in (each.lower() for each in named)


def missing_credentials(listed: Sequence[Credential]) -> str:
    """What to tell a caller who gave none of these credentials."""
    options = " or ".join(item.option for item in listed)
    headers = " or ".join(dict.fromkeys(f"`{item.header}`" for item in listed if item.header))
    variables = " or ".join(item.env for item in listed if item.env)
    message = (
        f"Could not resolve authentication method. Expected {'one of ' if len(listed) > 1 else ''}{options} to be set"
    )
    if variables:
        message += f" (for example by the environment variable {variables})"
    message += "."
    if headers:
        message += f" Or for one of the {headers} headers to be explicitly omitted"
    return message


def can_be_sent_again(request: httpx2.Request) -> bool:
    """Whether the body of a request is at hand, or is read from what can be wound back."""
    return bool(getattr(request.stream, "again", True))
