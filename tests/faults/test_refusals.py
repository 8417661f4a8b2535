"""Answers that come whole and aren't the page that was asked for; and text that is odd and still text."""

import json
from pathlib import Path

import pytest

from scraper.addresses import Page as Address
from scraper.findings import Collector
from scraper.record import read_manifest
from scraper.variant_page import read_variant
from tests.faults.catalog import FAMILIES, html_page, small_site, variant_page
from tests.faults.loopback import Loopback, Page, body, in_turn, status
from tests.faults.pulling import ADDRESS, FEW, PATH, pulled, spoilt, why

SITE = small_site(locales=("en",))
VARIANT = SITE[ADDRESS]


def cut(content: bytes, mark: str) -> bytes:
    """`content` up to where `mark` begins."""
    assert mark.encode() in content
    return content.partition(mark.encode())[0]


@pytest.mark.fault(5)
@pytest.mark.parametrize("address", ["/models/alfa.md", ADDRESS, "/models/alfa/1.5"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.75])
def test_the_beginning_of_a_page_is_refused(server: Loopback, content: Path, address: str, share: float) -> None:
    """A tenth, a third, half or three quarters of a page with status 200 is refused; what is recorded stays."""
    whole = SITE[address]
    reason = spoilt(server, content, body(whole[: int(len(whole) * share)]), address=address)
    assert "half a page" in reason or "expected" in reason


@pytest.mark.fault(5)
@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param(cut(VARIANT, "## FAQ"), "expected a section FAQ", id="no-questions"),
        pytest.param(cut(VARIANT, "## Spec sheet"), "expected a section Spec sheet", id="no-spec-sheet"),
        pytest.param(cut(VARIANT, "## Related"), "only the first", id="a-section-of-the-recorded-page-missing"),
        pytest.param(cut(VARIANT, "No, it is a test."), "stops in a heading", id="a-question-without-its-answer"),
        pytest.param(cut(VARIANT, "a test."), "stops in the line", id="in-a-sentence"),
        pytest.param(VARIANT[:-3], "only the first", id="in-an-amount"),
        pytest.param(VARIANT + b"\n```js\nx", "stops in a code sample", id="in-a-code-sample"),
    ],
)
def test_a_page_without_its_end_is_refused(server: Loopback, content: Path, page: bytes, reason: str) -> None:
    """A page without the sections that end it, or that stops in a heading, sentence or code sample, is refused."""
    assert reason in spoilt(server, content, body(page))


@pytest.mark.fault(5)
def test_half_a_page_that_was_never_recorded_is_refused_too(server: Loopback, content: Path) -> None:
    """Half a page is refused on the first run as well, and nothing is recorded for it."""
    server.site[ADDRESS] = body(VARIANT[: len(VARIANT) // 2])
    summary = pulled(server.base_url, content, **FEW)
    assert set(why(summary)) == {PATH}
    assert PATH not in read_manifest(content)
    assert not (content / "pages" / PATH).exists()


@pytest.mark.fault(5)
def test_a_wrong_count_on_a_whole_page_is_no_reason_to_refuse(server: Loopback, content: Path) -> None:
    """A whole page whose variant_count contradicts its table is recorded; parse reports the contradiction."""
    wrong = SITE["/models/alfa.md"].replace(b"variant_count: 3", b"variant_count: 7")
    server.site["/models/alfa.md"] = Page(wrong)
    assert not pulled(server.base_url, content, **FEW).failed
    assert (content / "pages/models/alfa.md").read_bytes() == wrong


@pytest.mark.fault(5)
def test_a_page_that_lost_its_last_sibling_is_recorded(server: Loopback, content: Path) -> None:
    """A page that only lost its last list entry is a shorter page, not half of one."""
    pulled(server.base_url, content, **FEW)
    shorter = cut(VARIANT, "- [alfa-2]")
    server.site[ADDRESS] = Page(shorter)
    assert not pulled(server.base_url, content, **FEW).failed
    assert (content / "pages" / PATH).read_bytes() == shorter


LOGIN = b"<!DOCTYPE html><html lang=en><title>Sign in</title><main><form>PRICING</form></main></html>"


@pytest.mark.fault(11)
@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param(LOGIN, "a web page", id="login-page"),
        pytest.param(html_page("alfa", "1.5"), "a web page", id="its-own-html-page"),
        pytest.param(b"", "an empty answer", id="empty"),
        pytest.param(b"\n \n", "an empty answer", id="blank"),
        pytest.param(json.dumps({"error": "no such model"}).encode(), "JSON", id="json"),
        pytest.param(variant_page("de", "alfa", "1.5", ()), "expected locale en, got 'de'", id="another-locale"),
        pytest.param(b"Not Found", "not a page of the catalog", id="plain-words"),
        pytest.param(SITE["/models/alfa.md"], "expected a section Pricing", id="the-family-page"),
    ],
)
def test_something_else_in_the_place_of_a_page_is_refused(
    server: Loopback, content: Path, page: bytes, reason: str
) -> None:
    """HTML, a login page, an empty answer, JSON or another language with status 200 is refused."""
    assert reason in spoilt(server, content, body(page, ("Content-Type", "text/markdown")))


@pytest.mark.fault(11)
@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param(LOGIN, "expected SPEC SHEET", id="login-page"),
        pytest.param(VARIANT, "half a page", id="markdown"),
        pytest.param(b"", "expected PRICING", id="empty"),
        pytest.param(html_page("alfa", "1.5", lang="de"), "expected en, got 'de'", id="another-language"),
    ],
)
def test_something_else_in_the_place_of_an_html_page_is_refused(
    server: Loopback, content: Path, page: bytes, reason: str
) -> None:
    """The same for HTML pages: no price block, no end, or another language is refused."""
    assert reason in spoilt(server, content, body(page), address="/models/alfa/1.5")


@pytest.mark.fault(11)
@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param(LOGIN, "a web page", id="login-page"),
        pytest.param(b'["https://runapi.ai/models/alfa.md"]', "JSON", id="json"),
        pytest.param(b"# Models\n\nSoon.\n", "expected links to families", id="no-links"),
        pytest.param(small_site(locales=("de",))["/de/models.md"], "expected locale en", id="another-locale"),
    ],
)
def test_an_index_has_to_be_text_that_leads_to_families(
    server: Loopback, content: Path, page: bytes, reason: str
) -> None:
    """An index that is HTML, JSON, another language's or leads nowhere is refused."""
    assert reason in spoilt(server, content, body(page), address="/models.md", models=())


@pytest.mark.fault(9)
def test_a_304_with_nothing_recorded_is_asked_again_once(server: Loopback, content: Path) -> None:
    """A 304 where nothing was recorded is asked again, once, past any cache."""
    server.site[ADDRESS] = in_turn(status(304), server.site[ADDRESS])
    assert PATH in pulled(server.base_url, content, **FEW).changed
    first, second = (request for request in server.requests if request.path == ADDRESS)
    assert "if-none-match" not in first.headers
    assert second.headers["cache-control"] == "no-cache"


@pytest.mark.fault(9)
def test_a_server_that_only_says_304_is_refused(server: Loopback, content: Path) -> None:
    """A server that says 304 without conditions again is refused."""
    server.site[ADDRESS] = status(304)
    assert "unchanged (304)" in why(pulled(server.base_url, content, **FEW))[PATH]
    assert server.paths.count(ADDRESS) == 2


@pytest.mark.fault(9)
def test_a_304_with_another_etag_is_asked_again_without_conditions(server: Loopback, content: Path) -> None:
    """A 304 that names another version is asked again without conditions, and the new page recorded."""
    pulled(server.base_url, content, **FEW)
    new = VARIANT.replace(b"$0.010", b"$0.030")
    server.site[ADDRESS] = in_turn(status(304, ("ETag", '"another"')), Page(new))
    server.forget()
    assert pulled(server.base_url, content, **FEW).changed == (PATH,)
    first, second = (request for request in server.requests if request.path == ADDRESS)
    assert "if-none-match" in first.headers
    assert "if-none-match" not in second.headers
    assert (content / "pages" / PATH).read_bytes() == new


@pytest.mark.fault(9)
def test_a_weak_etag_names_the_same_version(server: Loopback, content: Path) -> None:
    """A 304 whose ETag only became weak is the same version."""
    pulled(server.base_url, content, **FEW)
    page = server.site[ADDRESS]
    assert isinstance(page, Page)
    server.site[ADDRESS] = status(304, ("ETag", f"W/{page.etag}"))
    server.forget()
    assert not pulled(server.base_url, content, **FEW).changed
    assert server.paths.count(ADDRESS) == 1


@pytest.mark.fault(13)
@pytest.mark.parametrize("charset", ["", "; charset=iso-8859-1", "; charset=utf-16", "; charset=x-unheard-of"])
def test_utf_8_is_utf_8_whatever_the_header_says(server: Loopback, content: Path, charset: str) -> None:
    """A missing, wrong or unknown charset changes nothing: UTF-8 is recorded byte for byte."""
    page = variant_page("en", "alfa", "1.5", FAMILIES["alfa"]).replace(b"No, it", "Nein – für".encode())
    server.site[ADDRESS] = body(page, ("Content-Type", f"text/markdown{charset}"))
    assert not pulled(server.base_url, content, **FEW).failed
    assert (content / "pages" / PATH).read_bytes() == page


@pytest.mark.fault(13)
def test_a_byte_order_mark_is_kept_in_the_record_and_dropped_in_reading(server: Loopback, content: Path) -> None:
    """A byte order mark is dropped for reading; the record has it, because it was sent."""
    server.site[ADDRESS] = Page(b"\xef\xbb\xbf" + VARIANT)
    assert not pulled(server.base_url, content, **FEW).failed
    assert (content / "pages" / PATH).read_bytes() == b"\xef\xbb\xbf" + VARIANT


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(VARIANT.decode().encode("utf-16"), id="utf-16"),
        pytest.param(VARIANT.replace(b"test", b"t\xe9st"), id="latin-1"),
        pytest.param(VARIANT.replace(b"test", b"t\xed\xa0\x80st"), id="surrogate"),
        pytest.param(VARIANT.replace(b"test", b"t\xc0\xafst"), id="overlong"),
    ],
)
def test_anything_but_utf_8_is_refused(server: Loopback, content: Path, page: bytes) -> None:
    """UTF-16 and stray bytes are refused, even where the header names them."""
    answer = body(page, ("Content-Type", "text/markdown; charset=utf-16"))
    assert "expected UTF-8" in spoilt(server, content, answer)


@pytest.mark.fault(13)
def test_an_html_page_that_is_not_utf_8_is_refused(server: Loopback, content: Path) -> None:
    """The same for an HTML page."""
    page = html_page("alfa", "1.5").replace(b"Call", b"C\xe9ll")
    assert "expected UTF-8" in spoilt(server, content, body(page), address="/models/alfa/1.5")


@pytest.mark.fault(14)
@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\x85", "\u2028"])
def test_other_line_ends_are_recorded_as_they_came_and_read_as_line_ends(
    server: Loopback, content: Path, line_end: str
) -> None:
    """CRLF, CR, NEL and U+2028 are recorded as sent; the page's links and sections are found all the same."""
    page = SITE["/models/alfa.md"].replace(b"\n", line_end.encode())
    server.site["/models/alfa.md"] = Page(page)
    summary = pulled(server.base_url, content, **FEW)
    assert not summary.failed
    assert PATH in summary.changed
    assert (content / "pages/models/alfa.md").read_bytes() == page


@pytest.mark.fault(14)
@pytest.mark.parametrize("char", ["\0", "\x1b", "\x7f", "\x9b"])
def test_control_characters_are_recorded_and_become_a_finding(server: Loopback, content: Path, char: str) -> None:
    """NUL and other control characters are recorded as sent, and parse reports their line."""
    page = VARIANT.replace(b"a test", f"a{char}test".encode())
    server.site[ADDRESS] = Page(page)
    assert not pulled(server.base_url, content, **FEW).failed
    assert (content / "pages" / PATH).read_bytes() == page
    found = Collector(PATH)
    read_variant(Address("en", "alfa", "1.5"), page, found)
    line = page[: page.index(char.encode())].count(b"\n") + 1
    assert ("control-characters", line) in {(finding.code, finding.line) for finding in found.found}
