"""Whether content may be published, and what the issue says: nothing is left out, and nothing hostile speaks."""

import re

import pytest

from scraper.catalog import Failure, Heartbeat, Report, Reported
from scraper.hosting.standing import LONGEST, SHOWN, Problem, issue_text, may_publish, problems

FINE = Heartbeat(at="2026-11-22T04:31:00Z", finished=True, tried=9, changed=1, unchanged=8)
URL = "https://example.org/runs/1"


def run(**values: object) -> Heartbeat:
    return FINE.model_copy(update=values)


def report(*codes: str, level: str = "error") -> Report:
    found = [
        {"code": code, "level": level, "path": "models/a.md", "line": 27, "message": "expected an amount"} for code in codes
    ]  # fmt: skip
    return Report(pages=1, findings=tuple(Reported.model_validate(one) for one in found))


def failure(path: str = "models/a.md", why: str = "the server answered 503") -> Failure:
    return Failure(path=path, why=why)


def test_a_finished_run_and_a_clean_parse_are_no_problem() -> None:
    assert problems(FINE, report("price-mismatch", level="warning"), {"pull": "success"}) == []
    assert may_publish([], tolerate=False)


def test_nothing_but_a_record_of_a_run_counts() -> None:
    (problem,) = problems(None, None)
    assert problem.grave
    assert "nothing was pulled" in problem.why


@pytest.mark.parametrize(
    ("last", "found", "grave"),
    [
        pytest.param(run(failed=(failure(),)), None, False, id="a-page-failed"),
        pytest.param(FINE, report("unknown-unit"), False, id="a-line-can-t-be-read"),
        pytest.param(FINE, report("mass-loss"), True, id="the-parse-would-lose-too-much"),
        pytest.param(run(finished=False, stopped="mass-loss: 9 of 10"), None, True, id="the-pull-would-lose-too-much"),
        pytest.param(run(finished=False), None, True, id="ended-early"),
    ],
)
def test_what_is_wrong_is_published_only_where_it_isn_t_grave_and_is_tolerated(
    last: Heartbeat, found: Report | None, *, grave: bool
) -> None:
    problem = problems(last, found)
    assert len(problem) == 1
    assert not may_publish(problem, tolerate=False)
    assert may_publish(problem, tolerate=True) is not grave


@pytest.mark.parametrize("result", ["failure", "cancelled", "skipped", ""])
def test_a_job_that_did_not_succeed_is_grave(result: str) -> None:
    (problem,) = problems(FINE, None, {"pull": "success", "read": result})
    assert problem.place == "job read"
    assert not may_publish([problem], tolerate=True)


def test_why_a_run_ended_is_told_once_and_pages_that_failed_stay_told() -> None:
    last = run(
        finished=False, stopped="robots.txt can't be read: 503", failed=(failure("robots.txt", "503"), failure())
    )
    assert [str(problem) for problem in problems(last, report("unknown-unit"), {"read": "failure"})] == [
        "run: robots.txt can't be read: 503",
        "models/a.md: the server answered 503",
        "models/a.md:27: expected an amount [unknown-unit]",
        "job read: it ended with failure; look at its log",
    ]


def test_the_issue_says_what_is_wrong_what_the_site_shows_and_what_to_do() -> None:
    last = run(failed=(failure(),))
    text = issue_text(problems(last, None), last, published=False, address=URL)
    assert text.startswith(
        "Nothing was published: the site stays as it was. The whole catalog was last gone through at 2026-11-22T04:31:00Z."
    )
    assert "```text\nmodels/a.md: the server answered 503\n```" in text
    assert "*publish in spite of errors*" in text
    assert f"({URL})" in text
    tolerated = issue_text(problems(last, None), last, published=True, address=URL)
    assert tolerated.startswith("What could be read was published;")
    assert "*publish in spite of errors*" not in tolerated


def test_a_mass_loss_names_the_way_to_accept_it() -> None:
    found = problems(FINE, report("mass-loss"))
    assert "*accept the loss*" in issue_text(found, FINE, published=False, address=URL)
    assert "*accept the loss*" not in issue_text(
        problems(run(failed=(failure(),)), None), FINE, published=False, address=URL
    )


def test_an_issue_before_the_first_run_is_written_too() -> None:
    assert "run: nothing was pulled" in issue_text(problems(None, None), None, published=False, address=URL)


@pytest.mark.parametrize(
    "said", ["``` @someone [x](https://example.org) <b>", "`````", "a\n```\n# x\n@y", "\x1b[31m\u202e\x00"]
)
def test_what_a_server_said_stays_inside_the_fence(said: str) -> None:
    found = [Problem("models/a.md", said)]
    text = issue_text(found, FINE, published=False, address=URL)
    fence, inside = re.findall(r"^(`{3,})text\n(.*?)\n\1$", text, re.MULTILINE | re.DOTALL)[0]
    assert inside == str(found[0])
    assert fence not in inside
    assert "\n" not in inside
    assert all(character.isprintable() for character in inside)


def test_an_issue_is_never_longer_than_github_takes() -> None:
    found = [Problem(f"models/{number}.md", "x" * 10_000) for number in range(10_000)]
    text = issue_text(found, FINE, published=False, address=URL)
    assert len(text) < 65_536
    assert len(text) > SHOWN * LONGEST
    assert f"... and {10_000 - SHOWN} more" in text
