"""Markdown as a document: sections of blocks, every one with the line it stands on.

The one owner of markdown-it. HTML stays text, tables are GFM's, and whatever the parser would lose
without a word (cells past the header's width, text nested too deep) is made visible here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BlockKind = Literal["paragraph", "list", "code", "table", "heading"]
Mark = Literal["code", "strong", "emphasis", "link"]


@dataclass(frozen=True, slots=True)
class Span:
    """Text with one meaning."""

    text: str
    mark: Mark | None = None
    href: str | None = None  # as printed: whether it may become a link is not decided here


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, nested entries included as entries of their own."""

    line: int
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return _joined(self.spans)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. `width` counts the cells as printed: GFM pads or cuts `cells` to the header's."""

    line: int
    cells: tuple[str, ...]
    width: int


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list, code sample or table."""

    kind: BlockKind
    line: int
    spans: tuple[Span, ...] = ()  # of a paragraph or heading
    level: int = 0  # of a heading
    items: list[Item] = field(default_factory=list)
    first: int | None = None  # of a numbered list: the number of its first entry
    code: str = ""
    info: str = ""  # the language a code sample names
    header: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)  # in a table's cells, with their lines

    @property
    def text(self) -> str:
        return _joined(self.spans)


@dataclass(slots=True)
class Section:
    """What stands under one H2."""

    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """One page below its frontmatter."""

    heading: str | None = None  # the first H1
    heading_line: int = 0
    lead: list[Block] = field(default_factory=list)  # before the first H2
    sections: list[Section] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)  # lines whose text is in no block

    def all_sections(self, title: str) -> list[Section]:
        """The sections under that heading; headings are English in every locale."""
        return [section for section in self.sections if section.title == title]


def read_document(text: str, *, first_line: int = 1) -> Document:
    """Read Markdown whose first line is line `first_line` of its page. Linear in the length of `text`; never raises."""
    tokens = _parser().parse(text)
    document = Document()
    lines = text.split("\n")
    for block in _blocks(tokens, lines, first_line):
        if block.kind == "heading" and block.level == 1 and document.heading is None:
            document.heading, document.heading_line = block.text, block.line
        elif block.kind == "heading" and block.level == 2:
            document.sections.append(Section(block.text, block.line))
        elif document.sections:
            document.sections[-1].blocks.append(block)
        else:
            document.lead.append(block)
    document.dropped = [number + first_line for number in _uncovered(tokens, lines)]
    return document


# The characters that mean something inside a block; text without them need not be looked at one by one.
_MARKS = re.compile(r"[\n\\`*_\[\]!<&]")
_ONLY_CODE = re.compile(r"`([^`\s](?:[^`\n]*[^`\s])?)`")
SHORT = 1000  # characters of a text that is worth remembering: what is longer hardly comes twice


@cache
def _parser() -> MarkdownIt:
    # `commonmark` switches HTML on; nothing from a page may become markup. Links are judged by
    # `addresses.is_safe_link`, which is stricter than the parser's own check.
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.core.ruler.at("inline", _read_marks)
    parser.inline.terminator_re = _MARKS  # the parser's own has those of its extensions as well
    return parser


def _read_marks(state: StateCore) -> None:
    """The parser's own rule, but the text of most blocks is left to `_spans`, which remembers what it has read.

    Where the page has link definitions (`[x]: https://…`) the same text can mean something else on each page.
    """
    for token in state.tokens:
        if token.type == "inline" and (state.inlineMode or state.env.get("references")):
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _blocks(tokens: list[Token], lines: list[str], first: int) -> Iterator[Block]:
    position = 0
    while position < len(tokens):
        token = tokens[position]
        line = first + (token.map[0] if token.map else 0)
        position += 1
        if token.type == "heading_open":
            yield Block("heading", line, spans=_spans(tokens[position]), level=int(token.tag[1]))
        elif token.type == "paragraph_open":
            yield Block("paragraph", line, spans=_spans(tokens[position]))
        elif token.type in ("fence", "code_block"):
            yield Block("code", line, code=token.content, info=token.info.strip())
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            block = Block("list", line)
            position = _read_list(tokens, position, first, block)
            yield block
        elif token.type == "table_open":
            block = Block("table", line)
            position = _read_table(tokens, position, lines, first, block)
            yield block


def _read_list(tokens: list[Token], position: int, first: int, block: Block) -> int:
    counters = [_start(tokens[position - 1])]  # the number of the next entry, for each list that is open
    number: int | None = None  # of the entry whose first text comes next
    numbers: list[int | None] = []
    while counters and position < len(tokens):
        token = tokens[position]
        position += 1
        if token.type.endswith("_list_open"):
            counters.append(_start(token))
        elif token.type.endswith("_list_close"):
            counters.pop()
        elif token.type == "list_item_open":
            number = counters[-1]
            counters[-1] = None if number is None else number + 1
        elif token.type in ("inline", "fence", "code_block"):
            spans = _spans(token) if token.type == "inline" else (Span(token.content, "code"),)
            block.items.append(Item(first + (token.map[0] if token.map else 0), spans))
            numbers.append(number)
            number = None
    _number(block, numbers)
    return position


def _start(opening: Token) -> int | None:
    start = opening.attrGet("start")
    return None if opening.type == "bullet_list_open" else 1 if start is None else int(start)


def _number(block: Block, numbers: list[int | None]) -> None:
    """Note where a list counts from; where its entries don't simply count on, each keeps its number in its words."""
    start = numbers[0] if numbers else None
    if start is not None and numbers == [*range(start, start + len(numbers))]:
        block.first = start
    elif any(number is not None for number in numbers):
        block.items = [
            item if number is None else Item(item.line, (Span(f"{number}. "), *item.spans))
            for item, number in zip(block.items, numbers, strict=True)
        ]


def _read_table(tokens: list[Token], position: int, lines: list[str], first: int, block: Block) -> int:
    cells: list[str] = []
    row_line = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if token.type == "inline":
            spans = _spans(token)
            cells.append(_joined(spans).strip())
            block.links += [(first + row_line, span.href or "") for span in spans if span.mark == "link"]
        elif token.type == "tr_open":
            cells, row_line = [], token.map[0] if token.map else 0
        elif token.type == "tr_close" and not block.header:
            block.header = tuple(cells)
        elif token.type == "tr_close":
            block.rows.append(Row(first + row_line, tuple(cells), _width(lines[row_line])))
        elif token.type == "table_close":
            break
    return position


# A pipe inside a code span splits a cell as well: GFM looks at pipes before it looks at code.
_PIPE = re.compile(r"(?<!\\)\|")


def _width(line: str) -> int:
    bare = line.lstrip("> \t").strip()
    cells = _PIPE.split(bare)
    return len(cells) - (cells[0] == "" and len(cells) > 1) - (cells[-1] == "" and len(cells) > 2)


_OPENS: dict[str, Mark] = {"strong_open": "strong", "em_open": "emphasis", "link_open": "link"}


def _joined(spans: tuple[Span, ...]) -> str:
    return spans[0].text if len(spans) == 1 else "".join(_apart(spans))


def _apart(spans: tuple[Span, ...]) -> Iterator[str]:
    """The texts, with a space where marks alone keep two numbers apart: `**$0.05**1` has a footnote."""
    before = ""
    for span in spans:
        if before[-1:].isdigit() and span.text[:1].isdigit():
            yield " "
        yield span.text
        before = span.text


def _spans(token: Token) -> tuple[Span, ...]:
    """The inline content of a block. Adjacent text of one mark is one span; entities are decoded, once."""
    text = token.content
    if token.children:
        return _merged(token.children)
    if not _MARKS.search(text):  # nearly every block
        return (Span(text),) if text else ()
    if code := _ONLY_CODE.fullmatch(text):  # the slugs of a table
        return (Span(code[1], "code"),)
    return _marked(text) if len(text) <= SHORT else _marked.__wrapped__(text)


# Pages of one family repeat each other: the same siblings, endpoints and answers.
@lru_cache(maxsize=2048)
def _marked(text: str) -> tuple[Span, ...]:
    return _merged(_parser().parseInline(text)[0].children or [])


def _merged(children: list[Token]) -> tuple[Span, ...]:
    spans: list[Span] = []
    marks: list[tuple[Mark, str | None]] = []
    for child in children:
        if child.type in _OPENS:
            href = child.attrGet("href")
            marks.append((_OPENS[child.type], str(href) if href is not None else None))
            continue
        if child.type.endswith("_close"):
            if marks:
                marks.pop()
            continue
        # A link keeps being one whatever stands in it; otherwise the innermost mark counts.
        mark, href_now = next((pair for pair in marks if pair[0] == "link"), marks[-1] if marks else (None, None))
        text = "\n" if child.type in ("softbreak", "hardbreak") else child.content
        if child.type == "code_inline" and mark != "link":
            mark = "code"
        if child.type == "image":  # shown as its description; the address is kept as a link
            source = str(child.attrGet("src") or "")
            spans.append(Span(text or source, "link", source))
        elif spans and spans[-1].mark == mark and spans[-1].href == href_now:
            spans[-1] = Span(spans[-1].text + text, mark, href_now)
        elif text:
            spans.append(Span(text, mark, href_now))
    return tuple(spans)


_LEAVES = frozenset({"inline", "fence", "code_block", "heading_open", "table_open", "hr"})
# What remains of a line that holds only marks: list bullets, quote signs, rules, fences, empty cells.
_MARKS_ONLY = re.compile(r"[\s>*+\-_=~`#|:.0-9)]*")


def _uncovered(tokens: list[Token], lines: list[str]) -> list[int]:
    """The 0-based lines with text that no leaf of the document holds: nested too deep, or a link definition."""
    covered = bytearray(len(lines))
    for token in tokens:
        if token.map and token.type in _LEAVES:
            start, end = token.map
            covered[start:end] = b"\1" * (min(end, len(lines)) - start)
    return [
        number
        for number, is_covered in enumerate(covered)
        if not is_covered and lines[number] and _MARKS_ONLY.fullmatch(lines[number]) is None
    ]
