"""README of any API shows calls that exist, with arguments that fit, and says nothing of what the API does not have."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from sdkwright.config import Config
from sdkwright.config.reading import read_table
from sdkwright.diagnostics import Report
from sdkwright.lower import lower
from sdkwright.openapi.upgrade import upgrade
from sdkwright.read import read

HERE = Path(__file__).parent
SPEC = yaml.safe_load((HERE / "shop/openapi.yaml").read_text(encoding="utf-8"))
CONFIG = yaml.safe_load((HERE / "shop/sdkwright.yml").read_text(encoding="utf-8"))


def with_example(**request: object) -> dict:
    config = copy.deepcopy(CONFIG)
    config["readme"] = {"example_requests": {"default": {"type": "request", **request}}}
    return config


def only(*methods: str) -> dict:
    """The config with those methods of `items` alone."""
    config = copy.deepcopy(CONFIG)
    items = config["resources"]["items"]
    items["methods"] = {name: endpoint for name, endpoint in items["methods"].items() if name in methods}
    del items["subresources"], config["resources"]["photo"]
    return config


def section(readme: str, heading: str) -> str:
    found = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", readme, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def python_blocks(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(text)
    return [token.content for token in tokens if token.type == "fence" and token.info == "python"]


def usage(readme: str) -> str:
    """The call of the first example, and what is printed of it."""
    return python_blocks(section(readme, "Usage"))[0].split("\n)\n\n", 1)[1]


def checked(blocks: list[str], source: Path, folder: Path) -> str:
    """What a strict type checker says of the blocks."""
    for index, code in enumerate(blocks):
        (folder / f"block_{index}.py").write_text(code, encoding="utf-8")
    files = [str(folder / f"block_{index}.py") for index in range(len(blocks))]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={folder / 'cache'}", *files]
    done = subprocess.run(
        command, env={**os.environ, "MYPYPATH": str(source)}, capture_output=True, text=True, timeout=300
    )
    return done.stdout


@pytest.mark.parametrize("config", [CONFIG, with_example(endpoint="post /items")], ids=["chosen", "configured"])
def test_every_block_passes_a_strict_type_checker(package, tmp_path, config):
    out = package(SPEC, config)
    blocks = python_blocks((out / "README.md").read_text(encoding="utf-8"))
    assert len(blocks) >= 15
    assert checked(blocks, out / "src", tmp_path).startswith("Success")


def test_a_type_checker_finds_an_argument_that_does_not_fit(package, tmp_path):
    out = package(SPEC, with_example(endpoint="get /items/{itemId}", params={"itemId": 3}))
    blocks = python_blocks((out / "README.md").read_text(encoding="utf-8"))
    assert "[arg-type]" in checked(blocks, out / "src", tmp_path)


def test_without_an_example_a_list_or_a_look_up_is_shown(emit):
    assert usage(emit(SPEC, CONFIG)["README.md"]) == "page = client.items.list()\nprint(page.items)\n"
    assert usage(emit(SPEC, only("delete", "create", "retrieve"))["README.md"]) == (
        'item = client.items.retrieve("it_1")\nprint(item)\n'
    )


def test_a_call_that_changes_something_is_shown_only_where_there_is_no_other(emit):
    assert usage(emit(SPEC, only("delete", "create"))["README.md"]).startswith("item = client.items.create(\n")
    assert usage(emit(SPEC, only("delete"))["README.md"]) == 'client.items.delete("it_1")\n'


def test_a_deprecated_method_is_shown_last(emit):
    spec = copy.deepcopy(SPEC)
    spec["paths"]["/items"]["get"]["deprecated"] = True
    assert "client.items.retrieve(" in usage(emit(spec, CONFIG)["README.md"])


def test_arguments_are_examples_of_the_document_or_chosen_by_type(emit):
    assert usage(emit(SPEC, with_example(endpoint="post /items"))["README.md"]) == (
        "item = client.items.create(\n"
        "    import_=True,\n"
        '    kind="book",\n'
        '    labels={"foo": "bar"},\n'
        '    made="2019-12-27T18:11:19.117Z",\n'
        '    owner={"full_name": "Ada"},\n'
        '    parts=[{"part_no": 0, "sub": []}],\n'
        "    unit_price=9.5,\n"
        ")\n"
        "print(item)\n"
    )


def test_values_of_the_config_win_and_their_keys_become_those_of_the_package(emit):
    params = {"kind": "game", "parts": [{"partNo": 7, "sub": [{"partNo": 8, "sub": []}]}], "note": None}
    shown = usage(emit(SPEC, with_example(endpoint="post /items", params=params))["README.md"])
    assert '    kind="game",\n' in shown
    assert '    parts=[{"part_no": 7, "sub": [{"part_no": 8, "sub": []}]}],\n' in shown
    assert "    note=None,\n" in shown


def test_several_path_parameters_are_given_by_name_and_an_example_of_the_wrong_type_is_not_used(emit):
    shown = usage(emit(SPEC, with_example(endpoint="get /shelves/{shelf}/items/{itemId}"))["README.md"])
    assert shown == 'item = client.items.shelved.retrieve(item_id="itemId", shelf=0)\nprint(item)\n'


def test_the_property_and_the_name_that_the_config_wants_are_printed(emit):
    config = with_example(endpoint="get /items/{itemId}", response_property="createdAt", assign_to="found")
    assert usage(emit(SPEC, config)["README.md"]) == 'found = client.items.retrieve("it_1")\nprint(found.created_at)\n'


@pytest.mark.parametrize("name", ["client", "import", "not a name", "os"])
def test_a_name_that_cannot_be_used_for_the_answer_is_not(emit, name):
    config = with_example(endpoint="get /items/{itemId}", assign_to=name)
    assert usage(emit(SPEC, config)["README.md"]).startswith("item = client.items.retrieve(")


def test_an_example_of_an_endpoint_that_no_method_calls_is_reported_and_another_is_shown(emit, tmp_path):
    config = with_example(endpoint="get /nowhere")
    assert "client.items.list()" in usage(emit(SPEC, config)["README.md"])
    report = Report()
    document = read(tmp_path / "openapi.json", report)
    assert document is not None
    lower(upgrade(document), read_table(Config, config), report)
    found = [(entry.code, entry.pointer) for entry in report.diagnostics if entry.code == "C312"]
    assert found == [("C312", "#/readme/example_requests/default")]


def test_a_file_as_answer_is_not_printed(emit):
    config = only("delete")
    config["resources"] = {"photo": CONFIG["resources"]["photo"]}
    assert usage(emit(SPEC, config)["README.md"]) == "file = client.photo.download()\n"


def test_what_the_client_insists_on_is_in_every_construction(emit):
    for code in python_blocks(emit(SPEC, CONFIG)["README.md"]):
        for construction in re.findall(r"(?<!import )\b(?:Async)?Shop\((?:[^()]|\([^()]*\)|\(\))*\)", code):
            assert 'username="My Username"' in construction
            assert "base_url=" in construction


def test_an_api_without_methods_has_no_usage_but_is_told_how_to_be_called(emit):
    readme = emit({**SPEC, "paths": {}}, {"organization": {"name": "shop"}})["README.md"]
    headings = re.findall(r"^##+ (.+)$", readme, re.MULTILINE)
    assert headings == [
        "Documentation", "Installation", "Handling errors", "Retries", "A limit on retries", "Timeouts", "Deadlines", "Advanced", "Logging",
        "Custom and undocumented requests", "Middleware", "Configuring the HTTP client", "Loading ahead", "Managing HTTP resources",
        "Versioning", "Requirements",
    ]  # fmt: skip
    assert len(python_blocks(readme)) == 9


def test_an_api_without_pages_has_no_section_on_them(emit):
    assert section(emit(SPEC, CONFIG)["README.md"], "Pagination") != ""
    assert section(emit(SPEC, only("retrieve"))["README.md"], "Pagination") == ""


def test_retries_and_timeouts_are_told_as_the_config_sets_them(emit):
    readme = emit(SPEC, CONFIG)["README.md"]
    assert "A request that fails is not sent again unless you ask for it." in readme
    assert "carries `Idempotency-Key`" in readme
    assert "when nothing moves for 90 seconds" in readme.replace("\n", " ")
    config = copy.deepcopy(CONFIG)
    config["client_settings"]["default_retries"] = {"max_retries": 5}
    del config["client_settings"]["idempotency"]
    readme = emit(SPEC, config)["README.md"]
    assert "is sent again at most 5 times" in readme
    assert "dempotency" not in readme


def test_servers_to_choose_from_are_listed(emit):
    config = {**CONFIG, "environments": {"live": "https://shop.example", "test": "https://test.shop.example"}}
    listed = section(emit(SPEC, config)["README.md"], "Usage")
    assert (
        '- `environment="live"` is `https://shop.example`\n- `environment="test"` is `https://test.shop.example`\n'
        in listed
    )
    assert "environment=" not in section(emit(SPEC, CONFIG)["README.md"], "Usage")


def test_the_http_library_of_the_config_is_the_one_that_is_shown(emit):
    readme = emit(SPEC, {**CONFIG, "http_library": "httpx"})["README.md"]
    assert "import httpx\n" in readme
    assert "httpx2" not in readme


def test_a_dotted_package_is_imported_by_its_whole_name(emit):
    config = {**CONFIG, "targets": {"python": {"package_name": "acme.shop", "project_name": "acme-shop"}}}
    files = emit(SPEC, config)
    assert "from acme.shop import Shop\n" in files["README.md"]
    assert "pip install acme-shop\n" in files["README.md"]
    assert '<a href="./src/acme/shop/resources/photo.py">download</a>' in files["api.md"]


def test_the_index_lists_arguments_as_the_method_takes_them(emit):
    index = emit(SPEC, CONFIG)["api.md"]
    assert ">delete</a>(item_id) -> None</code>\n" in index
    assert ">retrieve</a>(item_id, \\*, shelf) -> " in index
    assert ">create</a>(\\*\\*<a href=" in index
    assert ">download</a>() -> BinaryAPIResponse</code>\n" in index
    assert ">SyncOffsetPage[Item]</a></code>\n" in index
    assert [line for line in index.splitlines() if line.startswith("#")] == ["# Items", "## Shelved", "# Photo"]
