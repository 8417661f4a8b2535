// The calculation in the address, so that it can be bookmarked and sent to a colleague:
//
//   ?p=chat                                              a preset as it is
//   ?input=2M&cache_read=1M&output=500k&n=10&every=day   a workload; the keys are those of `build cost`
//   &v=minimax/m2.1,glm/4.7                              the variants chosen; without any, the cheapest of each group
//   &show=year&basis=listed&w.output_resolution=2k       the period, the basis, the parameters
//   &budget=500&cur=TWD&rate=32.1                        a monthly budget, another currency
//
// Reading never fails: what is unknown or broken is left out and named in `ignored`.
priceBook.workloadState = (function () {
  "use strict";
  const { cost, quantity, workload } = priceBook;
  const MOST = 100; // variants that can be chosen

  const KEYS = Object.keys(cost.KEYS);
  const EVERY = ["day", "month"];

  // The parameters of an address that set one thing each: (value, its number or null, state) to whether it makes sense.
  const SIMPLE = {
    n: (value, number, state) => number !== null && put(state, "runs", number),
    every: (value, number, state) => EVERY.includes(value) && put(state, "every", value),
    show: (value, number, state) => workload.PERIODS.includes(value) && put(state, "show", value),
    basis: (value, number, state) => cost.BASES.includes(value) && put(state, "basis", value),
    budget: (value, number, state) => number !== null && put(state, "budget", number),
    rate: (value, number, state) => number !== null && put(state, "rate", number),
    cur: (value, number, state) => /^[A-Z]{3}$/.test(value) && put(state, "currency", value),
  };

  function put(state, name, value) {
    state[name] = value;
    return true;
  }

  /** A preset as it is, shown by the month. */
  function blank(preset, data) {
    const { quantities, runs, every } = data.presets[preset];
    return {
      preset,
      quantities: { ...quantities },
      runs,
      every,
      show: "month",
      basis: "",
      when: {},
      variants: [],
      budget: "",
      currency: "",
      rate: "",
    };
  }

  /**
   * The state an address stands for.
   * @param known {variants: Map by name, parameters: Map of offered values by name}
   * @returns {state, ignored: ["key=value"], open: whether variants were named but no workload, over: whether too many were}
   */
  function read(address, data, known) {
    const pairs = [...new URLSearchParams(address)];
    const named = pairs.find(([key, value]) => key === "p" && Object.hasOwn(data.presets, value));
    const own = pairs.some(([key, value]) => KEYS.includes(key) && quantity.read(value) !== null);
    const state = blank(named ? named[1] : Object.keys(data.presets)[0], data);
    if (own) Object.assign(state, { preset: "", quantities: {} });
    const ignored = [];
    let over = false;
    for (const [key, values] of pairs) {
      for (const value of key === "v" ? values.split(",") : [values]) {
        if (key === "v" && known.variants.has(value) && state.variants.length >= MOST) over ||= !state.variants.includes(value);
        else if (!take(state, key, value, data, known)) ignored.push(`${key}=${value}`);
      }
    }
    return { state, ignored, over, open: !named && !own && state.variants.length > 0 };
  }

  /** Set what one parameter of the address says; false where it makes no sense. */
  function take(state, key, value, data, known) {
    const number = quantity.read(value);
    if (key === "p") return Object.hasOwn(data.presets, value);
    if (Object.hasOwn(SIMPLE, key)) return SIMPLE[key](value, number, state);
    if (KEYS.includes(key)) return number !== null && put(state.quantities, key, number);
    if (key.startsWith("w.")) {
      const name = key.slice(2);
      return (known.parameters.get(name) ?? []).includes(value) && put(state.when, name, value);
    }
    if (key !== "v" || !known.variants.has(value)) return false;
    if (!state.variants.includes(value)) state.variants.push(value);
    return true;
  }

  /** The shortest address that stands for the state, as URLSearchParams. */
  function write(state, data) {
    const preset = data.presets[state.preset];
    const pairs = preset ? [["p", state.preset]] : KEYS.filter((key) => Object.hasOwn(state.quantities, key)).map((key) => [key, state.quantities[key]]);
    if (!preset || preset.runs !== state.runs || preset.every !== state.every) pairs.push(["n", state.runs], ["every", state.every]);
    if (state.show !== "month") pairs.push(["show", state.show]);
    for (const name of Object.keys(state.when).sort()) pairs.push([`w.${name}`, state.when[name]]);
    if (state.variants.length) pairs.push(["v", state.variants.join(",")]);
    for (const [key, name] of [["basis", "basis"], ["budget", "budget"], ["cur", "currency"], ["rate", "rate"]]) {
      if (state[name]) pairs.push([key, state[name]]);
    }
    return new URLSearchParams(pairs);
  }

  return { MOST, blank, read, write };
})();
