// What every page can do: say things in the reader's language, switch the colour scheme, copy.
// Scripts share one object, `priceBook`; they are classic scripts because modules fail on file://.
const priceBook = (function () {
  "use strict";
  const lang = document.documentElement.lang;
  const plurals = new Intl.PluralRules(lang);
  const numbers = new Intl.NumberFormat(`${lang}-u-nu-latn`);
  const strings = data("strings") ?? {};

  /** The JSON that the page carries in the script element `id`, or null. */
  function data(id) {
    const element = document.getElementById(id);
    return element ? JSON.parse(element.textContent) : null;
  }

  /** The string of `key`, its {names} filled in; `count` picks the plural form. */
  function say(key, values = {}) {
    let phrase = strings[key];
    let filled = values;
    if (typeof phrase === "object") {
      phrase = phrase[plurals.select(values.count)] ?? phrase.other;
      filled = { ...values, count: numbers.format(values.count) };
    }
    return phrase.replace(/\{([a-z_]+)\}/g, (whole, name) => String(filled[name] ?? whole));
  }

  /** A new element: `make("a", {href: "…"}, "text", child)`. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  /** Put `text` on the clipboard; whether that worked. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  let waiting = null;

  /**
   * Write the state of the page into its address, without a new entry in the history.
   * `pause`: in so many milliseconds, unless called again; a browser takes longer over an address than we over a key.
   */
  function remember(parameters, pause = 0) {
    clearTimeout(waiting);
    if (pause) waiting = setTimeout(() => write(parameters), pause);
    else write(parameters);
  }

  function write(parameters) {
    const query = parameters.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    try {
      history.replaceState(null, "", (query ? `?${query}` : location.pathname.split("/").pop() || ".") + location.hash);
    } catch {
      // Some browsers refuse this on file://; the page works, only its address stays.
    }
  }

  function switchTheme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = dark === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Storage is refused: the choice lasts for this page.
    }
  }

  async function copySample(event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const worked = await copy(button.parentElement.querySelector("code").textContent);
    button.textContent = say(worked ? "copy_script.copied" : "copy_script.failed");
    setTimeout(() => (button.textContent = say("copy_script.copy")), 2000);
  }

  document.querySelector(".theme")?.addEventListener("click", switchTheme);
  document.addEventListener("click", copySample);
  return { lang, numbers, data, say, make, copy, remember };
})();
