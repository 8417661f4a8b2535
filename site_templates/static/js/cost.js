// What a variant costs. build/cost.py is the reference; both give the same digits on tests/golden/costs.json.
//
//   priceBook.cost.cost(variant, {tokens: '1500000'}, {output_resolution: '2k'}, 'listed')
//     variant   an entry of the catalog data        quantities   plain digits by key
//     when      parameters, may be left out         basis        may be left out: schedule, else rates, else listed
//   -> {variant, basis, currency, total, items: [{component, quantity, price, cost}], notes, interval}
//
// Amounts are fractions of priceBook.decimal. A cost that can't be given is thrown as {code, values}.
// No words here: notes and refusals are codes, and the page has their sentences.
priceBook.cost = (function () {
  "use strict";

  const decimal = priceBook.decimal;

  const BASES = ["schedule", "rates", "listed"];
  const CACHED = ["cache_read", "cache_write", "cache_write_5m", "cache_write_1h"];
  const ITEMISED = ["input", "output"].concat(CACHED);
  // What a key counts, and the components whose price it takes, the fittest first.
  const KEYS = {
    tokens: ["token", ["usage", "input"]],
    input: ["token", ["input", "usage"]],
    output: ["token", ["output", "input", "usage"]],
    cache_read: ["token", ["cache_read", "input", "usage"]],
    cache_write: ["token", ["cache_write", "input", "usage"]],
    cache_write_5m: ["token", ["cache_write_5m", "cache_write", "input", "usage"]],
    cache_write_1h: ["token", ["cache_write_1h", "cache_write", "input", "usage"]],
    images: ["image", ["usage"]],
    seconds: ["second", ["usage"]],
    characters: ["character", ["usage"]],
    calls: ["call", ["usage"]],
    songs: ["song", ["usage"]],
  };

  const lists = new WeakMap(); // price lists by variant
  const rates = new WeakMap(); // amounts for one unit by price
  const offers = new WeakMap(); // parameters by variant

  function has(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key);
  }

  function refuse(code, values) {
    const error = new Error(code);
    error.name = "CostError";
    error.code = code;
    error.values = values || {};
    throw error;
  }

  function cost(variant, quantities, when, basis) {
    const given = when || {};
    checkKeys(variant, quantities, given);
    const billed = bill(quantities);
    const keys = Object.keys(billed);
    const list = chooseList(variant, keys, basis || null);
    const notes = [];
    const items = keys.map((key) => line(list, key, billed[key], given, notes));
    noteOnePrice(items, notes);
    noteUnused(items, given, list.basis, notes);
    if (variant.status === "withdrawn") {
      notes.push({ code: "withdrawn", values: {} });
    }
    const total = sum(items, (item) => item.cost);
    const ends = items.every((item) => decimal.terminates(item.cost));
    if (!ends || !decimal.terminates(total)) {
      notes.push({ code: "rounded", values: {} });
    }
    return {
      variant: variant.v,
      basis: list.basis,
      currency: list.currency,
      total,
      items,
      notes,
      interval: bounds(items, notes),
    };
  }

  function checkKeys(variant, quantities, when) {
    const offered = parameters(variant);
    Object.keys(quantities).forEach((key) => {
      if (!has(KEYS, key)) {
        refuse("unknown-key", { key });
      }
    });
    Object.keys(when).forEach((key) => {
      if (!has(offered, key)) {
        refuse("unknown-key", { key });
      }
    });
    if (!Object.keys(quantities).length) {
      refuse("no-quantity");
    }
    if (has(quantities, "tokens") && ITEMISED.some((key) => has(quantities, key))) {
      refuse("both-tokens");
    }
  }

  /** The quantities as they are billed, in the order of KEYS: input without its cached part. */
  function bill(quantities) {
    const billed = {};
    Object.keys(KEYS).forEach((key) => {
      if (has(quantities, key)) {
        billed[key] = decimal.read(quantities[key]);
      }
    });
    const cached = CACHED.reduce((found, key) => (has(billed, key) ? decimal.add(found, billed[key]) : found), decimal.ZERO);
    const input = has(billed, "input") ? billed.input : decimal.ZERO;
    if (decimal.compare(cached, input) > 0) {
      refuse("cached-over-input", { cached, input });
    }
    if (has(billed, "input")) {
      billed.input = decimal.subtract(input, cached);
    }
    return billed;
  }

  /** Every price list of a variant: one per basis and currency, the most trusted first. */
  function priceLists(variant) {
    return once(lists, variant, () => {
      const found = new Map();
      for (const basis of BASES) {
        for (const price of variant.prices.filter((one) => one.basis === basis)) {
          const name = `${basis} ${price.currency}`;
          if (!found.has(name)) found.set(name, { basis, currency: price.currency, prices: [] });
          found.get(name).prices.push(price);
        }
      }
      return [...found.values()];
    });
  }

  /** What `make` gives for an object, remembered: prices don't change while a page is open, quantities do. */
  function once(memory, object, make) {
    if (!memory.has(object)) memory.set(object, make(object));
    return memory.get(object);
  }

  function component(list, key) {
    return (
      KEYS[key][1].find((name) => list.prices.some((price) => price.component === name && price.per[1] === KEYS[key][0])) || null
    );
  }

  function candidates(list, key) {
    const name = component(list, key);
    return list.prices.filter((price) => price.component === name && price.per[1] === KEYS[key][0]);
  }

  function chooseList(variant, keys, basis) {
    const usable = priceLists(variant).filter((list) => !basis || list.basis === basis);
    if (!usable.length) refuse("unknown");
    function covered(list) {
      return keys.filter((key) => component(list, key)).length;
    }
    let best = usable.find((list) => covered(list) === keys.length);
    if (best) {
      return best;
    }
    best = usable.reduce((found, list) => (covered(list) > covered(found) ? list : found));
    return refuse("not-priced", {
      basis: best.basis,
      keys: keys.filter((key) => !component(best, key)),
      working: Object.keys(KEYS).filter((key) => component(best, key)),
      per: best.prices.map((price) => price.per),
    });
  }

  function same(given, printed) {
    return given !== undefined && given.trim().toLowerCase() === printed.toLowerCase();
  }

  function rate(price) {
    return once(rates, price, () => decimal.divide(decimal.read(price.amount), decimal.whole(price.per[0])));
  }

  /** The price that applies under the parameters: the one that asks for most, the first of several. */
  function choose(list, key, when) {
    const possible = candidates(list, key);
    const applying = possible.filter((price) =>
      Object.keys(price.when).every((name) => has(when, name) && same(when[name], price.when[name])),
    );
    if (!applying.length) {
      refuseWhen(list, possible, when);
    }
    const most = Math.max(...applying.map((price) => Object.keys(price.when).length));
    const fittest = applying.filter((price) => Object.keys(price.when).length === most);
    return {
      price: fittest[0],
      others: fittest.slice(1).filter((price) => decimal.compare(rate(price), rate(fittest[0])) !== 0),
    };
  }

  function refuseWhen(list, prices, when) {
    const possible = prices.filter((price) =>
      Object.keys(price.when).every((name) => !has(when, name) || same(when[name], price.when[name])),
    );
    if (!possible.length) {
      refuse("not-offered", { when, offered: prices.map((price) => price.when) });
    }
    const missing = {};
    possible.forEach((price) => {
      Object.keys(price.when).forEach((name) => {
        if (!has(when, name)) {
          missing[name] = missing[name] || [];
          if (missing[name].indexOf(price.when[name]) < 0) {
            missing[name].push(price.when[name]);
          }
        }
      });
    });
    refuse("needs-parameter", { basis: list.basis, missing });
  }

  function line(list, key, quantity, when, notes) {
    const chosen = choose(list, key, when);
    const price = chosen.price;
    const itemised = ITEMISED.indexOf(key) >= 0;
    const item = {
      key,
      component: itemised ? key : price.component,
      quantity,
      price,
      cost: decimal.multiply(quantity, rate(price)),
    };
    if (itemised && price.component !== key && price.component !== "usage") {
      notes.push({ code: "unpriced", values: { component: key, like: price.component } });
    }
    if (key === "tokens" && price.component === "input") {
      notes.push(asOutput(list, quantity, when));
    }
    if (isFree(price)) {
      notes.push({ code: "free", values: { component: item.component } });
    }
    chosen.others.forEach((other) => {
      notes.push({ code: "contradiction", values: { component: item.component, price: other } });
    });
    return item;
  }

  function asOutput(list, quantity, when) {
    if (component(list, "output") !== "output") {
      return { code: "tokens-as-input-only", values: {} };
    }
    const price = choose(list, "output", when).price;
    return { code: "tokens-as-input", values: { cost: decimal.multiply(quantity, rate(price)), currency: list.currency } };
  }

  function noteOnePrice(items, notes) {
    const alike = items.filter((item) => ITEMISED.indexOf(item.component) >= 0 && item.price.component === "usage");
    if (alike.length > 1) {
      notes.push({ code: "one-price", values: {} });
    }
  }

  function noteUnused(items, when, basis, notes) {
    Object.keys(when).forEach((name) => {
      if (!items.some((item) => has(item.price.when, name))) {
        notes.push({ code: "unused-parameter", values: { parameter: name, value: when[name], basis } });
      }
    });
  }

  /** Only a listed token price hides digits: itemised rates and prices per call are what is billed, free is exact. */
  function isCoarse(price) {
    return price.basis === "listed" && price.per[1] === "token" && !isFree(price);
  }

  /** Whether nothing is billed: `0.000` per 1K tokens, listed, is what up to 0.50 per 1M is rounded to. */
  function isFree(price) {
    const rounded = price.basis === "listed" && price.per[1] === "token" && price.amount.indexOf(".") >= 0;
    return !rounded && decimal.isZero(decimal.read(price.amount));
  }

  /** What one unit costs at least and at most by the printed digits: 0.010 is 0.0095 to 0.0105. */
  function rateInterval(price) {
    const half = { n: 5n, d: 10n ** BigInt((price.amount.split(".")[1] || "").length + 1) };
    const amount = decimal.read(price.amount);
    const low = decimal.subtract(amount, half);
    const per = decimal.whole(price.per[0]);
    return [
      decimal.divide(decimal.compare(low, decimal.ZERO) < 0 ? decimal.ZERO : low, per),
      decimal.divide(decimal.add(amount, half), per),
    ];
  }

  function bounds(items, notes) {
    const coarse = {};
    items.forEach((item) => {
      if (isCoarse(item.price)) {
        coarse[`${item.price.amount} ${item.price.per[0]}`] = item.price;
      }
    });
    if (!Object.keys(coarse).length) {
      return null;
    }
    const interval = [0, 1].map((end) =>
      sum(items, (item) => (isCoarse(item.price) ? decimal.multiply(item.quantity, rateInterval(item.price)[end]) : item.cost)),
    );
    Object.keys(coarse).forEach((name) => {
      notes.push({ code: "coarse", values: { price: coarse[name], rates: rateInterval(coarse[name]), interval } });
    });
    return interval;
  }

  function sum(items, value) {
    return items.reduce((total, item) => decimal.add(total, value(item)), decimal.ZERO);
  }

  /** What the prices of a variant depend on: {output_resolution: ['1k', '2k']}, in the order printed. */
  function parameters(variant) {
    return once(offers, variant, offersOf);
  }

  function offersOf(variant) {
    const offered = {};
    variant.prices.forEach((price) => {
      Object.keys(price.when).forEach((name) => {
        offered[name] = has(offered, name) ? offered[name] : [];
        if (offered[name].indexOf(price.when[name]) < 0) {
          offered[name].push(price.when[name]);
        }
      });
    });
    return offered;
  }

  return {
    BASES,
    CACHED,
    KEYS,
    cost,
    priceLists,
    prices: component,
    candidates,
    parameters,
    isCoarse,
    isFree,
    rateInterval,
  };
})();
