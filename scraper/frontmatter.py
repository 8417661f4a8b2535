"""From the bytes of a recorded page to its text, and the frontmatter at its head.

    bytes ──> decode ──> text with \\n line ends ──> split ──> Frontmatter (strict YAML, all text) + body

A page that fails here is refused as a whole: RefusedPage, with the line.
"""

import html
import re
from dataclasses import dataclass, field

from scraper.errors import RefusedPage, StoreError
from scraper.yaml_events import read_node
from scraper.yaml_own import read_own

# The longest real page is about 12 kB. The cap comes before any parsing, which is linear but not free.
MAX_PAGE = 256 * 1024

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_EITHER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # nearly no page has one of them
_FENCE = re.compile(r"---[ \t]*")
# A character reference with its semicolon; without one, `&copy=2` in an address would change.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text, with the lines that hold control characters."""

    text: str
    control_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """The keys of a page's head, each as printed, with its line; and where the body begins."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1  # the page's line on which `body` begins
    escaped: bool = False  # the head was HTML-escaped as a whole, and was unescaped once

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)


def decode(data: bytes) -> Decoded:
    """Strict UTF-8, whatever a header said; a byte order mark is dropped, every line end becomes \\n.

    Raises RefusedPage `not-utf8` or `too-large`. NUL and other control characters stay, and are told.
    """
    if len(data) > MAX_PAGE:
        raise RefusedPage("too-large", f"expected at most {MAX_PAGE} bytes, got {len(data)}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RefusedPage(
            "not-utf8", f"expected UTF-8, got byte 0x{data[error.start]:02x} at offset {error.start}", line=line
        ) from error
    if not _EITHER.search(text):
        return Decoded(text)
    text = _LINE_ENDS.sub("\n", text)
    lines = (number for number, line in enumerate(text.split("\n"), 1) if _CONTROL.search(line))
    return Decoded(text, tuple(lines))


def split(text: str) -> Frontmatter:
    """Read the head between two `---` lines. Every value is text, as printed, entities unescaped once.

    Raises RefusedPage `no-frontmatter` where there is none or it doesn't end, `bad-frontmatter` where it
    isn't a flat mapping of strict YAML (see yaml_events.read_node).
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        raise RefusedPage("no-frontmatter", "expected the page to begin with ---")
    end = next((number for number, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        raise RefusedPage("no-frontmatter", "expected a second --- line after the frontmatter, found none")
    head = "\n".join(lines[1:end])
    # Agent guides escape their whole head, so that the quotes around values are references themselves.
    escaped = "&quot;" in head and '"' not in head
    if escaped:
        head = unescape(head)
    printed, places = _read_head(head)
    return Frontmatter(
        values={key: value if key in ("url", "canonical") else unescape(value) for key, value in printed.items()},
        lines=places,
        body="\n".join(lines[end + 1 :]),
        body_line=end + 2,
        escaped=escaped,
    )


def _read_head(head: str) -> tuple[dict[str, str], dict[str, int]]:
    """The keys of the head with their values as printed, and with their lines on the page."""
    own = read_own(head + "\n")
    if own is not None and len(own) == head.count("\n") + 1 and all(isinstance(value, str) for value in own.values()):
        return own, {key: line for line, key in enumerate(own, 2)}  # nearly every head: a line for each key
    try:
        node = read_node(head, name="frontmatter")
    except StoreError as error:
        # `frontmatter:3: what is wrong; what to do`: the line counts from the head, the advice is the finding's own.
        _, number, problem = str(error).split(":", 2)
        what = f"frontmatter: expected plain keys and values, got {problem.rpartition(';')[0].strip()}"
        raise RefusedPage("bad-frontmatter", what, line=int(number) + 1) from error
    if not isinstance(node.value, dict):
        raise RefusedPage("bad-frontmatter", "frontmatter: expected a mapping of keys to values", line=2)
    values: dict[str, str] = {}
    for key, child in node.value.items():
        if not isinstance(child.value, str):
            raise RefusedPage("bad-frontmatter", f"frontmatter: {key}: expected text", line=child.line + 1)
        values[key] = child.value
    return values, {key: child.line + 1 for key, child in node.value.items()}


def unescape(text: str) -> str:
    """HTML character references become characters, once: `&amp;lt;` is `&lt;` afterwards."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)
