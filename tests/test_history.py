"""The ledger of change points: repeatable, and true when prices change, return, vanish and contradict each other."""

from pathlib import Path

import pytest

from scraper.catalog import History, Model, Price
from scraper.history import lines, update
from tests.pages import DAY, Folder, family, row

LATER, LAST = "2026-11-25", "2026-11-30"


def price(amount: str = "0.010", since: str = DAY, **values: object) -> Price:
    known: dict[str, object] = {
        "basis": "listed", "component": "usage", "amount": amount, "currency": "USD", "text": f"${amount}",
        "per": {"quantity": 1000, "unit": "token"}, "source": "models/acme.md:19", "since": since,
    }  # fmt: skip
    return Price.model_validate({**known, **values})


def model(*prices: Price, status: str | None = None, family: str = "acme") -> Model:
    one = {"slug": "one", "id": "One", "status": status, "prices": prices}
    return Model.model_validate(
        {"model": family, "name": "A", "provider": "P", "modality": "text", "source": "u", "variants": [one]}
    )


def points(history: History) -> list[list[tuple[str, str | None, str]]]:
    return [[(point.since, point.until, point.amount) for point in track.points] for track in history.tracks]


def test_the_first_price_begins_a_stretch() -> None:
    history = update(History(), [model(price())], today=LATER)
    assert points(history) == [[(DAY, None, "0.010")]]
    assert (history.tracks[0].variant, history.tracks[0].points[0].source) == ("acme/one", "models/acme.md:19")


@pytest.mark.parametrize("today", [DAY, LATER, LAST])
def test_the_same_again_changes_nothing(today: str) -> None:
    history = update(History(), [model(price())], today=DAY)
    assert update(history, [model(price())], today=today) == history


def test_a_change_ends_one_stretch_and_begins_the_next() -> None:
    history = update(History(), [model(price())], today=DAY)
    changed = update(history, [model(price("0.020", LATER))], today=LAST)
    assert points(changed) == [[(DAY, LATER, "0.010"), (LATER, None, "0.020")]]
    assert update(changed, [model(price("0.020", LATER))], today=LAST) == changed


def test_a_price_that_returns_begins_a_stretch_of_its_own() -> None:
    history = History()
    for amount, day in (("0.010", DAY), ("0.020", LATER), ("0.010", LAST)):
        history = update(history, [model(price(amount, day))], today=day)
    assert points(history) == [[(DAY, LATER, "0.010"), (LATER, LAST, "0.020"), (LAST, None, "0.010")]]


def test_other_digits_are_another_price() -> None:
    history = update(History(), [model(price("0.010"))], today=DAY)
    assert points(update(history, [model(price("0.01", LATER))], today=LATER))[0][1] == (LATER, None, "0.01")


@pytest.mark.parametrize("gone", [model(), model(price(), status="withdrawn")], ids=["no price", "withdrawn"])
def test_what_is_gone_ends_its_stretch_once(gone: Model) -> None:
    history = update(History(), [model(price())], today=DAY)
    ended = update(history, [gone], today=LATER)
    assert points(ended) == [[(DAY, LATER, "0.010")]]
    assert update(ended, [gone], today=LAST) == ended


def test_what_comes_back_reopens_on_the_day_it_was_seen() -> None:
    history = update(History(), [model(price())], today=DAY)
    history = update(history, [model(price(), status="withdrawn")], today=LATER)
    back = update(history, [model(price(since=DAY))], today=LAST)
    assert points(back) == [[(DAY, LATER, "0.010"), (LAST, None, "0.010")]]
    assert update(back, [model(price(since=DAY))], today="2026-12-24") == back


def test_a_renamed_variant_keeps_its_past_under_its_old_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    names = [f"v{at}" for at in range(9)]
    folder.put("models/acme.md", family("models/acme.md", row("one"), *map(row, names)))
    folder.parse()
    folder.put("models/acme.md", family("models/acme.md", row("uno"), *map(row, names)))
    folder.parse(LATER)
    assert folder.stretches("acme/one") == [[(DAY, LATER, "0.010")]]
    assert folder.stretches("acme/uno") == [[(LATER, None, "0.010")]]


def test_of_contradictory_prices_the_most_trusted_is_followed_and_nothing_swings() -> None:
    both = model(price("0.010"), price("0.020"))
    history = update(History(), [both], today=DAY)
    assert points(history) == [[(DAY, None, "0.010")]]
    for day in (LATER, LAST):
        assert update(history, [both], today=day) == history


@pytest.mark.parametrize(
    "other",
    [price(basis="rates"), price(component="input"), price(currency="EUR"), price(when={"size": "2k"}),
     price(per={"quantity": 1, "unit": "token"}), price(per={"quantity": 1000, "unit": "image"})],
)  # fmt: skip
def test_prices_of_another_kind_have_ledgers_of_their_own(other: Price) -> None:
    assert len(update(History(), [model(price(), other)], today=DAY).tracks) == 2


def test_families_that_were_not_read_are_left_alone() -> None:
    history = update(History(), [model(price()), model(price(), family="other")], today=DAY)
    assert update(history, [model(price())], today=LAST) == history


def test_time_never_runs_backwards() -> None:
    history = update(History(), [model(price(since=LAST))], today=LAST)
    for track in points(update(history, [model(price("0.020", DAY))], today=DAY)):
        assert all(since <= (until or LAST) for since, until, _ in track)


def test_a_ledger_does_not_depend_on_the_order_of_families() -> None:
    one, two = model(price()), model(price(), family="other")
    assert update(History(), [one, two], today=DAY) == update(History(), [two, one], today=DAY)


def test_the_ledger_of_a_variant_is_one_line_a_stretch() -> None:
    history = update(History(), [model(price(when={"size": "2k"}))], today=DAY)
    history = update(history, [model(price("0.020", LATER, when={"size": "2k"}))], today=LATER)
    first, second = lines(history, "acme/one")
    assert (DAY in first, LATER in first, "0.010" in first, "size=2k" in first) == (True, True, True, True)
    assert (LATER in second, "0.020" in second, "models/acme.md:19" in second) == (True, True, True)
    assert lines(history, "acme/two") == []


def test_a_page_changed_by_hand_changes_the_ledger_on_that_day(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for day, amount in ((DAY, "$0.010"), (LATER, "$0.020"), (LAST, "$0.010")):
        folder.put("models/acme.md", family("models/acme.md", row("one", amount)))
        folder.parse(day)
        folder.parse("2026-12-24")
    assert folder.stretches() == [[(DAY, LATER, "0.010"), (LATER, LAST, "0.020"), (LAST, None, "0.010")]]
