"""`build cost`: what it prints, and what it says instead."""

import json

import pytest

from build.cost_report import cost_command
from scraper.catalog import Reported
from scraper.errors import UsageError
from tests.tools.prices import MODELS


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (["images=1"], r"no rates price for images; it is priced per 1,000,000 tokens: give tokens, input, output"),
        (["tokens=1", "basis=schedule"], "the price is unknown: no schedule price is printed; there is: rates, listed"),
        (["tokens=1", "basis=best"], "'best' is no basis; give one of listed, rates, schedule"),
        (["input=3", "cache_read=4"], "4 cached tokens are more than the input of 3; input includes the cached tokens"),
        (["words=4"], r"'words' is no key of 4\.7; known: tokens, input"),
        (["tokens"], "'tokens' is no KEY=AMOUNT"),
        (["=5"], "'=5' is no KEY=AMOUNT"),
        (["tokens=1", "tokens=2"], "tokens is given twice"),
        (["tokens=lots"], "tokens: 'lots' is no quantity"),
        ([], "nothing to cost; give a quantity, for example tokens=1.5M"),
    ],
)
def test_a_refusal_says_what_works(pairs: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        cost_command(MODELS, "glm/4.7", pairs)


def test_a_price_that_a_finding_disputes_is_told() -> None:
    (price,) = next(one for model in MODELS for one in model.variants if one.slug == "m2.1").prices
    path, _, line = price.source.rpartition(":")
    here = Reported(level="warning", code="price-mismatch", path=path, line=int(line), message='"$1" here, "$2" there')
    elsewhere = here.model_copy(update={"line": int(line) + 1})
    asked = ("minimax/m2.1", ["tokens=1.5M"])
    told = cost_command(MODELS, *asked, findings=(here, elsewhere))
    assert told.splitlines()[-1] == f'disputed: "$1" here, "$2" there ({price.source})'
    assert told.count("disputed") == 1
    notes = json.loads(cost_command(MODELS, *asked, as_json=True, findings=(here, elsewhere)))["notes"]
    assert notes[-1] == told.splitlines()[-1]
    assert "disputed" not in cost_command(MODELS, *asked, findings=(elsewhere,))


def test_what_several_pages_dispute_alike_is_told_once() -> None:
    (price,) = next(one for model in MODELS for one in model.variants if one.slug == "m2.1").prices
    message = f'"$1" here, "$2" at {price.source}'
    places = [("de/models/minimax.md", 27), ("de/models/minimax/m2.1.md", 22), ("de/models/minimax/m3.md", 75)]
    findings = [
        Reported(level="warning", code="price-mismatch", path=path, line=line, message=message) for path, line in places
    ]
    told = cost_command(MODELS, "minimax/m2.1", ["tokens=1.5M"], findings=findings)
    lines = [line for line in told.splitlines() if line.startswith("disputed")]
    assert lines == [f"disputed: {message} (de/models/minimax.md:27 and 2 more)"]


def test_the_contract_of_the_json() -> None:
    answer = json.loads(cost_command(MODELS, "minimax/m2.1", ["tokens=1.5M"], as_json=True))
    assert answer == {
        "variant": "minimax/m2.1",
        "basis": "listed",
        "currency": "USD",
        "total": "15",
        "items": [
            {
                "component": "usage",
                "quantity": "1500000",
                "amount": "0.010",
                "per": {"quantity": "1000", "unit": "token"},
                "cost": "15",
            }
        ],
        "notes": [
            "coarse: $0.010 per 1,000 tokens stands for $9.50 – $10.50 per 1M tokens, so the cost is $14.25 – $15.75"
        ],
    }


def test_the_text_gives_total_interval_basis_and_working_with_its_line() -> None:
    assert cost_command(MODELS, "minimax/m2.1", ["tokens=1.5M"]).splitlines()[:4] == [
        "$15  ($14.25 – $15.75)",
        "minimax/m2.1, listed price",
        "",
        "  usage  1,500,000 tokens × $0.010 per 1,000 tokens = $15  models/glm.md:30",
    ]


def test_tokens_under_rates_name_what_output_would_cost() -> None:
    text = cost_command(MODELS, "glm/4.7", ["tokens=1M"])
    assert "As output they would cost $1.10" in text


@pytest.mark.parametrize("name", ["minimax/m2.1", "MiniMax-M2.1", "minimax-m2.1"])
def test_a_variant_is_found(name: str) -> None:
    assert "minimax/m2.1" in cost_command(MODELS, name, ["tokens=1"])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("minimax/m2.2", r"did you mean minimax/m2\.1"),
        ("GLM/4.7", r"did you mean glm/4\.7"),
        ("x\x1b", r"no variant 'x\\x1b'; there are 2"),
    ],
)
def test_an_unknown_variant_is_answered_with_those_that_look_like_it(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        cost_command(MODELS, name, ["tokens=1"])
