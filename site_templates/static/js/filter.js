// Which rows of the price table a state of search and facets shows. Touches no page: rows come in as plain objects.
priceBook.filter = (function () {
  "use strict";
  const FACETS = ["modality", "provider", "unit", "status", "basis"];
  const NONE = -1;
  const SEVERAL = -2;

  /** What a search compares: lower case, full-width letters made plain, words apart. */
  function terms(query) {
    return query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  }

  /**
   * `apply(order, state)` for rows {search, modality: [], provider: [], unit: [], status: [], basis: [], prices}.
   * Each value of each facet gets a number, kept as `codes` of the row: at every keystroke numbers are counted, not texts.
   */
  function ready(rows) {
    const numbers = FACETS.map(() => new Map());
    for (const row of rows) row.codes = FACETS.map((facet, at) => row[facet].map((value) => numberOf(numbers[at], value)));
    return (order, state) => apply(order, state, numbers);
  }

  function numberOf(known, value) {
    if (!known.has(value)) known.set(value, known.size);
    return known.get(value);
  }

  /**
   * The rows that match, in their order, and how many each choice of each facet would leave.
   * @param state {words: [], facets: {modality: Set, …}, span: {group, scale, least, most} or null}
   */
  function apply(order, { words, facets, span }, numbers) {
    const chosen = FACETS.map((facet, at) => facets[facet].size && new Set([...facets[facet]].map((value) => numbers[at].get(value))));
    const counts = numbers.map((known) => new Array(known.size).fill(0));
    const matches = [];
    for (const row of order) {
      if (!found(row.search, words) || (span && !priced(row, span))) continue;
      const missed = miss(row.codes, chosen);
      if (missed === NONE) {
        matches.push(row);
        for (let at = 0; at < counts.length; at += 1) add(counts[at], row.codes[at]);
      } else if (missed !== SEVERAL) {
        // A choice is counted under the other facets: its own must not empty its neighbours.
        add(counts[missed], row.codes[missed]);
      }
    }
    const count = (facet, value) => counts[FACETS.indexOf(facet)][numbers[FACETS.indexOf(facet)].get(value)] ?? 0;
    return { matches, count };
  }

  function found(search, words) {
    for (const word of words) if (!search.includes(word)) return false;
    return true;
  }

  /** The one facet whose choices leave a row out, or NONE, or SEVERAL. */
  function miss(codes, chosen) {
    let missed = NONE;
    for (let at = 0; at < chosen.length; at += 1) {
      if (!chosen[at] || codes[at].some((code) => chosen[at].has(code))) continue;
      if (missed !== NONE) return SEVERAL;
      missed = at;
    }
    return missed;
  }

  function add(counts, codes) {
    for (const code of codes) counts[code] += 1;
  }

  /** Whether one of a row's prices lies within `span`; a bound that isn't a number is none. */
  function priced(row, span) {
    return row.prices.some(({ group, amount }) => {
      const price = amount * span.scale;
      return group[0] === span.group && !(price < span.least) && !(price > span.most);
    });
  }

  /** The rows in the order of `sort` ("price", "-price", "id", …); prices only within one unit, basis and component. */
  function sorted(rows, sort) {
    const down = sort.startsWith("-");
    const column = sort.replace(/^-/, "");
    const sign = down ? -1 : 1;
    if (column === "price") return [...rows].sort((a, b) => byPrice(a.prices[0], b.prices[0], sign));
    const collator = new Intl.Collator(priceBook.lang, { numeric: true });
    return [...rows].sort((a, b) => sign * collator.compare(a.text(column), b.text(column)));
  }

  function byPrice(one, two, sign) {
    if (!one || !two) return (one ? 0 : 1) - (two ? 0 : 1);
    return one.group < two.group ? -1 : one.group > two.group ? 1 : sign * (one.amount - two.amount);
  }

  return { FACETS, terms, ready, sorted };
})();
