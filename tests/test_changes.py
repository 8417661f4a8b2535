"""The ledger as news: what counts as a change, what happened to a variant, anchors and pages that stay."""

import re
from typing import Any

import pytest

from build import changes
from build.changes import Ledger
from scraper.catalog import History, Per, Point, Track

FIRST, SECOND, THIRD = "2026-09-01", "2026-10-10", "2026-11-22"


def track(*points: tuple[str, str | None, str], variant: str = "acme/one", **rest: Any) -> Track:
    values: dict[str, Any] = {
        "basis": "listed", "component": "usage", "currency": "USD", "per": Per(quantity=1, unit="call"),
    }  # fmt: skip
    made = (
        Point.model_validate({"from": since, "to": until, "amount": amount, "source": "models/acme.md:9"})
        for since, until, amount in points
    )
    return Track(variant=variant, points=tuple(made), **{**values, **rest})


def ledger(*tracks: Track, run: str | None = THIRD) -> Ledger:
    # Something else has been there from the first day: only then can anything be new.
    return Ledger(History(tracks=(track((FIRST, None, "1"), variant="old/one"), *tracks)), run)


def told(found: Ledger) -> list[tuple[str, str, list[tuple[str | None, str | None]]]]:
    return [
        (event.day, event.kind, [(one.old and one.old.amount, one.new and one.new.amount) for one in event.changes])
        for event in found.events
    ]


def test_what_stood_there_on_the_first_day_is_no_news() -> None:
    found = ledger(track((FIRST, None, "2")))
    assert found.events == ()
    assert (found.begin, found.end) == (FIRST, THIRD)
    assert found.parts == ()


def test_nothing_on_record_is_no_news_either() -> None:
    found = Ledger(History(), None)
    assert (found.begin, found.end, found.events, found.newest) == (None, None, (), ())


def test_the_record_ends_with_the_last_run_or_the_last_change() -> None:
    assert ledger(run="2026-12-01").end == "2026-12-01"
    assert ledger(track((FIRST, THIRD, "1"), (THIRD, None, "2")), run=SECOND).end == THIRD
    assert ledger(run=None).end == FIRST


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(FIRST, SECOND, "1"), (SECOND, None, "2")], [(SECOND, "priced", [("1", "2")])]),
        ([(SECOND, None, "1")], [(SECOND, "new", [(None, "1")])]),
        ([(FIRST, SECOND, "1")], [(SECOND, "gone", [("1", None)])]),
        (
            [(FIRST, SECOND, "1"), (THIRD, None, "2")],
            [(THIRD, "back", [(None, "2")]), (SECOND, "gone", [("1", None)])],
        ),
        # A price of a few hours is no stretch of time.
        ([(FIRST, SECOND, "1"), (SECOND, SECOND, "9"), (SECOND, None, "2")], [(SECOND, "priced", [("1", "2")])]),
        ([(FIRST, SECOND, "1.0"), (SECOND, None, "1.00")], [(SECOND, "priced", [("1.0", "1.00")])]),
    ],
    ids=["a new amount", "a new variant", "a variant that goes", "one that comes back", "one day", "other digits"],
)
def test_what_happened(points: list[Any], expected: list[Any]) -> None:
    assert told(ledger(track(*points))) == expected


def test_a_variant_with_another_price_left_is_not_gone() -> None:
    found = ledger(track((FIRST, SECOND, "1")), track((FIRST, None, "2"), component="output"))
    assert told(found) == [(SECOND, "priced", [("1", None)])]


def test_a_price_beside_others_is_new_and_its_variant_is_not() -> None:
    found = ledger(track((FIRST, None, "1")), track((SECOND, None, "2"), component="output"))
    assert told(found) == [(SECOND, "priced", [(None, "2")])]
    assert not found.events[0].changes[0].again


def test_a_price_that_returns_says_so() -> None:
    found = ledger(track((FIRST, None, "1")), track((FIRST, SECOND, "2"), (THIRD, None, "2"), component="output"))
    assert [change.again for event in found.events for change in event.changes] == [True, False]


def test_the_newest_day_comes_first_and_a_day_is_in_order_of_its_variants() -> None:
    moved = [(FIRST, SECOND, "1"), (SECOND, None, "2")]
    found = ledger(track(*moved, variant="b/x"), track(*moved, variant="a/x"), track((THIRD, None, "1"), variant="c/x"))
    assert [(event.day, event.variant) for event in found.events] == [(THIRD, "c/x"), (SECOND, "a/x"), (SECOND, "b/x")]


def test_prices_are_ordered_as_in_tables() -> None:
    moved = [(FIRST, SECOND, "1"), (SECOND, None, "2")]
    tracks = [
        track(*moved),
        track(*moved, basis="rates", component="output"),
        track((FIRST, SECOND, "1"), (SECOND, None, "9"), basis="rates", component="input", when={"size": "1k"}),
        track(*moved, basis="rates", component="input", when={"size": "2k"}),
    ]
    shown = [(one.track.basis, one.track.component, one.track.when) for one in ledger(*tracks).events[0].changes]
    assert shown == [
        ("rates", "input", {"size": "2k"}),
        ("rates", "input", {"size": "1k"}),
        ("rates", "output", {}),
        ("listed", "usage", {}),
    ]


def test_an_anchor_is_plain_and_says_which_price() -> None:
    moved = [(FIRST, SECOND, "1"), (SECOND, None, "2")]
    hostile = {"size": '1k" onclick=x', "a": "%41 <b>"}
    found = ledger(track(*moved, per=Per(quantity=1000, unit="token")), track(*moved, component="output", when=hostile))
    event = found.events[0]
    assert event.anchor == "2026-10-10:acme/one"
    first, second = (change.anchor for change in event.changes)
    assert "2026-10-10:acme/one:listed:usage:USD:1000token" in (first, second)
    assert all(re.fullmatch(r"[A-Za-z0-9:/._-]+", anchor) for anchor in (first, second))


def test_no_two_changes_of_a_day_share_an_anchor() -> None:
    moved = [(FIRST, SECOND, "1"), (SECOND, None, "2")]
    event = ledger(*(track(*moved, when={"size": text}) for text in ("1 k", "1+k", "1/k"))).events[0]
    assert len({change.anchor for change in event.changes}) == 3


def test_a_month_is_a_page() -> None:
    found = ledger(track((FIRST, SECOND, "1"), (SECOND, THIRD, "2"), (THIRD, None, "3")))
    assert [(part.name, part.count) for part in found.parts] == [("2026-11", 1), ("2026-10", 1)]


def many(days: int, each: int, month: str = "2026-10") -> list[Track]:
    """As many new variants on each of the first days of a month."""
    return [
        track((f"{month}-{day:02}", None, "1"), variant=f"f{day:02}/v{number:03}")
        for day in range(1, days + 1)
        for number in range(each)
    ]


def test_a_long_month_has_pages_that_fill_up_from_its_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PAGE", 10)
    before = ledger(*many(3, 4))
    assert [(part.name, part.count) for part in before.parts] == [("2026-10-2", 2), ("2026-10", 10)]
    after = ledger(*many(4, 4))
    assert {event.anchor for event in before.parts[-1].events} == {event.anchor for event in after.parts[-1].events}
    assert [event.day for event in after.parts[-1].events] == sorted(
        (event.day for event in after.parts[-1].events), reverse=True
    )


def test_nothing_is_lost_between_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PAGE", 10)
    found = ledger(*many(5, 7), *many(2, 13, "2026-11"))
    assert {event.anchor for part in found.parts for event in part.events} == {event.anchor for event in found.events}
    assert sum(part.count for part in found.parts) == 5 * 7 + 2 * 13
    assert all(part.count <= 10 for part in found.parts)


def test_the_first_page_has_the_newest_and_never_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PAGE", 10)
    found = ledger(*many(5, 7))
    assert found.newest == found.events[:10]
    few = ledger(*many(1, 3))
    assert few.newest == few.events


def test_a_variant_with_more_changes_than_a_page_takes_has_one_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PAGE", 2)
    tiers = [track((SECOND, None, "1"), when={"size": str(size)}, variant="big/one") for size in range(5)]
    found = ledger(*tiers, track((THIRD, None, "1")))
    assert [part.count for part in found.parts] == [1, 5]
    assert [event.variant for event in ledger(*tiers).newest] == ["big/one"]
