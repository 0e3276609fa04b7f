"""The words that components are called by: their own names, but for those that a framework has made of an operationId or of packages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from sdkwright.lower.qualified import qualified_keys
from sdkwright.naming.words import snake
from sdkwright.openapi.rules import operations
from sdkwright.read import Document

# what FastAPI calls the form of an operation, or the object around several bodies: `Body_create_file_files_post`
_BODY = "Body_"


def component_keys(document: Document, names: list[str]) -> Mapping[str, str]:
    """A better word for each of the components that are called after packages, or after the whole operationId of the body they are."""
    words = dict(_bodies(document)) if any(name.startswith(_BODY) for name in names) else {}
    found = {name: words[name] for name in names if name in words}
    told = Counter(call for call, _ in found.values())
    keys = {name: f"{call if told[call] == 1 else further}_body" for name, (call, further) in found.items()}
    taken = Counter((*map(snake, names), *keys.values()))
    return {**qualified_keys(names), **{name: key for name, key in keys.items() if taken[key] == 1}}


def _bodies(document: Document) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each name, with what the operation is called, and the same with where its path leads."""
    from sdkwright.layout.routes import VERSION
    from sdkwright.layout.verbs import operation_words, path_words

    for operation in operations(document.root):
        given = operation.node.get("operationId")
        if isinstance(given, str):
            call = "_".join(operation_words(given, path_words(operation.path), operation.method))
            words = path_words(re.sub(r"\{[^}]*\}", "", operation.path))
            last = [word for word in words if word not in call and VERSION.match(word) is None]
            yield _BODY + re.sub(r"\W", "_", given), (call, "_".join((call, *last[-1:])))
