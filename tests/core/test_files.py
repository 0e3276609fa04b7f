"""File inputs: what counts as a file, how it is read, and how files are found in a body."""

from __future__ import annotations

import io
from pathlib import Path

import anyio
import httpx2
import pytest

from core.files import (
    assert_is_file_content,
    async_to_httpx_files,
    deepcopy_with_paths,
    extract_files,
    file_from_path,
    is_base64_file_input,
    to_httpx_files,
)
from core.sentinels import omit


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "README.md"
    path.write_bytes(b"# hi")
    return path


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def convert(request):
    """`to_httpx_files` or `async_to_httpx_files`, called alike."""
    return (lambda files: anyio.run(async_to_httpx_files, files)) if request.param else to_httpx_files


class OtherPath:
    def __init__(self, path):
        self.path = str(path)

    def __fspath__(self):
        return self.path


def test_paths_become_name_and_content(convert, path):
    for given in (path, OtherPath(path), anyio.Path(path)):
        assert convert({"file": given}) == {"file": ("README.md", b"# hi")}
        assert convert([("file", given)]) == [("file", ("README.md", b"# hi"))]


def test_paths_inside_tuples_are_read(convert, path):
    assert convert({"file": ("a.txt", path)}) == {"file": ("a.txt", b"# hi")}
    given = {"file": (None, path, "text/plain", {"X-A": "1"})}
    assert convert(given) == {"file": (None, b"# hi", "text/plain", {"X-A": "1"})}


def test_bytes_and_open_files_stay_as_they_are(convert, path):
    stream = io.BytesIO(b"x")
    assert convert({"a": b"x", "b": stream, "c": ("n", stream)}) == {"a": b"x", "b": stream, "c": ("n", stream)}
    assert convert(None) is None
    assert convert({}) == {}


@pytest.mark.parametrize("value", ["README.md", ("a", "text"), 5, None])
def test_what_is_no_file_is_refused_with_help(convert, value):
    with pytest.raises(TypeError, match="Expected file types input to be a FileContent type or to be a tuple"):
        convert({"file": value})


@pytest.mark.parametrize("value", ["file", 5, b"x"])
def test_what_is_no_collection_of_files_is_refused(value):
    with pytest.raises(TypeError, match="expected mapping or sequence"):
        to_httpx_files(value)


def test_the_http_library_takes_what_comes_out(path):
    files = to_httpx_files({"file": ("a.txt", path, "text/plain")})
    body = httpx2.Request("POST", "https://x.example", files=files).read()
    assert b'filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n# hi' in body


def test_file_from_path_gives_name_and_content(path):
    assert file_from_path(str(path)) == ("README.md", b"# hi")


@pytest.mark.parametrize(("value", "expected"), [(Path("x"), True), (io.BytesIO(), True), ("x", False), (b"x", False)])
def test_base64_inputs_are_paths_and_open_files(value, expected):
    assert is_base64_file_input(value) is expected


def test_text_where_a_file_is_wanted_is_refused_with_help():
    with pytest.raises(RuntimeError, match=r"Expected entry at `file` to be bytes.*pathlib\.Path"):
        assert_is_file_content("x", key="file")


ARRAY = "<array>"


def test_no_paths_take_nothing():
    body = {"foo": b"x"}
    assert extract_files(body, paths=[]) == []
    assert body == {"foo": b"x"}


def test_files_are_taken_out_of_the_body():
    body = {"foo": b"x", "hello": "world"}
    assert extract_files(body, paths=[["foo"]]) == [("foo", b"x")]
    assert body == {"hello": "world"}


def test_nested_files_are_named_with_brackets_and_emptied_dicts_stay():
    body = {"foo": {"foo": {"bar": b"x"}}, "hello": {"a": 1, "b": b"y"}}
    assert extract_files(body, paths=[["foo", "foo", "bar"], ["hello", "b"]]) == [
        ("foo[foo][bar]", b"x"),
        ("hello[b]", b"y"),
    ]
    assert body == {"foo": {"foo": {}}, "hello": {"a": 1}}


def test_files_in_arrays_are_found_element_by_element():
    body = {"documents": [{"file": b"1"}, {"file": b"2", "n": 1}, {}], "files": [b"3", ("n", b"4")]}
    found = extract_files(body, paths=[["documents", ARRAY, "file"], ["files", ARRAY]])
    assert found == [
        ("documents[][file]", b"1"),
        ("documents[][file]", b"2"),
        ("files[]", b"3"),
        ("files[]", ("n", b"4")),
    ]
    assert body == {"documents": [{}, {"n": 1}, {}]}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"foo": {"bar": b"x"}}, ["foo", ARRAY, "bar"]),
        ({"foo": {"bar": b"x"}}, ["foo", ARRAY]),
        ({"foo": [b"x"]}, ["foo", "bar"]),
        ({"foo": b"x"}, ["bar"]),
        ({"foo": "text"}, ["foo", "bar"]),
        ({"foo": None}, ["foo"]),
        ({"foo": None}, ["foo", ARRAY]),
    ],
)
def test_what_is_not_there_or_of_another_shape_is_left_alone(body, path):
    before = dict(body)
    assert extract_files(body, paths=[path]) == []
    assert body == before


def test_absent_files_are_left_out():
    body = {"foo": omit, "bar": 1}
    assert extract_files(body, paths=[["foo"]]) == []
    assert body == {"bar": 1}


@pytest.mark.parametrize(
    ("array_format", "names"),
    [
        ("brackets", ["files[]", "items[][file]"]),
        ("repeat", ["files", "items[file]"]),
        ("comma", ["files", "items[file]"]),
        ("indices", ["files[0]", "items[0][file]"]),
    ],
)
def test_arrays_are_named_as_the_api_wants(array_format, names):
    body = {"files": [b"1"], "items": [{"file": b"2"}]}
    found = extract_files(body, paths=[["files", ARRAY], ["items", ARRAY, "file"]], array_format=array_format)
    assert [name for name, _ in found] == names


def test_copies_share_all_that_is_not_along_a_path():
    file, other = b"x", {"deep": [1]}
    body = {"file": file, "items": [{"file": file, "other": other}], "other": other}
    twin = deepcopy_with_paths(body, [["file"], ["items", ARRAY, "file"]])
    assert twin == body
    assert twin is not body
    assert twin["items"] is not body["items"]
    assert twin["items"][0] is not body["items"][0]
    assert twin["file"] is file
    assert twin["other"] is twin["items"][0]["other"] is other


def test_without_paths_nothing_is_copied():
    body = {"a": [1]}
    assert deepcopy_with_paths(body, []) is body


def test_taking_files_out_of_a_copy_leaves_the_original():
    body = {"files": [b"1"], "items": [{"file": b"2"}]}
    paths = [["files", ARRAY], ["items", ARRAY, "file"]]
    twin = deepcopy_with_paths(body, paths)
    assert len(extract_files(twin, paths=paths)) == 2
    assert body == {"files": [b"1"], "items": [{"file": b"2"}]}
    assert twin == {"items": [{}]}
