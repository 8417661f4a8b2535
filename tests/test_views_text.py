"""The source's words on a page: grouped by language, and read in the direction they are written in."""

import pytest

from build.builder import TEMPLATES
from build.locales import load_words
from build.pages import Page
from build.views_site import Site, Spot
from build.views_text import Foreign, parts, questions, stretches
from scraper.catalog import Block, FaqItem, Run, Section, TextPage
from tests import content_samples

WORDS = load_words(TEMPLATES / "locales", ["en", "ar"])
SITE = Site(content_samples.content(), WORDS)
ARABIC = Block(kind="paragraph", text="السعر MiniMax لكل ألف رمز")
LATIN = Block(kind="paragraph", text="$0.010 per 1K tokens")


def spoken(locale: str, *blocks: Block, page: str = "ar") -> list[tuple[Foreign, int]]:
    found = stretches(Spot(SITE, Page(page, "home"), WORDS[page]), blocks, locale)
    return [(one.language, len(one.blocks)) for one in found]


def test_blocks_in_one_language_stand_together() -> None:
    (language, count), (other, _) = spoken("ar", ARABIC, ARABIC, Block(kind="paragraph", text="Hello", lang="en"))
    assert (language.tag, language.own, count) == ("ar", True, 2)
    assert (other.tag, other.own, other.dir) == ("en", False, "ltr")


@pytest.mark.parametrize(
    "block",
    [
        LATIN,
        Block(kind="heading", text="Request example"),
        Block(kind="list", items=("GPT-5", "$1")),
        Block(kind="paragraph", runs=(Run(text="$0.010", mark="strong"), Run(text=" per second"))),
    ],
    ids=lambda block: block.kind,
)
def test_latin_words_of_no_known_language_are_read_from_left_to_right(block: Block) -> None:
    ((before, _), (latin, _), (after, _)) = spoken("ar", ARABIC, block, ARABIC)
    assert (latin.dir, latin.turned, latin.own) == ("ltr", True, True)
    assert (before.dir, before.turned) == (after.dir, after.turned) == ("rtl", False)


@pytest.mark.parametrize("text", ["$0.010", "السعر $0.010 per 1K", "…"])
def test_what_has_an_arabic_letter_or_none_at_all_keeps_the_direction_of_its_page(text: str) -> None:
    ((language, count),) = spoken("ar", ARABIC, Block(kind="paragraph", text=text))
    assert (language.dir, language.turned, count) == ("rtl", False, 2)


def test_a_text_that_is_marked_as_foreign_keeps_its_one_mark() -> None:
    ((language, count),) = spoken("ar", ARABIC, LATIN, page="en")
    assert (language.dir, language.own, count) == ("rtl", False, 2)


def test_code_goes_with_its_neighbours() -> None:
    ((_, count),) = spoken("ar", ARABIC, Block(kind="code", text="curl"))
    assert count == 2


def asked(item: FaqItem, variant: str | None) -> tuple[Block, ...]:
    (found,) = questions(Spot(SITE, Page("en", "faq"), WORDS["en"]), [item], stem="glm", variant=variant)
    return found.blocks


@pytest.mark.parametrize(("variant", "name"), [("glm-4.7", "glm-4.7"), (None, "%{variant}")])
def test_the_variant_is_named_throughout_an_answer(variant: str | None, name: str) -> None:
    plain = FaqItem(question="How?", answer="Send %{variant}.\n\nWait.", lang="en")
    assert asked(plain, variant) == tuple(Block(kind="paragraph", text=text) for text in (f"Send {name}.", "Wait."))

    def blocks(name: str) -> tuple[Block, ...]:
        return (
            Block(kind="list", items=(f"Send {name}",), marked=((Run(text="Send "), Run(text=name, mark="code")),)),
            Block(kind="code", text=f'{{"model": "{name}"}}'),
            Block(kind="paragraph", text="Wait."),
        )

    marked = FaqItem(question="How?", answer="Send …", lang="en", blocks=blocks("%{variant}"))
    assert asked(marked, variant) == blocks(name)


CODE = Block(kind="code", text="npx runapi")
TABLE = Block(kind="table", header=("Field", "Value"), rows=(("a", "b"),))
PROSE = Block(kind="paragraph", text="Prices exclude VAT.")


@pytest.mark.parametrize(
    ("title", "on_family", "on_variant"),
    [
        ("Context", ["code", "table", "paragraph"], ["code", "table", "paragraph"]),
        ("Install", ["code", "table", "paragraph"], ["table", "paragraph"]),
        ("Request example", ["code", "table", "paragraph"], ["table", "paragraph"]),
        ("Variants", ["code", "paragraph"], ["code", "paragraph"]),
        ("Spec sheet", ["code", "paragraph"], ["code", "paragraph"]),
        ("Related", [], []),
        ("FAQ", [], []),
    ],
)
def test_a_page_leaves_out_only_what_it_shows_in_another_way(
    title: str, on_family: list[str], on_variant: list[str]
) -> None:
    text = TextPage(source="models/glm.md", sections=(Section(title=title, blocks=(CODE, TABLE, PROSE)),))

    def kinds(page: Page) -> list[str]:
        shown = parts(Spot(SITE, page, WORDS["en"]), text, "en")
        return [block.kind for part in shown for stretch in part.stretches for block in stretch.blocks]

    assert kinds(Page("en", "model", "glm")) == on_family
    assert kinds(Page("en", "variant", "glm", "4.7")) == on_variant
