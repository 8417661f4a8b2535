"""Family pages: `/models/<family>.md`, one family with a table of its variants."""

from collections.abc import Container
from dataclasses import dataclass

from scraper.addresses import Page
from scraper.catalog import Text
from scraper.errors import RefusedPage
from scraper.faq import Question
from scraper.findings import Collector
from scraper.page import COMMON_KEYS, Opened, code_of, extra_of, number_of, open_page, questions_of, words_of
from scraper.prices import RowReading, read_variants

KEYS = COMMON_KEYS | {"model", "provider", "modality", "variant_count", "price_from_cents"}
SECTIONS = frozenset({"Variants", "API endpoints", "Install", "Quickstart", "Context", "FAQ"})


@dataclass(frozen=True, slots=True)
class FamilyReading:
    """What one family page says, in one locale."""

    page: Page
    name: str | None
    provider: str | None
    modality: str | None
    variant_count: int | None
    price_from_cents: int | None
    rows: tuple[RowReading, ...]
    complete: bool  # every row was read, and there are as many as the head says
    endpoints: tuple[str, ...]
    extra: dict[str, str]
    text: Text
    key_lines: dict[str, int]  # line of each key of the head
    questions: tuple[Question, ...] = ()
    code: tuple[tuple[str, int], ...] = ()  # code samples, for comparing hosts


def read_family(page: Page, data: bytes, found: Collector, *, generic: Container[bytes] = ()) -> FamilyReading:
    """Read one family page. Raises RefusedPage where it must not be used; everything else is a finding."""
    opened = open_page(page, data, found, known_keys=KEYS)
    assert page.family is not None
    sections = opened.document.all_sections("Variants")
    if not sections:
        raise RefusedPage("missing-table", "expected a section Variants, found none", line=opened.front.body_line)
    before = len(found.found)
    rows = read_variants(sections[0], found)
    for section in sections[1:]:
        found.add(
            "extra-table", section.line, f"expected one section Variants, line {sections[0].line} has one already"
        )
    faults = any(fault.level == "error" or fault.code == "extra-table" for fault in found.found[before:])
    count = number_of(opened, "variant_count", found)
    if count is not None and count != len(rows):
        # A page cut off in its table has no section after it; a wrong count alone is only a contradiction.
        if opened.document.sections[-1].title == "Variants":
            raise RefusedPage(
                "no-evidence",
                f"variant_count says {count}, the table has {len(rows)} rows and the page ends there",
                line=sections[0].line,
            )
        found.add(
            "count-mismatch",
            opened.front.line("variant_count"),
            f"variant_count says {count}, the table at line {sections[0].line} has {len(rows)} readable rows",
        )
    values = opened.front.values
    questions = questions_of(opened, found, generic)
    words = words_of(opened, questions, found, known_sections=SECTIONS)
    labels = words["labels"]
    return FamilyReading(
        page=page,
        name=values.get("model"),
        provider=values.get("provider") or labels.get("Provider"),
        modality=values.get("modality") or labels.get("Modality", "").lower() or None,
        variant_count=count,
        price_from_cents=number_of(opened, "price_from_cents", found),
        rows=rows,
        complete=not faults and (count is None or count == len(rows)) and bool(rows),
        endpoints=_endpoints(opened),
        extra=extra_of(opened, KEYS),
        text=Text(model=page.family, locale=page.locale, **words),
        key_lines=opened.front.lines,
        questions=questions,
        code=code_of(opened),
    )


def _endpoints(opened: Opened) -> tuple[str, ...]:
    """The list under API endpoints: `POST /v1/chat/completions`."""
    return tuple(
        item.text.strip()
        for section in opened.document.all_sections("API endpoints")
        for block in section.blocks
        if block.kind == "list"
        for item in block.items
    )
