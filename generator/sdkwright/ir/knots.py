"""What leads back to itself: the strongly connected components of a graph; knows no types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sdkwright.pointer import Pointer

__all__ = ["components"]


def components(
    graph: Mapping[Pointer, frozenset[Pointer]], roots: Iterable[Pointer] | None = None
) -> list[set[Pointer]]:
    """Strongly connected components, by Tarjan's algorithm without recursion (documents nest deeper than Python does).

    With ``roots``, those of what they lead to.
    """
    index: dict[Pointer, int] = {}
    low: dict[Pointer, int] = {}
    stack: list[Pointer] = []
    on_stack: set[Pointer] = set()
    found: list[set[Pointer]] = []
    for root in graph if roots is None else roots:
        work = [(root, iter(sorted(graph.get(root, ()))))] if root not in index else []
        while work:
            node, successors = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            step = next(successors, None)
            if step is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_pop_component(stack, on_stack, node))
            elif step not in index:
                work.append((step, iter(sorted(graph.get(step, ())))))
            elif step in on_stack:
                low[node] = min(low[node], index[step])
    return found


def _pop_component(stack: list[Pointer], on_stack: set[Pointer], last: Pointer) -> set[Pointer]:
    component: set[Pointer] = set()
    while last not in component:
        node = stack.pop()
        on_stack.discard(node)
        component.add(node)
    return component
