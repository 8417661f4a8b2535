"""What an answer means for what is recorded: new content, the same as before, or gone. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from scraper.addresses import ORIGIN, Page
from scraper.evidence import check_html, check_markdown
from scraper.fetch import Answer
from scraper.record import WITHDRAWN_AFTER, Entry, Seen, digest, stamp


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be recorded."""

    seen: Seen
    data: bytes | None = None  # to be written; None where the file stays as it is
    text: str | None = None  # of a Markdown page that is there, to look for links in


def judge(
    page: Page,
    answer: Answer,
    *,
    entry: Entry | None,
    recorded: bytes | None,
    now: datetime,
    origins: tuple[str, ...] = (ORIGIN,),
) -> Verdict:
    """Weigh `answer` against the manifest's `entry` and the bytes `recorded`, both None where there are none.

    `now` becomes the time of new content; links to `origins` are links to the catalog. Raises FetchError where
    the answer isn't the page, or not all of it.
    """
    if answer.status in (404, 410):
        return Verdict(_missed(page, answer.status, entry))
    if answer.status == 304 and entry is not None and recorded is not None:
        return Verdict(_unchanged(entry, answer=None), text=text_of(page, recorded))
    if page.form == "md":
        # Recorded byte for byte; decoding is for looking at it.
        text, data = check_markdown(page, answer.body, recorded=recorded, origins=origins), answer.body
    else:
        text, data = None, check_html(page, answer.body).encode()
    sha256 = digest(data)
    if entry is not None and recorded is not None and entry.sha256 == sha256:
        return Verdict(_unchanged(entry, answer=answer), text=text)
    fetched = entry.fetched if entry is not None and entry.sha256 == sha256 else stamp(now)
    new = Entry(page.path, page.url, fetched, 200, answer.etag, answer.last_modified, sha256, len(data))
    return Verdict(Seen(page.path, "changed", new), data, text)


def text_of(page: Page, recorded: bytes | None) -> str | None:
    """The text of what is recorded of a Markdown page, to look for links in; None for an HTML page."""
    return recorded.decode("utf-8-sig", errors="replace") if page.form == "md" and recorded is not None else None


def _missed(page: Page, status: int, entry: Entry | None) -> Seen:
    if entry is None:
        return Seen(page.path, "absent", None)
    # Not counted past what withdraws it, so that a page gone for good doesn't change the manifest every day.
    return Seen(page.path, "gone", replace(entry, status=status, misses=min(entry.misses + 1, WITHDRAWN_AFTER)))


def _unchanged(entry: Entry, *, answer: Answer | None) -> Seen:
    """The entry of content seen again; `answer` is None after a 304."""
    known = replace(entry, status=200, misses=0)
    if answer is not None and (entry.etag, entry.last_modified) != (answer.etag, answer.last_modified):
        # An HTML page's tag also covers what was left out, a token made for each visitor for example. A tag that
        # changed while the rest didn't would be recorded anew every day and never save a transfer: none is kept.
        keep = not entry.path.endswith(".html")
        known = replace(known, etag=answer.etag if keep else None, last_modified=answer.last_modified if keep else None)
    return Seen(entry.path, "unchanged", known)
