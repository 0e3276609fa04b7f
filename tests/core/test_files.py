"""File inputs: what counts as a file and how the HTTP library gets at its content."""

from __future__ import annotations

import io
import os
import sys

import anyio
import httpx2
import pytest

from core.files import FileOnDisk, file_from_path, to_httpx_files


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "README.md"
    path.write_bytes(b"# hi")
    return path


class OtherPath:
    def __init__(self, path):
        self.path = str(path)

    def __fspath__(self):
        return self.path


def test_paths_become_name_and_content(path):
    for given in (path, OtherPath(path), anyio.Path(path)):
        name, content = to_httpx_files({"file": given})["file"]
        assert (name, content.read()) == ("README.md", b"# hi")
        ((key, (name, content)),) = to_httpx_files([("file", given)])
        assert (key, name, content.read()) == ("file", "README.md", b"# hi")


def test_paths_inside_tuples_are_read(path):
    assert to_httpx_files({"file": ("a.txt", path)})["file"][1].read() == b"# hi"
    name, content, *rest = to_httpx_files({"file": (None, path, "text/plain", {"X-A": "1"})})["file"]
    assert (name, content.read(), rest) == (None, b"# hi", ["text/plain", {"X-A": "1"}])


def test_bytes_and_open_files_stay_as_they_are(path):
    stream = io.BytesIO(b"x")
    given = {"a": b"x", "b": stream, "c": ("n", stream)}
    assert to_httpx_files(given) == given
    assert to_httpx_files({"a": bytearray(b"x")}) == {"a": b"x"}
    assert to_httpx_files({}) == {}


def test_a_file_on_disk_is_open_only_while_it_is_read_and_can_be_read_again(path):
    file = FileOnDisk(path)
    assert (file.seek(0, os.SEEK_END), file.tell()) == (4, 0)
    assert (file.read(3), file._file is None) == (b"# h", False)
    assert (file.read(3), file.read(3), file._file) == (b"i", b"", None)
    assert file.read() == b"# hi"
    with pytest.raises(FileNotFoundError):
        FileOnDisk(path.with_name("gone"))


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no size there either, but says so in another way")
def test_the_length_of_a_pipe_is_not_known():
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as end:
        end.write(b"piped")
    with os.fdopen(reading, "rb") as pipe:
        request = httpx2.Request("POST", "https://x.example", files=to_httpx_files({"file": ("a", pipe)}))
        assert "content-length" not in request.headers
        assert b"piped" in request.read()


@pytest.mark.parametrize("value", ["README.md", ("a", 5), 5, None])
def test_what_is_no_file_is_refused_with_help(value):
    with pytest.raises(TypeError, match="Expected file types input to be a FileContent type or to be a tuple"):
        to_httpx_files({"file": value})


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
