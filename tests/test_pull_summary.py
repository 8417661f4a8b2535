"""A run in numbers, and when its losses can't be believed."""

import pytest

from scraper.catalog import Failure
from scraper.crawl import Tally
from scraper.pull_summary import mass_loss, summarise
from scraper.record import Entry


def entry(number: int, *, misses: int = 0) -> Entry:
    return Entry(f"models/m{number}.md", "", "", 404 if misses else 200, None, None, "0" * 64, 1, misses)


def lost(count: int, *, misses: int = 2) -> Tally:
    return Tally(gone=[entry(number, misses=misses) for number in range(count)])


def catalog(count: int, *, withdrawn: int = 0) -> dict[str, Entry]:
    live = {f"models/m{number}.md": entry(number) for number in range(count)}
    return live | {f"models/m{number}.md": entry(number, misses=2) for number in range(count, count + withdrawn)}


@pytest.mark.parametrize(
    ("gone", "pages", "believed"), [(0, 0, True), (1, 5, True), (2, 10, True), (3, 10, False), (1, 4, False)]
)
def test_a_fifth_may_be_withdrawn_and_no_more(*, gone: int, pages: int, believed: bool) -> None:
    assert (mass_loss(lost(gone), catalog(pages)) is None) is believed


def test_pages_that_were_withdrawn_before_don_t_count() -> None:
    assert mass_loss(lost(3), catalog(10, withdrawn=50)) is not None
    tally = Tally(gone=[entry(number, misses=2) for number in range(100, 150)])
    assert mass_loss(tally, catalog(100, withdrawn=50)) is None


def test_a_first_miss_withdraws_nothing() -> None:
    assert mass_loss(lost(10, misses=1), catalog(10)) is None


def test_the_refusal_says_how_many_and_what_to_do() -> None:
    assert mass_loss(lost(3), catalog(10)) == (
        "mass-loss: 3 of 10 recorded pages would be withdrawn, more than one in 5; everything is kept; "
        "look at the site, and pull with --accept-loss if they are gone indeed"
    )


def test_everything_is_counted_and_sorted() -> None:
    tally = Tally(
        changed=["b", "a"],
        unchanged=["c"],
        absent=["d"],
        gone=[entry(2, misses=2), entry(1, misses=1)],
        failed=[Failure(path="z", why="1"), Failure(path="y", why="2")],
    )
    run = summarise(tally, None, at="2026-11-22T12:00:00Z", seconds=1.5, left=0, failed=())
    assert (run.tried, run.changed, run.unchanged, run.absent) == (8, ("a", "b"), 1, 1)
    assert (run.gone, run.withdrawn) == (("models/m1.md", "models/m2.md"), ("models/m2.md",))
    assert [failure.path for failure in run.failed] == ["y", "z"]


@pytest.mark.parametrize(
    ("tally", "stopped", "status"),
    [
        (Tally(changed=["a"]), None, 0),
        (Tally(absent=["a"]), None, 0),
        (lost(1), None, 0),
        (Tally(failed=[Failure(path="a", why="b")]), None, 1),
        (Tally(), "stopped by hand", 1),
    ],
    ids=["changed", "absent", "gone", "failed", "stopped"],
)
def test_the_exit_status_tells_whether_all_is_recorded(tally: Tally, stopped: str | None, status: int) -> None:
    run = summarise(tally, stopped, at="2026-11-22T12:00:00Z", seconds=1.5, left=0, failed=())
    assert run.exit_status == status
    assert run.heartbeat(sample=True).finished is (stopped is None)
    assert run.heartbeat(sample=True).sample
