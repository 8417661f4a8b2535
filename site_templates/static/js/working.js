// The working behind one cost, line by line, as somebody in finance would check it; and why there is none.
priceBook.working = (function () {
  "use strict";
  const { cost: engine, decimal, list, make, reader, say, workload } = priceBook;
  const MILLION = decimal.whole(1_000_000);
  const HEADS = { component: null, quantity: "figure", price: null, cost: "figure", source: null };

  /** `state` has runs and every; `data` has the `sources` of prices, and what is `disputed` by which `finding`. */
  function show(result, state, data) {
    const { notes, currency } = result.cost;
    const title = say("calculator_script.working_of", { id: result.variant.id });
    return make("div", { class: "working" },
      make("div", { class: "frame", tabindex: 0, role: "region", "aria-label": title }, lines(result.cost, data)),
      spans(result.cost, state),
      notes.length ? make("ul", { class: "notes" }, ...notes.map((one) => make("li", {}, note(one, currency)))) : null);
  }

  function lines(answer, data) {
    const heads = Object.entries(HEADS).map(([name, style]) => make("th", { scope: "col", class: style }, say(`calculator_script.line_${name}`)));
    const sum = make("tr", {},
      make("th", { scope: "row", colspan: 3 }, say("calculator_script.sum")),
      make("td", { class: "figure" }, `= ${reader.money(answer.total, answer.currency)}`),
      make("td"));
    return make("table", { class: "lines" },
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...answer.items.map((item) => line(item, answer.currency, data))),
      answer.items.length > 1 ? make("tfoot", {}, sum) : null);
  }

  function line(item, currency, data) {
    const [, unit] = item.price.per;
    const name = item.component === "usage" ? reader.label("unit", unit) : reader.label("component", item.component);
    const parameters = conditions(item.price.when);
    return make("tr", {},
      make("th", { scope: "row" }, name, parameters ? make("span", { class: "what" }, ` ${parameters}`) : null),
      make("td", { class: "figure" }, reader.number(item.quantity)),
      make("td", {}, `× ${price(item.price)}`),
      make("td", { class: "figure" }, `= ${reader.money(item.cost, currency)}`),
      make("td", { class: "source" }, source(item.price.source, data.sources), ...doubt(item.price.source, data)));
  }

  function price(one) {
    const amount = engine.isFree(one) ? say("price.free") : reader.printed(one.amount, one.currency);
    return `${amount} ${reader.per(one.per)}`;
  }

  /** What `amount` of an answer's cost is called: free where each of its prices is, whatever was counted. */
  function total(answer, amount) {
    return costless(answer) ? say("price.free") : reader.money(amount, answer.currency);
  }

  function costless(answer) {
    return answer.items.every((item) => engine.isFree(item.price));
  }

  function doubt(place, { disputed, finding }) {
    if (!Object.hasOwn(disputed, place)) return [];
    return [" ", make("a", { class: "doubt", href: finding.replace("{id}", () => disputed[place]) }, `≠ ${say("price.doubt")}`)];
  }

  function source(place, sources) {
    const address = sources[place.slice(0, place.lastIndexOf(":"))];
    const text = make("bdi", {}, place);
    // The addresses come from recorded pages: only https becomes a link.
    return address?.startsWith("https://") ? make("a", { href: address, rel: "external" }, text) : text;
  }

  /** From one run to a year: how many runs, and what they cost. */
  function spans(answer, state) {
    const run = total(answer, answer.total);
    const rows = workload.PERIODS.map((period) => {
      const runs = workload.runsIn(period, state.runs, state.every);
      const how = period === "run" || costless(answer) ? null : make("span", { class: "quiet" }, `${run} × ${reader.number(runs)} = `);
      const ends = answer.interval?.map((end) => decimal.multiply(end, runs));
      return make("div", {},
        make("dt", {}, say(`calculator.per_${period}`)),
        make("dd", {}, how, total(answer, decimal.multiply(answer.total, runs)),
          ends ? make("span", { class: "range" }, ` ${reader.range(ends, answer.currency)}`) : null));
    });
    return make("dl", { class: "spans" }, ...rows);
  }

  /** The parameters a price depends on, in words. */
  function conditions(when) {
    return list(Object.entries(when).map(([name, value]) => `${reader.label("parameter", name)} ${value}`));
  }

  /** One sentence for a note of the engine. */
  function note({ code, values }, currency) {
    const filled = { ...values };
    if (values.component) filled.component = reader.label("component", values.component);
    if (values.like) filled.like = reader.label("component", values.like);
    if (code === "coarse") filled.range = reader.range(values.rates.map((rate) => decimal.multiply(rate, MILLION)), currency);
    if (code === "contradiction") filled.source = values.price.source;
    if (code === "tokens-as-input") filled.cost = reader.money(values.cost, currency);
    if (code === "unused-parameter") filled.parameter = conditions({ [values.parameter]: values.value });
    if (values.price) filled.price = price(values.price);
    return say(`calculator_script.note_${code.replaceAll("-", "_")}`, filled);
  }

  /** Why a variant has no cost. `error` is what the engine threw, or null where nothing of the workload is priced. */
  function refusal(error, variant) {
    if (error?.code === "not-offered") {
      const offered = error.values.offered.map(conditions).join(" · ");
      return say("calculator_script.refusal_not_offered", { asked: conditions(error.values.when), offered });
    }
    if (error?.code === "needs-parameter") {
      const parameter = list(Object.keys(error.values.missing).map((name) => reader.label("parameter", name)));
      return say("calculator_script.refusal_needs_parameter", { parameter });
    }
    if (error?.code === "cached-over-input") {
      const { cached, input } = error.values;
      return say("calculator_script.refusal_cached_over_input", { cached: reader.number(cached), input: reader.number(input) });
    }
    if (error?.code === "both-tokens") return say("calculator_script.refusal_both_tokens");
    const per = list([...new Set(variant.prices.map((one) => reader.per(one.per)))]);
    return per ? say("calculator_script.refusal_not_priced", { per }) : say("calculator_script.refusal_unknown");
  }

  return { show, conditions, costless, note, total, refusal };
})();
