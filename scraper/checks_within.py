"""What a single page says twice, and what it names that nothing else knows: the other half of `checks`."""

from collections.abc import Iterator

from scraper.catalog import Model, Per
from scraper.errors import NotationError
from scraper.family_page import FamilyReading
from scraper.findings import Finding
from scraper.money import read_unit, shown
from scraper.sources import Sources


def unnamed(sources: Sources, model: Model) -> Iterator[Finding]:
    """Variants that a Related list or an HTML page names, and no table or Markdown page."""
    known = {variant.slug for variant in model.variants}
    for slug in sources.related_slugs:
        if slug not in known:
            page, entry = sources.related_to(slug)[0]
            what = f"Related: {slug} for {shown(entry.text)}, no Variants table and no page of its own names it"
            yield Finding(page.page.path, entry.line, "missing-row", what)
    for html in sources.htmls:
        if html.page.variant not in known:
            what = f"{html.page.variant}: no Variants table and no Markdown page names it, its prices aren't used"
            yield Finding(html.page.path, 1, "missing-row", what)


def unlike(sources: Sources) -> Iterator[Finding]:
    """Labels and price lines that contradict the head or the spec sheet of their own page."""
    for family in sources.live_families:
        yield from _labels(family)
    for page in sources.variants:
        billing = page.facts.get("billing_unit")
        if page.price is not None and billing and _unit(billing) != page.price.per:
            line = page.lines.get("billing_unit", 1)
            what = f"Pricing: {shown(page.price.text)} here, line {line} says {shown(billing)}"
            yield Finding(page.page.path, page.price.line, "billing-mismatch", what)


def _labels(family: FamilyReading) -> Iterator[Finding]:
    """`**Provider:** MiniMax` against the head, `**Catalog:** 7 variants` against the table."""
    labels = family.text.labels
    for label, key, value in (("Provider", "provider", family.provider), ("Modality", "modality", family.modality)):
        printed = labels.get(label)
        if printed and value and printed.casefold() != value.casefold():
            what = f"{key}: {shown(value)} here, {shown(printed)} under the label {label}"
            yield Finding(family.page.path, family.key_lines.get(key, 1), "fact-mismatch", what)
    number = labels.get("Catalog", "").partition(" ")[0]
    if number.isascii() and number.isdigit() and family.rows and number.lstrip("0") != str(len(family.rows)):
        what = f"Catalog says {shown(labels['Catalog'])}, the table has {len(family.rows)} readable rows"
        yield Finding(family.page.path, family.rows[0].line, "count-mismatch", what)


def _unit(text: str) -> Per | None:
    try:
        return read_unit(text)
    except NotationError:
        return None
