"""What a server sends is read by the emitted models and written back as it was; what a caller says goes out as described.

For every named schema of our own documents, and of the real ones beside the repository where they are: values made from
the schema, values that are damaged in one place, and every example of the document. `make roundtrip` makes 20 values of each
schema instead of two. known.json holds what is allowed to fail, with the reason; what no longer fails must go.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from trips.emitted import emit
from trips.journey import Journey

HERE = Path(__file__).parent
# real descriptions, which keep the licences of their sources and are no part of this repository
SPECS = Path(os.environ.get("SDKWRIGHT_SPECS", HERE.parents[2] / "shared" / "specs"))
CASES = HERE.parent / "cases" / "types"
DOCUMENTS = [
    *sorted(path for path in SPECS.glob("*/*") if path.stem in ("openapi", "external")),
    *sorted(CASES.glob("*/openapi.yaml")),
]
KNOWN: dict[str, dict[str, str]] = json.loads((HERE / "known.json").read_text(encoding="utf-8"))
EACH = int(os.environ.get("ROUNDTRIP", "2"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name)
def test_every_value_survives_reading_and_writing(document: Path, tmp_path: Path, covered: Counter[str]) -> None:
    name = document.parent.name
    journey = Journey(emit(document, tmp_path, f"trip_{re.sub(r'[^a-z0-9]', '_', name)}"), EACH)
    journey.run()
    covered.update(journey.counts)
    known = KNOWN.get(name, {})
    unexpected = {place: why for place, why in journey.failures.items() if place not in known}
    assert not unexpected, json.dumps(unexpected, indent=2, ensure_ascii=False)
    healed = [place for place in known if place not in journey.failures]
    assert not healed, f"no longer needed in known.json: {healed}"
