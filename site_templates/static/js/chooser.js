// The boxes that choose variants: those that match the search, the ones in the results first.
//
//   const chooser = priceBook.chooser.ready(variants, automatic, take)   `take` gets the names, none for the cheapest
//   chooser.draw(chosen, shown)                                          `shown` are ticked as long as none is chosen
priceBook.chooser = (function () {
  "use strict";
  const { make, say, searched, write } = priceBook;
  const DRAWN = 60; // boxes at once
  const { MOST } = priceBook.workloadState;

  function ready(variants, automatic, take) {
    const [search, place, more, count, limit] = ["f-search", "choices", "more-choices", "chosen-count", "choice-limit"].map((id) => document.getElementById(id));
    const root = document.getElementById("chooser");
    const searched = new Map(variants.map((variant) => [variant, text(variant)]));
    let chosen = [];
    let shown = [];
    let full = false; // whether somebody just chose more than there may be

    const ticked = () => (chosen.length ? chosen : shown);
    const boxes = () => [...place.querySelectorAll("input")];

    function matching() {
      const words = search.value.normalize("NFKC").toLowerCase().split(/\s+/);
      return variants.filter((variant) => words.every((word) => searched.get(variant).includes(word)));
    }

    function draw() {
      const said = say(chosen.length ? "calculator_script.chosen" : "calculator_script.auto", { count: chosen.length || automatic });
      write(count, said);
      write(limit, full ? say("calculator_script.most", { count: MOST }) : "");
      if (root.open) drawBoxes();
    }

    function drawBoxes() {
      const names = new Set(ticked());
      const found = matching();
      const first = [...found.filter(({ v }) => names.has(v)), ...found.filter(({ v }) => !names.has(v))].slice(0, DRAWN);
      if (!standing(first, found, names)) place.replaceChildren(...first.map(choice));
      for (const box of boxes()) box.checked = names.has(box.value);
      const left = found.length - boxes().length;
      more.textContent = left ? say("calculator_script.more", { count: left }) : "";
    }

    /** Whether the boxes stay where they are: those to be drawn, or as good as those while somebody ticks through them. */
    function standing(first, found, names) {
      const there = new Set(boxes().map((box) => box.value));
      if (there.size !== first.length) return false;
      if (first.every(({ v }) => there.has(v))) return true;
      const matching = new Set(found.map(({ v }) => v));
      const fitting = [...there].every((name) => matching.has(name)) && first.every(({ v }) => there.has(v) || !names.has(v));
      return fitting && place.contains(document.activeElement);
    }

    function choose(names) {
      full = names.length > MOST;
      take(names.slice(0, MOST));
    }

    place.addEventListener("change", ({ target }) => {
      const others = ticked().filter((name) => name !== target.value);
      choose(target.checked ? [...others, target.value] : others);
    });
    // Boxes that nobody sees are drawn once somebody does.
    root.addEventListener("toggle", draw);
    search.addEventListener("input", draw);
    document.getElementById("choose-all").addEventListener("click", () => {
      choose([...new Set([...chosen, ...matching().map(({ v }) => v)])]);
    });
    document.getElementById("choose-none").addEventListener("click", () => choose([]));

    return {
      draw(nowChosen, nowShown) {
        chosen = nowChosen;
        shown = nowShown;
        draw();
      },
    };
  }

  function text({ id, v, name, provider, modality }) {
    return searched([id, v, name, provider, modality].join(" "));
  }

  function sorted(names) {
    return [...names].sort().join("\n");
  }

  function choice({ v, id, provider }) {
    const name = make("span", {}, make("bdi", {}, id), make("span", { class: "quiet" }, ` ${provider}`));
    return make("label", {}, make("input", { type: "checkbox", value: v }), name);
  }

  return { ready };
})();
