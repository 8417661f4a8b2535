"""`content/` to a static site, and costs on the command line.

    content/ ──store──▶ Content ──pages──▶ Page… ──views──▶ plain values ──render──▶ HTML ──output──▶ _site/
                                             ▲
              site_templates/locales/ ──locales, numerals (each reader's words and figures)

    cost                the calculator, the reference for the one in the browser
    serve               build, serve on loopback, rebuild and reload on change

`build` reads the scraper's model, money, store, addresses and errors, and nothing else of it.
"""
