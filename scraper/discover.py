"""Which pages of the catalog a page leads to. Pure, and indifferent to how the page writes its links.

The index's text is unknown, so nothing is parsed: whatever looks like an address of the catalog counts, in a
table cell, a list, a sentence or an attribute. `addresses` decides what a sound address is, which leaves out
agent guides, articles, docs, other hosts and slugs that aren't safe as paths.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin

from scraper.addresses import ORIGIN, Page, from_url

# What stands between white space, brackets, quotes and cell borders. A character that no slug has stays in
# the word and spoils it: an address is never followed up to its first odd character.
_WORD = re.compile(r"[^\s|()<>\[\]\"'`]+")
# The target of a Markdown link, where relative addresses may stand.
_TARGET = re.compile(r"\]\(\s{0,8}<?([^\s|()<>\[\]\"'`]+)")
# Where an address begins in a word like `href=/models/x` or `URL:https://…`.
_BEGIN = re.compile(r"https?://|(?:^|(?<==))/")
_PUNCTUATION = ".,;:!?*_~/。，、；：！？）」』】》"


def linked_pages(page: Page, text: str, *, origins: tuple[str, ...] = (ORIGIN,)) -> Iterator[Page]:
    """The catalog pages that `text`, the text of `page`, names: as Markdown, each once, in order.

    `origins` are those whose absolute addresses count. Links to HTML pages give their Markdown twin.
    """
    seen = {page}
    for url in _addresses(page, text):
        found = _page_at(url.rstrip(_PUNCTUATION), origins)
        if found is not None and found not in seen:
            seen.add(found)
            yield found


@lru_cache(maxsize=4096)  # the pages of a family all name the same siblings
def _page_at(url: str, origins: tuple[str, ...]) -> Page | None:
    found = from_url(url, origins=origins)
    return None if found is None or found.family is None else Page(found.locale, found.family, found.variant)


def _addresses(page: Page, text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if "models/" in word and (begin := _BEGIN.search(word)):
            yield word[begin.start() :]
    for target in dict.fromkeys(_TARGET.findall(text)):
        if (".md" in target or "models/" in target) and "://" not in target and not target.startswith("/"):
            yield urljoin(page.address, target)
