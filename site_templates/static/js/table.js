// The price table: search, facets, sorting and ticking, over the rows that stand in the page.
// Its whole state is in the address, so that a view can be sent to a colleague.
priceBook.table = (function () {
  "use strict";
  const { say, list, make, write, filter, numbers } = priceBook;

  const at = (id) => document.getElementById(id);
  const table = at("prices");
  const search = at("q");
  const facetForm = document.querySelector(".facets");
  // Looked up once: every change of the page makes the names of a form's fields dear to look up again.
  const [within, least, most] = ["within", "least", "most"].map((name) => facetForm.elements[name]); // all or none of them
  const heads = [...table.tHead.querySelectorAll("[data-sort]")];
  const state = { sort: "", all: false, chosen: new Set() };
  const rows = priceBook.rows.ready(table, { enters: addTick, found: showMore });
  const columns = priceBook.columns.ready(table, remember);
  const boxes = [...facetForm.querySelectorAll("input[type=checkbox]")].map((box) => ({ box, place: box.closest("label").querySelector(".count") }));
  // Thousands of rows are made ready when they are first asked for, or when the page has nothing else to do.
  const apply = once(() => filter.ready(rows.all()));
  const known = once(() => new Map(rows.all().map((row) => [row.key, row])));
  let order = null; // the rows in the order of the sort, null as they came
  let matches = null; // those that match, null as long as nothing was asked
  let counted = 0;

  function once(make) {
    let made;
    return () => (made ??= make());
  }

  function chosenFacets() {
    const chosen = Object.fromEntries(filter.FACETS.map((facet) => [facet, new Set()]));
    for (const { box } of boxes) if (box.checked) chosen[box.name].add(box.value);
    return chosen;
  }

  function priceSpan() {
    if (!within) return null;
    const on = within.value !== "";
    for (const field of [least, most]) if (field.disabled === on) field.disabled = !on;
    if (!on) return null;
    const { group, scale } = within.selectedOptions[0].dataset;
    const bound = (field) => (field.value.trim() === "" ? NaN : Number(field.value.replace(",", ".")));
    return { group, scale: Number(scale), least: bound(least), most: bound(most) };
  }

  /** Show what the state asks for: the rows and their number at once, what may be a frame late after that. */
  function update() {
    const found = apply()(order ?? rows.all(), { words: filter.terms(search.value), facets: chosenFacets(), span: priceSpan() });
    matches = found.matches;
    rows.show(matches, state.all);
    const filtered = matches.length !== rows.all().length;
    const told = say(filtered ? "table_script.matches" : "table_script.all", { count: matches.length });
    write(at("matches"), told);
    write(document.querySelector("#export .count"), told);
    at("empty").hidden = matches.length > 0;
    table.parentElement.hidden = matches.length === 0;
    const turn = (counted += 1);
    priceBook.afterPaint(() => turn === counted && showCounts(found.count));
    remember();
  }

  function showCounts(count) {
    for (const { box, place } of boxes) write(place, numbers.format(count(box.name, box.value)));
    showMore();
  }

  function showMore() {
    const rest = state.all ? 0 : rows.left();
    at("more").hidden = rest <= 0;
    if (rest > 0) write(at("more").firstElementChild, say("table_script.more", { count: rest }));
  }

  function clear() {
    facetForm.reset();
    search.value = "";
    facetsChanged();
    search.focus();
  }

  /** Another search begins with its first rows again. */
  function changed() {
    state.all = false;
    update();
  }

  /** Columns come and go with the facets only: typing moves none. */
  function facetsChanged() {
    const facets = chosenFacets();
    const any = Object.values(facets).some((values) => values.size);
    columns.spare(any ? apply()(rows.all(), { words: [], facets, span: null }).matches : []);
    changed();
  }

  function sort(by) {
    state.sort = by;
    order = by ? filter.sorted(rows.all(), by) : null;
    table.append(...(order ?? rows.all()).map((row) => row.body));
    for (const head of heads) {
      const direction = by === head.dataset.sort ? "ascending" : by === `-${head.dataset.sort}` ? "descending" : null;
      if (direction) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    }
  }

  function makeSortable(head) {
    const name = head.textContent.trim();
    head.replaceChildren(make("button", { type: "button", title: say("table_script.sort_by", { column: name }) }, name));
    head.addEventListener("click", () => {
      const by = state.sort === head.dataset.sort ? `-${head.dataset.sort}` : head.dataset.sort;
      sort(by);
      update();
      write(at("sorted"), say(by.startsWith("-") ? "table_script.sorted_down" : "table_script.sorted_up", { column: name }));
    });
  }

  function showChosen() {
    const place = at("chosen");
    place.hidden = state.chosen.size === 0;
    if (place.hidden) return;
    const address = `${document.querySelector('.sections a[href$="compare/index.html"]').getAttribute("href")}?v=${[...state.chosen].join(",")}`;
    const none = make("button", { type: "button" }, say("table_script.clear_chosen"));
    none.addEventListener("click", () => {
      for (const key of state.chosen) tick(key, false);
      state.chosen.clear();
      showChosen();
      remember();
    });
    place.replaceChildren(
      make("span", { role: "status" }, say("table_script.chosen", { count: state.chosen.size })),
      make("a", { class: "button", href: address }, say("table_script.compare")),
      none,
    );
  }

  /** A box to choose a row group by. Only those that show have one: a browser keeps account of every box there is. */
  function addTick(body) {
    const head = body.rows[0].cells[0];
    const box = make("input", { type: "checkbox", value: body.dataset.v, "aria-label": say("table_script.choose_one", { id: head.textContent.trim() }) });
    box.checked = state.chosen.has(box.value);
    head.prepend(make("label", { class: "tick js-only" }, box));
  }

  function tick(key, on) {
    const box = known().get(key).body.querySelector(".tick input");
    if (box) box.checked = on;
  }

  function remember() {
    priceBook.remember(parameters);
  }

  function parameters() {
    const found = new URLSearchParams();
    const set = (name, value) => value && found.set(name, value);
    set("q", search.value.trim());
    for (const [facet, values] of Object.entries(chosenFacets())) for (const value of values) found.append(facet, value);
    for (const field of within ? [within, least, most] : []) if (!field.disabled) set(field.name, field.value.trim());
    set("sort", state.sort);
    if (columns.hidden() !== null) found.set("hide", columns.hidden());
    set("v", [...state.chosen].join(","));
    return found;
  }

  /** Take the state from the address; whether it asks for anything. What isn't known is left out, and said. */
  function recall() {
    const asked = [...new URLSearchParams(location.search)];
    const ignored = [];
    for (const [name, value] of asked) {
      if (!recallOne(name, value, ignored)) ignored.push(`${name}=${value}`.slice(0, 60));
    }
    at("ignored").hidden = ignored.length === 0;
    at("ignored").textContent = ignored.length ? say("table_script.ignored", { what: list(ignored) }) : "";
    return asked.length > 0;
  }

  function recallOne(name, value, ignored) {
    if (name === "q") search.value = value.slice(0, 200);
    else if (filter.FACETS.includes(name)) {
      const found = boxes.find(({ box }) => box.name === name && box.value === value);
      if (!found) return false;
      found.box.checked = true;
    } else if (name === "within" && within) {
      within.value = value;
      if (within.selectedIndex < 0) within.value = "";
      return within.value === value;
    } else if ((name === "least" || name === "most") && within) {
      if (!/^[0-9]{0,12}([.,][0-9]{0,12})?$/.test(value)) return false;
      (name === "least" ? least : most).value = value;
    } else if (name === "sort") {
      if (!heads.some((head) => head.dataset.sort === value.replace(/^-/, ""))) return false;
      sort(value);
    } else if (name === "hide") columns.hide(value.split(","));
    else if (name === "v") {
      for (const key of value.split(",")) {
        if (known().has(key)) {
          state.chosen.add(key);
          tick(key, true);
        } else ignored.push(key.slice(0, 60));
      }
    } else return false;
    return true;
  }

  heads.forEach(makeSortable);
  at("empty").querySelector("button").addEventListener("click", clear);
  at("more").addEventListener("click", () => {
    state.all = true;
    update();
  });
  // Without anything asked, the page is right as it came.
  if (recall()) {
    facetsChanged();
    showChosen();
  } else (window.requestIdleCallback ?? setTimeout)(apply);
  rows.restore();
  // Beside a wide table the filters stand open from the first; elsewhere they don't show before this.
  at("filters").open = matchMedia("(min-width: 90rem)").matches || facetForm.querySelector("input:checked") !== null;
  at("filters").classList.add("ready");

  search.addEventListener("input", changed);
  facetForm.addEventListener("input", ({ target }) => (target.type === "checkbox" ? facetsChanged() : changed()));
  facetForm.addEventListener("submit", (event) => event.preventDefault());
  table.addEventListener("change", (event) => {
    if (!event.target.closest(".tick")) return;
    if (event.target.checked) state.chosen.add(event.target.value);
    else state.chosen.delete(event.target.value);
    showChosen();
    remember();
  });

  /** Every row that matches, in the order they stand in, however many of them are laid out. */
  function listed() {
    return (matches ?? rows.all()).map((row) => row.body);
  }

  return { table, listed };
})();
