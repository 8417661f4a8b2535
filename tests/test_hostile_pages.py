"""Pages made to mislead: none may lose or invent a price, or change a fact, without a finding that says so.

Each attack is a change to a sound catalog of two variants at $0.010 per 1K tokens with itemised rates. What is
allowed is written beside it: the prices that may be stored afterwards, and the findings of which one must be given.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.parse import Outcome
from tests.pages import HEADER, Folder, codes, family, page_around, row, twin, variant

TABLE, PAGE, HTML = "models/acme.md", "models/acme/one.md", "models/acme/one.html"
RATES = ("Chat completion", "Input $0.30 / 1M tokens", "Output $1.10 / 1M tokens")
SOUND = {"0.010", "0.30", "1.10"}
ONE = row("one")


def table(change: Callable[[str], str]) -> tuple[str, str | bytes]:
    return TABLE, change(family())


def attack(
    name: str, page: tuple[str, str | bytes], *expected: str, allowed: frozenset[str] | set[str] = frozenset(SOUND)
) -> object:
    return pytest.param(*page, set(expected), set(allowed), id=name)


ATTACKS = [
    # the table
    attack("merged cells", table(lambda t: t.replace(ONE, "| Acme-one | `one` || 1K tokens | x |")), "unpriced"),
    attack("a cell that spans with a pipe", table(lambda t: t.replace(ONE, "| Acme-one `|` | `one` | $9 | call | x |")), "row-width"),
    attack("two Variants sections", table(lambda t: t + f"\n## Variants\n\n{HEADER}\n{row('one', '$9')}\n"), "extra-table"),
    attack("the table in a code fence first", table(lambda t: t.replace("A tagline.", f"```\n## Variants\n{HEADER}\n{row('one', '$9')}\n```")),
           "coarse-price"),
    attack("an open code fence before the table", table(lambda t: t.replace("A tagline.", "```")), "missing-table"),
    attack("a heading inside the table", table(lambda t: t.replace(ONE, f"{ONE}\n## Context")), "missing-row", "missing-variant-page",
           "not-recorded"),
    attack("a quoted copy of the table first", table(lambda t: t.replace("A tagline.", f"> ## Variants\n>\n> {HEADER}\n> {row('one', '$9')}".replace("\n|", "\n> |"))),
           "extra-table", allowed={*SOUND, "9"}),
    attack("an empty line in the table", table(lambda t: t.replace(ONE, f"{ONE}\n")), "row-width"),
    attack("a price in prose under the table", table(lambda t: t.replace("## FAQ", "Highspeed costs $9.\n\n## FAQ")), "loose-price"),
    attack("a pipe-less row", table(lambda t: t.replace(ONE, "Acme-one one $9 call x")), "row-width"),
    attack("a second Pricing column", table(lambda t: t.replace(HEADER, HEADER.replace("| URL |", "| Pricing |"))), "unknown-column"),
    attack("swapped headers", table(lambda t: t.replace("| Pricing | Billing |", "| Billing | Pricing |")), "unreadable-price"),
    attack("headers in another case", table(lambda t: t.replace("| Pricing |", "| PRICING |")), "missing-column"),
    attack("a price in the Version column", table(lambda t: t.replace("| Acme-one |", "| Acme-one $9 |")), "fact-mismatch"),
    attack("a price as its own variant", table(lambda t: t.replace(ONE, f"{ONE}\n{row('$9')}")), "bad-slug"),
    attack("a Cyrillic letter in the slug", table(lambda t: t.replace("`one`", "`\u043ene`")), "bad-slug"),
    attack("a zero-width space in the slug", table(lambda t: t.replace("`one`", "`o\u200bne`")), "bad-slug"),
    attack("slugs that differ by case", table(lambda t: t.replace(ONE, f"{ONE}\n{row('ONE', '$9')}")), "bad-slug"),
    attack("ids that differ by case", table(lambda t: t.replace(ONE, f"{ONE}\n{row('uno', '$9', id='acme-ONE')}")), "duplicate-variant"),
    attack("the same variant twice", table(lambda t: t.replace(ONE, f"{ONE}\n{row('one', '$9')}")), "duplicate-variant"),
    attack("a direction override in the row", table(lambda t: t.replace("| Acme-one |", "| \u202eAcme-one |")), "hidden-characters"),
    attack("an override as an entity", table(lambda t: t.replace("| Acme-one |", "| &#8238;Acme-one |")), "hidden-characters"),
    attack("a row for another family", table(lambda t: t.replace("acme/one.md", "other/two.md")), "fact-mismatch"),
    # amounts
    *[
        attack(f"the amount {cell!a}", table(lambda t, cell=cell: t.replace("$0.010", cell, 1)), "unreadable-price")
        for cell in (
            "$0.010*", "$0.010¹", "$0.010<sup>1</sup>", "$0.010 (was $0.020)", "~~$0.020~~ $0.010", "$0\u200f.010", "$0\u202e010.", "$0.0 10",
            "$0.01O", "$٠.٠١", "$1e-2", "-$0.010", "$0.010.0", "¥1", "$" + "9" * 30, "$0.010 ![$9](x.png)", "<del>$0.020</del>$0.010",
            "from $0.010", "≈$0.010", "$½", "0.010", "$0\u00ad.010", "<!-- $9 -->", "$0.010 per", "&lt;$0.010", "1,500 €",
        )
    ],
    attack("no-break spaces in the amount", table(lambda t: t.replace("$0.010", "$\u00a00.010", 1)), "coarse-price"),
    attack("a full-width amount", table(lambda t: t.replace("$0.010", "＄０．０１０", 1)), "coarse-price"),
    attack("an amount in entities", table(lambda t: t.replace("$0.010", "&#36;0&#46;010", 1)), "coarse-price"),
    attack("an amount escaped twice", table(lambda t: t.replace("$0.010", "&amp;#36;0.010", 1)), "unreadable-price"),
    attack("a link as the amount", table(lambda t: t.replace("$0.010", "[$0.010](https://evil.example/$9)", 1)), "coarse-price"),
    attack("another unit", table(lambda t: t.replace("1K tokens", "1K\u200btokens", 1)), "unknown-unit"),
    attack("milliseconds", table(lambda t: t.replace("1K tokens", "msec", 1)), "unknown-unit"),
    attack("a unit in the price against Billing", table(lambda t: t.replace("$0.010", "$0.010 / 1M tokens", 1)), "billing-mismatch"),
    # the head
    attack("the address of another page", (TABLE, family(url="https://runapi.ai/models/other.md")), "wrong-page"),
    attack("the locale of another page", (TABLE, family(locale="de")), "wrong-page"),
    attack("the price in the head", (TABLE, family(price_from_cents=900)), "cents-mismatch"),
    attack("a price under an unknown key", (TABLE, family(price="$9")), "unknown-key"),
    attack("a number of variants that isn't one", (TABLE, family(variant_count="two")), "count-mismatch"),
    attack("a price in a comment of the head", (TABLE, family().replace("modality:", "# price: $9\nmodality:")), "coarse-price"),
    # the variant page
    attack("two Pricing sections", (PAGE, variant(body="## Pricing\n\n**$9** per call\n")), "extra-table"),
    attack("two price lines", (PAGE, variant(pricing="**$0.010** per 1K tokens\n\n**$9** per call")), "unreadable-price"),
    attack("a price line in two lines", (PAGE, variant(pricing="**$0.010** per 1K tokens\n**$9** per call")), "unreadable-price"),
    attack("tiers in a list", (PAGE, variant(pricing="**$0.010** per 1K tokens\n\n- 2k: $9")), "unreadable-price"),
    attack("tiers in a table", (PAGE, variant(pricing="**$0.010** per 1K tokens\n\n| 2k |\n|---|\n| $9 |")), "unreadable-price"),
    attack("a price without bold", (PAGE, variant(pricing="$9 per call")), "unreadable-price"),
    attack("Pricing renamed", (PAGE, variant().replace("## Pricing", "## Cost")), "no-evidence"),
    attack("the spec sheet says another unit", (PAGE, variant(billing_unit="call")), "billing-mismatch"),
    attack("a price field on the spec sheet", (PAGE, variant().replace("| Task type |", "| Price | $9 |\n| Task type |")), "unknown-field"),
    attack("a spec sheet without value column", (PAGE, variant().replace("| Field | Value |\n|---|---|", "| Field |\n|---|")), "row-width"),
    attack("another variant's page", (PAGE, variant(variant_id="Acme-two")), "fact-mismatch"),
    attack("a sibling nobody knows", (PAGE, variant(body="## Related\n\n- Acme-nine — `nine` · $9\n")), "missing-row"),
    attack("a sibling at another price", (PAGE, variant(body="## Related\n\n- Acme-two — `two` · $9\n")), "price-mismatch"),
    attack("a sibling in another form", (PAGE, variant(body="## Related\n\n- Acme-two: $9\n")), "unknown-field"),
    attack("deep nesting around a price", (PAGE, variant(body="> " * 30 + "$9\n")), "dropped-content"),
    attack("a link definition that eats a price", (PAGE, variant(pricing="**$0.010** per 1K tokens\n\n[x]: /y '$9'")), "dropped-content"),
    # the HTML page
    attack("a footnote in a rate", (HTML, twin(RATES[0], RATES[1], "Output $1.10<sup>1</sup> / 1M tokens")), "loose-price"),
    attack("a rate in two elements", (HTML, page_around("<p>Input $0.<b>30</b> / 1M tokens</p><p>Output $1.10 / 1M tokens</p>")), "loose-price"),
    attack("rates in columns", (HTML, page_around("<table><tr><th>Input<th>Output<tr><td>$9<td>$8</table>")), "unreadable-price"),
    attack("an old and a new rate", (HTML, twin(RATES[0], "Input $0.30 / 1M tokens", "$9 / 1M tokens", RATES[2])), "loose-price"),
    attack("a rate nobody knows", (HTML, twin(*RATES, "Thinking $9 / 1M tokens")), "loose-price"),
    attack("a tier whose label holds a price", (HTML, twin(*RATES, "Above $5 $9 / 1M tokens")), "loose-price"),
    attack("a struck-through rate", (HTML, twin(*RATES, "<del>Input $9 / 1M tokens</del>")), "coarse-price"),
    attack("a hidden rate", (HTML, twin(*RATES, "<span style='display:none'>Input $9 / 1M tokens</span>")), "coarse-price"),
    attack("a commented rate", (HTML, twin(*RATES, "<!-- Input $9 / 1M tokens -->", "<![CDATA[Input $9 / 1M tokens]]>")), "coarse-price"),
    attack("a rate in an attribute", (HTML, twin(*RATES, "<i title='Input $9 / 1M tokens'></i>")), "coarse-price"),
    attack("missing end tags", (HTML, "<p>PRICING<p>Input $0.30 / 1M tokens<p>Output $1.10 / 1M tokens<p>SPEC SHEET"), "coarse-price"),
    attack("nested tables", (HTML, page_around("<table><td><table><td>Input<td>$0.30<td>/ 1M tokens</table><td>Output $1.10 / 1M tokens</table>")),
           "coarse-price"),
    attack("marks inside a rate", (HTML, twin(RATES[0], "Input $0\u200f.30 / 1M tokens", RATES[2])), "loose-price"),
    attack("the twin of another variant", (HTML, page_around("".join(f"<p>{x}</p>" for x in RATES), model_id="Acme-two")), "fact-mismatch"),
    attack("two price blocks", (HTML, twin(*RATES, after="<p>PRICING</p><p>Input $9 / 1M tokens</p><p>SPEC SHEET</p>")), "extra-table"),
    attack("a price block before the block", (HTML, twin(*RATES, before="<p>PRICING</p><p>Input $9 / call</p>")), "extra-table",
           allowed={*SOUND, "9"}),
    attack("no end of the block", (HTML, twin(*RATES).replace("SPEC SHEET", "SPECS")), "no-evidence"),
    attack("rates behind 400 lines", (HTML, twin(*["x"] * 450, "Input $9 / 1M tokens")), "dropped-content"),
    attack("a rate as text only", (HTML, twin("Thirty cents a million")), "unpriced", allowed={"0.010"}),
    attack("the eyebrow in lower case", (HTML, twin(*RATES).replace("PRICING", "Pricing")), "no-evidence"),
    attack("a page for a variant nobody names", ("models/acme/nine.html", twin(*RATES)), "missing-row"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    found = Folder(tmp_path)
    found.put(TABLE, family())
    found.put(PAGE, variant())
    found.put(HTML, twin(*RATES))
    found.parse()
    return found


def stored(folder: Folder) -> set[str]:
    return {price.amount for found in folder.model().variants for price in found.prices}


def test_the_sound_catalog_is_what_the_attacks_start_from(folder: Folder) -> None:
    outcome = folder.parse()
    assert stored(folder) == SOUND
    assert codes(outcome.findings) == {"coarse-price", "basis-mismatch", "missing-variant-page", "not-recorded"}
    assert len(ATTACKS) > 90


@pytest.mark.parametrize(("path", "page", "expected", "allowed"), ATTACKS)
def test_an_attack_is_told_and_invents_nothing(
    path: str, page: str | bytes, expected: set[str], allowed: set[str], folder: Folder
) -> None:
    folder.put(path, page)
    outcome: Outcome = folder.parse("2026-11-23")
    assert codes(outcome.findings) & expected, [str(finding) for finding in outcome.findings]
    assert stored(folder) <= allowed
    assert [found.slug for found in folder.model().variants][:2] == ["one", "two"]
    assert not any(found.withdrawn for found in folder.model().variants)
    if not codes(outcome.findings, level="error") | codes(outcome.findings, level="warning") - {"basis-mismatch"}:
        assert stored(folder) == SOUND


N = 30_000  # every one of these was seen to take time in proportion to its length up to the cap
BIG = {
    "a word of a megabyte": "a" * 1_000_000, "a word below the cap": "a" * N, "100,000 rows": "| a |\n" * 100_000,
    "rows below the cap": f"{HEADER}\n" + "".join(f"|i{at}|s{at}|$1|call|u|\n" for at in range(3000)), "a wide table": "|a" * (N // 2) + "\n" + "|-" * 9,
    "runs of backticks": "".join("`" * at + " " for at in range(600)), "brackets": "[" * N, "links": "[a](" * (N // 4), "pictures": "![" * (N // 2),
    "quotes": ">" * N, "nested lists": "".join("  " * at + "- a\n" for at in range(400)), "stars": "*a **b " * (N // 7), "entities": "&#39;" * (N // 5),
    "headings": "## a\n" * (N // 5), "questions": "## FAQ\n\n" + "### a\n" * (N // 6), "definitions": "[a]: /b\n" * (N // 9), "tags": "<a " * (N // 3),
    "a sibling of spaces": "## Related\n\n- a" + " " * N + "b\n", "siblings": "## Related\n\n- " + "a — b " * (N // 8), "labels": "**a:** b\n" * (N // 9),
    "spec fields": "## Spec sheet\n\n| a | b |\n|---|---|\n" + "| c | d |\n" * 5000, "escapes": "\\" * N, "white space": "\t" * N, "controls": "\x00" * N,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((name, "family") for name in BIG),
        ("siblings", "variant"),
        ("a sibling of spaces", "variant"),
        ("spec fields", "variant"),
    ],
)
def test_a_page_too_big_to_be_one_harms_nothing_else(name: str, kind: str, folder: Folder) -> None:
    """Sizes are capped before parsing and nothing looks at a character more than a fixed number of times."""
    folder.put("models/other.md", family("models/other.md"))
    if kind == "family":
        folder.put("models/big.md", family("models/big.md", body=BIG[name] + "\n"))
    else:
        folder.put("models/big/one.md", variant("models/big/one.md", body=BIG[name] + "\n"))
    outcome = folder.parse("2026-11-23")
    assert stored(folder) == SOUND
    assert [price.amount for found in folder.model("other").variants for price in found.prices] == ["0.010"] * 2
    if len(BIG[name]) > 256 * 1024:
        assert "too-large" in codes(outcome.findings, level="error")
    again = folder.parse("2026-11-24")
    assert again.findings == outcome.findings
    assert again.written == ()


@pytest.mark.parametrize(
    "text",
    ["{{ 7 * 7 }}", "{% raw %}", "</script>", "-->", "]]>", "<!--", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
     "<svg onload=alert(1)>", "=1+1", "+1", "-1+1", "@SUM(1)", "javascript:alert(1)", "'; DROP TABLE prices; --", "${7*7}", "%(a)s", "\\u0041"],
)  # fmt: skip
def test_what_other_programs_would_run_is_kept_as_plain_text(text: str, folder: Folder) -> None:
    page = family(body=f"## Extras\n\nSee {text} here.\n") + f"### {text}\n\n{text} it is.\n"
    folder.put(TABLE, page.replace("Acme API", f"Acme {text}"))
    folder.parse("2026-11-23")
    found = folder.text()
    if "\\" not in text:
        assert found.heading == f"Acme {text}"
    assert text in [item.question for item in found.faq] or text.startswith("\\")
    assert stored(folder) == SOUND
