// The row groups of the price table: read when they are first asked for, laid out a few lines a frame.
//
//   const rows = priceBook.rows.ready(table, { enters, found })
//   rows.all()                   every row, as filter.js takes them
//   rows.show(matches, all)      the first of them, or all; `rows.left()` is how many of them it takes a button to show
//   rows.restore()               once the page has its state, where the browser comes back to it
//
// `enters(body)` is called for a row group before it shows for the first time, `found()` when the browser's own search
// has opened one.
//
// A row is in one of three states. Matching thousands of rows takes a millisecond or two; laying them out is what costs,
// and so does each that stands already, whenever one before it comes or goes. So a keystroke touches only rows whose
// state changes, a frame lays out a few lines, and further rows come when the end of the table comes near the window.
//   SHOWN   it stands in the table
//   KEPT    it matches, but stands further down: it takes no room, but the browser's own search finds and opens it
//   OUT     it takes no part; what no script has seen yet begins here, by its class
// A kept row makes every change of the table a little slower. So rows are kept only while the page isn't being worked
// with: a browser's search, its menus and its printing take the focus from the window.
priceBook.rows = (function () {
  "use strict";
  const [SHOWN, KEPT, OUT] = ["shown", "kept", "out"];
  const PART = 8; // lines that are laid out in one frame; a laptop has room for some thirty
  // The table goes on for half a window's height below the window, wherever above it the reader is.
  const NEAR = { rootMargin: "1000000px 0px 50%" };
  const SLICE = 250; // rows that are let go of in one idle moment
  const TEXTS = { id: ".variant a", model: ".model", provider: ".provider", modality: ".modality", status: ".status" };

  const soon = window.requestIdleCallback ?? ((run) => setTimeout(run, 50));

  function split(words) {
    return words ? words.split(" ") : [];
  }

  function read(body) {
    const of = (name) => body.getAttribute(`data-${name}`) ?? "";
    let prices = null;
    return {
      body, key: of("v"), search: priceBook.searched(of("k")), state: body.classList.contains("rest") ? OUT : SHOWN, entered: false,
      modality: [of("m")], provider: [of("p")], unit: split(of("u")), status: [of("s")], basis: split(of("b")),
      /** What a column says, for sorting. */
      text: (column) => body.querySelector(TEXTS[column])?.textContent.trim() ?? "",
      /** Whether one of its lines says something in a column. */
      says: (column) => body.querySelector(`td.${column}:not(:empty)`) !== null,
      get prices() {
        prices ??= [...body.rows].filter((row) => row.dataset.g).map((row) => ({ group: row.dataset.g, amount: Number(row.dataset.a) }));
        return prices;
      },
    };
  }

  function set(row, state) {
    if (row.state === state) return;
    row.state = state;
    row.body.hidden = state === KEPT ? "until-found" : false;
    row.body.classList.toggle("rest", state === OUT);
  }

  function ready(table, { enters, found }) {
    const first = Number(table.dataset.first); // rows that show before anybody asks for more
    const standing = table.querySelectorAll(":scope > tbody:not(.rest)").length; // of them before anybody scrolls
    let rows = null;
    let matches = null; // null as long as nothing was asked
    let everything = false; // whether all of them are to be laid out
    let wanted = null; // those that are laid out as soon as the table ends near the window
    let next = 0; // how many of those stand for certain
    let near = false; // whether it does
    let shown = new Set();
    let kept = [];
    let turn = 0; // what was put off in an earlier one is dropped

    for (let at = 0; at < standing; at += 1) enters(table.tBodies[at]);

    function all() {
      if (!rows) {
        rows = [...table.tBodies].map(read);
        shown = new Set(rows.filter((row) => row.state === SHOWN));
        for (const row of shown) row.entered = true;
        wanted = rows.slice(0, first);
      }
      return rows;
    }

    function enter(row) {
      if (!row.entered) enters(row.body);
      row.entered = true;
      set(row, SHOWN);
      shown.add(row);
    }

    function show(nowMatching, whole) {
      const stood = Math.max(standing, all() && shown.size);
      matches = nowMatching;
      everything = whole;
      wanted = everything ? matches : matches.slice(0, first);
      next = 0;
      // No more of them stay than stood: one that is still missing must not be missing for long between others.
      const stay = new Set(everything ? wanted : wanted.slice(0, stood));
      for (const row of shown) {
        if (stay.has(row)) continue;
        set(row, OUT);
        shown.delete(row);
      }
      layOut(PART, true);
      fill();
    }

    /** Lay out that many lines more; `screen` counts those that stand as well. */
    function layOut(lines, screen = false) {
      for (; next < wanted.length && lines > 0; next += 1) {
        const row = wanted[next];
        if (row.state === SHOWN && !screen) continue;
        if (row.state !== SHOWN) enter(row);
        lines -= row.body.rows.length;
      }
    }

    /** Lay out one part after another, each in a frame of its own, as long as the table ends near the window. */
    function fill(part = 0) {
      const mine = (turn += 1);
      all();
      if (next === wanted.length) return;
      priceBook.afterPaint(() => {
        if (mine !== turn || !(near || everything || shown.size > next)) return;
        // All of a long table comes in ever larger parts: each costs the whole table once more.
        layOut(PART * (everything ? 2 ** part : 1));
        fill(part + 1);
      });
    }

    const end = priceBook.make("div");
    table.parentElement.after(end);
    new IntersectionObserver((changes) => {
      near = changes.at(-1).isIntersecting;
      if (near && !everything) fill();
    }, NEAR).observe(end);

    function keep() {
      kept = (matches ?? all()).filter((row) => row.state === OUT);
      for (const row of kept) set(row, KEPT);
    }

    function letGo() {
      for (const row of kept.splice(-SLICE)) if (row.state === KEPT) set(row, OUT);
      if (kept.length && document.hasFocus()) soon(letGo);
    }

    for (const leaving of ["blur", "beforeprint"]) addEventListener(leaving, keep);
    for (const back of ["focus", "afterprint"]) addEventListener(back, () => soon(letGo));
    table.addEventListener("beforematch", ({ target }) => {
      const row = all().find(({ body }) => body === target);
      if (!row) return;
      if (!wanted.includes(row)) wanted.push(row);
      layOut(Infinity); // it and what stands above it, before the browser scrolls there
      found();
    });

    /** Before the browser scrolls to where the reader was: what may have stood there. */
    function restore() {
      if (!["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type)) return;
      all();
      layOut(Infinity);
    }

    return { all, show, restore, left: () => (matches ?? all()).length - wanted.length };
  }

  return { ready };
})();
