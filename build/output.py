"""The site on disk, all or nothing: the last one stays whole until the next one is.

    _site.part-x7/      the new site is written here, beside its place
    _site            -> _site.last-x7, then _site.part-x7 -> _site, then _site.last-x7 is removed

A file that didn't change is linked from the last site instead of being written again, so that its
date says when it changed. Only a folder that carries our marker is ever replaced.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path

from build.build_index import BuildIndex, Made, is_as_made, load_index, save_index
from build.inputs import Inputs
from build.products import Product, ready
from build.workers import each
from scraper.errors import BuildError

# Makes the products that tell of others: from the SHA-256 of each file by its path, hexadecimal.
Closing = Callable[[Mapping[str, str]], Iterable[Product]]

# Says that a folder is ours to replace. GitHub Pages may drop it; only `build` looks at it.
MARKER = ".price-book"
_MARKER_TEXT = b"Made by `python -m build`; it may be replaced whole.\n"
# Without it GitHub Pages would run Jekyll, which hides folders that begin with an underscore.
_ALWAYS = (ready(MARKER, _MARKER_TEXT), ready(".nojekyll", b""))
# The name of the domain the site is served under is put there by whoever hosts it; a build is no reason to lose it.
KEPT = "CNAME"


def publish(
    products: Iterable[Product],
    output: Path,
    *,
    closing: Closing | None = None,
    inputs: Inputs | None = None,
    pages: int = 0,
) -> tuple[int, int]:
    """Make `output` hold exactly `products`: (files, files that changed). `inputs` is what they were made from.

    `closing` makes those that can only be made once the digests of all others are known, such as lists of them.
    A product with the key of the last build whose file is untouched is not made again. Raises BuildError, and
    leaves what was there, where the folder isn't ours, another build is under way, the disk says no, or a product
    can't be made.
    """
    output = Path(os.path.abspath(output))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with _alone(output):
            _recover(output)
            _check_ours(output)
            last = load_index(output)
            part = Path(tempfile.mkdtemp(prefix=f"{output.name}.part-", dir=output.parent))
            try:
                part.chmod(0o755)  # mkdtemp makes it private; a site is to be read
                files: dict[str, Made] = {}
                changed = _write(chain(_ALWAYS, _kept(output), products), part, output, last.files, files)
                if closing is not None:
                    digests = {path: made.digest for path, made in files.items()}
                    changed += _write(closing(digests), part, output, last.files, files)
                _swap(part, output)
            finally:
                shutil.rmtree(part, ignore_errors=True)
            save_index(output, BuildIndex(inputs or Inputs(), pages, files))
    except OSError as error:
        place = error.filename or output
        problem = f"{place}: can't be written: {error.strerror}"
        raise BuildError(f"{problem}; free space or permit writing, then repeat") from error
    return len(files), changed


def static_files(folder: Path) -> Iterator[Product]:
    """The files below `folder`, in order, as `static/…`."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield ready(f"static/{path.relative_to(folder).as_posix()}", path.read_bytes())


def _kept(output: Path) -> Iterator[Product]:
    path = output / KEPT
    if path.is_file():
        yield ready(KEPT, path.read_bytes())


def _check_ours(output: Path) -> None:
    if not os.path.lexists(output):
        return
    if not output.is_dir() or output.is_symlink():
        raise BuildError(f"{output}: not a folder; name another with --output")
    if any(output.iterdir()) and not (output / MARKER).is_file():
        raise BuildError(
            f"{output}: holds files that `build` did not make (no {MARKER} in it); "
            "name an empty or new folder with --output"
        )


@contextlib.contextmanager
def _alone(output: Path) -> Iterator[None]:
    """One build at a time per place. The lock goes with its process, so a killed build leaves none behind."""
    lock = output.parent / f".{output.name}.lock"
    descriptor = _locked(lock, output)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()
        os.close(descriptor)


def _locked(lock: Path, output: Path) -> int:
    while True:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise BuildError(f"{output}: another build is writing it; wait for it to end") from None
        # The build before us may have removed the file between our opening and our locking it.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(lock)):
                return descriptor
        os.close(descriptor)


def _recover(output: Path) -> None:
    """Put back the last site where a build was killed between the two renames, and remove other remains."""
    for last in sorted(output.parent.glob(f"{output.name}.last-*")):
        if (last / MARKER).is_file():
            if os.path.lexists(output):
                shutil.rmtree(last)
            else:
                last.rename(output)
    for part in output.parent.glob(f"{output.name}.part-*"):
        if (part / MARKER).is_file():
            shutil.rmtree(part, ignore_errors=True)


def _write(
    products: Iterable[Product], part: Path, last: Path, known: Mapping[str, Made], files: dict[str, Made]
) -> int:
    """Write or link every product below `part` and note it in `files`: how many are new."""
    folders: set[str] = set()
    missing: list[Product] = []
    for product in products:
        path, made = product.path, known.get(product.path)
        if path in files:
            raise BuildError(f"{path}: two pages have this address; look at the slugs in content/models")
        folder = path.rpartition("/")[0]
        if folder not in folders:
            folders.add(folder)
            _make_folder(f"{part}/{folder}")
        if made is not None and made.key == product.key and is_as_made(last, path, made) and _link(last, part, path):
            files[path] = made
        else:
            files[path] = Made(product.key, 0, 0, "")  # keeps its place in the order
            missing.append(product)
    changed = 0
    for path, made, new in each(missing, partial(_finish, part, last)):
        files[path] = made
        changed += new
    return changed


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)
    except FileExistsError:
        return
    except FileNotFoundError:  # nor is the one it stands in there
        os.makedirs(path, exist_ok=True)


def _finish(part: Path, last: Path, product: Product) -> tuple[str, Made, bool]:
    """Make one product. Bytes that are the same as in the last site are linked: the file's date stays."""
    data = product.make()
    target = f"{part}/{product.path}"
    new = not (_holds(f"{last}/{product.path}", data) and _link(last, part, product.path))
    if new:
        with open(target, "xb") as file:
            file.write(data)
    status = os.stat(target)
    made = Made(product.key, status.st_size, status.st_mtime_ns, hashlib.sha256(data).hexdigest())
    return product.path, made, new


def _holds(path: str, data: bytes) -> bool:
    try:
        if os.stat(path).st_size != len(data):
            return False
        with open(path, "rb") as file:
            return file.read() == data
    except OSError:
        return False


def _link(last: Path, part: Path, path: str) -> bool:
    try:
        os.link(f"{last}/{path}", f"{part}/{path}")
    except OSError:
        return False
    return True


def _swap(part: Path, output: Path) -> None:
    last = output.with_name(output.name + part.name.removeprefix(output.name).replace(".part-", ".last-", 1))
    if output.exists():
        output.rename(last)
    try:
        part.rename(output)
    except OSError:
        if last.exists():
            last.rename(output)
        raise
    shutil.rmtree(last, ignore_errors=True)
