"""Other site builders, given the same data: a page for each family and variant, with its table, its questions and a layout.

Each is given what it reads best (JSON front matter, its own template language), and no work that we don't do too.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.catalog import Model, Text

ELEVENTY = "3.1.8"

_HUGO_LAYOUT = """<!doctype html>
<html lang="{{ .Params.locale }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.lead }}"><link rel="stylesheet" href="/static/site.css"></head>
<body><header><nav>{{ range .Params.languages }}<a href="/{{ . }}/">{{ . }}</a> {{ end }}</nav></header>
<main><h1>{{ .Title }}</h1><p>{{ .Params.lead }}</p>
<table><thead><tr><th>Variant</th><th>Price</th><th>Basis</th><th>Source</th></tr></thead><tbody>
{{ range .Params.variants }}{{ $v := . }}{{ range .prices }}<tr><th scope="row"><a href="../{{ $v.slug }}/">{{ $v.id }}</a></th>
<td>{{ .text }} per {{ .per.quantity }} {{ .per.unit }}</td><td>{{ .basis }}</td><td><code>{{ .source }}</code></td></tr>{{ end }}{{ end }}
</tbody></table>
{{ range .Params.sections }}<section><h2>{{ .title }}</h2>{{ range .paragraphs }}<p>{{ . }}</p>{{ end }}</section>{{ end }}
<section>{{ range .Params.faq }}<article><h3>{{ .question }}</h3><p>{{ .answer }}</p></article>{{ end }}</section>
</main><footer><p>{{ .Params.source }}</p></footer></body></html>
"""

_ELEVENTY_LAYOUT = """<!doctype html>
<html lang="{{ locale }}"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="description" content="{{ lead }}"><link rel="stylesheet" href="/static/site.css"></head>
<body><header><nav>{% for tag in languages %}<a href="/{{ tag }}/">{{ tag }}</a> {% endfor %}</nav></header>
<main><h1>{{ title }}</h1><p>{{ lead }}</p>
<table><thead><tr><th>Variant</th><th>Price</th><th>Basis</th><th>Source</th></tr></thead><tbody>
{% for v in variants %}{% for price in v.prices %}<tr><th scope="row"><a href="../{{ v.slug }}/">{{ v.id }}</a></th>
<td>{{ price.text }} per {{ price.per.quantity }} {{ price.per.unit }}</td><td>{{ price.basis }}</td><td><code>{{ price.source }}</code></td></tr>{% endfor %}{% endfor %}
</tbody></table>
{% for section in sections %}<section><h2>{{ section.title }}</h2>{% for text in section.paragraphs %}<p>{{ text }}</p>{% endfor %}</section>{% endfor %}
<section>{% for one in faq %}<article><h3>{{ one.question }}</h3><p>{{ one.answer }}</p></article>{% endfor %}</section>
</main><footer><p>{{ source }}</p></footer></body></html>
"""


def find_eleventy(folder: Path) -> list[str] | None:
    """The command of Eleventy, installed below `folder`; None where npm can't get it."""
    if not shutil.which("npm"):
        return None
    install = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", f"@11ty/eleventy@{ELEVENTY}"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    return ["node", str(folder / "node_modules" / ".bin" / "eleventy")] if done.returncode == 0 else None


def hugo(data: list[tuple[str, dict[str, Any]]], folder: Path) -> list[str]:
    """A Hugo site of `data` in `folder`; the command that builds it into `folder/out`."""
    _write(data, folder / "content", "_p.md")
    (folder / "layouts" / "_default").mkdir(parents=True)
    (folder / "layouts" / "_default" / "single.html").write_text(_HUGO_LAYOUT, encoding="utf-8")
    config = (
        'disableKinds = ["taxonomy", "term", "home", "section", "RSS", "sitemap", "robotsTXT", "404"]\nbaseURL = "/"\n'
    )
    (folder / "config.toml").write_text(config, encoding="utf-8")
    return ["hugo", "--quiet", "--source", str(folder), "--destination", str(folder / "out")]


def eleventy(data: list[tuple[str, dict[str, Any]]], folder: Path, command: list[str]) -> list[str]:
    """The same for Eleventy."""
    _write([(path, {**front, "layout": "page.njk", "permalink": f"{path}/index.html"}) for path, front in data],
           folder / "in", "_p.md", fence="---json")  # fmt: skip
    (folder / "in" / "_includes").mkdir(parents=True)
    (folder / "in" / "_includes" / "page.njk").write_text(_ELEVENTY_LAYOUT, encoding="utf-8")
    return [*command, "--quiet", f"--input={folder / 'in'}", f"--output={folder / 'out'}"]


def pages(
    models: list[Model], texts: dict[tuple[str, str], Text], locales: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(address, what the page shows) of every family and variant in every language."""
    for locale in locales:
        for model in models:
            text = texts[locale, model.model]
            shared = {
                "locale": locale, "languages": locales, "source": model.source, "lead": text.tagline or "",
                "sections": [
                    {"title": section.title, "paragraphs": [block.text for block in section.blocks if block.text]}
                    for section in text.sections
                ],
                "faq": [{"question": item.question, "answer": item.answer} for item in text.faq],
            }  # fmt: skip
            variants = [variant.model_dump(mode="json", include={"slug", "id", "prices"}) for variant in model.variants]
            yield f"{locale}/models/{model.model}", {**shared, "title": text.title, "variants": variants}
            for variant in variants:
                yield (
                    f"{locale}/models/{model.model}/{variant['slug']}",
                    {**shared, "title": variant["id"], "variants": variants},
                )


def floor(sizes: dict[str, int], folder: Path) -> None:
    """As many files of the same size, and nothing else."""
    for path, size in sizes.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"x" * size)


def _write(data: list[tuple[str, dict[str, Any]]], folder: Path, name: str, fence: str = "") -> None:
    for path, front in data:
        target = folder / path / name.replace("_p", "index" if fence == "" else "page")
        target.parent.mkdir(parents=True, exist_ok=True)
        body = json.dumps(front, ensure_ascii=False, indent=1)
        target.write_text(f"{fence}\n{body}\n---\n" if fence else f"{body}\n", encoding="utf-8")
