"""What the last parse read and found, so that families whose pages are the same are not read again.

    content/.parse-index.jsonl    one family a line; a cache, never a source: delete it and everything is read anew

A family is the same when the parser is (its own source is part of the key), every page has the same
bytes and manifest entry, the same questions count as generic, and the files written from it are untouched.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scraper import store
from scraper.addresses import Page
from scraper.assemble import Summary, summary_of
from scraper.errors import PriceBookError
from scraper.family import Family, Recorded
from scraper.faq import fingerprints
from scraper.findings import Finding
from scraper.frontmatter import decode

FILE = ".parse-index.jsonl"


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
    outputs: dict[str, tuple[int, int]] = field(default_factory=dict)  # file -> size, time of change


def load_index(content: Path) -> dict[str, Known]:
    """The index by family; a line that isn't what it should be counts as a family never read."""
    known: dict[str, Known] = {}
    for line in store.read_json_lines(content / FILE):
        try:
            known[str(line["family"])] = Known(
                key=str(line["key"]),
                pages={path: PageState(sha, tuple(asked)) for path, (sha, asked) in line["pages"].items()},
                summary=Summary(**line["summary"]) if line["summary"] else None,
                found=tuple(Finding(*place) for place in line["found"]),
                outputs={name: (int(size), int(time)) for name, (size, time) in line["outputs"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return known


def save_index(content: Path, known: Mapping[str, Known]) -> None:
    """Write the index anew. Nothing depends on it, so the order of families is all that is kept stable."""
    store.write_json_lines(content / FILE, (_line(name, entry) for name, entry in sorted(known.items())))


def _line(name: str, entry: Known) -> dict[str, Any]:
    return {
        "family": name,
        "key": entry.key,
        "pages": {path: (state.sha256, state.questions) for path, state in entry.pages.items()},
        "summary": asdict(entry.summary) if entry.summary else None,
        "found": [(finding.path, finding.line, finding.code, finding.what) for finding in entry.found],
        "outputs": entry.outputs,
    }


def page_states(members: Iterable[Page], recorded: Recorded, known: Known | None) -> dict[str, PageState]:
    """Hash every page of a family; its questions are only looked for where the hash is new."""
    states: dict[str, PageState] = {}
    for page in members:
        data = recorded.read(page)
        digest = hashlib.sha256(data).hexdigest()
        last = known.pages.get(page.path) if known else None
        if last is not None and last.sha256 == digest:
            states[page.path] = last
        else:
            states[page.path] = PageState(digest, _questions(data) if page.form == "md" else ())
    return states


def _questions(data: bytes) -> tuple[str, ...]:
    try:
        return tuple(digest.hex() for digest in fingerprints(decode(data).text).values())
    except PriceBookError:
        return ()  # said when the page is read


def shared_questions(states: Mapping[str, Mapping[str, PageState]]) -> frozenset[str]:
    """Fingerprints of the questions that more than one family prints with the same answer."""
    first: dict[str, str] = {}
    shared: set[str] = set()
    for family, pages in states.items():
        for state in pages.values():
            shared.update(digest for digest in state.questions if first.setdefault(digest, family) != family)
    return frozenset(shared)


def own_questions(pages: Mapping[str, PageState], shared: frozenset[str]) -> frozenset[str]:
    """Those of `shared` that this family prints."""
    return frozenset(digest for state in pages.values() for digest in state.questions if digest in shared)


def family_key(pages: Mapping[str, PageState], generic: Iterable[str], recorded: Recorded) -> str:
    """A digest of everything a family's reading depends on, besides what was read before."""
    parts = [_parser_version(), *sorted(generic)]
    for path, state in sorted(pages.items()):
        entry = recorded.entries.get(path)
        parts += [path, state.sha256, repr(entry)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_same(known: Known | None, key: str, content: Path) -> bool:
    """Whether a family need not be read again."""
    return known is not None and known.key == key and known.outputs == store.file_states(content, known.outputs)


def known_from(family: Family, key: str, pages: dict[str, PageState], content: Path, outputs: Iterable[str]) -> Known:
    """The index line of a family that has just been read and written."""
    summary = summary_of(family.model) if family.model else None
    return Known(key, pages, summary, family.found, store.file_states(content, outputs))


@cache
def _parser_version() -> str:
    return store.digest_of_sources(Path(__file__).parent)
