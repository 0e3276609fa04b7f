"""Each code block of the emitted README runs as it stands, and what it says of errors and paging is so."""

from __future__ import annotations

import importlib.util
import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import black
import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated"
SOURCE = GENERATED / "src"
README = (GENERATED / "README.md").read_text(encoding="utf-8")

SECTIONS = [
    "Documentation", "Installation", "Usage", "Async usage", "With aiohttp", "Using types", "Pagination", "Handling errors",
    "Request IDs", "Retries", "A limit on retries", "Timeouts", "Deadlines", "Advanced", "Logging", "Telling `null` from a missing field",
    "Raw responses: headers and status", "`.with_streaming_response`", "Custom and undocumented requests",
    "Tokens that change", "Middleware", "Configuring the HTTP client", "Loading ahead", "Managing HTTP resources", "Versioning", "Requirements",
]  # fmt: skip

LIST = "GET /v1/models"
PAGES = [
    "GET /v1/models?limit=2",
    "GET /v1/models?limit=2&after_id=claude-3-7-sonnet-20250219",
]
RETRIEVE = "GET /v1/models/claude-sonnet-4-20250514"
# the requests of each block, by section, in order: a block that stops to send any is no example any more
EXPECTED = {
    "Usage": [[LIST]],
    "Async usage": [[LIST]],
    "With aiohttp": [[LIST]],
    "Using types": [[RETRIEVE]],
    "Pagination": [PAGES, PAGES, PAGES],
    "Handling errors": [[RETRIEVE]],
    "Request IDs": [[RETRIEVE]],
    "Retries": [[RETRIEVE]],
    "Timeouts": [[RETRIEVE]],
    "Deadlines": [[RETRIEVE]],
    "Telling `null` from a missing field": [[LIST]],
    "Raw responses: headers and status": [[RETRIEVE]],
    "`.with_streaming_response`": [[RETRIEVE]],
    "Custom and undocumented requests": [["POST /foo"], [f"{RETRIEVE}?my_param=value"], [RETRIEVE]],
    "Tokens that change": [[]],
    "Middleware": [[]],
    "Configuring the HTTP client": [[]],
    "Loading ahead": [[]],
    "Managing HTTP resources": [[RETRIEVE]],
    "Versioning": [[]],
}


@dataclass(frozen=True)
class Block:
    section: str
    language: str
    code: str


def blocks(text: str) -> list[Block]:
    """The code blocks of a Markdown text, each with the heading above it."""
    found, section, in_heading = [], "", False
    for token in MarkdownIt("commonmark").parse(text):
        in_heading = token.type == "heading_open" or (in_heading and token.type == "inline")
        if token.type == "inline" and in_heading:
            section = token.content
        if token.type == "fence":
            found.append(Block(section, token.info, token.content))
    return found


BLOCKS = blocks(README)
PYTHON = [block for block in BLOCKS if block.language == "python"]
EXPECTED_OF = [requests for section in EXPECTED.values() for requests in section]


def run(code: str, url: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """The code as a program of its own, with the package and the server to be found by the environment alone."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SOURCE),
        "ANTHROPIC_BASE_URL": url,
        "ANTHROPIC_API_KEY": "my-anthropic-api-key",
    }
    command = [sys.executable, "-W", "error::DeprecationWarning", *flags, "-c", code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def block(section: str, position: int = 0) -> str:
    return [block.code for block in PYTHON if block.section == section][position]


def test_the_sections_stand_in_the_order_that_readers_know():
    headings = re.findall(r"^##+ (.+)$", README, re.MULTILINE)
    assert headings == SECTIONS


def test_every_python_block_is_listed_with_its_requests():
    assert [entry.section for entry in PYTHON] == [name for name, found in EXPECTED.items() for _ in found]


@pytest.mark.parametrize("position", range(len(PYTHON)), ids=[f"{i}-{entry.section}" for i, entry in enumerate(PYTHON)])
def test_a_block_runs_as_it_stands_and_asks_the_api_what_it_shows(api, position):
    done = run(PYTHON[position].code, api.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert api.requests == EXPECTED_OF[position]


def test_the_extra_that_a_block_needs_is_installed_here():
    assert importlib.util.find_spec("httpx_aiohttp") is not None
    assert importlib.util.find_spec("aiohttp") is not None


def test_blocks_are_formatted():
    for entry in PYTHON:
        assert black.format_str(entry.code, mode=black.Mode()) == entry.code


def test_blocks_pass_a_strict_type_checker(tmp_path):
    for index, entry in enumerate(PYTHON):
        (tmp_path / f"block_{index}.py").write_text(entry.code, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        f"--cache-dir={tmp_path / 'cache'}",
        str(tmp_path),
    ]
    done = subprocess.run(
        command, env={**os.environ, "MYPYPATH": str(SOURCE)}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout


def test_the_first_call_shows_the_models(api):
    shown = run(block("Usage"), api.url).stdout
    assert "BetaModelInfo(id='claude-sonnet-4-20250514'" in shown
    assert "BetaModelInfo(id='claude-3-7-sonnet-20250219'" in shown


@pytest.mark.parametrize("position", [0, 1])
def test_iterating_collects_the_items_of_all_pages(api, position):
    assert run(block("Pagination", position), api.url).stdout.count("BetaModelInfo(") == 2


def test_going_page_by_page_shows_what_the_next_request_asks_for(api):
    shown = run(block("Pagination", 2), api.url).stdout
    assert re.fullmatch(r"2\nPageInfo\(.*claude-3-7-sonnet-20250219.*\)\n0\n", shown)


@pytest.mark.parametrize(
    ("status", "shown"),
    [(429, "Too many requests; wait a while."), (404, "The API refused: 404 "), (503, "The API refused: 503 ")],
)
def test_the_errors_block_tells_statuses_apart(api, status, shown):
    api.failing_with = status
    done = run(block("Handling errors"), api.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(shown)


def test_the_errors_block_tells_when_no_answer_comes():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        done = run(block("Handling errors"), f"http://127.0.0.1:{unused.getsockname()[1]}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The API could not be reached: ")


def test_a_failure_is_tried_as_often_as_the_text_says(api):
    assert "is sent again at most twice" in README
    api.failing_with = 500
    run(block("Handling errors"), api.url)
    assert len(api.requests) == 3


def test_the_table_of_statuses_is_that_of_the_package():
    rows = re.findall(r"^\| (\d+|>=500|other) +\| `(\w+)` +\|$", README, re.MULTILINE)
    assert len(rows) == 9
    statuses = {">=500": (500, 503, 529), "other": (402, 418)}
    for status, name in rows:
        for code in statuses.get(status, ()) or (int(status),):
            lines = f"from anthropic._core.errors import error_class\nprint(error_class({code}).__name__)"
            assert run(lines, "").stdout == f"{name}\n"


def test_the_request_id_block_shows_it(api):
    assert run(block("Request IDs"), api.url).stdout == "req_018EeWyXxfu5pfWkrYcMdjWG\n"


def test_defaults_in_the_text_are_those_of_the_package():
    lines = "import anthropic\nprint(anthropic.DEFAULT_MAX_RETRIES, anthropic.DEFAULT_TIMEOUT.read, anthropic.DEFAULT_TIMEOUT.connect)"
    retries, read, connect = run(lines, "").stdout.split()
    assert f"the default is {retries}\n" in README
    assert f"seconds; the default is {read}\n" in README
    assert (
        f"no connection is made within {float(connect):g} seconds, or when nothing moves for {float(read) / 60:g} minutes"
        in README
    )


def test_the_log_variable_turns_logging_on_and_hides_the_key(api):
    variable = re.search(r"^export (\w+)=info$", README, re.MULTILINE)
    assert variable is not None
    code = f"import os\nos.environ[{variable[1]!r}] = 'debug'\n{block('Managing HTTP resources')}"
    done = run(code, api.url)
    assert "anthropic" in done.stderr
    assert "my-anthropic-api-key" not in done.stderr


def test_installing_is_told_with_the_name_of_the_project():
    assert [entry.code for entry in BLOCKS if entry.section == "Installation"] == ["pip install anthropic\n"]
    assert [entry.code for entry in BLOCKS if entry.section == "With aiohttp" and entry.language == "sh"] == [
        "pip install 'anthropic[aiohttp]'\n"
    ]
