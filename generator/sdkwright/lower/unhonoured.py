"""Keys of the config that are understood and have no effect, with the reason; and editions that are not known."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sdkwright.lower.context import Context
from sdkwright.pointer import ROOT, child

LATEST = "2026-05-06"
"""The last edition whose output the package is like."""

# by their own name below these: understood, and of no meaning to what is emitted
KEPT: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("organization", "github_org"): "the target names its repository",
        ("client_settings", "default_client_example_name"): "samples call a client `client`",
        ("resources", "skip_test_reason"): "no test needs to be skipped",
        ("readme", "example_requests", "type"): "every example is a request",
        ("readme", "example_requests", "example_properties"): "what errors show is in README already",
        ("openapi", "reason"): "it is for readers of the config",
        ("custom_casings", "camel"): "names in Python are in snake and in Pascal case",
        ("custom_casings", "capital"): "names in Python are in snake and in Pascal case",
        ("edition",): "it pins what the file itself means; that of a target what is emitted",
    }
)


def why_kept(path: tuple[str, ...]) -> str | None:
    """Why a key of the config, by its way from the top, has no effect; None where it has one, or should."""
    for place, why in KEPT.items():
        if path == place or (len(place) > 1 and path[-1] == place[-1] and path[: len(place) - 1] == place[:-1]):
            return why
    return None


def report_edition(context: Context) -> None:
    """A note for an edition of which more is not known than its date."""
    edition = context.config.targets.python.edition
    if edition is not None and edition.rpartition(".")[2] > LATEST:
        message = f"what the edition `{edition}` changes is not known here: the package is as in `python.{LATEST}`"
        hint = (
            "`resource_class_suffix` in `settings` chooses how classes are named, `query_settings` how lists are sent"
        )
        at = child(ROOT, "targets", "python", "edition")
        context.report.add("U503", at, message, hint=hint, source="config")
