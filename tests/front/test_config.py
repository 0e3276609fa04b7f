"""The config: what is typed, what is accepted, what is refused, where it is found, and what wins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from sdkwright.config import Config, GenerateOptions, discover, load_config, set_fields, settle
from sdkwright.config.options import is_importable
from sdkwright.diagnostics import Report

EVERYTHING = """
edition: 2026-05-06
organization: {name: acme, docs: https://x, contact: a@b.c, upload_spec: true, github_org: acme}
targets:
  python:
    package_name: acme
    project_name: acme-sdk
    edition: python.2025-11-20
    production_repo: null
    publish: {pypi: true}
    options: {use_uv: true}
  typescript: {package_name: "@acme/sdk"}
  go: {}
environments: {production: https://api.acme.com, staging: "https://{region}.acme.com"}
client_settings:
  default_env_prefix: ACME
  default_timeout: PT60S
  default_retries: {max_retries: 3, initial_delay_seconds: 0.5, max_delay_seconds: 8}
  default_headers: {X-Version: 2026-01-01}
  idempotency: {header: Idempotency-Key}
  opts:
    api_key: {type: string, nullable: true, read_env: ACME_API_KEY, auth: {security_scheme: Bearer, role: value}}
    project: {type: string, send_as_path_param: true, send_in_header: X-Project}
security: [{}, {Bearer: []}]
security_schemes: {Bearer: {type: http, scheme: bearer}}
query_settings: {array_format: comma, nested_format: brackets}
settings: {license: {name: Mine, contents: text}, disable_mock_tests: true, unwrap_response_fields: [data]}
streaming: {on_event: [{data_starts_with: '[DONE]', handle: done}, {kind: fallthrough, handle: yield}]}
readme: {example_requests: {default: {type: request, endpoint: get /pets, params: {limit: 3}}}, example_types: []}
openapi: {code_samples: readme, transforms: [{command: remove, args: {target: $.x}}]}
custom_casings: {api: {initialism: true}}
unspecified_endpoints: [get /health]
diagnostics: {ignored: {Schema/IsAmbiguous: true}}
codeflow: {release_environment: npm}
pagination:
  page: {type: cursor, request: {after: {type: string}}, response: {data: {type: array}}}
resources:
  $shared: {models: {pet: Pet}}
  pets:
    description: All pets
    standalone_api: true
    models:
      cat: '#/components/schemas/Cat'
      dog: {type: model, openapi_uri: Dog, skip: [go]}
    methods:
      list: get /pets?beta=true
      create: {type: http, endpoint: post /pets, paginated: false, body_param_name: pet, mcp: {}}
      stream: {endpoint: post /stream, streaming: {param_discriminator: null, stream_event_model: pets.event}}
      old: {type: alias, to: list, deprecated: use list}
    subresources:
      toys: {methods: {list: {endpoint: 'GET /pets/{id}/toys', positional_params: [id]}}, skip: true}
  empty:
"""


def load(text: str, tmp_path: Path, name: str = "sdkwright.yml") -> tuple[Config, list[tuple[str, str | None]]]:
    path = tmp_path / name
    path.write_text(text)
    report = Report()
    config = load_config(path, report)
    return config, [(found.code, found.pointer) for found in report.diagnostics]


def test_the_whole_vocabulary_is_read_without_a_word(tmp_path: Path) -> None:
    config, found = load(EVERYTHING, tmp_path)
    assert found == []
    assert config.targets.python.package_name == "acme"
    assert list(config.environments) == ["production", "staging"]
    assert config.client_settings.opts["api_key"].auth is not None
    assert config.client_settings.opts["project"].send_in_header == "X-Project"
    assert config.client_settings.default_headers == {"X-Version": "2026-01-01"}
    assert config.security == [{}, {"Bearer": []}]
    assert config.pagination[0].name == "page"
    assert list(config.resources) == ["$shared", "pets", "empty"]
    assert config.edition == "2026-05-06"


def test_methods_and_models_are_read_in_each_spelling(tmp_path: Path) -> None:
    config, _ = load(EVERYTHING, tmp_path)
    pets = config.resources["pets"]
    assert (pets.methods["list"].verb, pets.methods["list"].path) == ("get", "/pets?beta=true")
    assert (pets.methods["create"].paginated, pets.methods["create"].body_param_name) == (False, "pet")
    assert pets.methods["stream"].streaming is not None
    assert pets.methods["stream"].streaming.param_discriminator is None
    assert pets.methods["old"].to == "list"
    assert pets.subresources["toys"].methods["list"].verb == "get"
    assert pets.subresources["toys"].skip is True
    assert (pets.models["cat"].schema_ref, pets.models["dog"].schema_ref) == ("#/components/schemas/Cat", "Dog")


def test_an_empty_config_is_valid_and_means_take_all_from_the_document() -> None:
    config = Config()
    assert (config.resources, config.http_library, config.security) == ({}, "httpx2", None)


def test_the_fields_that_are_set_can_be_listed_for_whoever_honours_them(tmp_path: Path) -> None:
    config, _ = load(
        "settings: {file_header: x, python: {license_classifier: x}}\nresources: {a: {methods: {list: get /a}}}\n",
        tmp_path,
    )
    assert set_fields(config) == (
        "#/resources/a/methods/list/endpoint", "#/settings/file_header", "#/settings/python/license_classifier",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("resourcs: {}", ("C002", "#/resourcs")),
        ("client_settings: {opts: {key: {red_env: X}}}", ("C002", "#/client_settings/opts/key/red_env")),
        ("pagination: [{name: p, type: cursor, reqest: {}}]", ("C002", "#/pagination/0/reqest")),
        ("resources: {a: {subresources: {b: {method: {}}}}}", ("C002", "#/resources/a/subresources/b/method")),
        ("organization: {name: 5}", ("C003", "#/organization/name")),
        ("environments: [a]", ("C003", "#/environments")),
        ("settings: {sort_schema_properties: 'no'}", ("C003", "#/settings/sort_schema_properties")),
        ("resources: {a: {methods: {list: '/a'}}}", ("C003", "#/resources/a/methods/list")),
        ("resources: {a: {methods: {list: {paginated: [x]}}}}", ("C003", "#/resources/a/methods/list/paginated")),
        ("targets: {python: {package_name: ../evil}}", ("C003", "#/targets/python/package_name")),
        ("targets: {python: {project_name: a/b}}", ("C003", "#/targets/python/project_name")),
        ("pagination: [{name: p, type: cursr}]", ("C003", "#/pagination/0/type")),
        (
            "client_settings: {default_retries: {max_retries: 1.5}}",
            ("C003", "#/client_settings/default_retries/max_retries"),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, found: tuple[str, str], tmp_path: Path) -> None:
    assert load(text, tmp_path)[1] == [found]


def test_a_wrong_value_does_not_hide_the_rest_of_the_file(tmp_path: Path) -> None:
    config, found = load("http_library: x\nunknwon: 1\norganization: {name: acme}\n", tmp_path)
    assert [code for code, _ in found] == ["C003", "C002"] or sorted(code for code, _ in found) == ["C002", "C003"]
    assert config.organization.name == "acme"


def test_a_config_of_another_generator_in_json_is_read(tmp_path: Path) -> None:
    config, found = load('{"organization": {"name": "acme"}}', tmp_path, "stainless.json")
    assert (config.organization.name, found) == ("acme", [])


def test_configs_are_looked_for_in_the_documented_order(tmp_path: Path) -> None:
    assert discover(tmp_path) is None
    (tmp_path / "spec").mkdir()
    (tmp_path / ".stainless").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert discover(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text("[tool.sdkwright]\nspec = 'a.yaml'\n")
    for name in ("pyproject.toml", ".stainless/stainless.yml", "stainless.yml", "spec/sdkwright.yml", "sdkwright.yml"):
        (tmp_path / name).touch()
        assert discover(tmp_path) == tmp_path / name


def test_paths_in_the_file_are_relative_to_the_file_and_flags_win(tmp_path: Path) -> None:
    folder = tmp_path / "spec"
    folder.mkdir()
    config = folder / "sdkwright.yml"
    config.write_text(
        "spec: api.yaml\nhttp_library: httpx\noverlays: [o.yaml]\ntemplates: ../t\n"
        "targets: {python: {package_name: acme, output_dir: ../out}}\n"
    )
    for name in ("api.yaml", "o.yaml"):
        (folder / name).touch()
    report = Report()
    job = settle(GenerateOptions(config=config), report)
    assert job is not None
    assert (job.spec, job.output, job.package) == (folder / "api.yaml", folder / "../out", "acme")
    assert (job.http_library, job.overlays, job.templates) == ("httpx", (folder / "o.yaml",), folder / "../t")
    flags = GenerateOptions(config=config, spec=Path("b.yaml"), output=Path("o"), package="b", http_library="httpx2")
    job = settle(flags, report)
    assert job is not None
    assert (job.spec, job.output, job.package, job.http_library) == (Path("b.yaml"), Path("o"), "b", "httpx2")
    assert report.diagnostics == ()


def test_workspace_json_beside_the_config_fills_in_what_the_config_leaves_open(tmp_path: Path) -> None:
    (tmp_path / "stainless.yml").write_text("resources: {}\n")
    (tmp_path / "workspace.json").write_text(
        '{"openapi_spec": "../openapi.yml", "targets": {"python": {"output_path": "../py"}}}'
    )
    report = Report()
    job = settle(GenerateOptions(), report, folder=tmp_path)
    assert job is not None
    assert (job.spec, job.output) == (tmp_path.parent / "openapi.yml", tmp_path.parent / "py")


def test_a_workspace_above_counts_where_it_names_the_config(tmp_path: Path) -> None:
    folder = tmp_path / "stainless" / "config"
    folder.mkdir(parents=True)
    (folder / "main.yaml").write_text("resources: {}\n")
    named = '{"stainless_config": "stainless/config/main.yaml", "openapi_spec": "openapi.yml", "output_path": "py"}'
    (tmp_path / "workspace.json").write_text(named)
    (tmp_path / "stainless" / "workspace.json").write_text(
        '{"stainless_config": "other.yml", "openapi_spec": "no.yml"}'
    )
    for job in (
        settle(GenerateOptions(config=folder / "main.yaml"), Report()),
        settle(GenerateOptions(), Report(), folder=tmp_path),  # which finds it by the workspace
    ):
        assert job is not None
        assert job.config_path is not None
        assert job.config_path.resolve() == (folder / "main.yaml").resolve()
        assert (job.spec.resolve(), job.output.resolve()) == (tmp_path / "openapi.yml", tmp_path / "py")


@pytest.mark.parametrize("is_link", [False, True])
@pytest.mark.parametrize(
    ("place", "config"),
    [
        *product((".", "conf", ".stainless"), ("stainless.yml", "conf/api.yml", "other.yml", ".stainless/b.yml")),
        (".", "../c.yml"),
    ],
)
def test_a_workspace_in_its_folder_counts_for_the_config_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, is_link: bool, place: str
) -> None:
    root = tmp_path / "project"
    for folder in ("conf", "linked/in" if is_link else ".stainless"):
        (root / folder).mkdir(parents=True)
    if is_link:
        (root / ".stainless").symlink_to(root / "linked/in")
    (root / config).write_text("resources: {}\n")
    above, here, named = "../.." if is_link else "..", root / place, root / config
    told = {"openapi_spec": f"{above}/api.yml", "targets": {"python": {"output_path": f"{above}/py"}}}
    named_by = os.path.relpath(named.resolve(), (root / ".stainless").resolve())
    (root / ".stainless/workspace.json").write_text(json.dumps({"stainless_config": named_by, **told}))
    monkeypatch.chdir(here)
    given = Path(os.path.relpath(named, here.resolve()))
    for options in (GenerateOptions(config=given), GenerateOptions())[: 2 if place == "." else 1]:
        job = settle(options, Report())
        assert job is not None
        assert job.config_path is not None
        assert job.config_path.resolve() == named.resolve()
        assert (job.spec.resolve(), job.output.resolve()) == (root / "api.yml", root / "py")
    if place == "." and not is_link:
        assert str(job.output) == "py"


@pytest.mark.parametrize(
    "name",
    ["stainless.yaml", "openapi.stainless.yml", "stainless/openapi.stainless.yml", "stainless/stainless.yml"],
)
def test_a_config_is_found_under_the_names_that_such_files_have(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("spec: openapi.yml\n")
    (tmp_path / name).with_name("openapi.yml").write_text("openapi: 3.1.0\n")
    job = settle(GenerateOptions(), Report(), folder=tmp_path)
    assert job is not None
    assert job.config_path == tmp_path / name


@pytest.mark.parametrize("text", ["{", "[]", '{"stainless_config": 3}', '{"stainless_config": "gone.yml"}'])
def test_a_workspace_that_names_no_config_finds_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "workspace.json").write_text(text)
    assert settle(GenerateOptions(), Report(), folder=tmp_path) is None


def test_with_a_document_alone_no_config_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "sdkwright.yml").write_text("http_library: httpx\n")
    job = settle(GenerateOptions(spec=Path("x.yaml")), Report(), folder=tmp_path)
    assert job is not None
    assert (job.config, job.config_path, job.output) == (Config(), None, Path("generated"))


def test_nothing_to_go_by_is_a_usage_error(tmp_path: Path) -> None:
    report = Report()
    assert settle(GenerateOptions(), report, folder=tmp_path) is None
    assert settle(GenerateOptions(config=tmp_path / "none.yml"), report) is None
    assert sorted(found.code for found in report.diagnostics) == ["X001", "X002"]


@pytest.mark.parametrize("name", ["acme", "acme_sdk", "acme.sdk"])
def test_a_name_that_python_imports_is_a_package_name(name: str) -> None:
    assert is_importable(name)


@pytest.mark.parametrize("name", ["class", "3d", "a-b", "", "a/b", "..", "a..b", "ﬁ", "None", "a b"])
def test_nothing_else_is_a_package_name(name: str) -> None:
    assert not is_importable(name)


def test_the_flags_alone_cost_no_import_of_pydantic_or_yaml() -> None:
    code = "import sys; import sdkwright.cli; print([m for m in ('pydantic', 'yaml', 'jinja2', 'black') if m in sys.modules])"
    paths = [path for path in sys.path if path]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
