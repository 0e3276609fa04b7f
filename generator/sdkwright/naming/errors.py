"""Names of the classes of errors that the config gives an API; they stand beside those that every package exports."""

from __future__ import annotations

from sdkwright.ir.api import Api
from sdkwright.naming.models import class_name, client_name
from sdkwright.naming.reserved import ERRORS, EXPORTED
from sdkwright.naming.scope import Scope
from sdkwright.naming.words import Casings
from sdkwright.pointer import Pointer

__all__ = ["error_names"]

SUFFIX = "Error"


def error_names(api: Api, casings: Casings) -> dict[Pointer, str]:
    """The class of each, which ends as those of errors do; one that every package has already gets the client's name before it."""
    client, scope = client_name(api.client.name, casings), Scope()
    scope.reserve(EXPORTED | ERRORS | {client, f"Async{client}", f"{client}{SUFFIX}"})
    found: dict[Pointer, str] = {}
    for kind in api.errors.kinds if api.errors is not None else ():
        name = class_name(kind.key, casings, SUFFIX)
        name = name if name.endswith(SUFFIX) else f"{name}{SUFFIX}"
        found[kind.site] = scope.claim(kind.site, name, f"{client}{name}")
    return found
