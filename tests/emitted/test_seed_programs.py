"""The two programs of the API's own documentation, word for word, as files that Python runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.models_api import MODELS, error_example
from harness.models_api import api as models_api
from harness.programs import LIST, RETRIEVE, run
from harness.server import Server

SOURCE = Path(__file__).parents[2] / "generated" / "src"


@pytest.mark.parametrize(
    ("program", "target", "printed"),
    [(LIST, "/v1/models", MODELS[0]["id"]), (RETRIEVE, "/v1/models/model_id", "model_id")],
    ids=["list", "retrieve"],
)
def test_the_documented_program_runs_as_it_stands(
    server: Server, tmp_path: Path, program: str, target: str, printed: str
):
    """Its output is what the API answered, and nothing is written to stderr."""
    server.route = models_api([*MODELS, {**MODELS[0], "id": "model_id"}])
    done = run(program, tmp_path, server, PYTHONPATH=str(SOURCE), PYTHONWARNINGS="error")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{printed}\n", "")
    assert (server.last.method, server.last.target) == ("GET", target)
    assert server.last.header("x-api-key") == "sk-made-up"


def test_without_a_key_the_program_ends_in_an_error_that_says_so(server: Server, tmp_path: Path):
    """C34c: nothing is sent."""
    done = run(LIST, tmp_path, server, PYTHONPATH=str(SOURCE), ANTHROPIC_API_KEY=None)
    assert done.returncode == 1
    assert "Could not resolve authentication method" in done.stderr
    assert server.requests == []


def test_a_key_that_is_refused_ends_the_program_in_an_authentication_error(server: Server, tmp_path: Path):
    """X2: whose last line names the class by the package, with the answer."""
    server.reply(401, error_example(401))
    done = run(LIST, tmp_path, server, PYTHONPATH=str(SOURCE))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("anthropic.AuthenticationError: Error code: 401 - {'type': 'error'")
    assert "sk-made-up" not in done.stderr
