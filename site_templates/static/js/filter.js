// Which rows of the price table a state of search and facets shows. Touches no page: rows come in as plain objects.
priceBook.filter = (function () {
  "use strict";
  const FACETS = ["modality", "provider", "unit", "status", "basis"];

  /** What a search compares: lower case, full-width letters made plain, words apart. */
  function terms(query) {
    return query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  }

  function holds(row, facet, chosen) {
    const values = row[facet];
    return chosen.size === 0 || values.some((value) => chosen.has(value));
  }

  /** Whether one of a row's prices lies within `span` ({group, scale, least, most}, null for no limit). */
  function priced(row, span) {
    if (!span) return true;
    return row.prices.some(({ group, amount }) => {
      const price = amount * span.scale;
      return group[0] === span.group && !(price < span.least) && !(price > span.most);
    });
  }

  /**
   * The rows that match, in their order, and how many each choice of each facet would leave.
   * @param rows {search, modality: [], provider: [], unit: [], status: [], basis: [], prices: [{group, amount}]}
   * @param state {words: [], facets: {modality: Set, …}, span}
   */
  function apply(rows, state) {
    const matches = [];
    const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
    for (const row of rows) {
      if (!state.words.every((word) => row.search.includes(word)) || !priced(row, state.span)) continue;
      const missed = FACETS.filter((facet) => !holds(row, facet, state.facets[facet]));
      if (missed.length === 0) matches.push(row);
      // A choice is counted under the other facets: its own must not empty its neighbours.
      for (const facet of missed.length === 0 ? FACETS : missed.length === 1 ? missed : []) {
        for (const value of row[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      }
    }
    return { matches, counts };
  }

  /** The rows in the order of `sort` ("price", "-price", "id", …); prices only within one unit, basis and component. */
  function sorted(rows, sort) {
    const down = sort.startsWith("-");
    const column = sort.replace(/^-/, "");
    const sign = down ? -1 : 1;
    const collator = new Intl.Collator(priceBook.lang, { numeric: true });
    const by = {
      price: (a, b) => {
        const [one, two] = [a.prices[0], b.prices[0]];
        if (!one || !two) return (one ? 0 : 1) - (two ? 0 : 1);
        return one.group < two.group ? -1 : one.group > two.group ? 1 : sign * (one.amount - two.amount);
      },
    };
    const compare = by[column] ?? ((a, b) => sign * collator.compare(a.shown[column], b.shown[column]));
    return [...rows].sort(compare);
  }

  return { FACETS, terms, apply, sorted };
})();
