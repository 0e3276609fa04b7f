"""Every call of packages made from real documents and configs, to a mock server that knows the document (as the config's transforms leave it) alone
and rejects what is not in it.

    make test-pairs                     the pairs in ../shared/pairs
    make test-pairs PAIRS=FOLDER        those in another folder: FOLDER/<name>/openapi.* and stainless.yml

The calls are those of the tests that come with a package: required and all arguments, synchronous and asynchronous, raw and
streaming. A request that the server rejects is an error 400, and so a test that fails. `known_rejections.txt` lists what the
server cannot do, with the reason; a line that is no longer needed fails as well.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote

import yaml

from sdkwright.config import load_config
from sdkwright.config.document import transform_steps
from sdkwright.diagnostics import Report
from sdkwright.read import read
from sdkwright.read.transforms import transformed

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAIRS = ROOT.parent / "shared" / "pairs"
SERVER = os.environ.get("MOCK_SERVER", "@stdy/cli@0.22")
KNOWN = HERE / "known_rejections.txt"
WANTED = "not path_params and not errors and not pages"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def mocked(spec: Path, path: Path, folder: Path) -> Iterator[str]:
    """The URL of the server, as the SDKs of those configs start it for their own tests."""
    formats = yaml.safe_load(path.read_text(encoding="utf-8")).get("query_settings") or {}
    array, nested = formats.get("array_format", "comma"), formats.get("nested_format", "brackets")
    port = free_port()
    command = [
        "npm",
        "exec",
        "--yes",
        f"--package={SERVER}",
        "--",
        "steady",
        "--host",
        "127.0.0.1",
        "-p",
        str(port),
        "--quiet",
    ]
    for what in ("query", "form"):
        command += [f"--validator-{what}-array-format={array}", f"--validator-{what}-object-format={nested}"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*command, str(readable(spec, path, folder))], stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait_for(f"http://127.0.0.1:{port}", server, folder / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, 15)
            server.wait(10)


def readable(spec: Path, config: Path, folder: Path) -> Path:
    """The document as the config changes it before anything else, and as the server can load it.

    Components whose names it refuses get others, which no request shows.
    """
    report = Report()
    document = read(spec, report)
    assert document is not None
    changed = transformed(document, transform_steps(load_config(config, report).openapi), report)
    assert changed is not None
    assert not report.has_errors
    document = json.loads(json.dumps(changed.root, default=str))
    renamed: dict[str, str] = {}
    for section, components in (document.get("components") or {}).items():
        for name in list(components):
            plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
            if plain != name:
                components[plain] = components.pop(name)
                renamed[f"#/components/{section}/{name}"] = f"#/components/{section}/{plain}"

    def below(node: object) -> object:
        if isinstance(node, dict):
            return {key: below(value) for key, value in node.items()}
        if isinstance(node, list):
            return [below(item) for item in node]
        return renamed.get(unquote(node), node) if isinstance(node, str) and node.startswith("#/") else node

    found = folder / "openapi.json"
    found.write_text(json.dumps(below(document), default=str), encoding="utf-8")
    return found


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text()[-2000:]
        with suppress(OSError), urllib.request.urlopen(f"{url}/_x-steady/health", timeout=2):
            return
        time.sleep(0.5)
    raise TimeoutError("the mock server did not come up")


def call_all(pair: Path, folder: Path) -> tuple[int, set[str]]:
    """How many calls were answered, and the tests of those that were not."""
    spec = next(pair.glob("openapi.*"))
    config = pair / "stainless.yml"
    command = [
        sys.executable,
        "-m",
        "sdkwright",
        "generate",
        "--config",
        str(config),
        "--spec",
        str(spec),
    ]
    emitted = [*command, "--output", str(folder / "sdk"), "--keep-going", "--tests"]
    assert subprocess.run(emitted, cwd=ROOT, capture_output=True).returncode in (0, 1)
    with mocked(spec, config, folder) as url:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "--disable-recording", "--allowed-hosts=127.0.0.1"),
                *(
                    "-p",
                    "no:cacheprovider",
                    "-p",
                    "no:asyncio",
                    "-rf",
                    "--tb=line",
                    "-k",
                    WANTED,
                    "tests/api_resources",
                ),
            ],
            cwd=folder / "sdk",
            env={**os.environ, "TEST_API_BASE_URL": url},
            capture_output=True,
            text=True,
        )
    failed = set(re.findall(r"^FAILED tests/api_resources/(\S+)", done.stdout, re.MULTILINE))
    passed = re.search(r"(\d+) passed", done.stdout)
    if os.environ.get("PAIRS_VERBOSE"):
        print(done.stdout[-6000:])
    assert passed is not None, done.stdout[-3000:] + done.stderr[-2000:]
    return int(passed[1]), failed


def known(pair: str) -> dict[str, str]:
    """`pair | test | reason` lines."""
    rows = [[part.strip() for part in line.split("|")] for line in KNOWN.read_text(encoding="utf-8").splitlines()]
    return {row[1]: row[2] for row in rows if len(row) == 3 and row[0] == pair}


def main(folders: list[str]) -> int:
    if shutil.which("npm") is None:
        print("make test-pairs needs Node with npm on PATH", file=sys.stderr)
        return 2
    wrong = 0
    for pair in sorted(path.parent for path in Path(folders[0] if folders else PAIRS).glob("*/stainless.yml")):
        with tempfile.TemporaryDirectory() as folder:
            answered, failed = call_all(pair.resolve(), Path(folder))
        allowed = known(pair.name)
        unexpected, unneeded = failed - allowed.keys(), allowed.keys() - failed
        print(
            f"{pair.name}: {answered} calls answered, {len(failed)} not, {len(failed & allowed.keys())} of these known",
            flush=True,
        )
        for test in sorted(unexpected):
            print(f"  FAILED {test}")
        for test in sorted(unneeded):
            print(f"  no longer needed in {KNOWN.name}: {test}")
        wrong += len(unexpected) + len(unneeded)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
