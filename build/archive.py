"""The built site as one ZIP, with the SHA-256 of each of its files. The same site gives the same bytes.

    runapi-prices.zip               runapi-prices/index.html, …, and runapi-prices/SHA256SUMS for `sha256sum --check`
    runapi-prices.zip.sha256        the SHA-256 of the ZIP itself, in the same form

Files stand in the order of their paths and carry the moment the prices were last checked, in UTC: neither the clock
nor the machine has a say.
"""

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from build.offline import EDITION, checked_in
from build.output import MARKER
from scraper.errors import BuildError

_FOLDER = "runapi-prices/"
_SUMS = "SHA256SUMS"
# The earliest a ZIP can tell: the site of a catalog that no run has recorded.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # the system that a file's permissions are those of
_READABLE = 0o100644 << 16

Moment = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed."""

    files: int  # the list of sums not counted
    size: int  # bytes of the ZIP
    digest: str  # SHA-256 of the ZIP, hexadecimal


def archive(site: Path, target: Path) -> Packed:
    """Pack the site in the folder `site` into the ZIP `target`, all or nothing.

    Raises BuildError where `site` holds no built site, where `target` lies in it, or where the disk says no.
    """
    if not (site / MARKER).is_file():
        raise BuildError(f"{site}: holds no built site; run `python -m build` first, or name another with --site")
    if target.resolve().is_relative_to(site.resolve()):
        raise BuildError(f"{target}: lies in the site it is made of; name another place with --output")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkstemp(prefix=f"{target.name}.part-", dir=target.parent)[1])
        try:
            packed = _pack(site, part)
            part.chmod(0o644)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        beside = target.with_name(f"{target.name}.sha256")
        beside.write_text(f"{packed.digest}  {target.name}\n", encoding="utf-8")
    except OSError as error:
        place = error.filename or target
        raise BuildError(f"{place}: {error.strerror}; free space or permit reading and writing, then repeat") from error
    return packed


def _pack(site: Path, target: Path) -> Packed:
    moment = _moment(site)
    sums: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packing:
        for name in _files(site):
            data = (site / name).read_bytes()
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
            packing.writestr(_entry(name, moment), data)
        packing.writestr(_entry(_SUMS, moment), "".join(sums))
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Packed(len(sums), target.stat().st_size, digest)


def _files(site: Path) -> Iterator[str]:
    """Every file of the site in the order of its path, but the mark that only `build` looks at."""
    names = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return (name for name in sorted(names) if name != MARKER)


def _entry(name: str, moment: Moment) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{_FOLDER}{name}", moment)
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _moment(site: Path) -> Moment:
    """When the prices were last checked, as the site itself says it, in UTC."""
    edition = site / EDITION
    checked = checked_in(edition.read_text(encoding="utf-8")) if edition.is_file() else None
    if checked is None:
        return _NO_TIME
    year, month, day, hour, minute, second = (int(part) for part in re.findall(r"\d+", checked)[:6])
    return year, month, day, hour, minute, second
