"""A made-up catalog in the format of the real one, for demonstrations, benchmarks and tests.

    facts, facts_*  ──▶ families ──▶ editions ─┐
    words, words_*  ──▶ locales ───────────────┼─▶ markdown, html, guides ──▶ generate ──▶ a folder ──▶ serve
                        defects ───────────────┘

The names of families and providers exist; **every price is invented**. Each family page says so in its
tagline and description, `/robots.txt` says so in a comment, and the server says so in a header of every
answer (`X-Sample-Catalog: yes`). Nothing here imports the scraper: the sample is written from the
description of the source alone, so that it can disagree with the code that reads it.

    python -m tests.sample generate DIR
    python -m tests.sample serve DIR --port 8000
"""
