"""Whatever a view passes is text: nothing in it becomes markup, template or script."""

from pathlib import Path

import pytest

from build.render import Renderer
from scraper.errors import BuildError

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "</script>",
    "--><b>",
    "]]>",
    "\"'><img src=x onerror=a>",
]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "text.html").write_text('<p title="{{ x }}">{{ x }}</p>', encoding="utf-8")
    (tmp_path / "icon.svg").write_text("<title>{{ x }}</title>", encoding="utf-8")
    (tmp_path / "data.html").write_text('<script type="application/json">{{ x|tojson }}</script>', encoding="utf-8")
    (tmp_path / "broken.html").write_text("\n{% if %}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("template", ["text.html", "icon.svg"])
def test_text_stays_text(templates: Path, template: str, text: str) -> None:
    page = Renderer(templates).page(template, {"x": text}).decode()
    inside = page.partition(">")[2].rpartition("</")[0]
    assert "<" not in inside
    assert "49" not in page


@pytest.mark.parametrize("text", HOSTILE)
def test_inline_data_cannot_end_its_element(templates: Path, text: str) -> None:
    page = Renderer(templates).page("data.html", {"x": text}).decode()
    assert page.count("</") == 1


def test_inline_data_keeps_its_order_and_its_letters(templates: Path) -> None:
    page = Renderer(templates).page("data.html", {"x": {"b": "價", "a": 1}}).decode()
    assert '{"b":"價","a":1}' in page


def test_a_name_that_was_not_passed_is_an_error(templates: Path) -> None:
    with pytest.raises(BuildError, match=r"site_templates/text\.html.*'x' is undefined"):
        Renderer(templates).page("text.html", {})


def test_a_broken_template_is_named_with_its_line(templates: Path) -> None:
    with pytest.raises(BuildError, match=r"site_templates/broken\.html:2: "):
        Renderer(templates).page("broken.html", {})


def test_a_missing_template_is_named(templates: Path) -> None:
    with pytest.raises(BuildError, match=r"gone\.html"):
        Renderer(templates).page("gone.html", {})
