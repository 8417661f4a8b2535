"""One family: all of its recorded pages to one Model, its words in every locale, and its findings.

Self-contained, so that families can be read one after the other or in several processes at once.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from scraper import store
from scraper.addresses import Form, Kind, Page, from_path
from scraper.assemble import assemble
from scraper.catalog import Model, Text, VariantText
from scraper.checks import check
from scraper.errors import RefusedPage
from scraper.family_page import read_family
from scraper.findings import Collector, Finding
from scraper.frontmatter import MAX_PAGE
from scraper.html_prices import MAX_HTML, read_html
from scraper.sources import Reading, Sources
from scraper.store import Recording
from scraper.variant_page import read_variant

W = TypeVar("W", Text, VariantText)

# A page that two runs in a row could not find is gone.
GONE_AFTER = 2


# A reader takes the page, its bytes, a collector for findings, and the fingerprints of shared questions.
Reader = Callable[[Page, bytes, Collector, Container[bytes]], Reading | None]

# One reader for each kind of page a family has: a new kind is a module with such a function, and a line here.
READERS: dict[tuple[Form, Kind], Reader] = {
    ("md", "family"): lambda page, data, found, generic: read_family(page, data, found, generic=generic),
    ("md", "variant"): lambda page, data, found, generic: read_variant(page, data, found, generic=generic),
    ("html", "variant"): lambda page, data, found, _generic: read_html(page, data, found),
}


@dataclass(frozen=True, slots=True)
class Family:
    """What came of one family."""

    name: str
    model: Model | None
    texts: tuple[Text, ...]  # its words, a locale each
    found: tuple[Finding, ...]
    lost: int  # variants that are withdrawn now and weren't before


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recorded pages and what the manifest says of them."""

    content: Path
    entries: dict[str, Recording]
    today: str  # UTC day, the date of what was never recorded or was changed by hand

    def read(self, page: Page) -> bytes:
        return store.read_page(self.content, page.path, limit=MAX_HTML if page.form == "html" else MAX_PAGE)

    def day(self, page: Page, data: bytes, found: Collector) -> str:
        entry = self.entries.get(page.path)
        if entry is None:
            return self.today
        if entry.sha256 != hashlib.sha256(data).hexdigest():
            found.add("changed-by-hand", 1, f"the manifest says sha256 {entry.sha256[:12]}, the page differs")
            return self.today
        return entry.fetched[:10]


def read_family_pages(name: str, members: list[Page], recorded: Recorded, generic: Container[bytes]) -> Family:
    """Read all pages of one family. What is refused keeps its last good facts and words. Nothing is written.

    `generic` holds the fingerprints of the questions that other families print as well.
    Raises StoreError where the disk fails.
    """
    sources = Sources(name)
    collected: list[Finding] = []
    for page in members:
        collector = Collector(page.path)
        entry = recorded.entries.get(page.path)
        if entry is not None and entry.misses >= GONE_AFTER:
            sources.gone.add(page.path)
        try:
            data = recorded.read(page)
            sources.days[page.path] = recorded.day(page, data, collector)
            sources.add(READERS[page.form, page.kind](page, data, collector, generic))
        except RefusedPage as refusal:
            collector.add(refusal.code, refusal.line, str(refusal))
            sources.refused.add(page.path)
        if any(finding.level == "error" for finding in collector.found):
            sources.faulty.add(page.path)
        collected += collector.found
    sources.sort()
    previous = store.load(Model, recorded.content / "models" / f"{name}.yaml")
    model = assemble(sources, previous)
    if model is None or not (sources.families or sources.variants):
        for html in sources.htmls:
            what = f"{name}: no Markdown page could be read, the prices of this one aren't used"
            collected.append(Finding(html.page.path, 1, "missing-family", what))
    if model is None:
        return Family(name, None, (), tuple(collected), 0)
    collected += check(sources, model)
    before = {variant.slug: variant.withdrawn for variant in previous.variants} if previous else {}
    lost = sum(variant.withdrawn and not before.get(variant.slug, True) for variant in model.variants)
    return Family(name, model, tuple(_texts(name, sources, model, recorded.content)), tuple(collected), lost)


def _texts(name: str, sources: Sources, model: Model, content: Path) -> Iterator[Text]:
    """The words, a locale at a time: the family's own and its variants', in the order of the model."""
    own = {reading.page.locale: reading.text for reading in sources.families}
    faulty = {page.locale for path in sources.faulty if (page := from_path(path)) and page.form == "md"}
    variants: dict[str, dict[str, VariantText]] = defaultdict(dict)
    for reading in sources.variants:
        variants[reading.page.locale][reading.text.slug] = reading.text
    refused = {page.locale for path in sources.refused if (page := from_path(path)) and page.form == "md"}
    for locale in sorted({*own, *variants, *refused}):
        text = own.get(locale)
        known = variants.get(locale, {})
        last = store.load(Text, content / "text" / locale / f"{name}.yaml") if locale in refused | faulty else None
        if last is not None:
            before = {entry.slug: entry for entry in last.variants}
            known = {slug: _last_tables(entry, before.get(slug), sources.faulty) for slug, entry in known.items()}
            text = _last_tables(text, last, sources.faulty) if text else last
            known = {**before, **known} if locale in refused else known
        text = text or Text(model=name, locale=locale)
        order = [variant.slug for variant in model.variants if variant.slug in known]
        yield text.model_copy(update={"variants": tuple(known[slug] for slug in order)})


# Sections whose tables and lines are facts as well as words.
FACT_SECTIONS = frozenset({"Variants", "Pricing", "Spec sheet"})


def _last_tables(words: W, last: Text | VariantText | None, faulty: set[str]) -> W:
    """The words of a page; where one of its lines couldn't be read, its tables stay as they last were."""
    if last is None or words.source not in faulty:
        return words
    kept = {section.title: section for section in last.sections if section.title in FACT_SECTIONS}
    sections = tuple(kept.get(section.title, section) for section in words.sections)
    return words.model_copy(update={"sections": sections})
