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

  /** Those given that the prices know. Where no price goes with those alone, the first printed value of the others. */
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
      const open = (price) => Object.keys(price.when).filter((name) => !has(chosen, name)).length;
      const fitting = candidates
        .filter((price) =>
          Object.keys(price.when).every(
            (name) => !has(chosen, name) || chosen[name].toLowerCase() === price.when[name].toLowerCase(),
          ),
        )
        .reduce((best, price) => (best && open(best) <= open(price) ? best : price), null) || candidates[0];
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
      group.results.sort((a, b) => partial(a) - partial(b) || decimal.compare(a.cost.total, b.cost.total));
      group.of = group.results.length;
      group.least = group.results.filter((result) => same(result, group.results[0])).length; // so many cost the least
      group.differ = group.least < group.of;
      group.most = group.results.map(most).reduce(higher);
      group.blurred = blurred(group.results);
    });
    return groups.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether a result leaves out what others of its group count: it stands after those, however little it costs. */
  function partial({ leftOut, byCall }) {
    return leftOut.length > 0 && !byCall;
  }

  /** Whether two results cost the same for the same. */
  function same(one, two) {
    return partial(one) === partial(two) && decimal.compare(one.cost.total, two.cost.total) === 0;
  }

  function least({ cost }) {
    return cost.interval ? cost.interval[0] : cost.total;
  }

  function most({ cost }) {
    return cost.interval ? cost.interval[1] : cost.total;
  }

  /** Whether the digits of the prices leave open which of two differing costs is the lower. */
  function blurred(results) {
    let below = null; // the most that anything with a lower cost may cost
    let level = null; // the same of what costs as much as the last one
    return results.some((result, at) => {
      const last = results[at - 1];
      if (last && partial(last) !== partial(result)) {
        below = level = null;
      } else if (last && !same(last, result)) {
        below = higher(below, level);
        level = null;
      }
      level = higher(level, most(result));
      return below && decimal.compare(below, least(result)) > 0;
    });
  }

  function higher(one, two) {
    return !one || (two && decimal.compare(one, two) < 0) ? two : one;
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
    same,
  };
})();
