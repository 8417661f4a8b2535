// The results: one table per group of comparable costs, the cheapest first, each with a bar and its working.
//
//   priceBook.ranking.show(root, groups, state, data)     draws into `root`
//   priceBook.ranking.table(groups, state)                the same as tab-separated text, for a spreadsheet
priceBook.ranking = (function () {
  "use strict";
  const { decimal, make, reader, say, working, workload } = priceBook;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 1000; // of a bar, in its own units

  // Which workings are open, so that they stay open while the numbers change.
  const open = new Set();

  function show(root, groups, state, data) {
    root.replaceChildren(...groups.map((group, index) => section(group, `group-${index}`, state, data)));
  }

  function section(group, id, state, data) {
    const rows = group.results.map((result) => row(result, group, state, data));
    return make("div", { class: "group" },
      make("h3", { id }, heading(group), make("span", { class: "count" }, ` ${reader.number(String(rows.length))}`)),
      group.blurred ? make("p", { class: "note" }, say("calculator_script.blurred")) : null,
      make("div", { class: "frame", tabindex: 0, role: "region", "aria-labelledby": id },
        make("table", { class: "ranking" }, head(state), ...rows)));
  }

  function heading(group) {
    const units = group.units.map((unit) => reader.label("unit", unit)).join(", ");
    const title = say("calculator.group", { units, basis: reader.label("basis", group.basis), currency: group.currency });
    return group.modality ? `${title} · ${reader.label("modality", group.modality)}` : title;
  }

  function head(state) {
    return make("thead", {}, make("tr", {},
      make("th", { scope: "col" }, say("calculator.variant")),
      make("th", { scope: "col", class: "figure" }, say(`calculator.per_${state.show}`)),
      make("th", { scope: "col", class: "chart" }, say("calculator_script.chart")),
      state.budget ? make("th", { scope: "col", class: "figure" }, say("calculator_script.budget_runs")) : null));
  }

  function row(result, group, state, data) {
    const { cost, variant } = result;
    const lowest = group.differ && decimal.compare(cost.total, group.results[0].cost.total) === 0;
    const parameters = working.conditions(result.when);
    const name = make("a", { href: data.page.replace("{v}", variant.v) }, make("bdi", {}, variant.id));
    return make("tbody", { class: lowest ? "lowest" : null },
      make("tr", {},
        make("th", { scope: "row" }, name,
          lowest ? make("span", { class: "mark" }, ` ${say("price.lowest")}`) : null,
          parameters ? make("span", { class: "what" }, ` ${parameters}`) : null,
          leftOut(result)),
        make("td", { class: "figure" }, ...figure(cost, state)),
        make("td", { class: "chart" }, bar(cost, group)),
        state.budget ? make("td", { class: "figure" }, ...affordable(cost, state)) : null),
      make("tr", { class: "why" }, make("td", { colspan: state.budget ? 4 : 3 }, disclosure(result, state, data))));
  }

  function leftOut({ leftOut: keys, byCall }) {
    if (!keys.length) return null;
    const what = keys.map((key) => reader.label("calculator", `field_${key}`)).join(", ");
    return make("span", { class: byCall ? "what" : "warning" }, ` ${say(byCall ? "calculator.by_call" : "calculator.left_out", { what })}`);
  }

  function figure(cost, state) {
    const runs = workload.runsIn(state.show, state.runs, state.every);
    const total = decimal.multiply(cost.total, runs);
    if (cost.items.every((item) => working.free(item.price))) return [make("span", { class: "amount free" }, say("price.free"))];
    const shown = [make("span", { class: "amount" }, reader.money(total, cost.currency))];
    if (decimal.isZero(total)) return shown;
    const ends = cost.interval?.map((end) => decimal.multiply(end, runs));
    if (ends) shown.push(make("span", { class: "range" }, ` ${reader.range(ends, cost.currency)}`));
    const rate = decimal.read(state.rate || "0");
    // The rate is for one US dollar; a price in another currency isn't converted twice.
    if (state.currency && cost.currency === "USD" && !decimal.isZero(rate)) {
      shown.push(make("span", { class: "about" }, ` ${reader.about(decimal.multiply(total, rate), state.currency)}`));
    }
    return shown;
  }

  /** A cost against the dearest of its group, and what the digits of its price leave open. */
  function bar(cost, group) {
    const length = (value) => {
      if (decimal.isZero(group.most)) return 0;
      const part = decimal.divide(decimal.multiply(value, decimal.whole(WIDTH)), group.most);
      return Number(part.n / part.d);
    };
    const picture = drawn("svg", { class: "bar", viewBox: `0 0 ${WIDTH} 10`, preserveAspectRatio: "none", "aria-hidden": "true" });
    picture.append(drawn("rect", { class: "length", y: 2, width: length(cost.total), height: 6 }));
    if (cost.interval) {
      const [low, high] = cost.interval.map(length);
      picture.append(drawn("rect", { class: "open", x: low, width: Math.max(high - low, 1), height: 10 }));
    }
    return picture;
  }

  function drawn(tag, attributes) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  /** The whole runs that the monthly budget pays for. */
  function affordable(cost, state) {
    const budget = decimal.read(state.budget);
    const runs = workload.runsFor(budget, cost.total);
    if (!runs) return [say("calculator_script.unlimited")];
    const shown = [make("span", { class: "amount" }, reader.number(runs))];
    const [most, least] = cost.interval?.map((end) => workload.runsFor(budget, end)) ?? [];
    if (most && least) shown.push(make("span", { class: "range" }, ` ${reader.number(least)}–${reader.number(most)}`));
    return shown;
  }

  /** The working is made when it is opened: a hundred of them would be slow to draw at every keystroke. */
  function disclosure(result, state, data) {
    const name = result.variant.v;
    const title = make("span", { class: "unseen" }, `: ${result.variant.id}`);
    const details = make("details", { open: open.has(name) }, make("summary", {}, say("calculator_script.working"), title));
    const fill = () => {
      if (details.open && details.childElementCount === 1) details.append(working.show(result, state, data.sources));
    };
    details.addEventListener("toggle", () => {
      if (details.open) open.add(name);
      else open.delete(name);
      fill();
    });
    fill();
    return details;
  }

  /** Tab-separated, plain digits. A cell that a spreadsheet would run as a formula gets an apostrophe. */
  function table(groups, state) {
    const rows = [["variant", "basis", "unit", "parameters", "currency", "run", state.show, "least", "most"]];
    for (const group of groups) {
      for (const { cost, variant, when } of group.results) {
        const runs = workload.runsIn(state.show, state.runs, state.every);
        const amounts = [cost.total, ...(cost.interval ?? [cost.total, cost.total])].map((value) => decimal.digits(decimal.multiply(value, runs)));
        const parameters = Object.entries(when).map(([name, value]) => `${name}=${value}`).join(" ");
        rows.push([variant.v, group.basis, group.units.join(" "), parameters, group.currency, decimal.digits(cost.total), ...amounts]);
      }
    }
    return rows.map((cells) => `${cells.map(cell).join("\t")}\n`).join("");
  }

  function cell(text) {
    const line = text.replace(/[\t\r\n]+/g, " ");
    return /^[=+\-@]/.test(line) ? `'${line}` : line;
  }

  return { show, heading, table };
})();
