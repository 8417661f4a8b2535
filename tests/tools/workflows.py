"""The workflows of .github/workflows/ taken apart, and run: their own steps, on this machine, without GitHub.

A job runs as a runner would run it, with what stands in its file and nothing else: a fresh shallow clone for
actions/checkout, folders for the artifacts, and bash for each `run:` with the step's environment. Expressions are
worked out from a table of contexts; one that names anything unknown is an error.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.store import read_yaml
from tests.tools.programs import ROOT

FOLDER = ROOT / ".github" / "workflows"
LONGEST = 120  # minutes that a job may take

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<sign>&&|\|\||==|!=|!|[(),])|(?P<name>[A-Za-z_][\w.-]*))")
_SIGNS = {"&&": " and ", "||": " or ", "!": " not ", "==": "==", "!=": "!=", "(": "(", ")": ")", ",": ","}

Plain = dict[str, Any]


def load(path: Path) -> Plain:
    """A workflow as plain dicts, lists and text; `on` is a key like any other."""
    workflow: Plain = read_yaml(path.read_text(encoding="utf-8"), name=path.name)
    return workflow


def steps(workflow: Plain) -> Iterator[tuple[str, Plain]]:
    """Each step with the name of its job."""
    for name, job in workflow["jobs"].items():
        for step in job.get("steps", []):
            yield name, step


def value(text: str, known: Mapping[str, Any]) -> Any:
    """`text` with its expressions worked out; what is one expression and nothing else keeps its kind.

    `known` holds values by full name (`github.ref_name`), and functions. Raises KeyError for any other name.
    """
    whole = _EXPRESSION.fullmatch(text.strip())
    if whole and "}}" not in whole[1]:
        return _worked_out(whole[1], known)
    return _EXPRESSION.sub(lambda found: _written(_worked_out(found[1], known)), text)


def _written(result: Any) -> str:
    """A value as an expression leaves it in a text."""
    if result is None or isinstance(result, bool):
        return {None: "", True: "true", False: "false"}[result]
    return str(result)


def _worked_out(expression: str, known: Mapping[str, Any]) -> Any:
    # `&&` and `||` give one of their sides, as `and` and `or` do.
    parts: list[str] = []
    values: dict[str, Any] = {}
    position = 0
    while position < len(expression.rstrip()):
        token = _TOKEN.match(expression, position)
        if token is None:
            raise ValueError(f"{expression!r}: not understood from {expression[position:]!r} on")
        position = token.end()
        if token["sign"]:
            parts.append(_SIGNS[token["sign"]])
        else:
            name = f"v{len(values)}"
            text = token["text"]
            values[name] = text[1:-1].replace("''", "'") if text else known[token["name"]]
            parts.append(name)
    return eval("".join(parts), {"__builtins__": {}}, values)  # signs and our own names, and nothing else


@dataclass
class Runner:
    """Runs the jobs of one workflow against `remote`, a bare repository, with folders below `folder`."""

    remote: Path
    folder: Path
    branch: str
    environment: Mapping[str, str]  # what every step gets besides its own
    contexts: dict[str, Any]  # values and functions for expressions
    prepare: Callable[[str, Path], None]  # called with a job and its fresh clone
    results: dict[str, str] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)  # what the `run:` steps printed

    def run(self, workflow: Plain) -> dict[str, str]:
        """Run every job after those it needs; the result of each."""
        for name, job in workflow["jobs"].items():
            needs = job.get("needs", [])
            needed = [needs] if isinstance(needs, str) else needs
            assert set(needed) <= set(self.results), f"{name} stands before a job it needs"
            self.contexts |= {f"needs.{need}.result": self.results[need] for need in needed}
            condition = value(job.get("if", ""), self.contexts)
            if not (condition if "if" in job else all(self.results[need] == "success" for need in needed)):
                self.results[name] = "skipped"
                continue
            self.results[name] = "success" if all(self._instances(name, job)) else "failure"
        return self.results

    def _instances(self, name: str, job: Plain) -> list[bool]:
        """Whether each instance of the job went well: one, or one for each value of its matrix."""
        matrix = job.get("strategy", {}).get("matrix", {})
        assert len(matrix) <= 1, "a matrix of one dimension is all that is run here"
        if not matrix:
            return [self._job(name, job)]
        ((axis, text),) = matrix.items()
        choices = value(text, self.contexts)
        done: list[bool] = []
        for index, choice in enumerate(choices):
            strategy = {"strategy.job-index": index, "strategy.job-total": len(choices)}
            self.contexts |= {f"matrix.{axis}": choice, **strategy}
            done.append(self._job(f"{name}-{index}", job))
        return done

    def _job(self, name: str, job: Plain) -> bool:
        clone = self.folder / f"{len(list(self.folder.iterdir()))}-{name}"
        clone.mkdir()
        for step in job["steps"]:
            if not self._step(name, step, clone) and step.get("continue-on-error") != "true":
                return False
        return True

    def _step(self, job: str, step: Plain, clone: Path) -> bool:
        inputs = {key: _written(value(text, self.contexts)) for key, text in step.get("with", {}).items()}
        action = step.get("uses", "").partition("@")[0]
        if action == "actions/checkout":
            source = [
                "git",
                "clone",
                "--quiet",
                "--depth",
                "1",
                "--branch",
                inputs["ref"],
                f"file://{self.remote}",
                ".",
            ]
            subprocess.run(source, cwd=clone, env=dict(self.environment), check=True)
            self.prepare(job, clone)
        elif action == "actions/upload-artifact":
            return self._upload(inputs, clone)
        elif action == "actions/download-artifact":
            return self._download(inputs, clone)
        elif "run" in step:
            return self._shell(step, clone)
        else:
            assert action == "actions/setup-python", f"{action}: teach tests/tools/workflows.py what it does"
        return True

    def _shell(self, step: Plain, clone: Path) -> bool:
        own = {key: _written(value(text, self.contexts)).strip() for key, text in step.get("env", {}).items()}
        extra = {key: f"{own.get(key, '')} {text}".strip() for key, text in self.contexts["extra"](step["run"]).items()}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        environment = {**self.environment, **own, **extra}
        done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)
        self.outputs.append(f"$ {step['run']}\n{done.stdout}{done.stderr}")
        return done.returncode == 0

    def _upload(self, inputs: Mapping[str, str], clone: Path) -> bool:
        """The files at the paths, seen from the folder they have in common; hidden ones are left out, as GitHub does."""
        paths = [clone / path for path in inputs["path"].split()]
        there = [path for path in paths if path.exists()]
        base = paths[0] if len(paths) == 1 else Path(os.path.commonpath(paths))
        target = self.folder.parent / "artifacts" / inputs["name"]
        for path in there:
            for file in [path] if path.is_file() else sorted(path.rglob("*")):
                if file.is_file() and not any(part.startswith(".") for part in file.relative_to(clone).parts):
                    copy = target / file.relative_to(base)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, copy)
        return bool(there)

    def _download(self, inputs: Mapping[str, str], clone: Path) -> bool:
        artifacts = self.folder.parent / "artifacts"
        if "name" in inputs:
            found = artifacts / inputs["name"]
            if found.is_dir():
                shutil.copytree(found, clone / inputs["path"], dirs_exist_ok=True)
            return found.is_dir()
        chosen = sorted(artifacts.glob(inputs["pattern"]))
        for found in chosen:
            shutil.copytree(found, clone / inputs["path"] / found.name)
        return bool(chosen)


def breaches(text: str, *, targets: Collection[str]) -> Iterator[str]:
    """What in the text of a workflow breaks the project's rules for workflows; `targets` are those of the Makefile."""
    workflow: Plain = read_yaml(text, name="workflow")
    if workflow.get("permissions") != {}:
        yield "permissions: expected {} for the whole, and what each job needs at the job"
    if "group" not in workflow.get("concurrency", {}):
        yield "concurrency: expected a group, so that runs don't get in each other's way"
    for used in re.findall(r"\buses: *(.+)$", text, re.MULTILINE):
        if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used):
            yield f"uses {used}: expected a commit's 40 digits and the version as a comment"
    for name, job in workflow["jobs"].items():
        if not job.get("permissions"):
            yield f"{name}: expected its own permissions"
        if not 1 <= int(job.get("timeout-minutes", 0)) <= LONGEST:
            yield f"{name}: expected a time-out of at most {LONGEST} minutes"
        if not re.fullmatch(r"ubuntu-\d\d\.04", job.get("runs-on", "")):
            yield f"{name}: expected a runner by its version"
    for name, step in steps(workflow):
        yield from (f"{name}: {problem}" for problem in _of_a_step(step, targets))


def _of_a_step(step: Plain, targets: Collection[str]) -> Iterator[str]:
    ran = step.get("run")
    if ran is not None and not (re.fullmatch(r"make [a-z]+", ran) and ran.split()[1] in targets):
        # Whatever a workflow knows comes in the environment: an expression in a script is code for whoever fills it.
        yield f"run: {ran!r}: expected one make target and nothing else"
    action = step.get("uses", "").partition("@")[0]
    inputs = step.get("with", {})
    if action == "actions/checkout" and inputs.get("persist-credentials") != "false":
        yield "checkout: expected persist-credentials: false"
    if action == "actions/upload-artifact" and inputs.get("if-no-files-found") != "error":
        yield "upload-artifact: expected if-no-files-found: error"
    if action == "actions/upload-pages-artifact" and inputs.get("include-hidden-files") != "true":
        yield "upload-pages-artifact: expected include-hidden-files: true, for .nojekyll"
