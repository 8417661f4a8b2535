"""What must hold for every page: only our own errors, nothing printed is lost, and a second parse changes nothing."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper import faq, language, words
from scraper.addresses import Page
from scraper.catalog import Heartbeat, History, Model, Report, Text
from scraper.document import read_document
from scraper.errors import RefusedPage
from scraper.family_page import read_family
from scraper.findings import Collector
from scraper.frontmatter import decode
from scraper.html_prices import read_html
from scraper.index_page import read_index
from scraper.reduce_html import reduce_html
from scraper.store import load, load_content, read_yaml, save
from scraper.variant_page import read_variant
from tests.pages import HEADER, Folder, family, head, page_around, row, variant

FEW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SOME = settings(deadline=None, max_examples=150)

READERS: dict[str, tuple[Page, Any]] = {
    "family": (Page("en", "acme"), read_family), "variant": (Page("en", "acme", "one"), read_variant),
    "index": (Page("en"), read_index), "html": (Page("en", "acme", "one", "html"), read_html),
}  # fmt: skip

# Pieces pages are made of, and pieces that break them.
PIECES = st.sampled_from([
    "## Variants\n", "## Pricing\n", "## Spec sheet\n", "## FAQ\n", "## Related\n", "### Q?\n", "# H\n", f"{HEADER}\n", f"{row('one')}\n",
    f"{row('two', 'call us')}\n", "| a | b |\n|---|---|\n", "| a |\n", "**$0.010** per call\n", "**a:** b\n", "- a — b · $1\n", "- x\n", "\n",
    "```\n", "> ", "    ", "$9 / image\n", "%{variant}", "&#39;", "&#8238;", "[a](javascript:x)", "\x00", "\u202e", "價", "|", "`", "<p>", "---\n", "***\n",
    "[x]: /y\n", "\r\n", "\u2028",
])  # fmt: skip
MARKUP = st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<td>", "<table>", "<del>", "<script>", "</script>", "<!--", "-->", "PRICING", "SPEC SHEET", "Input", "Output",
    "$0.30", "/ 1M tokens", "$0.14-$0.24", "/ image", "Size: 1k", "Free", "—", " ", "\n", "Model ID", "&nbsp;", "&#36;", "<b hidden>", "€", "1.2.3", "\x00",
])  # fmt: skip
BODIES = st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join)
FLOWS = st.lists(MARKUP | st.text(max_size=6), max_size=25).map("".join)


def read(kind: str, data: bytes) -> Collector:
    page, reader = READERS[kind]
    found = Collector(page.path)
    try:
        reader(page, data, found)
    except RefusedPage as refusal:
        found.add(refusal.code, refusal.line, str(refusal))
    return found


@pytest.mark.parametrize("kind", READERS)
@given(data=st.binary(max_size=200))
@FEW
def test_any_bytes_are_read_or_refused(kind: str, data: bytes) -> None:
    assert read(kind, data).found


@pytest.mark.parametrize("kind", ["family", "variant", "index"])
@given(body=BODIES)
@FEW
def test_any_body_under_a_head_is_read_or_refused(kind: str, body: str) -> None:
    page, _ = READERS[kind]
    text = head(page.path) + body
    found = read(kind, text.encode())
    lines = decode(text.encode()).text.count("\n") + 1
    assert all(1 <= finding.line <= lines for finding in found.found)


@given(flow=FLOWS)
@SOME
def test_any_html_gives_prices_with_lines_of_the_page_or_is_refused(flow: str) -> None:
    html = page_around(flow)
    found = Collector("models/acme/one.html")
    try:
        reading = read_html(READERS["html"][0], html.encode(), found)
    except RefusedPage:
        return
    lines = html.split("\n")
    assert all(1 <= price.line <= len(lines) for price in reading.prices)
    # Every amount comes from the page's own characters, in one piece.
    assert all(price.amount == "0" or price.amount in html for price in reading.prices)


@given(flow=FLOWS)
@example(flow="0<I;")
@example(flow="0<I\x0b")
@FEW
def test_a_reduced_page_reads_like_the_whole_one(flow: str) -> None:
    if any(piece in flow for piece in ("<script", "<!--", "\x00", "<b hidden")):
        return  # what is unclosed there is closed in other places by the two
    html = page_around(flow)
    results = []
    for source in (html, reduce_html(html).html):
        found = Collector("models/acme/one.html")
        try:
            reading = read_html(READERS["html"][0], source.encode(), found)
            results.append([(price.component, price.amount, price.per, price.when) for price in reading.prices])
        except RefusedPage as refusal:
            results.append([refusal.code])
    assert results[0] == results[1]


@given(text=st.text(max_size=120), locale=st.sampled_from(["en", "zh-TW", "de", "ar", "ko", "fr"]))
@SOME
def test_any_text_has_a_language_and_words(text: str, locale: str) -> None:
    assert language.language_of(text, locale)
    found = Collector("models/acme.md")
    page = read_document("## FAQ\n" + text)
    faq.read_faq(page, locale, found)
    faq.fingerprints(text)
    words.stored_blocks(page.lead, locale, found)
    words.hidden_characters(text.split("\n"), 1, found)


# Nothing printed is lost

PRINTED = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="|\\`*_[]<>&#!~$:{}%\"'"),
    min_size=1,
    max_size=12,
)
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True).filter(
    lambda slug: slug not in {"con", "prn", "aux", "nul"}
)


@given(
    cells=st.lists(st.tuples(SLUGS, PRINTED, PRINTED), min_size=1, max_size=5, unique_by=lambda cell: cell[0]),
    column=PRINTED,
    faq_pairs=st.lists(st.tuples(PRINTED, PRINTED), max_size=3),
    keys=st.dictionaries(SLUGS.map(lambda key: f"x{key}"), PRINTED, max_size=3),
    prices=st.lists(st.sampled_from(["$0.010", "Free", "call us", "—", "$1-$2", "9 €", ""]), min_size=5, max_size=5),
)
@FEW
def test_every_cell_question_answer_and_value_is_found_again(
    cells: list[tuple[str, str, str]],
    column: str,
    faq_pairs: list[tuple[str, str]],
    keys: dict[str, str],
    prices: list[str],
) -> None:
    rows = [
        f"| {name} | `{slug}` | {price} | call | {extra} |"
        for (slug, name, extra), price in zip(cells, prices, strict=False)
    ]
    table = f"| Version | Variant | Pricing | Billing | {column} |\n|---|---|---|---|---|\n" + "\n".join(rows)
    questions = "".join(f"### Q {question}\n\nA {answer}\n\n" for question, answer in faq_pairs)
    text = f"{head('models/acme.md', **keys)}# Acme\n\nTag.\n\n## Variants\n\n{table}\n\n## FAQ\n\n{questions}"
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.put("models/acme.md", text)
        outcome = folder.parse()
        kept = " ".join(data.decode() for data in folder.written().values())
        strings = _strings([read_yaml(data.decode(), name=name) for name, data in folder.written().items()])
        told = " ".join(finding.what for finding in outcome.findings)
        printed = [
            *(part for cell in cells for part in cell),
            *filter(None, prices[: len(cells)]),
            *keys.values(),
            column,
        ]
        printed += [f"{mark} {part}" for pair in faq_pairs for mark, part in zip("QA", pair, strict=True)]
        lost = [part for part in printed if not any(part.strip() in string for string in strings) and part not in told]
        assert not lost, (lost, kept[:500], told)
        assert folder.parse("2026-11-23").written == ()


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, child in value.items() for text in (key, *_strings(child))]
    if isinstance(value, list):
        return [text for child in value for text in _strings(child)]
    return [value]


@given(first=BODIES, second=BODIES, flow=FLOWS)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_pages_say_content_can_be_loaded_and_parsed_again(first: str, second: str, flow: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.put("models/acme.md", family())
        folder.put("models/acme/one.md", variant())
        folder.parse()
        folder.put("models/acme.md", family(body=first))
        folder.put("de/models/acme.md", head("de/models/acme.md") + second)
        folder.put("models/acme/one.md", head("models/acme/one.md") + first)
        folder.put("models/acme/one.html", page_around(flow))
        outcome = folder.parse("2026-11-23")
        content = load_content(folder.root)
        assert content.report == outcome.report
        assert folder.variant("two").prices[0].amount == "0.010"
        again = folder.parse("2026-11-24")
        assert (again.findings, again.written) == (outcome.findings, ())
        (folder.root / ".parse-index.jsonl").unlink()
        before = folder.facts()
        assert folder.parse("2026-11-23").findings == outcome.findings
        assert folder.facts() == before


@pytest.mark.parametrize("shape", [Model, Text, History, Heartbeat, Report], ids=lambda shape: shape.__name__)
def test_what_is_saved_is_loaded_the_same(shape: Any, tmp_path: Path) -> None:
    price = {
        "basis": "rates", "component": "input", "amount": "0.30", "currency": "USD", "text": "$0.30 / 1M tokens", "when": {"no": "1:20"},
        "per": {"quantity": 10**6, "unit": "token"}, "source": "models/a/b.html:7", "since": "2026-11-22",
    }  # fmt: skip
    samples: dict[Any, dict[str, Any]] = {
        Model: {"model": "3.0", "name": "no", "provider": "", "modality": "~", "source": "u", "endpoints": ["POST /v1"], "extra": {"": "x"},
                "variants": [{"slug": "1e3", "id": "0o17", "prices": [price], "extra": {"a: b": "- c"}}]},
        Text: {"model": "a", "locale": "zh-TW", "heading": " a ", "labels": {"k" * 2000: "v"},
               "sections": [{"title": "", "blocks": [{"kind": "code", "text": "a\n\tb\n\n"}, {"kind": "table", "header": [""], "rows": [["", "\u2028"]]}]}],
               "faq": [{"question": "?", "answer": "", "lang": "en", "generic": True}]},
        History: {"tracks": [{"variant": "a/b", "basis": "listed", "component": "usage", "currency": "USD", "per": {"quantity": 1, "unit": "call"},
                              "points": [{"from": "2026-11-22", "to": "2026-11-23", "amount": "0", "source": "a:1"}]}]},
        Heartbeat: {"at": "2026-11-22T08:00:00Z", "finished": False, "tried": 0, "changed": 0, "unchanged": 0, "failed": [{"path": "a", "why": "b"}]},
        Report: {"pages": 0, "findings": [{"code": "gone", "level": "note", "path": "a", "line": 1, "message": "\u0085\ufeff\x00"}]},
    }  # fmt: skip
    value = shape.model_validate(samples[shape])
    save(tmp_path / "file.yaml", value)
    assert load(shape, tmp_path / "file.yaml") == value
