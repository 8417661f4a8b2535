"""Pages that stand beside the catalog and are no part of it: a scraper must leave every one of them alone."""

from collections.abc import Iterator

from tests.sample.markdown import ORIGIN

# Agent guides, by the path of their address. Their whole frontmatter is HTML-escaped, as on the real site.
_GUIDES = (
    ("openclaw-kling.md", "en", "Kling", "kling-3.0"),
    ("zh-CN/openclaw-kling.md", "zh-CN", "Kling", "kling-3.0"),
    ("hermes-suno.md", "en", "Suno", "suno-v5"),
)

_GUIDE = """\
---
title: &quot;{name} inside an agent&quot;
url: &quot;{origin}/{path}&quot;
canonical: &quot;{origin}/{path}&quot;
locale: &quot;{locale}&quot;
model: &quot;{name}&quot;
---

# {name} inside an agent

## API example

```bash
curl -d &#39;{{ &quot;model&quot;: &quot;{model}&quot; }}&#39;
```

## Parameters

| Parameter | Type | Description |
|---|---|---|
| prompt | string | What the result should be |
"""

_ARTICLE = """\
# What film by the second costs elsewhere

Figures that were made up for this sample, of vendors that don't exist.

| Vendor | Model | Pricing | Billing |
|---|---|---|---|
| Northlight | nl-1 | $0.750 | second |
| Ember | ember-2 | $3.000 | call |
"""

_DOCS = """\
<!doctype html>
<html lang="en"><title>Docs</title><main><h1>Docs</h1><p>Plans start at $9.</p></main></html>
"""


def pages() -> Iterator[tuple[str, str]]:
    """Path and text of every such page."""
    for path, locale, name, model in _GUIDES:
        yield path, _GUIDE.format(origin=ORIGIN, path=path, locale=locale, name=name, model=model)
    yield "veo-pricing.md", _ARTICLE
    yield "docs.html", _DOCS
