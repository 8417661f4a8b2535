"""What an answer means for what is recorded."""

from datetime import UTC, datetime

import pytest

from scraper.addresses import Page
from scraper.fetch import Answer
from scraper.record import Entry, digest
from scraper.verdict import judge, text_of
from tests.faults.catalog import html_page, small_site

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PAGE, TWIN = Page("en", "alfa", "1.5"), Page("en", "alfa", "1.5", "html")
BODY = small_site()[PAGE.address]
OLD = "2026-10-01T00:00:00Z"


def entry(
    page: Page = PAGE, data: bytes = BODY, *, status: int = 200, etag: str | None = '"1"', misses: int = 0
) -> Entry:
    return Entry(page.path, page.url, OLD, status, etag, None, digest(data), len(data), misses)


def test_a_new_page_is_recorded_as_it_came() -> None:
    verdict = judge(PAGE, Answer(200, BODY, '"1"', "Sun"), entry=None, recorded=None, now=NOW)
    assert (verdict.seen.outcome, verdict.data, verdict.text) == ("changed", BODY, BODY.decode())
    assert verdict.seen.entry == Entry(
        path="models/alfa/1.5.md",
        url="https://runapi.ai/models/alfa/1.5.md",
        fetched="2026-11-22T12:00:00Z",
        status=200,
        etag='"1"',
        last_modified="Sun",
        sha256=digest(BODY),
        size=len(BODY),
    )


def test_a_changed_page_has_a_new_time() -> None:
    new = BODY.replace(b"0.01", b"0.02")
    verdict = judge(PAGE, Answer(200, new, '"2"'), entry=entry(), recorded=BODY, now=NOW)
    assert verdict.seen.entry is not None
    assert (verdict.data, verdict.seen.entry.fetched, verdict.seen.entry.etag) == (new, "2026-11-22T12:00:00Z", '"2"')


@pytest.mark.parametrize("answer", [Answer(304), Answer(304, etag='"1"'), Answer(200, BODY, '"1"')])
def test_the_same_page_leaves_its_entry_alone(answer: Answer) -> None:
    verdict = judge(PAGE, answer, entry=entry(), recorded=BODY, now=NOW)
    assert (verdict.seen.outcome, verdict.seen.entry, verdict.data) == ("unchanged", entry(), None)
    assert verdict.text == BODY.decode()


def test_the_same_text_under_a_new_tag_keeps_its_time() -> None:
    verdict = judge(PAGE, Answer(200, BODY, '"2"', "Mon"), entry=entry(), recorded=BODY, now=NOW)
    assert verdict.seen.entry is not None
    assert (verdict.seen.outcome, verdict.seen.entry.fetched) == ("unchanged", OLD)
    assert (verdict.seen.entry.etag, verdict.seen.entry.last_modified) == ('"2"', "Mon")


def test_a_file_that_was_edited_is_written_again_with_its_old_time() -> None:
    verdict = judge(PAGE, Answer(200, BODY, '"1"'), entry=entry(), recorded=None, now=NOW)
    assert (verdict.seen.outcome, verdict.data, verdict.seen.entry) == ("changed", BODY, entry())


def test_an_html_page_whose_tag_changes_by_itself_loses_its_tag_once() -> None:
    answer = Answer(200, html_page("alfa", "1.5"), '"2"')
    first = judge(TWIN, answer, entry=None, recorded=None, now=NOW)
    assert first.data is not None
    recorded = first.data
    known = entry(TWIN, recorded)
    second = judge(TWIN, answer, entry=known, recorded=recorded, now=NOW).seen.entry
    assert second == entry(TWIN, recorded, etag=None)
    assert judge(TWIN, Answer(200, answer.body, '"3"'), entry=second, recorded=recorded, now=NOW).seen.entry == second


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 2), (2, 2)])
def test_a_known_page_that_is_gone_is_missed_once_more(status: int, before: int, after: int) -> None:
    verdict = judge(PAGE, Answer(status), entry=entry(misses=before), recorded=BODY, now=NOW)
    assert verdict.seen.outcome == "gone"
    assert verdict.seen.entry == entry(status=status, misses=after)
    assert (verdict.data, verdict.text) == (None, None)


def test_an_unknown_page_that_is_not_there_is_absent() -> None:
    verdict = judge(PAGE, Answer(404), entry=None, recorded=None, now=NOW)
    assert (verdict.seen.outcome, verdict.seen.entry) == ("absent", None)


@pytest.mark.parametrize("answer", [Answer(304), Answer(200, BODY, '"1"')])
def test_a_page_that_came_back_is_no_longer_missed(answer: Answer) -> None:
    verdict = judge(PAGE, answer, entry=entry(status=404, misses=2), recorded=BODY, now=NOW)
    assert verdict.seen.entry == entry()


def test_only_markdown_is_looked_through_for_links() -> None:
    assert text_of(PAGE, b"\xef\xbb\xbfa\xff") == "a\ufffd"
    assert text_of(TWIN, b"a") is None
    assert text_of(PAGE, None) is None
