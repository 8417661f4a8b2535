"""From a whole HTML page to its main text: small, diffable, and read the same as the page itself.

    <!doctype html>
    <html lang="en">
    <title>glm-4.7</title>
    <main>
    <p>PRICING</p>
    <div><span>Input</span> <strong>$0.30</strong> <small>/ 1M tokens</small></div>
    </main>

Kept: the elements of <main> (of <body> where there is none) by name, and their text as written. Gone: all
attributes but `hidden`, comments, and scripts, styles, drawings and navigation with what is in them. What a
`style` attribute hid is `hidden`. Where something gone stood between two words, <wbr/> keeps them two pieces of
text; without its slash lxml, which doesn't know it, would put what follows into it.

A scanner of our own, because the page is hostile input: each character is looked at a fixed number of times
and nothing nests, while html.parser is quadratic on some input and tree builders on other.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

# Dropped with everything in them.
_DROPPED = frozenset({"script", "style", "svg", "nav", "noscript", "template", "iframe", "textarea"})
# Their content is text up to their own end tag, whatever it looks like.
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII)
    for name in ("script", "style", "textarea", "title")
}
_VOID = frozenset({"area", "base", "col", "embed", "img", "input", "link", "meta", "param", "source", "track"})
_ENDLESS = _VOID | {"br", "hr", "wbr"}
_FRAME = frozenset({"html", "head", "body", "title"})
# These stand in a line of text; every other element begins a line of its own.
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "output", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip

# In a `style` attribute: nobody sees the element.
INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

_MARKUP = re.compile(r"<[A-Za-z!?/]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=<][^\s/>=<]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)))?")
_END = re.compile(r"[<>]")
_SPACE = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")

Kind = Literal["text", "start", "end", "gap"]
Last = Literal["line", "block", "inline", "text"]  # what was written last: a line's end, a tag, text


@dataclass(frozen=True, slots=True)
class Reduced:
    """The main text of one HTML page, and what tells whether the page is whole."""

    html: str
    text: str  # the words alone, separated by single spaces
    lang: str | None  # of the html element, as written
    closed: bool  # main, or body or html where there is no main, has its end tag


class _Token(NamedTuple):  # one for each tag of a page: made five times as fast as a dataclass
    kind: Kind
    value: str = ""  # the text, or the element's name in lower case
    attributes: Mapping[str, str] = MappingProxyType({})
    empty: bool = False  # written with `/>`
    raw: str = ""  # what stands between a title's tags


def reduce_html(source: str) -> Reduced:
    """Reduce a whole page. Takes any text, and time in proportion to its length."""
    page = _Page()
    for token in _tokens(source):
        page.add(token)
    return page.reduced()


class _Page:
    """What has been kept so far, one block-level element a line."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._words: list[str] = []
        self._mains: list[tuple[int, int, int, int]] = []  # from and to, in _out and in _words
        self._open: tuple[int, int] | None = None  # where the main begins that is being read
        self._title = ""
        self._lang: str | None = None
        self._ended = False
        self._dropping, self._depth = "", 0
        self._pre = 0
        self._begun: Counter[str] = Counter()  # elements that have begun and not ended, by name
        self._last: Last = "line"
        self._space = self._gap = False  # stood between what was written last and what comes next

    def add(self, token: _Token) -> None:
        """Take the next token of the page."""
        if self._dropping:
            self._drop(token)
        elif token.kind == "start" and token.value in _DROPPED:
            self._gap = True
            if not token.empty:
                self._dropping, self._depth = token.value, 1
        elif token.kind == "gap":
            self._gap = True
        elif token.kind == "text":
            self._text(token.value)
        elif token.value in _FRAME:
            self._frame(token)
        elif token.kind == "start":
            self._start(token)
        elif token.value not in _ENDLESS:
            self._end(token.value)

    def reduced(self) -> Reduced:
        """The page so far."""
        out, words = self._out, self._words
        if self._mains:
            out = [part for first, last, _, _ in self._mains for part in self._out[first:last]]
            words = [word for _, _, first, last in self._mains for word in self._words[first:last]]
        lang = self._lang if self._lang and _LANGUAGE.fullmatch(self._lang) else None
        head = f'<!doctype html>\n<html lang="{lang}">\n' if lang else "<!doctype html>\n<html>\n"
        title = f"<title>{self._title}</title>\n" if self._title else ""
        body = "".join(out).strip("\n")
        closed = bool(self._mains) if self._mains or self._open else self._ended
        return Reduced(f"{head}{title}{body}\n</html>\n", " ".join(" ".join(words).split()), lang, closed)

    def _drop(self, token: _Token) -> None:
        if token.value == self._dropping and token.kind == "start" and not token.empty:
            self._depth += 1
        elif token.value == self._dropping and token.kind == "end":
            self._depth -= 1
            if self._depth == 0:
                self._dropping = ""

    def _text(self, text: str) -> None:
        if self._pre:
            self._out.append(text)
            self._words.append(text)
            self._last = "text"
            return
        shown = _SPACE.sub(" ", text)
        self._space = self._space or shown.startswith(" ")
        if shown.strip(" "):
            if self._gap and not self._space and self._last == "text":
                self._out.append("<wbr/>")
            self._inline(shown.strip(" "), "text")
            self._words.append(text)
            self._space = shown.endswith(" ")

    def _inline(self, text: str, last: Last) -> None:
        if self._space and self._last in ("text", "inline"):
            self._out.append(" ")
        self._out.append(text)
        self._last, self._space, self._gap = last, False, False

    def _frame(self, token: _Token) -> None:
        if token.kind == "start" and token.value == "html":
            self._lang = self._lang or token.attributes.get("lang")
        elif token.kind == "end" and token.value in ("body", "html"):
            self._ended = True
        elif token.kind == "start" and token.value == "title" and not self._title:
            self._title = _SPACE.sub(" ", token.raw).strip()

    def _start(self, token: _Token) -> None:
        name = "br" if token.value in _VOID else token.value
        slash = name == "wbr" or (token.empty and name not in ("br", "hr"))
        tag = f"<{name}{' hidden' if _is_hidden(token) else ''}{'/' if slash else ''}>"
        if name in _INLINE or name == "br" or self._pre:
            self._inline(tag, "inline")
        else:
            if self._last != "line":
                self._out.append("\n")
            if name == "main" and self._open is None:
                self._open = len(self._out), len(self._words)
            self._out.append(tag)
            self._last, self._space, self._gap = "block", False, False
        if not token.empty:
            self._begun[name] += 1
            self._pre += name == "pre"

    def _end(self, name: str) -> None:
        if not self._begun[name]:  # it ends nothing, and lxml passes over it
            return
        self._begun[name] -= 1
        if name == "pre":
            self._pre -= 1
        if name in _INLINE or self._pre:
            self._inline(f"</{name}>", "inline")
            return
        self._out.append(f"</{name}>\n")
        self._last, self._space, self._gap = "line", False, False
        if name == "main" and self._open is not None:
            self._mains.append((self._open[0], len(self._out), self._open[1], len(self._words)))
            self._open = None


def _is_hidden(token: _Token) -> bool:
    style = token.attributes.get("style", "")
    return "hidden" in token.attributes or INVISIBLE.search(html.unescape(style)) is not None


def _tokens(source: str) -> Iterator[_Token]:
    at = 0
    while mark := _MARKUP.search(source, at):
        if mark.start() > at:
            yield _Token("text", source[at : mark.start()].replace("<", "&lt;"))
        start = mark.start()
        if source.startswith("<!--", start):
            at = _after(source, "-->", start + 4)
            yield _Token("gap")
        elif mark[0] in ("<!", "<?"):
            at = _after(source, ">", start + 2)
            yield _Token("gap")
        elif mark[0] == "</":
            # Without a name it is a comment, says the standard.
            name = _NAME.match(source, start + 2)
            at = _after(source, ">", start + 2)
            yield _Token("end", name[0].lower()) if name else _Token("gap")
        else:
            token, at = _start_tag(source, start + 1)
            yield token
    if at < len(source):
        yield _Token("text", source[at:].replace("<", "&lt;"))


def _start_tag(source: str, start: int) -> tuple[_Token, int]:
    """The start tag whose name begins at `start`, and where reading goes on: after it, or after its raw text."""
    match = _NAME.match(source, start)
    name, at = (match[0].lower(), match.end()) if match else ("", start)
    attributes: dict[str, str] = {}
    # An opening quote that never closes is looked for to the end of the page, once for each kind of quote,
    # because no quote of that kind follows it.
    while attribute := _ATTRIBUTE.match(source, at):
        # Of two attributes with the same name the first one counts, says the standard.
        value = next((value for value in attribute.groups()[1:] if value is not None), "")
        attributes.setdefault(attribute[1].lower(), value)
        at = attribute.end()
    closing = _END.search(source, at)
    if closing is None:
        return _Token("gap"), len(source)
    # One that isn't closed ends where the next tag begins, as it does where the page is read.
    end = closing.start() if closing[0] == ">" else closing.start() - 1
    empty = source[end - 1] == "/" and closing[0] == ">"
    if name not in _RAW or empty:
        return _Token("start", name, attributes, empty), end + 1
    own = _RAW[name].search(source, end + 1)
    raw_end = own.start() if own else len(source)
    raw = source[end + 1 : raw_end].replace("<", "&lt;") if name not in _DROPPED else ""
    return _Token("start", name, attributes, raw=raw), raw_end


def _after(source: str, mark: str, start: int) -> int:
    at = source.find(mark, start)
    return len(source) if at < 0 else at + len(mark)
