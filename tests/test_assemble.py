"""Facts from many pages: the order of trust, what stays where a page can't be read, and when a variant is withdrawn."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.addresses import Page
from scraper.assemble import assemble
from scraper.sources import Sources, trust
from scraper.store import read_yaml
from tests.pages import DAY, HEADER, Folder, amounts, codes, family, row, twin, variant

LATER = "2026-11-30"
RATES = ("Chat completion", "Input $0.30 / 1M tokens", "Output $1.10 / 1M tokens")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def many(path: str = "models/acme.md", number: int = 10, **values: object) -> str:
    """A family of `number` variants, named in words so that losing one is no mass loss."""
    return family(path, *(row(f"v{at}") for at in range(number)), **values)


def test_pages_are_trusted_in_the_order_of_the_locales() -> None:
    locales = ["fr", "ar", "zh-CN", "zh-TW", "de", "en", "bg"]
    assert sorted(locales, key=lambda locale: trust(Page(locale, "acme"))) == [
        "en",
        "zh-TW",
        "zh-CN",
        "de",
        "ar",
        "bg",
        "fr",
    ]


def test_nothing_read_and_nothing_known_is_no_model() -> None:
    assert assemble(Sources("acme"), None) is None


def test_the_table_is_trusted_before_the_variant_page_and_english_before_other_locales(folder: Folder) -> None:
    folder.put("zh-TW/models/acme.md", family("zh-TW/models/acme.md", row("one", "$0.030")))
    folder.put("models/acme/one.md", variant(pricing="**$0.020** per 1K tokens"))
    folder.put("models/acme.md", family("models/acme.md", row("one", "$0.010")))
    folder.parse()
    assert [(price.amount, price.source) for price in folder.variant().prices] == [
        ("0.010", "models/acme.md:19"), ("0.030", "zh-TW/models/acme.md:19"), ("0.020", "models/acme/one.md:20"),
    ]  # fmt: skip
    assert folder.model().source == "https://runapi.ai/models/acme.md"


def test_the_same_price_on_many_pages_is_kept_once(folder: Folder) -> None:
    for path in ("models/acme.md", "de/models/acme.md"):
        folder.put(path, family(path))
    folder.put("models/acme/one.md", variant())
    folder.parse()
    assert [price.source for price in folder.variant().prices] == ["models/acme.md:19"]


def test_a_variant_without_a_row_is_still_one(folder: Folder) -> None:
    folder.put("models/acme/one.md", variant())
    outcome = folder.parse()
    assert (folder.variant().id, folder.variant().status) == ("Acme-one", "active")
    assert not codes(outcome.findings, level="error")


def test_listed_prices_and_rates_stand_side_by_side(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/acme/one.md", variant())
    folder.put("models/acme/one.html", twin(*RATES))
    folder.parse()
    assert amounts(folder.variant().prices) == [
        ("usage", "0.010", 1000, "token"), ("input", "0.30", 10**6, "token"), ("output", "1.10", 10**6, "token"),
    ]  # fmt: skip
    assert folder.variant().rates_label == "Chat completion"


# What stays


KEPT: list[tuple[str, str, str | bytes]] = [
    ("a row too wide", "models/acme.md", family("models/acme.md", row("one") + " x |", row("two"))),
    ("a row too narrow", "models/acme.md", family("models/acme.md", "| a | `one` |", row("two"))),
    ("an unreadable price", "models/acme.md", family("models/acme.md", row("one", "call us"), row("two"))),
    ("an unknown unit", "models/acme.md", family("models/acme.md", row("one", billing="wombat"), row("two"))),
    ("a bad slug", "models/acme.md", family("models/acme.md", row("../one", id="x"), row("two"))),
    ("no table", "models/acme.md", family().replace(HEADER, "")),
    ("no text", "models/acme.md", b"\xff\xfe"),
    ("half a page", "models/acme.md", family(variant_count=2).split(row("two"))[0]),
    ("half a variant page", "models/acme/one.md", variant().partition("## Pricing")[0]),
    ("an unreadable price line", "models/acme/one.md", variant(pricing="**a cent** per call")),
    ("an empty twin", "models/acme/one.html", b""),
    ("half a twin", "models/acme/one.html", twin(*RATES).partition("<p>SPEC SHEET")[0]),
    ("an unreadable rate", "models/acme/one.html", twin(RATES[0], "Input $0.3.0 / 1M tokens", RATES[2])),
    ("an unknown unit of a rate", "models/acme/one.html", twin(RATES[0], RATES[1], "Output $1.10 / 1M wombats")),
    ("a rate with a footnote", "models/acme/one.html", twin(RATES[0], "Input $0.30¹ / 1M tokens", RATES[2])),
    ("rates in columns", "models/acme/one.html", twin("Input", "Output", "$0.30", "$1.10")),
]


@pytest.mark.parametrize(("path", "text"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_cannot_be_read_keeps_its_last_good_facts(path: str, text: str | bytes, folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("de/models/acme.md", family("de/models/acme.md"))
    folder.put("models/acme/one.md", variant())
    folder.put("models/acme/one.html", twin(*RATES))
    folder.parse()
    before = folder.facts()
    folder.put(path, text)
    outcome = folder.parse(LATER)
    assert any(finding.level in {"error", "warning"} and finding.path == path for finding in outcome.findings)
    after = read_yaml(folder.facts()["models/acme.yaml"].decode(), name="after")
    model = read_yaml(before["models/acme.yaml"].decode(), name="before")
    # What couldn't be read is kept as printed beside the facts; of the facts themselves nothing changes.
    for variants in (after["variants"], model["variants"]):
        for found in variants:
            found.pop("extra", None)
    assert after == model
    assert folder.facts()["history.yaml"] == before["history.yaml"]


def test_a_contradicted_price_survives_while_its_page_is_refused(folder: Folder) -> None:
    """Otherwise the ledger would swing to the less trusted price and back."""
    folder.put("models/acme.md", family("models/acme.md", row("one", "$0.010")))
    folder.put("de/models/acme.md", family("de/models/acme.md", row("one", "$0.020")))
    folder.parse()
    before = folder.facts()
    folder.put("models/acme.md", b"\xff")
    outcome = folder.parse(LATER)
    assert folder.facts() == before
    assert "price-mismatch" in codes(outcome.findings)


def test_facts_of_a_variant_page_survive_while_it_is_refused(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/acme/one.md", variant(tier="gold"))
    folder.put("models/acme/one.html", twin(*RATES, "Extra $5 / wombat"))
    folder.parse()
    before = folder.facts()
    folder.put("models/acme/one.md", "no head")
    folder.put("models/acme/one.html", "no block")
    folder.parse(LATER)
    assert folder.facts() == before


def test_what_only_the_family_page_says_survives_while_it_is_refused(folder: Folder) -> None:
    folder.put("models/acme.md", family(body="## API endpoints\n\n- `POST /v1/x`\n", tier="gold"))
    for slug in ("one", "two"):
        folder.put(f"models/acme/{slug}.md", variant(f"models/acme/{slug}.md"))
    folder.parse()
    before = folder.facts()
    folder.put("models/acme.md", b"\xff")
    folder.parse(LATER)
    assert folder.facts() == before


def test_rates_of_a_twin_that_is_not_recorded_any_more_stay(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/acme/one.html", twin(*RATES))
    folder.parse()
    before = folder.variant()
    folder.remove("models/acme/one.html")
    folder.parse(LATER)
    assert folder.variant().prices == before.prices


def test_a_price_that_is_said_to_be_unpublished_is_dropped_with_a_finding(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.parse()
    folder.put("models/acme.md", family("models/acme.md", row("one", "contact us"), row("two")))
    outcome = folder.parse(LATER)
    assert folder.variant().prices == ()
    assert "unpriced" in codes(outcome.findings, level="warning")
    assert folder.stretches() == [[(DAY, LATER, "0.010")]]


def test_a_locale_that_cannot_be_read_keeps_its_words(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("de/models/acme.md", family("de/models/acme.md"))
    folder.put("de/models/acme/one.md", variant("de/models/acme/one.md"))
    folder.parse()
    before = folder.text("de")
    folder.put("de/models/acme/one.md", b"\xff")
    folder.put("de/models/acme.md", family("de/models/acme.md").replace("A tagline.", "Another."))
    folder.parse(LATER)
    after = folder.text("de")
    assert after.variants == before.variants
    assert after.tagline == "Another."


# Withdrawal


def test_a_row_gone_from_a_whole_table_is_withdrawn_and_stays_where_it_stood(folder: Folder) -> None:
    folder.put("models/acme.md", many())
    folder.parse()
    rows = [row(f"v{at}") for at in range(10) if at != 3]
    folder.put("models/acme.md", family("models/acme.md", *rows))
    outcome = folder.parse(LATER)
    assert folder.variant("v3").status == "withdrawn"
    assert [price.amount for price in folder.variant("v3").prices] == ["0.010"]
    assert [found.slug for found in folder.model().variants] == [f"v{at}" for at in range(10)]
    assert folder.stretches("acme/v3") == [[(DAY, LATER, "0.010")]]
    assert "withdrawn" in codes(outcome.findings, level="note")
    assert folder.parse("2026-12-24").written == ()


@pytest.mark.parametrize("misses", [0, 1, 2])
def test_a_variant_whose_own_page_lives_is_withdrawn_only_after_two_misses(misses: int, folder: Folder) -> None:
    folder.put("models/acme.md", many())
    folder.put("models/acme/v3.md", variant("models/acme/v3.md"))
    folder.record()
    folder.parse()
    folder.put("models/acme.md", family("models/acme.md", *(row(f"v{at}") for at in range(10) if at != 3)))
    folder.record("models/acme.md", day=LATER)
    folder.record("models/acme/v3.md", misses=misses)
    outcome = folder.parse(LATER)
    assert folder.variant("v3").withdrawn is (misses == 2)
    assert ("missing-row" in codes(outcome.findings)) is (misses < 2)


def _shortened(text: str) -> str:
    return text.replace(row("v3") + "\n", "")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(lambda: _shortened(many(variant_count=10)), id="the head counts one more"),
        pytest.param(lambda: _shortened(many()).replace(row("v5"), row("v5") + " x |"), id="another row is lost"),
        pytest.param(lambda: _shortened(many(body=f"## Variants\n\n{HEADER}\n{row('v3')}\n")), id="two sections"),
        pytest.param(lambda: b"\xff", id="no text"),
    ],
)
def test_an_incomplete_page_withdraws_nothing(page: Callable[[], str | bytes], folder: Folder) -> None:
    folder.put("models/acme.md", many())
    folder.parse()
    ledger = folder.history()
    folder.put("models/acme.md", page())
    assert codes(folder.parse(LATER).findings) & {"count-mismatch", "row-width", "not-utf8", "extra-table"}
    assert [found.slug for found in folder.model().variants] == [f"v{at}" for at in range(10)]
    assert not any(found.withdrawn for found in folder.model().variants)
    assert [price.amount for found in folder.model().variants for price in found.prices] == ["0.010"] * 10
    assert folder.history() == ledger


def test_a_refused_table_in_another_locale_withdraws_nothing(folder: Folder) -> None:
    for path in ("models/acme.md", "de/models/acme.md"):
        folder.put(path, many(path))
    folder.parse()
    folder.put("models/acme.md", _shortened(many()))
    folder.put("de/models/acme.md", b"\xff")
    folder.parse(LATER)
    assert not folder.variant("v3").withdrawn


def test_a_table_deleted_by_hand_withdraws_nothing(folder: Folder) -> None:
    folder.put("models/acme.md", many())
    folder.put("models/acme/v3.md", variant("models/acme/v3.md"))
    folder.parse()
    folder.remove("models/acme.md")
    folder.parse(LATER)
    assert not any(found.withdrawn for found in folder.model().variants)


def test_a_whole_family_gone_twice_is_withdrawn(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("models/other.md", many("models/other.md", 20))
    folder.record()
    folder.parse()
    folder.record("models/acme.md", misses=2)
    folder.parse(LATER)
    assert all(found.withdrawn for found in folder.model().variants)
    assert folder.stretches() == [[(DAY, LATER, "0.010")]]
    assert folder.parse("2026-12-24").written == ()


def test_prices_of_a_page_that_is_gone_are_not_used_while_the_variant_lives(folder: Folder) -> None:
    folder.put("models/acme.md", family())
    folder.put("de/models/acme.md", family("de/models/acme.md", row("one", "$0.090"), row("two")))
    folder.put("models/acme/one.html", twin(*RATES))
    folder.record()
    folder.parse()
    assert len(folder.variant().prices) == 4
    folder.record("de/models/acme.md", "models/acme/one.html", misses=2)
    folder.parse(LATER)
    assert [price.amount for price in folder.variant().prices] == ["0.010"]


def test_a_variant_that_comes_back_is_live_again(folder: Folder) -> None:
    folder.put("models/acme.md", many())
    folder.parse()
    folder.put("models/acme.md", _shortened(many()))
    folder.parse("2026-11-25")
    folder.put("models/acme.md", many())
    folder.parse("2026-11-28")
    assert not folder.variant("v3").withdrawn
    assert folder.stretches("acme/v3") == [[(DAY, "2026-11-25", "0.010"), ("2026-11-28", None, "0.010")]]


# Mass loss


def test_losing_more_than_a_fifth_changes_no_fact(folder: Folder) -> None:
    folder.put("models/acme.md", many())
    folder.put("models/other.md", family("models/other.md"))
    folder.parse()
    before = folder.facts()
    folder.put("models/acme.md", family("models/acme.md", *(row(f"v{at}") for at in range(7))))
    folder.put("models/other.md", family("models/other.md", row("one", "$9"), row("two")))
    for day in (LATER, "2026-12-01"):
        outcome = folder.parse(day)
        assert outcome.failed(strict=False)
        assert [finding.what for finding in outcome.findings if finding.code == "mass-loss"] == [
            "3 of 12 variants would be withdrawn at once, expected at most a fifth"
        ]
        assert folder.facts() == before


def test_losing_a_fifth_is_news(folder: Folder) -> None:
    folder.put("models/acme.md", many())
    folder.parse()
    folder.put("models/acme.md", family("models/acme.md", *(row(f"v{at}") for at in range(8))))
    assert "mass-loss" not in codes(folder.parse(LATER).findings)
    assert sum(found.withdrawn for found in folder.model().variants) == 2


def test_a_catalog_in_another_design_changes_no_fact(folder: Folder) -> None:
    for name in ("acme", "other", "third"):
        folder.put(f"models/{name}.md", family(f"models/{name}.md"))
    folder.parse()
    before = folder.written()
    for name in ("acme", "other", "third"):
        folder.put(f"models/{name}.md", "<!doctype html><h1>New!</h1>")
    assert folder.parse(LATER).failed(strict=False)
    assert folder.written() == before
