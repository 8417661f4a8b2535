"""What every Markdown page has in common: a head that is checked, words, and evidence that the page is whole."""

import pytest

from scraper.addresses import Page, from_path
from scraper.errors import RefusedPage
from scraper.findings import Collector
from scraper.page import COMMON_KEYS, Opened, code_of, extra_of, number_of, open_page, refuse_without, words_of
from tests.pages import head

PATH = "models/acme.md"
BODY = "# Acme\n\nTag.\n\n**Provider:** Acme Labs\n**Catalog:** 2 variants\n\nMore.\n\n## Context\n\nWords.\n"


def opened(text: str, *, path: str = PATH) -> tuple[Opened, list[tuple[str, int]]]:
    page = from_path(path)
    assert page is not None
    found = Collector(path)
    keys = COMMON_KEYS | {"model", "provider", "modality", "count"}
    result = open_page(page, text.encode(), found, known_keys=keys)
    return result, [(finding.code, finding.line) for finding in found.found]


def test_a_sound_head_gives_no_finding() -> None:
    assert opened(head(PATH) + BODY)[1] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("url", "https://runapi.ai/models/other.md"), ("url", "https://evil.example/models/acme.md"), ("locale", "de"),
     ("locale", "EN")],
)  # fmt: skip
def test_a_page_that_says_it_is_another_one_is_told_at_its_line(key: str, value: str) -> None:
    result, found = opened(head(PATH, **{key: value}) + BODY)
    assert found == [("wrong-page", result.front.line(key))]


def test_unknown_keys_are_kept_and_told() -> None:
    result, found = opened(head(PATH, tier="gold") + BODY)
    assert found == [("unknown-key", 9)]
    assert extra_of(result, COMMON_KEYS | {"model", "provider", "modality"}) == {"tier": "gold"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a\x00b", "control-characters", 11), ("a\x1bb", "control-characters", 11), ("a\u202eb", "hidden-characters", 11),
        ("a&#8238;b", "hidden-characters", 11), ("[a]: https://example.org", "dropped-content", 11),
        ("> " * 25 + "$0.01", "dropped-content", 11),
    ],
)  # fmt: skip
def test_what_the_eye_or_the_parser_would_miss_is_told(text: str, code: str, line: int) -> None:
    assert (code, line) in opened(head(PATH) + f"\n{text}\n")[1]


def test_hidden_characters_written_as_yaml_escapes_are_told() -> None:
    text = head(PATH).replace('"A page"', '"A \\u202Epage"')
    assert ("hidden-characters", 2) in opened(text + BODY)[1]


@pytest.mark.parametrize(
    ("value", "number"), [(7, 7), (0, 0), ("-1", None), ("7.0", None), ("٧", None), ("1" * 10, None)]
)
def test_a_number_is_a_whole_one_or_a_finding(value: object, number: int | None) -> None:
    result, _ = opened(head(PATH, count=value) + BODY)
    found = Collector(PATH)
    assert number_of(result, "count", found) == number
    assert [finding.code for finding in found.found] == ([] if number is not None else ["count-mismatch"])


def test_words_are_title_heading_tagline_labels_lead_and_sections() -> None:
    result, _ = opened(head(PATH) + BODY)
    found = Collector(PATH)
    words = words_of(result, (), found, known_sections=frozenset())
    assert (words["title"], words["heading"], words["tagline"]) == ("A page", "Acme", "Tag.")
    assert words["labels"] == {"Provider": "Acme Labs", "Catalog": "2 variants"}
    assert [block.text for block in words["lead"]] == ["More."]
    assert [section.title for section in words["sections"]] == ["Context"]
    assert [(finding.code, finding.line) for finding in found.found] == [("unknown-section", 19)]


def test_a_label_printed_twice_is_kept_twice() -> None:
    result, _ = opened(head(PATH) + "# A\n\n**Price:** $1\n**Price:** $2\n")
    assert words_of(result, (), Collector(PATH), known_sections=frozenset())["labels"] == {
        "Price": "$1",
        "Price (2)": "$2",
    }


@pytest.mark.parametrize(
    "text", ["# %{variant}\n", "# A\n\n%{variant} is fast.\n", "# A\n\n## %{variant}\n", "# A\n\nx\n\n- %{variant}\n"]
)
def test_a_placeholder_is_told_wherever_it_stands(text: str) -> None:
    result, _ = opened(head(PATH) + text)
    found = Collector(PATH)
    words_of(result, (), found, known_sections=frozenset({"%{variant}"}))
    assert [finding.code for finding in found.found] == ["placeholder"]


def test_half_a_page_is_refused_at_its_last_line() -> None:
    result, _ = opened(head(PATH) + BODY)
    refuse_without(frozenset({"Context"}), result)
    with pytest.raises(RefusedPage) as refusal:
        refuse_without(frozenset({"Pricing", "Spec sheet"}), result)
    assert (refusal.value.code, refusal.value.line) == ("no-evidence", 22)


def test_code_samples_and_code_words_come_with_their_lines() -> None:
    result, _ = opened(head(PATH) + "## A\n\n`https://runapi.ai/v1` x\n\n```\ncurl\n```\n")
    assert sorted(code_of(result)) == [("curl\n", 14), ("https://runapi.ai/v1", 12)]


def test_a_page_knows_its_address() -> None:
    assert opened(head("zh-TW/models/a/m2.1.md"), path="zh-TW/models/a/m2.1.md")[0].page == Page("zh-TW", "a", "m2.1")
