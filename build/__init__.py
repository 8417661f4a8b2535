"""`content/` to a static site, and costs on the command line.

    content/ ──store──▶ Content ──pages──▶ Page… ──views──▶ plain values ──render──▶ HTML ──output──▶ _site/
                                             ▲
              site_templates/locales/ ──locales, numerals (each reader's words and figures)

    changes, charts     the ledger of prices read as news, and a price through time as numbers to draw
    api, price_csv, feeds, twins, jsonld, sitemap
                        the same facts for programs: files lists them all
    cost                the calculator, the reference for the one in the browser
    serve               build, serve on loopback, rebuild and reload on change

`build` reads the scraper's model, money, store, addresses and errors, and nothing else of it.
"""
