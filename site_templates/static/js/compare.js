// Chosen variants side by side. The choice is the address (?v=minimax/m2.1,glm/4.7), so it can be shared and printed.
(function () {
  "use strict";
  const { say, list, make } = priceBook;
  const data = priceBook.data("compare-data");
  const known = new Map(data.variants.map((variant) => [variant.v, variant]));
  const entries = (key) => data.variants.map((variant) => [variant[key].toLowerCase(), variant]);
  const byName = new Map([...entries("id"), ...entries("v")]); // a full name is the only one of its kind
  const place = document.getElementById("comparison");
  const note = document.getElementById("ignored");
  let chosen = [];
  let onlyDifferences = false;

  function recall() {
    const named = new URLSearchParams(location.search).getAll("v").join().split(",").filter(Boolean);
    const asked = [...new Set(named.map((key) => byName.get(key.toLowerCase())?.v ?? key))];
    const unknown = asked.filter((key) => !known.has(key));
    chosen = asked.filter((key) => known.has(key)).slice(0, data.most);
    const notes = [];
    if (unknown.length) notes.push(say("compare_script.unknown", { what: list(unknown.map((key) => key.slice(0, 60))) }));
    if (asked.length - unknown.length > data.most) notes.push(say("compare_script.too_many", { count: data.most }));
    note.textContent = notes.join(" ");
  }

  function choose(keys) {
    chosen = keys.slice(0, data.most);
    note.textContent = "";
    const parameters = new URLSearchParams();
    if (chosen.length) parameters.set("v", chosen.join(","));
    priceBook.remember(parameters);
    show();
  }

  function show() {
    const variants = chosen.map((key) => known.get(key));
    if (!variants.length) {
      place.replaceChildren(make("p", { class: "empty" }, say("compare_script.empty")));
      return;
    }
    place.replaceChildren(
      make("table", { class: "comparison" },
        make("thead", {}, make("tr", {}, make("td"), ...variants.map(head))),
        group(say("compare_script.facts"), factRows(variants), variants.length),
        group(say("compare_script.prices"), priceRows(variants), variants.length)),
    );
  }

  function head(variant) {
    const remove = make("button", { type: "button", class: "remove", "aria-label": say("compare_script.remove", { id: variant.id }) }, "×");
    remove.addEventListener("click", () => {
      choose(chosen.filter((key) => key !== variant.v));
      document.getElementById("add").focus();
    });
    return make("th", { scope: "col" }, make("a", { href: variant.href }, make("bdi", {}, variant.id)), " ", remove);
  }

  function group(title, rows, count) {
    const kept = rows.filter((row) => !onlyDifferences || row.classList.contains("differs"));
    return make("tbody", {}, make("tr", {}, make("th", { scope: "rowgroup", colspan: count + 1 }, title)), ...kept);
  }

  function factRows(variants) {
    return data.facts
      .map((name, index) => [name, variants.map((variant) => variant.facts[index])])
      .filter(([, values]) => values.some(Boolean))
      .map(([name, values]) => row(name, values, values.map((value) => make("bdi", {}, value || "–"))));
  }

  function priceRows(variants) {
    const rows = [];
    data.prices.forEach((head, index) => {
      const prices = variants.map((variant) => variant.prices.filter((price) => price[0] === index));
      if (!prices.some((several) => several.length)) return;
      const [basis, what, per] = head;
      const label = make("span", {}, what ? list([basis, what]) : basis, " ", make("span", { class: "per" }, per));
      const cells = prices.map((several, at) => (several.length ? make("div", {}, ...several.map(priceCell)) : noPrice(variants[at], head)));
      rows.push(row(label, prices.map((several) => several.map((price) => price[1]).join()), cells));
    });
    return rows;
  }

  /**
   * Not offered: the variant is gone, or the same is priced for other parameters. A dash: it is priced in another row, by
   * another unit, for another number of it or whatever the parameters. Not published: no page says.
   */
  function noPrice(variant, [, what, , group, unit, bound]) {
    const heads = variant.prices.map(([index]) => data.prices[index]);
    const same = heads.filter((head) => head[3] === group);
    const otherwise = heads.length > 0 && !heads.some((head) => head[4] === unit);
    const elsewhere = otherwise || same.some((head) => head[1] === what || !(bound && head[5]));
    const text = variant.withdrawn || (same.length && !elsewhere) ? "not_offered" : elsewhere ? null : "unknown_price";
    return make("span", { class: "none" }, text ? say(`compare_script.${text}`) : "–");
  }

  function priceCell([, amount, range, source, address, finding]) {
    const cell = make("div", {}, make("strong", /\d/.test(amount) ? {} : { class: "free" }, make("bdi", {}, amount)));
    if (finding) cell.append(" ", make("a", { class: "doubt", href: finding }, say("compare_script.disputed")));
    if (range) cell.append(make("span", { class: "range" }, say("compare_script.range", { interval: range })));
    const line = make("bdi", {}, source);
    cell.append(make("span", { class: "source" }, address ? make("a", { href: address, rel: "external" }, line) : line));
    return cell;
  }

  function row(label, values, cells) {
    const differs = new Set(values).size > 1;
    const title = make("th", { scope: "row" }, label);
    if (differs) title.append(make("span", { class: "mark" }, say("compare_script.differs")));
    return make("tr", { class: differs ? "differs" : "same" }, title, ...cells.map((cell) => make("td", {}, cell)));
  }

  function picker() {
    const offered = make("datalist", { id: "variants" }, ...data.variants.map((variant) => make("option", { value: variant.id }, variant.family)));
    const input = make("input", { id: "add", list: "variants", autocomplete: "off", placeholder: say("compare_script.add_hint") });
    const add = make("button", { type: "submit" }, say("compare_script.add_button"));
    const form = make("form", { class: "picker" }, make("label", { for: "add" }, say("compare_script.add")), input, add);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = input.value.trim();
      const found = byName.get(asked.toLowerCase());
      if (!found) {
        note.textContent = asked ? say("compare_script.unknown", { what: asked.slice(0, 60) }) : "";
        return;
      }
      const keys = [...new Set([...chosen, found.v])];
      if (keys.length > data.most) {
        note.textContent = say("compare_script.too_many", { count: data.most });
        return;
      }
      input.value = "";
      choose(keys);
    });
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      onlyDifferences = box.checked;
      show();
    });
    const link = make("button", { type: "button" }, say("compare_script.copy_link"));
    link.addEventListener("click", async () => {
      priceBook.settle();
      if (await priceBook.copy(location.href)) link.textContent = say("compare_script.copied");
      setTimeout(() => (link.textContent = say("compare_script.copy_link")), 2000);
    });
    form.append(make("label", {}, box, say("compare_script.only_differences")), link, offered);
    document.getElementById("chooser").append(form);
  }

  picker();
  recall();
  show();
})();
