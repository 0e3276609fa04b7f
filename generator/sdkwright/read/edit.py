"""Changes to a document, made on a tree of its own that knows where its values come from; what to change is its callers'."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TypeAlias

from sdkwright.inert import dataclass
from sdkwright.pointer import ROOT, Json, Pointer, child
from sdkwright.read.document import Document, Origin
from sdkwright.read.trees import value_at

__all__ = ["Steps", "Tree", "copied", "order"]

Steps: TypeAlias = "tuple[str | int, ...]"


@dataclass(slots=True)
class Tree:
    """A copy of a document while it is changed; ``origins`` tells for what was put in where that stands."""

    document: Document
    root: dict[str, Json] = field(init=False)
    origins: dict[Pointer, Origin] = field(init=False)

    def __post_init__(self) -> None:
        self.root = {key: copied(value) for key, value in self.document.root.items()}
        self.origins = dict(self.document.origins)

    def done(self) -> Document:
        """The document as it is now."""
        return replace(self.document, root=self.root, origins=self.origins)

    def at(self, path: Steps) -> Json:
        """The value there; null where there is none."""
        return value_at(self.root, child(ROOT, *path))

    def origin(self, path: Steps) -> Origin:
        """Where the value there stands."""
        return self.done().origin(child(ROOT, *path))

    def remove(self, path: Steps) -> None:
        """Take a value out; ``path`` is not empty."""
        above, key = self.at(path[:-1]), path[-1]
        if isinstance(above, dict) and key in above:
            del above[str(key)]
            self._forget(child(ROOT, *path))
        elif isinstance(above, list) and isinstance(key, int) and key < len(above):
            self._close_gap(child(ROOT, *path[:-1]), key, len(above))
            del above[key]

    def merge(self, path: Steps, value: Json, origin: Origin, *, joining: bool = True) -> None:
        """Objects merge, anything else is replaced; with ``joining``, lists grow."""
        node = self.at(path)
        match node, value:
            case dict(), dict():
                for key, new in value.items():
                    below = origin[0], child(origin[1], key)
                    if key in node:
                        self.merge((*path, key), new, below, joining=joining)
                    else:
                        self.put((*path, key), new, below)
            case list(), _ if joining:
                self.extend(path, value, origin)
            case _:
                self.put(path, value, origin)

    def extend(self, path: Steps, value: Json, origin: Origin) -> None:
        """Let the list there grow by a value, or by each of a list."""
        node = self.at(path)
        assert isinstance(node, list)
        for index, new in enumerate(value if isinstance(value, list) else [value]):
            there = child(origin[1], index) if isinstance(value, list) else origin[1]
            node.append(copied(new))
            self.origins[child(ROOT, *path, len(node) - 1)] = origin[0], there

    def put(self, path: Steps, value: Json, origin: Origin) -> None:
        """Set a value, be there one before or not; ``path`` is not empty and what it lies in is there."""
        above, key, pointer = self.at(path[:-1]), path[-1], child(ROOT, *path)
        self._forget(pointer)
        self.origins[pointer] = origin
        if isinstance(above, dict):
            above[str(key)] = copied(value)
        elif isinstance(above, list) and isinstance(key, int):
            above[key] = copied(value)

    def rename(self, path: Steps, old: str, new: str) -> None:
        """Give a key of the mapping there another name, where it stands among the others."""
        node = self.at(path)
        assert isinstance(node, dict)
        origin, before, after = self.origin((*path, old)), child(ROOT, *path, old), child(ROOT, *path, new)
        entries = [(new if key == old else key, value) for key, value in node.items()]
        node.clear()
        node.update(entries)
        inner = {Pointer(after + at[len(before) :]): self.origins[at] for at in self._known_below(before)}
        self._forget(before)
        self.origins |= {**inner, after: origin}

    def _close_gap(self, parent: Pointer, index: int, length: int) -> None:
        """The items behind a removed one move up, and so does where they come from."""
        known = self.done()
        moved = {child(parent, after - 1): known.origin(child(parent, after)) for after in range(index + 1, length)}
        inner: dict[Pointer, Origin] = {}
        for pointer, origin in self.origins.items():
            for after in range(index + 1, length):
                prefix = child(parent, after) + "/"
                if pointer.startswith(prefix):
                    inner[Pointer(child(parent, after - 1) + "/" + pointer[len(prefix) :])] = origin
        for after in range(index, length):
            self._forget(child(parent, after))
        self.origins |= moved | inner

    def _forget(self, pointer: Pointer) -> None:
        for known in self._known_below(pointer):
            del self.origins[known]

    def _known_below(self, pointer: Pointer) -> list[Pointer]:
        return [known for known in self.origins if known == pointer or known.startswith(pointer + "/")]


def order(path: Steps) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts places in the order of the document, indexes as numbers."""
    return tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in path)


def copied(node: Json) -> Json:
    """A tree of its own: nodes that anchors share are told apart."""
    if isinstance(node, dict):
        return {key: copied(value) for key, value in node.items()}
    return [copied(item) for item in node] if isinstance(node, list) else node
