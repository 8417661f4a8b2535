"""Data for search engines under the strict policy: the browser lets it stand and runs none of it, on a host and on disk."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from build.builder import TEMPLATES, build_site
from tests import content_samples
from tests.browser.conftest import Hosted, NewPage
from tests.tools.server import serve

PAGES = ("index.html", "models/glm/4.7/index.html", "zh-TW/faq/index.html", "data/index.html", "ar/changes/index.html")
GRAPH = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@graph']"
ATTACK = "</script><script>document.title = 'attacked'</script><!--<script>"


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_has_nothing_against_it(path: str, rich_hosted: Hosted, page: Page) -> None:
    """A watched page fails its test on any complaint of the browser's, those about the policy included."""
    for address in (rich_hosted.url(path), rich_hosted.url(path, below="/some-repo/"), rich_hosted.file(path)):
        page.goto(address)
        assert page.evaluate(GRAPH)


def test_the_policy_would_complain_of_a_script(rich_hosted: Hosted, page: Page, problems: list[str]) -> None:
    """So that the silence above means something: the same element without its type is refused."""
    page.route("**/index.html", lambda route: route.fulfill(body=as_script(rich_hosted.folder / "index.html")))
    page.goto(rich_hosted.url("index.html"))
    assert any("Content Security Policy" in problem for problem in problems)
    problems.clear()


def as_script(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    assert text.count('<script type="application/ld+json">') == 1
    return text.replace('<script type="application/ld+json">', "<script>")


def test_an_attack_in_it_stays_data(tmp_path: Path, new_page: NewPage) -> None:
    variant = content_samples.GLM.variants[0].model_copy(update={"id": ATTACK})
    model = content_samples.GLM.model_copy(update={"name": ATTACK, "variants": (variant,)})
    content = content_samples.write(tmp_path / "content", content_samples.content(models=(model,), texts={}))
    build_site(content, tmp_path / "site", templates=TEMPLATES, locales=["en"])
    with serve({"/": tmp_path / "site"}) as origin:
        page = new_page()
        page.goto(f"{origin}/models/glm/4.7/index.html")
        assert page.title() != "attacked"
        told = page.evaluate(f"JSON.stringify({GRAPH})")
        assert json.loads(told)[0]["name"] == ATTACK
