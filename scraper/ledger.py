"""The ledger on the disk, taken apart by family, so that each part is continued where its family is read.

    history.yaml ──> read_parts ──> continued, where the family was read ──> write_parts ──> history.yaml

The ledger is as long as the catalog, so its parts wait in the spool. A part is the YAML of one family's tracks as it
stands in the file.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, groupby, pairwise
from pathlib import Path

from scraper import store
from scraper.catalog import History, Model, Track
from scraper.errors import StoreError
from scraper.history import update
from scraper.spool import Place, Spool
from scraper.store import text_of

FILE = "history.yaml"

_HEAD = "tracks:\n"
_EMPTY = "{}\n"
_TRACK = re.compile(r"^- variant: ['\"]?([a-z0-9._-]+)/", re.MULTILINE)


def read_parts(content: Path, spool: Spool) -> dict[str, Place]:
    """The parts of the ledger by family, put by in `spool`. Raises StoreError where the file isn't a ledger."""
    text = text_of(content / FILE) or _EMPTY
    try:
        return {name: spool.put(_written(_read(part, name))) for name, part in _taken_apart(text)}
    except StoreError:
        # Not as we write it: a person may have changed it. If it is broken, reading all of it says at which line.
        tracks: dict[str, list[Track]] = defaultdict(list)
        for track in (store.load(History, content / FILE) or History()).tracks:
            tracks[_family(track)].append(track)
        return {name: spool.put(_written(History(tracks=tuple(own)))) for name, own in tracks.items()}


def continued(part: bytes, name: str, model: Model, *, today: str) -> bytes:
    """The part of family `name` after its pages were read. `today` (UTC day) ends the stretches of what is gone."""
    return _written(update(_read(part.decode(), name), [model], today=today))


def write_parts(content: Path, parts: Mapping[str, Place], spool: Spool) -> bool:
    """Put the ledger together again. False where the file already held these bytes."""
    # Tracks are sorted by `family/variant`, and `glm/` comes after `glm-4/`.
    places = [parts[name] for name in sorted(parts, key=lambda name: f"{name}/") if parts[name].length]
    head = _HEAD if places else _EMPTY
    return store.write_parts(content / FILE, lambda: chain([head.encode()], map(spool.get, places)))


def _taken_apart(text: str) -> Iterator[tuple[str, str]]:
    """The tracks of each family in a text that `write_parts` wrote. Raises StoreError where another did."""
    groups = groupby(_TRACK.finditer(text), key=lambda match: match[1])
    starts = [(name, next(matches).start()) for name, matches in groups]
    if text != _EMPTY and not (starts and starts[0][1] == len(_HEAD) and text.startswith(_HEAD)):
        raise StoreError(f"{FILE}: expected a list of tracks")
    if len(dict(starts)) < len(starts):
        raise StoreError(f"{FILE}: the tracks of a family stand in two places")
    for (name, start), (_, end) in pairwise([*starts, ("", len(text))]):
        yield name, text[start:end]


def _read(part: str, name: str) -> History:
    if not part:
        return History()
    history = store.parsed(History, _HEAD + part, name=FILE)
    if any(_family(track) != name for track in history.tracks):
        raise StoreError(f"{FILE}: a track of another family stands among those of {name}")
    return history


def _written(history: History) -> bytes:
    """A part, with its tracks in their order."""
    return store.yaml_bytes(update(history, [], today="")).decode().removeprefix(_HEAD).removeprefix(_EMPTY).encode()


def _family(track: Track) -> str:
    return track.variant.partition("/")[0]
