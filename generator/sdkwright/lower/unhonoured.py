"""Keys of the config that are understood and would change what is emitted, but do not yet: each is told, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sdkwright.config import set_fields
from sdkwright.lower.context import Context
from sdkwright.pointer import ROOT, child, tokens

# by their place from the top; what lies below counts as well
PLACES = (
    ("errors", "source"),
    ("errors", "discriminator"),
    ("errors", "status_property"),
    ("errors", "variants"),
    ("settings", "require_websocket_dependencies"),
    ("targets", "python", "options", "disable_pydantic_namespace_protection"),
)
# by their own name, anywhere below these
BELOW = {
    "resources": frozenset(
        {
            "unwrap",
            "unsafe_unwrap",
            "no_params_suffix",
            "param_model",
        }
    ),
    "models": frozenset({"deprecated", "no_params_suffix", "param_model", "to"}),
}


# by their own name below these: understood, and of no meaning to what is emitted
KEPT: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("organization", "github_org"): "the target names its repository",
        ("client_settings", "default_client_example_name"): "samples call a client `client`",
        ("client_settings", "opts", "example"): "samples have values of their own",
        ("resources", "skip_test_reason"): "no test needs to be skipped",
        ("readme", "example_requests", "type"): "every example is a request",
        ("readme", "example_requests", "example_properties"): "what errors show is in README already",
        ("readme", "example_requests", "file_param"): "samples of files have paths of their own",
        ("readme", "example_requests", "file_path"): "samples of files have paths of their own",
        ("openapi", "reason"): "it is for readers of the config",
        ("edition",): "what it pins is said by settings: `resource_class_suffix`, `query_settings`",
        ("targets", "python", "edition"): "what it pins is said by settings: `resource_class_suffix`, `query_settings`",
    }
)


def why_kept(path: tuple[str, ...]) -> str | None:
    """Why a key of the config, by its way from the top, has no effect; None where it has one, or should."""
    reasons = (why for place, why in KEPT.items() if path[-1] == place[-1] and path[: len(place) - 1] == place[:-1])
    return next(reasons, None)


def report_unhonoured(context: Context) -> None:
    """A warning for each such key that the config sets, and a note for an edition."""
    for edition, at in (
        (context.config.edition, ("edition",)),
        (context.config.targets.python.edition, ("targets", "python", "edition")),
    ):
        if edition is not None:
            message = f"the edition `{edition}` pins defaults that are chosen by settings here"
            hint = "see `resource_class_suffix` in `settings`, and `query_settings`"
            context.report.add("U503", child(ROOT, *at), message, hint=hint, source="config")
    for pointer in set_fields(context.config):
        path = tokens(pointer)
        if is_unhonoured(path):
            message = f"`{path[-1]}` has no effect on what is emitted yet"
            hint = "what it asks for is not in the package; remove it to silence this"
            context.report.add("U501", pointer, message, hint=hint, source="config")


def is_unhonoured(path: tuple[str, ...]) -> bool:
    """Whether a key of the config, by its way from the top, is one of them."""
    if any(path[: len(place)] == place for place in PLACES):
        return True
    if path[0] == "resources" and path[-1] == "deprecated" and path[-3] != "methods":
        return True  # of a method it is in the package, of a resource or model not
    return path[-1] in BELOW.get(path[0], frozenset()) and len(path) > 2 and path[1] != "default_retries"
