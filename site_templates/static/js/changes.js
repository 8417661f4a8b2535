// Which changes are shown: those of one model, those that a search finds. The state is in the address.
(function () {
  "use strict";
  const { say } = priceBook;
  const form = document.getElementById("pick");
  if (!form) return;
  const { model, q } = form.elements;
  const status = document.getElementById("matches");
  const groups = [...document.querySelectorAll("[data-k]")].map((element) => ({
    element,
    model: element.dataset.m,
    // The words of the rows count as well: "cache" finds every cached price.
    text: `${element.dataset.k} ${element.textContent}`.normalize("NFKC").toLowerCase(),
    count: element.querySelectorAll("tr[id]").length,
  }));

  function update() {
    const words = q.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of groups) {
      const matches = (!model.value || group.model === model.value) && words.every((word) => group.text.includes(word));
      group.element.hidden = !matches;
      count += matches ? group.count : 0;
    }
    const idle = !model.value && words.length === 0;
    for (const day of document.querySelectorAll(".changed")) {
      day.hidden = !day.querySelector("tbody:not([hidden])");
      day.querySelector("h2 .count").hidden = !idle; // it counts all of the day's
    }
    status.textContent = idle ? "" : count ? say("changes_script.matches", { count }) : say("changes_script.none");
    const parameters = new URLSearchParams();
    if (model.value) parameters.set("model", model.value);
    if (words.length) parameters.set("q", q.value.trim());
    priceBook.remember(parameters);
  }

  /** Take the state from the address. What isn't known is left out, and said. */
  function recall() {
    const ignored = [];
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name === "q") q.value = value.slice(0, 200);
      else if (name === "model" && [...model.options].some((option) => option.value === value)) model.value = value;
      else ignored.push(`${name}=${value}`.slice(0, 60));
    }
    const note = document.getElementById("ignored");
    note.hidden = ignored.length === 0;
    note.textContent = ignored.length ? say("changes_script.ignored", { what: priceBook.list(ignored) }) : "";
    if (model.value || q.value) update();
  }

  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  recall();
})();
