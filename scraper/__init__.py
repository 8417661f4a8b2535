"""From the vendor's pages to YAML.

    pull    fetch ──> record ──────────────────────────────> content/pages/  (bytes as they came, a manifest)

    parse   content/pages/ ──> frontmatter, document         what stands on the page, with its lines
                           ──> money, prices_*, faq, *_page  what it means
                           ──> assemble, checks, history     facts, words, contradictions, change points
                           ──> store                         content/models/ text/ history.yaml findings.yaml

`catalog` is the model both ends share; `findings` and `errors` are the two ways to say what is wrong.
Only fetch, record, store and spool touch the world; only `__main__` prints and exits.
"""
