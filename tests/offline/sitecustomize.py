"""Imported by every Python that a test starts: the same guard there."""

import sys

import guard  # type: ignore[import-not-found]  # beside this file, whose folder is on PYTHONPATH

# One module under either name: a test that starts there (a worker of pytest-xdist) must know the exception.
sys.modules["tests.offline.guard"] = guard

guard.install()
