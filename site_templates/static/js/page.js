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

  /** Several things in one line, as the reader's language sets a list. */
  function list(parts) {
    return parts.join(strings["language.list"]);
  }

  /** Set a text that may be there already: only one that changes is laid out, or announced. */
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
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

  /** What a search looks in: names as written, and without the marks inside them, so that gpt5 finds gpt-5. */
  function searched(text) {
    const names = text.toLowerCase();
    return `${names} ${names.replace(/[-._]/g, "")}`;
  }

  /** Run once what stands now is on the screen: for what may be a frame late. */
  function afterPaint(run) {
    requestAnimationFrame(() => setTimeout(run));
  }

  const PAUSE = 300; // milliseconds; a browser takes longer over an address than we over a key
  let menu = null; // the one that is open
  let pending = null;
  let waiting = 0;

  /**
   * Write the state of the page into its address, without a new entry in the history, once nothing has changed for a
   * moment. `parameters` are URLSearchParams, or a function that gives them then.
   */
  function remember(parameters) {
    pending = parameters;
    clearTimeout(waiting);
    waiting = setTimeout(settle, PAUSE);
  }

  /** Write it now: before the address is handed on, or the page is left. */
  function settle() {
    clearTimeout(waiting);
    if (!pending) return;
    const parameters = typeof pending === "function" ? pending() : pending;
    pending = null;
    const query = parameters.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    takeAlong(query);
    try {
      history.replaceState(null, "", (query ? `?${query}` : location.pathname.split("/").pop() || ".") + location.hash);
    } catch {
      // Some browsers refuse this on file://; the page works, only its address stays.
    }
  }

  /** The same page in another language shows the same. */
  function takeAlong(query) {
    for (const link of document.querySelectorAll(".languages a")) link.search = query;
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

  /** A small sheet that a button opened closes on Escape and on a click elsewhere. Nobody searches the page for it. */
  function keepMenu({ target }) {
    if (target.matches(".menu, .languages details")) menu = target.open ? target : menu === target ? null : menu;
  }

  function closeMenu({ type, key, target }) {
    if (!menu) return;
    const inside = menu.contains(target);
    if (type === "keydown" ? key !== "Escape" : inside) return;
    if (inside) menu.firstElementChild.focus();
    menu.open = false;
  }

  document.querySelector(".theme")?.addEventListener("click", switchTheme);
  document.addEventListener("click", copySample);
  document.addEventListener("toggle", keepMenu, { capture: true });
  for (const type of ["click", "keydown"]) document.addEventListener(type, closeMenu);
  addEventListener("pagehide", settle);
  if (location.search) takeAlong(location.search);
  return { lang, numbers, data, say, list, write, make, copy, afterPaint, remember, searched, settle, takeAlong };
})();
