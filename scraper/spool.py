"""What a parse has made of the pages, put by on the disk until it is known whether it may be published.

A catalog's words and facts are as long as the catalog, and whether too much of it is gone at once shows only at its
end. So nothing is held in memory and nothing is written in its place before that: it waits in a file without a name,
which is gone with the process however that ends.
"""

import tempfile
from pathlib import Path
from typing import IO, NamedTuple

from scraper.store import told


class Place(NamedTuple):
    """Where something was put by."""

    offset: int
    length: int


class Spool:
    """A file without a name. It comes into being with the first thing that is put by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> Place:
        """Put `data` by. Raises StoreError where the disk is full or the folder may not be written."""
        with told(self._folder):
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder, prefix=".part-")  # noqa: SIM115
            place = Place(self._end, len(data))
            self._file.seek(self._end)
            self._file.write(data)
            self._end += len(data)
        return place

    def get(self, place: Place) -> bytes:
        """What was put by at `place`."""
        assert self._file is not None
        with told(self._folder):
            self._file.seek(place.offset)
            return self._file.read(place.length)

    def close(self) -> None:
        """Forget everything."""
        if self._file is not None:
            self._file.close()
