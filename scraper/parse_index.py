"""What the last parse read and found, so that families whose pages are the same are not read again.

    content/.parse-index.jsonl    one family a line; a cache, never a source: delete it and everything is read anew

A family is the same when the parser is (its own source is part of the key), every page has the same
bytes and manifest entry, the same questions count as generic, and the files written from it are untouched.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from scraper import store
from scraper.addresses import Page
from scraper.assemble import Summary
from scraper.errors import PriceBookError
from scraper.family import Recorded
from scraper.faq import fingerprints
from scraper.findings import Finding
from scraper.frontmatter import decode
from scraper.spool import Place, Spool

FILE = ".parse-index.jsonl"

_FAMILY = re.compile(r'\{"family":"([^"\\]+)",')  # how a line begins that we wrote


@dataclass(frozen=True, slots=True)
class PageState:
    """One page as it lies on the disk."""

    sha256: str
    questions: tuple[str, ...]  # fingerprints, hexadecimal


@dataclass(slots=True)
class Known:
    """One line of the index."""

    key: str
    pages: dict[str, PageState]
    summary: Summary | None
    found: tuple[Finding, ...]
    outputs: dict[str, tuple[int, int]]  # file -> size, time of change

    def is_same(self, key: str, content: Path) -> bool:
        """Whether the family need not be read again."""
        return self.key == key and self.outputs == store.file_states(content, self.outputs)


class Memory:
    """What the last parse knew, and the pages as they are now.

    Together the pages' states are as long as the catalog. So each family's stay text, in the line of the index or in
    the spool, until they are asked for.
    """

    def __init__(self, content: Path, spool: Spool, *, forgotten: bool) -> None:
        self._spool = spool
        self._lines: dict[str, str] = {}
        for line in () if forgotten else store.read_lines(content / FILE):
            if match := _FAMILY.match(line):
                self._lines[match[1]] = line
        self._changed: dict[str, Place] = {}
        self._first: dict[str, str] = {}  # question -> the first family that prints it
        self._shared: set[str] = set()

    def __len__(self) -> int:
        return len(self._lines)

    def known(self, name: str) -> Known | None:
        """What the last parse knew of a family; a line that isn't what it should be is a family never read."""
        try:
            line = json.loads(self._lines[name])
            return Known(
                key=str(line["key"]),
                pages=_states(line["pages"]),
                summary=Summary(**line["summary"]) if line["summary"] else None,
                found=tuple(Finding(*place) for place in line["found"]),
                outputs={file: (int(size), int(time)) for file, (size, time) in line["outputs"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return None

    def look_at(self, name: str, members: Iterable[Page], recorded: Recorded) -> None:
        """Hash every page of a family; its questions are only looked for where the hash is new."""
        known = self.known(name)
        pages = _page_states(members, recorded, known)
        if known is None or known.pages != pages:
            self._changed[name] = self._spool.put(json.dumps(_plain(pages)).encode())
        for state in pages.values():
            self._shared.update(asked for asked in state.questions if self._first.setdefault(asked, name) != name)

    def pages(self, name: str, known: Known | None) -> dict[str, PageState]:
        """The pages of a family that was looked at; `known` is what was known of it."""
        if known is not None and name not in self._changed:
            return known.pages
        return _states(json.loads(self._spool.get(self._changed[name])))

    def generic(self, pages: Mapping[str, PageState]) -> frozenset[str]:
        """Those questions on `pages` that more than one family prints with the same answer."""
        return frozenset(asked for state in pages.values() for asked in state.questions if asked in self._shared)

    def line(self, name: str) -> str:
        """The line of a family that is the same."""
        return self._lines[name]


def new_line(name: str, known: Known) -> str:
    """The line of a family that was read."""
    rest = {
        "key": known.key,
        "pages": _plain(known.pages),
        "summary": asdict(known.summary) if known.summary else None,
        "found": [(finding.path, finding.line, finding.code, finding.what) for finding in known.found],
        "outputs": known.outputs,
    }
    return json.dumps({"family": name, **rest}, ensure_ascii=False, separators=(",", ":")) + "\n"


def save_index(content: Path, lines: Callable[[], Iterable[str]]) -> None:
    """Write the index anew. Nothing depends on it, so the order of families is all that is kept stable."""
    store.write_parts(content / FILE, lambda: (line.encode("utf-8") for line in lines()))


def family_key(pages: Mapping[str, PageState], generic: Iterable[str], entries: Mapping[str, store.Recording]) -> str:
    """A digest of everything a family's reading depends on, besides what was read before."""
    parts = [_parser_version(), *sorted(generic)]
    for path, state in sorted(pages.items()):
        parts += [path, state.sha256, repr(entries.get(path))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _page_states(members: Iterable[Page], recorded: Recorded, known: Known | None) -> dict[str, PageState]:
    states: dict[str, PageState] = {}
    for page in members:
        path, data = page.path, recorded.read(page)
        digest = hashlib.sha256(data).hexdigest()
        last = known.pages.get(path) if known else None
        if last is not None and last.sha256 == digest:
            states[path] = last
        else:
            states[path] = PageState(digest, _questions(data) if page.form == "md" else ())
    return states


def _questions(data: bytes) -> tuple[str, ...]:
    try:
        return tuple(digest.hex() for digest in fingerprints(decode(data).text).values())
    except PriceBookError:
        return ()  # said when the page is read


def _plain(pages: Mapping[str, PageState]) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {path: (state.sha256, state.questions) for path, state in pages.items()}


def _states(plain: Mapping[str, tuple[str, list[str]]]) -> dict[str, PageState]:
    return {path: PageState(digest, tuple(asked)) for path, (digest, asked) in plain.items()}


@cache
def _parser_version() -> str:
    return store.digest_of_sources(Path(__file__).parent)
