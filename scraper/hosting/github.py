"""git and gh, as the workflows run them: one commit of content/, and at most one open issue.

Both programs are found on PATH. gh takes its token and its repository from GH_TOKEN and GH_REPO; git pushes with
whatever it finds configured, or with gh's token where `token` is asked for, so that none lies in a file or stands
in an argument.
"""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scraper.errors import HostingError

# The account that GitHub gives to commits of its own workflows.
AUTHOR = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
PUSHES = 3  # tries: somebody else may push meanwhile

_TOKEN = ("-c", "credential.helper=", "-c", "credential.helper=!gh auth git-credential")
_ISSUES = "repos/{owner}/{repo}/issues"  # gh fills in the names


class Repository:
    """The git repository that `content` is in. Paths are relative to `content`; it may be a shallow clone."""

    def __init__(self, content: Path, *, token: bool = False) -> None:
        self._content, self._token = content, token

    def committed(self, path: str, revision: str = "HEAD") -> str | None:
        """The text of a file as `revision` has it, None where it has none. Raises HostingError for no revision."""
        self._git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if not self._git("ls-tree", "--name-only", revision, "--", path):
            return None
        return self._git("show", f"{revision}:./{path}")

    def stage(self, *paths: str) -> list[str]:
        """Stage `paths` and nothing else, and say which files a commit would then change, sorted."""
        self._git("reset", "--quiet")
        self._git("add", "--all", "--", *paths)
        return sorted(filter(None, self._git("diff", "--cached", "--name-only", "--relative", "-z").split("\0")))

    def unstage(self) -> None:
        self._git("reset", "--quiet")

    def commit(self, message: str) -> None:
        """Commit what is staged."""
        name, mail = AUTHOR
        who = ("-c", f"user.name={name}", "-c", f"user.email={mail}")
        self._git(*who, "commit", "--quiet", "--no-verify", "--file=-", given=message)

    def push(self, branch: str) -> None:
        """Push the commit to `branch`, on top of whatever was pushed there meanwhile.

        Raises HostingError where the two touch the same lines, or where the push is refused.
        """
        name, mail = AUTHOR
        for left in reversed(range(PUSHES)):
            try:
                self._git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}", network=True)
            except HostingError:
                if not left:
                    raise
            else:
                return
            self._git("fetch", "--quiet", "origin", branch, network=True)
            # Set aside meanwhile: what a run changed in content/ that isn't to be kept.
            rebase = ("rebase", "--quiet", "--autostash", "FETCH_HEAD")
            try:
                self._git("-c", f"user.name={name}", "-c", f"user.email={mail}", *rebase)
            except HostingError as error:
                self._git("rebase", "--abort")
                raise HostingError(f"{branch} has changes of its own there: {error}; run the workflow again") from error

    def _git(self, *words: str, given: str | None = None, network: bool = False) -> str:
        options = _TOKEN if network and self._token else ()
        return _output(["git", *options, *words], folder=self._content, given=given)


class Issue:
    """The one open issue with a title and a label, whether there is one or not."""

    def __init__(self, title: str, label: str) -> None:
        self._title, self._label = title, label

    def show(self, text: str) -> str:
        """Open it with `text`, or bring its text up to date. Gives its address."""
        numbers = self._open()
        if numbers:
            self._close(numbers[1:], f"One issue is enough: see #{numbers[0]}.")
            issue = _api("PATCH", f"{_ISSUES}/{numbers[0]}", {"body": text})
        else:
            issue = _api("POST", _ISSUES, {"title": self._title, "body": text, "labels": [self._label]})
        return str(issue["html_url"])

    def close(self, comment: str) -> int:
        """Close it with a last word. How many there were: 0 where none was open."""
        numbers = self._open()
        self._close(numbers, comment)
        return len(numbers)

    def _open(self) -> list[int]:
        found = _api("GET", f"{_ISSUES}?state=open&labels={self._label}&per_page=100")
        mine = (one for one in found if one["title"] == self._title and "pull_request" not in one)
        return sorted(int(one["number"]) for one in mine)

    def _close(self, numbers: Sequence[int], comment: str) -> None:
        for number in numbers:
            _api("POST", f"{_ISSUES}/{number}/comments", {"body": comment})
            _api("PATCH", f"{_ISSUES}/{number}", {"state": "closed"})


def append(path: Path, text: str) -> None:
    """Add `text` to a file that a workflow's step reads from us, its summary for example."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _api(method: str, path: str, given: dict[str, Any] | None = None) -> Any:
    words = ["gh", "api", "--method", method, path]
    answer = _output([*words, "--input", "-"] if given else words, given=json.dumps(given) if given else None)
    try:
        return json.loads(answer)
    except ValueError as error:
        raise HostingError(f"gh api {path}: expected JSON, got {answer[:80]!r}; run the workflow again") from error


def _output(command: Sequence[str], *, folder: Path | None = None, given: str | None = None) -> str:
    """What a program prints. Raises HostingError with what it complained about."""
    name = " ".join(word for word in command[:8] if "=" not in word and word != "-c")
    try:
        done = subprocess.run(  # noqa: S603 - git or gh, found on PATH as on every runner
            command, cwd=folder, input=given or "", capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        raise HostingError(f"{name}: {error.strerror}; install {command[0]}") from error
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-400:]
        raise HostingError(f"{name}: ended with {done.returncode}: {said}")
    return done.stdout
