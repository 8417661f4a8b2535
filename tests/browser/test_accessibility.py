"""Every kind of page keeps the accessibility rules (WCAG 2.2 AA and axe's best practice), in both colour schemes."""

from collections.abc import Callable, Sequence
from typing import Literal, get_args

import pytest
from playwright.sync_api import Page

from build.pages import Kind, all_pages
from scraper.addresses import LOCALES as ADDRESSES
from scraper.catalog import Model
from scraper.store import load_content
from tests import content_samples
from tests.browser.conftest import Hosted, NewPage
from tests.tools.programs import SEED

Violations = Callable[..., list[str]]
Scheme = Literal["light", "dark"]

KINDS: tuple[Kind, ...] = get_args(Kind)
LOCALES = ("en", "zh-TW")
OTHERS = tuple(locale for locale in ADDRESSES if locale not in LOCALES)
PHONE = {"width": 360, "height": 740}
# The rules whose verdict hangs on colours. In the dark a page is the same but for these (the first test proves that).
BY_COLOUR = ("color-contrast", "link-in-text-block")
# What every other rule looks at: the document, and where each element stands.
DOCUMENT = """() => [document.documentElement.outerHTML, ...[...document.querySelectorAll("*")].map((element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return `${element.tagName} ${x} ${y} ${width} ${height} ${element.checkVisibility()}`;
})]"""
# A page's scripts leave to an idle moment, and to the frame or the pause after it, what needn't stand in the first one.
IDLE = """() => new Promise((done) =>
  requestIdleCallback(() => requestAnimationFrame(() => setTimeout(done, 250))))"""


def pages_of(kind: Kind, locale: str, models: Sequence[Model]) -> list[str]:
    """The pages of that kind in that locale (404.html stands at the root, whatever the locale)."""
    return [
        page.path
        for page in all_pages(models, [locale])
        if page.kind == kind and (page.locale == locale or page.kind == "missing")
    ]


def at_rest(page: Page) -> list[str]:
    """The document, once its scripts have nothing left to do to it."""
    before: list[str] = []
    while True:
        page.evaluate(IDLE)
        now: list[str] = page.evaluate(DOCUMENT)
        if now == before:
            return now
        before = now


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_dark_only_colours_differ(kind: Kind, rich_hosted: Hosted, new_page: NewPage) -> None:
    page = new_page(color_scheme="light")
    path = pages_of(kind, "zh-TW", content_samples.MODELS)[0]
    page.goto(rich_hosted.url(path))
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    seen, white = at_rest(page), page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    page.goto(rich_hosted.url(path))
    assert at_rest(page) == seen
    assert page.evaluate(paper) != white


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_a_rule(
    kind: Kind, locale: str, scheme: Scheme, rich_hosted: Hosted, new_page: NewPage, violations: Violations
) -> None:
    """Every rule in the light; in the dark those that look at colours, as nothing else differs there."""
    page = new_page(color_scheme=scheme)
    rules = BY_COLOUR if scheme == "dark" else ()
    found = []
    for path in pages_of(kind, locale, content_samples.MODELS):
        page.goto(rich_hosted.url(path))
        found += [f"{path}: {line}" for line in violations(page, rules)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("locale", OTHERS)
def test_no_kind_of_page_breaks_a_rule_in_any_other_language(
    locale: str, rich_hosted: Hosted, new_page: NewPage, violations: Violations
) -> None:
    """The pages are the same but for their words, so one of each kind; in the dark only the colours differ."""
    page = new_page(color_scheme="light")
    found = []
    for kind in KINDS[:-1]:  # 404.html stands once, at the root
        path = pages_of(kind, locale, content_samples.MODELS)[-1]
        page.emulate_media(color_scheme="light")
        page.goto(rich_hosted.url(path))
        found += [f"{path}: {line}" for line in violations(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{path}, dark: {line}" for line in violations(page, BY_COLOUR)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_a_rule_on_a_phone(
    kind: Kind, rich_hosted: Hosted, new_page: NewPage, violations: Violations
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(rich_hosted.url(pages_of(kind, "zh-TW", content_samples.MODELS)[0]))
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_a_rule_without_its_scripts(
    kind: Kind, hosted: Hosted, new_page: NewPage, violations: Violations
) -> None:
    """What a reader without JavaScript gets. axe is a script too, so here only the site's own are kept away."""
    page = new_page()
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(hosted.url(pages_of(kind, "zh-TW", load_content(SEED).models)[0]))
    found = violations(page)
    assert not found, "\n".join(found)


def test_the_rules_are_really_tried(page: Page, hosted: Hosted, violations: Violations) -> None:
    """A button without a name breaks a rule; if it isn't found here, nothing would be found anywhere."""
    page.goto(hosted.url())
    page.evaluate("document.body.append(document.createElement('button'))")
    assert any("button-name" in line for line in violations(page))
