"""The one place a run talks to."""

import pytest

from scraper.errors import FetchError, UsageError
from scraper.origin import from_base_url


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("https://runapi.ai", "https://runapi.ai/models.md"),
        ("https://runapi.ai/", "https://runapi.ai/models.md"),
        ("https://RunAPI.ai:443", "https://runapi.ai/models.md"),
        ("http://127.0.0.1:8000/mirror/", "http://127.0.0.1:8000/mirror/models.md"),
        ("http://[::1]:8000", "http://[::1]:8000/models.md"),
    ],
)
def test_addresses_are_asked_for_at_the_base_url(base_url: str, url: str) -> None:
    assert from_base_url(base_url).url("/models.md") == url


@pytest.mark.parametrize(
    "base_url",
    ["", "runapi.ai", "ftp://runapi.ai", "file:///x", "https://", "https://user@runapi.ai", "https://runapi.ai?x=1",
     "https://runapi.ai#x", "https://runapi.ai:99999", "https://run api.ai", "https://[::1", "javascript:x"],
)  # fmt: skip
def test_anything_else_is_wrong_usage(base_url: str) -> None:
    with pytest.raises(UsageError, match="--base-url: expected an address like"):
        from_base_url(base_url)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://runapi.ai/b"),
        ("b", "https://runapi.ai/models/b"),
        ("../b", "https://runapi.ai/b"),
        ("?x=1", "https://runapi.ai/models/a.md?x=1"),
        ("https://runapi.ai/b#part", "https://runapi.ai/b"),
        ("https://RUNAPI.AI:443/b", "https://RUNAPI.AI:443/b"),
        ("//runapi.ai/b", "https://runapi.ai/b"),
    ],
)
def test_a_redirect_within_the_origin_leads_on(location: str, target: str) -> None:
    origin = from_base_url("https://runapi.ai")
    assert origin.follow("https://runapi.ai/models/a.md", location) == target


@pytest.mark.parametrize(
    "location",
    ["http://runapi.ai/b", "https://runapi.ai:8443/b", "https://api.runapi.ai/b", "https://x@runapi.ai/b", "//evil/b",
     "https://runapi.ai.evil/b", "file:///b", "https:///b", "https://runapi.ai\\@evil/b", "/b c", "", "/\u202eb"],
)  # fmt: skip
def test_a_redirect_anywhere_else_is_refused(location: str) -> None:
    with pytest.raises(FetchError):
        from_base_url("https://runapi.ai").follow("https://runapi.ai/models/a.md", location)
