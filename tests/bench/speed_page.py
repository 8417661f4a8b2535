"""The measured tables in docs/speed.md: a benchmark that is run with `--write` puts its own there.

    <!-- measured by make bench: build 1000 -->  …  <!-- end of build 1000 -->

Figures are a machine's on a day, so no test compares them, and a run without `--write` leaves the page alone.
"""

import os
import platform
import re
from collections.abc import Iterable

from tests.tools.programs import ROOT

PAGE = ROOT / "docs" / "speed.md"


def write(name: str, text: str) -> None:
    """Put `text`, Markdown, where the page has the figures called `name`. Raises ValueError where it has no such place."""
    page = PAGE.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- measured by make bench: {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    fresh, found = place.subn(lambda marks: f"{marks[1]}\n{text.strip()}\n\n{marks[2]}", page)
    if not found:
        raise ValueError(f"{PAGE}: no part for the figures called {name!r}; put its two comments there")
    PAGE.write_text(fresh, encoding="utf-8")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table: the first column to the left, figures to the right."""
    names = list(head)
    rule = " | ".join(["---", *["---:"] * (len(names) - 1)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (names, [rule], *rows))


def machine() -> str:
    """What was measured on, in a line."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
