"""Views to HTML: the one module that knows Jinja.

Everything is escaped (`autoescape=True` outright: `select_autoescape` would miss some endings), and a
name that a view didn't pass is an error, because an undefined price would otherwise print as nothing.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from scraper.errors import BuildError


class Renderer:
    """The templates below one folder, each compiled once."""

    def __init__(self, templates: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        # Inline data: `tojson` writes <, >, & and ' as escapes, so that no text can end the script element.
        self._environment.policies["json.dumps_kwargs"] = {
            "ensure_ascii": False,
            "separators": (",", ":"),
            "sort_keys": False,
        }

    def page(self, template: str, view: Mapping[str, Any]) -> bytes:
        """The page in UTF-8. Raises BuildError, naming the template, where it can't be made."""
        try:
            text = self._environment.get_template(template).render(view)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            place = f"{getattr(error, 'name', None) or template}{f':{line}' if line else ''}"
            raise BuildError(f"site_templates/{place}: {error}; correct the template or its view") from error
        return text.encode("utf-8")
