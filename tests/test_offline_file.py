"""The one file: what stands in it can't end its element, its policy names just that, and its links lead out or stay in."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from build.builder import build_site
from build.offline_file import inline
from tests import content_samples


def build(tmp_path: Path, url: str | None = None) -> str:
    content = content_samples.write(tmp_path / "content")
    build_site(content, tmp_path / "site", locales=["en", "zh-TW"], url=url)
    return (tmp_path / "site" / "runapi-prices.zh-TW.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say("</script>")', 'say("<\\/script>")'),
        ("say('</SCRIPT >')", "say('<\\/SCRIPT >')"),
        ("/* </style> */", "/* <\\/style> */"),
        ('"<!--<script>"', '"<\\!--<script>"'),
        ("a < b && c </d/.exec(e)", "a < b && c </d/.exec(e)"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_nothing_ends_the_element_it_stands_in(text: str, expected: str) -> None:
    assert inline(text) == expected


def test_the_policy_names_the_digests_of_what_stands_in_it(tmp_path: Path) -> None:
    page = build(tmp_path)
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = found[1].replace("&#39;", "'")
    inlined = re.findall(r"<(script|style)>(.*?)</\1>", page, re.DOTALL)
    assert [tag for tag, _ in inlined] == ["style", "script", "script"]
    for tag, text in inlined:
        sha = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert re.search(rf"{tag}-src [^;]*'sha256-{re.escape(sha)}'", policy)
    assert policy.count("sha256-") == 3
    assert "connect-src" not in policy  # none, as default-src says


def test_it_leans_on_no_other_file(tmp_path: Path) -> None:
    page = build(tmp_path)
    without = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.findall(r'\s(?:src|srcset|poster)="', without)
    assert re.findall(r"<link[^>]*>", without) == re.findall(r'<link rel="icon" href="data:[^>]*>', without)


def test_without_an_address_of_the_site_it_leads_to_the_source(tmp_path: Path) -> None:
    links = set(re.findall(r'<a [^>]*href="([^"#][^"]*)"', build(tmp_path)))
    assert "https://runapi.ai/zh-TW/models/glm/4.7" in links
    assert all(link.startswith("https://runapi.ai/") for link in links)


def test_with_one_it_leads_to_the_site(tmp_path: Path) -> None:
    page = build(tmp_path, "https://example.org/prices/")
    assert 'href="https://example.org/prices/zh-TW/models/glm/4.7/index.html"' in page
    assert '<a href="https://example.org/prices/zh-TW/">' in page
    assert 'href="#part-calculator"' in page
