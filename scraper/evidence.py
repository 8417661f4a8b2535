"""Whether an answer is the page that was asked for, and all of it. Pure.

A server says 200 to half a page, a login form, an error as JSON or another language, and what is recorded
replaces what was good. So a page has to show who it is and that it comes to its end. Contradictions inside a
whole page (a wrong count, another address in its head) are no reason to refuse it: parse reports them.
"""

import json
import re
import unicodedata

from scraper import frontmatter
from scraper.addresses import ORIGIN, Page, from_url
from scraper.discover import linked_pages
from scraper.errors import FetchError, RefusedPage
from scraper.reduce_html import Reduced, reduce_html

# English in every locale, and on every page of the kind; the last one tells that the page goes on to its end.
SECTIONS = {
    "family": ("Variants", "FAQ"),
    "variant": ("Pricing", "Spec sheet", "FAQ"),
}
EYEBROWS = ("pricing", "spec sheet")  # of an HTML page, English in every locale, here in lower case
MAX_REDUCED = 1024 * 1024  # characters; parse takes no more

_HEADING = re.compile(r"#{1,6}[ \t].*")
# A level 2 heading, or the line that opens or closes a code sample.
_STRUCTURE = re.compile(r"^(?:##[ \t](.*)| {0,3}(`{3,}|~{3,})(.*))$", re.MULTILINE)


def check_markdown(page: Page, data: bytes, *, recorded: bytes | None, origins: tuple[str, ...] = (ORIGIN,)) -> str:
    """The text of `data`, an answer for the Markdown page `page`. Raises FetchError where it must not be recorded.

    `recorded` is what is recorded of the page so far: an answer that is only its beginning is cut. `origins` are
    those whose links lead to the catalog.
    """
    try:
        text = frontmatter.decode(data).text
        if page.kind == "index":
            _check_index(page, text, origins)
        else:
            locale = _locale(frontmatter.split(text).values)
            _check_locale(page, locale)
            _check_end(page, text)
    except RefusedPage as error:
        raise FetchError(f"{_likely(data)}: {error}") from error
    if recorded is not None and _is_cut(data, recorded):
        raise FetchError(f"half a page: only the first {len(data)} of the {len(recorded)} recorded bytes")
    return text


def check_html(page: Page, data: bytes) -> str:
    """The reduced HTML of an answer for the HTML page `page`. Raises FetchError where it must not be recorded."""
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FetchError(f"expected UTF-8, got byte 0x{data[error.start]:02x} at offset {error.start}") from error
    reduced = reduce_html(source)
    words = reduced.text.casefold()
    missing = [eyebrow for eyebrow in EYEBROWS if eyebrow not in words]
    if missing:
        raise FetchError(f"not a variant's page: expected {missing[0].upper()} on it, found none")
    if not reduced.closed:
        raise FetchError("half a page: its main part has no end")
    if len(reduced.html) > MAX_REDUCED:
        raise FetchError(f"expected at most {MAX_REDUCED} characters of text, got {len(reduced.html)}")
    _check_html_locale(page, reduced)
    return reduced.html


def _check_index(page: Page, text: str, origins: tuple[str, ...]) -> None:
    """The index's text is unknown: it only has to be text that leads to families."""
    if text.lstrip().startswith("<"):
        raise FetchError("a web page, expected Markdown")
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        pass
    else:
        raise FetchError("JSON, expected Markdown")
    if text.startswith("---"):
        _check_locale(page, _locale(frontmatter.split(text).values))
    if next(linked_pages(page, text, origins=origins), None) is None:
        raise FetchError("expected links to families, found none")


def _check_locale(page: Page, locale: str | None) -> None:
    if locale is not None and locale != page.locale:
        raise FetchError(f"another language: expected locale {page.locale}, got {locale[:40]!r}")


def _check_html_locale(page: Page, reduced: Reduced) -> None:
    """The language of an HTML page, as far as it says one: `zh` is no contradiction to zh-TW, zh-CN is."""
    if reduced.lang is None:
        return
    (language, region), (asked, asked_region) = _subtags(reduced.lang), _subtags(page.locale)
    if language != asked or (region and asked_region and region != asked_region):
        raise FetchError(f"another language: expected {page.locale}, got {reduced.lang!r}")


def _subtags(tag: str) -> tuple[str, str]:
    language, *others = tag.lower().split("-")
    return language, next((other for other in others if len(other) == 2 or other.isdigit()), "")


def _locale(head: dict[str, str]) -> str | None:
    if "locale" in head:
        return head["locale"]
    address = from_url(head.get("url") or head.get("canonical") or "")
    return address.locale if address else None


def _check_end(page: Page, text: str) -> None:
    """A page has all sections of its kind and doesn't stop in a heading, a code sample or a word."""
    titles, in_code, last = _outline(text)
    missing = [title for title in SECTIONS[page.kind] if title not in titles]
    if missing:
        raise FetchError(f"half a page: expected a section {missing[0]}, found none")
    # A variant without siblings may have nothing under the last heading of all.
    if in_code or (_HEADING.fullmatch(last) and last.strip(" \t#") != "Related"):
        raise FetchError(f"half a page: it stops in a {'code sample' if in_code else 'heading'}")
    if not text.endswith("\n") and unicodedata.category(last[-1:] or " ")[0] == "L":
        raise FetchError(f"half a page: it stops in the line {last[-40:]!r}")


def _outline(text: str) -> tuple[set[str], bool, str]:
    """The level 2 headings outside code samples, whether the text ends inside one, and its last line with text."""
    titles: set[str] = set()
    fence = ""
    for match in _STRUCTURE.finditer(text):
        title, mark, info = match.groups()
        if mark is None:
            titles |= set() if fence else {title.strip(" \t#")}
        elif not fence:
            fence = mark
        elif mark.startswith(fence) and not info.strip():
            fence = ""
    return titles, bool(fence), text.rstrip().rpartition("\n")[2]


def _is_cut(data: bytes, recorded: bytes) -> bool:
    """Whether `data` is the beginning of what is recorded, up to the middle of a line or without a whole section.

    Up to the end of a line it may be the page without its last entries.
    """
    rest = recorded[len(data) :]
    if not recorded.startswith(data) or not rest.strip():
        return False
    ends_in_line = not data.endswith(b"\n") and not rest.startswith((b"\r", b"\n"))
    return ends_in_line or re.search(rb"^## ", rest, re.MULTILINE) is not None


def _likely(data: bytes) -> str:
    """What an answer without a head most likely is, for the reader of the message."""
    begin = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not begin:
        return "an empty answer"
    if begin.startswith(b"<"):
        return "a web page"
    return "JSON" if begin[:1] in b"{[" else "not a page of the catalog"
