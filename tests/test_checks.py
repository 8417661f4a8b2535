"""Contradictions: each is a finding at one place that names the other, and both values are kept."""

from pathlib import Path

import pytest

from scraper.findings import Finding
from tests.pages import Folder, codes, family, head, page_around, row, twin, variant

RELATED = "## Related\n\n- Acme-one — `one` · $0.020\n"
TABLE, PAGE, HTML = "models/acme.md", "models/acme/one.md", "models/acme/one.html"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    found = Folder(tmp_path)
    found.put(TABLE, family())
    found.put(PAGE, variant())
    return found


def told(folder: Folder, code: str) -> list[Finding]:
    return [finding for finding in folder.parse().findings if finding.code == code]


def only(folder: Folder, code: str) -> Finding:
    found = told(folder, code)
    assert len(found) == 1, found
    return found[0]


def test_sound_pages_contradict_nothing(folder: Folder) -> None:
    assert codes(folder.parse().findings) == {"coarse-price", "not-recorded", "missing-variant-page"}


@pytest.mark.parametrize(
    ("path", "text", "line", "other"),
    [
        pytest.param(PAGE, variant(pricing="**$0.020** per 1K tokens"), 20, "models/acme.md:19", id="variant page"),
        pytest.param("de/models/acme.md", family("de/models/acme.md", row("one", "$0.020"), row("two")), 19,
                     "models/acme.md:19", id="table of another locale"),
        pytest.param("de/models/acme/one.md", variant("de/models/acme/one.md", "**$0.020** per 1K tokens"), 20,
                     "models/acme.md:19", id="variant page of another locale"),
        pytest.param("models/acme/two.md", variant("models/acme/two.md", body=RELATED), 30, "models/acme.md:19",
                     id="Related list"),
    ],
)  # fmt: skip
def test_another_price_is_told_where_it_stands_and_names_the_trusted_one(
    path: str, text: str, line: int, other: str, folder: Folder
) -> None:
    folder.put(path, text)
    finding = only(folder, "price-mismatch")
    assert (finding.path, finding.line) == (path, line)
    assert other in finding.what
    assert "$0.020" in finding.what
    assert "$0.010" in finding.what


def test_the_same_price_in_another_quantity_is_a_billing_mismatch(folder: Folder) -> None:
    folder.put(PAGE, variant(pricing="**$10** per 1M tokens", billing_unit="1M tokens"))
    assert any("models/acme.md:19" in finding.what for finding in told(folder, "billing-mismatch"))
    assert told(folder, "price-mismatch") == []


def test_another_unit_is_a_billing_mismatch(folder: Folder) -> None:
    folder.put(PAGE, variant(pricing="**$0.010** per call", billing_unit="call"))
    assert any(
        "billed per call here, per token at models/acme.md:19" in f.what for f in told(folder, "billing-mismatch")
    )


def test_a_price_line_against_its_own_spec_sheet(folder: Folder) -> None:
    folder.put(PAGE, variant(pricing="**$0.010** per 1K tokens", billing_unit="call"))
    found = [finding for finding in told(folder, "billing-mismatch") if "Pricing" in finding.what]
    assert [(finding.path, finding.line) for finding in found] == [(PAGE, 20)]
    assert 'line 10 says "call"' in found[0].what


@pytest.mark.parametrize(
    ("listed", "factor", "nearest"),
    [("$0.020", "18.2 times", '"$1.10 / 1M tokens"'), ("$0.0001", "3 times", '"$0.30 / 1M tokens"')],
)
def test_a_listed_price_far_from_the_rates_is_told_with_both_places(
    listed: str, factor: str, nearest: str, folder: Folder
) -> None:
    folder.put(TABLE, family(TABLE, row("one", listed), row("two")))
    folder.put(PAGE, variant(pricing=f"**{listed}** per 1K tokens"))
    folder.put(HTML, twin("Input $0.30 / 1M tokens", "Output $1.10 / 1M tokens"))
    finding = only(folder, "basis-mismatch")
    assert (finding.path, finding.line) == (TABLE, 19)
    assert f"{factor} from the nearest itemised rate; {nearest} at {HTML}:" in finding.what


@pytest.mark.parametrize(
    ("rate", "count"), [("$0.14 / image", 0), ("$5 / image", 1), ("$0.30 / song", 1), ("$5 / second", 0)]
)
def test_a_price_per_call_is_compared_with_one_result(rate: str, count: int, folder: Folder) -> None:
    folder.put(TABLE, family(TABLE, row("one", "$0.140", "call"), row("two")))
    folder.put(PAGE, variant(pricing="**$0.140** per call", billing_unit="call"))
    folder.put(HTML, twin(f"Image {rate}"))
    assert len(told(folder, "basis-mismatch")) == count


def test_the_same_digits_for_another_quantity_are_told_with_it(folder: Folder) -> None:
    folder.put(PAGE, variant(pricing="**$0.010** per 1M tokens", billing_unit="1M tokens"))
    assert f'per 1000000 here, "$0.010" per 1000 at {TABLE}:19' in only(folder, "price-mismatch").what


@pytest.mark.parametrize(("amount", "count"), [("€0.010", 1), ("NT$0.31", 0)])
def test_one_amount_in_two_currencies_is_told(amount: str, count: int, folder: Folder) -> None:
    folder.put("de/models/acme.md", family("de/models/acme.md", row("one", amount), row("two")))
    folder.put("models/acme/two.md", variant("models/acme/two.md", body=RELATED.replace("$0.020", amount)))
    found = [(finding.path, finding.line) for finding in told(folder, "price-mismatch")]
    assert found == [("de/models/acme.md", 19), ("models/acme/two.md", 30)] * count


@pytest.mark.parametrize(("amount", "count"), [("$10 / 1M tokens", 0), ("$0.010 / 1M tokens", 1), ("$0.0100", 0)])
def test_a_sibling_s_amount_with_a_unit_is_compared_by_its_unit(amount: str, count: int, folder: Folder) -> None:
    folder.put("models/acme/two.md", variant("models/acme/two.md", body=RELATED.replace("$0.020", amount)))
    assert len(told(folder, "price-mismatch")) == count


@pytest.mark.parametrize(
    ("rates", "count"),
    [
        pytest.param(["Input Free / 1M tokens", "Output Free"], 1, id="all free"),
        pytest.param(["Input Free / 1M tokens", "Output $10 / 1M tokens"], 0, id="a free part"),
        pytest.param(["Input €0.10 / 1M tokens", "Output €0.30 / 1M tokens"], 0, id="another currency"),
    ],
)
def test_only_prices_in_one_currency_contradict_and_free_ones_do_too(
    rates: list[str], count: int, folder: Folder
) -> None:
    folder.put(HTML, twin(*rates))
    found = told(folder, "basis-mismatch")
    assert len(found) == count
    assert all('far from the nearest itemised rate; "Free / 1M tokens"' in finding.what for finding in found)


def test_a_listed_price_within_the_rates_is_fine(folder: Folder) -> None:
    folder.put(HTML, twin("Input $8 / 1M tokens", "Output $12 / 1M tokens"))
    assert told(folder, "basis-mismatch") == []


@pytest.mark.parametrize(("cents", "told_"), [(1, False), (2, True), (0, True), (100, True)])
def test_cents_are_compared_with_the_page_they_stand_on(cents: int, told_: bool, folder: Folder) -> None:  # noqa: FBT001
    folder.put(TABLE, family(price_from_cents=cents))
    found = told(folder, "cents-mismatch")
    assert [(finding.path, finding.line) for finding in found] == ([(TABLE, 9)] if told_ else [])
    assert all("line 20" in finding.what for finding in found)


def test_a_count_in_the_head_or_a_label_is_compared_with_the_table(folder: Folder) -> None:
    folder.put(TABLE, family(variant_count=3).replace("A tagline.", "A tagline.\n\n**Catalog:** 4 variants"))
    first, second = told(folder, "count-mismatch")
    assert "variant_count says 3" in first.what
    assert 'Catalog says "4 variants"' in second.what


@pytest.mark.parametrize(
    ("text", "code", "line", "what"),
    [
        pytest.param(variant(variant_id="acme-ONE"), "fact-mismatch", 9, 'id: "acme-ONE" here, "Acme-one"', id="id"),
        pytest.param(variant(provider="Others"), "fact-mismatch", 7, 'provider: "Others" here', id="provider"),
        pytest.param(variant(modality="image"), "fact-mismatch", 8, 'modality: "image" here', id="modality"),
        pytest.param(variant(model="Acne"), "fact-mismatch", 6, 'name: "Acne" here', id="name"),
        pytest.param(variant(billing_unit="2K tokens", pricing="**$0.020** per 2K tokens"), "billing-mismatch", 10,
                     'billing unit: "2K tokens" here', id="billing unit"),
    ],
)  # fmt: skip
def test_other_facts_are_told_with_both_places(text: str, code: str, line: int, what: str, folder: Folder) -> None:
    folder.put(PAGE, text)
    found = [finding for finding in told(folder, code) if finding.what.startswith(what)]
    assert [(finding.path, finding.line) for finding in found] == [(PAGE, line)]
    assert "at models/acme.md:" in found[0].what
    assert folder.variant().id == "Acme-one"


def test_statuses_that_differ_by_locale_are_told(folder: Folder) -> None:
    folder.put("de/models/acme/one.md", variant("de/models/acme/one.md", status="disabled"))
    assert "models/acme/one.md:11" in only(folder, "fact-mismatch").what
    assert folder.variant().status == "active"


def test_case_is_no_difference_but_in_an_id(folder: Folder) -> None:
    folder.put(PAGE, variant(modality="Text", status="Active"))
    assert told(folder, "fact-mismatch") == []


def test_a_label_against_its_own_head(folder: Folder) -> None:
    folder.put(TABLE, family().replace("A tagline.", "A tagline.\n\n**Provider:** Others\n**Modality:** Text"))
    finding = only(folder, "fact-mismatch")
    assert (finding.line, "Others" in finding.what) == (7, True)


def test_the_twin_of_another_variant_is_told(folder: Folder) -> None:
    folder.put(HTML, page_around("<p>Input $0.30 / 1M tokens</p>", model_id="Acme-two"))
    finding = only(folder, "fact-mismatch")
    assert finding.path == HTML
    assert "Acme-two" in finding.what
    assert "models/acme.md:19" in finding.what


def test_a_twin_that_nothing_names_is_told(folder: Folder) -> None:
    folder.put("models/acme/nine.html", twin("Input $0.30 / 1M tokens"))
    assert only(folder, "missing-row").path == "models/acme/nine.html"


def test_a_sibling_that_nothing_names_is_told(folder: Folder) -> None:
    folder.put(PAGE, variant(body="## Related\n\n- Acme-nine — `nine` · $0.090\n"))
    finding = only(folder, "missing-row")
    assert (finding.path, finding.line) == (PAGE, 30)
    assert "$0.090" in finding.what


def test_a_variant_page_without_a_row_is_told(folder: Folder) -> None:
    folder.put("models/acme/nine.md", variant("models/acme/nine.md"))
    assert only(folder, "missing-row").path == "models/acme/nine.md"
    assert [found.slug for found in folder.model().variants] == ["one", "two", "nine"]


@pytest.mark.parametrize("wording", ["Billing is per call.", "之後則按次計費。", "Abgerechnet wird pro Aufruf."])
def test_an_answer_that_bills_calls_where_tokens_are_priced_is_told(wording: str, folder: Folder) -> None:
    folder.put(TABLE, family() + f"### Costs?\n\n{wording}\n")
    finding = only(folder, "billing-mismatch")
    assert finding.line == (family() + "### Costs?\n\n").count("\n") + 1
    assert "models/acme.md:19" in finding.what


def test_two_hosts_for_one_api_are_told_with_both_lines(folder: Folder) -> None:
    folder.put(TABLE, family(body="## Quickstart\n\n```\ncurl https://runapi.ai/api/v1/x\n```\n"))
    folder.put(PAGE, variant(body="## Quickstart\n\n```\ncurl https://api.runapi.ai/v1/x\n```\n"))
    finding = only(folder, "host-mismatch")
    assert (finding.path, finding.line) == (PAGE, 30)
    assert "models/acme.md:24" in finding.what


def test_the_index_is_compared_with_what_was_read(folder: Folder) -> None:
    table = "| Model | Provider | Modality | Variants | URL |\n|---|---|---|---|---|\n"
    rows = "| Acme | Others | text | 3 | https://runapi.ai/models/acme.md |\n"
    rows += "| N | N | n | 1 | https://runapi.ai/models/nine.md |\n"
    folder.put("models.md", head("models.md", model=None, provider=None, modality=None) + "\n" + table + rows)
    assert "https://runapi.ai/models/acme.md" in only(folder, "fact-mismatch").what
    assert "2 were read" in only(folder, "count-mismatch").what
    assert only(folder, "missing-family").line == 11


def test_a_coarse_price_tells_what_its_digits_imply(folder: Folder) -> None:
    assert "0.010 USD per 1000 tokens means 9.50 to 10.50 per 1M" in told(folder, "coarse-price")[0].what
