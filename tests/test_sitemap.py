"""The sitemap has every page in every language, by the protocol's rules, and says the same as the pages themselves."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from build import sitemap
from build.builder import TEMPLATES, build_site
from build.locales import load_words
from build.pages import Page, all_pages
from build.sitemap import Located, located, split
from build.views_site import Site
from scraper.catalog import History
from tests import content_samples
from tests.tools.standards import SITEMAP, XHTML
from tests.tools.standards import sitemap as faults

URL = "https://example.org/prices/"
LOCALES = ("en", "zh-TW")
WORDS = load_words(TEMPLATES / "locales", LOCALES)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sitemap")
    build_site(content_samples.write(folder / "content"), folder / "site", locales=LOCALES, url=URL)
    return folder / "site"


def urls(path: Path) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(path.read_bytes())
    assert root.tag == f"{SITEMAP}urlset"
    return root.findall(f"{SITEMAP}url")


def test_every_page_stands_in_it_once_and_nothing_else(site: Path) -> None:
    locs = [url.findtext(f"{SITEMAP}loc") or "" for url in urls(site / "sitemap.xml")]
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert sorted(locs) == sorted(f"{URL}{page}/" if page != "." else URL for page in pages)


def test_it_keeps_the_protocol(site: Path) -> None:
    assert not faults(ElementTree.fromstring((site / "sitemap.xml").read_bytes()), URL)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda root: root.append(root[0]),
        lambda root: root.clear(),
        lambda root: setattr(root, "tag", "urlset"),
        lambda root: setattr(root[0][0], "text", "https://example.com/"),
        lambda root: setattr(root[0].find(f"{SITEMAP}lastmod"), "text", "yesterday"),
        lambda root: root[0].find(f"{XHTML}link").attrib.pop("href"),
    ],
    ids=["twice", "empty", "no sitemap", "elsewhere", "no day", "no address"],
)
def test_the_protocol_is_really_tried(spoil: Callable[[ElementTree.Element], object], site: Path) -> None:
    root = ElementTree.fromstring((site / "sitemap.xml").read_bytes())
    spoil(root)
    assert faults(root, URL)


def test_alternates_are_those_of_the_page_itself(site: Path) -> None:
    for url in urls(site / "sitemap.xml"):
        loc = url.findtext(f"{SITEMAP}loc") or ""
        html = (site / loc.removeprefix(URL) / "index.html").read_text(encoding="utf-8")
        shown = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
        assert [(one.get("hreflang"), one.get("href")) for one in url.findall(f"{XHTML}link")] == shown
        assert f'<link rel="canonical" href="{loc}">' in html


def test_when_a_page_changed_comes_from_the_content(site: Path) -> None:
    days = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in urls(site / "sitemap.xml")}
    assert days[f"{URL}changes/2026-10/"] == "2026-10-10"
    assert days[f"{URL}models/glm/"] == "2026-11-22"
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day or "") for day in days.values())


def test_a_page_nobody_knows_the_age_of_says_nothing() -> None:
    bare = content_samples.content(models=(), texts={}, run=None, report=None, recorded={}, history=History())
    assert {one.day for one in located(Site(bare, WORDS, URL), list(all_pages((), LOCALES)))} == {""}


def test_robots_names_the_sitemap(site: Path) -> None:
    assert (site / "robots.txt").read_text(encoding="utf-8") == (
        f"User-agent: *\nAllow: /\n\nSitemap: {URL}sitemap.xml\n"
    )


def test_without_an_address_there_is_no_sitemap_and_robots_names_none(tmp_path: Path) -> None:
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=["en"])
    assert not list((tmp_path / "site").rglob("sitemap*"))
    assert (tmp_path / "site" / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


def places(count: int) -> Iterator[Located]:
    return (Located(f"{URL}{number}/", "2026-11-22", (("en", f"{URL}{number}/"),)) for number in range(count))


@pytest.mark.parametrize(("count", "files"), [(0, [0]), (1, [1]), (4, [4]), (5, [4, 1]), (12, [4, 4, 4])])
def test_a_file_holds_so_many_addresses_at_most(count: int, files: list[int]) -> None:
    assert [len(found) for found in split(places(count), most=4)] == files


def test_a_file_holds_so_many_bytes_at_most() -> None:
    size = next(places(1)).size
    assert [len(found) for found in split(places(5), largest=2 * size)] == [2, 2, 1]


def test_the_size_of_an_address_is_never_told_too_small(site: Path) -> None:
    pages = list(all_pages(content_samples.MODELS, LOCALES, ["2026-11", "2026-10"]))
    told = sum(one.size for one in located(Site(content_samples.content(), WORDS, URL), pages))
    assert told >= (site / "sitemap.xml").stat().st_size


def test_many_addresses_are_an_index_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "split", lambda found: split(found, most=20))
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=LOCALES, url=URL)
    out = tmp_path / "site"
    index = ElementTree.fromstring((out / "sitemap.xml").read_bytes())
    assert index.tag == f"{SITEMAP}sitemapindex"
    names = [one.findtext(f"{SITEMAP}loc") or "" for one in index]
    files = [out / name.removeprefix(URL) for name in names]
    assert len(files) > 1
    assert all(1 <= len(urls(path)) <= 20 for path in files)
    assert sum(len(urls(path)) for path in files) == len(list(out.rglob("index.html")))


def test_a_months_page_is_as_old_as_its_newest_change() -> None:
    data = Site(content_samples.content(), WORDS, URL)
    page = Page("en", "changes", part="2026-11")
    assert [one.day for one in located(data, [page])] == ["2026-11-22"] * len(LOCALES)
