"""Text as Markdown stays text, by the word of a reader of Markdown that we didn't write."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from build.markdown import Written, block, code, escaped, to, twin_of
from build.render import Renderer
from scraper.errors import BuildError

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

HOSTILE = [
    "a | b",
    "*strong* and _weak_ and ~~gone~~",
    "`code`",
    "[x](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "<https://evil.example>",
    "&lt;b&gt; &copy;",
    "# heading",
    "> quote",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "---",
    "===",
    "    four spaces",
    "\tindented",
    "one\n\n# two",
    "one\r\n- two",
    "line\u2028# two",
    "```\nfence\n```",
    "~~~",
    "\\| \\* \\[",
    "[x]: https://evil.example",
    "{{ 7*7 }} {% raw %}",
    "x  \ny",
    "|---|",
]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MARKS = st.text(st.sampled_from("|*_`[]()<>!#+-=~\\&;:1. \n\t@ax/"), max_size=20)


def inline(text: str) -> list[Token]:
    """The inline tokens of a document that must be one paragraph."""
    tokens = READER.parse(text)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"]), tokens
    return (tokens[1].children or []) if tokens else []


def cell(text: str) -> list[Token]:
    """The inline tokens of a table's only cell."""
    tokens = READER.parse(f"| a |\n|---|\n| {text} |\n")
    assert [token.type for token in tokens].count("td_open") == 1, tokens
    assert tokens[0].type == "table_open"
    assert tokens[-1].type == "table_close"
    return next((token.children or [] for token in tokens[::-1] if token.type == "inline"), [])


def plain(tokens: list[Token]) -> str:
    assert {token.type for token in tokens} <= {"text", "text_special"}, tokens
    return " ".join("".join(token.content for token in tokens).split())


def words(text: str) -> str:
    return " ".join(text.replace("\x00", "\ufffd").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    assert plain(inline(escaped(text))) == words(text)
    assert plain(cell(escaped(text))) == words(text)


@given(WORDS | MARKS)
def test_any_text_is_only_text(text: str) -> None:
    assert plain(inline(escaped(text))) == words(text)
    if words(text):
        assert plain(cell(escaped(text))) == words(text)


@given(WORDS | MARKS, WORDS | MARKS)
def test_texts_beside_one_another_are_only_text(one: str, other: str) -> None:
    assert plain(inline(f"x{escaped(one)} {escaped(other)}")) == words(f"x{one} {other}")


@pytest.mark.parametrize(
    "text",
    ["$0.010 per 1K tokens", "US$9.50–US$10.50", "0,010\u00a0$", "glm-4.7", "snake_case_id", "2.3", "−14.3%", "+5"],
)
def test_amounts_and_ids_read_the_same_in_the_source(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize("text", ["see https://evil.example now", "www.evil.example", "HTTP://x"])
def test_what_github_would_make_a_link_is_none(text: str) -> None:
    # Its rule, in short: `www.` or a scheme with `://`, as they stand in the source.
    assert not re.search(r"[a-z]://|www\.", escaped(text).lower())
    assert plain(inline(escaped(text))) == text


def test_what_is_markdown_already_stays() -> None:
    assert escaped(escaped("a|b")) == "a\\|b"
    assert escaped(Written("**a**")) == "**a**"


@given(WORDS | MARKS)
def test_a_code_span_holds_what_it_is_given(text: str) -> None:
    for tokens in (inline(f"x {code(text)} y"), cell(f"x {code(text)} y")):
        kinds = [token.type for token in tokens if token.type != "text_special"]
        if "code_inline" in kinds:
            assert kinds == ["text", "code_inline", "text"]
            held = next(token.content for token in tokens if token.type == "code_inline")
            assert held == text.replace("\x00", "\ufffd")
        else:
            assert plain(tokens) == words(f"x {text} y")


def test_an_id_is_a_code_span_and_a_pipe_in_one_is_not() -> None:
    assert code("MiniMax-M2.1") == "`MiniMax-M2.1`"
    assert code("a`b") == "``a`b``"
    assert code("a|b") == "a\\|b"


@given(WORDS | MARKS, st.sampled_from(["json", "sh", "", "x y", "```", "a`b"]))
def test_a_block_holds_what_it_is_given(text: str, info: str) -> None:
    tokens = READER.parse(f"{block(text, info)}\n\nafter\n")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].content.removesuffix("\n") == text.replace("\r\n", "\n").replace("\r", "\n").replace(
        "\x00", "\ufffd"
    ).removesuffix("\n")
    assert tokens[0].info == (info if info.isalpha() else "")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://runapi.ai/models/glm.md", "https://runapi.ai/models/glm.md"),
        ("https://runapi.ai/a b(c)|d<e>\\", "https://runapi.ai/a%20b%28c%29%7Cd%3Ce%3E%5C"),
        ("https://runapi.ai/?a=1&lt;=2", "https://runapi.ai/?a=1&lt%3B=2"),
        ("../models/glm/index.html", "../models/glm/index.md"),
        ("findings/index.html#a:b", "findings/index.html#a:b"),
        ("compare/index.html?v=glm/4.7", "compare/index.html?v=glm/4.7"),
        ("../prices.csv", "../prices.csv"),
    ],
)
def test_a_link_leads_where_it_should(address: str, target: str) -> None:
    tokens = inline(to("a]b", address))
    assert tokens[0].attrs == {"href": target}
    assert plain([token for token in tokens if not token.type.startswith("link")]) == "a]b"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "http://x", "//evil.example", "/root", "\\\\x", "intent:x", "", None],
)
def test_other_addresses_are_no_links(address: str | None) -> None:
    assert plain(inline(to("text", address))) == "text"


def test_a_page_links_to_its_twin() -> None:
    assert twin_of("../index.html") == "../index.md"
    assert twin_of("https://runapi.ai/index.html") == "https://runapi.ai/index.html"


# Through a template


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "row.md").write_text(
        "{% macro cell(x) %}{{ x }} {{ x|code }}{% endmacro %}| {{ cell(x) }} |\n", encoding="utf-8"
    )
    (tmp_path / "entry.xml").write_text('<a b="{{ x }}">{{ x }}</a>', encoding="utf-8")
    return tmp_path


def test_a_template_prints_markdown_once_escaped(templates: Path) -> None:
    page = Renderer(templates).page("row.md", {"x": "a*b"}).decode()
    assert page == "| a\\*b `a*b` |\n"


def test_a_name_that_was_not_passed_is_an_error(templates: Path) -> None:
    for name in ("row.md", "entry.xml"):
        with pytest.raises(BuildError, match="'x' is undefined"):
            Renderer(templates).page(name, {})


@pytest.mark.parametrize("text", ["<b>&\"'", "\x00\x0b\ufffe", "]]>", "{{ 7*7 }}"])
def test_a_template_prints_xml_that_can_be_read(templates: Path, text: str) -> None:
    read = ElementTree.fromstring(Renderer(templates).page("entry.xml", {"x": text}))
    shown = "".join("\ufffd" if char in "\x00\x0b\ufffe" else char for char in text)
    assert (read.text, read.get("b")) == (shown, shown)
