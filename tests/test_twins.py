"""Markdown twins: one beside every page, saying what the page says; whatever the source prints stays text."""

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from build.builder import TEMPLATES, build_site
from build.files import twin_file
from build.locales import load_words
from build.pages import Page, all_pages
from build.render import Renderer
from build.twins import _WITHOUT, overview
from build.views import view
from build.views_site import Site
from scraper.catalog import Block, FaqItem, Report, Reported, Run, Section
from tests import content_samples

URL = "https://example.org/prices/"
LOCALES = ("en", "zh-TW", "ar")
WORDS = load_words(TEMPLATES / "locales", LOCALES)
SITE = Site(content_samples.content(), WORDS)
PAGES = [
    page
    for page in all_pages(content_samples.MODELS, LOCALES, [part.name for part in SITE.ledger.parts])
    if page.kind not in _WITHOUT
]
RENDERER = Renderer(TEMPLATES)
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("twins")
    build_site(content_samples.write(folder / "content"), folder / "site", locales=LOCALES)
    return folder / "site"


@cache
def twin(page: Page, site: Site = SITE) -> str:
    return RENDERER.page(f"markdown/{page.kind}.md", view(site, page)[1]).decode()


def tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or []


def ids(value: Any) -> str:
    return value.path if isinstance(value, Page) else str(value)


def test_every_page_but_the_one_for_lost_readers_has_a_twin(site: Path) -> None:
    for page in PAGES:
        assert (site / twin_file(page)).is_file(), page
    assert not (site / "404.md").exists()
    assert twin_file(Page("zh-TW", "variant", "minimax", "m2.1")) == "zh-TW/models/minimax/m2.1/index.md"


def test_every_page_names_what_else_it_can_be_had_as(site: Path) -> None:
    for page in PAGES:
        head = (site / page.path).read_text(encoding="utf-8").partition("</head>")[0]
        found = dict(re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', head))
        assert found["text/markdown"] == "index.md"
        assert {"application/atom+xml"} <= set(found)
        for href in found.values():
            assert (site / posixpath.normpath(posixpath.join(*page.folder, href))).is_file(), (page, href)
    assert 'type="text/markdown"' not in (site / "404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        (Page("en", "home"), "api/v1/catalog.json"),
        (Page("zh-TW", "variant", "glm", "4.7"), "../../../../api/v1/models/glm.json"),
        (Page("en", "changes"), "../api/v1/changes.json"),
        (Page("en", "findings"), "../api/v1/findings.json"),
        (Page("en", "about"), "../api/v1/run.json"),
        (Page("en", "compare"), "../api/v1/catalog.json"),
        (Page("en", "coverage"), None),
    ],
    ids=ids,
)
def test_a_page_names_the_json_with_what_it_shows(page: Page, facts: str | None) -> None:
    found = {one["type"]: one["href"] for one in view(SITE, page)[1]["shell"]["twins"]}
    assert found.get("application/json") == facts


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_link_of_a_twin_arrives(page: Page, site: Path) -> None:
    for token in tokens(twin(page)):
        if token.type == "link_open":
            href = str(token.attrs["href"])
            if not href.startswith("https://"):
                path, _, anchor = href.partition("#")
                target = site / posixpath.normpath(posixpath.join(*page.folder, path.partition("?")[0]))
                assert target.is_file(), href
                if anchor:
                    assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), href


def widths(text: str) -> Iterator[list[int]]:
    """For each table, how many cells its lines have."""
    found: list[int] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            found.append(len(re.findall(r"(?<!\\)\|", re.sub(r"(`+).+?\1", "", line))))
        elif found:
            yield found
            found = []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_a_twin_is_tidy(page: Page) -> None:
    text = twin(page)
    headings = [token.tag for token in tokens(text) if token.type == "heading_open"]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1
    assert all(int(later[1]) <= int(earlier[1]) + 1 for earlier, later in pairwise(headings))
    outside = re.sub(r"(?ms)^(```+).*?^\1$", "fence", text)
    assert "\n\n\n" not in outside
    assert text.count("\n\n---\n\n") == 1  # after a line of text it would make a heading of that
    assert all(len(set(table)) == 1 and len(table) > 1 for table in widths(outside))
    assert text.endswith("[HTML](index.html)\n")
    tables = sum(token.type == "table_open" for token in tokens(text))
    assert tables == len(list(widths(outside)))


def test_a_twin_says_what_its_page_says() -> None:
    text = twin(Page("en", "variant", "glm", "4.7"))
    for part in (
        "# glm-4.7\n",
        "| Rates | Input | $0.30 per 1M tokens |",
        "| Rates | Cache write, 5 min | Free |",
        "$19.50–$20.50",
        "[models/glm.md:22](https://runapi.ai/models/glm.md)",
        "- Model ID: `glm-4.7`",
        "[glm-5](../5/index.md) | Not published |",
        "[glm-4.5-air](../4.5-air/index.md) | Not offered |",
        "### How do I use glm-4.7?",
        content_samples.DIGEST,
    ):
        assert part in text, part


def test_a_twin_marks_what_is_in_another_language() -> None:
    assert "*內容為英文*\n\nMiniMax text API access via RunAPI.\n" in twin(Page("zh-TW", "family", "minimax"))
    assert "*Shown in" not in twin(Page("en", "family", "glm"))


def test_an_answer_keeps_its_numbers_links_and_code() -> None:
    expected = (
        "請見[文件](https://runapi.ai/docs)。\n\n2. 填入 `minimax`\n3. 送出 {{ 7\\*7 }}\n\n```sh\ncurl <b>\n```\n"
    )
    assert expected in twin(Page("zh-TW", "family", "minimax"))
    assert expected in twin(Page("zh-TW", "faq"))


def test_sample_data_is_labelled_in_every_twin() -> None:
    assert all("\n> " in twin(page) for page in PAGES)


def test_an_example_is_copied_as_it_is() -> None:
    fence = next(token for token in tokens(twin(Page("en", "variant", "glm", "4.7"))) if token.type == "fence")
    assert (fence.info, fence.content) == ("json", '{\n  "model": "glm-4.7" </script>\n}\n')


def test_a_ready_made_cost_stands_on_the_calculators_twin() -> None:
    text = twin(Page("en", "calculator"))
    assert "### A chat product" in text
    disputed = r" ≠ \[Disputed\]\(\.\./findings/index\.html#billing-mismatch:[^)]+\)"
    assert re.search(r"\| \[MiniMax-M2\]\(\.\./models/minimax/m2/index\.md\)" + disputed + r" \| \$\d", text)


# Whatever the source prints

HOSTILE = [
    "a | b",
    "<img src=x onerror=alert(1)>",
    "`",
    "```\n# x",
    "![x](https://evil.example/x.png)",
    "[x](javascript:alert(1))",
    "one\n\n# two\n\n- three",
    "</script>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt;",
    "<!-- ",
    "\\",
]


@cache
def poisoned(text: str) -> Site:
    """The sample with `text` in every place where the source's words can stand."""
    block = (
        Block(kind="paragraph", text=text),
        Block(kind="paragraph", runs=(Run(text=text), Run(text=text, mark="code"), Run(text=text, mark="strong"),
                                      Run(text=text, mark="link", href=f"https://runapi.ai/{text}"))),
        Block(kind="list", items=(text, text)),
        Block(kind="list", items=(text, text), marked=((Run(text=text),), (Run(text=text, mark="code"),)), first=2),
        Block(kind="heading", text=text),
        Block(kind="code", text=text, info=text),
        Block(kind="table", header=(text, "b"), rows=((text, text),)),
        Block(kind="table", rows=((text, text), ("a", "b"))),
    )  # fmt: skip
    variants = tuple(
        one.model_copy(
            update={"id": f"{text}{one.slug}", "billing_unit": text, "task_type": text, "endpoint": text, "status": text,
                    "extra": {text: text}}
        )
        for one in content_samples.GLM.variants
    )  # fmt: skip
    model = content_samples.GLM.model_copy(
        update={"variants": variants, "name": text, "provider": text, "modality": text, "endpoints": (text,)}
    )
    words = content_samples.TEXTS["en", "glm"].model_copy(
        update={
            "tagline": text,
            "lead": block,
            "sections": (Section(title=text, blocks=block), Section(title="Request example", blocks=block)),
            "faq": (
                FaqItem(question=text, answer=f"{text}\n\n{text}", lang="zh-TW"),
                FaqItem(question=text, answer=text, blocks=block, lang="zh-TW"),
            ),
            "variants": (),
        }
    )
    found = Reported(code="unknown-unit", level="error", path="models/glm.md", line=22, message=text)
    return Site(
        content_samples.content(
            models=(model,), texts={("en", "glm"): words}, report=Report(pages=1, findings=(found,))
        ),
        WORDS,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_the_source_prints_becomes_markup(text: str) -> None:
    site = poisoned(text)
    for page in all_pages(site.content.models, ["en"], [part.name for part in site.ledger.parts]):
        if page.kind in _WITHOUT:
            continue
        written = twin(page, site)
        for token in tokens(written):
            assert token.type not in {"html_block", "html_inline", "image"}, (page, token)
            if token.type == "link_open":
                assert re.match(r"https://runapi\.ai/|(\.\./)*[a-z0-9]", str(token.attrs["href"])), (page, token)
                assert "javascript" not in str(token.attrs["href"]).partition("runapi.ai")[0]
            if token.type == "heading_open":
                assert token.level == 0
        headings = sum(token.type == "heading_open" for token in tokens(written))
        harmless = sum(token.type == "heading_open" for token in tokens(twin(page, poisoned("harmless"))))
        assert headings == harmless, page
        assert "49" not in re.sub(r"[0-9a-f]{64}", "", written)
        rows = sum(token.type == "td_open" for token in tokens(written))
        assert rows == sum(token.type == "td_open" for token in tokens(twin(page, poisoned("harmless")))), page


# llms.txt


def test_llms_txt_is_what_its_readers_expect(site: Path) -> None:
    """A title, a summary, words without headings, then sections of links."""
    text = (site / "llms.txt").read_text(encoding="utf-8")
    kinds = [token.type for token in READER.parse(text) if token.level == 0 and not token.type.endswith("_close")]
    assert kinds[:2] == ["heading_open", "blockquote_open"]
    rest = kinds[kinds.index("heading_open", 1) :]
    assert rest == ["heading_open", "bullet_list_open"] * (len(rest) // 2)
    assert [token.tag for token in tokens(text) if token.type == "heading_open"] == ["h1", "h2", "h2", "h2", "h2"]
    sections = text.partition("\n## ")[2]
    assert all(re.match(r"- \[.+\]\(.+\)(: .+)?$", line) for line in sections.splitlines() if line.startswith("-"))


def test_llms_txt_leads_to_every_model_and_file(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    hrefs = [str(token.attrs["href"]) for token in tokens(text) if token.type == "link_open"]
    assert all((site / href).is_file() for href in hrefs)
    assert {f"models/{model.model}/index.md" for model in content_samples.MODELS} <= set(hrefs)
    assert {"prices.csv", "api/v1/catalog.json", "data/index.md", "zh-TW/index.md"} <= set(hrefs)


def test_llms_txt_is_absolute_where_the_address_is_known() -> None:
    told = overview(Site(content_samples.content(), WORDS, URL))
    assert told["models"][0]["href"] == f"{URL}models/glm/index.md"
    assert told["sections"][0] == ("RunAPI model prices", f"{URL}index.md")


@pytest.mark.parametrize("url", ["http://192.0.2.7:8000/", URL])
def test_llms_txt_has_links_whatever_the_address_begins_with(url: str) -> None:
    text = RENDERER.page("markdown/llms.md", overview(Site(content_samples.content(), WORDS, url))).decode()
    assert f"[GLM]({url}models/glm/index.md)" in text
    assert all("](" in line for line in text.splitlines() if line.startswith("- "))


def test_both_of_a_page_are_made_from_one_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from build import site as whole

    made: list[str] = []
    monkeypatch.setattr(whole, "view", lambda data, page: made.append(page.path) or view(data, page))  # type: ignore[func-returns-value]
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=["en"])
    assert len(made) == len(set(made))
