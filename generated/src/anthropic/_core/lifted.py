"""What answers and errors have beside what they have in every package: headers that the config gives a name."""

from __future__ import annotations


class Lifted:
    """Nothing, as the config names no header."""

    __slots__ = ()
