"""The tests that come with a package: they pass where nothing is wrong, offline, and are told to stay away where they are not wanted."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from running import HERE, ROOT, emit, run

GENERATED = ROOT / "generated"
SHIPS = HERE / "ships"


def test_the_committed_suite_passes():
    done = run(GENERATED)
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_richer_suite_passes(shop):
    done = run(shop)
    assert done.returncode == 0, done.stdout[-3000:]


def test_what_options_of_the_client_stand_in_for_is_given_and_sent(tmp_path):
    """Options that always have a value go with each request of the recordings; what one may not have is an argument, in README too."""
    emitted = emit(tmp_path / "ships", "--config", str(SHIPS / "stainless.yml"), "--spec", str(SHIPS / "openapi.yaml"))
    assert emitted.returncode == 0, emitted.stderr
    done = run(tmp_path / "ships")
    assert done.returncode == 0, done.stdout[-3000:]
    readme = (tmp_path / "ships" / "README.md").read_text("utf-8")
    for heading in ("Streaming responses", "Nested arguments", "File uploads", "Headers of every request"):
        assert f" {heading}\n" in readme


# what a test is called after -> where it is to be found
FORMS = {
    "the second member of a body that is a union": ("test_pets.py", "test_create_overload_2"),
    "the stream that a caller may choose": ("test_chat.py", "test_create_overload_2"),
    "the same, all that can be given": ("test_chat.py", "test_create_overload_2_with_all_arguments"),
    "the same, as it comes": ("test_chat.py", "test_streaming_response_create_overload_2"),
    "a stream of JSON lines": ("test_chat.py", "test_records"),
    "pages by a cursor, backwards": ("test_lists.py", "test_previous_pages_cursor"),
    "pages by the id of an item, backwards": ("test_lists.py", "test_previous_pages_token"),
    "pages whose place is in a body": ("test_lists.py", "test_pages_search"),
    "pages that a URL leads to": ("test_lists.py", "test_pages_url"),
    "pages that the header Link leads to": ("test_lists.py", "test_pages_linked"),
    "pages that a header counts": ("test_lists.py", "test_pages_counted"),
    "pages of which some are empty": ("test_lists.py", "test_pages_sparse"),
    "pages whose items are inside of an object": ("test_lists.py", "test_pages_number"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_way_to_call_and_to_page_is_tested(demo, form):
    module, test = FORMS[form]
    text = (demo / "tests/api_resources" / module).read_text()
    assert f"    def {test}(" in text
    assert f"    async def {test}(" in text


def test_tests_of_each_way_pass(demo):
    """But for README: one endpoint of this document pages in many ways, so that no server can know which is meant."""
    done = run(demo, "tests/api_resources")
    assert done.returncode == 0, done.stdout[-3000:]


def test_events_of_webhooks_are_tested(shop):
    text = (shop / "tests/test_webhooks.py").read_text()
    assert text.count('{"type":"made",') == 2
    assert "def test_webhooks_unwrap_lets_in_nothing_that_was_not_signed(" in text
    assert "standardwebhooks" in (shop / "pyproject.toml").read_text().partition("[dependency-groups]")[2]


def test_mypy_has_nothing_to_say_of_a_suite(shop, tmp_path):
    """As its pyproject.toml has it: strict, and of the package too."""
    command = [sys.executable, "-m", "mypy", f"--cache-dir={tmp_path}"]
    done = subprocess.run(command, cwd=shop, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("document", ["corners", "places"])
def test_the_suite_of_odd_corners_passes(document, tmp_path):
    """Keys that no request needs or that are a whole header, bases that are other names, fragments, objects in paths."""
    done = emit(tmp_path / "sdk", "--spec", str(HERE / f"{document}.yaml"), "--package", "acme", "--keep-going")
    assert done.returncode == 0, done.stderr
    done = run(tmp_path / "sdk")
    assert done.returncode == 0, done.stdout[-3000:]


def test_cassettes_tell_examples_from_values_that_were_made(shop):
    folder = shop / "tests/cassettes"
    told = {
        path.relative_to(folder).as_posix(): yaml.safe_load(path.read_text())["interactions"][0]["x-answer"]
        for path in folder.rglob("*.yaml")
    }
    assert (told["items/retrieve.yaml"], told["items/create.yaml"]) == ("example", "schema")


def test_a_package_comes_without_tests_where_they_are_not_wanted(tmp_path):
    assert emit(tmp_path / "sdk", "--spec", str(HERE / "shop.yaml"), "--package", "acme", "--no-tests").returncode == 0
    assert not (tmp_path / "sdk/tests").exists()
    assert "pytest" not in (tmp_path / "sdk/pyproject.toml").read_text()
