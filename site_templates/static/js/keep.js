// The offline page: which languages this browser keeps, how much of each, and keeping or removing one.
(function () {
  "use strict";
  const { make, numbers, offline, say } = priceBook;
  const at = (id) => document.getElementById(id);
  const table = at("kept");

  function count(language, have = language.have) {
    return say("offline_script.pages", { count: have, all: numbers.format(language.all) });
  }

  function show({ languages, stopped }) {
    for (const row of table.tBodies[0].rows) {
      const { locale, name } = row.dataset;
      const language = languages[locale];
      if (!language) continue;
      const whole = language.have >= language.all;
      row.cells[1].replaceChildren(count(language));
      row.cells[2].replaceChildren(...[
        !whole && press("keep", name, () => keep(row, locale, language)),
        language.have > 0 && press("drop", name, async () => show(await offline.ask({ ask: "drop", locale }))),
      ].filter(Boolean));
    }
    at("plain").hidden = true;
    at("kept-frame").hidden = false;
    at("stopped").textContent = stopped ? say("offline_script.stopped") : "";
  }

  function press(what, language, run) {
    const button = make("button", { type: "button", "aria-label": say(`offline_script.${what}_of`, { language }) }, say(`offline_script.${what}`));
    button.addEventListener("click", run);
    return button;
  }

  async function keep(row, locale, language) {
    const bar = make("progress", { max: language.all, value: 0, "aria-label": row.dataset.name });
    const told = make("span", {}, "");
    row.cells[1].replaceChildren(bar, " ", told);
    row.cells[2].replaceChildren();
    navigator.storage?.persist?.(); // a browser short of room removes what nobody asked for first
    const done = (have) => {
      bar.value = have;
      told.textContent = count(language, have);
    };
    show(await offline.ask({ ask: "keep", locale }, done));
  }

  const missing = new URLSearchParams(location.search).get("missing");
  if (missing) {
    at("missing").textContent = say("offline_script.missing", { page: missing.slice(0, 120) });
    at("missing").hidden = false;
  }
  if (location.protocol === "file:") {
    at("plain").hidden = true;
    at("disk").hidden = false;
  }
  const look = () => offline.ask({ ask: "state" }).then(show, () => {}); // refused: the page says what it takes
  offline?.ready.then(look); // once the pages of the reader's own language are all there
  if (offline) look();
})();
