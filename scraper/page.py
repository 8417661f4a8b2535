"""What every Markdown page of the catalog has in common: a head, a body, and words.

    bytes ──> frontmatter.decode, split ──> document.read_document ──> Opened
                                                                        └──> words_of: the page's stored text

The page kinds (`family_page`, `variant_page`, `index_page`) take an Opened page and read their facts from it.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from scraper import faq, frontmatter
from scraper.addresses import Page
from scraper.document import Block, Document, read_document
from scraper.errors import RefusedPage
from scraper.faq import Question
from scraper.findings import Collector
from scraper.frontmatter import Frontmatter
from scraper.language import language_of
from scraper.money import shown
from scraper.prices import free_name
from scraper.words import hidden_characters, look_at, stored_blocks, stored_sections

# Keys of every page's head; each page kind adds its own.
COMMON_KEYS = frozenset({"title", "url", "canonical", "locale"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that could be read as Markdown with a head."""

    page: Page
    front: Frontmatter
    document: Document


def open_page(page: Page, data: bytes, found: Collector, *, known_keys: frozenset[str]) -> Opened:
    """Decode and split a recorded page and look at its head.

    Raises RefusedPage where the page can't be used: not UTF-8, too large, or a head that is missing or unsound.
    """
    decoded = frontmatter.decode(data)
    for line in decoded.control_lines:
        found.add("control-characters", line, "expected text, got control characters")
    front = frontmatter.split(decoded.text)
    if front.escaped:
        found.add("escaped-frontmatter", 2, "frontmatter: expected quotes, got &quot; around the values")
    hidden_characters(decoded.text.split("\n"), 1, found)
    for key, value in front.values.items():  # quoted YAML has escapes of its own
        hidden_characters([value], front.line(key), found)
    for key, expected in (("url", page.url), ("locale", page.locale)):
        printed = front.values.get(key, expected)
        if printed != expected:
            found.add("wrong-page", front.line(key), f"{key}: expected {expected}, got {shown(printed)}")
    for key in front.values:
        if key not in known_keys:
            found.add("unknown-key", front.line(key), f"frontmatter: key {shown(key)} isn't known")
    body = read_document(front.body, first_line=front.body_line)
    for line in body.dropped:
        found.add("dropped-content", line, "expected text that belongs to a block, got text that would be lost")
    return Opened(page, front, body)


def words_of(
    opened: Opened, questions: tuple[Question, ...], found: Collector, *, known_sections: frozenset[str]
) -> dict[str, Any]:
    """The fields of a `catalog.TextPage`: title, heading, tagline, labels, sections, questions, all as printed."""
    page, body = opened.page, opened.document
    for section in body.sections:
        if section.title not in known_sections:
            found.add("unknown-section", section.line, f"section {shown(section.title)} isn't known")
        look_at(section.title, section.line, page.locale, found)
    labels, tagline, lead = _lead(body.lead)
    if tagline is not None:
        look_at(tagline.text, tagline.line, page.locale, found)
    look_at(opened.front.values.get("title", ""), opened.front.line("title"), page.locale, found)
    look_at(body.heading or "", body.heading_line, page.locale, found)
    tagline_lang = language_of(tagline.text, page.locale) if tagline else page.locale
    sections = [section for section in body.sections if section.title != faq.TITLE]
    loose = faq.loose_text(body, page.locale, found)
    return {
        "source": page.path,
        "title": opened.front.values.get("title"),
        "heading": body.heading,
        "tagline": tagline.text if tagline else None,
        "tagline_lang": tagline_lang if tagline_lang != page.locale else None,
        "frontmatter": opened.front.values,
        "labels": labels,
        "lead": (*stored_blocks(lead, page.locale, found), *loose),
        "sections": stored_sections(sections, page.locale, found),
        "faq": tuple(question.item for question in questions),
    }


def questions_of(opened: Opened, found: Collector, generic: Container[bytes]) -> tuple[Question, ...]:
    """The page's questions. `generic` holds the fingerprints of those that several families print."""
    prints = faq.fingerprints(opened.front.body, first_line=opened.front.body_line)
    lines = {line for line, digest in prints.items() if digest in generic}
    return faq.read_faq(opened.document, opened.page.locale, found, generic_lines=lines)


def extra_of(opened: Opened, known_keys: frozenset[str]) -> dict[str, str]:
    """What the head says under keys that aren't known."""
    return {key: value for key, value in opened.front.values.items() if key not in known_keys}


def number_of(opened: Opened, key: str, found: Collector) -> int | None:
    """A whole number from the head, or None with a finding where something else is printed."""
    value = opened.front.values.get(key)
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        found.add("count-mismatch", opened.front.line(key), f"{key}: expected a whole number, got {shown(value)}")
        return None
    return int(value)


def refuse_without(sections: frozenset[str], opened: Opened) -> None:
    """Refuse a page that ends before any of `sections`: half a page looks like a page."""
    if not any(section.title in sections for section in opened.document.sections):
        last = opened.front.body_line + opened.front.body.count("\n")
        raise RefusedPage("no-evidence", f"expected a section {' or '.join(sorted(sections))}, found none", line=last)


def code_of(opened: Opened) -> tuple[tuple[str, int], ...]:
    """Code samples and code words of a page with their lines: where addresses of the API are printed."""
    blocks = [block for section in opened.document.sections for block in section.blocks]
    samples = [(block.code, block.line) for block in blocks if block.kind == "code"]
    words = [(span.text, block.line) for block in blocks for span in block.spans if span.mark == "code"]
    return (*samples, *words)


def _lead(blocks: list[Block]) -> tuple[dict[str, str], Block | None, list[Block]]:
    """Labels (`**Provider:** MiniMax`, one a line), the tagline, and everything else before the first H2."""
    labels: dict[str, str] = {}
    tagline: Block | None = None
    rest: list[Block] = []
    for block in blocks:
        found = _labels(block)
        if found:
            for name, value in found:
                labels[free_name(name, labels)] = value
        elif tagline is None and block.kind == "paragraph" and not labels:
            tagline = block
        else:
            rest.append(block)
    return labels, tagline, rest


def _labels(block: Block) -> list[tuple[str, str]]:
    if block.kind != "paragraph" or not block.spans or block.spans[0].mark != "strong":
        return []
    pairs = [line.partition(":") for line in block.text.split("\n")]
    return [(name.strip(), value.strip()) for name, _, value in pairs] if all(colon for _, colon, _ in pairs) else []
