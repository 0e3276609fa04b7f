"""What documents of the corpus are allowed to fail at, from allowed.yml; an allowance that nothing needs fails too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("allowed.yml")


def judge(document: str, check: str, found: Iterable[str]) -> None:
    """Fail for each finding that nothing allows, and for each allowance that no finding needs."""
    allowed: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8")).get(document, {}).get(check, {})
    found = list(found)
    wrong = [text for text in found if not any(part in text for part in allowed)]
    assert not wrong, f"{document}: {check}: {len(wrong)} not allowed:\n" + "\n".join(wrong[:40])
    unneeded = [part for part in allowed if not any(part in text for text in found)]
    assert not unneeded, (
        f"{document}: {check}: better than tests/corpus/{FILE.name} allows. Whoever made it so removes these lines there, "
        "in the same change:\n" + "\n".join(unneeded)
    )
