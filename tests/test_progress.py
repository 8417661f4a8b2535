"""What a person sees of a pull, on a terminal and in a log."""

import io
from dataclasses import replace

import pytest

from scraper.catalog import Failure
from scraper.progress import Progress, closing
from scraper.pull_summary import PullSummary

DONE = PullSummary(
    at="2026-11-22T12:00:00Z",
    finished=True,
    stopped=None,
    seconds=12.34,
    tried=1204,
    left=0,
    changed=("models/alfa.md",),
    unchanged=1200,
    absent=3,
    gone=(),
    withdrawn=(),
    failed=(),
)
FAILED = (Failure(path="models/beta.md", why="a web page: expected ---"), Failure(path="models/gamma.md", why="404"))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def watched(*, live: bool, pages: int, seconds: float, columns: int = 120) -> str:
    """What is written while `pages` of 100 are done, one in `seconds`, every tenth of them failing."""
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, live=live, columns=columns, clock=clock)
    for number in range(1, pages + 1):
        clock.now += seconds
        failed = number % 10 == 0
        outcome, why = (None, "refused") if failed else ("unchanged", None)
        progress.page(f"models/{number}.md", outcome, why, done=number, total=100)  # type: ignore[arg-type]
    progress.close(DONE)
    return stream.getvalue()


def test_a_terminal_shows_a_bar_with_counts() -> None:
    drawn = watched(live=True, pages=25, seconds=0.25)
    last = drawn.split("\r")[-2]
    assert last.startswith("[#####               ]  25 of 100 pages   4.0 a second   23 unchanged   2 failed")


def test_a_failure_has_a_line_of_its_own_above_the_bar() -> None:
    assert "\r\x1b[Kfailed: models/10.md: refused\n" in watched(live=True, pages=10, seconds=1)


def test_the_bar_is_gone_at_the_end() -> None:
    assert watched(live=True, pages=5, seconds=1).endswith(f"\r\x1b[K{closing(DONE)}")


def test_the_bar_is_not_redrawn_more_often_than_eyes_follow() -> None:
    assert watched(live=True, pages=9, seconds=0.01).count("of 100") == 0
    assert 4 <= watched(live=True, pages=99, seconds=0.01).count("of 100") <= 10


def test_the_bar_is_shorter_on_a_narrow_terminal() -> None:
    drawn = watched(live=True, pages=25, seconds=0.25, columns=80)
    last = drawn.split("\r")[-2]
    assert last.startswith("[####               ]  25 of 100 pages")


@pytest.mark.parametrize("columns", [1, 20, 40, 79, 80, 200])
def test_the_bar_keeps_to_one_line(columns: int) -> None:
    drawn = watched(live=True, pages=5, seconds=1, columns=columns).removesuffix(closing(DONE))
    lines = [line.removesuffix("\x1b[K") for line in drawn.split("\r")]
    assert all(len(line) < max(columns, 2) for line in lines)


def test_a_log_gets_plain_lines_now_and_then() -> None:
    log = watched(live=False, pages=30, seconds=1)
    assert "\r" not in log
    assert "\x1b" not in log
    assert log.splitlines()[:4] == [
        "failed: models/10.md: refused",
        "10 of 100 pages   1.0 a second   9 unchanged   1 failed",
        "failed: models/20.md: refused",
        "20 of 100 pages   1.0 a second   18 unchanged   2 failed",
    ]


def test_notes_and_losses_are_told() -> None:
    stream = io.StringIO()
    progress = Progress(stream, live=False, clock=Clock())
    progress.note("robots.txt is a web page")
    progress.page("models/alfa.md", "gone", None, done=1, total=1)
    assert stream.getvalue() == "robots.txt is a web page\ngone: models/alfa.md\n"


def test_what_a_server_said_cannot_move_the_cursor() -> None:
    stream = io.StringIO()
    Progress(stream, live=False, clock=Clock()).page("a", None, "\x1b[2J\r\u202eno", done=1, total=1)
    assert stream.getvalue() == "failed: a: \\u001b[2J\\u000d\\u202eno\n"


def test_the_closing_lines_count_everything() -> None:
    assert closing(DONE) == "1,204 pages in 12.3 s: 1 changed, 1,200 unchanged, 3 not there\n"


def test_the_closing_lines_name_every_page_that_failed_and_why() -> None:
    summary = replace(DONE, failed=FAILED, gone=("models/x.md", "models/y.md"), withdrawn=("models/y.md",))
    assert closing(summary).splitlines() == [
        "1,204 pages in 12.3 s: 1 changed, 1,200 unchanged, 3 not there, 2 gone, 1 withdrawn, 2 failed",
        "  withdrawn: models/y.md",
        "  failed: models/beta.md: a web page: expected ---",
        "  failed: models/gamma.md: 404",
        "what failed keeps what was recorded before; the same command asks for it again",
    ]


def test_the_closing_lines_of_a_stopped_run_tell_what_is_left() -> None:
    summary = replace(DONE, finished=False, stopped="stopped by hand", left=1106)
    assert closing(summary).splitlines()[1:] == [
        "not finished: stopped by hand",
        "  1,106 known pages are left; the same command goes on from here within the hour",
    ]


def test_one_page_is_no_pages() -> None:
    summary = replace(DONE, tried=1, changed=(), unchanged=1, absent=0, stopped="stopped by hand", left=1)
    assert closing(summary).splitlines() == [
        "1 page in 12.3 s: 0 changed, 1 unchanged",
        "not finished: stopped by hand",
        "  1 known page is left; the same command goes on from here within the hour",
    ]
