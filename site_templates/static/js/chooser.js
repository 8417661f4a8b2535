// The boxes that choose variants: those that match the search, the ones in the results first.
//
//   const chooser = priceBook.chooser.ready(variants, automatic, take)   `take` gets the names, none for the cheapest
//   chooser.draw(chosen, shown)                                          `shown` are ticked as long as none is chosen
priceBook.chooser = (function () {
  "use strict";
  const { make, say, searched } = priceBook;
  const DRAWN = 60; // boxes at once
  const MOST = 100; // variants that can be chosen

  function ready(variants, automatic, take) {
    const [search, place, more, count] = ["f-search", "choices", "more-choices", "chosen-count"].map((id) => document.getElementById(id));
    const root = document.getElementById("chooser");
    const searched = new Map(variants.map((variant) => [variant, text(variant)]));
    let chosen = [];
    let shown = [];

    const ticked = () => (chosen.length ? chosen : shown);
    const boxes = () => [...place.querySelectorAll("input")];

    function matching() {
      const words = search.value.normalize("NFKC").toLowerCase().split(/\s+/);
      return variants.filter((variant) => words.every((word) => searched.get(variant).includes(word)));
    }

    function draw() {
      count.textContent = say(chosen.length ? "calculator_script.chosen" : "calculator_script.auto", { count: chosen.length || automatic });
      if (root.open) drawBoxes();
    }

    function drawBoxes() {
      const names = new Set(ticked());
      const found = matching();
      const drawn = [...found.filter(({ v }) => names.has(v)), ...found.filter(({ v }) => !names.has(v))].slice(0, DRAWN);
      // Boxes keep their place while somebody ticks through them: only another set of them is drawn anew.
      if (sorted(boxes().map((box) => box.value)) !== sorted(drawn.map(({ v }) => v))) place.replaceChildren(...drawn.map(choice));
      for (const box of boxes()) box.checked = names.has(box.value);
      const left = found.length - drawn.length;
      more.textContent = left ? say("calculator_script.more", { count: left }) : "";
    }

    place.addEventListener("change", ({ target }) => {
      const others = ticked().filter((name) => name !== target.value);
      take((target.checked ? [...others, target.value] : others).slice(0, MOST));
    });
    // Boxes that nobody sees are drawn once somebody does.
    root.addEventListener("toggle", draw);
    search.addEventListener("input", draw);
    document.getElementById("choose-all").addEventListener("click", () => {
      take([...new Set([...chosen, ...matching().map(({ v }) => v)])].slice(0, MOST));
    });
    document.getElementById("choose-none").addEventListener("click", () => take([]));

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
