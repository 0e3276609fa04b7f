"""What the layout needs to know of an operation, and nothing else of a document."""

from __future__ import annotations

import enum

from sdkwright.inert import dataclass


class Gives(enum.Enum):
    """What a GET answers with, as far as the document says."""

    MANY = "many"
    ONE = "one"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation. `tag` is the first of its tags and `above` are the parents of that, from the top down.

    `answer` tells what a GET answers with from what others do, empty where nothing does.
    """

    verb: str
    path: str
    operation_id: str = ""
    tag: str = ""
    above: tuple[str, ...] = ()
    gives: Gives = Gives.UNKNOWN
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the method of an operation stands: keys in snake case; whether they can be Python names is decided later.

    No `resource` at all is the client itself.

    `rule` says why it is called so, in words; `taken` are better names that others had already, `others` those that come next.
    """

    resource: tuple[str, ...]
    key: str
    asked: Asked
    rule: str = ""
    taken: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
