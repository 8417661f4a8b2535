// One variant's result: a row with its cost and a bar, and the working behind it.
//
//   const parts = priceBook.result.empty(variant, budget, data)     its elements, made once; `parts.body` is the row group
//   priceBook.result.update(parts, result, group, state)            what it says now; `state.span` is how many runs
priceBook.result = (function () {
  "use strict";
  const { decimal, list, make, reader, redraw, say, working, workload } = priceBook;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 1000; // of a bar, in its own units

  const open = new Set(); // variants whose working is open, so that it stays open while the numbers change

  function empty(variant, budget, data) {
    const link = make("a", { href: data.page.replace("{v}", variant.v) }, make("bdi", {}, variant.id));
    const length = shape("rect", { class: "length", y: 2, height: 6 });
    const unsure = shape("rect", { class: "open", height: 10 });
    const bar = shape("svg", { class: "bar", viewBox: `0 0 ${WIDTH} 10`, preserveAspectRatio: "none", "aria-hidden": "true" });
    bar.append(length);
    const parts = {
      name: make("th", { scope: "row" }, link),
      figure: make("td", { class: "figure" }),
      runs: budget ? make("td", { class: "figure" }) : null,
      bar, length, unsure, data,
      latest: null, // what the working shows when it is opened
    };
    parts.details = disclosure(variant, parts);
    parts.body = make("tbody", {},
      make("tr", {}, parts.name, parts.figure, make("td", { class: "chart" }, bar), parts.runs),
      make("tr", { class: "why" }, make("td", { colspan: budget ? 4 : 3 }, parts.details)));
    return parts;
  }

  function update(parts, result, group, state) {
    const { cost } = result;
    const lowest = group.differ && workload.same(result, group.results[0]);
    parts.body.classList.toggle("lowest", lowest);
    redraw.put(parts.name, said(result, lowest, state.when, parts.data.disputed), 1);
    redraw.put(parts.figure, figure(cost, state));
    if (parts.runs) redraw.put(parts.runs, affordable(cost, state));
    drawBar(parts, cost, group);
    parts.latest = { result, state };
    if (parts.details.open) fillWorking(parts);
    return parts.body;
  }

  function said(result, lowest, asked, disputed) {
    const parameters = working.conditions(result.when);
    const shown = [
      ...(lowest ? [["mark", say("price.lowest")]] : []),
      ...(parameters ? [["what", parameters]] : []),
      ...remarks(result, asked, disputed),
    ];
    return shown.map(([style, text]) => [style, ` ${text}`]);
  }

  /** What to know about a cost before it is used: [how it is shown, the words]. */
  function remarks(result, asked, disputed) {
    // A price that is printed without a resolution isn't one that was found for the resolution asked for.
    const unused = Object.keys(asked).filter((name) => !Object.hasOwn(result.when, name));
    return [
      ...unused.map((name) => ["warning", working.note({ code: "unused-parameter", values: { parameter: name, value: asked[name] } })]),
      ...(result.variant.status === "withdrawn" ? [["warning", reader.label("status", "withdrawn")]] : []),
      ...leftOut(result),
      ...(result.cost.items.some(({ price }) => Object.hasOwn(disputed, price.source)) ? [["warning", `≠ ${say("price.doubt")}`]] : []),
    ];
  }

  function leftOut({ leftOut: keys, byCall }) {
    if (!keys.length) return [];
    const what = list(keys.map((key) => reader.label("calculator", `field_${key}`)));
    return [[byCall ? "what" : "warning", say(byCall ? "calculator.by_call" : "calculator.left_out", { what })]];
  }

  function figure(cost, state) {
    if (working.costless(cost)) return [["amount free", say("price.free")]];
    const total = decimal.multiply(cost.total, state.span);
    const shown = [["amount", reader.money(total, cost.currency)]];
    const ends = cost.interval?.map((end) => decimal.multiply(end, state.span));
    if (ends && !decimal.isZero(ends[1])) shown.push(["range", ` ${reader.range(ends, cost.currency)}`]);
    if (decimal.isZero(total)) return shown;
    const rate = decimal.read(state.rate || "0");
    // The rate is for one US dollar; a price in another currency isn't converted twice.
    if (state.currency && cost.currency === "USD" && !decimal.isZero(rate)) {
      shown.push(["about", ` ${reader.about(decimal.multiply(total, rate), state.currency)}`]);
    }
    return shown;
  }

  /** A cost against the dearest of its group, and what the digits of its price leave open. */
  function drawBar({ bar, length, unsure }, cost, group) {
    const part = (value) => {
      if (decimal.isZero(group.most)) return 0;
      const scaled = decimal.divide(decimal.multiply(value, decimal.whole(WIDTH)), group.most);
      return Number(scaled.n / scaled.d);
    };
    redraw.set(length, "width", part(cost.total));
    if (cost.interval) {
      const [low, high] = cost.interval.map(part);
      redraw.set(unsure, "x", low);
      redraw.set(unsure, "width", Math.max(high - low, 1));
      if (!unsure.parentNode) bar.append(unsure);
    } else unsure.remove();
  }

  function shape(tag, attributes) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  /** The whole runs that the monthly budget pays for. */
  function affordable(cost, state) {
    const amount = decimal.read(state.budget);
    const runs = workload.runsFor(amount, cost.total);
    const [most, least] = cost.interval?.map((end) => workload.runsFor(amount, end)) ?? [];
    // A price that is printed as zero and isn't free: what its digits allow costs something.
    if (!runs && least) return [["amount", `≥ ${reader.number(least)}`]];
    if (!runs) return [["amount", say("calculator_script.unlimited")]];
    const shown = [["amount", reader.number(runs)]];
    if (most && least) shown.push(["range", ` ${reader.number(least)}–${reader.number(most)}`]);
    return shown;
  }

  /** The working is made when it is opened: a hundred of them would be slow to draw at every keystroke. */
  function disclosure(variant, parts) {
    const name = variant.v;
    const title = make("span", { class: "unseen" }, `: ${variant.id}`);
    const details = make("details", { open: open.has(name) }, make("summary", {}, say("calculator_script.working"), title));
    details.addEventListener("toggle", () => {
      if (details.open) open.add(name);
      else open.delete(name);
      if (details.open) fillWorking(parts);
    });
    return details;
  }

  function fillWorking({ details, latest, data }) {
    const shown = working.show(latest.result, latest.state, data);
    if (details.childElementCount > 1) details.lastElementChild.replaceWith(shown);
    else details.append(shown);
  }

  return { empty, remarks, update };
})();
