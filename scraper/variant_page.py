"""Variant pages: `/models/<family>/<variant>.md`, one model with its price, spec sheet and siblings."""

from collections.abc import Container
from dataclasses import dataclass

from scraper.addresses import Page
from scraper.catalog import VariantText
from scraper.faq import Question
from scraper.findings import Collector
from scraper.money import shown
from scraper.page import (
    COMMON_KEYS,
    Opened,
    code_of,
    extra_of,
    number_of,
    open_page,
    questions_of,
    refuse_without,
    words_of,
)
from scraper.prices import PriceReading, RelatedReading, free_name, read_pricing, read_related

KEYS = COMMON_KEYS | {
    "model", "provider", "variant_id", "sdk_model_id", "modality", "price_from_cents", "billing_unit", "status",
}  # fmt: skip
SECTIONS = frozenset({
    "Pricing", "Spec sheet", "Install", "Quickstart", "Request example", "API endpoints", "FAQ", "Related",
})  # fmt: skip

# Field of the spec sheet -> the key of the head that says the same, or our own name for it.
FIELDS = {
    "Model ID": "variant_id",
    "Provider": "provider",
    "Modality": "modality",
    "Task type": "task_type",
    "Billing unit": "billing_unit",
    "API endpoint": "endpoint",
    "Status": "status",
}


@dataclass(frozen=True, slots=True)
class VariantReading:
    """What one variant page says, in one locale."""

    page: Page
    facts: dict[str, str]  # by the names in FIELDS, and `model`, `sdk_model_id`
    lines: dict[str, int]  # where each fact stands
    price: PriceReading | None
    keep_last_price: bool  # the page prints a price that couldn't be read
    price_from_cents: int | None
    related: tuple[RelatedReading, ...]
    extra: dict[str, str]
    text: VariantText
    questions: tuple[Question, ...] = ()
    code: tuple[tuple[str, int], ...] = ()  # code samples, for comparing hosts


def read_variant(page: Page, data: bytes, found: Collector, *, generic: Container[bytes] = ()) -> VariantReading:
    """Read one variant page. Raises RefusedPage where it must not be used; everything else is a finding."""
    opened = open_page(page, data, found, known_keys=KEYS)
    assert page.variant is not None
    refuse_without(frozenset({"Pricing", "Spec sheet"}), opened)
    facts = {key: value for key, value in opened.front.values.items() if key in KEYS - COMMON_KEYS and value}
    facts.pop("price_from_cents", None)
    lines = dict(opened.front.lines)
    extra = extra_of(opened, KEYS)
    _read_specs(opened, facts, lines, extra, found)
    price: PriceReading | None = None
    before = len(found.found)
    sections = opened.document.all_sections("Pricing")
    for section in sections[:1]:
        price = read_pricing(section, found, extra)
    for section in sections[1:]:
        found.add("extra-table", section.line, f"expected one section Pricing, line {sections[0].line} has one already")
    if not sections:
        found.add("no-evidence", opened.front.body_line, "expected a section Pricing, found none")
    errors = any(finding.level == "error" for finding in found.found[before:])
    questions = questions_of(opened, found, generic)
    related = tuple(
        entry for section in opened.document.all_sections("Related") for entry in read_related(section, found)
    )
    return VariantReading(
        page=page,
        facts=facts,
        lines=lines,
        price=price,
        keep_last_price=errors,
        price_from_cents=number_of(opened, "price_from_cents", found),
        related=related,
        extra=extra,
        text=VariantText(slug=page.variant, **words_of(opened, questions, found, known_sections=SECTIONS)),
        questions=questions,
        code=code_of(opened),
    )


def _read_specs(
    opened: Opened, facts: dict[str, str], lines: dict[str, int], extra: dict[str, str], found: Collector
) -> None:
    """Add the spec sheet to `facts`; where it contradicts the head, the head stays and the finding names both."""
    for section in opened.document.all_sections("Spec sheet"):
        tables = [block for block in section.blocks if block.kind == "table"]
        if not tables:
            found.add("missing-table", section.line, "Spec sheet: expected a table of fields and values, found none")
        for row in (row for table in tables for row in table.rows):
            if row.width != 2 or len(row.cells) != 2:
                found.add(
                    "row-width", row.line, f"Spec sheet: expected 2 cells, got {row.width}: {shown(row.cells[0])}"
                )
                continue
            name, value = row.cells
            key = FIELDS.get(name)
            if key is None:
                found.add("unknown-field", row.line, f"Spec sheet: field {shown(name)} isn't known")
                extra[free_name(name, extra)] = value
            elif facts.setdefault(key, value) != value:
                found.add(
                    "fact-mismatch",
                    row.line,
                    f"{name}: the spec sheet says {shown(value)}, line {lines.get(key, 1)} says {shown(facts[key])}",
                )
            lines.setdefault(key or name, row.line)
