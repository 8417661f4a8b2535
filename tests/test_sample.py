"""The sample catalog: large enough, the same every time, and in the format of the real one."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from scraper import addresses
from tests.sample import defects
from tests.sample.__main__ import main
from tests.sample.editions import DIFFERENT, EDITIONS, NOT_YET, edition
from tests.sample.families import FAMILIES, choose
from tests.sample.generate import generate, pages
from tests.sample.locales import LOCALES, WORDS

FAMILY_KEYS = [
    "title",
    "url",
    "canonical",
    "locale",
    "model",
    "provider",
    "modality",
    "variant_count",
    "price_from_cents",
]
VARIANT_KEYS = [
    "title", "url", "canonical", "locale", "model", "provider", "variant_id", "sdk_model_id", "modality",
    "price_from_cents", "billing_unit", "status",
]  # fmt: skip
SECTIONS = {
    ("family", True): ["Variants", "API endpoints", "Context", "FAQ"],
    ("family", False): ["Variants", "Install", "Quickstart", "Context", "FAQ"],
    ("variant", True): ["Pricing", "Spec sheet", "Request example", "API endpoints", "FAQ", "Related"],
    ("variant", False): ["Pricing", "Spec sheet", "Install", "Quickstart", "FAQ", "Related"],
}
# Every unit word the sample may print; a new one needs a reader before it needs a page.
BILLING = {"1K tokens", "call", "song", "second", "minute", "1K characters"}
HTML_UNITS = {"", "1M tokens", "image", "request", "second", "minute", "song", "1K characters"}


@pytest.fixture(scope="module")
def tree() -> dict[str, str]:
    """Every file of the full sample, by path."""
    return dict(pages())


def catalog(tree: dict[str, str], kind: str, form: str = "md") -> dict[addresses.Page, str]:
    """The catalog pages of one kind, by address."""
    found = ((addresses.from_path(path), text) for path, text in tree.items())
    return {page: text for page, text in found if page is not None and (page.kind, page.form) == (kind, form)}


def frontmatter(text: str) -> dict[str, str]:
    """Keys and printed values, quotes included."""
    head = text.split("---\n")[1]
    return dict(line.split(": ", 1) for line in head.splitlines())


def sections(text: str) -> list[str]:
    """H2 headings outside code samples."""
    return re.findall(r"^## (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M), flags=re.M)


def price_block(text: str) -> list[str]:
    """The text of an HTML page's price block, a line for each row."""
    block = text.split("<p>PRICING</p>")[1].split("<p>SPEC SHEET</p>")[0]
    rows = re.split(r"</div>|</dd>|</tr>|</li>", block.split("</p>", 1)[1])
    texts = (" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows)
    return [text for text in texts if text]


def test_it_has_the_size_of_the_real_catalog(tree: dict[str, str]) -> None:
    variants = [variant for family in FAMILIES for variant in family.variants]
    assert len(FAMILIES) >= 40
    assert len(variants) >= 200
    assert min(Counter(family.modality for family in FAMILIES).values()) >= 5
    assert {family.modality for family in FAMILIES} == {"text", "image", "video", "audio"}
    # Each locale has an index, the families and the variants; one family and one variant page are missing.
    missing = 1 + len(next(family for family in FAMILIES if family.slug == defects.MISSING_FAMILY[1]).variants) + 1
    markdown = len(catalog(tree, "index")) + len(catalog(tree, "family")) + len(catalog(tree, "variant"))
    assert markdown == len(LOCALES) * (1 + len(FAMILIES) + len(variants)) - missing


def test_no_family_slug_variant_slug_or_model_id_is_used_twice() -> None:
    assert len({family.slug for family in FAMILIES}) == len(FAMILIES)
    for family in FAMILIES:
        assert len({variant.slug for variant in family.variants}) == len(family.variants), family.slug
    ids = Counter(variant.id for family in FAMILIES for variant in family.variants)
    assert [name for name, uses in ids.items() if uses > 1] == []


def test_every_slug_may_be_used_in_a_path() -> None:
    slugs = {family.slug for family in FAMILIES} | {variant.slug for family in FAMILIES for variant in family.variants}
    assert {slug for slug in slugs if not addresses.is_slug(slug)} == set()


def test_it_is_the_same_every_time(tree: dict[str, str]) -> None:
    assert dict(pages()) == tree


def test_a_locale_is_written_the_same_alone_as_with_the_others(tree: dict[str, str]) -> None:
    alone = dict(pages(locales=("zh-HK",)))
    assert {path: text for path, text in alone.items() if path.endswith(".md")}.items() <= tree.items()


def test_it_speaks_the_eleven_locales_of_the_site(tree: dict[str, str]) -> None:
    assert LOCALES == addresses.LOCALES
    assert {page.locale for page in catalog(tree, "index")} == set(LOCALES)
    assert {page.locale for page in catalog(tree, "family")} == set(LOCALES)
    assert {page.locale for page in catalog(tree, "variant")} == set(LOCALES)


def test_no_two_locales_share_a_sentence() -> None:
    sentences: Counter[str] = Counter()
    for words in WORDS.values():
        faq = [part for exchange in (words.which_id, *words.faq) for part in exchange]
        sentences.update({words.not_charged, words.tagline, words.context, *faq})
    assert [sentence for sentence, uses in sentences.items() if uses > 1] == []


def test_the_number_of_questions_differs_by_locale_and_two_titles_have_no_suffix() -> None:
    assert {len(words.faq) for words in WORDS.values()} == {8, 5, 3, 2}
    assert {locale for locale, words in WORDS.items() if not words.suffix} == {"de", "es"}


@pytest.mark.parametrize(
    ("locale", "own", "others"),
    [("zh-TW", "影片", "短片 视频"), ("zh-HK", "短片", "影片 视频"), ("zh-CN", "视频", "影片 短片")],
)
def test_the_three_chinese_texts_use_their_own_words(locale: str, own: str, others: str) -> None:
    text = repr(WORDS[locale])
    assert own in text
    assert [word for word in others.split() if word in text] == []


def test_every_family_page_says_that_it_is_sample_data(tree: dict[str, str]) -> None:
    for page, text in catalog(tree, "family").items():
        assert "This is a sample page: its prices are invented" in text, page
        assert any(words.tagline.split("{")[-1].split("}")[1][-8:] in text for words in WORDS.values()), page
    assert tree["robots.txt"].startswith("# Sample catalog: made-up data")


def test_family_pages_have_the_structure_of_the_source(tree: dict[str, str]) -> None:
    for page, text in catalog(tree, "family").items():
        head = frontmatter(text)
        assert list(head) == FAMILY_KEYS, page
        assert head["url"] == head["canonical"] == f'"{page.url}"'
        assert sections(text) == SECTIONS["family", head["modality"] == '"text"'], page
        assert "\n| Version | Variant | Pricing | Billing | URL |\n|---|---|---|---|---|\n" in text
        rows = re.findall(r"^\| (\S+) \| `(\S+)` \| \$(\d+\.\d{3}) \| (.+) \| (\S+) \|$", text, flags=re.M)
        assert rows, page
        assert {billing for *_, billing, _ in rows} <= BILLING
        for _, slug, _, _, url in rows:
            assert addresses.from_url(url) == addresses.Page(page.locale, page.family, slug)
        if (page.locale, page.family) != defects.COUNT_MISMATCH:
            assert head["variant_count"] == str(len(rows)), page
        assert head["price_from_cents"] == str(min(int(Decimal(price) * 100) for _, _, price, _, _ in rows)), page


def test_variant_pages_have_the_structure_of_the_source(tree: dict[str, str]) -> None:
    for page, text in catalog(tree, "variant").items():
        head = frontmatter(text)
        assert list(head) == VARIANT_KEYS, page
        assert sections(text) == SECTIONS["variant", head["modality"] == '"text"'], page
        priced = re.search(r"^## Pricing\n\n\*\*\$(\d+\.\d{3})\*\* per (.+)\n\n(.+)\n", text, flags=re.M)
        assert priced is not None, page
        assert head["billing_unit"] == f'"{priced[2]}"'
        if (page.locale, page.family, page.variant) != defects.CENTS_MISMATCH[:3]:
            assert head["price_from_cents"] == str(int(Decimal(priced[1]) * 100)), page
        fields = re.findall(r"^\| (\w[\w ]+) \| (.+) \|$", text.split("## Spec sheet")[1], flags=re.M)
        assert [field for field, _ in fields] == [
            "Field", "Model ID", "Provider", "Modality", "Task type", "Billing unit", "API endpoint", "Status",
        ]  # fmt: skip
        assert re.search(r"^- \[\S+\]\(https://\S+\.md\) — `\S+` · \$\d+\.\d{3}$", text, flags=re.M), page


def test_every_variant_has_an_english_twin_with_a_price_block(tree: dict[str, str]) -> None:
    twins = catalog(tree, "variant", "html")
    assert {(page.family, page.variant) for page in twins} == {
        (family.slug, variant.slug) for family in FAMILIES for variant in family.variants
    }
    assert {page.locale for page in twins} == {"en"}
    for page, text in twins.items():
        block = price_block(text)
        assert block, page
        for line in block:
            read = re.fullmatch(r"(\D[^$]*?)(?: (?:Free|\$[\d.]+(?:-\$[\d.]+)?)(?: / (.+))?)?", line)
            assert read is not None, (page, line)
            assert (read[2] or "") in HTML_UNITS, (page, line)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "models/glm/4.7.html",
            ["Chat completion", "Input $0.30 / 1M tokens", "Output $1.10 / 1M tokens", "Cache read $0.06",
             "Cache write 5m Free"],
            id="rates of a text model",
        ),
        pytest.param(
            "models/flux-2/flex-text-to-image.html",
            ["Text to image $0.14-$0.24 / image", "Output resolution: 1k $0.14", "Output resolution: 2k $0.24"],
            id="tiers under a range",
        ),
        pytest.param(
            "models/ideogram/v3.html",
            ["Text to image $0.04-$0.10 / image", "Rendering speed: turbo $0.04", "Rendering speed: quality $0.10",
             "Rendering speed: balanced $0.07"],
            id="tiers in no order",
        ),
        pytest.param("models/suno/v5.html", ["Text to music $0.22 / song"], id="one price by the song"),
    ],
)  # fmt: skip
def test_a_price_block_reads(tree: dict[str, str], path: str, expected: list[str]) -> None:
    assert price_block(tree[path]) == expected


def test_the_twins_differ_in_markup_and_have_decoys(tree: dict[str, str]) -> None:
    twins = catalog(tree, "variant", "html").values()
    blocks = [text.split("<p>PRICING</p>")[1].split("<p>SPEC SHEET</p>")[0] for text in twins]
    for tag in ("<div ", "<dl>", "<table>", "<ul>"):
        assert sum(tag in block for block in blocks) > 20, tag
    assert any("/ image" in block for block in blocks)
    assert all("$9.99" in text and "$9.99" not in block for text, block in zip(twins, blocks, strict=True))


def test_the_defects_are_there_and_nowhere_else(tree: dict[str, str]) -> None:
    def having(part: str) -> set[str]:
        return {path for path, text in tree.items() if part in text}

    assert all(path.startswith("de/models/flux-2") for path in having("%{variant}"))
    assert "de/models/flux-2.md" in having("%{variant}")
    assert "tr/models/glm/4.7.md" in having("अनुरोध")
    assert all(path.startswith("tr/models/glm") for path in having("अनुरोध"))
    assert "variant_count: 7\n" in tree["ko/models/wan.md"]
    assert "**Catalog:** 6 variants" in tree["ko/models/wan.md"]
    assert "**$0.420** per call" in tree["pt-BR/models/kling/2.5-turbo-pro.md"]
    assert "**$0.380** per call" in tree["es/models/kling/2.5-turbo-pro.md"]
    assert "price_from_cents: 5\n" in tree["es/models/recraft/v3.md"]
    assert "nl/models/ideogram/v3-reframe.md" not in tree
    assert "https://runapi.ai/nl/models/ideogram/v3-reframe.md" in tree["nl/models/ideogram.md"]
    assert [path for path in tree if path.startswith("ar/models/command")] == []
    assert "/command.md" not in tree["ar/models.md"]
    assert "&#39;" in tree["models/glm.md"]
    assert having("https://api.runapi.ai") == {path for path in tree if re.match(r"models/elevenlabs/.+\.md", path)}


def test_guides_articles_and_docs_are_no_catalog_pages(tree: dict[str, str]) -> None:
    beside = [path for path in tree if path != "robots.txt" and addresses.from_path(path) is None]
    assert beside == ["openclaw-kling.md", "zh-CN/openclaw-kling.md", "hermes-suno.md", "veo-pricing.md", "docs.html"]
    assert tree["openclaw-kling.md"].startswith("---\ntitle: &quot;")


def test_a_price_may_be_free_below_a_cent_or_above_a_dollar() -> None:
    listed = [Decimal(variant.listed) for family in FAMILIES for variant in family.variants]
    assert min(listed) == 0
    assert max(listed) > 1
    assert any(row.amount == "0.004" for family in FAMILIES for variant in family.variants for row in variant.rows)


def test_a_benchmark_may_ask_for_more_families_than_there_are() -> None:
    more = choose(1_000)
    assert len(more) == 1_000
    assert len({family.slug for family in more}) == 1_000
    assert sum(1 for _ in pages(families=1_000, locales=("en",))) > 10_000
    assert [family.slug for family in choose(2)] == ["minimax", "glm"]
    with pytest.raises(ValueError, match="at least one family"):
        choose(0)


def test_earlier_editions_differ_where_they_should_and_nowhere_else(tree: dict[str, str]) -> None:
    def differing(ago: int) -> set[str]:
        then = dict(pages(ago=ago))
        return {path for path in tree.keys() | then.keys() if tree.get(path) != then.get(path)}

    assert [edition(FAMILIES, 0), [len(differing(ago)) > 0 for ago in range(1, EDITIONS)]] == [FAMILIES, [True] * 3]
    for ago in range(1, EDITIONS):
        touched = {family for number in range(1, ago + 1) for family, _ in (*DIFFERENT[number], *NOT_YET[number])}
        pages_of = {
            path.split("models/")[1].split("/")[0].removesuffix(".md") for path in differing(ago) if "models/" in path
        }
        assert pages_of <= touched
        assert touched & pages_of


def test_every_difference_of_an_edition_is_one() -> None:
    for number in range(1, EDITIONS):
        after = {(family.slug, one.slug): one for family in edition(FAMILIES, number - 1) for one in family.variants}
        assert all(after.get(place) != variant for place, variant in DIFFERENT[number].items())
        assert all(place in after for place in NOT_YET[number])


def test_the_catalog_has_lost_and_gained_variants() -> None:
    def places(ago: int) -> set[tuple[str, str]]:
        return {(family.slug, variant.slug) for family in edition(FAMILIES, ago) for variant in family.variants}

    assert places(EDITIONS - 1) - places(0) == {("glm", "4.6v"), ("veo", "1")}
    assert ("minimax", "m3") in places(0) - places(EDITIONS - 1)


def test_an_edition_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="expected an edition from 0, today, to 3, got 4"):
        edition(FAMILIES, EDITIONS)


def test_generating_again_leaves_nothing_of_the_last_sample(tmp_path: Path) -> None:
    target = tmp_path / "site"
    first = generate(target, families=3, locales=("en", "de"))
    second = generate(target, families=1, locales=("en",))
    on_disk = {file.relative_to(target).as_posix() for file in target.rglob("*") if file.is_file()}
    assert on_disk == set(second) < set(first)
    assert len({file.stat().st_mtime for file in target.rglob("*") if file.is_file()}) == 1


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="expected an empty folder"):
        generate(tmp_path, families=1)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_locale_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no words for fr"):
        generate(tmp_path / "site", locales=("fr",))


def test_the_command_writes_a_sample_and_says_how_large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(tmp_path / "site"), "--families", "1", "--locale", "en"]) == 0
    assert capsys.readouterr().err.startswith("22 files of sample data")
    assert main(["generate", str(tmp_path)]) == 1
    assert main(["serve", str(tmp_path)]) == 1
    assert main(["generate", str(tmp_path / "none"), "--families", "0"]) == 2


def test_the_sample_knows_nothing_of_the_code_that_reads_it() -> None:
    modules = list((Path(__file__).parent / "sample").glob("*.py"))
    assert modules
    assert [
        file.name for file in modules if re.search(r"^(from|import) (scraper|build)\b", file.read_text(), re.M)
    ] == []
