"""Markdown as sections of blocks with lines; nothing a parser would lose is lost without being told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.document import Block, Span, read_document


def only_block(text: str) -> Block:
    document = read_document(text)
    assert len(document.lead) == 1, document.lead
    return document.lead[0]


def test_a_page_is_a_heading_a_lead_and_sections_with_their_lines() -> None:
    document = read_document("# A\n\nlead\n\n## B\n\none\n\n### C\n\n## B\n\ntwo\n", first_line=10)
    assert (document.heading, document.heading_line) == ("A", 10)
    assert [(block.kind, block.line) for block in document.lead] == [("paragraph", 12)]
    assert [(section.title, section.line) for section in document.all_sections("B")] == [(("B"), 14), ("B", 20)]
    assert [(block.kind, block.level, block.text) for block in document.sections[0].blocks] == [
        ("paragraph", 0, "one"), ("heading", 3, "C"),
    ]  # fmt: skip


def test_headings_and_tables_inside_code_are_code() -> None:
    document = read_document("## A\n\n```sh\n## B\n| Variant |\n|---|\n```\n\n    ## C\n")
    assert [section.title for section in document.sections] == ["A"]
    assert [(block.kind, block.code, block.info) for block in document.sections[0].blocks] == [
        ("code", "## B\n| Variant |\n|---|\n", "sh"), ("code", "## C\n", ""),
    ]  # fmt: skip


def test_html_is_text() -> None:
    block = only_block("<script>alert(1)</script> <b onclick=x>&amp;lt;</b>")
    assert block.text == "<script>alert(1)</script> <b onclick=x>&lt;</b>"


def test_text_has_marks_and_links_keep_their_address() -> None:
    block = only_block("**$0.020** per `1K` [a `b`](javascript:x) ![pic](//h/p.png)")
    assert block.spans == (
        Span("$0.020", "strong"), Span(" per "), Span("1K", "code"), Span(" "), Span("a b", "link", "javascript:x"),
        Span(" "), Span("pic", "link", "//h/p.png"),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["**$0.050**1 x", "$0.050[1](#note) x", "*$0.050*1 x", "`$0.050`1 x"])
def test_marks_between_two_numbers_keep_them_apart(text: str) -> None:
    """A footnote mark is no further decimal."""
    assert only_block(text).text == "$0.050 1 x"
    (table,) = read_document(f"## A\n\n| {text} |\n|---|\n| {text} |\n").sections[0].blocks
    assert table.rows[0].cells == ("$0.050 1 x",)
    assert only_block("**$0**.05 H**2**O").text == "$0.05 H2O"


@pytest.mark.parametrize(
    ("row", "cells", "width"),
    [
        ("| a | b |", ("a", "b"), 2), ("a | b", ("a", "b"), 2), ("| a |", ("a", ""), 1),
        ("| a | b | c |", ("a", "b"), 3),
        ("| `a|b` | c |", ("`a", "b`"), 3), (r"| a\|b | c |", ("a|b", "c"), 2), ("| | b |", ("", "b"), 2),
        ("| a | |", ("a", ""), 2), ("glued text", ("glued text", ""), 1), ("| &#39; | `b` |", ("'", "b"), 2),
        ("| [a](u) | **b** |", ("a", "b"), 2), (r"| `a\|b` | c |", ("a|b", "c"), 2),
    ],
)  # fmt: skip
def test_a_row_tells_how_many_cells_were_printed(row: str, cells: tuple[str, ...], width: int) -> None:
    block = only_block(f"| x | y |\n|---|---|\n{row}\n")
    assert [(found.line, found.cells, found.width) for found in block.rows] == [(3, cells, width)]


@pytest.mark.parametrize("prefix", ["> ", ">", "> > "])
def test_a_quoted_table_has_the_width_of_its_cells(prefix: str) -> None:
    block = only_block("".join(f"{prefix}{line}\n" for line in ("| x | y |", "|---|---|", "| a | b |")))
    assert block.rows[0].width == 2


def test_lists_are_flat_and_every_entry_has_its_line() -> None:
    block = only_block("- a\n- b\n  - c\n\n    ```\n    d\n    ```\n1. e\n".replace("1. e\n", ""))
    assert [(item.line, item.text) for item in block.items] == [(1, "a"), (2, "b"), (3, "c"), (5, "d\n")]


@pytest.mark.parametrize(
    ("text", "first", "items"),
    [
        ("- a\n- b\n", None, ["a", "b"]),
        ("1. a\n1. b\n", 1, ["a", "b"]),
        ("0) a\n1) b\n", 0, ["a", "b"]),
        ("7. a\n", 7, ["a"]),
        ("1. a\n\n   b\n2. c\n", None, ["1. a", "b", "2. c"]),
        ("1. a\n   - b\n   - c\n2. d\n", None, ["1. a", "b", "c", "2. d"]),
        ("- a\n  1. b\n  2. c\n- d\n", None, ["a", "1. b", "2. c", "d"]),
        ("1.\n2. b\n", 2, ["b"]),
        ("1. a\n2.\n3. c\n", None, ["1. a", "3. c"]),
        ("1.\n", None, []),
    ],
)
def test_a_numbered_list_keeps_its_numbers(text: str, first: int | None, items: list[str]) -> None:
    block = only_block(text)
    assert (block.first, [item.text for item in block.items]) == (first, items)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("> " * 25 + "deep $0.01", [1], id="quotes past the nesting limit"),
        pytest.param("a\n\n[b]: https://example.org\n", [3], id="a link definition"),
        pytest.param("a\n\n---\n\n> b\n\n- c\n", [], id="rules, quotes and lists lose nothing"),
    ],
)
def test_text_in_no_block_is_told(text: str, lines: list[int]) -> None:
    assert read_document(text).dropped == lines


@pytest.mark.parametrize("first_line", [1, 12])
def test_lines_count_from_the_page(first_line: int) -> None:
    document = read_document("\n\n- a\n\n| x |\n|---|\n| y |\n", first_line=first_line)
    items, table = document.lead
    assert (items.items[0].line, table.rows[0].line) == (first_line + 2, first_line + 6)


WORDS = st.text(alphabet="abcxyz$0.1 ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_every_cell_of_a_table_is_kept(rows: list[list[str]]) -> None:
    lines = ["| a | b | c |", "|---|---|---|", *("| " + " | ".join(cells) + " |" for cells in rows)]
    block = only_block("\n".join(lines))
    assert [" ".join(row.cells).split() for row in block.rows] == [" ".join(cells).split() for cells in rows]


@given(st.text(max_size=200) | st.text(alphabet="|-`>*_[]()#\n a&;!\\<", max_size=200))
@settings(deadline=None, max_examples=300)
def test_any_text_is_a_document(text: str) -> None:
    document = read_document(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in document.dropped)
