"""Puts into a guessed config what an SDK that people use has already, and what a person answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sdkwright.config.options import is_importable
from sdkwright.ir.api import Api
from sdkwright.ir.walk import methods
from sdkwright.pointer import Json
from sdkwright.starter.sdk_folder import SdkFolder
from sdkwright.starter.sdk_models import place_models
from sdkwright.starter.text import Entry, Table

__all__ = ["asked", "taken_over"]

_LAYOUT = (
    "Resources, methods and models as the index of the SDK (api.md) lists them, so that programs stay as they are."
)
SHOWN = 12


def taken_over(table: Table, sdk: SdkFolder, document: Json, api: Api) -> Table:
    """The table with the names, the layout, the models and the pages of the SDK.

    How queries are written and which schemas have names is then as configs of such SDKs have it, not as the document has it.
    """
    missing = place_models(sdk, document)
    pages = _pages(sdk, api)
    kept = (entry for entry in table.entries if entry.key not in ("resources", "models", "query_settings"))
    entries = [found for entry in kept if (found := _with_sdk(entry, sdk, pages)) is not None]
    if not sdk.resource_suffix:
        entries = _with_bare_names(entries)
    told = f"\nNo schema was found for {', '.join(missing[:SHOWN])}{_more(missing)}." if missing else ""
    return Table((*entries, Entry("resources", sdk.resources, f"{_LAYOUT}{told}")))


def _more(missing: list[str]) -> str:
    return f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""


def _pages(sdk: SdkFolder, api: Api) -> dict[str, str]:
    """The schemes that were read of the document -> the classes of pages that the SDK has for them; each method told apart."""
    read = {(each.verb, each.path): each.paging.scheme for _, each in methods(api) if each.paging is not None}
    found: dict[str, str] = {}
    for answer in sdk.answers:
        scheme = read.get((answer.verb, answer.path))
        if scheme is not None and answer.page is not None and answer.page not in found.values():
            found.setdefault(scheme, answer.page)
    for answer in sdk.answers:
        scheme = found.get(read.get((answer.verb, answer.path), ""))
        if scheme == answer.page or not (scheme is not None or answer.page in found.values()):
            continue
        entry = sdk.resource(answer.owner)["methods"]
        assert isinstance(entry, dict)
        told: dict[str, Json] = {"endpoint": f"{answer.verb} {answer.path}"}
        forced = answer.page if answer.page in found.values() else False
        entry[answer.name.removesuffix("_")] = {**told, "paginated": forced}
    return found


def _with_sdk(entry: Entry, sdk: SdkFolder, pages: Mapping[str, str]) -> Entry | None:
    """The entry as the SDK has it; None where it has nothing of it."""
    if entry.key == "organization" and sdk.client is not None:
        return replace(entry, value={"name": sdk.client}, comment="Its name is that of the client.")
    if entry.key == "client_settings" and isinstance(entry.value, dict):
        return replace(entry, value=_client_settings(entry.value, sdk))
    if entry.key == "pagination" and isinstance(entry.value, list):
        known = [scheme for scheme in entry.value if isinstance(scheme, dict) and scheme.get("name") in pages]
        schemes: list[Json] = [{**scheme, "name": pages[str(scheme["name"])]} for scheme in known]
        return replace(entry, value=schemes, before_items=()) if schemes else None
    names = {"package_name": sdk.package, "project_name": sdk.project}
    return _with_python(entry, {key: value for key, value in names.items() if value is not None})


def _client_settings(guessed: dict[str, Json], sdk: SdkFolder) -> dict[str, Json]:
    """The options that the client of the SDK has; where one way to authenticate is known, the first of them is for it."""
    settings = {**guessed, **({"default_env_prefix": sdk.prefix} if sdk.prefix is not None else {})}
    known = guessed.get("opts")
    if not sdk.options or not isinstance(known, dict):
        return settings
    ways = [option["auth"] for option in known.values() if isinstance(option, dict) and "auth" in option]
    options = {name: dict(option) for name, option in sdk.options.items() if isinstance(option, dict)}
    if len(ways) == 1:
        options[next(iter(options))]["auth"] = ways[0]
    return {**settings, "opts": {**options, **{name: option for name, option in known.items() if len(ways) > 1}}}


def _with_bare_names(entries: list[Entry]) -> list[Entry]:
    """The entries, with the setting that takes the word `Resource` from the names of classes."""
    bare: dict[str, Json] = {"resource_class_suffix": False}
    settings = next((entry for entry in entries if entry.key == "settings"), None)
    if settings is None:
        return [
            *entries,
            Entry("settings", bare, "Classes of resources are called as their attributes, with no word more."),
        ]
    assert isinstance(settings.value, dict)
    return [replace(entry, value={**settings.value, **bare}) if entry is settings else entry for entry in entries]


def _with_python(entry: Entry, names: dict[str, str]) -> Entry:
    """The entry, with these keys of `targets.python` where it is that."""
    python = entry.value.get("python") if entry.key == "targets" and isinstance(entry.value, dict) else None
    return replace(entry, value={"python": {**python, **names}}) if isinstance(python, dict) else entry


def asked(table: Table, ask: Callable[[str, str, Callable[[str], str | None]], str]) -> Table:
    """The table with the answers to what matters most: the name to import, and where the SDK goes."""
    targets = table.value["targets"]
    python = targets.get("python") if isinstance(targets, dict) else None
    assert isinstance(python, dict)
    answers = {
        "package_name": ask("Name to import", str(python["package_name"]), _importable),
        "output_dir": ask("Folder for the SDK", str(python["output_dir"]), lambda _: None),
    }
    return Table(tuple(_with_python(entry, answers) for entry in table.entries))


def _importable(answer: str) -> str | None:
    return (
        None if is_importable(answer) else f"`{answer}` cannot be imported; a package name is like `acme` or `acme_sdk`"
    )
