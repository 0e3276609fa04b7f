"""The table of names that the naming stage hands on; read-only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from sdkwright.inert import dataclass
from sdkwright.naming.scope import Numbered
from sdkwright.naming.words import Casings
from sdkwright.pointer import Pointer


class FieldNames(dict[Pointer, str]):
    """Names of fields by their sites. One that is called as its site ends, as most are, has no entry: a large API has tens of thousands of them."""

    __slots__ = ()

    def __missing__(self, site: Pointer) -> str:
        return site.rpartition("/")[2]

    @classmethod
    def of(cls, names: Mapping[Pointer, str]) -> FieldNames:
        """These names."""
        return cls({site: name for site, name in names.items() if not _is_usual(site, name)})


def _is_usual(site: Pointer, name: str) -> bool:
    """Whether it is what the site ends in, and a name that no class can have, since these begin with a capital where letters have cases."""
    return name.isascii() and name.islower() and site.endswith(f"/{name}")


Hosts: TypeAlias = tuple[Mapping[Pointer, Pointer], Mapping[Pointer, Pointer]]


@dataclass(frozen=True, slots=True)
class Names:
    """Python names by the identity of what bears them.

    attributes   resource and method sites -> attribute or method name
    classes      resource sites, model pointers, sites of unnamed objects and unions -> class or alias name
    modules      resource sites, model pointers -> module name (without folder)
    param_classes, param_modules
                 model pointers -> name of the twin that requests take, where there is one
    params       method sites -> name of the TypedDict of its parameters; `params_modules` -> its module
    responses    method sites -> name of an answer that is no model; `response_modules` -> its module
    arguments    parameter sites -> argument name
    fields       field sites -> attribute name in a response model or a page, where it is not what the site ends in
    schemes      keys of page schemes -> name without `Sync` or `Async`
    errors       sites of errors that the config names -> class
    options      keys of client options -> argument and attribute name
    headers      keys of headers of answers -> attribute of answers and errors
    casings      what all others are spelled by
    hosts        models -> the model in whose module they stand, where it is another one: of what is read, and of what is given
    """

    client: str
    attributes: Mapping[Pointer, str]
    classes: Mapping[Pointer, str]
    modules: Mapping[Pointer, str]
    param_classes: Mapping[Pointer, str]
    param_modules: Mapping[Pointer, str]
    params: Mapping[Pointer, str]
    params_modules: Mapping[Pointer, str]
    responses: Mapping[Pointer, str]
    response_modules: Mapping[Pointer, str]
    arguments: Mapping[Pointer, str]
    fields: FieldNames
    schemes: Mapping[str, str]
    errors: Mapping[Pointer, str]
    options: Mapping[str, str]
    headers: Mapping[str, str]
    casings: Casings
    hosts: Hosts
    numbered: tuple[Numbered, ...]
