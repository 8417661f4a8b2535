"""What a reader gets where a page of the source is hostile or broken: recorded, read, built and opened.

Each test carries the number of its fault; docs/faults.md says what they show.
"""

import csv
import io
import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SUB_PATH, Hosted, NewPage, build
from tests.pages import HEADER, Folder, family, row, twin, variant
from tests.tools.server import serve

TABLE = "models/acme.md"
OTHER = "models/plain.md"
MARKUP = {
    "script": "<script>window.ran = 'script'</script>",
    "handler": "<img src=x onerror=\"window.ran = 'handler'\">",
    "drawing": "<svg onload=\"window.ran = 'drawing'\"><circle r=9></svg>",
    "frame": "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "closing": "</bdi></td></table></main><form id=evil><button>Pay</button></form>",
}
TEMPLATES = (
    "{{ 7*7 }}",
    "{% raw %}",
    "{# gone #}",
    "</script><script>window.ran = 'data'</script>",
    "-->",
    "<!--",
    "]]>",
)
LINKS = {
    "script": "javascript:window.ran='link'",
    "in capitals": "JaVaScRiPt:window.ran='link'",
    "data": "data:text/html,<script>parent.ran=1</script>",
    "blob": "blob:https://runapi.ai/0",
    "an app's": "intent://scan/#Intent;end",
    "another host's": "//evil.example/x",
    "with a user": "https://runapi.ai@evil.example/x",
    "split by a tab": "java&#9;script:window.ran='link'",
}
OVERRIDE, ZERO_WIDTH, TAG = "\u202e", "\u200b", "\U000e0041"
NESTED = ">" * 150 + " too deep"

WORDS = f"""## Context

{" and ".join(MARKUP.values())}

{" ".join(f"[{name}]({address})" for name, address in LINKS.items())}

{" ".join(text for text in TEMPLATES)} is how it reads.

Turned {OVERRIDE}around{ZERO_WIDTH} here{TAG}.

See https://runapi\u0430i.example/models for more.

{NESTED}

"""
PAGES = [TABLE.replace(".md", "/index.html"), "models/acme/one/index.html"]
ALSO = ["index.html", "compare/index.html?v=acme/one,acme/two", "calculator/index.html?v=acme/one,acme/two"]
LISTS = ["faq/index.html", "findings/index.html", "changes/index.html", "coverage/index.html", "about/index.html"]
EVERY = [*PAGES, *ALSO, *LISTS]


@dataclass(frozen=True)
class Hostile:
    """The site of a hostile catalog, and the folder it was read from."""

    hosted: Hosted
    folder: Folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hostile]:
    """A recorded catalog with a fault of every kind in every field, read and built in two languages."""
    root = tmp_path_factory.mktemp("hostile")
    folder = Folder(root / "content")
    faq = "".join(f"### {text}\n\n{text} it is.\n\n" for text in (*MARKUP.values(), *TEMPLATES))
    rows = (
        row("one", id=f"Acme {MARKUP['handler']}"),
        row("two", "$0.000000001", "token", id=f"Acme {OVERRIDE}two{ZERO_WIDTH}"),
        row("three", "$0.010", "call", id="=cmd+1"),
        row("four", "$0.020", "call", id="@SUM(1)"),
        row("five", "call us", MARKUP["drawing"], id="Acme-five"),
    )
    names = {"model": f"Acme {MARKUP['script']}", "provider": MARKUP["handler"], "title": MARKUP["closing"]}
    folder.put(TABLE, family(TABLE, *rows, body=WORDS, **names) + faq)
    body = f"## Request example\n\n```js\n{MARKUP['script']} {' '.join(TEMPLATES)}\n```\n\n{WORDS}"
    folder.put(
        "models/acme/one.md", variant(body=body, variant_id=f"Acme {MARKUP['handler']}", status=MARKUP["drawing"])
    )
    folder.put("models/acme/one.html", twin(f"Input $0.30 / 1M tokens {MARKUP['closing']}", before=MARKUP["script"]))
    folder.put(OTHER, family(OTHER, row("one", url="https://runapi.ai/models/plain/one.md")))
    folder.record()
    folder.parse()
    site = build(folder.root, root / "site")
    with serve({"/": site, SUB_PATH: site}) as origin:
        yield Hostile(Hosted(origin, site), folder)


# Elements that no template of ours makes, and attributes that run something.
FOREIGN = """() => [...document.querySelectorAll("body *")].filter((one) =>
  ["IFRAME", "IMG", "FORM#evil", "CIRCLE#evil", "OBJECT", "EMBED", "BASE", "META", "STYLE"].includes(one.tagName)
  || one.id === "evil" || one.tagName === "circle" && !one.closest(".chart")
  || [...one.attributes].some(({ name }) => /^on/i.test(name) || name === "srcdoc" || name === "style")
  || one.tagName === "SCRIPT" && one.textContent && !/^application\\/(ld\\+)?json$/.test(one.type))
  .map((one) => one.outerHTML.slice(0, 100))"""


@pytest.mark.fault(25)
@pytest.mark.fault(30)
@pytest.mark.parametrize("path", EVERY)
def test_markup_and_template_code_in_any_field_do_nothing_on_any_page(page: Page, hostile: Hostile, path: str) -> None:
    """HTML, scripts, event handlers, SVG, `{{ }}`, `</script>`, `-->` and `]]>` in any field run nothing on any page."""
    for address in (hostile.hosted.url(path), hostile.hosted.url(f"zh-TW/{path}")):
        page.goto(address)
        assert page.evaluate(FOREIGN) == []
        assert page.evaluate("window.ran") is None
        assert page.locator("main").count() == page.locator("footer").count() == 1


@pytest.mark.fault(25)
def test_markup_is_shown_as_it_was_printed(page: Page, hostile: Hostile) -> None:
    """What was printed is read as plain text: tags, quotes and all."""
    page.goto(hostile.hosted.url(PAGES[0]))
    for text in MARKUP.values():
        expect(page.locator("main")).to_contain_text(text)
    page.goto(hostile.hosted.url())
    expect(page.locator("#prices th.variant a").first).to_be_visible()
    assert f"Acme {MARKUP['handler']}" in page.locator("#prices th.variant a").all_inner_texts()


@pytest.mark.fault(30)
def test_template_code_and_comment_ends_are_shown_as_they_were_printed(page: Page, hostile: Hostile) -> None:
    """`{{ 7*7 }}` stays `{{ 7*7 }}`; what would close a script, a comment or a CDATA section closes nothing."""
    for path in (*PAGES, "faq/index.html"):
        page.goto(hostile.hosted.url(path))
        for text in TEMPLATES:
            expect(page.locator("main")).to_contain_text(text)
        assert "49" not in page.locator("h1").inner_text()


@pytest.mark.fault(26)
@pytest.mark.parametrize("path", PAGES)
def test_a_link_that_leads_nowhere_good_is_text(page: Page, hostile: Hostile, path: str) -> None:
    """`javascript:`, `data:`, `blob:`, `intent:`, `//host`, a user name or a tab in a link: its words stay, as text."""
    page.goto(hostile.hosted.url(path))
    text = page.locator("main").inner_text()
    for name in LINKS:
        assert name in text
        assert page.get_by_role("link", name=name, exact=True).count() == 0
    strange = page.evaluate(
        """() => [...document.links].filter(({ protocol, host, username }) =>
          !["http:", "https:", "file:"].includes(protocol) || username || ![location.host, "runapi.ai"].includes(host))
          .map((link) => link.outerHTML)"""
    )
    assert strange == []


@pytest.mark.fault(27)
def test_an_id_with_characters_nobody_sees_shows_them(page: Page, hostile: Hostile) -> None:
    """A right-to-left override or a zero-width space in an id is shown escaped, and is a finding."""
    page.goto(hostile.hosted.url())
    names = page.locator("#prices th.variant a").all_inner_texts()
    (name,) = (name for name in names if "two" in name)
    assert name == "Acme ⟨U+202E⟩two⟨U+200B⟩"
    for path in ("compare/index.html?v=acme/two", "calculator/index.html?v=acme/two&input=1"):
        page.goto(hostile.hosted.url(path))
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.goto(hostile.hosted.url("findings/index.html"))
    expect(page.locator("main")).to_contain_text("hidden-characters")


@pytest.mark.fault(27)
def test_prose_that_would_turn_around_stands_still(page: Page, hostile: Hostile) -> None:
    """In prose an override, a zero width or a tag character is shown escaped, too; a host in two scripts is no link."""
    page.goto(hostile.hosted.url(PAGES[0]))
    paragraph = page.locator("p", has_text="Turned")
    assert paragraph.inner_text() == "Turned ⟨U+202E⟩around⟨U+200B⟩ here⟨U+E0041⟩."
    assert page.locator("a[href*='runapi\u0430i']").count() == page.locator("a[href*='xn--']").count() == 0


@pytest.mark.fault(28)
def test_a_page_of_three_megabytes_leaves_its_last_good_prices_on_the_site(page: Page, tmp_path: Path) -> None:
    """A page that has grown to 3 MB is refused unread; the site keeps its last good prices and names the finding."""
    folder = Folder(tmp_path / "content")
    folder.put(TABLE, family())
    folder.record()
    folder.parse()
    folder.put(TABLE, family(body="[" * 3_000_000))
    folder.record(day="2026-11-23")
    folder.parse("2026-11-23")
    site = build(folder.root, tmp_path / "site")
    page.goto((site / "index.html").as_uri())
    assert page.locator("#prices th.variant a").all_inner_texts() == ["Acme-one", "Acme-two"]
    page.goto((site / "findings" / "index.html").as_uri())
    expect(page.locator("main")).to_contain_text("too-large")


@pytest.mark.fault(28)
@pytest.mark.parametrize("piece", ["x" * 100_000, "`" * 50_000, "[" * 50_000], ids=["a word", "backticks", "brackets"])
def test_a_word_without_an_end_stays_inside_its_page(new_page: NewPage, tmp_path: Path, piece: str) -> None:
    """A word of 100,000 letters, or as many backticks or brackets, is shown without widening the page."""
    folder = Folder(tmp_path / "content")
    folder.put(TABLE, family(body=f"## Context\n\n{piece}\n\n"))
    folder.parse()
    site = build(folder.root, tmp_path / "site")
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto((site / "models" / "acme" / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".prices th.variant a").first).to_be_visible()


@pytest.mark.fault(29)
def test_what_is_nested_too_deep_is_named_and_the_rest_is_shown(page: Page, hostile: Hostile) -> None:
    """Content beyond the parser's nesting limit is a finding with its line; what stands around it is shown."""
    page.goto(hostile.hosted.url("findings/index.html"))
    finding = page.locator(".code-group", has_text="dropped-content")
    expect(finding).to_contain_text(re.compile(r"models/acme(/one)?\.md:\d+"))
    page.goto(hostile.hosted.url(PAGES[0]))
    expect(page.locator("main")).to_contain_text("is how it reads")
    expect(page.locator(".prices")).to_be_visible()


@pytest.mark.fault(31)
def test_a_spreadsheet_gets_no_formula(page: Page, hostile: Hostile) -> None:
    """A cell that begins with `=`, `+`, `-` or `@` gets an apostrophe in every CSV, exported or published."""
    page.goto(hostile.hosted.url())
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    exported = download.value.path().read_text(encoding="utf-8-sig")
    published = (hostile.hosted.folder / "prices.csv").read_text(encoding="utf-8")
    for text in (exported, published):
        cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
        assert {"'=cmd+1", "'@SUM(1)"} <= set(cells)
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell[:1]]


@pytest.mark.fault(35)
def test_the_same_is_read_at_a_root_below_a_path_and_from_disk(page: Page, new_page: NewPage, hostile: Hostile) -> None:
    """At a domain's root, below `/repo/`, from `file://` and without JavaScript a page says the same."""
    site = hostile.hosted
    for path in ("models/plain/index.html", "zh-TW/models/plain/one/index.html", "faq/index.html"):
        said = []
        for address in (site.url(path), site.url(path, below=SUB_PATH), site.file(path)):
            page.goto(address)
            said.append(page.locator("main").inner_text())
            assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).display") == "flex"
        assert said[0] == said[1] == said[2]
    plain = new_page(java_script_enabled=False)
    plain.goto(site.file("models/plain/index.html"))
    expect(plain.get_by_text("$0.010").first).to_be_visible()


@pytest.mark.fault(36)
@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("?q=%00%E0%A4%A&modality=no&sort=price;drop&least=NaN&most=1e999", "#ignored"),
        ("?v=__proto__/constructor&hide=toString&within=hasOwnProperty", "#ignored"),
        ("compare/index.html?v=acme/one,no/such,<svg onload=alert(1)>", "#ignored"),
        ("calculator/index.html?input=NaN&output=" + "9" * 400 + "&v=acme/two", "#calculator-ignored"),
    ],
    ids=["table", "names of every object", "compare", "calculator"],
)
def test_a_broken_address_is_ignored_with_a_note(page: Page, hostile: Hostile, address: str, note: str) -> None:
    """Unknown variants, `NaN`, 400 digits or names that every object has in an address are left out, with a note."""
    page.goto(hostile.hosted.url(address))
    expect(page.locator(note)).to_be_visible()
    text = page.locator("main").inner_text().replace(page.locator(note).inner_text(), "")
    assert not re.search(r"\bNaN\b|undefined|\[object|Infinity", text)


@pytest.mark.fault(36)
def test_digits_of_another_script_are_read(page: Page, hostile: Hostile) -> None:
    """Arabic, Persian and full-width digits in the address are the numbers they are."""
    for digits in ("٢٥٠٠", "۲۵۰۰", "２５００"):
        page.goto(hostile.hosted.url(f"calculator/index.html?input={digits}&v=plain/one&show=run"))
        expect(page.locator("#calculator-ignored")).to_be_empty()
        expect(page.locator("#groups tbody").first).to_contain_text("$0.025")


@pytest.mark.fault(37)
def test_a_tiny_price_is_never_nothing(page: Page, hostile: Hostile) -> None:
    """A billionth of a dollar is shown with all its digits everywhere: table, its page, comparison, calculator."""
    for path in ("index.html", "models/acme/two/index.html", "compare/index.html?v=acme/two"):
        page.goto(hostile.hosted.url(path))
        expect(page.get_by_text("$0.000000001").first).to_be_visible()
        assert not re.search(r"\$0(\.0+)?(?![\d.])", page.locator("main").inner_text())
    page.goto(hostile.hosted.url("findings/index.html"))
    expect(page.get_by_text("0.000000001 USD per 1 tokens means 0.0005 to 0.0015 per 1M")).to_be_visible()
    page.goto(hostile.hosted.url("calculator/index.html?input=1&v=acme/two&show=run"))
    expect(page.locator("#groups tbody .amount").first).to_have_text("$0.000000001")


def test_the_catalog_is_as_hostile_as_it_means_to_be(hostile: Hostile) -> None:
    """Without its findings the tests above would prove nothing."""
    text = (hostile.hosted.folder / "findings" / "index.html").read_text(encoding="utf-8")
    assert HEADER.count("|") == 12
    for code in ("hidden-characters", "dropped-content", "unreadable-price", "unsafe-link", "foreign-text"):
        assert code in text
