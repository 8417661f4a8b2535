// One picker per parameter that prices depend on: resolution, quality, duration.
//
//   const pickers = priceBook.pickers.ready(place)
//   pickers.show(variants, when)     what the prices of these variants depend on, and what is chosen of it, which has
//                                    its picker whatever they depend on: it could not be taken back without
priceBook.pickers = (function () {
  "use strict";
  const { cost, make, reader, say } = priceBook;

  /** Map of parameter to its values: numbers by their size, all else as the pages list it. */
  function offered(variants) {
    const found = new Map();
    for (const variant of variants) {
      for (const [name, values] of Object.entries(cost.parameters(variant))) {
        found.set(name, [...new Set([...(found.get(name) ?? []), ...values])]);
      }
    }
    for (const values of found.values()) {
      if (values.every((value) => size(value) > 0)) values.sort((one, two) => size(one) - size(two));
    }
    return found;
  }

  /** What '6s', '720p' and '4k' begin with; 4k is more than 1080p. */
  function size(value) {
    const [, number, letter] = /^(\d+(?:\.\d+)?)([a-z]*)/i.exec(value) ?? [];
    return number ? Number(number) * (letter.toLowerCase() === "k" ? 1000 : 1) : NaN;
  }

  function ready(place) {
    let asked = null;

    function show(variants, when) {
      const asking = [...variants.map(({ v }) => v), ...Object.entries(when).map(String)].join();
      if (asking !== asked) offer(withChosen(offered(variants), when));
      asked = asking;
      for (const select of place.querySelectorAll("select")) select.value = when[select.dataset.parameter] ?? "";
    }

    function withChosen(found, when) {
      for (const [name, value] of Object.entries(when)) {
        const values = found.get(name) ?? [];
        if (!values.includes(value)) found.set(name, [...values, value]);
      }
      return [...found];
    }

    /** The same pickers stay, so that the one in use keeps the focus. */
    function offer(parameters) {
      const described = JSON.stringify(parameters);
      if (place.dataset.offered === described) return;
      place.dataset.offered = described;
      place.replaceChildren(...parameters.map(([name, values], number) => {
        const options = values.map((value) => make("option", { value }, value));
        return make("div", { class: "field" },
          make("label", { for: `w-${number}` }, reader.label("parameter", name)),
          make("select", { id: `w-${number}`, "data-parameter": name },
            make("option", { value: "" }, say("calculator_script.picker_first")), ...options));
      }));
    }

    return { show };
  }

  return { offered, ready };
})();
