"""The catalog index: `/models.md`. Its text is not a contract; whatever links to a family counts."""

import re
from dataclasses import dataclass, field

from scraper import document
from scraper.addresses import Page, from_url
from scraper.findings import Collector
from scraper.frontmatter import decode
from scraper.page import COMMON_KEYS, open_page
from scraper.words import hidden_characters

# Column of the index table, where it has one -> our name for the fact.
COLUMNS = {"Model": "name", "Provider": "provider", "Modality": "modality", "Variants": "variants"}

_LINK = re.compile(r"(?:https?:/)?/[^\s|)\]<>\"'`]+")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One family as the index names it."""

    family: str
    line: int
    facts: dict[str, str] = field(default_factory=dict)  # by the names in COLUMNS


@dataclass(frozen=True, slots=True)
class IndexReading:
    """What one index page lists, in one locale."""

    page: Page
    entries: dict[str, IndexEntry]  # by family


def read_index(page: Page, data: bytes, found: Collector) -> IndexReading:
    """Read one index page: every link to a family, with the facts of its table row where it stands in one.

    Nobody has seen its text, so it need not begin with a head. Raises RefusedPage where it can't be read.
    """
    text = decode(data).text
    if text.startswith("---"):
        opened = open_page(page, data, found, known_keys=COMMON_KEYS)
        body, first, content = opened.front.body, opened.front.body_line, opened.document
    else:
        body, first, content = text, 1, document.read_document(text)
        hidden_characters(text.split("\n"), 1, found)
    entries: dict[str, IndexEntry] = {}
    for number, line in enumerate(body.split("\n"), first):
        for family in families_in(line):
            entries.setdefault(family, IndexEntry(family, number))
    blocks = [*content.lead, *(block for section in content.sections for block in section.blocks)]
    for row, header in ((row, block.header) for block in blocks for row in block.rows):
        for family in families_in(" ".join(row.cells)):
            entries[family] = IndexEntry(family, row.line, _facts(header, row))
    if not entries:
        found.add("missing-table", first, "expected links to families, found none")
    return IndexReading(page, entries)


def families_in(text: str) -> list[str]:
    """The family slugs that addresses in `text` lead to."""
    pages = (from_url(match.rstrip(".,")) for match in _LINK.findall(text))
    return [page.family for page in pages if page is not None and page.family and page.variant is None]


def _facts(header: tuple[str, ...], row: document.Row) -> dict[str, str]:
    if row.width != len(header):
        return {}
    return {COLUMNS[name]: cell for name, cell in zip(header, row.cells, strict=True) if name in COLUMNS}
