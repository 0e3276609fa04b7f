"""Reading the config file, and what flags and file say together; not what the fields mean."""

from __future__ import annotations

from pathlib import Path

from sdkwright.config.document import transform_steps
from sdkwright.config.models import Config
from sdkwright.config.options import CANDIDATES, GenerateOptions, HttpLibrary
from sdkwright.diagnostics import Report
from sdkwright.inert import dataclass
from sdkwright.pointer import ROOT, Json, child
from sdkwright.read import read
from sdkwright.read.command import Step
from sdkwright.read.text import shown

__all__ = ["DEFAULT_OUTPUT", "Job", "load_config", "raw_config", "settle"]

DEFAULT_OUTPUT = "generated"


@dataclass(frozen=True, slots=True)
class Job:
    """What to do, flags and file put together; a path of the file is relative to the file, a flag's to the caller.

    ``config_path`` is None when there is no config; ``package`` is None when the document's title decides.
    """

    config: Config
    config_path: Path | None
    spec: Path
    output: Path
    package: str | None
    http_library: HttpLibrary
    transforms: tuple[Step, ...]
    overlays: tuple[Path, ...]
    allow_remote_refs: bool
    allow_hosts: frozenset[str]
    allow_folders: tuple[Path, ...]
    templates: Path | None
    tests: bool | None


def settle(options: GenerateOptions, report: Report, *, folder: Path | None = None) -> Job | None:
    """What a run has to do; None where nothing can be done, with the reason in the report.

    A flag wins over the file. With `--spec` and no `--config`, no config is looked for: a file that happens to lie here
    was written for another document. ``folder`` is the working directory.
    """
    here = folder if folder is not None else Path()
    path = options.config
    if path is None and options.spec is None:
        from sdkwright.config.discovery import discover, documents

        path = discover(here)
        if path is None:
            found = shown(next(iter(documents(here)), Path("openapi.yaml")))
            hint = f"say which document to read: `--spec {found}`; or write a config: `sdkwright init {found}`"
            report.add("X002", None, f"no config was found here ({', '.join(CANDIDATES)})", hint=hint)
            return None
    if path is None:
        return _job(options, Config(), None, {}, report)
    if not path.is_file():
        report.add("X001", None, f"there is no config file {shown(path)}", hint="check the path given with `--config`")
        return None
    from sdkwright.config.workspace import workspace

    config = load_config(path, report)
    return _job(options, config, path, workspace(path, report), report)


def load_config(path: Path, report: Report) -> Config:
    """The config in a YAML, JSON or pyproject.toml file; what is wrong with it is in the report and left out."""
    from sdkwright.config.findings import report_unknown
    from sdkwright.config.understood import understood
    from sdkwright.config.unwanted import apply_ignored

    raw = raw_config(path, report)
    if raw is None:
        return Config()
    config = understood(raw, report)
    apply_ignored(config.diagnostics.ignored, report)
    report_unknown(config, report)
    return config


def raw_config(path: Path, report: Report) -> dict[str, Json] | None:
    """The tree of a config as it is written; None where it cannot be read."""
    if path.suffix == ".toml":
        from sdkwright.config.toml_text import read_table

        return read_table(path, report)
    document = read(path, report, source="config")
    return document.root if document is not None else None


def _job(
    options: GenerateOptions, config: Config, path: Path | None, workspace: dict[str, Path], report: Report
) -> Job | None:
    base = path.parent if path is not None else Path()
    spec = options.spec or _below(base, config.spec) or workspace.get("openapi_spec")
    if spec is None:
        if not report.has_errors:
            hint = "add `spec: openapi.yaml` (relative to this file), or pass `--spec`"
            report.add("C001", ROOT, "the config does not say which document to read", hint=hint, source="config")
        return None
    if not _all_there(options, config, base, report):
        return None
    output = options.output or _below(base, config.targets.python.output_dir) or workspace.get("output_path")
    return Job(
        config=config,
        config_path=path,
        spec=spec,
        output=output or Path(DEFAULT_OUTPUT),
        package=options.package or config.targets.python.package_name,
        http_library=options.http_library or config.http_library,
        transforms=transform_steps(config.openapi),
        overlays=(*(base / each for each in config.overlays), *options.overlays),
        allow_remote_refs=options.allow_remote_refs or config.allow_remote_refs,
        allow_hosts=frozenset(host.lower() for host in (*config.allow_hosts, *options.allow_hosts)),
        allow_folders=(*(base / each for each in config.allow_folders), *options.allow_folders),
        templates=_below(base, config.templates),
        tests=options.tests if options.tests is not None else config.targets.python.tests,
    )


def _all_there(options: GenerateOptions, config: Config, base: Path, report: Report) -> bool:
    """Whether the files that the config names can be read; one that cannot is told at its line."""
    named = [(child(ROOT, "spec"), config.spec)] if options.spec is None and config.spec is not None else []
    named += [(child(ROOT, "overlays", index), path) for index, path in enumerate(config.overlays)]
    gone = [(at, base / path) for at, path in named if not (base / path).is_file()]
    for at, path in gone:
        why = "is a directory" if path.is_dir() else "no such file or directory"
        hint = "paths in the config are relative to its folder"
        report.add("D001", at, f"cannot read {shown(path)}: {why}", hint=hint, source="config")
    return not gone


def _below(base: Path, path: str | None) -> Path | None:
    return base / path if path else None
