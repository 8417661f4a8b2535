// The page for addresses that aren't there: in the reader's language, and on to the model the address lies below.
// The address is only compared with what the page knows. Nothing of it becomes a link or is shown.
(function () {
  "use strict";
  const { data, make } = priceBook;
  const known = data("known");
  const models = new Map(Object.entries(known.models));
  const languages = new Map(Object.entries(known.languages));
  const tags = new Map([...languages.keys()].map((tag) => [tag.toLowerCase(), tag]));
  const root = new URL("../../", document.currentScript.src).pathname;
  const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : "";
  const folders = path.split("/").map((folder) => folder.toLowerCase());

  /** What a language tag stands for in full, zh-HK as zh-Hant-HK; nothing where it is none. */
  function whole(tag) {
    try {
      return new Intl.Locale(tag).maximize();
    } catch {
      return {};
    }
  }

  /** The language of the address; else the first of the reader's that we have, in that script if not from there. */
  function chosen() {
    if (tags.has(folders[0])) return tags.get(folders[0]);
    for (const wanted of navigator.languages) {
      const exact = tags.get(wanted.toLowerCase());
      if (exact) return exact;
      const { language, script } = whole(wanted);
      const alike = [...languages.keys()].find((tag) => whole(tag).language === language && whole(tag).script === script);
      if (alike) return alike;
    }
    return known.own;
  }

  /** The name in `models` that the address lies below, or null. */
  function below() {
    const at = tags.has(folders[0]) ? 1 : 0;
    return folders[at] === "models" && models.has(folders[at + 1]) ? folders[at + 1] : null;
  }

  /** Say the page in the language `tag`; what has no words in it keeps its own and says so. */
  function speak(tag, { dir, site, sections, nav, pages }) {
    const html = document.documentElement;
    for (const part of document.querySelectorAll(".sample, .settings, .colophon, .skip")) part.lang = html.lang;
    for (const part of document.querySelectorAll(".sample, .colophon, .skip")) part.dir = html.dir;
    html.lang = tag;
    html.dir = dir;
    const [title, text, back] = document.querySelector(`#tongues [lang="${tag}"]`).children;
    document.title = `${title.textContent} – ${site}`;
    document.querySelector("h1").textContent = title.textContent;
    document.querySelector(".title p").textContent = text.textContent;
    document.getElementById("onward").replaceChildren(back);
    const mark = document.querySelector(".wordmark");
    mark.textContent = site;
    mark.href = back.href;
    const current = document.querySelector(".languages [aria-current]");
    const entry = document.querySelector(`.languages [lang="${tag}"]`);
    current.removeAttribute("aria-current");
    entry.setAttribute("aria-current", "true");
    const summary = document.querySelector(".languages summary");
    summary.textContent = entry.textContent;
    summary.lang = tag;
    document.querySelector(".sections").setAttribute("aria-label", sections);
    document.querySelectorAll(".sections a").forEach((link, index) => {
      link.textContent = nav[index];
      link.href = pages[index];
    });
  }

  const tag = chosen();
  const language = languages.get(tag);
  if (tag !== known.own) speak(tag, language);
  const model = below();
  if (model) {
    const link = make("a", { href: `${language.at}models/${model}/index.html` }, language.family.replace("{name}", () => models.get(model)));
    document.getElementById("onward").prepend(link, " ");
  }
  document.getElementById("tongues")?.remove();
})();
