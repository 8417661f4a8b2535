"""Views to HTML, Markdown and XML: the one module that knows Jinja.

Everything is escaped (`autoescape=True` outright: `select_autoescape` would miss some endings), and a
name that a view didn't pass is an error, because an undefined price would otherwise print as nothing.
A template's ending says how: `.md` as Markdown, by what prints every value; the rest as HTML, which is
XML's way too, but for the characters that XML has no room for.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from build import markdown
from scraper.errors import BuildError

# What XML 1.0 can't hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Renderer:
    """The templates below one folder, each compiled once."""

    def __init__(self, templates: Path) -> None:
        self._html = _environment(templates)
        self._parts = _environment(templates / "single", templates)  # single/base.html stands before the usual one
        # Inline data: `tojson` writes <, >, & and ' as escapes, so that no text can end the script element.
        for one in (self._html, self._parts):
            one.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": False}
        self._xml = _environment(templates, finalize=_for_xml)
        self._markdown = _environment(templates, finalize=markdown.escaped, kind=_MarkdownEnvironment)
        self._markdown.filters |= {
            "code": markdown.code,
            "block": markdown.block,
            "target": markdown.target,
            "to": markdown.to,
        }

    def page(self, template: str, view: Mapping[str, Any]) -> bytes:
        """The page in UTF-8. Raises BuildError, naming the template, where it can't be made."""
        chosen = {".md": self._markdown, ".xml": self._xml}.get(Path(template).suffix, self._html)
        text = _set(chosen, template, view)
        return (f"{text}\n" if chosen is self._markdown else text).encode("utf-8")

    def part(self, template: str, view: Mapping[str, Any]) -> str:
        """What a page has of its own, without the document around it. Raises BuildError as `page` does."""
        return _set(self._parts, template, view)


def _set(environment: Environment, template: str, view: Mapping[str, Any]) -> str:
    try:
        return environment.get_template(template).render(view)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"{getattr(error, 'name', None) or template}{f':{line}' if line else ''}"
        raise BuildError(f"site_templates/{place}: {error}; correct the template or its view") from error


class _MarkdownEnvironment(Environment):
    """What a macro gives is Markdown already. Jinja's own mark for that is for HTML, and twice as slow here."""

    concat = staticmethod(markdown.joined)


def _environment(
    *folders: Path, finalize: Callable[[Any], Any] | None = None, kind: type[Environment] = Environment
) -> Environment:
    return kind(
        loader=FileSystemLoader(folders),
        autoescape=kind is Environment,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=finalize is not None,
        auto_reload=False,
        cache_size=-1,
    )


def _for_xml(value: Any) -> Any:
    return value if hasattr(value, "__html__") else _NOT_XML.sub("\ufffd", str(value))
