"""Workloads on many variants: each is costed on what it prices, and what it doesn't price is named."""

from decimal import Decimal
from fractions import Fraction

import pytest

from build.price_list import KEYS, CostError
from build.quantities import parse
from build.workload import PRESETS, costed, runs_a_month
from tests.tools.prices import GLM, M21, variant

FLUX = variant(
    "flux",
    ("rates", "usage", "0.14", "1", "image", {"output_resolution": "1k"}),
    ("rates", "usage", "0.24", "1", "image", {"output_resolution": "2k"}),
    ("listed", "usage", "0.140", "1", "call"),
)
VIDEO = variant(
    "video",
    ("schedule", "usage", "0.50", "1", "call", {"duration_seconds": "6", "output_resolution": "1080p"}),
    ("schedule", "usage", "0.30", "1", "call", {"duration_seconds": "10", "output_resolution": "768p"}),
)


def quantities(**given: str) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in given.items()}


def test_an_image_is_not_billed_again_as_a_call() -> None:
    answer = costed(FLUX, "f/flux", quantities(images="10", calls="10"))
    assert answer is not None
    assert (answer.cost.total, answer.units, answer.by_call) == (Fraction("1.4"), ("image",), False)


def test_calls_stand_in_where_nothing_else_is_priced() -> None:
    answer = costed(VIDEO, "f/video", quantities(seconds="60", calls="10"))
    assert answer is not None
    assert (answer.cost.total, answer.by_call, answer.left_out) == (5, True, ("seconds",))


def test_what_is_not_priced_is_left_out_and_named() -> None:
    answer = costed(GLM, "glm/4.7", quantities(input="1000000", images="3"))
    assert answer is not None
    assert (answer.cost.total, answer.left_out) == (Fraction("0.3"), ("images",))


def test_nothing_priced_is_no_cost() -> None:
    assert costed(GLM, "glm/4.7", quantities(seconds="60")) is None
    assert costed(variant("none"), "f/none", quantities(calls="1")) is None


def test_a_parameter_left_open_takes_the_first_printed_value_and_says_so() -> None:
    answer = costed(VIDEO, "f/video", quantities(calls="1"))
    assert answer is not None
    assert answer.when == {"duration_seconds": "6", "output_resolution": "1080p"}


def test_a_parameter_given_decides_which_values_the_others_take() -> None:
    answer = costed(VIDEO, "f/video", quantities(calls="1"), {"duration_seconds": "10", "rendering_speed": "turbo"})
    assert answer is not None
    assert answer.when == {"duration_seconds": "10", "output_resolution": "768p"}


def test_a_price_without_parameters_is_taken_where_none_is_given() -> None:
    plain = variant(
        "plain",
        ("rates", "usage", "0.24", "1", "image", {"output_resolution": "2k"}),
        ("rates", "usage", "0.14", "1", "image"),
    )
    for when, total, chosen in (({}, "0.14", {}), ({"output_resolution": "2k"}, "0.24", {"output_resolution": "2k"})):
        answer = costed(plain, "f/plain", quantities(images="1"), when)
        assert answer is not None
        assert (answer.cost.total, answer.when) == (Fraction(total), chosen)


def test_what_leaves_something_out_ranks_after_what_counts_it() -> None:
    asked = quantities(input="1000000", output="1000000")
    half = costed(variant("half", ("rates", "output", "0.10", "1000000", "token")), "f/half", asked)
    whole = costed(GLM, "glm/4.7", asked)
    assert half is not None
    assert whole is not None
    assert half.cost.total < whole.cost.total
    assert (half.group, whole.rank < half.rank) == (whole.group, True)


def test_a_value_that_is_not_on_offer_is_refused() -> None:
    with pytest.raises(CostError, match=r"^not offered: output_resolution=4k"):
        costed(FLUX, "f/flux", quantities(images="1"), {"output_resolution": "4k"})


def test_only_the_same_basis_and_units_may_be_ranked_together() -> None:
    asked = quantities(input="1000", images="1")
    glm, listed = costed(GLM, "glm/4.7", asked), costed(M21, "minimax/m2.1", asked)
    flux = costed(FLUX, "f/flux", asked)
    assert glm is not None
    assert listed is not None
    assert flux is not None
    assert len({glm.group, listed.group, flux.group}) == 3
    assert sorted([listed.group, glm.group])[0] == glm.group


def test_a_month_has_thirty_days() -> None:
    assert runs_a_month(Decimal(2), "day") == 60
    assert runs_a_month(Decimal(2), "month") == 2


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
def test_presets_are_sound(preset: object) -> None:
    found = next(one for one in PRESETS if one is preset)
    assert set(found.quantities) <= set(KEYS)
    assert all(parse(value) > 0 for value in (*found.quantities.values(), found.runs))
    assert found.every in {"day", "month"}
