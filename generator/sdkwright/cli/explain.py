"""`sdkwright explain`: what a code of a finding means, or where a name comes from."""

from __future__ import annotations

import re
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from sdkwright.cli.asking import asked
from sdkwright.cli.options import CONFIG, DEBUG, SPEC

__all__ = ["explain"]

_CODE = re.compile(r"[A-Za-z]\d{3}")


def _codes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """For completion in a shell: the codes that begin so."""
    from sdkwright.codes import CODES

    return [CompletionItem(code, help=CODES[code].title) for code in CODES if code.startswith(begun.upper())]


@click.command()
@click.argument("what", metavar="CODE|NAME", shell_complete=_codes)
@CONFIG
@SPEC
@DEBUG
def explain(*, what: str, config: Path | None, spec: Path | None) -> int:
    """Explain a finding by its code, or where a name comes from.

    \b
    Examples:
      sdkwright explain S010
      sdkwright explain client.beta.models.list      a method: its operation, the rule, the config line
      sdkwright explain client.beta.models.list.limit
      sdkwright explain BetaModelInfo
    """  # noqa: D301 - click wants the character, not the escape
    if _CODE.fullmatch(what):
        return _explain_code(what.upper())
    from sdkwright.survey.origin import UnknownNameError, origin

    known, code = asked(config, spec)
    if known is None:
        return code
    try:
        click.echo("\n".join(origin(known, what)))
    except UnknownNameError as error:
        raise click.ClickException(str(error)) from None
    return 0


def _explain_code(code: str) -> int:
    from sdkwright.codes import CODES
    from sdkwright.diagnostics import nearest
    from sdkwright.survey.examples import example

    found = CODES.get(code)
    if found is None:
        near = nearest(code, CODES)
        family = [each for each in CODES if each[0] == code[0]]
        known = (
            f"those with {code[0]} are {family[0]} to {family[-1]}" if family else "they begin with D, S, C, N, U ..."
        )
        raise click.ClickException(f"there is no code {code}; " + (f"did you mean {near}?" if near else known))
    click.echo(f"{code}: {found.title} ({found.severity.label})\n\n{found.explanation}")
    shown = example(code)
    if shown is not None:
        click.echo(f"\nFor example:\n\n{shown}")
    return 0
