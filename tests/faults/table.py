"""The tables of docs/faults.md, made from the tests that carry a fault's number (`make docs` puts them there).

Each section is a fault of the network, the server or the disk, or of a page's content; each line what a pull does
about it, or what a reader of the site gets, and the test that shows it. What that is is the first line of the test's
docstring, so the page can't promise what no test proves.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
# Where the tests are: those that pull, and those that open the site.
PLACES = (FOLDER, FOLDER.parent / "browser")

# What can go wrong, by the number the tests refer to. The numbers left out concern what parse makes of a page.
FAULTS = {
    1: "An answer made to fill the memory",
    2: "A Content-Encoding that wasn't asked for",
    3: "Compressed data that isn't whole, or isn't compressed",
    4: "A transfer that breaks off",
    5: "Half a page, sent as a whole one",
    6: "A server that takes for ever",
    7: "A server that is busy, with any Retry-After",
    8: "A redirect to anywhere",
    9: "A 304 that can't be true",
    10: "Pages that are gone",
    11: "Something else in the place of a page",
    12: "A robots.txt that is missing, broken or huge",
    13: "A charset that is wrong, or bytes that aren't UTF-8",
    14: "Odd line ends and control characters",
    21: "Slugs that are no slugs",
    25: "Markup and scripts in any field",
    26: "Links that lead nowhere good",
    27: "Characters that nobody sees, hosts that look like others",
    28: "Pages, words and runs of any length",
    29: "Content nested too deep",
    30: "What another program would obey",
    31: "Cells that a spreadsheet would run",
    32: "A full disk, a kill, a second run",
    33: "A corrupt manifest, a jumping clock, a folder that can't be written",
    35: "Other places to read from",
    36: "Addresses that were never written by us",
    37: "Tiny prices",
}
SITE = frozenset({25, 26, 27, 28, 29, 30, 31, 35, 36, 37})  # of those, what a reader of the site meets


@dataclass(frozen=True, slots=True, order=True)
class Shown:
    """One test, and what it shows."""

    fault: int
    place: str  # file::function
    what: str


def shown() -> list[Shown]:
    """Every test that carries a fault's number, in the order of the faults and of the files."""
    found = []
    for path in (path for folder in PLACES for path in sorted(folder.glob("test_*.py"))):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                what = (ast.get_docstring(node) or "").partition("\n")[0]
                found += [Shown(fault, f"{path.name}::{node.name}", what) for fault in _faults(node)]
    return sorted(found, key=lambda one: one.fault)


def sections() -> str:
    """One section per fault, with a table of what is shown."""
    parts = []
    for fault, name in FAULTS.items():
        rows = [f"| {one.what} | `{one.place.partition('::')[2]}` |" for one in shown() if one.fault == fault]
        head = "What a reader gets" if fault in SITE else "What a pull does"
        parts.append("\n".join([f"\n## {fault}. {name}\n", f"| {head} | Shown by |", "| --- | --- |", *rows]))
    return "\n".join(parts) + "\n"


def _faults(test: ast.FunctionDef) -> list[int]:
    numbers = []
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.fault":
            numbers.append(int(ast.unparse(decorator.args[0])))
    return numbers
