"""Which printed price answers, and why none does."""

import pytest

from build.price_list import CostError, choose_list, parameters, per, price_lists
from scraper.catalog import Variant
from tests.tools.prices import GLM, price, variant

TIERS = variant(
    "t",
    ("rates", "usage", "0.14", "1", "image", {"output_resolution": "1k"}),
    ("rates", "usage", "0.24", "1", "image", {"output_resolution": "2k"}),
    ("listed", "usage", "0.140", "1", "call"),
)


def test_lists_come_most_trusted_first_and_never_mix_currencies() -> None:
    mixed = variant(
        "m",
        ("listed", "usage", "1", "1", "call"),
        ("schedule", "usage", "2", "1", "call", {}, "CNY"),
        ("schedule", "usage", "3", "1", "call"),
    )
    assert [(one.basis, one.currency, len(one.prices)) for one in price_lists(mixed)] == [
        ("schedule", "CNY", 1),
        ("schedule", "USD", 1),
        ("listed", "USD", 1),
    ]


def test_the_first_list_that_covers_every_key_is_used() -> None:
    assert choose_list(TIERS, ["images"]).basis == "rates"
    assert choose_list(TIERS, ["calls"]).basis == "listed"
    assert choose_list(GLM, ["tokens"], "listed").basis == "listed"


def test_a_list_knows_the_component_each_key_takes_its_price_from() -> None:
    rates = choose_list(GLM, ["input"])
    assert [rates.component(key) for key in ("tokens", "output", "cache_write_5m", "images")] == [
        "input",
        "output",
        "input",
        None,
    ]


def test_the_amounts_of_one_price_in_two_notations_do_not_contradict_each_other() -> None:
    same = variant("s", ("rates", "input", "0.5", "1000", "token"), ("rates", "input", "500", "1000000", "token"))
    chosen, others = choose_list(same, ["input"]).choose("input", {})
    assert (chosen.amount, others) == ("0.5", ())


def test_what_is_missing_is_named_with_what_is_on_offer() -> None:
    with pytest.raises(CostError, match=r"depends on output_resolution: give one of 1k, 2k$"):
        choose_list(TIERS, ["images"]).choose("images", {})


@pytest.mark.parametrize(
    ("quantity", "unit", "text"),
    [("1", "image", "image"), ("1000", "token", "1,000 tokens"), ("60", "second", "60 seconds")],
)
def test_what_an_amount_buys_in_words(quantity: str, unit: str, text: str) -> None:
    assert per(price("rates", "usage", "1", quantity, unit)) == text


def test_parameters_are_what_prices_depend_on_in_the_order_printed() -> None:
    tiers = [("2k", "a"), ("1k", "a"), ("1k", "b")]
    prices = tuple(price("rates", "usage", "1", when={"output_resolution": r, "style": s}) for r, s in tiers)
    assert parameters(Variant(slug="t", id="t", prices=prices)) == {
        "output_resolution": ("2k", "1k"),
        "style": ("a", "b"),
    }
