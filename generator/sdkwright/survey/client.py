"""Where the names of the client and of its options come from, and the lines that change them."""

from __future__ import annotations

from collections.abc import Iterator

from sdkwright.ir.api import ClientOption
from sdkwright.pointer import ROOT, child
from sdkwright.survey.understood import Understood

__all__ = ["of_client", "of_option", "option_called"]


def of_client(known: Understood) -> Iterator[str]:
    """Lines about the class of the client."""
    name, config = known.names.client, known.job.config
    options = ", ".join(f"`{known.names.options[each.key]}`" for each in known.api.client.options)
    yield f"{name}, Async{name}: the client, with {len(known.api.resources)} resources"
    if options:
        yield f"  options   {options}"
    if config.client_settings.default_client_name is not None:
        place = child(ROOT, "client_settings", "default_client_name")
        yield from (f"  config    {known.place(place, 'config')}  {place}", "  to change it: change that")
        return
    if config.organization.name is not None:
        place = child(ROOT, "organization", "name")
        yield f"  config    {known.place(place, 'config')}  {place}"
        yield "  rule      the name of the organization in Pascal case"
    else:
        place = child(ROOT, "info", "title")
        yield f"  document  {known.place(place)}  {place}"
        yield "  rule      the title of the document in Pascal case, without words such as `API`; the package where nothing is left"
    yield from ("  to change it:", "    client_settings:", "      default_client_name: new_name")


def option_called(known: Understood, word: str) -> ClientOption | None:
    """The option of the client that has this name."""
    return next((each for each in known.api.client.options if known.names.options[each.key] == word), None)


def of_option(known: Understood, option: ClientOption, word: str) -> Iterator[str]:
    """Lines about an argument of the constructor."""
    yield f"{word}: an option of the client, `{known.names.client}({word}=...)`"
    if option.environment_variable is not None:
        yield f"  variable  ${option.environment_variable}, where it is not given"
    if known.job.config.client_settings.opts:
        place = child(ROOT, "client_settings", "opts", option.key)
        yield f"  config    {known.place(place, 'config')}  {place}"
        yield "  to change it: rename that key"
        return
    source = "the variables of its servers" if option.server_variable is not None else "its security schemes"
    yield f"  rule      no config has options, so they come from the document: {source}"
    yield "  to change it: `sdkwright init` writes a config with all options below `client_settings.opts`; rename the key"
