"""Sequences of JSON values are read value by value, however the bytes are cut."""

from __future__ import annotations

import pytest

from core.errors import SDKError
from core.jsonl import SequenceDecoder


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize(
    ("separator", "body", "expected"),
    [
        (b"\n", b'{"a":1}\n\n{"b":"\xc3\xa9"}\r\n[3]', ['{"a":1}', '{"b":"\u00e9"}', "[3]"]),  # S13, S15
        (b"\n", b'{"a":"x\\n\\ny"}\n{"a":"last"}', ['{"a":"x\\n\\ny"}', '{"a":"last"}']),  # S14
        (b"\x1e", b'\x1e{"a":\n1}\n\x1e"b"\n', ['{"a":\n1}', '"b"']),
        (b"\n", b"", []),
    ],
)
def test_values_are_given_whole_and_blank_ones_left_out(size, separator, body, expected) -> None:
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    assert [event.data for event in SequenceDecoder(separator).iter_bytes(chunks)] == expected


async def test_the_same_asynchronously() -> None:
    async def chunks():
        for chunk in (b'{"a"', b":1}\n2"):
            yield chunk

    assert [event.data async for event in SequenceDecoder().aiter_bytes(chunks())] == ['{"a":1}', "2"]


def test_a_value_that_never_ends_is_refused() -> None:
    with pytest.raises(SDKError, match="larger than 8 bytes"):
        list(SequenceDecoder(max_bytes=8).iter_bytes([b"12345", b"67890"]))
