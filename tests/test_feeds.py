"""Feeds of price changes: Atom by its own rules (RFC 4287), ids that stay, dates from the ledger, the reader's language."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from build.builder import TEMPLATES, build_site
from build.feeds import NEWEST, feed
from build.locales import load_words
from build.render import Renderer
from build.views_site import Site
from scraper.catalog import History, Per, Point, Track
from tests import content_samples
from tests.tools.standards import ATOM, XHTML
from tests.tools.standards import atom as faults

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
URL = "https://example.org/prices/"
LOCALES = ("en", "zh-TW", "ar")
WORDS = load_words(TEMPLATES / "locales", LOCALES)


@pytest.fixture(scope="module", params=[None, URL], ids=["no address", "address"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feeds")
    build_site(content_samples.write(folder / "content"), folder / "site", locales=LOCALES, url=request.param)
    return folder / "site"


def xml_of(data: Site, tag: str = "en", family: str | None = None) -> ElementTree.Element:
    """One feed, made from content in memory."""
    parts = {event.anchor: part.name for part in data.ledger.parts for event in part.events}
    events = [one for one in data.ledger.events if family is None or one.variant.startswith(f"{family}/")]
    view = feed(data, tag, parts, data.models[family] if family else None, events)
    return ElementTree.fromstring(Renderer(TEMPLATES).page("feed.xml", view))


@cache
def sample(tag: str = "en", family: str | None = None, url: str | None = None) -> ElementTree.Element:
    return xml_of(Site(content_samples.content(), WORDS, url), tag, family)


def test_every_feed_is_atom(site: Path) -> None:
    feeds = sorted(site.rglob("*.atom"))
    assert len(feeds) == len(LOCALES) * (1 + len(content_samples.MODELS))
    for path in feeds:
        root = ElementTree.fromstring(path.read_bytes())
        assert not faults(root), path
        assert path.read_bytes().startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')


def test_the_rules_are_really_tried() -> None:
    root = ElementTree.fromstring(ElementTree.tostring(sample()))
    entry = root.findall(f"{ATOM}entry")[0]
    entry.remove(entry.findall(f"{ATOM}id")[0])
    entry.findall(f"{ATOM}updated")[0].text = "yesterday"
    assert len(faults(root)) >= 2


def test_every_link_of_a_feed_arrives(site: Path) -> None:
    base = URL if URL in (site / "feed.atom").read_text(encoding="utf-8") else "https://x.test/"
    for path in site.rglob("*.atom"):
        for link in ElementTree.fromstring(path.read_bytes()).iter(f"{ATOM}link"):
            whole, _, anchor = urljoin(base + path.relative_to(site).as_posix(), link.get("href")).partition("#")
            target = site / whole.removeprefix(base)
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), link.get("href")
            if link.get("rel") == "self":
                assert target == path
            if anchor:
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), link.get("href")


def test_an_entry_is_what_happened_to_a_variant_on_a_day() -> None:
    entry = sample().findall(f"{ATOM}entry")[0]
    assert entry.findtext(f"{ATOM}title") == "glm-4.7: 2 changes"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00Z"
    assert [one.text for one in entry.iter(f"{XHTML}li")] == [
        "Rates, Input, per 1M tokens: $0.35 → $0.30 (−14.3%)",
        "Rates, Cache write, 5 min, per 1M tokens: $0.20 → Free (−100%)",
    ]


def test_one_change_is_told_in_the_title() -> None:
    titles = [entry.findtext(f"{ATOM}title") for entry in sample().findall(f"{ATOM}entry")]
    assert "seedream-mini: Rates, per image: $0.00024 → $0.00025 (+4.2%)" in titles
    assert "MiniMax-M3: New" in titles
    assert "glm-4.5-air: Withdrawn" in titles


def test_a_feed_speaks_its_language() -> None:
    chinese = sample("zh-TW")
    assert chinese.get(LANG) == "zh-TW"
    assert chinese.findtext(f"{ATOM}title") == "價格異動 – RunAPI 價目簿"
    assert "MiniMax-M3：新增" in [one.findtext(f"{ATOM}title") for one in chinese.findall(f"{ATOM}entry")]
    assert next(sample("ar").iter(f"{XHTML}div")).get("dir") == "rtl"


def test_a_models_feed_has_that_models_entries() -> None:
    whole = {entry.findtext(f"{ATOM}id") for entry in sample().findall(f"{ATOM}entry")}
    glm = sample("en", "glm").findall(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}id") for entry in glm} <= whole
    assert {one.get("term") for entry in glm for one in entry.findall(f"{ATOM}category")} == {"glm"}


def test_ids_stay_whatever_else_happens() -> None:
    """Pinned: a reader that has seen an entry must not see it again after a release."""
    assert sample().findtext(f"{ATOM}entry/{ATOM}id") == "urn:uuid:c70643e4-becd-5eb1-a0bc-128b53d96eb0"
    known = sample(url=URL).findtext(f"{ATOM}entry/{ATOM}id")
    assert known == "tag:example.org,2026-11-22:/prices/en/2026-11-22:glm/4.7"
    assert sample(url=URL).findtext(f"{ATOM}id") == "tag:example.org,2026:/prices/feed.atom"


def test_ids_differ_by_language_and_not_by_feed() -> None:
    def ids(tag: str) -> set[str | None]:
        return {entry.findtext(f"{ATOM}id") for entry in sample(tag).findall(f"{ATOM}entry")}

    assert not ids("en") & ids("zh-TW")


def track(variant: str, days: list[tuple[str, str]]) -> Track:
    """A listed price through time: (first day, amount)."""
    ends = [day for day, _ in days[1:]] + [None]
    points = [
        Point.model_validate({"from": day, "amount": amount, "source": "models/x.md:1", **({"to": end} if end else {})})
        for (day, amount), end in zip(days, ends, strict=True)
    ]
    return Track(
        variant=variant, basis="listed", component="usage", currency="USD", per=Per(quantity=1, unit="call"),
        points=tuple(points),
    )  # fmt: skip


def test_a_feed_without_an_entry_is_as_old_as_the_record() -> None:
    quiet = History(tracks=(track("glm/4.7", [("2026-11-01", "1")]),))
    root = xml_of(Site(content_samples.content(history=quiet), WORDS))
    assert not faults(root)
    assert not root.findall(f"{ATOM}entry")
    assert root.findtext(f"{ATOM}updated") == "2026-11-01T00:00:00Z"
    nothing = Site(content_samples.content(history=History(), recorded={}, run=None), WORDS)
    assert not faults(xml_of(nothing))


def test_a_feed_ends_where_a_reader_would_anyway() -> None:
    days = [(f"2026-{month:02}-{day:02}", f"{month}.{day:02}") for month in range(1, 11) for day in range(1, 29)]
    busy = Site(content_samples.content(history=History(tracks=(track("glm/4.7", days),))), WORDS)
    entries = xml_of(busy).findall(f"{ATOM}entry")
    assert len(entries) == NEWEST
    assert (entries[0].findtext(f"{ATOM}updated") or "").startswith("2026-10-28")


def test_a_variant_that_left_the_catalog_keeps_its_news() -> None:
    gone = History(tracks=(track("glm/lost", [("2026-01-01", "1"), ("2026-02-01", "2")]),))
    root = xml_of(Site(content_samples.content(history=gone), WORDS), family="glm")
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "glm/lost: Listed, per call: $1 → $2 (+100%)"


@pytest.mark.parametrize("text", ["<b>&\"'", "]]>", "\x00\x0b", "{{ 7*7 }}", "</feed>"])
def test_names_from_the_source_are_text(text: str) -> None:
    variants = (
        content_samples.HAILUO.variants[0].model_copy(update={"id": text}),
        *content_samples.HAILUO.variants[1:],
    )
    model = content_samples.HAILUO.model_copy(update={"name": text, "variants": variants})
    models = (model, *(one for one in content_samples.MODELS if one.model != "hailuo"))
    root = xml_of(Site(content_samples.content(models=models), WORDS), family="hailuo")
    assert not faults(root)
    shown = re.sub("[\x00\x0b]", "\ufffd", text)
    assert (root.findtext(f"{ATOM}entry/{ATOM}title") or "").startswith(f"{shown}: ")


def test_a_new_change_makes_only_the_feeds_it_stands_in_anew(tmp_path: Path) -> None:
    content = content_samples.write(tmp_path / "content")
    build_site(content, tmp_path / "site", locales=["en"])
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*.atom")}
    path = content / "history.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("'0.00024'", "'0.00023'"), encoding="utf-8")
    build_site(content, tmp_path / "site", locales=["en"])
    changed = {
        path.relative_to(tmp_path / "site").as_posix() for path, data in before.items() if path.read_bytes() != data
    }
    assert changed == {"feed.atom", "models/seedream/feed.atom"}
