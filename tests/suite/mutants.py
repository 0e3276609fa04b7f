"""How many faults the tests that come with a package find: one fault at a time is put into a copy of it, and its own suite is run.

    make mutants                 every mutant of three packages
    make mutants ARGS=seed       those of the committed package; ARGS=shop: of a richer one; ARGS=demo: of one that is called and
                                 pages in every way there is

A mutant is a place in a file and what stands there instead; one whose place is not there any more is an error, not a kill.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from running import HERE, ROOT, emit


@dataclass(frozen=True)
class Mutant:
    """A fault: in `file` (below the package), `old` becomes `new`."""

    what: str
    file: str
    old: str
    new: str


MODELS = "resources/beta/models.py"
SEED = [
    Mutant("wrong path", MODELS, '"/v1/models/{model_id}"', '"/v1/model/{model_id}"'),
    Mutant("wrong path of the list", MODELS, '"/v1/models",', '"/v2/models",'),
    Mutant("wrong verb", MODELS, '"GET",\n        path_template', '"POST",\n        path_template'),
    Mutant("wrong verb of the list", MODELS, '"GET",\n        "/v1/models"', '"HEAD",\n        "/v1/models"'),
    Mutant("query parameter dropped", MODELS, '"limit": limit}', "}"),
    Mutant("query parameter misnamed", MODELS, '"limit": limit}', '"size": limit}'),
    Mutant("two parameters swapped", MODELS, '"after_id": after_id, "before_id": before_id', '"after_id": before_id, "before_id": after_id'),
    Mutant("header dropped", MODELS, 'headers={"anthropic-beta": betas},\n        options=options,\n    )\n\n\ndef', "options=options,\n    )\n\n\ndef"),
    Mutant("header misnamed", MODELS, '"anthropic-beta"', '"anthropic-betas"'),
    Mutant("header sent as query", MODELS, 'headers={"anthropic-beta": betas},\n        options=options,\n    )\n\n\ndef', 'query={"anthropic-beta": betas},\n        options=options,\n    )\n\n\ndef'),
    Mutant("path parameter not checked", MODELS, 'path_template("/v1/models/{model_id}", model_id=model_id)', 'f"/v1/models/{model_id}"'),
    Mutant("another model is read", MODELS, "        BetaModelInfo,\n        headers", "        object,\n        headers"),
    Mutant("options ignored", MODELS, "call_options(extra_headers, extra_query, extra_body, timeout))\n        )\n\n    def list", "call_options(None, None, None, None))\n        )\n\n    def list"),
    Mutant("pages of the wrong direction", "pagination.py", 'param="after_id"', 'param="before_id"'),
    Mutant("end of the pages ignored", "pagination.py", "return self.has_more is not False and super().has_next_page()", "return True"),
    Mutant("no second page", "pagination.py", "return self.has_more is not False and super().has_next_page()", "return False"),
    Mutant("items lost", "pagination.py", "return self.data or []", "return []"),
    Mutant("field of another type", "types/beta/beta_model_info.py", "created_at: datetime", "created_at: str"),
    Mutant("field dropped", "types/beta/beta_model_info.py", "    display_name: str\n", ""),
    Mutant("field renamed", "types/beta/beta_model_info.py", "    display_name: str\n", "    title: str\n"),
    Mutant("constant of another value", "types/beta/beta_model_info.py", 'Literal["model"]', 'Literal["models"]'),
    Mutant("wrong credentials header", "_client.py", 'api_key_header("X-Api-Key"', 'api_key_header("X-Key"'),
    Mutant("no credentials", "_client.py", '        **api_key_header("X-Api-Key", client.api_key),\n', ""),
    Mutant("default header dropped", "_client.py", 'default_headers={"anthropic-version": "2023-06-01"},', ""),
    Mutant("default header of another value", "_client.py", '"2023-06-01"', '"2023-01-01"'),
    Mutant("wrong host", "_client.py", '"https://api.anthropic.com"', '"https://api.anthropic.org"'),
    Mutant("another time-out", "_client.py", "Timeout(600.0", "Timeout(60.0"),
    Mutant("retries off", "_client.py", "max_retries=2,", "max_retries=0,"),
    Mutant("error classes swapped", "_core/errors.py", "return NotFoundError", "return ConflictError"),
    Mutant("types loaded on import", "__init__.py", "__all__ = [", "from .types.beta.beta_model_info import BetaModelInfo as _eager\n\n__all__ = ["),
]  # fmt: skip

ITEMS = "resources/items/items.py"
SHOP = [
    Mutant("query instead of body", ITEMS, "        body=transform(\n", "        query=transform(\n"),
    Mutant("property misnamed", "types/item_create_params.py", 'alias="displayName"', 'alias="display_name"'),
    Mutant("property dropped", ITEMS, '"price": price, ', ""),
    Mutant("PUT became PATCH", ITEMS, '"PUT"', '"PATCH"'),
    Mutant("form sent as JSON", ITEMS, '        media_type="application/x-www-form-urlencoded",\n', ""),
    Mutant("field of the form dropped", ITEMS, ', "colours": colours', ""),
    Mutant("DELETE became POST", ITEMS, '"DELETE"', '"POST"'),
    Mutant("another path", ITEMS, '"DELETE",\n        path_template("/items/{item_id}"', '"DELETE",\n        path_template("/item/{item_id}"'),
    Mutant("answer read that is none", ITEMS, "        NoneType,\n", "        str,\n"),
    Mutant("no warning of a deprecated method", ITEMS, "    @typing_extensions.deprecated(", "    @(lambda _: lambda method: method)("),
    Mutant("list of tags dropped", ITEMS, ', "tags": tags', ""),
    Mutant("header dropped", ITEMS, '        headers={"x-trace": x_trace},\n', ""),
    Mutant("alias of a field missing", "types/item.py", 'display_name: str = FieldInfo(alias="displayName")', "display_name: str"),
    Mutant("alias of a date missing", "types/item.py", 'FieldInfo(alias="madeAt", default=None)', "None"),
    Mutant("list of another type", "types/item.py", "parts: list[Part]", "parts: list[object]"),
    Mutant("map of another type", "types/item.py", "stock: dict[str, int]", "stock: dict[str, str]"),
    Mutant("float read as text", "types/item.py", "price: float", "price: str"),
    Mutant("cursor never followed", "pagination.py", "cursor=self.next_cursor)", "cursor=None)"),
    Mutant("cursor under another name", "pagination.py", 'param="cursor"', 'param="page"'),
    Mutant("offset under another name", "pagination.py", 'param="offset"', 'param="start"'),
    Mutant("total ignored", "pagination.py", ", total=self.total", ""),
    Mutant("file under another name", "resources/items/photo.py", '{"file": file', '{"upload": file'),
    Mutant("caption dropped", "resources/items/photo.py", ', "caption": caption', ""),
    Mutant("files sent as JSON", "resources/items/photo.py", '        media_type="multipart/form-data",\n', ""),
    Mutant("content asked for as JSON", "resources/items/photo.py", '        accept="image/png",\n', ""),
    Mutant("stream of another type", "types/event.py", "Opened | Closed", "Closed"),
    Mutant("stream not asked for", "resources/events.py", '        accept="text/event-stream",\n', ""),
    Mutant("no credentials", "_client.py", "        **bearer_header(client.bearer_token),\n", ""),
    Mutant("retries without end", "_client.py", "max_retries=2,", "max_retries=7,"),
    Mutant("errors of the server of another class", "_core/errors.py", "case 422", "case 423"),
]  # fmt: skip

CHAT, PAGES = "resources/chat.py", "pagination.py"
NESTED = '            previous_cursor=value_at(self, "meta", "previous"),\n'
DEMO = [
    Mutant("stream never asked for", CHAT, '"asked_at": asked_at, "stream": stream}', '"asked_at": asked_at}'),
    Mutant("chosen stream of another type", CHAT, "Piece if stream is True else Reply", "Reply"),
    Mutant("chosen stream read as a whole", CHAT, "stream=stream is True", "stream=False"),
    Mutant("chosen stream asked for as JSON", CHAT, 'accept="text/event-stream" if stream is True else None,', ""),
    Mutant("stream in the query dropped", CHAT, 'query={"q": q, "stream": stream}', 'query={"q": q}'),
    Mutant("JSON sequence asked for as lines", CHAT, '"application/json-seq"', '"application/jsonl"'),
    Mutant("property of the second member dropped", "resources/pets.py", '"name": name', '"nickname": name'),
    Mutant("second member refused", "resources/pets.py", '["kind", "name"]', '["kind", "name", "born_at"]'),
    Mutant("way back under another name", PAGES, 'previous_param="back"', 'previous_param="before"'),
    Mutant("way back by the wrong cursor", PAGES, NESTED, NESTED.replace('"previous")', '"next")')),
    Mutant("no way back by ids", PAGES, 'param="cursor", previous_param="back", attribute', 'param="cursor", attribute'),
    Mutant("cursor of another property", PAGES, 'attribute="token"', 'attribute="id"'),
    Mutant("items of another object", PAGES, 'value_at(self, "result", "things")', 'value_at(self, "result", "items")'),
    Mutant("header Link not read", PAGES, 'items="data", headers={"link": "Link"})', 'items="data")'),
    Mutant("pages counted by another header", PAGES, '"X-Pages"', '"X-Total"'),
    Mutant("URL of the next page not followed", PAGES, "return next_url(self.next_url)", "return None"),
    Mutant("place in the query, not in the body", PAGES, ', location="body")', ")"),
    Mutant("empty page taken for the last", PAGES, "return self.next_page_info() is not None", "return super().has_next_page()"),
    Mutant("number of pages ignored", PAGES, 'param="page", total=self.pages', 'param="page"'),
]  # fmt: skip
HOOKS = "resources/webhooks.py"
SHOP += [
    Mutant("signature not looked at", HOOKS, "        verify(self._client, payload, headers, key", "        str((payload, headers, key)) or (key"),
    Mutant("event of a kind left out", "types/unwrap_webhook_event.py", "Opened | Closed | ItemMade", "Opened | Closed"),
]  # fmt: skip


def run(folder: Path, *which: str) -> bool:
    """Whether the suite in the folder passes."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:asyncio", *which]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1, 2, 4), done.stdout[-2000:] + done.stderr[-2000:]
    return done.returncode == 0


def survives(package: Path, name: str, mutant: Mutant, which: list[str]) -> bool:
    """Whether the package passes its tests with that fault."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sdk"
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
        file = copy / "src" / name / mutant.file
        text = file.read_text(encoding="utf-8")
        assert mutant.old in text, f"{mutant.what}: `{mutant.old}` is not in {mutant.file}"
        file.write_text(text.replace(mutant.old, mutant.new, 1), encoding="utf-8")
        return run(copy, *which)


def count(package: Path, name: str, mutants: list[Mutant], *which: str) -> int:
    """The number of mutants that survive the tests in `which`, or all; each is printed."""
    assert run(package, *which), f"the tests of {name} fail without any fault"
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda mutant: survives(package, name, mutant, list(which)), mutants))
    for mutant, alive in zip(mutants, outcomes, strict=True):
        print(f"  {'SURVIVED' if alive else 'killed  '}  {mutant.what}", flush=True)
    print(f"{name}: {len(mutants) - sum(outcomes)} of {len(mutants)} killed", flush=True)
    return sum(outcomes)


def emitted(out: Path, *flags: str) -> Path:
    """A package made for the occasion."""
    done = emit(out, *flags)
    assert done.returncode == 0, done.stderr
    return out


def main(which: list[str]) -> int:
    alive = 0
    with tempfile.TemporaryDirectory() as folder:
        if not which or "seed" in which:
            alive += count(ROOT / "generated", "anthropic", SEED)
        if not which or "shop" in which:
            flags = ("--spec", str(HERE / "shop.yaml"), "--package", "acme")
            alive += count(emitted(Path(folder) / "shop", *flags), "acme", SHOP)
        if not which or "demo" in which:
            flags = ("--config", str(ROOT / "tests/emitted/demo/sdkwright.yml"), "--tests")
            alive += count(emitted(Path(folder) / "demo", *flags), "demo_sdk", DEMO, "tests/api_resources")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
