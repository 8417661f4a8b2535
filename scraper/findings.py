"""What was wrong with the source, where, and what to do about it.

A finding is data: it is stored, published as a page of the site, and decides the exit status.
Levels: `error`, something is missing from the YAML; `warning`, kept but contradictory or doubtful;
`note`, worth knowing.
"""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code always means: how bad it is and what to do next."""

    level: Level
    action: str


# One entry per code: docs/findings.md and the site's findings page are made from this table.
CODES: dict[str, Code] = {
    # the page as a whole
    "not-utf8": Code("error", "record the page again; its last good data stays"),
    "too-large": Code("error", "look at the recorded page; nothing this long is a price page"),
    "no-frontmatter": Code("error", "record the page again; its last good data stays"),
    "bad-frontmatter": Code("error", "look at the page's first lines; its last good data stays"),
    "escaped-frontmatter": Code("warning", "it was unescaped once and read; tell the vendor"),
    "not-catalog": Code("note", "only /models pages are read; delete the file if it is in the way"),
    "control-characters": Code("warning", "look at the line; the characters are shown escaped"),
    "wrong-page": Code("warning", "record the page again from the address that was asked for"),
    "no-evidence": Code("error", "record the page again; it stops before its end"),
    "dropped-content": Code("warning", "look at the line; it is nested too deep to be read"),
    # tables and sections
    "missing-table": Code("error", "look at the page; a table is expected under that heading"),
    "extra-table": Code("warning", "look at the page; only the first table with the expected columns is read"),
    "missing-column": Code("error", "if the column was renamed, add the new name to prices.py"),
    "unknown-column": Code("warning", "kept under extra; teach prices.py the column if it matters"),
    "row-width": Code("error", "look at the row; its cells were not read, the last good row stays"),
    "unknown-section": Code("note", "kept as text; teach the page's module the section if it holds facts"),
    "unknown-key": Code("note", "kept under extra; teach frontmatter.py the key if it matters"),
    "unknown-field": Code("note", "kept as printed; teach variant_page.py the field if it matters"),
    "bad-slug": Code("error", "look at the row; a slug like this is never used as a path"),
    "duplicate-variant": Code("error", "look at the rows; the first one is used"),
    "missing-family": Code("note", "pull the family, or wait for the site to publish it"),
    "missing-variant-page": Code("note", "pull the variant page, or wait for the site to publish it"),
    "missing-row": Code("warning", "look at the family page; the variant page exists without a row"),
    "withdrawn": Code("note", "the variant is gone; its history stays"),
    "mass-loss": Code(
        "error", "look at the recorded pages; the last good catalog stays, or pass --accept-loss if they are right"
    ),
    # prices
    "unreadable-price": Code("error", "add the notation to money.py or report it"),
    "unknown-unit": Code("error", "add the unit to money.py or report it"),
    "unpriced": Code("warning", "the price counts as unknown; ask the vendor"),
    "price-range": Code("warning", "kept under extra; a range without tiers has no single amount"),
    "loose-price": Code("warning", "kept as printed; an amount without a unit or a known label can't be used"),
    "basis-mismatch": Code("warning", "both are kept, the itemised rates are used for costs; ask the vendor"),
    "coarse-price": Code("note", "prefer itemised rates where a page prints them"),
    "price-mismatch": Code("warning", "all amounts are kept; ask the vendor which one is billed"),
    "billing-mismatch": Code("warning", "both are kept; ask the vendor which unit is billed"),
    "count-mismatch": Code("warning", "look at the page; a row may be missing"),
    "cents-mismatch": Code("warning", "the printed price is used; the cents field is rounded"),
    "host-mismatch": Code("warning", "both are shown as printed; ask the vendor which host answers"),
    "fact-mismatch": Code("warning", "the most trusted page is used; tell the vendor"),
    # words
    "placeholder": Code("warning", "shown filled in on variant pages; tell the vendor"),
    "faq-without-answer": Code("warning", "look at the line; the question is kept"),
    "faq-without-question": Code("warning", "look at the line; the text is kept under its section"),
    "faq-nested": Code("note", "the heading is kept inside the answer"),
    "faq-duplicate": Code("warning", "look at the lines; both are kept"),
    "foreign-text": Code("note", "shown with its own language and a mark"),
    "dropped-link": Code("note", "its words are kept; the recorded page has the address"),
    "unsafe-link": Code("warning", "shown as text, not as a link"),
    "hidden-characters": Code("warning", "look at the line; the characters are shown escaped"),
    # recording
    "not-recorded": Code("note", "pull it again, so that the page has an address and a date"),
    "changed-by-hand": Code("note", "the page differs from its recording, and was read as it is"),
    "fetch-failed": Code("warning", "run pull again; the last good page stays"),
    "gone": Code("note", "run pull again; a page must miss twice before it is withdrawn"),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing found at one line."""

    path: str  # relative to content/pages/
    line: int  # 1-based
    code: str  # a key of CODES
    what: str  # place, value and expectation, in one sentence without its full stop

    @property
    def level(self) -> Level:
        return CODES[self.code].level

    @property
    def message(self) -> str:
        return f"{self.what}; {CODES[self.code].action}"

    def report(self) -> dict[str, str | int]:
        """The shape of one entry of `parse --report`."""
        return {
            "code": self.code,
            "level": self.level,
            "path": self.path,
            "line": self.line,
            "message": self.message,
        }

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.level}: {self.message} [{self.code}]"


@dataclass(slots=True)
class Collector:
    """The findings of one page, gathered while it is read."""

    path: str
    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, line: int, what: str) -> None:
        """Note that `what` was found at `line`; `code` is a key of CODES."""
        assert code in CODES, code
        self.found.append(Finding(self.path, line, code, what))
