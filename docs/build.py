"""Makes the documentation of sdkwright itself in build/docs: the pages of this folder, and reference pages from the code.

    python docs/build.py                pages and site
    python docs/build.py --pages DIR    the Markdown alone, into another folder

What the code knows is not written down a second time: commands come from the command line's own help, diagnostics from their
table with the example of tests/diagnostics.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from sdkwright.cli.commands import command_line
from sdkwright.codes import CODES, Code
from sdkwright.config.json_schema import shipped_schema
from sdkwright.emit.overrides import shipped
from sdkwright.python.catalogue import catalogue

HERE = Path(__file__).parent
ROOT = HERE.parent
OUT = ROOT / "build" / "docs"
CASES = ROOT / "tests" / "diagnostics"
FAMILIES = {
    "D": "Reading and validating the document",
    "S": "What the document means",
    "C": "The config",
    "N": "Names",
    "U": "Understood, and not emitted",
    "T": "Templates of your own",
    "W": "Writing the output",
    "X": "Use of the command line",
    "E": "Edits",
}
# a longer document shows a mistake no better
LONGEST = 40


def main(out: Path, *, with_site: bool) -> None:
    pages = out / "pages"
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(HERE, pages, ignore=shutil.ignore_patterns("*.py", "*.toml", "decisions", "__pycache__"))
    shutil.copy(HERE / "zensical.toml", out)
    (pages / "reference" / "diagnostics").mkdir(parents=True, exist_ok=True)
    for name, text in reference():
        (pages / "reference" / name).write_text(text, encoding="utf-8")
    if with_site:
        command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
        subprocess.run(command, cwd=out, check=True, env={**os.environ, "NO_COLOR": "1"})
        print(out / "site" / "index.html")


def reference() -> Iterator[tuple[str, str]]:
    """Name and text of each page that comes from the code."""
    yield "commands.md", commands()
    yield "templates.md", templates()
    yield "config.md", config()
    # not index.md in a folder of its own: in the contents that would be the page of all of the reference
    yield "diagnostics.md", index()
    for code, entry in CODES.items():
        yield f"diagnostics/{code}.md", diagnostic(code, entry)


# -- commands


def commands() -> str:
    parts = ["# Commands\n"]
    context = click.Context(command_line, info_name="sdkwright")
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        assert command is not None
        parts += section(command, click.Context(command, info_name=name, parent=context), 2)
    return "\n".join(parts)


def section(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    """The help of a command as it prints it, and those of the commands below it."""
    yield f"{'#' * level} {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from section(inner, click.Context(inner, info_name=name, parent=context), level + 1)


# -- templates


def templates() -> str:
    """The names of templates, and what each view class that they print has."""
    about = (
        "A template sees one object, `view`. Every text in it is Python or Markdown already, so a template only prints. "
        "`sdkwright eject NAME` copies one into the folder that `templates:` of the config names, and "
        '`{% include "base/NAME" %}` prints the one of sdkwright. A file of the runtime (`core/NAME.py`) is replaced in the same way.\n'
    )
    parts = [
        "# Templates\n",
        about,
        "## Names\n",
        *(f"- `{name}`" for name in shipped() if name.endswith(".jinja")),
        "\n## Views\n",
    ]
    for each in catalogue():
        parts.append(f"### {each.name}\n\n{each.purpose}\n\n| field | type |\n|---|---|")
        parts += [f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` |" for name, kind in each.fields]
        parts.append("")
    return "\n".join(parts)


# -- config


def config() -> str:
    """Each part of the config with its keys, from the JSON Schema that `sdkwright schema` prints."""
    schema = shipped_schema()
    about = (
        "The config is `sdkwright.yml`, or the `stainless.yml` that you have: the vocabulary is the same. "
        "`sdkwright schema` prints a JSON Schema for editors, `sdkwright doctor` tells what becomes of each key.\n"
    )
    parts = ["# Config\n", about, "## Top level\n", *keys(schema)]
    for name, entry in sorted(schema["$defs"].items()):
        parts += [f"\n## {name}\n", entry.get("description", "").replace("``", "`"), "", *keys(entry)]
    return "\n".join(parts) + "\n"


def keys(entry: Mapping[str, Any]) -> Iterator[str]:
    """A table of the keys of a mapping; where there are several forms, a table for each that is a mapping."""
    for form in (entry, *entry.get("anyOf", ())):
        if form.get("properties"):
            yield "| Key | Value |"
            yield "| --- | --- |"
            yield from (f"| `{name}` | {kind(value)} |" for name, value in form["properties"].items())
            yield ""


def kind(value: Mapping[str, Any]) -> str:
    """What a key takes, in words; parts of the config are links to their keys."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return ", ".join(dict.fromkeys(kind(each) for each in value["anyOf"] if each.get("type") != "null"))
    if "enum" in value or "const" in value:
        return ", ".join(f"`{each}`" for each in value.get("enum", [value.get("const")]))
    if value.get("type") == "array":
        return f"list of {kind(value.get('items', {}))}"
    if value.get("type") == "object":
        inner = value.get("additionalProperties")
        return f"map to {kind(inner)}" if isinstance(inner, dict) and inner else "map"
    return str(value.get("type", "any"))


# -- diagnostics


def index() -> str:
    lines = [
        "# Diagnostics\n",
        "Each finding has a code. `sdkwright explain CODE` shows the same.\n",
    ]
    for letter, title in FAMILIES.items():
        found = {code: entry for code, entry in CODES.items() if code.startswith(letter)}
        if found:
            lines += [f"## {title}\n", "| Code | | Severity |", "| --- | --- | --- |"]
            lines += [
                f"| [{code}](diagnostics/{code}.md) | {entry.title} | {entry.severity.label} |"
                for code, entry in found.items()
            ]
            lines.append("")
    return "\n".join(lines)


def diagnostic(code: str, entry: Code) -> str:
    text = f"# {code}: {entry.title}\n\nSeverity: {entry.severity.label}\n\n{entry.explanation}\n"
    found = example(code)
    return f"{text}\n## Example\n\n{found}" if found else text


def example(code: str) -> str | None:
    """The shortest case that ends in the finding: its input, and what is printed."""
    cases = []
    for case in sorted(path for path in CASES.iterdir() if path.is_dir()):
        said, inputs = (case / "expected.txt"), [path for path in case.iterdir() if path.name != "expected.txt"]
        if said.is_file() and f" {code}: " in said.read_text(encoding="utf-8") and len(inputs) == 1:
            cases.append((len(inputs[0].read_bytes()), inputs[0], said.read_text(encoding="utf-8")))
    if not cases:
        return None
    _, source, said = min(cases)
    block = next(part for part in said.split("\n\n") if f" {code}: " in part)
    content = source.read_text(encoding="utf-8", errors="replace")
    language = "json" if source.suffix == ".json" else "yaml"
    shown = (
        f'```{language} title="{source.name}"\n{content.rstrip()}\n```\n\n' if content.count("\n") <= LONGEST else ""
    )
    return f"{shown}```text\n{block.strip()}\n```\n"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pages"]:
        main(Path(sys.argv[2]), with_site=False)
    else:
        main(OUT, with_site=True)
