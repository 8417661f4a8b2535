"""What is remembered of earlier runs: short, bounded, and the reasons that matter first."""

from scraper.catalog import Failure, Heartbeat, PastRun
from scraper.runs import LONGEST_REASON, REASONS, after, checked, in_short


def run(*why: str, **values: object) -> Heartbeat:
    """A run that failed on one page for each reason."""
    failed = tuple(Failure(path=f"models/{number}.md", why=reason) for number, reason in enumerate(why))
    known = {"at": "2026-11-22T12:00:00Z", "finished": True, "tried": 9, "changed": 2, "unchanged": 7, "failed": failed}
    return Heartbeat.model_validate({**known, **values})


def test_a_run_in_short_gives_the_commonest_reasons_first() -> None:
    short = in_short(run("503", "time-out", "503", "404", "odd", "404"))
    assert (short.tried, short.changed, short.failed, short.why) == (9, 2, 6, ("503", "404", "time-out"))
    assert in_short(run()) == PastRun(at="2026-11-22T12:00:00Z", finished=True, tried=9, changed=2, failed=0)


def test_why_a_run_ended_early_comes_first_and_is_said_once() -> None:
    stopped = run("503", "robots.txt: 503", finished=False, stopped="robots.txt can't be read: robots.txt: 503")
    assert in_short(stopped).why == ("robots.txt can't be read: robots.txt: 503",)
    assert in_short(run("503", "404", "502", finished=False, stopped="by hand")).why == ("by hand", "503", "404")


def test_a_reason_that_a_server_made_long_is_cut() -> None:
    (why,) = in_short(run("x" * 10_000)).why
    assert len(why) == LONGEST_REASON
    assert len(in_short(run(*map(str, range(50)))).why) == REASONS


def test_the_catalog_was_checked_when_a_run_last_went_through_it() -> None:
    def past(day: int, *, finished: bool) -> PastRun:
        return PastRun(at=f"2026-11-{day}T12:00:00Z", finished=finished, tried=1, changed=0, failed=0)

    runs = (past(21, finished=False), past(20, finished=True), past(19, finished=True))
    assert checked(after(run(), runs)) == "2026-11-22T12:00:00Z"
    assert checked(after(run(finished=False, stopped="by hand"), runs)) == "2026-11-20T12:00:00Z"
    assert checked(after(run(finished=False, stopped="by hand"), runs[:1])) is None
