// The row groups of the price table: read when they are first asked for, laid out a screenful at a time.
//
//   const rows = priceBook.rows.ready(table, { enters, found })
//   rows.all()                   every row, as filter.js takes them
//   rows.show(matches, all)      the first of them, or all; `rows.left()` is how many don't show
//
// `enters(body)` is called for a row group before it shows for the first time, `found()` when the browser's own search
// has opened one.
//
// A row is in one of three states. Matching thousands of rows takes a millisecond or two; laying them out is what costs,
// so a keystroke touches only rows whose state changes, and no more of them than one frame can lay out.
//   SHOWN   it stands in the table
//   KEPT    it matches, but stands further down: it takes no room, but the browser's own search finds and opens it
//   OUT     it takes no part; what no script has seen yet begins here, by its class
// A kept row makes every change of the table a little slower. So rows are kept only while the page isn't being worked
// with: a browser's search, its menus and its printing take the focus from the window.
priceBook.rows = (function () {
  "use strict";
  const [SHOWN, KEPT, OUT] = ["shown", "kept", "out"];
  const SCREEN = 24; // lines that are laid out in one frame: about what a laptop has room for
  const QUIET = 200; // milliseconds without a keystroke
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
    let rows = null;
    let matches = null; // null as long as nothing was asked
    let wanted = []; // those of them that are laid out, or are about to be
    let shown = new Set();
    let kept = [];
    let turn = 0; // what was put off in an earlier one is dropped

    for (let at = 0; at < Math.min(first, table.tBodies.length); at += 1) enters(table.tBodies[at]);

    function all() {
      if (!rows) {
        rows = [...table.tBodies].map(read);
        shown = new Set(rows.filter((row) => row.state === SHOWN));
        for (const row of shown) row.entered = true;
      }
      return rows;
    }

    function enter(row) {
      if (!row.entered) enters(row.body);
      row.entered = true;
      set(row, SHOWN);
      shown.add(row);
    }

    function show(nowMatching, everything) {
      all();
      turn += 1;
      matches = nowMatching;
      wanted = everything ? matches : matches.slice(0, first);
      const stay = new Set(wanted);
      for (const row of shown) {
        if (stay.has(row)) continue;
        set(row, OUT);
        shown.delete(row);
      }
      fill(0, 0, everything);
    }

    /** Lay out one part after another, each in a frame of its own, and after two of them only once the typing pauses. */
    function fill(part, start, everything) {
      // All of a long table comes in ever larger parts: each costs the whole table once more.
      let lines = SCREEN * (everything ? 2 ** part : 1);
      let at = start;
      for (; at < wanted.length && lines > 0; at += 1) {
        const row = wanted[at];
        // A screen that is full already leaves the rest for later.
        if (row.state === SHOWN && part > 0) continue;
        if (row.state !== SHOWN) enter(row);
        lines -= row.body.rows.length;
      }
      if (at === wanted.length) return;
      const mine = turn;
      const next = () => mine === turn && fill(part + 1, at, everything);
      if (part === 1) setTimeout(next, QUIET);
      else priceBook.afterPaint(next);
    }

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
      enter(row);
      found();
    });

    return { all, show, left: () => (matches ?? all()).length - Math.max(wanted.length, shown.size) };
  }

  return { ready };
})();
