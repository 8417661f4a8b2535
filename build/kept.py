"""Pieces of pages that many pages show: set once, and used again for the same values.

A macro sees its arguments and nothing else, so the same objects give the same piece; that they are the same, and not
only equal, is quickly seen. It holds as long as nobody changes a value that a page shows, and views don't.
"""

from collections.abc import Callable
from typing import Any

# Pieces in memory: more than the pages of the largest family use by turns.
_MOST = 4096


class Kept:
    """`kept(macro, value, …)` in a template is `macro(value, …)`, remembered."""

    def __init__(self) -> None:
        # An object's id is its own only while it lives: the values are kept with the piece.
        self._pieces: dict[tuple[int, ...], tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, macro: Callable[..., str], *values: Any) -> str:
        key = (id(macro), *map(id, values))
        found = self._pieces.get(key)
        if found is None:
            if len(self._pieces) >= _MOST:
                self._pieces.clear()
            found = self._pieces[key] = macro(*values), (macro, *values)
        return found[0]
