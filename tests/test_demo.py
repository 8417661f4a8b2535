"""`make demo`: a made-up catalog goes the whole path over HTTP, and its site says that it is made up."""

import subprocess
import sys
from pathlib import Path

import pytest

from scraper.addresses import LOCALES
from scraper.store import load_content

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of a few families in two languages, in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "tests.tools.demo", "--folder", str(folder), "--families", "3"]
    command += ["--locale", "en", "--locale", "zh-TW"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_what_was_served_is_recorded_and_read(demo: Path) -> None:
    content = load_content(demo / "content")
    assert len(content.models) == 3
    assert {locale for locale, _ in content.texts} == {"en", "zh-TW"}
    assert {"en", "zh-TW"} <= set(LOCALES)
    assert any(price.basis == "rates" for model in content.models for each in model.variants for price in each.prices)


def test_the_site_says_that_the_data_is_made_up(demo: Path) -> None:
    content = load_content(demo / "content")
    assert content.run is not None
    assert content.run.sample
    for page in ("index.html", "zh-TW/index.html"):
        assert 'class="sample"' in (demo / "site" / page).read_text(encoding="utf-8")


def test_every_variant_has_its_page(demo: Path) -> None:
    for model in load_content(demo / "content").models:
        for variant in model.variants:
            assert (demo / "site" / "models" / model.model / variant.slug / "index.html").is_file()


def test_prices_have_a_past(demo: Path) -> None:
    content = load_content(demo / "content")
    assert any(len(track.points) > 1 for track in content.history.tracks)
    assert len({track.points[0].since for track in content.history.tracks}) > 1
    withdrawn = [variant.id for model in content.models for variant in model.variants if variant.withdrawn]
    assert withdrawn == ["glm-4.6v"]
    assert 'class="chart"' in (demo / "site/models/glm/4.7/index.html").read_text(encoding="utf-8")
    assert "glm-4.6v" in (demo / "site/zh-TW/changes/index.html").read_text(encoding="utf-8")
