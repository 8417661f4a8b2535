"""The site in memory while it is worked on: what `build` would write, made when asked for, the last good one kept."""

from pathlib import Path
from typing import Any

import pytest

from build import live
from build.builder import TEMPLATES, build_site
from build.live import LiveSite
from build.offline import EDITION
from scraper.errors import BuildError, PriceBookError
from scraper.store import load_content
from tests import content_samples

LOCALES = ["en", "zh-TW"]
HOME = "index.html"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_samples.write(tmp_path / "content")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def site(content: Path, templates: Path, told: list[str]) -> LiveSite:
    site = LiveSite(content, templates, LOCALES, told.append)
    assert site.look()
    return site


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_it_shows_what_build_writes(site: LiveSite, content: Path, templates: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    build_site(content, output, templates=templates, locales=LOCALES)
    # The scripts of a page that is worked on differ: it reloads, and is not kept in a browser's store.
    differ = ("reload.js", "offline.js")
    left = {"sw.js", EDITION, ".nojekyll", ".price-book", *(f"edition/{tag}.json" for tag in LOCALES)}
    written = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    for path in written.keys() - left:
        shown = without(site.get(path), *differ)
        assert shown == without(written[path].read_bytes(), *differ), path
    assert {path for path in left if path in site} == {EDITION}


def without(data: bytes, *scripts: str) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") if not any(name.encode() in line for name in scripts))


def test_a_page_reloads_and_no_browser_keeps_it(site: LiveSite) -> None:
    page = site.get(HOME).decode()
    assert "js/reload.js" in page
    assert "js/offline.js" not in page
    assert "sw.js" not in site


def test_nothing_changed_is_nothing_new(site: LiveSite) -> None:
    before = site.edition
    assert not site.look()
    assert site.edition == before


def test_no_other_run_of_the_server_has_the_same_edition(content: Path, templates: Path, site: LiveSite) -> None:
    """A page that was open through a restart is told of what changed meanwhile."""
    another = LiveSite(content, templates, ["en"], print)
    another.look()
    assert another.edition != site.edition


def test_a_file_that_is_away_for_a_moment_is_read_again(
    site: LiveSite, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It went after the look at all files, and was back, the same, before the next one."""
    page, file = "models/minimax/index.html", content / "models" / "minimax.yaml"
    replace(content / "models" / "glm.yaml", "name: ", "name: New ")
    replace(file, "name: ", "name: New ")
    text = file.read_text(encoding="utf-8")

    def without(*values: Any) -> Any:
        file.unlink()
        try:
            return load_content(*values)
        finally:
            file.write_text(text, encoding="utf-8")

    with monkeypatch.context() as patched:
        patched.setattr(live, "load_content", without)
        assert site.look()
    assert page not in site
    assert site.look()
    assert "New " in site.get(page).decode()
    assert not site.look()


def test_a_changed_price_arrives_with_the_next_page(site: LiveSite, content: Path) -> None:
    before = site.get(EDITION)
    replace(content / "models" / "minimax.yaml", "0.020", "0.027")
    first = site.edition
    assert site.look()
    assert "$0.027" in site.get("models/minimax/m2.5-highspeed/index.html").decode()
    assert site.edition != first
    assert site.edition in site.get(EDITION).decode()
    assert site.get(EDITION) != before


def test_a_changed_template_and_a_changed_word_arrive(site: LiveSite, templates: Path) -> None:
    replace(templates / "home.html", "<h1>", "<h1>Mended: ")
    assert site.look()
    assert "<h1>Mended: " in site.get(HOME).decode()
    home = (templates / "locales" / "zh-TW.yaml").read_text(encoding="utf-8").partition("tagline: ")[2].split("\n")[0]
    replace(templates / "locales" / "zh-TW.yaml", f"tagline: {home}", "tagline: 全新的一句話")
    assert site.look()
    assert "全新的一句話" in site.get("zh-TW/index.html").decode()
    assert "Mended: " in site.get(HOME).decode()


def test_a_family_that_went_takes_its_pages_along(site: LiveSite, content: Path) -> None:
    assert "models/glm/index.html" in site
    for path in [content / "models" / "glm.yaml", *content.glob("text/*/glm.yaml")]:
        path.unlink()
    assert site.look()
    assert "models/glm/index.html" not in site
    with pytest.raises(KeyError):
        site.get("models/glm/index.html")


def test_a_family_that_lost_its_facts_is_told_once(site: LiveSite, content: Path, told: list[str]) -> None:
    (content / "models" / "glm.yaml").unlink()
    assert site.look()
    assert [line for line in told if "glm.yaml: not there" in line] == told != []
    replace(content / "models" / "minimax.yaml", "0.020", "0.027")
    assert site.look()
    assert len(told) == 1


@pytest.mark.parametrize("broken", ["models/minimax.yaml", "text/zh-TW/minimax.yaml", "history.yaml"])
def test_what_can_not_be_read_is_told_once_and_the_last_site_stays(site: LiveSite, content: Path, broken: str) -> None:
    before = site.get(HOME)
    good = (content / broken).read_bytes()
    (content / broken).write_bytes(b"- {")
    with pytest.raises(PriceBookError, match=Path(broken).name):
        site.look()
    assert not site.look()
    assert site.get(HOME) == before
    (content / broken).write_bytes(good)
    assert site.look()
    assert site.get(HOME) == before


def test_broken_words_are_no_longer_told_only_when_they_are_mended(
    site: LiveSite, content: Path, templates: Path
) -> None:
    replace(templates / "locales" / "zh-TW.yaml", "tagline: ", "tagline_: ")
    with pytest.raises(BuildError, match="zh-TW"):
        site.look()
    replace(content / "models" / "minimax.yaml", "0.020", "0.027")
    with pytest.raises(BuildError, match="zh-TW"):
        site.look()
    replace(templates / "locales" / "zh-TW.yaml", "tagline_: ", "tagline: ")
    assert site.look()


def test_a_page_that_can_not_be_made_stays_as_it_was(site: LiveSite, templates: Path, told: list[str]) -> None:
    before = site.get(HOME)
    replace(templates / "home.html", "<h1>", "<h1>{{ nobody.passed.this }}")
    assert site.look()
    assert site.get(HOME) == before
    assert any("home.html" in text and "stays as it was" in text for text in told)
    with pytest.raises(BuildError, match=r"home\.html"):
        site.get("zh-TW/index.html")  # nobody had asked for it before


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="nowhere"):
        LiveSite(tmp_path / "nowhere", TEMPLATES, LOCALES, print).look()


def test_files_are_listed_only_as_far_as_somebody_asks(
    site: LiveSite, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_values: Any) -> Any:
        raise FileNotFoundError(2, "No such file or directory", "site.webmanifest")

    replace(content / "models" / "glm.yaml", "provider: ", "provider: New ")
    with monkeypatch.context() as patch:
        patch.setattr("build.site.manifest_products", gone)
        assert site.look()
        assert b"New " in site.get("models/glm/index.html")
        for _ in range(2):
            with pytest.raises(BuildError, match=r"site\.webmanifest: can't be read"):
                site.prepare()
    site.prepare()
    assert "schema/model.schema.json" in site
    with pytest.raises(KeyError):
        site.get("no/such/file")
