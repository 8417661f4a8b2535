"""The source's words on a page: which locale's text serves a reader, and what of it is in another language.

Language is a property of a block, not of a page: an English paragraph inside a Chinese page is normal. Every
stretch in a language other than the page's carries its own `lang`, `dir` and a visible mark.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from build.locales import chain, direction
from build.numerals import language_name
from build.views_site import Spot
from scraper.addresses import DEFAULT_LOCALE
from scraper.catalog import Block, FaqItem, Section, Text, TextPage

PLACEHOLDER = "%{variant}"

# What a page shows in a way of its own: whole sections, and the tables of others.
SHOWN_ELSEWHERE = frozenset({"related", "faq"})
TABLED = frozenset({"variants", "spec sheet"})
# Sections whose code samples a variant's page shows as its request example.
REQUESTS = ("request example", "quickstart", "install")


@dataclass(frozen=True, slots=True)
class Foreign:
    """The language of a stretch of text; `mark` is '' where it is the page's own."""

    tag: str
    dir: str
    mark: str  # 'Shown in English'
    turned: bool = False  # in the page's language as far as is known, but to be read the other way

    @property
    def own(self) -> bool:
        return not self.mark


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive blocks in one language."""

    language: Foreign
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section as a page shows it."""

    title: str  # '' for what stands before the first heading
    title_language: Foreign
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer and an id that can be linked."""

    anchor: str
    question: str
    answer: str  # its words alone
    blocks: tuple[Block, ...]  # the answer as it is shown
    language: Foreign


def text_of(spot: Spot, family: str) -> Text | None:
    """The text of a family page that serves the reader best, or None where no locale has one."""
    there = {locale: text for locale, text in spot.site.texts.get(family, {}).items() if text.source is not None}
    return next((there[locale] for locale in chain(spot.page.locale, there)), None)


def variant_text_of(spot: Spot, family: str, slug: str) -> tuple[str, TextPage] | None:
    """The text of a variant page that serves the reader best, with its locale."""
    found = spot.site.variant_texts.get((family, slug), {})
    return next(((locale, found[locale]) for locale in chain(spot.page.locale, found)), None)


def locales_of(spot: Spot, family: str) -> list[str]:
    """The published locales in which the source describes this family; its variants are described there too."""
    texts = spot.site.content.texts
    return [tag for tag in spot.site.words if (tag, family) in texts]


def language(spot: Spot, tag: str) -> Foreign:
    """How a text in `tag` is marked on this page."""
    # The same object wherever it is said, so that the piece of a page that shows it can be kept.
    return spot.site.once(spot.page.locale, ("language", tag), lambda: _language(spot, tag))


def _language(spot: Spot, tag: str) -> Foreign:
    if tag == spot.page.locale:
        return Foreign(tag, spot.words.direction, "")
    words = spot.words
    named = words.label("tongue", tag)
    name = named if named != tag else language_name(tag, words.numerals) or tag
    return Foreign(tag, direction(tag), words("text.shown_in", language=name))


def parts(spot: Spot, text: Text | TextPage, locale: str) -> list[Part]:
    """What a page says in prose, in page order: what stands before its first heading, then its sections.

    Headings of the source are English in every locale.
    """
    sections = [Section(title="", blocks=text.lead), *text.sections]
    kept = [(section.title, _prose(spot, section)) for section in sections]
    return [
        Part(title, language(spot, DEFAULT_LOCALE), tuple(stretches(spot, blocks, locale)))
        for title, blocks in kept
        if blocks
    ]


def _prose(spot: Spot, section: Section) -> tuple[Block, ...]:
    """What of a section the page doesn't show elsewhere."""
    title = section.title.lower()
    if title in SHOWN_ELSEWHERE:
        return ()
    elsewhere = "table" if title in TABLED else "code" if title in REQUESTS and spot.page.variant else None
    return tuple(block for block in section.blocks if block.kind != elsewhere)


def stretches(spot: Spot, blocks: Sequence[Block], locale: str) -> list[Stretch]:
    """Blocks grouped by language and direction. Code has none: it goes with its neighbours."""
    tagged: list[tuple[Foreign, Block]] = []
    for block in blocks:
        spoken = _direct(spot, language(spot, block.lang or locale), block)
        if block.kind == "code" and tagged:
            spoken = tagged[-1][0]
        tagged.append((spoken, block))
    return [Stretch(spoken, tuple(block for _, block in group)) for spoken, group in groupby(tagged, key=itemgetter(0))]


def _direct(spot: Spot, spoken: Foreign, block: Block) -> Foreign:
    """Words without a letter from right to left are read from left to right, whatever page they stand on.

    Nobody knows the language of '$0.010 per 1K tokens'; set from right to left it would end with its amount.
    """
    if not spoken.own or spoken.dir == "ltr" or block.kind not in {"paragraph", "heading", "list"}:
        return spoken
    said = "".join((block.text or "", *(run.text for run in block.runs), *block.items))
    letters = {unicodedata.bidirectional(letter) for letter in said}
    if "L" not in letters or letters & {"R", "AL"}:
        return spoken
    return spot.site.once(spot.page.locale, ("turned", spoken), lambda: replace(spoken, dir="ltr", turned=True))


def example(sections: Iterable[Section]) -> list[Block]:
    """The code samples that show how to call a model."""
    found = {section.title.lower(): section.blocks for section in sections}
    return [block for name in REQUESTS for block in found.get(name, ()) if block.kind == "code" and block.text]


def questions(spot: Spot, faq: Iterable[FaqItem], *, stem: str, variant: str | None = None) -> list[Question]:
    """The FAQ as a page shows it. `%{variant}` is filled in where the page is about one variant.

    Ids are numbered by the question's place in its own page, so that a link survives as long as the page does.
    """
    return [_question(spot, f"{stem}-{number}", item, variant) for number, item in enumerate(faq, 1)]


def _question(spot: Spot, anchor: str, item: FaqItem, variant: str | None) -> Question:
    question, answer = filled(item.question, variant), filled(item.answer, variant)

    def make() -> Question:
        plain = (Block(kind="paragraph", text=part) for part in answer.split("\n\n") if part.strip())
        blocks = tuple(_filled_block(block, variant) for block in item.blocks) or tuple(plain)
        return Question(anchor, question, answer, blocks, language(spot, item.lang))

    # What many models are asked is answered word for word: one object for all, and so one piece of their pages.
    if item.generic and (question, answer) == (item.question, item.answer):
        return spot.site.once(spot.page.locale, ("question", anchor, question, answer, item.lang), make)
    return make()


def filled(text: str, variant: str | None) -> str:
    return text.replace(PLACEHOLDER, variant) if variant else text


def _filled_block(block: Block, variant: str | None) -> Block:
    if not variant or PLACEHOLDER not in block.model_dump_json():
        return block

    def walked(value: Any) -> Any:
        if isinstance(value, str):
            return filled(value, variant)
        if isinstance(value, dict):
            return {key: walked(item) for key, item in value.items()}
        return [walked(item) for item in value] if isinstance(value, list | tuple) else value

    return Block.model_validate(walked(block.model_dump()))
