"""HTML reduced to its main text: what stays, what goes, and that it reads the same."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.addresses import Page
from scraper.errors import RefusedPage
from scraper.findings import Collector
from scraper.html_prices import read_html
from scraper.reduce_html import reduce_html
from tests.faults.catalog import html_page


def reduced(body: str) -> str:
    """What remains of a page's main part."""
    html = reduce_html(f"<html><body><main>{body}</main></body></html>").html
    match = re.fullmatch(r"<!doctype html>\n<html>\n<main>\n?(.*?)\n?</main>\n</html>\n", html, re.DOTALL)
    assert match, html
    return match[1]


def test_a_page_becomes_its_main_text_one_block_a_line() -> None:
    assert (
        reduce_html(html_page("alfa", "1.5").decode()).html
        == """<!doctype html>
<html lang="en">
<title>alfa-1.5</title>
<main>
<p>PRICING</p>
<h2>Pricing</h2>
<div><span>Call</span> <strong>$0.01</strong> <small>/ request</small></div>
<p>SPEC SHEET</p>
<table>
<tr>
<td>Model ID</td>
<td>alfa-1.5</td>
</tr>
</table>
</main>
</html>
"""
    )


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param('<p class="a" onclick="x()" style=y>A</p>', "<p>A</p>", id="attributes"),
        pytest.param("<p hidden>A</p>", "<p hidden>A</p>", id="hidden-stays-hidden"),
        pytest.param("<p style='color: red; display : NONE'>A</p>", "<p hidden>A</p>", id="hidden-by-style"),
        pytest.param('<b style="visibility:hidden">A</b>', "<b hidden>A</b>", id="invisible-by-style"),
        pytest.param("<p style=display:&#110;one>A</p>", "<p hidden>A</p>", id="hidden-by-style-in-references"),
        pytest.param("<p style='' style='display:none'>A</p>", "<p>A</p>", id="the-first-of-two-styles-counts"),
        pytest.param("<script>if (a < b) '</p>'</script><p>A</p>", "<p>A</p>", id="script"),
        pytest.param("<SCRIPT>x</sCrIpT ><p>A</p>", "<p>A</p>", id="script-in-capitals"),
        pytest.param("<style>p { }</style><p>A</p>", "<p>A</p>", id="style"),
        pytest.param("<svg><svg><text>x</text></svg></svg><p>A</p>", "<p>A</p>", id="drawing-in-a-drawing"),
        pytest.param("<svg/><p>A</p>", "<p>A</p>", id="empty-drawing"),
        pytest.param("<nav><ul><li>x</li></ul></nav><p>A</p>", "<p>A</p>", id="navigation"),
        pytest.param("<noscript>x</noscript><template>y</template><iframe>z</iframe><p>A</p>", "<p>A</p>", id="others"),
        pytest.param("<!-- <p>x</p> --><p>A</p><!doctype x><?php x?>", "<p>A</p>", id="comments"),
        pytest.param("<p>  A \n\t B </p>", "<p>A B</p>", id="white-space"),
        pytest.param("<p>A <b> B </b> C</p>", "<p>A <b> B </b> C</p>", id="space-around-words"),
        pytest.param("<p>$<!-- -->0.30</p>", "<p>$<wbr/>0.30</p>", id="comment-between-words"),
        pytest.param("<p>a<svg></svg>b</p>", "<p>a<wbr/>b</p>", id="drawing-between-words"),
        pytest.param('<p>A<img src="x" alt="y">B<br>C</p>', "<p>A<br>B<br>C</p>", id="pictures-part-lines"),
        pytest.param("<pre>  a\n\n  b </pre>", "<pre>  a\n\n  b </pre>", id="code-samples-keep-their-lines"),
        pytest.param("<p>&lt;b&gt; &amp; &#39;&nbsp;</p>", "<p>&lt;b&gt; &amp; &#39;&nbsp;</p>", id="references"),
        pytest.param("<p>1 < 2 <3</p>", "<p>1 &lt; 2 &lt;3</p>", id="lone-angles"),
        pytest.param("<p>1</b>2</p></p>3", "<p>12</p>\n3", id="end-tags-that-end-nothing"),
        pytest.param("<p>1</ x>2</>3</p>", "<p>1<wbr/>2<wbr/>3</p>", id="end-tags-without-a-name"),
        pytest.param("<textarea><p>x</p></TEXTAREA><p>A</p>", "<p>A</p>", id="text-area"),
        pytest.param('<p title="a > b" data-x=\'</p>\'>A</p>', "<p>A</p>", id="angles-in-attributes"),
        pytest.param("<ul><li>A<li>B</ul>", "<ul>\n<li>A\n<li>B</ul>", id="end-tags-left-out"),
        pytest.param("<price-tag>A</price-tag>", "<price-tag>A</price-tag>", id="elements-of-the-page's-own"),
    ],
)  # fmt: skip
def test_markup_is_reduced(source: str, kept: str) -> None:
    assert reduced(source) == kept


def test_without_a_main_the_body_is_kept() -> None:
    page = reduce_html("<html lang=de><body><nav>x</nav><h1>A</h1><p>B</body></html>")
    assert page.html == '<!doctype html>\n<html lang="de">\n<h1>A</h1>\n<p>B\n</html>\n'
    assert (page.text, page.lang, page.closed) == ("A B", "de", True)


@pytest.mark.parametrize(
    ("source", "closed"),
    [
        ("<html><body><main><p>A</main>", True),
        ("<html><body><main><p>A</p>", False),
        ("<html><body><p>A</p></body>", True),
        ("<html><body><p>A</p>", False),
        ("<html><body><main><p>A</p><scr", False),
        ("<html><body><main><nav>A</main></body></html>", False),
        ("", False),
    ],
)
def test_a_page_without_its_end_is_known(source: str, *, closed: bool) -> None:
    assert reduce_html(source).closed is closed


def test_a_language_that_is_no_tag_is_dropped() -> None:
    page = reduce_html('<html lang="en&quot;><script>x</script>"><body><p>A</p></body></html>')
    assert page.lang is None
    assert "script" not in page.html


MARKUP = st.lists(
    st.sampled_from([
        "<main>", "</main>", "<p>", "</p>", "<div class=x>", "</div>", "<span>", "</span>", "<b hidden>", "</b>",
        "<pre>", "</pre>", "<nav>", "</nav>", "<script>", "</script>", "<svg/>", "<!--", "-->", "<br>", "<img x='",
        "'>", '"', "<", "</", ">", "&lt;", " ", "\n", "  A  ", "$0.30", "/ 1M", "<title>", "</title>", "<textarea>",
        "</textarea>", "<td/>", "<html lang=en>", "</html>", "<body>", "</body>", "=", "\0", "輸入",
    ]),
    max_size=40,
).map("".join)  # fmt: skip


@given(MARKUP)
def test_a_reduced_page_reduces_to_itself(source: str) -> None:
    once = reduce_html(source).html
    assert reduce_html(once).html == once


@given(MARKUP)
def test_no_script_style_or_attribute_survives(source: str) -> None:
    html = reduce_html(source).html
    assert not re.search(r"<(script|style|svg|nav|iframe|template|noscript)\b", html)
    assert not re.search(r"<(?!html )[a-z][a-z0-9:-]*[^>]*=", html)


ROWS = {
    "div": '<div class="r"><span>{0}</span> <strong>{1}</strong> <small>{2}</small></div>',
    "dl": "<dl><dt>{0}</dt><dd>{1} {2}</dd></dl>",
    "table": "<table><tr><th>{0}</th><td>{1}</td><td>{2}</td></tr></table>",
    "ul": "<ul><li>{0} {1} {2}</ul>",
    "comments": "<div><span>{0}</span><!-- --><span>{1}</span><!-- --> <span>{2}</span></div>",
    "pictures": "<p>{0}<img src=x>{1}<svg><text>$9</text></svg> {2}</p>",
    "hidden": "<p hidden>$9 / image</p><p>{0}</p><p>{1} {2}</p>",
    "hidden by style": "<p style='display: none'>$9 / image</p><p>{0}</p><p>{1} <b style=display:none>$9</b> {2}</p>",
    "crossed-out": "<p>{0} <del>$9</del> {1} {2}</p>",
}


@pytest.mark.parametrize("markup", ROWS)
def test_prices_read_the_same_from_the_whole_page_and_the_reduced_one(markup: str) -> None:
    rows = "".join(
        ROWS[markup].format(*cells)
        for cells in (("Input", "$0.30", "/ 1M tokens"), ("Output", "$1.10", "/ 1M tokens"), ("Cache read", "Free", ""))
    )
    whole = (
        html_page("alfa", "1.5").decode().replace("<p>SPEC SHEET", f"{rows}<footer>$7 / image</footer><p>SPEC SHEET")
    )
    page = Page("en", "alfa", "1.5", "html")
    one, other = (read_html(page, source.encode(), Collector(page.path)) for source in (whole, reduce_html(whole).html))
    assert one.prices
    assert [(price.component, price.amount, price.per, price.when) for price in one.prices] == [
        (price.component, price.amount, price.per, price.when) for price in other.prices
    ]
    assert (one.model_id, one.extra) == (other.model_id, other.extra)


PIECE = st.sampled_from([
    "<svg><g/></svg>", "<!-- x -->", "<br>", "<img src='x'>", "<nav>$9</nav>",
    "<script>$9</script>", " ", "\n", "Input", "$0.30", "/ 1M tokens", "Free", "Resolution: 2k", "&#36;0.40",
    "$0.14-$0.24 / image", "</p>", "</li>", "</em>",
])  # fmt: skip


def within(kinds: list[str]) -> Callable[[st.SearchStrategy[str]], st.SearchStrategy[str]]:
    """What is given, in elements that are closed."""

    def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        element = st.tuples(st.sampled_from(kinds), st.lists(inner, max_size=4))
        return element.map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>")

    return wrapped


LINE = st.recursive(PIECE, within(["span", "b hidden", "i style=visibility:hidden", "code"]), max_leaves=6)
BLOCK = LINE | st.just("<p style='display:none'>$9 / image</p>")
FLOW = st.lists(st.recursive(BLOCK, within(["div class=x", "section", "ul", "h3"]), max_leaves=12), max_size=8).map(
    "".join
)


@given(FLOW)
@example("<b hidden>Input<nav>$9</nav>Input")
@example("Resolution: 2k</p>$0.30")
def test_any_flow_of_text_reads_the_same_from_both(rows: str) -> None:
    whole = html_page("alfa", "1.5").decode().replace("<p>SPEC SHEET", f"{rows}<p>SPEC SHEET")
    page = Page("en", "alfa", "1.5", "html")

    def prices(source: str) -> object:
        try:
            reading = read_html(page, source.encode(), Collector(page.path))
        except RefusedPage as refused:
            return refused.code
        return [(price.component, price.amount, price.per, price.text) for price in reading.prices]

    assert prices(whole) == prices(reduce_html(whole).html)


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", '<a x="', "<a x='\"", "<!--", "<!", "</a", "<script>", "<title>", "<p>", "<pre>", "<nav>", "<a b c d=",
     "<main>", "</main>", "a<!---->", " <!---->", "<textarea>x</textarea>", "<pre>  \n  ", "<b> ", "\n", "= ", " /"],
)  # fmt: skip
def test_a_page_of_nothing_but_half_markup_is_read_through(piece: str) -> None:
    source = piece * (100_000 // len(piece))
    assert len(reduce_html(source).html) < 6 * len(source) + 100
