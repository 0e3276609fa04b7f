"""What is told of operations that the config leaves out can be pasted as it stands, be their paths as odd as they may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from sdkwright.config import GenerateOptions
from sdkwright.pipeline import generate

HEAD = "organization: {name: acme}\ntargets: {python: {package_name: acme}}\n"
PATHS = (
    *(
        "/jobs/{id}:cancel",
        "/trailing:",
        "/with #hash",
        "/a: b",
        "/import",
        "/yes",
        "/",
        "/123/456",
        "/methods/methods",
    ),
    *(
        "/users",
        "/users/{id}",
        "/users/{id}/users",
        "/\u00fcn\u00ef/\u00e7ode",
        "/quo\"te/it's",
        "/back\\slash",
        "/em\U0001f600oji",
    ),
)
HINT = re.compile(r"paste below `(.+?)`: `(.+)`; or list it under `unspecified_endpoints`: `- (.+)`", re.DOTALL)


def told(folder: Path, layout: str) -> list[tuple[str, str | None]]:
    """Codes and hints of a run with this layout."""
    parameters = {path: re.findall(r"\{(\w+)\}", path) for path in PATHS}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Odd", "version": "1"},
        "paths": {
            path: {
                verb: {
                    "parameters": [
                        {"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names
                    ],
                    "responses": {"204": {"description": "done"}},
                }
                for verb in ("get", "post")
            }
            for path, names in parameters.items()
        },
    }
    (folder / "openapi.yaml").write_text(yaml.safe_dump(document), "utf-8")
    (folder / "sdkwright.yml").write_text(f"{HEAD}{layout}", "utf-8")
    options = GenerateOptions(
        config=folder / "sdkwright.yml",
        spec=folder / "openapi.yaml",
        output=folder / "out",
        check=True,
        use_cache=False,
    )
    found = generate(options).report.diagnostics
    return [(each.code, each.hint) for each in found if not each.code.startswith("W")]


@pytest.fixture
def hints(tmp_path: Path) -> list[re.Match[str]]:
    found = [HINT.fullmatch(hint or "") for code, hint in told(tmp_path, "resources: {other: {}}\n") if code == "C311"]
    assert len(found) == 2 * len(PATHS)
    return [match for match in found if match is not None]


def test_the_line_works_below_the_keys_that_it_is_said_to_go(tmp_path: Path, hints: list[re.Match[str]]) -> None:
    lines: dict[tuple[str, ...], list[str]] = {}
    for hint in hints:
        lines.setdefault(tuple(hint[1].split(".")), []).append(hint[2])
    assert told(tmp_path, "\n".join(laid_out(lines, ())) + "\n") == []


def laid_out(lines: dict[tuple[str, ...], list[str]], way: tuple[str, ...]) -> list[str]:
    """The lines below their keys, as a person would paste them."""
    indent, found = "  " * len(way), [f"{'  ' * len(way)}{line}" for line in lines.get(way, [])]
    for key in dict.fromkeys(path[len(way)] for path in lines if path[: len(way)] == way and len(path) > len(way)):
        found += [f"{indent}{key}:", *laid_out(lines, (*way, key))]
    return found


def test_the_item_works_in_the_list_of_what_is_left_out(tmp_path: Path, hints: list[re.Match[str]]) -> None:
    listed = "\n".join(f"  - {hint[3]}" for hint in hints)
    assert told(tmp_path, f"resources: {{other: {{}}}}\nunspecified_endpoints:\n{listed}\n") == []
