"""Pages that name slugs and addresses nobody should follow."""

from pathlib import Path

import pytest

from tests.faults.catalog import small_site
from tests.faults.loopback import Loopback, Page
from tests.faults.pulling import pulled, tree

SLUGS = {
    "parent": "../../../../etc/passwd",
    "parent-encoded": "%2e%2e%2f%2e%2e%2fx",
    "dots": "..",
    "hidden": ".git",
    "device": "con",
    "device-with-ending": "nul.txt",
    "300-characters": "x" * 300,
    "decomposed": "cafe\u0301",
    "full-width": "\uff41\uff42",
    "right-to-left-override": "a\u202eb",
    "backslash": "a\\..\\b",
    "nul": "a\0b",
    "upper-case": "Alfa-X",
    "trailing-dot": "a.",
    "drive": "c:x",
    "deeper": "a/b/c",
    "query": "a.md?x=",
    "markup": "<script>",
}


def family_naming(slug: str) -> bytes:
    """The family page with a row more, for `slug`."""
    row = f"| Evil | `{slug}` | $1 | call | https://runapi.ai/models/alfa/{slug}.md |\n\n\n## Context"
    return small_site()["/models/alfa.md"].replace(b"\n\n## Context", row.encode(), 1)


@pytest.mark.fault(21)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_slug_that_is_no_slug_is_never_asked_for(server: Loopback, content: Path, slug: str) -> None:
    """Slugs like `../x`, `CON`, 300 characters or decomposed letters are never asked for; no file leaves the tree."""
    known = set(server.site)
    server.site["/models/alfa.md"] = Page(family_naming(SLUGS[slug]))
    summary = pulled(server.base_url, content, locales=("en",))
    assert not summary.failed
    assert set(server.paths) <= known
    assert {path.name for path in content.parent.iterdir()} == {"content"}
    expected = {f"pages/models/{name}" for name in ("alfa.md", "alfa/1.5.md", "alfa/1.5.html")}
    assert expected <= set(tree(content))
    assert len(tree(content)) == 15  # 13 pages, the manifest, run.yaml


@pytest.mark.fault(21)
def test_a_variant_named_twice_is_asked_for_once(server: Loopback, content: Path) -> None:
    """A duplicate row asks for nothing twice."""
    server.site["/models/alfa.md"] = Page(family_naming("1.5"))
    pulled(server.base_url, content, locales=("en",))
    assert len(server.paths) == len(set(server.paths))


@pytest.mark.parametrize(
    "link",
    [
        "https://api.runapi.ai/models/alfa/evil.md",
        "https://runapi.ai.example/models/alfa/evil.md",
        "https://runapi.ai@example.org/models/alfa/evil.md",
        "http://runapi.ai/models/alfa/evil.md",
        "//example.org/models/alfa/evil.md",
        "https://runapi.ai:8443/models/alfa/evil.md",
        "https://runapi.ai/openclaw-kling.md",
        "https://runapi.ai/zh-CN/hermes-models.md",
        "https://runapi.ai/midjourney-pricing.md",
        "https://runapi.ai/docs/models/alfa.md",
        "https://runapi.ai/api/v1/models",
        "javascript:/models/alfa/evil.md",
    ],
)
def test_what_is_not_of_the_catalog_is_never_asked_for(server: Loopback, content: Path, link: str) -> None:
    known = set(server.site)
    index = small_site()["/models.md"] + f"\nSee {link} and [this]({link}).\n".encode()
    server.site["/models.md"] = Page(index)
    assert not pulled(server.base_url, content, locales=("en",)).failed
    assert set(server.paths) <= known
