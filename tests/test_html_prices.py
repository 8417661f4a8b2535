"""Itemised rates and tiers from the text flow of an HTML page: the same whatever the markup, and nothing else's price."""

from collections.abc import Callable

import pytest

from scraper.addresses import Page
from scraper.errors import RefusedPage
from scraper.findings import Collector
from scraper.html_prices import MAX_HTML, MAX_LINES, MAX_TAGS, HtmlReading, read_html
from scraper.reduce_html import reduce_html
from tests.pages import page_around, twin

PAGE = Page("en", "acme", "one", "html")
Rows = list[tuple[str, str, str]]


def read(html: str) -> tuple[HtmlReading, list[str]]:
    found = Collector(PAGE.path)
    reading = read_html(PAGE, html.encode(), found)
    return reading, [finding.code for finding in found.found]


def prices(html: str) -> list[tuple[str, str, int, str, dict[str, str]]]:
    return [(p.component, p.amount, p.per.quantity, p.per.unit, p.when) for p in read(html)[0].prices]


def divisions(rows: Rows) -> str:
    return "".join(f"<div><span>{a}</span> <strong>{b}</strong> <small>{c}</small></div>" for a, b, c in rows)


def definitions(rows: Rows) -> str:
    return "<dl>" + "".join(f"<dt>{a}</dt><dd>{b} {c}</dd>" for a, b, c in rows) + "</dl>"


def cells(rows: Rows) -> str:
    return "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in rows) + "</table>"


def items(rows: Rows) -> str:
    return "<ul>" + "".join(f"<li>{a} <b>{b}</b> {c}</li>" for a, b, c in rows) + "</ul>"


def nested(rows: Rows) -> str:
    inner = "".join(f"<tr><td><table><tr><td>{a}</td></tr></table><td><p>{b}<p>{c}" for a, b, c in rows)
    return f"<table>{inner}</table>"


MARKUPS = [divisions, definitions, cells, items, nested]

TEXT: Rows = [
    ("Chat completion", "", ""), ("Input", "$0.10", "/ 1M tokens"), ("Output", "$0.55", "/ 1M tokens"),
    ("Cache read", "$0.02", ""), ("Cache write 5m", "Free", ""), ("Cache write 1h", "$0.04", ""),
]  # fmt: skip
IMAGE: Rows = [
    ("Text to image", "$0.14-$0.24", "/ image"), ("Output resolution: 1k", "$0.14", ""),
    ("Output resolution: 2k", "$0.24", ""),
]  # fmt: skip
SPEED: Rows = [
    ("Text to image", "$0.04-$0.10", "/ image"), ("Rendering speed: turbo", "$0.04", ""), ("quality", "$0.10", ""),
    ("balanced", "$0.07", ""),
]  # fmt: skip
MUSIC: Rows = [("Generate", "$0.22", "/ song"), ("Extend", "$0.12", "/ song")]
M = 10**6


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("reduced", [False, True], ids=["whole", "reduced"])
@pytest.mark.parametrize(
    ("rows", "expected", "label"),
    [
        pytest.param(TEXT, [
            ("input", "0.10", M, "token", {}), ("output", "0.55", M, "token", {}), ("cache_read", "0.02", M, "token", {}),
            ("cache_write_5m", "0", M, "token", {}), ("cache_write_1h", "0.04", M, "token", {}),
        ], "Chat completion", id="token rates"),
        pytest.param(IMAGE, [
            ("usage", "0.14", 1, "image", {"output_resolution": "1k"}),
            ("usage", "0.24", 1, "image", {"output_resolution": "2k"}),
        ], "Text to image", id="tiers"),
        pytest.param(SPEED, [
            ("usage", "0.04", 1, "image", {"rendering_speed": "turbo"}),
            ("usage", "0.10", 1, "image", {"rendering_speed": "quality"}),
            ("usage", "0.07", 1, "image", {"rendering_speed": "balanced"}),
        ], "Text to image", id="unsorted tiers, the name printed once"),
        pytest.param(MUSIC, [
            ("usage", "0.22", 1, "song", {"action": "generate"}), ("usage", "0.12", 1, "song", {"action": "extend"}),
        ], None, id="two actions"),
        pytest.param([("Image", "$0.10", "/ request")], [("usage", "0.10", 1, "call", {})], "Image", id="older rendering"),
        pytest.param([("Image", "$0.10", "/ image")], [("usage", "0.10", 1, "image", {})], "Image", id="newer rendering"),
        pytest.param([("Video", "$1.20", "per second")], [("usage", "1.20", 1, "second", {})], "Video", id="per second"),
        pytest.param([("Veo 3.1 fast", "0,40 €", "/ minute")], [("usage", "0.40", 60, "second", {})], "Veo 3.1 fast",
                     id="another currency, a dot in the label"),
    ],
)  # fmt: skip
def test_every_markup_gives_the_same_prices(
    rows: Rows, expected: object, label: str | None, markup: Callable[[Rows], str], *, reduced: bool
) -> None:
    html = page_around(markup(rows))
    reading, found = read(reduce_html(html).html if reduced else html)
    got = [(p.component, p.amount, p.per.quantity, p.per.unit, p.when) for p in reading.prices]
    assert got == expected
    assert found == []
    assert (reading.label, reading.model_id, reading.extra, reading.keep_last) == (label, "Acme-one", {}, False)


@pytest.mark.parametrize("heading", ["Pricing", "價格", "收費", "价格", "Preise", "Precios", "요금", "الأسعار", ""])
def test_the_heading_may_be_in_any_language(heading: str) -> None:
    html = twin("Image $0.10 / image").replace("<h2>Pricing</h2>", f"<h2>{heading}</h2>")
    assert prices(html) == [("usage", "0.10", 1, "image", {})]


@pytest.mark.parametrize(
    "label", ["輸入", "输入", "Eingabe", "Invoer", "Girdi", "입력", "Entrada", "INPUT"],
)  # fmt: skip
def test_labels_of_rates_are_known_in_other_languages(label: str) -> None:
    assert prices(twin(f"{label} $0.10 / 1M tokens")) == [("input", "0.10", M, "token", {})]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<nav>Image $9 / image</nav>", "<header>Image $9 / image</header>", "<footer>Image $9 / image</footer>",
        "<script>Image $9 / image</script>", "<style>Image $9 / image</style>", "<pre>Image $9 / image</pre>",
        "<code>Image $9 / image</code>", "<template>Image $9 / image</template>", "<noscript>Image $9 / image</noscript>",
        "<p hidden>Image $9 / image</p>", "<p style='display: none'>Image $9 / image</p>", "<!-- Image $9 / image -->",
        "<svg><text>Image $9 / image</text></svg>", "<del>Image $9 / image</del>", "<s>$9</s>", "<strike>$9</strike>",
        "<![CDATA[Image $9 / image]]>", "<p title='Image $9 / image'>x</p>", "<input value='Image $9 / image'>",
        "<iframe>Image $9 / image</iframe>", "<head><title>$9 / image</title></head>",
    ],
)  # fmt: skip
def test_prices_that_are_not_the_page_s_own_are_never_taken(elsewhere: str) -> None:
    expected = [("usage", "0.10", 1, "image", {})]
    block = "<p>Image $0.10 / image</p>"
    assert prices(page_around(elsewhere + block)) == expected
    assert prices(page_around(block + elsewhere)) == expected
    assert prices(page_around(block, before=elsewhere, after=elsewhere)) == expected


@pytest.mark.parametrize("place", ["before", "after"])
def test_text_outside_the_eyebrows_is_never_taken(place: str) -> None:
    html = twin("Image $0.10 / image", **{place: "<p>Image $9 / image</p><p>Top up $10</p>"})
    assert prices(html) == [("usage", "0.10", 1, "image", {})]


@pytest.mark.parametrize(
    "prose",
    ["A failed run is not charged.", "Competitors charge $9 / image.", "Was $9 / image, now less!", "每次 $9，不含稅。",
     "You pay for what you use", "Failed runs are free"],
)  # fmt: skip
def test_prose_in_the_block_is_no_price(prose: str) -> None:
    reading, found = read(twin(prose, "Image $0.10 / image", prose))
    assert [(p.amount, p.when) for p in reading.prices] == [("0.10", {})]
    assert reading.label == "Image"
    assert ("loose-price" in found) is ("$" in prose or "free" in prose)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        pytest.param(["Image $0.10¹ / image"], "loose-price", id="a footnote mark"),
        pytest.param(["Image $0.10<sup>1</sup> / image"], "loose-price", id="a footnote element"),
        pytest.param(["Image $0.<b>10</b> / image"], "loose-price", id="an amount in two elements"),
        pytest.param(["Image -$0.10 / image"], "loose-price", id="a negative amount"),
        pytest.param(["Image $0.10 / image (promo)"], "loose-price", id="a remark"),
        pytest.param(["Image $0.10 / image*"], "loose-price", id="an asterisk"),
        pytest.param(["Image $0.20 $0.10 / image"], "loose-price", id="two amounts"),
        pytest.param(["Image $0\u200f.10 / image"], "loose-price", id="a mark inside the amount"),
        pytest.param(["From $0.10 / image"], "loose-price", id="a lower bound"),
        pytest.param(["Up to $0.10 / image"], "loose-price", id="an upper bound"),
        pytest.param(["Text to image from $0.10 / image"], "loose-price", id="a lower bound behind its label"),
        pytest.param(["文生圖 低至 $0.10 / image"], "loose-price", id="a lower bound in Chinese"),
        pytest.param(["Image", "From", "$0.10", "/ image"], "loose-price", id="a lower bound on its own line"),
        pytest.param(["Image $0.10"], "loose-price", id="no unit"),
        pytest.param(["Image $0.10 / wombat"], "unknown-unit", id="an unknown unit"),
        pytest.param(["Image $0.10 / megapixel"], "unknown-unit", id="per megapixel"),
        pytest.param(["Image ¥10 / image"], "unreadable-price", id="yen or yuan"),
        pytest.param(["Image $1.2.3 / image"], "unreadable-price", id="two dots"),
        pytest.param(["Image $0.14-$0.24 / image"], "price-range", id="a range without tiers"),
        pytest.param(["Image", "—"], "unpriced", id="a dash"),
        pytest.param(["Image Contact us"], "unpriced", id="in words"),
        pytest.param(["Nothing"], "unpriced", id="no amount at all"),
    ],
)
def test_what_is_no_readable_price_is_told_and_never_taken(lines: list[str], code: str) -> None:
    reading, found = read(twin(*lines))
    assert reading.prices == ()
    assert code in found
    assert bool(reading.extra) is (code != "unpriced")


def test_a_rate_nobody_knows_is_no_usage_price() -> None:
    reading, found = read(
        twin("Input $0.30 / 1M tokens", "Input (&gt; 200K) $0.60 / 1M tokens", "Reasoning $5 / 1M tokens")
    )
    assert [(p.component, p.amount) for p in reading.prices] == [("input", "0.30")]
    assert reading.extra == {"Input (> 200K)": "$0.60 / 1M tokens", "Reasoning": "$5 / 1M tokens"}
    assert found == ["loose-price"] * 2
    assert reading.keep_last


def test_a_column_for_each_rate_is_refused_not_guessed() -> None:
    with pytest.raises(RefusedPage) as refusal:
        read(page_around("<table><tr><th>Input<th>Output</tr><tr><td>$0.30<td>$1.10</tr></table>"))
    assert refusal.value.code == "unreadable-price"


def test_labels_that_follow_their_amounts_are_refused_not_shifted() -> None:
    with pytest.raises(RefusedPage) as refusal:
        read(twin("Chat completion", "$0.30 / 1M tokens", "Input", "$1.10 / 1M tokens", "Output"))
    assert refusal.value.code == "unreadable-price"
    with pytest.raises(RefusedPage):
        read(twin("$0.14 / image", "Text to image", "$0.28 / image", "Image to image"))
    reading, _ = read(twin("$0.14 / image", "Text to image"))
    assert [(p.amount, p.when) for p in reading.prices] == [("0.14", {})]
    reading, _ = read(twin("Chat completion", "Input", "$0.30 / 1M tokens", "Output"))
    assert [(p.component, p.amount) for p in reading.prices] == [("input", "0.30")]


def test_a_comma_means_the_same_in_the_whole_block() -> None:
    reading, found = read(twin("Input $0,30 / 1M tokens", "Output $1,195 / 1M tokens", "Cache read $0,06"))
    assert [(p.component, p.amount) for p in reading.prices] == [("input", "0.30"), ("cache_read", "0.06")]
    assert reading.extra == {"Output": "$1,195 / 1M tokens"}
    assert found == ["unreadable-price"]
    assert reading.keep_last
    assert read(twin("Input $0.30 / 1M tokens", "Output $1,195 / 1M tokens"))[1] == []


def test_a_rate_inherits_its_unit_from_rates_alone() -> None:
    rates = ("Chat completion", "Input $0.30 / 1M tokens", "Output $1.10 / 1M tokens")
    reading, found = read(twin(*rates, "Cache storage $1.00 / hour", "Cache read $0.06"))
    assert {p.component: (p.per.quantity, p.per.unit) for p in reading.prices if p.component != "usage"} == {
        "input": (M, "token"), "output": (M, "token"), "cache_read": (M, "token"),
    }  # fmt: skip
    assert found == []
    reading, found = read(twin("Chat completion $0.02 / call", "Input $0.30", "Output $1.10 / 1M tokens"))
    assert [(p.component, p.amount) for p in reading.prices] == [("usage", "0.02"), ("output", "1.10")]
    assert found == ["loose-price"]
    reading, found = read(twin(*rates, "Quality: low $0.01"))
    assert [p.component for p in reading.prices] == ["input", "output"]
    assert found == ["loose-price"]


@pytest.mark.parametrize(
    "output", [["Output 1.10 / 1M tokens"], ["Output", "1.10 / 1M tokens"], ["Output", "30 credits"]]
)
def test_a_rate_without_a_currency_is_told(output: list[str]) -> None:
    """Else output would cost what input does."""
    reading, found = read(twin("Input $0.30 / 1M tokens", *output, "Cache write 5m", "$0.06"))
    assert [(p.component, p.amount) for p in reading.prices] == [("input", "0.30"), ("cache_write_5m", "0.06")]
    assert found == ["loose-price"]
    assert reading.extra
    assert reading.keep_last


def test_the_unit_of_an_amount_that_was_not_read_is_no_other_s() -> None:
    reading, found = read(twin("Image", "$0.10", "Video", "from $0.20", "/ second"))
    assert reading.prices == ()
    assert found == ["loose-price"] * 2


def test_a_unit_nobody_knows_leaves_nothing_to_inherit() -> None:
    reading, found = read(twin("Input $0.30 / 1M tokens", "Output $1.10 / 1K wombats", "Cache read $0.06"))
    assert [(p.component, p.amount) for p in reading.prices] == [("input", "0.30")]
    assert found == ["unknown-unit", "loose-price"]


def test_a_second_amount_without_a_label_is_not_taken() -> None:
    reading, found = read(page_around("<table><tr><td>Input<td>$0.50 / 1M tokens<td>$0.30 / 1M tokens</tr></table>"))
    assert [(p.component, p.amount) for p in reading.prices] == [("input", "0.50")]
    assert found == ["loose-price"]


def test_a_missing_rate_is_told_and_does_not_shift_the_others() -> None:
    reading, found = read(twin("Input", "$0.30", "/ 1M tokens", "Cache read", "—", "Output", "$1.10", "/ 1M tokens"))
    assert [(p.component, p.amount) for p in reading.prices] == [("input", "0.30"), ("output", "1.10")]
    assert found == ["unpriced"]


def test_a_range_that_its_tiers_contradict_is_told() -> None:
    html = twin("Image $0.14-$0.24 / image", "Size: 1k $0.14", "Size: 2k $0.30")
    assert read(html)[1] == ["price-mismatch"]
    assert read(twin("Image $0.14-$0.24 / image", "Size: 1k $0.140", "Size: 2k $0.240"))[1] == []


def test_no_range_is_lost_behind_another() -> None:
    reading, found = read(twin("Size: 1k $0.10-$0.14 / image", "Size: 2k $0.20-$0.24 / image"))
    assert reading.prices == ()
    assert sorted(reading.extra.values()) == ["$0.10-$0.14 / image", "$0.20-$0.24 / image"]
    assert found == ["price-range"] * 2


def test_two_parameters_are_two_conditions() -> None:
    html = twin(
        "Video $0.30-$0.50 / call", "Duration: 6, Resolution: 768p $0.30", "Duration: 6 · Resolution: 1080p $0.50"
    )
    assert [p.when for p in read(html)[0].prices] == [
        {"duration": "6", "resolution": "768p"}, {"duration": "6", "resolution": "1080p"},
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["Video $0.30-$0.50 / call", "Video"])
def test_a_heading_that_is_a_parameter_is_a_condition_of_the_tiers_below(first: str) -> None:
    html = twin(
        first, "Duration: 6s", "Resolution: 768p $0.30 / call", "Resolution: 1080p $0.50", "Duration: 10s",
        "Resolution: 768p $0.50", "Upscale $0.10-$0.20 / call", "Resolution: 768p $0.10", "Resolution: 1080p $0.20",
    )  # fmt: skip
    reading, found = read(html)
    assert [{key: value for key, value in p.when.items() if key != "action"} for p in reading.prices] == [
        {"duration": "6s", "resolution": "768p"}, {"duration": "6s", "resolution": "1080p"},
        {"duration": "10s", "resolution": "768p"}, {"resolution": "768p"}, {"resolution": "1080p"},
    ]  # fmt: skip
    assert found == []


def test_a_block_that_is_printed_twice_depends_on_nothing() -> None:
    """Once for small windows and once for large ones."""
    reading, found = read(twin("Image $0.10 / image", "Image $0.10 / image"))
    assert [p.when for p in reading.prices] == [{}, {}]
    assert found == []


def test_a_ratio_is_a_value_with_a_colon() -> None:
    reading, found = read(twin("Image $0.10-$0.14 / image", "Aspect ratio: 16:9 $0.14", "1:1 $0.10"))
    assert [(p.when, p.amount) for p in reading.prices] == [
        ({"aspect_ratio": "16:9"}, "0.14"), ({"aspect_ratio": "1:1"}, "0.10"),
    ]  # fmt: skip
    assert found == []


def test_every_price_has_its_own_line() -> None:
    html = page_around(
        "<p>Size: 1k\n$0.14 / image</p>\n<p>Size: 2k\n$0.24 / image</p>\n\n<p>Size: 4k $0.30 / image</p>"
    )
    lines = html.split("\n")
    for price in read(html)[0].prices:
        assert price.when["size"] in lines[price.line - 1]


def test_links_to_the_parts_of_the_page_are_no_block() -> None:
    toc = "<ul><li><a>PRICING</a></li><li><a>SPEC SHEET</a></li></ul>"
    assert prices(page_around("<p>Image $0.10 / image</p>", before=toc)) == [("usage", "0.10", 1, "image", {})]


def test_a_second_block_with_amounts_is_told() -> None:
    block = "<p>PRICING</p><p>Image $9 / image</p><p>SPEC SHEET</p>"
    reading, found = read(twin("Image $0.10 / image", after=block))
    assert [p.amount for p in reading.prices] == ["0.10"]
    assert found == ["extra-table"]
    open_block = "<p>PRICING</p><p>Image $9 / image</p>"
    assert read(page_around("<p>Image $0.10 / image</p>", before=open_block))[1] == ["extra-table"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>nothing</p>",
        "<p>PRICING</p><p>$1 / call</p>",
        "<p>SPEC SHEET</p><p>$1 / call</p><p>PRICING</p>",
        "\0",
        "<",
    ],
)
def test_half_a_page_is_refused(html: str) -> None:
    with pytest.raises(RefusedPage) as refusal:
        read(html)
    assert refusal.value.code == "no-evidence"


def test_missing_end_tags_lose_nothing() -> None:
    html = "<p>PRICING<h2>Pricing<div><span>Input <strong>$0.30 <small>/ 1M tokens</div><div>Output $1 / 1M tokens<p>SPEC SHEET"
    assert [(p.component, p.amount) for p in read(html)[0].prices] == [("input", "0.30"), ("output", "1")]


def test_entities_and_odd_spaces_are_text() -> None:
    html = twin("Input&nbsp;&#36;0&#46;30&#x2009;&#47; 1M&nbsp;tokens")
    assert prices(html) == [("input", "0.30", M, "token", {})]


@pytest.mark.parametrize("sheet", ["<li>Model ID <b>Acme-two</b></li>", "<dl><dt>Model ID<dd>Acme-two</dl>"])
def test_the_page_says_which_model_it_is_about(sheet: str) -> None:
    html = f"<p>PRICING</p><p>Image $1 / image</p><p>SPEC SHEET</p>{sheet}"
    assert read(html)[0].model_id == "Acme-two"


@pytest.mark.parametrize(
    ("html", "code"),
    [
        pytest.param(b"\xff\xfe<p>", "not-utf8", id="UTF-16"),
        pytest.param(b"a" * (MAX_HTML + 1), "too-large", id="past the cap"),
        pytest.param("價".encode() * (MAX_HTML // 3 + 1), "too-large", id="the cap counts bytes"),
        pytest.param(b"<p>" * (MAX_TAGS + 1), "too-large", id="too many tags"),
    ],
)
def test_what_is_too_much_is_refused_before_it_is_parsed(html: bytes, code: str) -> None:
    with pytest.raises(RefusedPage) as refusal:
        read_html(PAGE, html, Collector(PAGE.path))
    assert refusal.value.code == code


def test_a_block_that_goes_on_too_long_is_told() -> None:
    reading, found = read(twin(*["x"] * MAX_LINES, "Image $1 / image"))
    assert reading.prices == ()
    assert "dropped-content" in found
    assert reading.keep_last


@pytest.mark.parametrize(
    "block",
    ["<div>" * 5000, "<b>" * 5000 + "</i>" * 5000, "<table>" * 3000, "$" * 100_000, "<p>" + "$1 " * 100_000, "&" * 100_000,
     "<p>$" + "1" * 100_000, "<p " + "a=1 " * 50_000 + ">", "<![CDATA[" * 5000, "\0" * 100_000],
    ids=lambda block: block[:12],
)  # fmt: skip
def test_hostile_markup_ends_in_a_finding_and_no_price(block: str) -> None:
    found = Collector(PAGE.path)
    try:
        reading = read_html(PAGE, page_around(block).encode(), found)
    except RefusedPage:
        return
    assert reading.prices == ()
    assert found.found
