"""Whatever a view passes is text: nothing in it becomes markup, template or script."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import escape

from build.render import Renderer
from scraper.errors import BuildError

# What templates can do with macros and imports, ours and others' that may be written one day.
PARTS = """
{% macro plain(x) %}<b>{{ x }}</b>{% endmacro %}
{% macro nested(x, y) %}<p>{{ plain(x) }}{{ y }}</p>{% endmacro %}
{% macro usual(x, y='<') %}{{ x }}{{ y }}{% endmacro %}
{% macro further(x) %}{{ x }}{% for one in varargs %}{{ one }}{% endfor %}{{ kwargs.z }}{% endmacro %}
{% macro around(x) %}<i>{{ x }}{{ caller() }}</i>{% endmacro %}
{% set fixed = '<fixed>' %}
"""
CALLS = {
    "a macro": "{% import 'parts.html' as parts %}{{ parts.plain(x) }}",
    "a macro in a macro": "{% import 'parts.html' as parts %}{{ parts.nested(x, parts.plain(x)) }}",
    "a macro of its own": "{% macro own(a) %}{{ a }}{{ x }}{% endmacro %}{{ own(x) }}{{ own('&') }}",
    "a default": "{% import 'parts.html' as parts %}{{ parts.usual(x) }}{{ parts.usual(x, y=x) }}",
    "further arguments": "{% import 'parts.html' as parts %}{{ parts.further(x, x, '>', z=x) }}",
    "a caller": "{% import 'parts.html' as parts %}{% call parts.around(x) %}<u>{{ x }}</u>{% endcall %}",
    "one name": "{% from 'parts.html' import plain, fixed %}{{ plain(x) }}{{ fixed }}",
    "with context": "{% import 'parts.html' as parts with context %}{{ parts.plain(x) }}",
    "two imports": "{% import 'parts.html' as one %}{% import 'parts.html' as two %}{{ one.plain(x) }}{{ two.plain(x) }}",
    "a piece": "{% set piece %}<b>{{ x }}</b>{% endset %}{{ piece }}{{ piece|upper }}",
    "mappings and objects": "{{ m.items }}{{ m.n }}{{ x.upper() }}{{ m.inner.s.lower() }}{{ (m.inner).s|length }}",
    "what may be missing": "{% if m.no is defined or x.no is defined %}{{ m.no }}{% endif %}"
    "{{ m.no|default(x) }}{{ m.inner.no|d(m.n) }}{% if m.n is not undefined and m.n is not none %}{{ m.n }}{% endif %}",
    "a word of Python's": "{{ m.class }}{{ m.inner.import }}",
}

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


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("text", HOSTILE)
def test_it_sets_what_jinja_sets(name: str, text: str, templates: Path) -> None:
    (templates / "parts.html").write_text(PARTS, encoding="utf-8")
    (templates / "calls.html").write_text(CALLS[name], encoding="utf-8")
    usual = Environment(loader=FileSystemLoader(templates), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    view = {"x": text, "m": {"items": text, "n": 1, "class": text, "inner": {"s": text, "import": text}}}
    expected = usual.get_template("calls.html").render(view)
    if name == "mappings and objects":  # where Jinja looks for a method first
        expected = expected.replace(str(escape(str(view["m"].items))), str(escape(text)))
    renderer = Renderer(templates)
    assert renderer.page("calls.html", view).decode() == expected
    assert renderer.page("calls.html", view).decode() == expected


@pytest.mark.parametrize(
    "call", ["{{ parts.nothing(x) }}", "{{ parts.nested(x) }}", "{{ x.nothing }}", "{{ m.no }}", "{{ m.a.no }}"]
)
def test_what_is_not_there_is_an_error(call: str, templates: Path) -> None:
    (templates / "parts.html").write_text(PARTS, encoding="utf-8")
    (templates / "calls.html").write_text("{% import 'parts.html' as parts %}" + call, encoding="utf-8")
    with pytest.raises(BuildError, match=r"site_templates/calls\.html"):
        Renderer(templates).page("calls.html", {"x": "text", "m": {"a": {}}})
