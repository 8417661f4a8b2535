"""robots.txt as it should be, and as it is."""

import gzip
from pathlib import Path

import pytest

from scraper.fetch import Patience
from tests.faults.loopback import Answer, Loopback, Page, body, head, raw, status
from tests.faults.pulling import ADDRESS, FEW, PATH, Quiet, pulled, tree, why

FORBID = b"User-agent: *\nDisallow: /models/alfa/1.5.md\n"
ROBOTS = "/robots.txt"
SHORT = Patience(deadline=0.5, shortest=0.01, longest=0.02)


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(status(500), id="500"),
        pytest.param(status(503, ("Retry-After", "3600")), id="503"),
        pytest.param(status(429), id="429"),
        pytest.param(raw(3600.0), id="no-answer-in-time"),
        pytest.param(raw(), id="no-answer"),
        pytest.param(raw(head(200, length=100) + b"User"), id="cut"),
        pytest.param(status(302, ("Location", "https://example.org/robots.txt")), id="elsewhere"),
        pytest.param(body(b"x", ("Content-Encoding", "br")), id="brotli"),
    ],
)
def test_a_robots_txt_that_cannot_be_had_stops_the_run(server: Loopback, content: Path, answer: Answer) -> None:
    """5xx, a time-out, or an answer that can't be read: no page is asked for, and run.yaml says why."""
    server.site[ROBOTS] = answer
    summary = pulled(server.base_url, content, patience=SHORT, **FEW)
    assert summary.exit_status == 1
    assert not summary.finished
    assert set(why(summary)) == {"robots.txt"}
    assert server.paths == []
    assert b"finished: false" in tree(content)["run.yaml"]


@pytest.mark.fault(12)
@pytest.mark.parametrize("code", [401, 403, 404, 410, 451])
def test_no_robots_txt_allows_everything(server: Loopback, content: Path, code: int) -> None:
    """404 and other 4xx: everything is allowed."""
    server.site[ROBOTS] = status(code)
    assert not pulled(server.base_url, content, **FEW).failed


@pytest.mark.fault(12)
def test_a_web_page_as_robots_txt_allows_everything_and_is_told(server: Loopback, content: Path) -> None:
    """HTML instead of rules: everything is allowed, with a warning."""
    server.site[ROBOTS] = body(b"\n<!doctype html><p>User-agent: *<p>Disallow: /")
    watcher = Quiet()
    assert not pulled(server.base_url, content, watcher=watcher, **FEW).failed
    assert watcher.notes == ["robots.txt is a web page, not rules; taken as allowing everything"]


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(FORBID, id="plain"),
        pytest.param(b"\xef\xbb\xbf" + FORBID, id="byte-order-mark"),
        pytest.param(FORBID.replace(b"\n", b"\r\n"), id="crlf"),
        pytest.param(b"# caf\xe9\n" + FORBID, id="stray-bytes"),
        pytest.param(FORBID.replace(b"*", b"Runapi-Price-Book"), id="our-name"),
        pytest.param(b"User-agent: *\nDisallow: /\nAllow: /models\n" + FORBID[13:], id="the-longest-rule-wins"),
    ],
)
def test_rules_are_obeyed(server: Loopback, content: Path, rules: bytes) -> None:
    """Rules are parsed, with or without a byte order mark, and obeyed."""
    server.site[ROBOTS] = body(rules)
    summary = pulled(server.base_url, content, **FEW)
    assert "robots.txt forbids" in why(summary)[PATH]
    assert set(why(summary)) == {PATH}
    assert ADDRESS not in server.paths


@pytest.mark.fault(12)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_ten_megabytes_of_robots_txt_are_capped(server: Loopback, content: Path, encoding: str) -> None:
    """Of 10 MB the first 512 KiB are parsed; a rule cut in two by that is none."""
    comment = b"# " + b"x" * 61 + b"\n"
    start = FORBID + comment * ((512 * 1024 - len(FORBID)) // 64)
    rules = start + b"Disallow: /models/alfa.md\n" + comment * 160_000
    assert len(start) < 512 * 1024 < len(start) + 26
    server.site[ROBOTS] = body(gzip.compress(rules) if encoding == "gzip" else rules, ("Content-Encoding", encoding))
    summary = pulled(server.base_url, content, **FEW)
    assert set(why(summary)) == {PATH}


def test_robots_txt_is_asked_for_once_and_first(server: Loopback, content: Path) -> None:
    pulled(server.base_url, content)
    assert [request.path for request in server.requests].count(ROBOTS) == 1
    assert server.requests[0].path == ROBOTS


def test_a_mirror_under_a_path_has_its_robots_txt_at_the_root(server: Loopback, content: Path) -> None:
    server.site = {f"/mirror{path}": answer for path, answer in server.site.items()}
    server.site[ROBOTS] = Page(FORBID.replace(b"/models", b"/mirror/models"))
    summary = pulled(f"{server.base_url}/mirror/", content, **FEW)
    assert set(why(summary)) == {PATH}
    assert "models/alfa/1.0.md" in summary.changed
