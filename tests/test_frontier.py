"""Which pages a run asks for."""

from scraper.addresses import Page
from scraper.frontier import Frontier, Job

LOCALES = ("en", "zh-TW")


def addresses(jobs: list[Job]) -> list[str]:
    """The address of each job's first page."""
    return [job[0].address for job in jobs]


def test_a_run_starts_at_the_indexes() -> None:
    assert addresses(Frontier(LOCALES).start([])) == ["/models.md", "/zh-TW/models.md"]


def test_the_english_index_is_read_for_any_language() -> None:
    assert addresses(Frontier(("ko",)).start([])) == ["/models.md", "/ko/models.md"]


def test_a_run_for_chosen_families_starts_at_their_pages() -> None:
    jobs = Frontier(LOCALES, ("glm", "minimax")).start([])
    assert addresses(jobs) == [
        "/models/glm.md",
        "/zh-TW/models/glm.md",
        "/models/minimax.md",
        "/zh-TW/models/minimax.md",
    ]


def test_what_was_recorded_before_is_asked_for_again() -> None:
    recorded = [Page("en"), Page("en", "glm"), Page("en", "glm", "4.7"), Page("en", "glm", "4.7", "html")]
    jobs = Frontier(("en",)).start(recorded)
    assert addresses(jobs) == ["/models.md", "/models/glm.md", "/models/glm/4.7", "/models/glm/4.7.md"]


def test_other_families_stay_out_of_a_run_for_chosen_ones() -> None:
    frontier = Frontier(("en",), ("glm",))
    assert addresses(frontier.start([Page("en", "minimax"), Page("en")])) == ["/models/glm.md"]
    links = [Page("en", "glm", "4.7"), Page("en", "minimax", "m2")]
    assert addresses(frontier.found(Page("en", "glm"), links)) == ["/models/glm/4.7.md"]


def test_a_page_found_in_one_language_is_asked_for_in_every_one_once() -> None:
    frontier = Frontier(LOCALES)
    assert addresses(frontier.found(Page("de"), [Page("de", "glm")])) == ["/models/glm.md", "/zh-TW/models/glm.md"]
    assert frontier.found(Page("en"), [Page("en", "glm"), Page("zh-TW", "glm")]) == []


def test_the_html_page_is_asked_for_once_in_english_first() -> None:
    frontier = Frontier(("zh-TW", "ko"))
    jobs = frontier.found(Page("zh-TW", "glm", "4.7"), [])
    assert [[page.address for page in job] for job in jobs] == [
        ["/models/glm/4.7", "/zh-TW/models/glm/4.7", "/ko/models/glm/4.7"]
    ]
    assert frontier.found(Page("ko", "glm", "4.7"), []) == []


def test_every_job_is_counted() -> None:
    frontier = Frontier(LOCALES)
    frontier.start([])
    frontier.found(Page("en"), [Page("en", "glm")])
    frontier.found(Page("en", "glm", "4.7"), [])
    assert frontier.total == 5
