"""`sdkwright tree` and `sdkwright explain`: what is where, and why it is called so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sdkwright import cli

ROOT = Path(__file__).parents[2]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run a command in the repository; (exit code, stdout, stderr)."""
    monkeypatch.chdir(ROOT)

    def run(*arguments: str) -> tuple[int, str, str]:
        return cli.run(list(arguments)), *capsys.readouterr()

    return run


def test_the_tree_shows_endpoints_answers_and_pages(said) -> None:
    lines = [
        "client",
        "└── beta",
        "    └── models",
        "        ├── retrieve  GET /v1/models/{model_id} -> BetaModelInfo",
        "        └── list      GET /v1/models -> pages of BetaModelInfo (page)",
    ]
    assert said("tree") == (0, "\n".join(lines) + "\n", "")


def test_the_tree_tells_what_is_left_out(said, tmp_path: Path) -> None:
    config = tmp_path / "sdkwright.yml"
    config.write_text(
        f"spec: {ROOT}/spec/openapi.yaml\norganization: {{name: acme}}\nunspecified_endpoints: [get /v1/models]\n"
        "resources: {models: {methods: {retrieve: 'get /v1/models/{model_id}'}}}\n"
    )
    code, out, _ = said("tree", "--config", str(config))
    assert code == 0
    assert "left out (1):\n  GET /v1/models  spec/openapi.yaml:" in out
    assert "listed in `unspecified_endpoints`" in out
    data = json.loads(said("tree", "--config", str(config), "--format", "json")[1])
    assert [each["endpoint"] for each in data["left_out"]] == ["get /v1/models"]


def test_a_method_is_traced_to_document_config_and_rule(said) -> None:
    code, out, _ = said("explain", "client.beta.models.list")
    assert code == 0
    assert out.startswith("client.beta.models.list: GET /v1/models -> pages of BetaModelInfo")
    assert "\n  document  spec/openapi.yaml:" in out
    assert "\n  config    spec/sdkwright.yml:" in out
    assert "#/resources/beta/subresources/models/methods/list" in out
    assert (
        "    resources:\n      beta:\n        subresources:\n          models:\n            methods:\n              new_name: get /v1/models\n"
        in out
    )


def test_the_line_that_is_shown_does_change_the_name(said, tmp_path: Path) -> None:
    """Put into a config as it is printed, it renames the method."""
    _, out, _ = said("explain", "client.models.list", "--spec", "spec/openapi.yaml")
    lines = out.partition("to change it:\n")[2].partition("    (`sdkwright init`")[0]
    config = tmp_path / "sdkwright.yml"
    config.write_text(
        f"spec: {ROOT}/spec/openapi.yaml\norganization: {{name: acme}}\n"
        + "".join(line[4:] + "\n" for line in lines.splitlines())
    )
    assert "new_name  GET /v1/models -> " in said("tree", "--config", str(config))[1]


def test_without_a_config_the_rule_is_told(said) -> None:
    code, out, _ = said("explain", "client.models.retrieve", "--spec", "spec/openapi.yaml")
    assert code == 0
    assert "rule      GET on one thing (a path that ends in a parameter), and the operationId `getModel`\n" in out
    assert "`get_model`, " in out.partition("else      ")[2]
    assert "`sdkwright init`" in out


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            "client.beta.models.list.betas",
            ["betas: an argument of GET /v1/models (header, optional)", "`anthropic-beta`"],
        ),
        ("client.beta", ["client.beta: a resource with 0 methods, class `Beta`"]),
        ("BetaModelInfo", ["BetaModelInfo: the model of `", "in answers", "spec/openapi.yaml:"]),
        (
            "BetaModelInfo.created_at",
            [
                "a field, required",
                "#/components/schemas/BetaModelInfo/properties/created_at",
                "property_name: new_name",
            ],
        ),
        ("client", ["Anthropic, AsyncAnthropic: the client", "spec/sdkwright.yml:", "default_client_name: new_name"]),
        ("AsyncAnthropic", ["Anthropic, AsyncAnthropic: the client"]),
        ("client.api_key", ["`Anthropic(api_key=...)`", "$ANTHROPIC_API_KEY", "#/client_settings/opts/api_key"]),
        ("beta.models.list", ["client.beta.models.list: GET /v1/models"]),
        ("Anthropic.beta.models", ["a resource with 2 methods"]),
        ("AsyncModels", ["client.beta.models: a resource with 2 methods, class `Models`"]),
        ("SyncPage", ["a page of a list, cursor", "spec/sdkwright.yml:", "#/pagination/0"]),
        (
            "client.beta.models.list",
            ["pages     `SyncPage`, `AsyncPage`: cursor, asked for with `after_id`, `before_id`, items in `data`"],
        ),
    ],
)
def test_other_names_are_traced_too(said, asked: str, told: list[str]) -> None:
    code, out, err = said("explain", asked)
    assert code == 0, err
    for each in told:
        assert each in out


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("client.beta.modles.list", "there is no `modles` in `client.beta`; did you mean `client.beta.models`?"),
        ("client.beta.models.lst", "did you mean `client.beta.models.list`?"),
        ("client.beta.models.list.limits", "`list` has no argument `limits`; did you mean `limit`?"),
        ("BetaModelInf", "nothing is called `BetaModelInf`; did you mean `BetaModelInfo`?"),
        ("BetaModelInfo.create_at", "`BetaModelInfo` has no field `create_at`; did you mean `created_at`?"),
        ("AsyncPge", "did you mean `AsyncPage`?"),
        ("S999", "there is no code S999; those with S are S001 to S"),
        ("foo", "nothing is called `foo`; ask for `S010`, `client.RESOURCE.METHOD`, `Model` or `Model.field`"),
        ("betaModelInfo.id", "did you mean `BetaModelInfo.id`?"),
        ("client.foo", "there is no `foo` in `client`; `sdkwright tree` shows what there is"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is_near(said, asked: str, told: str) -> None:
    code, _, err = said("explain", asked)
    assert code == 1
    assert told in err


def test_a_code_is_explained_with_an_example(said) -> None:
    code, out, _ = said("explain", "s010")
    assert code == 0
    assert out.startswith("S010: ")
    assert "For example:" in out
    assert " error S010: " in out


# what a document shows -> which rule names its method, and what else it could have been called
RULES = {
    "a verb in the path": (
        {"/points/query": ["post"], "/points/{id}": ["get"]},
        "client.points.query",
        "`query` is a verb, and nothing of its own stands below it",
    ),
    "a colon": ({"/jobs/{id}:cancel": ["post"], "/jobs": ["get"]}, "client.jobs.cancel", "the verb after the colon"),
    "taken": (
        {"/pets/{id}": ["put", "patch"]},
        "client.pets.replace",
        "PUT on one thing (a path that ends in a parameter)",
    ),
    "alone": (
        {"/pets/{id}": ["get"], "/pets/{id}/status": ["get"]},
        "client.pets.status",
        "`status` is alone there: a method of `pets`",
    ),
}


@pytest.mark.parametrize("case", RULES)
def test_the_rule_that_fired_is_told(said, tmp_path: Path, case: str) -> None:
    paths, asked, told = RULES[case]
    responses = {"200": {"description": "fine"}}
    parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Zoo", "version": "1"},
        "paths": {
            path: {
                verb: {"responses": responses, **({"parameters": parameters} if "{" in path else {})} for verb in verbs
            }
            for path, verbs in paths.items()
        },
    }
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    code, out, err = said("explain", asked, "--spec", str(tmp_path / "openapi.json"))
    assert code == 0, err
    assert told in out
