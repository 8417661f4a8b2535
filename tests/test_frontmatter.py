"""Bytes to text, and the head of a page: strict, flat, all text; whatever else is refused with its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.errors import RefusedPage
from scraper.frontmatter import MAX_PAGE, decode, split, unescape


def refused(text: str) -> tuple[str, int]:
    with pytest.raises(RefusedPage) as refusal:
        split(text)
    assert "expected" in str(refusal.value)
    return refusal.value.code, refusal.value.line


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbf---\n").text == "---\n"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_one(end: str) -> None:
    assert decode(f"a{end}b{end}".encode()).text == "a\nb\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a\nb\xff", 2), ("價".encode("big5"), 1),
     ("\ufeffa".encode("utf-16-le"), 1), (b"\xed\xa0\x80", 1), (b"\n\nx\xc3", 3)],
)  # fmt: skip
def test_other_charsets_and_stray_bytes_are_refused_at_their_line(data: bytes, line: int) -> None:
    with pytest.raises(RefusedPage) as refusal:
        decode(data)
    assert (refusal.value.code, refusal.value.line) == ("not-utf8", line)


def test_a_page_at_the_cap_is_read_and_one_byte_more_is_refused() -> None:
    assert len(decode(b"a" * MAX_PAGE).text) == MAX_PAGE
    with pytest.raises(RefusedPage) as refusal:
        decode(b"a" * (MAX_PAGE + 1))
    assert refusal.value.code == "too-large"


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x80"])
def test_control_characters_stay_and_their_lines_are_told(char: str) -> None:
    decoded = decode(f"a\nb{char}\n".encode())
    assert decoded.control_lines == (2,)
    assert char in decoded.text


def test_the_head_is_keys_and_text_with_lines_and_the_body_follows() -> None:
    front = split('---\ntitle: "MiniMax&#39;s"\nvariant_count: 7\n---\n\n# A\n')
    assert front.values == {"title": "MiniMax's", "variant_count": "7"}
    assert (front.line("title"), front.line("variant_count"), front.line("absent")) == (2, 3, 1)
    assert (front.body, front.body_line) == ("\n# A\n", 5)


@pytest.mark.parametrize(
    "value", ["2.10", "no", "1:20", "0o17", "1e3", "2026-11-22", "2026-99-99", "true", "null", "~", "0x1F", "1_000"]
)
def test_unquoted_values_stay_the_characters_that_were_printed(value: str) -> None:
    assert split(f"---\nkey: {value}\n---\n").values == {"key": value}


def test_entities_are_unescaped_once_and_addresses_not_at_all() -> None:
    front = split('---\ntitle: "&amp;lt; &#39;"\nurl: "https://x/?a=1&amp;b=2&copy=3"\n---\n')
    assert front.values == {"title": "&lt; '", "url": "https://x/?a=1&amp;b=2&copy=3"}
    assert unescape("&copy=2 &amp;amp;") == "&copy=2 &amp;"


def test_a_head_that_is_escaped_as_a_whole_is_unescaped_once_and_told() -> None:
    front = split("---\ntitle: &quot;A &amp;#39; B&quot;\n---\n")
    assert front.escaped
    assert front.values == {"title": "A ' B"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("# A\n", "no-frontmatter", 1, id="missing"),
        pytest.param("", "no-frontmatter", 1, id="empty page"),
        pytest.param("\n---\na: b\n---\n", "no-frontmatter", 1, id="not on the first line"),
        pytest.param("---\na: b\n", "no-frontmatter", 1, id="unterminated"),
        pytest.param("---\n- a\n---\n", "bad-frontmatter", 2, id="a list"),
        pytest.param("---\ntext\n---\n", "bad-frontmatter", 2, id="bare text"),
        pytest.param("---\na: 1\na: 2\n---\n", "bad-frontmatter", 3, id="duplicate key"),
        pytest.param("---\na: b\nc: !!python/object:os.system x\n---\n", "bad-frontmatter", 3, id="tag"),
        pytest.param("---\na: &x b\nc: *x\n---\n", "bad-frontmatter", 2, id="anchor"),
        pytest.param("---\na: &x [b]\nb: [*x, *x]\n---\n", "bad-frontmatter", 2, id="alias bomb"),
        pytest.param("---\na: " + "[" * 100_000 + "\n---\n", "bad-frontmatter", 2, id="100,000 brackets"),
        pytest.param("---\na: " + "{a: " * 1000 + "\n---\n", "bad-frontmatter", 2, id="deep mappings"),
        pytest.param("---\na: b\nc: [d]\n---\n", "bad-frontmatter", 3, id="a list as value"),
        pytest.param("---\na:\n  b: c\n---\n", "bad-frontmatter", 3, id="a mapping as value"),
        pytest.param("---\n? [a]\n: b\n---\n", "bad-frontmatter", 2, id="a list as key"),
        pytest.param('---\na: "b\n---\n', "bad-frontmatter", None, id="an open quote"),
        pytest.param("---\na: b: c\n---\n", "bad-frontmatter", 2, id="two colons"),
        pytest.param("---\na: b\n--- c\n---\n", "bad-frontmatter", None, id="two documents"),
        pytest.param("---\na: \x07\n---\n", "bad-frontmatter", None, id="a control character"),
        pytest.param('---\na: "\\ud800"\n---\n', "bad-frontmatter", None, id="half a surrogate pair"),
        pytest.param("---\n\ta: b\n---\n", "bad-frontmatter", 2, id="a tab"),
    ],
)
def test_a_head_that_is_not_one_is_refused_at_its_line(text: str, code: str, line: int | None) -> None:
    got, at = refused(text)
    assert got == code
    assert line is None or at == line


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        front = split(decode(b"---\n" + data).text)
    except RefusedPage:
        return
    assert all(isinstance(value, str) for value in front.values.values())
