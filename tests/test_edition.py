"""The files that tell of all others: right about every file, the same for the same site, and few after an idle run."""

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from build.builder import TEMPLATES, build_site
from build.locales import load_words
from build.offline import checked_in, edition_script, last_checked
from build.views_site import Site
from scraper.catalog import Heartbeat, PastRun
from scraper.store import load, save
from tests import content_samples

LOCALES = ("en", "zh-TW")
WORDS = load_words(TEMPLATES / "locales", ["en"])


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_samples.write(tmp_path / "content")


@pytest.fixture
def site(content: Path) -> Path:
    return build(content)


def build(content: Path, name: str = "site") -> Path:
    output = content.parent / name
    build_site(content, output, locales=LOCALES)
    return output


def worker(site: Path) -> Any:
    found = re.search(r"const EDITION = (.*);", (site / "sw.js").read_text(encoding="utf-8"))
    assert found
    return json.loads(found[1])


def digest(path: Path) -> str:
    return base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_every_page_of_a_language_is_listed_with_its_digest(site: Path) -> None:
    for locale, (of_list, count) in worker(site)["locales"].items():
        path = site / "edition" / f"{locale}.json"
        assert digest(path) == of_list
        listed = json.loads(path.read_text(encoding="utf-8"))
        pages = {**listed["overviews"], **listed["models"]}
        assert all("/models/" in f"/{page}" for page in listed["models"])
        assert not any("/models/" in f"/{page}" for page in listed["overviews"])
        assert count == len(pages)
        assert pages == {page: digest(site / page) for page in pages}
        there = {page for page in tree(site) if page.endswith("index.html")}
        assert set(pages) == {page for page in there if page.startswith("zh-TW/") == (locale == "zh-TW")}


def test_what_every_page_shares_is_in_the_worker(site: Path) -> None:
    shell = worker(site)["shell"]
    assert shell == {path: digest(site / path) for path in shell}
    loaded = {
        re.sub(r"^(\.\./)*", "", address)
        for page in site.rglob("index.html")
        for address in re.findall(
            r'<(?:script|link)[^>]* (?:src|href)="([^"]*\.(?:js|css|svg))"', page.read_text("utf-8")
        )
    }
    assert "edition/edition.js" in loaded
    assert loaded <= set(shell)


def test_the_same_content_gives_the_same_edition(site: Path, content: Path) -> None:
    assert tree(build(content, "again")) == tree(site)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param("about.html", "<h1>", "<h1>x", id="a page"),
        pytest.param("static/css/site.css", "}", "} ", id="a style sheet"),
        pytest.param("sw.js", "\n", "\n\n", id="the worker"),
    ],
)
def test_another_page_sheet_or_worker_is_another_edition(
    content: Path, tmp_path: Path, path: str, old: str, new: str
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    build_site(content, tmp_path / "one", templates=templates, locales=["en"])
    changed = templates / path
    changed.write_text(changed.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    build_site(content, tmp_path / "two", templates=templates, locales=["en"])
    assert worker(tmp_path / "one")["id"] != worker(tmp_path / "two")["id"]


def run_at(content: Path, at: str) -> None:
    run = load(Heartbeat, content / "run.yaml")
    assert run is not None
    save(content / "run.yaml", run.model_copy(update={"at": at}))


def test_a_run_that_changed_nothing_changes_few_files(site: Path, content: Path) -> None:
    before = tree(site)
    run_at(content, "2026-11-22T23:59:00Z")
    after = tree(build(content))
    changed = {path for path in before if before[path] != after[path]}
    pages = {path for path in changed if path.endswith(("index.html", "index.md"))}
    assert pages == {f"{folder}about/index.{kind}" for folder in ("", "zh-TW/") for kind in ("html", "md")}
    assert {"edition/edition.js", "sw.js", "runapi-prices.en.html"} <= changed


def test_a_run_on_a_later_day_changes_the_charts_that_reach_to_it_as_well(site: Path, content: Path) -> None:
    before = tree(site)
    run_at(content, "2026-12-24T12:00:00Z")
    after = tree(build(content))
    pages = {path for path in before if before[path] != after[path] and path.endswith("index.html")}
    charted = {path for path in pages if b'class="chart"' in before[path]}
    assert charted
    assert {path for path in pages - charted if "models/" in path} == set()
    # The rest say in their structured data up to which day the record goes.
    dated = {f"{folder}{kind}index.html" for folder in ("", "zh-TW/") for kind in ("", "about/", "changes/", "data/")}
    assert pages - charted <= dated


def heartbeat(at: str, *, finished: bool, earlier: tuple[PastRun, ...] = ()) -> Heartbeat:
    return Heartbeat(at=at, finished=finished, tried=9, changed=0, unchanged=9, earlier=earlier)


FINE = PastRun(at="2026-11-20T12:00:00Z", finished=True, tried=9, changed=0, failed=0)
BROKEN = PastRun(at="2026-11-21T12:00:00Z", finished=False, tried=2, changed=0, failed=2)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        pytest.param(heartbeat("2026-11-22T12:00:00Z", finished=True), "2026-11-22T12:00:00Z", id="the last run"),
        pytest.param(
            heartbeat("2026-11-22T12:00:00Z", finished=False, earlier=(BROKEN, FINE)),
            "2026-11-20T12:00:00Z",
            id="runs that broke off prove nothing",
        ),
    ],
)
def test_prices_are_as_old_as_the_last_run_that_went_through(run: Heartbeat, expected: str) -> None:
    site = Site(content_samples.content(run=run), WORDS)
    assert last_checked(site) == expected


def test_without_a_run_the_newest_page_is_what_is_known() -> None:
    newest = max(one.fetched for one in content_samples.content().recorded.values())
    assert last_checked(Site(content_samples.content(run=None), WORDS)) == newest
    broken = heartbeat("2026-11-23T12:00:00Z", finished=False)
    assert last_checked(Site(content_samples.content(run=broken), WORDS)) == newest
    assert last_checked(Site(content_samples.content(run=None, recorded={}), WORDS)) is None


@pytest.mark.parametrize("moment", ["2026-11-22T13:20:00Z", None])
def test_the_moment_comes_back_out_of_its_script(moment: str | None) -> None:
    assert checked_in(edition_script("1f", moment)) == moment
