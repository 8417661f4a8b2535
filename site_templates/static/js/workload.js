// A workload on many variants: what of it each can be costed on, and which results may be ranked together.
// The same rules as build/workload.py. No words and no DOM here.
//
//   priceBook.workload.costed(variant, {images: '1', calls: '1'}, {output_resolution: '2k'}, null)
//     -> {variant, cost, when, leftOut: ['seconds'], units: ['image'], byCall: false, modality: ''}
//        or null where the variant prices nothing of it; throws what priceBook.cost throws
priceBook.workload = (function () {
  "use strict";

  const decimal = priceBook.decimal;
  const engine = priceBook.cost;

  const UNITS = ["token", "image", "second", "character", "call", "song"];
  const PERIODS = ["run", "day", "month", "year"];
  const MONTH_DAYS = 30;
  const YEAR_DAYS = 365;
  const YEAR_MONTHS = 12;

  function has(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key);
  }

  function costed(variant, quantities, when, basis) {
    const found = plan(variant, quantities, basis);
    if (!found) {
      return null;
    }
    const chosen = parameters(found.list, found.keys, when || {});
    const asked = {};
    found.keys.forEach((key) => {
      asked[key] = quantities[key];
    });
    const answer = engine.cost(variant, asked, chosen, found.list.basis);
    const units = UNITS.filter((unit) => answer.items.some((item) => item.price.per[1] === unit));
    return {
      variant,
      cost: answer,
      when: chosen,
      leftOut: Object.keys(engine.KEYS).filter((key) => has(quantities, key) && key !== "calls" && found.keys.indexOf(key) < 0),
      units,
      byCall: found.keys.join() === "calls",
      // A call of one kind of model is no measure for a call of another.
      modality: units.indexOf("call") < 0 ? "" : variant.modality,
    };
  }

  /** The price list that covers most of the workload, and the keys it covers. Calls count only where nothing
   * else has a price: they are for variants priced per call, and would otherwise bill an image twice. */
  function plan(variant, quantities, basis) {
    const lists = engine.priceLists(variant).filter((list) => !basis || list.basis === basis);
    const given = Object.keys(engine.KEYS).filter((key) => has(quantities, key));
    const rounds = [given.filter((key) => key !== "calls"), given.indexOf("calls") < 0 ? [] : ["calls"]];
    let best = null;
    rounds.some((wanted) => {
      lists.forEach((list) => {
        const keys = wanted.filter((key) => engine.prices(list, key));
        if (keys.length && (!best || keys.length > best.keys.length)) {
          best = { list, keys };
        }
      });
      return best;
    });
    return best;
  }

  /** Those given that the prices know, and the first printed value of the others. */
  function parameters(list, keys, when) {
    const chosen = {};
    keys.forEach((key) => {
      const candidates = engine.candidates(list, key);
      candidates.forEach((price) => {
        Object.keys(price.when).forEach((name) => {
          if (has(when, name)) {
            chosen[name] = when[name];
          }
        });
      });
      const fitting =
        candidates.find((price) =>
          Object.keys(price.when).every(
            (name) => !has(chosen, name) || chosen[name].toLowerCase() === price.when[name].toLowerCase(),
          ),
        ) || candidates[0];
      Object.keys(fitting.when).forEach((name) => {
        if (!has(chosen, name)) {
          chosen[name] = fitting.when[name];
        }
      });
    });
    return chosen;
  }

  /** Groups of comparable results, the cheapest first in each; equal costs keep their order and share a rank. */
  function ranked(results) {
    const groups = [];
    results.forEach((result) => {
      const name = [
        engine.BASES.indexOf(result.cost.basis),
        result.cost.currency,
        result.units.map((unit) => UNITS.indexOf(unit)).join(""),
        result.modality,
      ].join(" ");
      let group = groups.find((one) => one.name === name);
      if (!group) {
        group = {
          name,
          basis: result.cost.basis,
          currency: result.cost.currency,
          units: result.units,
          modality: result.modality,
          results: [],
        };
        groups.push(group);
      }
      group.results.push(result);
    });
    groups.forEach((group) => {
      group.results.sort((a, b) => decimal.compare(a.cost.total, b.cost.total));
      const first = group.results[0].cost;
      const last = group.results[group.results.length - 1].cost;
      group.of = group.results.length;
      const dearer = group.results.findIndex(({ cost }) => decimal.compare(first.total, cost.total) < 0);
      group.least = dearer < 0 ? group.of : dearer; // so many cost the least
      group.differ = group.least < group.of;
      group.most = last.interval ? last.interval[1] : last.total;
      group.blurred = blurred(group.results);
    });
    return groups.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether the digits of the prices leave open which of two differing costs is the lower. */
  function blurred(results) {
    return results.some((result, at) => {
      const next = results[at + 1];
      if (!next || decimal.compare(result.cost.total, next.cost.total) === 0) {
        return false;
      }
      const high = result.cost.interval ? result.cost.interval[1] : result.cost.total;
      const low = next.cost.interval ? next.cost.interval[0] : next.cost.total;
      return decimal.compare(high, low) > 0;
    });
  }

  /** How many runs a period has: 30 days to the month; 365 to the year, or twelve months. */
  function runsIn(period, runs, every) {
    const count = decimal.read(runs);
    if (period === "run") {
      return decimal.whole(1);
    }
    if (every === "day") {
      return decimal.multiply(count, decimal.whole({ day: 1, month: MONTH_DAYS, year: YEAR_DAYS }[period]));
    }
    return period === "day"
      ? decimal.divide(count, decimal.whole(MONTH_DAYS))
      : decimal.multiply(count, decimal.whole(period === "year" ? YEAR_MONTHS : 1));
  }

  /** How many whole runs a budget pays for; null where a run costs nothing. */
  function runsFor(budget, cost) {
    if (decimal.isZero(cost)) {
      return null;
    }
    const runs = decimal.divide(budget, cost);
    return { n: runs.n / runs.d, d: 1n };
  }

  return {
    PERIODS,
    costed,
    ranked,
    runsIn,
    runsFor,
  };
})();
