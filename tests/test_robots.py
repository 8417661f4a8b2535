"""What robots.txt permits; its delivery is tested in tests/faults/test_robots_file.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import FetchError
from scraper.robots import MAX_ROBOTS, read_rules

AGENT = "runapi-price-book"
PAGE = "https://runapi.ai/models/glm/4.7.md"


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        pytest.param(None, True, id="no-file"),
        pytest.param("", True, id="empty"),
        pytest.param("User-agent: *\nDisallow:\n", True, id="disallow-nothing"),
        pytest.param("User-agent: *\nDisallow: /\n", False, id="disallow-everything"),
        pytest.param("User-agent: other\nDisallow: /\n", True, id="for-another-crawler"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: RunAPI-Price-Book\nAllow: /\n", True, id="our-own-rules"),
        pytest.param("User-agent: *\nDisallow: /*.md$\n", False, id="wildcards"),
        pytest.param("User-agent: *\nDisallow: /models/\nAllow: /models/glm/\n", True, id="longest-rule-wins"),
        pytest.param("\ufeffUser-agent: *\rDisallow: /\r", False, id="byte-order-mark-and-cr"),
        pytest.param("<html>Disallow: /</html>", True, id="a-web-page"),
        pytest.param("no rules at all\0", True, id="garbage"),
    ],
)
def test_rules_say_what_may_be_asked_for(text: str | None, *, allowed: bool) -> None:
    rules = read_rules(None if text is None else text.encode(), agent=AGENT)
    assert rules.allowed(PAGE) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("Request-rate: 1/10", 10),
        ("Crawl-delay: 1\nRequest-rate: 1/5", 5),
        ("Crawl-delay: -3", 0),
        ("Crawl-delay: nan", 0),
        ("Crawl-delay: soon", 0),
        ("Disallow:", 0),
    ],
)
def test_a_delay_is_seconds_between_requests(text: str, delay: float) -> None:
    assert read_rules(f"User-agent: *\n{text}\n".encode(), agent=AGENT).delay == delay


def test_a_delay_nobody_can_wait_for_is_refused() -> None:
    with pytest.raises(FetchError, match="asks for 3600 s between requests"):
        read_rules(b"User-agent: *\nCrawl-delay: 3600\n", agent=AGENT)


def test_half_a_rule_at_the_cap_is_no_rule() -> None:
    start = b"User-agent: *\nDisallow: /models/glm/4.7.md-and-more\n"
    cut = b"Disallow: /models"
    text = b"User-agent: *\n" + b"#" * (MAX_ROBOTS - 15 - len(cut)) + b"\n" + cut
    assert len(text) == MAX_ROBOTS
    assert read_rules(text, agent=AGENT).allowed(PAGE)
    assert not read_rules(start + cut, agent=AGENT).allowed(PAGE)


@given(st.binary(max_size=500))
def test_any_bytes_are_rules_of_some_kind(data: bytes) -> None:
    try:
        rules = read_rules(data, agent=AGENT)
    except FetchError:
        return
    assert rules.allowed(PAGE) in (True, False)
    assert 0 <= rules.delay <= 60
