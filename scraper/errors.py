"""Every error this project raises on purpose.

    PriceBookError
    ├── UsageError        the command was called wrongly                      exit status 2
    ├── RefusedPage       a page can't be used; its last good data stays      becomes a finding
    ├── NotationError     an amount or unit in a notation money.py doesn't know  becomes a finding
    ├── StoreError        a file of ours can't be read or written             exit status 1
    ├── FetchError        an answer from the network can't be used            said of the page, the old one stays
    │   ├── Unexpected    an answer came that can't be used (fetch)
    │   └── Unanswered    no answer came in time or at all (fetch)
    ├── HostingError      git or gh refused; nothing is half done              exit status 1
    └── BuildError        the site can't be built; the last one stays         exit status 1

Anything else that escapes is a bug of ours, and `__main__` says so in other words.
"""


class PriceBookError(Exception):
    """The base of the tree: its text is complete enough to be shown to a person as it is."""


class UsageError(PriceBookError):
    """The command line, or a quantity given to the calculator, makes no sense."""


class RefusedPage(PriceBookError):
    """A recorded page that must not be used at all.

    `code` is a key of `scraper.findings.CODES`, `line` the 1-based line the reason stands on.
    """

    def __init__(self, code: str, message: str, *, line: int = 1) -> None:
        super().__init__(message)
        self.code = code
        self.line = line


class NotationError(PriceBookError):
    """An amount or a unit that can't be read. `code` is a key of `scraper.findings.CODES`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class StoreError(PriceBookError):
    """A YAML or manifest file that can't be read as what it should be, or can't be written."""


class FetchError(PriceBookError):
    """An exchange over the network that gave nothing usable."""


class HostingError(PriceBookError):
    """A step of keeping a hosted site current that git or GitHub refused."""


class BuildError(PriceBookError):
    """Content or templates from which no complete site can be made."""


def lacking(error: ModuleNotFoundError) -> str:
    """What to say of a Python that our packages aren't installed in. Raises the error again where a module is ours."""
    if (error.name or "").partition(".")[0] in {"scraper", "build"}:
        raise error
    return f"this Python has no {error.name}; use the one that `make site` sets up: .venv/bin/python"
