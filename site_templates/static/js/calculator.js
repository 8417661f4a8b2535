// The calculator page: the form, the state it stands for, and what is drawn from it.
//
//   address ──> state ──> form         a person's change ──> state ──> results, address, language links
//
// Costs come from cost.js and workload.js; ranking.js and working.js draw them.
(function () {
  "use strict";
  const { chooser, cost, decimal, list, make, pickers, quantity, ranking, reader, say, share, working, workload, workloadState } = priceBook;
  const SHOWN = 10; // of each group, as long as nobody chose
  const TOLD = 3; // groups in the announced total
  const QUIET = 400; // milliseconds without a change before a total is announced
  const MANY = 500; // variants that can be ranked at every keystroke
  const PAUSE = 120; // milliseconds without a change before more than that are

  const at = (id) => document.getElementById(id);
  const data = priceBook.data("catalog");
  const known = { variants: new Map(data.variants.map((variant) => [variant.v, variant])), parameters: pickers.offered(data.variants) };
  const form = at("workload");
  const fields = form.elements;
  const parameters = pickers.ready(at("pickers"));
  const boxes = chooser.ready(data.variants, SHOWN, (variants) => change({ variants }));
  let state = workloadState.blank(Object.keys(data.presets)[0], data);
  let groups = [];
  let refused = []; // {variant, error} of those without a cost that are shown
  let waiting = 0;
  let drawing = 0;
  let pace = null; // how many calls a preset makes of its images or seconds, until somebody says otherwise

  function load() {
    const found = workloadState.read(location.search, data, known);
    state = found.open ? { ...found.state, ...workloadOf(presetFor(found.state.variants)) } : found.state;
    const ignored = list(found.ignored.map((part) => part.slice(0, 60))).slice(0, 300);
    at("calculator-ignored").textContent = [
      ...(ignored ? [say("calculator_script.ignored", { what: ignored })] : []),
      ...(found.over ? [say("calculator_script.most", { count: workloadState.MOST })] : []),
    ].join(" ");
    pace = paceFound();
    fill();
    draw(true);
    address();
  }

  function workloadOf(preset) {
    const { quantities, runs, every } = workloadState.blank(preset, data);
    return { preset, quantities, runs, every };
  }

  /** Calls stand beside what they make: more images are more calls, and half a clip is a whole one. */
  function paceOf({ quantities }) {
    const key = ["images", "seconds"].find((name) => quantities[name]);
    return key && quantities.calls ? { key, of: decimal.read(quantities[key]), calls: decimal.read(quantities.calls) } : null;
  }

  /** That of the preset whose calls go with what the address gives: it may be a preset with other images or seconds. */
  function paceFound() {
    return Object.values(data.presets).map(paceOf).find((found) => {
      const value = found && state.quantities[found.key];
      return value && state.quantities.calls === callsFor(value, found);
    }) ?? null;
  }

  function callsFor(value, pace) {
    const { n, d } = decimal.divide(decimal.multiply(decimal.read(value), pace.calls), pace.of);
    return String((n + d - 1n) / d);
  }

  /** The first preset that is meant for one of these variants and says something about it. */
  function presetFor(names) {
    const chosen = names.map((name) => known.variants.get(name));
    const presets = Object.entries(data.presets);
    const fitting = presets.find(([, preset]) => chosen.some((variant) => meant(preset, variant) && attempt(variant, preset.quantities).result));
    return (fitting ?? presets[0])[0];
  }

  function meant(preset, variant) {
    return preset.modality === variant.modality.toLowerCase();
  }

  /** Whether a variant takes part unasked: not once it is withdrawn, and in a preset only where that is meant for it. */
  function eligible(variant) {
    const preset = data.presets[state.preset];
    return variant.status !== "withdrawn" && (!preset || meant(preset, variant));
  }

  function attempt(variant, quantities) {
    try {
      return { variant, result: workload.costed(variant, quantities, state.when, state.basis || null), error: null };
    } catch (error) {
      if (!error.code) throw error; // no refusal of the engine but a bug of ours
      return { variant, result: null, error };
    }
  }

  /** State to results. `now` says the total at once; else it waits until the typing stops. */
  function draw(now) {
    // Nothing asked is nothing to be priced.
    const asked = Object.fromEntries(Object.entries(state.quantities).filter(([, value]) => !decimal.isZero(decimal.read(value))));
    const own = state.variants.length > 0;
    const candidates = own ? state.variants.map((name) => known.variants.get(name)) : data.variants.filter(eligible);
    const attempts = candidates.map((variant) => attempt(variant, asked));
    groups = workload.ranked(attempts.flatMap((one) => one.result ?? []));
    if (!own) groups = cheapest(groups);
    ranking.show(at("groups"), groups, state, data);
    refused = blamed(attempts.filter((one) => !one.result), own);
    showRefused(own);
    parameters.show(attempts.filter((one) => one.result || one.error).map((one) => one.variant), state.when);
    boxes.draw(state.variants, groups.flatMap((group) => group.results.map((result) => result.variant.v)));
    at("desk").classList.add("drawn");
    clearTimeout(waiting);
    if (now) announce();
    else waiting = setTimeout(announce, QUIET);
  }

  /** The first of each group. They still know how many there are, and how many of those cost the least. */
  function cheapest(whole) {
    const uncut = new Map(whole.map((group) => [group.name, group]));
    const cut = workload.ranked(whole.flatMap((group) => group.results.slice(0, SHOWN)));
    return cut.map((group) => {
      const { of, differ, least } = uncut.get(group.name);
      return { ...group, of, differ, least };
    });
  }

  /**
   * Chosen variants without a cost; of all of them, those that don't offer what was asked for, and the first one that the
   * workload itself is to blame for. What a variant is priced by is no fault.
   */
  function blamed(failed, own) {
    if (own) return failed;
    const unoffered = failed.filter(({ error }) => error?.code === "not-offered");
    const fault = failed.find(({ error }) => ["cached-over-input", "both-tokens"].includes(error?.code));
    return [...(fault ? [fault] : []), ...unoffered];
  }

  /** Which variants have no cost, and why. */
  function showRefused(named) {
    at("without").hidden = refused.length === 0;
    at("refused").replaceChildren(...refused.map(({ variant, error }) => {
      const why = working.refusal(error, variant);
      const own = named || error?.code === "not-offered"; // what is offered differs from one to another
      return own ? make("li", {}, make("bdi", {}, variant.id), `: ${why}`) : make("li", {}, why);
    }));
  }

  function announce() {
    const count = groups.reduce((sum, group) => sum + group.of, 0);
    const nothing = refused.length ? working.refusal(refused[0].error, refused[0].variant) : say("calculator_script.none");
    const told = groups.slice(0, TOLD).map(sentence);
    at("total").textContent = count ? [say("calculator_script.total", { count }), ...told].join(" · ") : nothing;
  }

  function sentence(group) {
    const [first] = group.results;
    const total = decimal.multiply(first.cost.total, workload.runsIn(state.show, state.runs, state.every));
    const several = group.differ ? "tied" : "alike";
    return say(`calculator_script.${group.least > 1 ? several : "cheapest"}`, {
      group: ranking.heading(group),
      id: first.variant.id,
      count: group.least - 1, // the others that cost as little
      cost: working.costless(first.cost)
        ? say("price.free")
        : say(`calculator_script.cost_${state.show}`, { cost: reader.money(total, group.currency) }),
    });
  }

  /** The address that stands for the state; the languages get it, too, so that the calculation moves along. */
  function address() {
    const found = workloadState.write(state, data);
    priceBook.takeAlong(found);
    return found;
  }

  /** A person's change: into the state, the address and the results. */
  function change(parts) {
    Object.assign(state, parts);
    priceBook.remember(address);
    clearTimeout(drawing);
    if ((state.variants.length || data.variants.length) > MANY) drawing = setTimeout(draw, PAUSE, false);
    else draw(false);
  }

  /** State to form. */
  function fill() {
    for (const input of form.querySelectorAll("input[inputmode]")) {
      const value = Object.hasOwn(cost.KEYS, input.name) ? state.quantities[input.name] : state[input.name];
      input.value = value ? reader.number(value) : "";
      mark(input, "", false);
    }
    fields.every.value = state.every;
    fields.basis.value = state.basis;
    fields.currency.value = state.currency;
    mark(fields.currency, "", false);
    for (const radio of at("periods").querySelectorAll("input")) radio.checked = radio.value === state.show;
    tickPreset();
    for (const details of form.querySelectorAll("details[data-group]")) {
      details.open ||= [...details.querySelectorAll("input")].some((input) => input.value);
    }
  }

  function tickPreset() {
    for (const radio of form.querySelectorAll("input[name=preset]")) radio.checked = radio.value === state.preset;
  }

  function mark(input, text, wrong) {
    at(input.getAttribute("aria-describedby")).textContent = text;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    // What is shown then isn't what stands in the form.
    at("desk").classList.toggle("behind", form.querySelector("[aria-invalid]") !== null);
  }

  /** A number that was typed in; the last good one stays while it can't be read. */
  function typed(input) {
    const text = input.value.trim();
    const read = text ? quantity.read(text, reader.marks) : "";
    if (read === null) {
      mark(input, say("calculator_script.invalid"), true);
      return;
    }
    const value = read && decimal.digits(decimal.read(read)); // 1.500 is 1.5, and is said to be
    // What a suffix, or another language's digits, was read as stands beside the field.
    const plain = /^[0-9]*$/.test(text) || text === reader.number(value);
    mark(input, plain ? "" : say("calculator_script.read_as", { number: reader.number(value) }), false);
    if (!Object.hasOwn(cost.KEYS, input.name)) {
      change({ [input.name]: value || (input.name === "runs" ? "0" : "") });
      return;
    }
    const quantities = { ...state.quantities, [input.name]: value };
    if (!value) delete quantities[input.name];
    if (input.name === "calls") pace = null;
    if (input.name === pace?.key && value) {
      quantities.calls = callsFor(value, pace);
      fields.calls.value = reader.number(quantities.calls);
    }
    change({ quantities, preset: presetOf(quantities) });
    tickPreset();
  }

  /** The preset that a workload is, or "" for one of the reader's own. */
  function presetOf(quantities) {
    const same = (preset) => Object.keys(cost.KEYS).every((key) => preset.quantities[key] === quantities[key]);
    return Object.keys(data.presets).find((name) => same(data.presets[name])) ?? "";
  }

  function typedCurrency(input) {
    const code = input.value.trim().toUpperCase();
    const right = /^([A-Z]{3})?$/.test(code);
    mark(input, right ? "" : say("calculator_script.currency_invalid"), !right);
    change({ currency: right ? code : "" });
  }

  form.addEventListener("input", ({ target }) => {
    if (target.inputMode === "decimal") typed(target);
    else if (target.name === "currency") typedCurrency(target);
  });

  form.addEventListener("change", ({ target }) => {
    if (target.name === "preset") {
      change({ ...workloadOf(target.value), when: {} }); // what was chosen for other models says nothing of these
      pace = paceOf(state);
      fill();
    } else if (target.name === "every" || target.name === "basis") {
      change({ [target.name]: target.value });
    } else if (target.dataset.parameter) {
      const when = { ...state.when, [target.dataset.parameter]: target.value };
      if (!target.value) delete when[target.dataset.parameter];
      change({ when });
    }
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  at("periods").addEventListener("change", ({ target }) => change({ show: target.value }));
  share.ready(
    () => `${location.href.split(/[?#]/)[0]}?${String(address()).replaceAll("%2F", "/").replaceAll("%2C", ",")}`,
    () => ranking.table(groups, refused, state, data),
  );

  load();
})();
