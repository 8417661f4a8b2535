"""The about page's list of runs: newest first, with what went wrong, and bounded."""

import re

from build.builder import TEMPLATES
from build.locales import load_words
from build.pages import Page
from build.render import Renderer
from build.views import view
from build.views_about import LISTED
from build.views_site import Site
from scraper.catalog import Heartbeat, PastRun
from scraper.runs import EARLIER
from tests import content_samples

WORDS = load_words(TEMPLATES / "locales", ["en", "de", "ar"])


def past(day: int, *, finished: bool = True, failed: int = 0, why: tuple[str, ...] = ()) -> PastRun:
    return PastRun(at=f"2026-11-{day:02}T12:00:00Z", finished=finished, tried=1060, changed=3, failed=failed, why=why)


def rows(*earlier: PastRun, locale: str = "en") -> list[list[str]]:
    """The cells of each line of the list, markup included, for a fine run with some `earlier` ones."""
    run = Heartbeat(at="2026-11-22T13:20:00Z", finished=True, tried=9, changed=2, unchanged=7, earlier=earlier)
    site = Site(content_samples.content(run=run), WORDS)
    page = Renderer(TEMPLATES).page(*view(site, Page(locale, "about"))).decode()
    (table,) = re.findall(r'<table class="runs">(.*?)</table>', page, re.DOTALL)
    lines = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]


def test_runs_are_listed_newest_first_with_what_went_wrong() -> None:
    why = ("robots.txt can't be read: the server answered 503 <b>",)
    last, broken, fine = rows(past(21, finished=False, failed=1, why=why), past(20))
    assert last[1:] == ["9", "2", "0", ""]
    assert '<time datetime="2026-11-21T12:00:00Z">' in broken[0]
    assert broken[3] == "1"
    assert broken[4].startswith("The run did not finish. <span lang")
    assert "503 &lt;b&gt;</span>" in broken[4]
    assert fine[1:] == ["1,060", "3", "0", ""]


def test_reasons_are_marked_as_english_and_figures_are_the_readers_own() -> None:
    _, broken = rows(past(21, failed=2, why=("time-out", "404")), locale="de")
    assert broken[1] == "1.060"
    assert broken[4].strip() == '<span lang="en" dir="ltr">time-out; 404</span>'


def test_the_list_is_no_longer_than_a_fortnight() -> None:
    assert EARLIER > LISTED
    assert len(rows(*(past(day) for day in range(1, EARLIER)))) == LISTED


def test_without_a_run_there_is_no_list() -> None:
    site = Site(content_samples.content(run=None), WORDS)
    assert 'class="runs"' not in Renderer(TEMPLATES).page(*view(site, Page("en", "about"))).decode()
