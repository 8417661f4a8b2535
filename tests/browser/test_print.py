"""On paper: the price table is a price sheet, and other pages are what can be read of them."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from scraper.catalog import Model
from tests import content_samples
from tests.browser.conftest import Hosted, NewPage, build
from tests.tools import icons
from tests.tools.pdf import sheet

A4 = (595, 842)  # points
MANY = 40  # families


@pytest.fixture(scope="session")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog whose table is longer than what shows at first, and than a few pages."""
    (glm,) = (model for model in content_samples.MODELS if model.model == "glm")
    models = tuple(_renamed(glm, f"f{number:02}") for number in range(MANY))
    content = content_samples.content(models=models, texts={}, report=None)
    folder = tmp_path_factory.mktemp("long")
    return build(content_samples.write(folder / "content", content), folder / "out")


def _renamed(model: Model, slug: str) -> Model:
    variants = tuple(one.model_copy(update={"id": f"{slug}-{one.slug}"}) for one in model.variants)
    return model.model_copy(update={"model": slug, "name": slug.upper(), "variants": variants})


@pytest.fixture(scope="session")
def printed(browser: Browser, long_site: Path) -> list[list[str]]:
    """The lines of each page of the price sheet, without their blanks: a PDF has none of its own."""
    reader = PdfReader(io.BytesIO(sheet(browser, long_site / "index.html")))
    for page in reader.pages:
        sides = sorted(float(side) for side in page.mediabox[2:])
        assert [abs(side - expected) < 2 for side, expected in zip(sides, A4, strict=True)] == [True, True]
    texts = [page.extract_text(extraction_mode="layout") for page in reader.pages]
    return [[line for line in (re.sub(r"\s+", "", line) for line in text.splitlines()) if line] for text in texts]


def test_every_row_is_on_the_sheet(printed: list[list[str]], long_site: Path) -> None:
    table = (long_site / "index.html").read_text(encoding="utf-8")
    ids = re.findall(r'<a href="[^"]*"><bdi>(f\d\d-[^<]+)</bdi>', table)
    assert len(ids) == MANY * 3
    assert re.search(r'<tbody[^>]* class="[^"]*rest', table)  # more than shows before anybody asks for more
    lines = [line for page in printed for line in page]
    assert [line for name in ids for line in lines if line.startswith(name)] == [
        line for line in lines if line.startswith("f")
    ]
    assert len([line for line in lines if re.search(r"models/.*:\d+$", line)]) == table.count("<bdi>models/glm")


def test_every_page_has_the_head_the_date_and_where_it_is_from(printed: list[list[str]]) -> None:
    assert len(printed) > 3
    for number, lines in enumerate(printed, 1):
        head = next(line for line in lines if line.startswith("Variant"))
        assert "Per1Mtokens" in head
        assert head.endswith("Sourceline")
        foot = next(line for line in lines if "Anindependentrecordofpublicpages." in line)
        assert "LastcheckedNov22,2026" in foot
        assert lines[-1] == f"{number}/{len(printed)}"
        assert not any("ago" in line for line in lines)  # on paper that is soon untrue


def test_a_variant_is_never_parted_and_a_model_never_begins_at_the_foot(printed: list[list[str]]) -> None:
    for lines in printed:
        place = next(at for at, line in enumerate(lines) if line.startswith("Variant"))
        assert re.match(r"f\d\d-", lines[place + 1]), lines[place + 1]
        (last,) = [line for line in lines if re.match(r"f\d\d-", line)][-1:]
        assert not re.match(r"f\d\d-4\.7", last), "the first of its model, alone"


@pytest.fixture
def on_paper(new_page: NewPage, rich_hosted: Hosted) -> Callable[[str], Page]:
    def open_page(path: str) -> Page:
        page = new_page(viewport={"width": 1000, "height": 700})
        page.goto(rich_hosted.url(path))
        page.emulate_media(media="print")
        return page

    return open_page


OnPaper = Callable[[str], Page]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "models/glm/",
        "models/glm/4.7/",
        "compare/?v=glm/4.7,minimax/m2.1",
        "faq/",
        "changes/",
        "findings/",
        "about/",
    ],
)
def test_nothing_that_is_pressed_is_printed(on_paper: OnPaper, path: str) -> None:
    page = on_paper(path)
    # The heads of columns are buttons on a screen; on paper their words alone are left.
    for selector in ("button:not([data-sort] button)", "input", "select", "nav", ".links a", ".ago"):
        assert page.locator(f"{selector}:visible").count() == 0, selector
    expect(page.locator("h1")).to_be_visible()


def test_every_price_keeps_its_unit_basis_and_line(on_paper: OnPaper) -> None:
    page = on_paper("")
    rows = page.locator("#prices tbody tr").filter(has=page.locator(".amount"))
    assert rows.count() == 15
    for row in rows.all():
        expect(row.locator(".free, .per").first).to_be_visible()
        expect(row.locator("td.basis")).to_be_visible()
        expect(row.locator("td.source")).to_contain_text(":")


def test_doubt_and_ranges_are_printed(on_paper: OnPaper) -> None:
    page = on_paper("")
    expect(page.locator("#prices .doubt").first).to_be_visible()
    expect(page.locator("#prices .range").first).to_be_visible()
    expect(page.locator(".legend li")).to_have_count(2)


def test_a_search_prints_what_it_found(on_paper: OnPaper) -> None:
    page = on_paper("?q=m2.1")
    expect(page.locator("#prices tbody:visible")).to_have_count(1)


def test_a_comparison_is_printed(on_paper: OnPaper) -> None:
    page = on_paper("compare/?v=glm/4.7,minimax/m2.1")
    expect(page.locator(".comparison thead th:visible")).to_have_count(2)
    expect(page.locator(".comparison")).to_contain_text("$1.10")


def test_a_calculation_is_printed_with_its_workload(on_paper: OnPaper) -> None:
    page = on_paper("calculator/?input=2M&output=500k")
    expect(page.locator("#f-input")).to_be_visible()
    expect(page.locator("#f-input")).to_have_value("2,000,000")
    expect(page.locator(".ranking tbody").first).to_be_visible()
    expect(page.locator("#groups summary:visible")).to_have_count(0)


def test_the_target_writes_the_file_and_says_what_is_missing(rich_site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.tools.pdf", "--site", str(rich_site), "--output", str(tmp_path / "a.pdf")]
    done = subprocess.run([*command, "--locale", "ar"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 1
    missing = subprocess.run([*command, "--locale", "sv"], capture_output=True, text=True, check=False)
    assert missing.returncode == 2
    assert "build that language first" in missing.stderr


def test_the_apps_icons_are_what_the_drawing_gives(browser: Browser) -> None:
    for name in icons.ICONS:
        page = browser.new_page()
        kept = (icons.STATIC / "icons" / name).read_bytes()
        differ = page.evaluate(
            """async ([one, other]) => {
              const pixels = async (bytes) => {
                const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
                const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
                canvas.drawImage(picture, 0, 0);
                return canvas.getImageData(0, 0, picture.width, picture.height).data;
              };
              const [a, b] = [await pixels(one), await pixels(other)];
              return a.length === b.length ? a.filter((value, at) => Math.abs(value - b[at]) > 32).length : -1;
            }""",
            [list(kept), list(icons.draw(browser, name))],
        )
        page.close()
        assert differ == 0, f"{name}: run `python -m tests.tools.icons`"
