"""The price block of a variant's HTML twin: which lines of the page belong to it.

Only the flow of text is known, not the tags, so the page is read as lines of text: whatever stands in
one block-level element is one line. The block lies between the PRICING and SPEC SHEET eyebrows (English
in every locale); `html_rates` says what its lines mean.

The one owner of Beautiful Soup.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from scraper.addresses import Page
from scraper.errors import RefusedPage
from scraper.findings import Collector
from scraper.html_rates import BLOCK, read_block
from scraper.money import looks_priced
from scraper.prices import PriceReading
from scraper.reduce_html import INVISIBLE

START, END = BLOCK, "SPEC SHEET"
MAX_HTML = 1024 * 1024  # bytes; more is refused before it is parsed
# Beginnings of tags. For every end tag the parser looks through all open elements, so that many of both take minutes.
MAX_TAGS = 20_000
MAX_LINES = 400  # of a price block; the longest seen has 12

# Text in these never is the page's own price. The head as a whole is not among them: where its end tag is left
# out, libxml2 takes `<main>` for a part of it. A struck-through amount is a price that no longer holds.
_SKIPPED = frozenset({
    "title", "script", "style", "template", "noscript", "nav", "header", "footer", "pre", "code", "svg", "iframe",
    "del", "s", "strike",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "data", "dfn", "em", "font", "i", "ins", "label", "mark", "output", "q",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip

# What says that the block held a price that wasn't read.
_MISSED = frozenset({"unreadable-price", "unknown-unit", "loose-price", "dropped-content"})


@dataclass(frozen=True, slots=True)
class HtmlReading:
    """What one HTML twin says about prices."""

    page: Page
    prices: tuple[PriceReading, ...]
    extra: dict[str, str]  # printed prices that have no single amount, no unit, or no known label
    label: str | None  # what the block calls the one service it prices
    model_id: str | None
    keep_last: bool = False  # a price couldn't be read: the last good ones stay beside those that could


def read_html(page: Page, data: bytes, found: Collector) -> HtmlReading:
    """Read the price block of one HTML twin.

    Raises RefusedPage where the page is not UTF-8, too large, has no complete price block, or one whose
    amounts can't be told apart.
    """
    if len(data) > MAX_HTML:
        raise RefusedPage("too-large", f"expected at most {MAX_HTML} bytes, got more")
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedPage("not-utf8", f"expected UTF-8, got byte 0x{data[error.start]:02x}") from error
    if source.count("<") > MAX_TAGS:
        raise RefusedPage("too-large", f"expected at most {MAX_TAGS} tags, got {source.count('<')}")
    lines = list(_located(_lines(BeautifulSoup(source, "lxml")), source))
    texts = [text for text, _ in lines]
    first, last = _chosen_block(lines, found)
    before = len(found.found)
    if last - first > MAX_LINES:
        found.add("dropped-content", lines[first + MAX_LINES][1], f"expected at most {MAX_LINES} lines of prices")
    block = read_block(lines[first + 1 : min(last, first + MAX_LINES)], found)
    if not block.prices and not block.extra:
        found.add("unpriced", lines[first][1], "expected amounts in the price block, found none")
    keep = any(finding.code in _MISSED for finding in found.found[before:])
    return HtmlReading(page, block.prices, block.extra, block.label, _model_id(texts[last + 1 :]), keep)


def _chosen_block(lines: list[tuple[str, int]], found: Collector) -> tuple[int, int]:
    """The positions of the eyebrows around the price block: of the first one that holds an amount, or the first."""
    texts = [text for text, _ in lines]
    last_end = max((at for at, text in enumerate(texts) if text == END), default=-1)
    eyebrows = [at for at, text in enumerate(texts) if text in (START, END) and at <= last_end]
    blocks = [(at, after) for at, after in pairwise(eyebrows) if texts[at] == START]
    if not blocks:
        raise RefusedPage("no-evidence", f"expected a price block from {START} to {END}, found none")
    # Links to the parts of the page may repeat the eyebrows with nothing between them.
    priced = [block for block in blocks if any(map(looks_priced, texts[slice(*block)]))]
    chosen = (priced or blocks)[0]
    for start, _ in priced[1:]:
        found.add("extra-table", lines[start][1], f"expected one {START} block, got another one with amounts")
    return chosen


def _model_id(rest: list[str]) -> str | None:
    """What the spec sheet says the model is called, beside its label or in the line after it."""
    for text, following in pairwise([*rest, ""]):
        if text == "Model ID" and following:
            return following
        if text.startswith("Model ID "):
            return text.removeprefix("Model ID").strip(" :")
    return None


def _lines(soup: BeautifulSoup) -> Iterator[str]:
    """The text of the page, one line for each stretch without a block-level element in it."""
    parts: list[str] = []
    stack: list[Iterator[object]] = [iter(soup.contents)]
    blocks: list[bool] = [True]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            if blocks.pop():
                yield from _flush(parts)
        elif isinstance(node, Tag):
            if node.name in _SKIPPED or node.has_attr("hidden") or INVISIBLE.search(str(node.get("style", ""))):
                continue
            block = node.name not in _INLINE
            if block:
                yield from _flush(parts)
            stack.append(iter(node.contents))
            blocks.append(block)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            parts.append(str(node))


def _flush(parts: list[str]) -> Iterator[str]:
    text = " ".join(" ".join(parts).split())
    parts.clear()
    if text:
        yield text


def _located(texts: Iterator[str], source: str) -> Iterator[tuple[str, int]]:
    """Each text with the line of its first word, searched onward from the last one found."""
    at = line = counted = 0
    for text in texts:
        word = text.split(" ", 1)[0]
        position = source.find(word, at, at + 20_000)
        if position >= 0:
            line += source.count("\n", counted, position)
            counted, at = position, position + len(word)
        yield text, line + 1
