"""A page's words as they are stored: marks, judged links, languages, and what a reader can't see."""

import pytest

from scraper import document
from scraper.catalog import Block, Run
from scraper.findings import Collector
from scraper.words import hidden_characters, look_at, stored_blocks, stored_sections


def stored(text: str, locale: str = "en") -> tuple[tuple[Block, ...], list[tuple[str, int]]]:
    found = Collector("models/a.md")
    blocks = stored_blocks(document.read_document(text).lead, locale, found)
    return blocks, [(finding.code, finding.line) for finding in found.found]


def test_every_kind_of_block_is_kept_as_printed() -> None:
    blocks, found = stored("a **b**\n\n- c\n- d\n\n```json\n{}\n```\n\n| e | f |\n|---|---|\n| g | h |\n\n### i\n")
    assert blocks == (
        Block(kind="paragraph", runs=(Run(text="a "), Run(text="b", mark="strong"))),
        Block(kind="list", items=("c", "d")),
        Block(kind="code", text="{}\n", info="json"),
        Block(kind="table", header=("e", "f"), rows=(("g", "h"),)),
        Block(kind="heading", text="i"),
    )
    assert found == []


def test_the_items_of_a_list_keep_their_marks() -> None:
    (block,), found = stored("2. `a` or [b](https://runapi.ai/b)\n3. c\n")
    assert (block.items, block.first) == (("a or b", "c"), 2)
    assert block.marked == (
        (Run(text="a", mark="code"), Run(text=" or "), Run(text="b", mark="link", href="https://runapi.ai/b")),
        (Run(text="c"),),
    )
    assert found == []


def test_an_unsafe_link_in_a_list_is_text_with_its_address_and_a_finding() -> None:
    (block,), found = stored("- [b](javascript:x)\n")
    assert (block.items, block.marked) == (("b",), ((Run(text="b (javascript:x)"),),))
    assert found == [("unsafe-link", 1)]


def test_a_link_in_a_table_is_words_and_a_finding() -> None:
    (block,), found = stored("| a |\n|---|\n| [b](https://runapi.ai/b) |\n")
    assert (block.header, block.rows) == (("a",), (("b",),))
    assert found == [("dropped-link", 3)]


def test_a_related_list_is_kept_without_its_links() -> None:
    sections = document.read_document("## Related\n\n- [`a`](/models/a) - $1\n").sections
    ((block,),) = (section.blocks for section in stored_sections(sections, "en", Collector("models/a.md")))
    assert block == Block(kind="list", items=("a - $1",))


def test_a_block_in_another_language_carries_it() -> None:
    blocks, _ = stored("價格依用量計算。\n\nThis is the price of the call that you make.\n", "zh-TW")
    assert [block.lang for block in blocks] == [None, "en"]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "blob:x", "intent:x", "//evil.example/x", "vbscript:x",
     "https://user@runapi.ai/", "http://runapi.ai/", "https://runа\u0430pi.ai/", "java&#9;script:x", "file:///x"],
)  # fmt: skip
def test_an_unsafe_link_is_text_with_its_address_and_a_finding(href: str) -> None:
    blocks, found = stored(f"see [here](<{href}>)")
    assert ("unsafe-link", 1) in found
    assert all(run.href is None and run.mark != "link" for run in blocks[0].runs)
    assert "here (" in (blocks[0].text or "".join(run.text for run in blocks[0].runs))


@pytest.mark.parametrize("href", ["https://runapi.ai/x", "/models/a.md", "#b", "./c"])
def test_a_plain_link_stays_one(href: str) -> None:
    blocks, found = stored(f"[here]({href})")
    assert blocks[0].runs == (Run(text="here", mark="link", href=href),)
    assert found == []


@pytest.mark.parametrize(
    "text", ["What is %{variant}?", "- %{variant}", "| %{variant} |\n|---|\n", "| a |\n|---|\n| %{ Model name } |"]
)
def test_an_unfilled_placeholder_is_told_wherever_it_stands(text: str) -> None:
    _, found = stored(text)
    assert "placeholder" in {code for code, _ in found}


@pytest.mark.parametrize("text", ["100% {a}", "{{ variant }}", "%{}", "`%d`"])
def test_what_only_looks_like_a_placeholder_is_left_alone(text: str) -> None:
    assert stored(text)[1] == []


def test_a_stray_script_names_its_line() -> None:
    found = Collector("tr/models/a.md")
    look_at("Bu अनुरोध", 7, "tr", found)
    assert [(finding.code, finding.line) for finding in found.found] == [("foreign-text", 7)]


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\u200bb", "a\u2066b", "a\U000e0041", "a&#8238;b", "a&#x200B;b", "a\u00adb", "a\u200fb"]
)
def test_a_hidden_character_is_told_as_itself_and_as_an_entity(text: str) -> None:
    found = Collector("models/a.md")
    hidden_characters(["fine", text], 4, found)
    assert [(finding.code, finding.line) for finding in found.found] == [("hidden-characters", 5)]


def test_joiners_that_arabic_and_emoji_need_are_no_finding() -> None:
    found = Collector("ar/models/a.md")
    hidden_characters(["می\u200cخواهم 👩\u200d💻"], 1, found)
    assert found.found == []


def test_sections_keep_title_and_order() -> None:
    found = Collector("models/a.md")
    sections = stored_sections(document.read_document("## B\n\nx\n\n## A\n\ny\n").sections, "en", found)
    assert [(section.title, section.blocks[0].text) for section in sections] == [("B", "x"), ("A", "y")]
