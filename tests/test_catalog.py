"""The data model: frozen, nothing unknown, amounts as printed characters, and a schema for each kind of file."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from scraper.catalog import SHAPES, Block, History, Model, Point, Price, Variant, schema, validated

PRICE: dict[str, object] = {
    "basis": "listed", "component": "usage", "amount": "0.010", "currency": "USD", "text": "$0.010",
    "per": {"quantity": 1000, "unit": "token"}, "source": "models/a.md:1", "since": "2026-11-22",
}  # fmt: skip


@pytest.mark.parametrize("amount", ["0", "0.010", "1", "12.5", "999999999999.999999999999"])
def test_an_amount_keeps_its_characters_and_is_exact(amount: str) -> None:
    price = Price.model_validate({**PRICE, "amount": amount})
    assert price.amount == amount
    assert price.value == Decimal(amount)


@pytest.mark.parametrize(
    ("key", "value"),
    [("amount", value) for value in ("", "-1", "+1", "1e3", "NaN", "inf", ".5", "1.", "01", "1,5", "٣", "1" * 20, "1\n", 0.01, 1)]
    + [("currency", "usd"), ("currency", "$"), ("basis", "guess"), ("component", "x"), ("per", {"quantity": 0, "unit": "token"}),
       ("per", {"quantity": 1, "unit": "wombat"}), ("source", "models/a.md"), ("source", "a b:1"), ("since", "today"), ("colour", "red")],
)  # fmt: skip
def test_what_is_no_price_is_rejected(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Price.model_validate({**PRICE, key: value})


def test_nothing_can_be_changed() -> None:
    with pytest.raises(ValidationError):
        Price.model_validate(PRICE).amount = "9"  # type: ignore[misc]


@pytest.mark.parametrize("slug", ["", ".", "..", "../x", "a/b", "A", "a ", "é", "-a", "a.", "a" * 101])
def test_a_slug_that_could_leave_the_tree_is_rejected(slug: str) -> None:
    with pytest.raises(ValidationError):
        Variant(slug=slug, id="x")


def test_two_variants_may_not_share_a_slug() -> None:
    with pytest.raises(ValidationError, match="share a slug"):
        Model(model="a", name="A", provider="P", modality="text", source="u", variants=(Variant(slug="b", id="B"),) * 2)


def test_the_key_of_a_price_leaves_out_its_amount_and_place() -> None:
    one = Price.model_validate(PRICE)
    assert one.key == Price.model_validate({**PRICE, "amount": "9", "source": "x:2", "text": "9"}).key
    for other in (
        {"basis": "rates"},
        {"when": {"a": "b"}},
        {"currency": "EUR"},
        {"per": {"quantity": 1, "unit": "call"}},
    ):
        assert one.key != Price.model_validate({**PRICE, **other}).key


def test_plain_leaves_out_what_is_absent_and_keeps_what_a_reader_counts_on() -> None:
    assert Variant(slug="a", id="A").plain() == {"slug": "a", "id": "A", "prices": []}
    assert Price.model_validate(PRICE).plain()["when"] == {}
    point = Point.model_validate({"from": "2026-11-22", "amount": "1", "source": "x:1"})
    assert point.plain() == {"from": "2026-11-22", "amount": "1", "source": "x:1"}


@pytest.mark.parametrize("row", [("a", ""), ("", "")])
def test_an_empty_cell_stays_in_its_row(row: tuple[str, str]) -> None:
    block = Block(kind="table", header=("x", "y"), rows=(row,))
    assert validated(Block, block.plain()) == block


def test_a_misfit_is_named_with_what_it_holds() -> None:
    with pytest.raises(ValueError, match=r"tracks\.0\.basis.*got"):
        validated(History, {"tracks": [{"variant": "a/b"}]})


@pytest.mark.parametrize("shape", SHAPES)
def test_every_kind_of_file_has_a_closed_schema(shape: str) -> None:
    rules = schema(shape)
    assert rules["additionalProperties"] is False
    assert all(inner.get("additionalProperties", False) is False for inner in rules.get("$defs", {}).values())
