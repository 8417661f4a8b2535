"""The site on disk, all or nothing: the last one stays whole until the next one is.

A file that didn't change is the last site's own instead of being written again, so that its date says when it changed.
`editions` knows the folders this goes on in.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path

from build import editions
from build.build_index import BuildIndex, Made, load_index, save_index, untouched
from build.editions import Stage
from build.inputs import Inputs
from build.products import Product, ready
from build.workers import each
from scraper.errors import BuildError

# Makes the products that tell of others: from the SHA-256 of each file by its path, hexadecimal.
Closing = Callable[[Mapping[str, str]], Iterable[Product]]

MARKER = editions.MARKER
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
    last: BuildIndex | None = None,
    settled: Callable[[], bool] = lambda: True,
) -> tuple[int, int]:
    """Make `output` hold exactly `products`: (files, files that changed). `inputs` is what they were made from,
    `last` the index of the build before, where somebody has read it. `settled` says at the end whether `inputs` are
    still as they were: else nobody knows what was read, and the next build makes everything.

    `closing` makes those that can only be made once the digests of all others are known, such as lists of them.
    A product with the key of the last build whose file is untouched is not made again. Raises BuildError, and
    leaves what was there, where the folder isn't ours, another build is under way, the disk says no, or a product
    can't be made.
    """
    output = Path(os.path.abspath(output))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with editions.alone(output):
            editions.recover(output)
            editions.check_ours(output)
            last = load_index(output, last)
            stage = Stage(output)
            try:
                files: dict[str, Made] = {}
                changed = _write(chain(_ALWAYS, _kept(output), products), stage, output, last.files, files)
                if closing is not None:
                    digests = {path: made.digest for path, made in files.items()}
                    changed += _write(closing(digests), stage, output, last.files, files)
                editions.swap(stage, output)
            except BaseException as error:
                stage.drop(spare=not isinstance(error, OSError))
                raise
            save_index(output, BuildIndex(inputs or Inputs(), pages, files) if settled() else BuildIndex())
    except OSError as error:
        place = error.filename or output
        problem = f"{place}: can't be written: {error.strerror}"
        raise BuildError(f"{problem}; free space or permit writing, then repeat") from error
    return len(files), changed


def static_files(folder: Path) -> Iterator[Product]:
    """The files below `folder`, in order, as `static/…`."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):  # as `inputs` looks at them
            yield ready(f"static/{name.as_posix()}", path.read_bytes())


def _kept(output: Path) -> Iterator[Product]:
    path = output / KEPT
    if path.is_file():
        yield ready(KEPT, path.read_bytes())


def _write(
    products: Iterable[Product], stage: Stage, last: Path, known: Mapping[str, Made], files: dict[str, Made]
) -> int:
    """Write or link every product on the stage and note it in `files`: how many are new."""
    right: dict[str, int] = {}  # the inode of each file of the last site that is to stay
    others: list[Product] = []  # what those are
    missing: list[Product] = []
    for product in products:
        path, made = product.path, known.get(product.path)
        if path in files:
            raise BuildError(f"{path}: two pages have this address; look at the slugs in content/models")
        inode = untouched(last, path, made) if made is not None and made.key == product.key else None
        if made is None or inode is None:
            files[path] = Made(product.key, 0, 0, "")  # keeps its place in the order
            missing.append(product)
        else:
            files[path], right[path] = made, inode
            others.append(product)
    stage.keep(right, files)
    for product in others:
        if product.path not in stage.held:
            stage.folder(product.path)
            if not stage.link(product.path):
                missing.append(product)
    for product in missing:
        stage.folder(product.path)
    changed = 0
    for path, made, new in each(missing, partial(_finish, stage, last)):
        files[path] = made
        changed += new
    return changed


def _finish(stage: Stage, last: Path, product: Product) -> tuple[str, Made, bool]:
    """Make one product. Bytes that are the same as in the last site are linked: the file's date stays."""
    data = product.make()
    new = not (_holds(f"{last}/{product.path}", data) and stage.link(product.path))
    if new:
        stage.write(product.path, data)
    status = os.stat(f"{stage.root}/{product.path}")
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
