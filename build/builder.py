"""One build: nothing where nothing changed, else whatever depends on what did.

    look at the files a build reads ──> the same as last time, and the site untouched? done      inputs, build_index
                                    ──> else load the content and make what depends on changes   site

The modules that load and render are only imported when there is something to do: they take longer than looking.
Beside the site stands what makes the next build cheap. All of it may be deleted at any time, none of it is believed:

    ._site.index         what the last build read and wrote             build_index
    ._site.values        what the YAML files say, by their bytes        values
    ._site.templates/    the templates, compiled                        compiled
    ._site.last/         the edition before, which becomes the next     editions
"""

import contextlib
import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from build.build_index import load_index
from build.inputs import ROOT, survey

TEMPLATES = ROOT / "site_templates"

_MANY = 100_000  # objects made before Python looks for garbage among them; 700 unless told


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    files: int  # pages and static files
    changed: int  # files that were written anew
    left_out: tuple[str, ...] = ()  # a sentence about each family that can't be shown


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
    left_out = tuple(inputs.factless(content))
    if inputs.same(last.inputs) and last.whole(output):
        return Built(last.pages, len(last.files), 0, left_out)
    with _little_garbage():
        from build.site import build_whole  # takes longer to import than a look at ten thousand files

        done = build_whole(content, output, templates, inputs, last, url=url, locales=locales)
        return Built(*done, left_out)


@contextlib.contextmanager
def _little_garbage() -> Iterator[None]:
    """Look for garbage seldom: a build makes hardly any in circles, and looking took a ninth of its time."""
    usual = gc.get_threshold()
    gc.set_threshold(_MANY, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
