// The results: one table per group of comparable costs, the cheapest first, each with a bar and its working.
// What is drawn stays: at the next keystroke only texts, bars and places that differ are touched, and what is out of sight
// waits until the frame that the keystroke is waiting for is shown.
//
//   priceBook.ranking.show(root, groups, state, data)     draws into `root`
//   priceBook.ranking.table(groups, refused, state, data) the same as tab-separated text, for a spreadsheet
priceBook.ranking = (function () {
  "use strict";
  const { decimal, list, make, reader, redraw, result, say, working, workload, write } = priceBook;

  const drawn = new Map(); // groups by name; each with its elements and its rows by variant
  let budget = false; // whether the drawn tables have a column for it

  const far = new WeakSet(); // rows that are drawn, but not near what can be seen
  const sight = new IntersectionObserver((rows) => {
    for (const { target, isIntersecting } of rows) if (isIntersecting) far.delete(target); else far.add(target);
  }, { rootMargin: "200px" });
  let later = []; // what is still to be drawn in those

  function show(root, groups, state, data) {
    later = [];
    if (budget !== Boolean(state.budget)) drawn.clear();
    budget = Boolean(state.budget);
    const runs = workload.runsIn(state.show, state.runs, state.every);
    redraw.arrange(root, groups.map((group) => section(group, { ...state, span: runs }, data)));
    if (later.length) requestAnimationFrame(() => setTimeout(finish));
  }

  function finish() {
    for (const draw of later.splice(0)) draw();
  }

  addEventListener("beforeprint", finish);

  function section(group, state, data) {
    if (!drawn.has(group.name)) drawn.set(group.name, emptySection(group, `group-${drawn.size}`));
    const { root, count, note, table, head, rows } = drawn.get(group.name);
    const cut = group.results.length < group.of;
    write(count, ` ${cut ? say("calculator.shown", { count: group.of }) : reader.number(String(group.of))}`);
    note.hidden = !group.blurred;
    write(head, say(`calculator.per_${state.show}`));
    const bodies = group.results.map((one) => {
      const name = one.variant.v;
      if (!rows.has(name)) {
        rows.set(name, result.empty(one.variant, budget, data));
        sight.observe(rows.get(name).body);
      }
      const parts = rows.get(name);
      const draw = () => result.update(parts, one, group, state);
      if (far.has(parts.body)) later.push(draw);
      else draw();
      return parts.body;
    });
    redraw.arrange(table, [table.tHead, ...bodies]);
    return root;
  }

  function emptySection(group, id) {
    const count = make("span", { class: "count" });
    const note = make("p", { class: "note" }, say("calculator_script.blurred"));
    const head = make("th", { scope: "col", class: "figure" });
    const table = make("table", { class: "ranking" }, make("thead", {}, make("tr", {},
      make("th", { scope: "col" }, say("calculator.variant")),
      head,
      make("th", { scope: "col", class: "chart" }, say("calculator_script.chart")),
      budget ? make("th", { scope: "col", class: "figure" }, say("calculator_script.budget_runs")) : null)));
    const root = make("div", { class: "group" },
      make("h3", { id }, heading(group), count),
      note,
      make("div", { class: "frame", tabindex: 0, role: "region", "aria-labelledby": id }, table));
    return { root, count, note, table, head, rows: new Map() };
  }

  function heading(group) {
    const units = list(group.units.map((unit) => reader.label("unit", unit)));
    const title = say("calculator.group", { units, basis: reader.label("basis", group.basis), currency: group.currency });
    return group.modality ? `${title} · ${reader.label("modality", group.modality)}` : title;
  }

  /**
   * Tab-separated, plain digits. A cell that a spreadsheet would run as a formula gets an apostrophe. `refused` are the
   * variants without a cost: [{variant, error}].
   */
  function table(groups, refused, state, data) {
    const spans = state.show === "run" ? ["run"] : ["run", state.show];
    const rows = [["variant", "basis", "unit", "parameters", "currency", ...spans, "least", "most", "notes"]];
    for (const group of groups) {
      for (const one of group.results) {
        const { cost, variant, when } = one;
        const runs = workload.runsIn(state.show, state.runs, state.every);
        const amounts = [cost.total, ...(cost.interval ?? [cost.total, cost.total])].map((value) => decimal.digits(decimal.multiply(value, runs)));
        const parameters = Object.entries(when).map(([name, value]) => `${name}=${value}`).join(" ");
        const run = state.show === "run" ? [] : [decimal.digits(cost.total)];
        const notes = result.remarks(one, state.when, data.disputed).map(([, text]) => text);
        if (working.costless(cost)) notes.unshift(say("price.free"));
        rows.push([variant.v, group.basis, group.units.join(" "), parameters, group.currency, ...run, ...amounts, notes.join(" · ")]);
      }
    }
    const empty = rows[0].slice(2).fill("");
    for (const { variant, error } of refused) rows.push([variant.v, ...empty, working.refusal(error, variant)]);
    return rows.map((cells) => `${cells.map(cell).join("\t")}\n`).join("");
  }

  function cell(text) {
    const line = text.replace(/[\t\r\n]+/g, " ");
    return /^[=+\-@]/.test(line) ? `'${line}` : line;
  }

  return { show, heading, table };
})();
