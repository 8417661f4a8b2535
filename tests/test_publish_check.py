"""The check before publishing finds what it is there to find: a copy of a small site is broken in every way at once."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from build.builder import build_site
from tests import content_samples
from tests.tools.programs import LINKINATOR
from tests.tools.publish_check import PLACES, Checked, check_files, report
from tests.tools.server import serve

# A file, what in it becomes what, and what must be said of it then.
BREAKS = {
    "a link of a page": (
        "about/index.html",
        ('href="../index.html"', 'href="../nowhere.html"'),
        "about/index.html: nowhere.html: 404",
    ),
    "a link out of the site's folder": (
        "calculator/index.html",
        ('href="../index.html"', 'href="/index.html"'),
        "calculator/index.html: http.*/index.html: 404",
    ),
    "a place on a page": (
        "faq/index.html",
        ('href="#main"', 'href="#mane"'),
        "faq/index.html: #mane: no such place",
    ),
    "the page no link leads to": ("lonely/index.html", None, "lonely/index.html: no link leads there"),
    "a link of 404.html": ("404.html", ("compare/index.html", "compares/index.html"), "404.html: .*compares/index.html: 404"),
    "a picture of the style sheet": (
        "static/css/site.css",
        (":root {", 'body { background: url("no.png"); }\n:root {'),
        "static/css/site.css: static/css/no.png: 404",
    ),
    "a link of a feed": (
        "feed.atom",
        ("changes/2026-11/#2026-11-22:glm/4.7", "changes/2026-11/#lost"),
        "feed.atom: .*#lost: no such place",
    ),
    "a feed": ("models/glm/feed.atom", ("<updated>2026", "<updated>yesterday"), "models/glm/feed.atom: .*no date of RFC 3339"),
    "a feed that is no XML": ("models/hailuo/feed.atom", ("</entry>", ""), "models/hailuo/feed.atom: can't be read"),
    "a number of the API": (
        "api/v1/models/glm.json",
        ('"amount":"0.30"', '"amount":0.30'),
        r"api/v1/models/glm.json: \$\.variants\[0\].*amount: 0.3 is not of type 'string'",
    ),
    "a file that is no JSON": ("api/v1/run.json", ("{", ""), "api/v1/run.json: can't be read"),
    "a link of the API": ("api/v1/index.json", ("/models/glm/", "/models/gone/"), "api/v1/index.json: .*/models/gone/.*: 404"),
    "the API's description": ("api/v1/openapi.json", ('"openapi"', '"opened"'), "api/v1/openapi.json: "),
    "a schema": ("api/v1/schema/run.schema.json", ('"run"', '"ran"'), "run.schema.json: isn't the schema"),
    "the data in a page": (
        "models/glm/4.7/index.html",
        ('"@type":"Offer"', '"@type":"Bargain"'),
        "models/glm/4.7/index.html: linked data: Bargain: unknown type",
    ),
    "an address in the data in a page": (
        "models/glm/4.7/index.html",
        ('"item":"http', '"item":"/elsewhere/http'),
        "models/glm/4.7/index.html: /elsewhere.*: leads out of the site's folder",
    ),
    "the sitemap": ("sitemap.xml", ("<lastmod>2026-", "<lastmod>26-"), "sitemap.xml: .*is no day"),
    "an address in the sitemap": ("sitemap.xml", ("/calculator/<", "/calculators/<"), "sitemap.xml: .*/calculators/: 404"),
    "a link in Markdown": ("about/index.md", ("](", "](no.md) ["), "about/index.md: no.md: 404"),
    "an address in the CSV": ("prices.csv", ("/models/glm/4.7/", "/models/glm/x/"), "prices.csv: .*/models/glm/x/: 404"),
    "an icon of the app": ("manifest.webmanifest", ("icon-192", "icon-19"), "manifest.webmanifest: .*icon-19.png: 404"),
    "a page that was to be kept": ("edition/en.json", ("compare/", "compared/"), "edition/en.json: ../compared/index.html: 404"),
    "the sitemap's address": ("robots.txt", ("sitemap.xml", "map.xml"), "robots.txt: .*map.xml: 404"),
}  # fmt: skip


def checked(folder: Path, place: str, *, spoil: bool) -> Checked:
    """A site of one language, all right or broken in every way, checked as it is served at `place`."""
    done = Checked("sample")
    site = folder / "site"
    with serve({place: site}) as origin:
        build_site(folder / "content", site, locales=["en"], url=f"{origin}{place}")
        for name, change, _ in BREAKS.values() if spoil else ():
            path = site / name
            path.parent.mkdir(exist_ok=True)
            if change is None:
                shutil.copy(site / "offline" / "index.html", path)
                continue
            text = path.read_text(encoding="utf-8")
            assert change[0] in text, f"{name} no longer has {change[0]}"
            path.write_text(text.replace(*change, 1), encoding="utf-8")
        check_files(site, f"{origin}{place}", done)
    return done


@pytest.fixture(scope="module", autouse=True)
def _checker() -> None:
    if not (LINKINATOR.exists() and shutil.which("node")):
        pytest.skip("no linkinator on this machine; `make test` gets it where it may")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publish")
    content_samples.write(folder / "content", content_samples.content(models=content_samples.MODELS[:2]))
    return folder


@pytest.fixture(scope="module")
def spoiled(content: Path) -> Checked:
    return checked(content, PLACES[1], spoil=True)


@pytest.mark.parametrize("what", BREAKS)
def test_what_is_broken_is_named(what: str, spoiled: Checked) -> None:
    told = BREAKS[what][2]
    assert any(re.search(told, problem) for problem in spoiled.problems), "\n".join(spoiled.problems)


def test_a_sound_site_has_no_problem_and_all_of_it_was_looked_at(tmp_path: Path) -> None:
    content_samples.write(tmp_path / "content", content_samples.content(models=content_samples.MODELS[:1]))
    done = checked(tmp_path, PLACES[0], spoil=False)
    assert not done.problems
    files = Counter(path.suffix for path in (tmp_path / "site").rglob("*"))
    assert (done.counts["pages"], done.counts["feeds"]) == (files[".html"], files[".atom"])
    assert done.counts["links"] > 100
    assert {"linked data", "sitemaps", "JSON"} <= set(done.counts)


def test_the_table_has_a_line_for_each_site_and_counts_its_problems() -> None:
    lines = report([Checked("one", Counter(pages=12), ["a", "b"]), Checked("another")]).splitlines()
    assert lines[0].split()[-1] == "problems"
    assert (lines[1].split()[:2], lines[1].split()[-1]) == (["one", "12"], "2")
    assert len(lines) == 3
