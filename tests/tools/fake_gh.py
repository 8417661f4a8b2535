"""A `gh` for tests: the calls that the hosting makes, answered from a file. Put on PATH by `install`.

FAKE_GH names the file, JSON: the issues, and what a test sets: `disabled` answers as a repository without issues does.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

State = dict[str, Any]


def install(folder: Path) -> Path:
    """Write the program `gh` into `folder`; gives the file of its state."""
    folder.mkdir(parents=True, exist_ok=True)
    program, state = folder / "gh", folder / "gh.json"
    program.write_text(f"#!{sys.executable}\n{Path(__file__).read_text(encoding='utf-8')}", encoding="utf-8")
    program.chmod(0o755)
    write(state, {"issues": [], "calls": []})
    return state


def read(state: Path) -> State:
    found: State = json.loads(state.read_text(encoding="utf-8"))
    return found


def write(state: Path, value: State) -> None:
    state.write_text(json.dumps(value), encoding="utf-8")


def main(words: list[str]) -> int:
    if not os.environ.get("GH_TOKEN"):
        print(
            "gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.",
            file=sys.stderr,
        )
        return 4
    if words == ["auth", "git-credential", "get"]:
        print(f"username=x-access-token\npassword={os.environ['GH_TOKEN']}")
        return 0
    path = Path(os.environ["FAKE_GH"])
    state = read(path)
    state["calls"].append(words)
    given = json.loads(sys.stdin.read()) if words[-2:] == ["--input", "-"] else {}
    status, answer = api(state, words[2:4] if words[:2] == ["api", "--method"] else [], words[4:5], given)
    write(path, state)
    print(json.dumps(answer))
    if status >= 400:
        print(f"gh: {answer['message']} (HTTP {status})", file=sys.stderr)
    return int(status >= 400)


def api(state: State, call: list[str], _: list[str], given: State) -> tuple[int, Any]:
    """The status and the answer of one call: method and path."""
    if len(call) != 2 or not os.environ.get("GH_REPO"):
        return 404, {"message": f"Not Found: {call}"}
    method, path = call
    if state.get("disabled"):
        return 410, {"message": "Issues has been disabled in this repository."}
    issues: list[State] = state["issues"]
    one = re.fullmatch(r"repos/\{owner\}/\{repo\}/issues/(\d+)(/comments)?", path)
    if method == "GET":
        labels = re.fullmatch(r"repos/\{owner\}/\{repo\}/issues\?state=open&labels=([\w-]+)&per_page=100", path)
        if labels is None:
            return 404, {"message": "Not Found"}
        # GitHub gives the newest first.
        return 200, [i for i in reversed(issues) if i["state"] == "open" and labels[1] in i["labels"]]
    if method == "POST" and path == "repos/{owner}/{repo}/issues":
        number = len(issues) + 1
        known = {"number": number, "state": "open", "comments": [], "html_url": f"https://example.org/issues/{number}"}
        issues.append({**known, **given})
        return 201, issues[-1]
    if one and method == "POST" and one[2]:
        issues[int(one[1]) - 1]["comments"].append(given["body"])
        return 201, given
    if one and method == "PATCH" and not one[2]:
        issues[int(one[1]) - 1].update(given)
        return 200, issues[int(one[1]) - 1]
    return 404, {"message": "Not Found"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
