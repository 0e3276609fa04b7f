"""Signs events as an API does (Standard Webhooks 1.0, "Signature scheme"); shares nothing with what verifies them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

SECRET = b"what only both sides know"
KEY = f"whsec_{base64.b64encode(SECRET).decode()}"


def signed(payload: str, *, age: int = 0, secret: bytes = SECRET) -> dict[str, str]:
    """The headers that come with an event which was sent `age` seconds ago."""
    identity, sent = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", str(int(time.time()) - age)
    mark = hmac.new(secret, f"{identity}.{sent}.{payload}".encode(), hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(mark).decode()}"
    return {"webhook-id": identity, "webhook-timestamp": sent, "webhook-signature": signature}
