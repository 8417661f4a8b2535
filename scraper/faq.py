"""Questions and answers, in the order of the page. Neither position nor count means anything: locales differ."""

import hashlib
import itertools
from collections.abc import Container
from dataclasses import dataclass

from scraper import document
from scraper.catalog import Block, FaqItem
from scraper.findings import Collector
from scraper.language import language_of
from scraper.money import shown
from scraper.words import look_at, stored_blocks

TITLE = "FAQ"  # English in every locale
QUESTION_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the line it stands on."""

    item: FaqItem
    line: int
    parts: tuple[tuple[str, int], ...]  # the question and each block of the answer, with its line


def fingerprints(body: str, *, first_line: int = 1) -> dict[int, bytes]:
    """The line of every question and a digest of its printed question and answer.

    Cheap enough to run over a whole catalog before any page is parsed: what several families print is
    generic. Equal text means an equal digest, which is all that is asked of it.
    """
    found: dict[int, bytes] = {}
    inside = False
    start = 0
    lines = body.split("\n")
    for number, line in enumerate([*lines, "## "]):
        if not line.startswith("#"):
            continue
        if inside and start and line.startswith(("### ", "## ")):
            text = "\n".join(lines[start - 1 : number]).strip()
            found[start - 1 + first_line] = hashlib.blake2b(text.encode(), digest_size=16).digest()
            start = 0
        if line.startswith("## "):
            inside = line[3:].strip() == TITLE
        elif inside and line.startswith("### "):
            start = number + 1
    return found


def read_faq(
    page: document.Document, locale: str, found: Collector, *, generic_lines: Container[int] = ()
) -> tuple[Question, ...]:
    """Every question under an FAQ heading with its answer, and the line of the question.

    Those on `generic_lines` are marked as printed by several families.

    Words are kept as printed. A question without an answer keeps an empty one; both cases, and
    text before the first question, are findings.
    """
    items: list[Question] = []
    known: set[tuple[str, str]] = set()
    for section in page.all_sections(TITLE):
        for question, line, answer in _pairs(section, found):
            said = [(_text(block), block.line) for block in answer]
            text = "\n\n".join(part for part, _ in said)
            if not text:
                found.add("faq-without-answer", line, f"expected an answer under {shown(question)}")
            if (question, text) in known:
                found.add("faq-duplicate", line, f"{shown(question)} stands twice with the same answer")
            known.add((question, text))
            look_at(question, line, locale, found)
            item = FaqItem(
                question=question,
                answer=text,
                blocks=_marked(stored_blocks(answer, locale, found)),
                lang=language_of(f"{question} {text}", locale),
                generic=True if line in generic_lines else None,
            )
            items.append(Question(item, line, ((question, line), *said)))
    return tuple(items)


def loose_text(page: document.Document, locale: str, found: Collector) -> tuple[Block, ...]:
    """What stands under an FAQ heading before its first question."""
    blocks: list[document.Block] = []
    for section in page.all_sections(TITLE):
        for block in section.blocks:
            if _is_question(block):
                break
            found.add("faq-without-question", block.line, f"expected a question, got {shown(_text(block))}")
            blocks.append(block)
    return stored_blocks(blocks, locale, found)


def _pairs(section: document.Section, found: Collector) -> list[tuple[str, int, list[document.Block]]]:
    pairs: list[tuple[str, int, list[document.Block]]] = []
    for block in section.blocks:
        if _is_question(block):
            pairs.append((block.text, block.line, []))
        elif pairs:
            if block.kind == "heading":
                found.add("faq-nested", block.line, f"expected text, got a heading {shown(block.text)}")
            pairs[-1][2].append(block)
    return pairs


def _marked(answer: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of an answer that its words alone don't tell; one language is told for the whole of it."""
    if all(block.kind == "paragraph" and not block.runs for block in answer):
        return ()
    return tuple(block.model_copy(update={"lang": None}) for block in answer)


def _is_question(block: document.Block) -> bool:
    return block.kind == "heading" and block.level == QUESTION_LEVEL


def _text(block: document.Block) -> str:
    if block.kind == "code":
        return block.code.rstrip("\n")
    if block.kind == "list":
        signs = ["-"] * len(block.items) if block.first is None else (f"{n}." for n in itertools.count(block.first))
        return "\n".join(f"{sign} {item.text}" for sign, item in zip(signs, block.items, strict=False))
    if block.kind == "table":
        return "\n".join(" | ".join(cells) for cells in (block.header, *(row.cells for row in block.rows)))
    return block.text
