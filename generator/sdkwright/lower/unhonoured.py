"""Keys of the config that are understood and would change what is emitted, but do not yet: each is told, with its place."""

from __future__ import annotations

from sdkwright.config import set_fields
from sdkwright.lower.context import Context
from sdkwright.pointer import tokens

# by their place from the top; what lies below counts as well
PLACES = (
    ("errors",),
    ("settings", "unwrap_response_fields"),
    ("settings", "unwrap_multiproperty_response_fields"),
    ("settings", "require_websocket_dependencies"),
    ("targets", "python", "options", "disable_pydantic_namespace_protection"),
)
# by their own name, anywhere below these
BELOW = {
    "resources": frozenset(
        {
            "unwrap_response",
            "unwrap_response_field",
            "timeout",
            "max_retries",
            "no_params_suffix",
            "param_model",
        }
    ),
}


def report_unhonoured(context: Context) -> None:
    """A warning for each such key that the config sets."""
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
    return path[-1] in BELOW.get(path[0], frozenset()) and len(path) > 2 and path[1] != "default_retries"
