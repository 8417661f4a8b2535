"""Questions and answers in source order; what is missing, doubled or nested is kept and told."""

import pytest

from scraper import faq
from scraper.catalog import Block, Run
from scraper.document import read_document
from scraper.findings import Collector


def read(text: str, locale: str = "en") -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    found = Collector("models/a.md")
    items = faq.read_faq(read_document(text), locale, found)
    return [(question.item.question, question.item.answer) for question in items], [
        (finding.code, finding.line) for finding in found.found
    ]


def test_pairs_come_in_the_order_of_the_page() -> None:
    pairs, found = read("## FAQ\n\n### B?\n\nb1\n\nb2\n\n### A?\n\n- one\n- two\n")
    assert pairs == [("B?", "b1\n\nb2"), ("A?", "- one\n- two")]
    assert found == []


def test_a_code_sample_or_a_table_in_an_answer_is_kept() -> None:
    pairs, _ = read("## FAQ\n\n### A?\n\n```\nx = 1\n```\n\n| a | b |\n|---|---|\n| c | d |\n")
    assert pairs == [("A?", "x = 1\n\na | b\nc | d")]


def test_an_answer_that_is_more_than_paragraphs_is_kept_in_blocks() -> None:
    text = "Send `id` to [us](https://runapi.ai/x).\n\n1. One\n2. Two\n\n```sh\ncurl\n```\n"
    (question,) = faq.read_faq(read_document(f"## FAQ\n\n### A?\n\n{text}"), "zh-TW", Collector("models/a.md"))
    assert question.item.answer == "Send id to us.\n\n1. One\n2. Two\n\ncurl"
    assert question.item.blocks == (
        Block(
            kind="paragraph",
            runs=(
                Run(text="Send "),
                Run(text="id", mark="code"),
                Run(text=" to "),
                Run(text="us", mark="link", href="https://runapi.ai/x"),
                Run(text="."),
            ),
        ),
        Block(kind="list", items=("One", "Two"), first=1),
        Block(kind="code", text="curl\n", info="sh"),
    )


def test_an_answer_in_plain_paragraphs_is_kept_once() -> None:
    (question,) = faq.read_faq(read_document("## FAQ\n\n### A?\n\na\n\nb\n"), "en", Collector("models/a.md"))
    assert (question.item.answer, question.item.blocks) == ("a\n\nb", ())


def test_an_unsafe_link_in_an_answer_is_told() -> None:
    pairs, found = read("## FAQ\n\n### A?\n\n[b](javascript:x)\n")
    assert (pairs, found) == ([("A?", "b")], [("unsafe-link", 5)])


def test_entities_are_unescaped_once() -> None:
    assert read("## FAQ\n\n### What&#39;s &amp;lt;?\n\nIt&#39;s.\n")[0] == [("What's &lt;?", "It's.")]


@pytest.mark.parametrize(
    ("text", "pairs", "found"),
    [
        pytest.param("## FAQ\n\n### A?\n\n### B?\n\nb\n", [("A?", ""), ("B?", "b")], [("faq-without-answer", 3)],
                     id="a question without an answer"),
        pytest.param("## FAQ\n\n### A?\n\na\n\n### A?\n\na\n", [("A?", "a"), ("A?", "a")], [("faq-duplicate", 7)],
                     id="the same twice"),
        pytest.param("## FAQ\n\n### A?\n\na\n\n### A?\n\nb\n", [("A?", "a"), ("A?", "b")], [],
                     id="two answers to one question"),
        pytest.param("## FAQ\n\n### A?\n\na\n\n#### More\n\nb\n", [("A?", "a\n\nMore\n\nb")], [("faq-nested", 7)],
                     id="a nested heading"),
        pytest.param("## FAQ\n\n### A?\n\na\n\n## FAQ\n\n### B?\n\nb\n", [("A?", "a"), ("B?", "b")], [],
                     id="two FAQ sections"),
        pytest.param("## Other\n\n### A?\n\na\n", [], [], id="questions elsewhere are no FAQ"),
        pytest.param("## FAQ\n\n### What is %{variant}?\n\na\n", [("What is %{variant}?", "a")], [("placeholder", 3)],
                     id="an unfilled placeholder stays as printed"),
    ],
)  # fmt: skip
def test_order_is_kept_and_faults_are_told(
    text: str, pairs: list[tuple[str, str]], found: list[tuple[str, int]]
) -> None:
    assert read(text) == (pairs, found)


def test_text_before_the_first_question_is_kept_and_told() -> None:
    found = Collector("models/a.md")
    blocks = faq.loose_text(read_document("## FAQ\n\nloose\n\n### A?\n\na\n"), "en", found)
    assert [block.text for block in blocks] == ["loose"]
    assert [(finding.code, finding.line) for finding in found.found] == [("faq-without-question", 3)]


def test_the_language_belongs_to_the_item() -> None:
    found = Collector("zh-TW/models/a.md")
    page = read_document("## FAQ\n\n### 有免費方案嗎？\n\n有。\n\n### What is it?\n\nIt is one of the models.\n")
    assert [question.item.lang for question in faq.read_faq(page, "zh-TW", found)] == ["zh-TW", "en"]


def test_only_lines_said_to_be_generic_are_marked() -> None:
    page = read_document("## FAQ\n\n### A?\n\na\n\n### B?\n\nb\n")
    items = faq.read_faq(page, "en", Collector("models/a.md"), generic_lines={7})
    assert [question.item.generic for question in items] == [None, True]


def test_fingerprints_are_by_question_line_and_equal_for_equal_text() -> None:
    one = faq.fingerprints("## FAQ\n\n### A?\n\na\n\n### B?\n\nb\n")
    other = faq.fingerprints("x\n\n## FAQ\n\n### B?\n\nb\n\n\n## Related\n\n### A?\n\na\n", first_line=5)
    assert list(one) == [3, 7]
    assert list(other) == [9]
    assert one[7] == other[9]
    assert one[3] != one[7]
