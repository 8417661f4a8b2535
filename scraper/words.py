"""The words of a page: its blocks as stored text, each with its language, links judged, hidden characters told."""

import re
from collections.abc import Iterable

from scraper import document
from scraper.addresses import is_safe_link
from scraper.catalog import Block, Run, Section
from scraper.findings import Collector
from scraper.frontmatter import unescape
from scraper.language import language_of, stray_scripts
from scraper.money import shown

# Characters that change what a reader sees without being seen: direction overrides, tags, zero widths.
# U+200C and U+200D are left out, Arabic and emoji need them.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3164\ufeff\U000e0000-\U000e007f]"
)
_PLACEHOLDER = re.compile(r"%\{[^{}\n]{1,60}\}")
# Its items are facts, which prices.py reads; their marks and links say nothing besides.
_RELATED = "Related"


def stored_blocks(blocks: Iterable[document.Block], locale: str, found: Collector) -> tuple[Block, ...]:
    """Blocks as the catalog keeps them. `lang` is set where a block isn't in the page's own language."""
    return tuple(_stored(block, locale, found) for block in blocks)


def stored_sections(sections: Iterable[document.Section], locale: str, found: Collector) -> tuple[Section, ...]:
    """Sections as the catalog keeps them, in page order."""
    return tuple(
        Section(
            title=section.title,
            blocks=tuple(_stored(block, locale, found, marks=section.title != _RELATED) for block in section.blocks),
        )
        for section in sections
    )


def look_at(text: str, line: int, locale: str, found: Collector) -> None:
    """Note what a reader of `text` should know: an unfilled placeholder, a stray script, hidden characters."""
    if match := _PLACEHOLDER.search(text):
        found.add("placeholder", line, f"expected a variant's name, got {shown(match[0])} in {shown(text)}")
    for script in stray_scripts(text, locale):
        found.add("foreign-text", line, f"expected text in {locale}, got {script.title()} letters in {shown(text)}")


def hidden_characters(lines: Iterable[str], first_line: int, found: Collector) -> None:
    """Note every line that holds characters which change the text without being seen, as themselves or as `&#8238;`."""
    for number, printed in enumerate(lines, first_line):
        if printed.isascii() and "&" not in printed:
            continue
        if match := _HIDDEN.search(unescape(printed)):
            found.add("hidden-characters", number, f"expected visible text, got U+{ord(match[0]):04X}")


def _stored(block: document.Block, locale: str, found: Collector, *, marks: bool = True) -> Block:
    if block.kind == "code":
        return Block(kind="code", text=block.code, info=block.info or None)
    if block.kind == "table":
        for line, cells in ((block.line, block.header), *((row.line, row.cells) for row in block.rows)):
            look_at(" | ".join(cells), line, locale, found)
        for line, href in block.links:
            found.add("dropped-link", line, f"expected text in a table, got a link to {shown(href)}")
        lang = _foreign(" ".join((*block.header, *(cell for row in block.rows for cell in row.cells))), locale)
        return Block(kind="table", header=block.header, rows=tuple(row.cells for row in block.rows), lang=lang)
    if block.kind == "list":
        items = tuple(item.text for item in block.items)
        for item in block.items:
            look_at(item.text, item.line, locale, found)
        marked = tuple(_runs(item.spans, item.line, found) for item in block.items)
        if not marks or all(span.mark is None for item in block.items for span in item.spans):
            marked = ()
        lang = _foreign(" ".join(items), locale)
        return Block(kind="list", items=items, marked=marked, first=block.first, lang=lang)
    text = block.text
    look_at(text, block.line, locale, found)
    lang = _foreign(text, locale)
    if all(span.mark is None for span in block.spans):
        return Block(kind=block.kind, text=text, lang=lang)
    runs = _runs(block.spans, block.line, found)
    if any(run.mark for run in runs):
        return Block(kind=block.kind, runs=runs, lang=lang)
    return Block(kind=block.kind, text="".join(run.text for run in runs), lang=lang)


def _foreign(text: str, locale: str) -> str | None:
    language = language_of(text, locale)
    return None if language == locale else language


def _runs(spans: Iterable[document.Span], line: int, found: Collector) -> tuple[Run, ...]:
    runs: list[Run] = []
    for span in spans:
        if span.mark == "link" and not is_safe_link(span.href or ""):
            found.add("unsafe-link", line, f"expected an https or relative link, got {shown(span.href or '')}")
            runs.append(Run(text=f"{span.text} ({span.href})"))
        else:
            runs.append(Run(text=span.text, mark=span.mark, href=span.href))
    return tuple(runs)
