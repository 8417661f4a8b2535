// Changing what is drawn into what should be, touching only what differs: whatever is touched is laid out again.
priceBook.redraw = (function () {
  "use strict";
  const { make } = priceBook;

  /** Make `children` the only ones of `parent`, in their order, moving none that stands right. */
  function arrange(parent, children) {
    const staying = new Set(children);
    for (const child of [...parent.childNodes]) if (!staying.has(child)) child.remove();
    let next = parent.firstChild;
    for (const child of children) {
      if (child === next) next = next.nextSibling;
      else parent.insertBefore(child, next);
    }
  }

  /** Make `texts`, [class, text] each, what follows the first `kept` children of `place`. */
  function put(place, texts, kept = 0) {
    const there = [...place.children].slice(kept);
    if (there.length === texts.length && texts.every(([style], at) => there[at].className === style)) {
      texts.forEach(([, text], at) => {
        if (there[at].firstChild.data !== text) there[at].firstChild.data = text;
      });
      return;
    }
    for (const one of there) one.remove();
    place.append(...texts.map(([style, text]) => make("span", { class: style }, text)));
  }

  /** Set an attribute of a shape. */
  function set(shape, name, value) {
    if (shape.getAttribute(name) !== String(value)) shape.setAttribute(name, value);
  }

  return { arrange, put, set };
})();
