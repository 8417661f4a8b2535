"""Text as Markdown that stays text: nothing in a price, a name or an answer becomes markup, a link or a table cell.

CommonMark with GitHub's tables. Whatever a template prints goes through `escaped`; what is `Written` already is not
touched again. Amounts, units and ids keep their characters, so that they read the same in the source of the page.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

# At the start of a line these begin a heading, list, quote, rule or title line.
_AT_START = re.compile(r"^( ?)(?:([#=]|[+-](?=[ -]|$))|([0-9]{1,9})(?=[.)](?: |$)))")
# Everywhere: emphasis, code, links, HTML, entities, table cells, strikethrough. `_` inside a word is only a letter.
_EVERYWHERE = re.compile(r"[\\`*\[\]<>|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
# What GitHub makes a link of without being asked.
_BARE_LINK = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
# Whatever ends a line somewhere, tabs and more than one space become a space; a no-break space stays.
_ROOM = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# What may stand in a link's target as it is; brackets and whatever else could end it are percent-encoded.
_IN_TARGET = "/:?#@!$&'*+,=%~-._"
_PLAIN_INFO = re.compile(r"[A-Za-z0-9+#-]{1,20}")


class Written(str):
    """Markdown that is ready."""

    __slots__ = ()


def joined(parts: Iterable[str]) -> Written:
    """Pieces of a template, each of them ready, as one, without the empty lines around it."""
    return Written("".join(parts).strip("\n"))


def escaped(value: object) -> Written:
    """`value` as inline text, on one line; as it is where it is Markdown already."""
    return value if isinstance(value, Written) else _inline(str(value))


# Labels, amounts and addresses stand on thousands of pages.
@lru_cache(maxsize=65536)
def _inline(value: str) -> Written:
    text = _ROOM.sub(" ", value).replace("\x00", "\ufffd")
    text = _BARE_LINK.sub(lambda found: f"\\{found[0]}", _EVERYWHERE.sub(lambda found: f"\\{found[0]}", text))
    # A number is no list item once a backslash stands before its dot.
    return Written(
        _AT_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\", text)
    )


def code(value: object) -> Written:
    """A code span: an id or address exactly as it is; plain text where a code span couldn't hold it."""
    text = str(value).replace("\x00", "\ufffd")
    if not text.strip() or "|" in text or _ROOM.sub(" ", text) != text:
        return escaped(text)
    fence = "`" * (_longest_run(text) + 1)
    # The spaces beside a fence are dropped by the reader; an inner backtick needs one to stand apart.
    room = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return Written(f"{fence}{room}{text}{room}{fence}")


def block(text: object, info: object = "") -> Written:
    """A fenced code block, its lines as they are. `info` is the language, left out where it is no plain word."""
    lines = re.sub(r"\r\n?", "\n", str(text or "")).replace("\x00", "\ufffd")
    fence = "`" * max(_longest_run(lines) + 1, 3)
    named = str(info) if info and _PLAIN_INFO.fullmatch(str(info)) else ""
    return Written(f"{fence}{named}\n{lines.removesuffix(chr(10))}\n{fence}")


def to(text: object, address: str | None) -> Written:
    """A link. Only https and our own relative addresses become one; `address` None is a text without."""
    shown = escaped(text)
    if not address or not (address.startswith("https://") or _is_ours(address)):
        return shown
    return Written(f"[{shown}]({_quoted(twin_of(address))})")


def target(address: str) -> Written:
    """An address of ours as a link's target, as it is."""
    return _quoted(address)


def twin_of(address: str) -> str:
    """Where a link leads in Markdown: a page's twin for a page; the page itself where a place on it is named."""
    if address.startswith("https://") or not address.endswith("index.html"):
        return address
    return f"{address.removesuffix('html')}md"


@lru_cache(maxsize=65536)
def _quoted(address: str) -> Written:
    return Written(quote(address, safe=_IN_TARGET))


def _is_ours(address: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:|[/\\]", address, re.IGNORECASE)


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
