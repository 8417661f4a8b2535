"""Templates as the programs they were compiled to, kept beside the site: `._site.templates/` for `_site/`.

A cache, never a source: each file begins with a sum over itself, its template's text and whatever else a program
depends on, and where that doesn't match the template is compiled anew. What it holds is run, as Python runs the
compiled modules beside its sources: who may write here may write the site as well.
"""

import contextlib
import hashlib
import marshal
import os
import sys
from pathlib import Path
from types import CodeType

from build.build_index import beside
from build.inputs import Inputs
from build.products import key_of

_SUM = hashlib.sha256().digest_size


class Compiled:
    """The programs that the last build of `output` left."""

    def __init__(self, output: Path, inputs: Inputs) -> None:
        self._folder = beside(output, "templates")
        # Constants are folded in by whatever our sources do with them, so all of those count.
        sources = (f"{name} {digest}" for name, digest in sorted(inputs.digests("code/").items()))
        self._makers = key_of([sys.version, *sources])

    def get(self, name: str, source: str) -> CodeType | None:
        """The program of the template `name`, whose text has the digest `source`."""
        if self._folder.is_symlink():
            return None
        try:
            data = (self._folder / name).read_bytes()
        except OSError:
            return None
        if data[:_SUM] != self._sum(name, source, data[_SUM:]):
            return None
        try:
            code = marshal.loads(data[_SUM:])  # noqa: S302 - the sum says that it is what we wrote
        except (ValueError, EOFError, TypeError):
            return None
        return code if isinstance(code, CodeType) else None

    def put(self, name: str, source: str, code: CodeType) -> None:
        """Keep a program. Two processes may do so at once: a mix of what they write has not the right sum."""
        data = marshal.dumps(code)
        target = self._folder / name
        part = target.with_name(f"{name}.part")
        if self._folder.is_symlink():
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
            part.write_bytes(self._sum(name, source, data) + data)
            os.replace(part, target)

    def _sum(self, name: str, source: str, data: bytes) -> bytes:
        return hashlib.sha256(key_of([self._makers, name, source]).encode() + data).digest()
