"""One build: nothing where nothing changed, else whatever depends on what did.

    look at the files a build reads ──> the same as last time, and the site untouched? done      inputs, build_index
                                    ──> else load the content and make what depends on changes   site

The modules that load and render are only imported when there is something to do: they take longer than looking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from build.build_index import load_index
from build.inputs import ROOT, survey

TEMPLATES = ROOT / "site_templates"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    files: int  # pages and static files
    changed: int  # files that were written anew


def build_site(
    content: Path,
    output: Path,
    *,
    templates: Path = TEMPLATES,
    url: str | None = None,
    locales: Sequence[str] = (),
) -> Built:
    """Build the site of `content` into `output`, all or nothing.

    `url` is where it will stand (links that must be absolute need it), `locales` limits the languages.
    Raises BuildError or StoreError, and leaves the last site as it was.
    """
    last = load_index(output)
    inputs = survey(content, templates, (url or "", *locales), last.inputs)
    if inputs.same(last.inputs) and last.whole(output):
        return Built(last.pages, len(last.files), 0)
    from build.site import build_whole  # takes longer to import than a look at ten thousand files

    return Built(*build_whole(content, output, templates, inputs, url=url, locales=locales))
