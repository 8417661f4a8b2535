"""The reference engine on the golden vectors, which the browser's engine is run on too."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.cost import NOTES, cost
from build.cost_report import to_json, to_text
from build.exact import digits
from build.price_list import KEYS, CostError
from scraper.catalog import Variant
from tests.tools.prices import GLM, M21, price, variant, vectors

CASES = vectors("costs")


def variant_of(case: dict[str, Any]) -> Variant:
    return variant("v", *case["prices"], status=case.get("status"))


@pytest.mark.parametrize("case", [c for c in CASES if "error" not in c], ids=lambda case: case["id"])
def test_golden(case: dict[str, Any]) -> None:
    asked = {key: Decimal(value) for key, value in case["ask"].items()}
    answer = cost(variant_of(case), "f/v", asked, case.get("when"), case.get("only"))
    assert digits(answer.total) == case["total"]
    assert answer.basis == case["basis"]
    assert answer.currency == case.get("currency", "USD")
    if "items" in case:
        assert [[i.component, digits(i.quantity), digits(i.cost)] for i in answer.items] == case["items"]
    assert (answer.interval and [digits(end) for end in answer.interval]) == case.get("interval")
    assert [note.code for note in answer.notes] == case.get("notes", [])


@pytest.mark.parametrize("case", [c for c in CASES if "error" in c], ids=lambda case: case["id"])
def test_golden_refusals(case: dict[str, Any]) -> None:
    asked = {key: Decimal(value) for key, value in case["ask"].items()}
    with pytest.raises(CostError) as caught:
        cost(variant_of(case), "f/v", asked, case.get("when"), case.get("only"))
    assert caught.value.code == case["error"]


def test_every_note_has_a_golden_case() -> None:
    assert {code for case in CASES for code in case.get("notes", [])} == set(NOTES)


def test_unknown_free_and_not_offered_are_three_answers() -> None:
    tiers = tuple(price("rates", "usage", "0.14", "1", "image", {"output_resolution": tier}) for tier in ("1k", "2k"))
    free = Variant(slug="f", id="f", prices=(price("rates", "usage", "0"),))
    one = {"calls": Decimal(1)}
    assert [str(note) for note in cost(free, "a/f", one).notes] == ["usage: free"]
    with pytest.raises(CostError, match=r"the price is unknown: no page prints a price"):
        cost(Variant(slug="u", id="u"), "a/u", one)
    with pytest.raises(CostError, match=r"^not offered: output_resolution=4k; offered: output_resolution=1k, output"):
        cost(Variant(slug="t", id="t", prices=tiers), "a/t", {"images": Decimal(1)}, {"output_resolution": "4k"})
    with pytest.raises(CostError, match=r"depends on output_resolution: give one of 1k, 2k$"):
        cost(Variant(slug="t", id="t", prices=tiers), "a/t", {"images": Decimal(1)})


def test_a_contradicting_source_is_named() -> None:
    prices = (price("rates", "usage", "0.05"), price("rates", "usage", "0.06", source="a:9"))
    notes = [str(note) for note in cost(Variant(slug="v", id="v", prices=prices), "a/v", {"calls": Decimal(1)}).notes]
    assert notes == ["usage: a:9 says $0.06 per call instead; the most trusted price is used"]


AMOUNTS = st.decimals(0, 10**9, places=6, allow_nan=False, allow_infinity=False)


@given(AMOUNTS, AMOUNTS, st.fractions(0, 1))
def test_what_is_cached_is_billed_once(tokens_in: Decimal, tokens_out: Decimal, share: Fraction) -> None:
    cached = (tokens_in * share.numerator / share.denominator).quantize(Decimal("0.000001"), "ROUND_DOWN")
    answer = cost(GLM, "glm/4.7", {"input": tokens_in, "output": tokens_out, "cache_read": cached})
    assert sum(item.quantity for item in answer.items) == Fraction(tokens_in) + Fraction(tokens_out)
    assert answer.total == sum(item.cost for item in answer.items)


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), AMOUNTS, max_size=4))
def test_any_quantities_have_a_cost_or_a_reason(quantities: dict[str, Decimal]) -> None:
    for priced in (GLM, M21):
        try:
            answer = cost(priced, "a/b", quantities)
        except CostError:
            continue
        assert to_text(answer)
        assert Fraction(to_json(answer)["total"]) >= 0
        low, high = answer.interval or (answer.total, answer.total)
        assert low <= answer.total <= high
