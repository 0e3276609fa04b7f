"""The commands, and what click says of a call that is none: each is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdkwright.cli.exits import INTERRUPTED, STOPPED

if TYPE_CHECKING:
    from sdkwright.ahead import Ahead

__all__ = ["command_line", "commanded"]

_COMMANDS = (
    "generate",
    "watch",
    "validate",
    "init",
    "compare",
    "edits",
    "eject",
    "tree",
    "explain",
    "docs",
    "doctor",
    "schema",
)
"""Each is a function of that name in the module of that name, in the order in which the help lists them."""


def commanded(arguments: list[str], ahead: Ahead | None) -> int:
    """Do what the arguments say; the exit code."""
    try:
        code = command_line.main(arguments, prog_name="sdkwright", standalone_mode=False, obj=(arguments, ahead))
    except click.Abort:  # click's word for Ctrl-C
        click.echo(STOPPED, err=True)
        return INTERRUPTED
    except click.ClickException as error:
        (_advised(error) if isinstance(error, click.UsageError) else error).show()
        return error.exit_code
    return code if isinstance(code, int) else 0


def _advised(error: click.UsageError) -> click.UsageError:
    """The error, with what was meant, where a document was given otherwise than the command takes it, or not at all."""
    command, said = error.ctx.command if error.ctx is not None else None, error.format_message()
    if command is None:
        return error
    if isinstance(error, click.MissingParameter) and error.param is not None and error.param.name in {"spec", "source"}:
        from sdkwright.config.discovery import documents

        found = next(iter(documents(Path())), Path("openapi.yaml"))
        return click.UsageError(f"{said} Name one, as in `sdkwright {command.name} {found}`.", error.ctx)
    if said.startswith("Got unexpected extra argument") and any(each.name == "spec" for each in command.params):
        given = said.partition("(")[2].rstrip(").").split()[0]
        if given.endswith((".yaml", ".yml", ".json")):
            by = f"the document is named by an option: `sdkwright {command.name} --spec {given}`"
            return click.UsageError(f"{said}; {by}", error.ctx)
    return error


class _Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, n=1)
            if near and "No such command" in error.message:
                ctx.fail(f"{error.message} (Did you mean `{near[0]}`?)")
            raise

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"sdkwright.cli.{cmd_name}"), cmd_name)
        return command


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("sdkwright")
        except PackageNotFoundError:  # run from a source tree that was never installed
            number = "0+source"
        click.echo(f"sdkwright {number}")
        context.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def command_line() -> None:
    """Make a Python SDK from an OpenAPI document.

    \b
    The shortest way:
      sdkwright generate --spec openapi.yaml --output sdk
      pip install ./sdk

    \b
    With a config (sdkwright.yml, or the stainless.yml you already have):
      sdkwright generate

    Read more about a command with `sdkwright COMMAND --help`.
    """  # noqa: D301 - click wants the character, not the escape
