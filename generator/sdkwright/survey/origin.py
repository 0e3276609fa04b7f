"""Where a name of the emitted package comes from: its place in the document and the config, the rule, and the line that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdkwright.diagnostics import nearest
from sdkwright.ir.api import Resource
from sdkwright.ir.operations import Method, Parameter
from sdkwright.pointer import tokens
from sdkwright.survey.client import of_client, of_option, option_called
from sdkwright.survey.tree import answer_of
from sdkwright.survey.types import UnknownNameError, config_lines, of_type
from sdkwright.survey.understood import Understood

__all__ = ["UnknownNameError", "origin"]


def origin(known: Understood, asked: str) -> Iterator[str]:
    """Lines about `client.a.b`, `client.a.b.method`, `client.a.b.method.argument`, or the name of a class. Raises UnknownNameError.

    `client` may be left out, or be the class of the client.
    """
    words = [word for word in asked.replace("(", ".").replace(")", "").split(".") if word]
    client = known.names.client
    if words[:1] and words[0] in {"client", "async_client", client, f"Async{client}"}:
        return _below_client(known, asked, words[1:]) if len(words) > 1 else of_client(known)
    owners = {known.names.classes[each.site]: path for path, each in _walk(known.api.resources)}
    if words and (path := owners.get(words[-1].removeprefix("Async"))) is not None:
        return _below_client(known, _attribute(known, path), _attributes(known, path))
    if words and any(known.names.attributes[each.site] == words[0] for each in known.api.resources):
        return _below_client(known, ".".join(["client", *words]), words)
    return of_type(known, words[-2:])


def _walk(
    resources: Iterable[Resource], above: tuple[Resource, ...] = ()
) -> Iterator[tuple[tuple[Resource, ...], Resource]]:
    """Each resource, behind those that lead to it and itself."""
    for each in resources:
        yield (*above, each), each
        yield from _walk(each.resources, (*above, each))


def _attributes(known: Understood, path: Iterable[Resource]) -> list[str]:
    return [known.names.attributes[each.site] for each in path]


def _attribute(known: Understood, path: Iterable[Resource]) -> str:
    return ".".join(["client", *_attributes(known, path)])


def _below_client(known: Understood, asked: str, words: list[str]) -> Iterator[str]:
    resources, own = known.api.resources, known.api.own.methods if known.api.own is not None else ()
    names, found = known.names.attributes, list[Resource | Method]()
    for index, word in enumerate(words):
        here: list[Resource | Method] = [*own, *resources]
        match = next((each for each in here if names[each.site] == word), None)
        if match is None and found and isinstance(found[-1], Method) and index == len(words) - 1:
            return _argument(known, found[-1], word)
        if match is None and len(words) == 1 and (option := option_called(known, word)) is not None:
            return of_option(known, option, word)
        if match is None:
            at = ".".join(["client", *words[:index]])
            near = nearest(word, [names[each.site] for each in here])
            hint = f"; did you mean `{at}.{near}`?" if near else f"; `sdkwright tree` shows what there is below `{at}`"
            raise UnknownNameError(f"there is no `{word}` in `{at}`{hint}")
        found.append(match)
        resources, own = (match.resources, match.methods) if isinstance(match, Resource) else ((), ())
    thing = found[-1]
    return _method(known, asked, thing) if isinstance(thing, Method) else _resource(known, asked, thing)


def _method(known: Understood, asked: str, method: Method) -> Iterator[str]:
    name = known.names.attributes[method.site]
    yield f"{asked}: {method.verb.upper()} {method.path} -> {answer_of(known, method)}"
    yield f"  document  {known.place(method.origin)}  {method.origin}"
    resource = [word for word in tokens(method.site)[1:-2] if word != "subresources"]
    if known.job.config.resources:
        yield f"  config    {known.place(method.site, 'config')}  {method.site}"
        yield from _spelled(name, method.key, "the key of the method in the config")
    else:
        yield "  config    none lays the API out: names are taken from paths, verbs and operationIds"
        yield from _spelled(name, method.key, _rule(method))
        yield from _else(method)
    yield from _pages(known, method)
    yield "  to change it:"
    yield from config_lines(resource, [f"new_name: {method.verb} {method.path}"])
    if not known.job.config.resources:
        yield "    (`sdkwright init` writes a config with all that is guessed, to be edited)"


def _rule(method: Method) -> str:
    if method.guess is None:
        return "words of the operationId or of the path"
    taken = ", ".join(f"`{name}`" for name in method.guess.taken)
    return method.guess.rule + (f"; better, but taken there: {taken}" if taken else "")


def _else(method: Method) -> Iterator[str]:
    """What the method would be called if its name were taken."""
    if method.guess is not None and method.guess.others:
        yield f"  else      {', '.join(f'`{name}`' for name in method.guess.others)}: where the name is taken"


def _pages(known: Understood, method: Method) -> Iterator[str]:
    """Which scheme leads through the pages, and who says so."""
    if method.paging is None:
        return
    scheme = next(each for each in known.api.schemes if each.key == method.paging.scheme)
    name, asked = known.names.schemes[scheme.key], [wire for _, wire in scheme.request]
    by = f", asked for with {', '.join(f'`{wire}`' for wire in asked)}" if asked else ""
    yield f"  pages     `Sync{name}`, `Async{name}`: {scheme.kind.value}{by}, items in `{scheme.items[-1].wire_name}`"
    if known.job.config.pagination:
        yield f"            {known.place(scheme.site, 'config')}  {scheme.site}; `paginated: false` of the method: no pages"
    else:
        yield "            as its parameters and its answer show; `paginated: false` of the method in a config: no pages"


def _spelled(name: str, key: str, rule: str) -> Iterator[str]:
    yield f"  rule      {rule}"
    if name != key:
        yield f"            `{key}` is written `{name}` in Python: words in snake case, `_` after words that Python reserves"


def _resource(known: Understood, asked: str, resource: Resource) -> Iterator[str]:
    yield f"{asked}: a resource with {len(resource.methods)} methods, class `{known.names.classes[resource.site]}`"
    if known.job.config.resources:
        yield f"  config    {known.place(resource.site, 'config')}  {resource.site}"
        yield from _spelled(
            known.names.attributes[resource.site], resource.path[-1], "the key of the resource in the config"
        )
        yield "  to change it: rename that key"
        return
    for method in resource.methods[:3]:
        yield f"  document  {known.place(method.origin)}  {method.verb.upper()} {method.path}"
    yield "  rule      words of the paths of its operations (or their first tag, where paths say nothing)"
    yield "  to change it: lay the API out in a config (`sdkwright init` writes one), and rename the key of the resource"


def _argument(known: Understood, method: Method, word: str) -> Iterator[str]:
    names = known.names.arguments
    match = next((each for each in method.parameters if names.get(each.site) == word), None)
    if match is None:
        near = nearest(word, [names[each.site] for each in method.parameters if each.site in names])
        hint = f"; did you mean `{near}`?" if near else ""
        raise UnknownNameError(f"`{known.names.attributes[method.site]}` has no argument `{word}`{hint}")
    return _parameter(known, method, match, word)


def _parameter(known: Understood, method: Method, parameter: Parameter, word: str) -> Iterator[str]:
    need = "required" if parameter.required else "optional"
    yield f"{word}: an argument of {method.verb.upper()} {method.path} ({parameter.location.value}, {need})"
    yield f"  document  {known.place(parameter.origin)}  {parameter.origin}"
    yield f"  wire      `{parameter.wire_name}`"
    if parameter.preferred_name is not None:
        yield "  rule      the name that `x-stainless-param` gives it; to change it, change that"
        return
    yield "  rule      the name on the wire in snake case, `_` after words that Python reserves, a number where it is taken"
    yield "  to change it: give the parameter a name of its own in the document, with `x-stainless-param: new_name`"
