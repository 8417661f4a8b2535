// The price table: search, facets, sorting, ticking and columns, over the rows that stand in the page.
// Its whole state is in the address, so that a view can be sent to a colleague.
priceBook.table = (function () {
  "use strict";
  const { say, make, filter } = priceBook;
  const PAUSE = 150; // milliseconds without a keystroke before the address is written
  const FIRST = 100; // rows shown before anybody asks for more: laying out is what costs

  const table = document.getElementById("prices");
  const search = document.getElementById("q");
  const facetForm = document.querySelector(".facets");
  const span = facetForm.elements;
  const columns = priceBook.data("columns"); // [code, name, shown at first]
  const rows = [...table.tBodies].map(read);
  const known = new Map(rows.map((row) => [row.key, row]));
  const state = { sort: "", all: false, hidden: new Set(columns.filter(([, , on]) => !on).map(([code]) => code)), chosen: new Set() };
  let order = rows;
  let shown = new Set(rows);

  function read(body) {
    const { v, k, m, p, u, s, b } = body.dataset;
    const text = (name) => body.querySelector(`.${name}`)?.textContent.trim() ?? "";
    return {
      body, key: v, search: k, modality: [m], provider: [p], unit: split(u), status: [s], basis: split(b),
      prices: [...body.rows].filter((row) => row.dataset.g).map((row) => ({ group: row.dataset.g, amount: Number(row.dataset.a) })),
      shown: { id: text("variant"), provider: p, modality: text("modality"), status: text("status"), model: text("model") },
    };
  }

  function split(words) {
    return words ? words.split(" ") : [];
  }

  function chosenFacets() {
    const chosen = Object.fromEntries(filter.FACETS.map((facet) => [facet, new Set()]));
    for (const box of facetForm.querySelectorAll("input:checked")) chosen[box.name].add(box.value);
    return chosen;
  }

  function priceSpan() {
    const option = span.within?.selectedOptions[0];
    const on = Boolean(option?.value);
    for (const name of ["least", "most"]) if (span[name]) span[name].disabled = !on;
    if (!on) return null;
    const bound = (name) => (span[name].value.trim() === "" ? NaN : Number(span[name].value.replace(",", ".")));
    return { group: option.dataset.group, scale: Number(option.dataset.scale), least: bound("least"), most: bound("most") };
  }

  /** Show what the state asks for. Only rows whose place in the view changed are touched. */
  function update() {
    const { matches, counts } = filter.apply(order, { words: filter.terms(search.value), facets: chosenFacets(), span: priceSpan() });
    const visible = new Set(state.all ? matches : matches.slice(0, FIRST));
    for (const row of shown) if (!visible.has(row)) row.body.hidden = true;
    for (const row of visible) row.body.hidden = false;
    shown = visible;
    for (const box of facetForm.querySelectorAll("input[type=checkbox]")) {
      box.closest("label").querySelector(".count").textContent = priceBook.numbers.format(counts[box.name].get(box.value) ?? 0);
    }
    const filtered = matches.length !== rows.length;
    announce(document.getElementById("matches"), say(filtered ? "table_script.matches" : "table_script.all", { count: matches.length }));
    showEmpty(matches.length === 0);
    showMore(matches.length - visible.size);
    remember();
  }

  function announce(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function showEmpty(empty) {
    const place = document.getElementById("empty");
    place.hidden = !empty;
    table.parentElement.hidden = empty;
    if (empty && !place.hasChildNodes()) {
      const clear = make("button", { type: "button" }, say("table_script.clear"));
      clear.addEventListener("click", () => {
        facetForm.reset();
        search.value = "";
        update();
        search.focus();
      });
      place.append(say("table_script.none"), " ", clear);
    }
  }

  function showMore(rest) {
    const place = document.getElementById("more");
    place.hidden = rest <= 0;
    if (rest <= 0) return;
    const button = make("button", { type: "button" }, say("table_script.more", { count: rest }));
    button.addEventListener("click", () => {
      state.all = true;
      update();
    });
    place.replaceChildren(button);
  }

  function sort(by) {
    state.sort = by;
    order = by ? filter.sorted(rows, by) : rows;
    table.append(...order.map((row) => row.body));
    for (const head of table.tHead.querySelectorAll("[data-sort]")) {
      const direction = by === head.dataset.sort ? "ascending" : by === `-${head.dataset.sort}` ? "descending" : null;
      if (direction) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    }
  }

  function makeSortable() {
    for (const head of table.tHead.querySelectorAll("[data-sort]")) {
      const name = head.textContent.trim();
      const button = make("button", { type: "button", title: say("table_script.sort_by", { column: name }) }, name);
      button.addEventListener("click", () => {
        const by = state.sort === head.dataset.sort ? `-${head.dataset.sort}` : head.dataset.sort;
        sort(by);
        update();
        announce(spoken, say(by.startsWith("-") ? "table_script.sorted_down" : "table_script.sorted_up", { column: name }));
      });
      head.replaceChildren(button);
    }
  }

  function showColumns() {
    for (const [code] of columns) table.classList.toggle(`hide-${code}`, state.hidden.has(code));
    fit();
  }

  /** A button that opens a small sheet; Escape and a click elsewhere close it. */
  function menu(label, ...content) {
    const details = make("details", { class: "menu" }, make("summary", { class: "button" }, label), make("div", { class: "sheet" }, ...content));
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      details.open = false;
      details.firstChild.focus();
    });
    document.addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
    document.getElementById("tools").append(details);
    return details;
  }

  function columnChooser() {
    menu(
      say("table_script.columns"),
      ...columns.map(([code, name]) => {
        const box = make("input", { type: "checkbox" });
        box.checked = !state.hidden.has(code);
        box.addEventListener("change", () => {
          if (box.checked) state.hidden.delete(code);
          else state.hidden.add(code);
          showColumns();
          remember();
        });
        return make("label", {}, box, name);
      }),
    );
  }

  function showChosen() {
    const place = document.getElementById("chosen");
    place.hidden = state.chosen.size === 0;
    const address = `${document.querySelector('.sections a[href$="compare/index.html"]').getAttribute("href")}?v=${[...state.chosen].join(",")}`;
    const clear = make("button", { type: "button" }, say("table_script.clear_chosen"));
    clear.addEventListener("click", () => {
      for (const key of state.chosen) tick(known.get(key), false);
      state.chosen.clear();
      showChosen();
      remember();
    });
    place.replaceChildren(
      make("span", { role: "status" }, say("table_script.chosen", { count: state.chosen.size })),
      make("a", { class: "button", href: address }, say("table_script.compare")),
      clear,
    );
  }

  function tick(row, on) {
    row.body.querySelector(".tick input").checked = on;
  }

  function remember() {
    const parameters = new URLSearchParams();
    const set = (name, value) => value && parameters.set(name, value);
    set("q", search.value.trim());
    for (const [facet, values] of Object.entries(chosenFacets())) for (const value of values) parameters.append(facet, value);
    for (const name of ["within", "least", "most"]) if (span[name] && !span[name].disabled) set(name, span[name].value.trim());
    set("sort", state.sort);
    const usual = columns.filter(([, , on]) => !on).map(([code]) => code).join(",");
    const hidden = [...state.hidden].join(",");
    if (hidden !== usual) parameters.set("hide", hidden);
    set("v", [...state.chosen].join(","));
    priceBook.remember(parameters, PAUSE);
  }

  /** Take the state from the address. What isn't known is left out, and said. */
  function recall() {
    const ignored = [];
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (!recallOne(name, value, ignored)) ignored.push(`${name}=${value}`.slice(0, 60));
    }
    const note = document.getElementById("ignored");
    note.hidden = ignored.length === 0;
    note.textContent = ignored.length ? say("table_script.ignored", { what: ignored.join(", ") }) : "";
  }

  function recallOne(name, value, ignored) {
    if (name === "q") search.value = value.slice(0, 200);
    else if (filter.FACETS.includes(name)) {
      const box = [...facetForm.querySelectorAll(`[name="${name}"]`)].find((one) => one.value === value);
      if (!box) return false;
      box.checked = true;
    } else if (name === "within" && span.within) {
      span.within.value = value;
      if (span.within.selectedIndex < 0) span.within.value = "";
      return span.within.value === value;
    } else if ((name === "least" || name === "most") && span[name]) {
      if (!/^[0-9]{0,12}([.,][0-9]{0,12})?$/.test(value)) return false;
      span[name].value = value;
    } else if (name === "sort") {
      if (!table.tHead.querySelector(`[data-sort="${CSS.escape(value.replace(/^-/, ""))}"]`)) return false;
      sort(value);
    } else if (name === "hide") {
      state.hidden = new Set(value.split(",").filter((code) => columns.some(([one]) => one === code)));
    } else if (name === "v") {
      for (const key of value.split(",")) {
        if (known.has(key)) {
          state.chosen.add(key);
          tick(known.get(key), true);
        } else ignored.push(key.slice(0, 60));
      }
    } else return false;
    return true;
  }

  /** A table that fits its frame needs no scrolling of its own, so its head can stay in sight. */
  function fit() {
    table.parentElement.classList.toggle("fits", table.offsetWidth <= table.parentElement.clientWidth);
  }

  const spoken = make("p", { class: "unseen", role: "status" });
  table.parentElement.after(spoken);
  makeSortable();
  recall();
  showColumns();
  columnChooser();
  table.classList.remove("capped");
  update();
  showChosen();
  if (matchMedia("(min-width: 90rem)").matches || facetForm.querySelector("input:checked")) document.getElementById("filters").open = true;

  new ResizeObserver(fit).observe(table.parentElement);

  search.addEventListener("input", update);
  facetForm.addEventListener("input", update);
  facetForm.addEventListener("submit", (event) => event.preventDefault());
  table.addEventListener("change", (event) => {
    if (!event.target.closest(".tick")) return;
    if (event.target.checked) state.chosen.add(event.target.value);
    else state.chosen.delete(event.target.value);
    showChosen();
    remember();
  });
  return { table, menu };
})();
