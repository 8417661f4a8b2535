// The columns of the price table: which of them show.
//
//   const columns = priceBook.columns.ready(table, changed)   `changed` is called when a person has chosen others
//   columns.hide(["source"])                                  and `columns.hidden()` is "source", or null for the usual
//   columns.spare(rows)                                       where only these can show: what they leave empty goes
priceBook.columns = (function () {
  "use strict";
  const SPARE = ["what", "million"]; // columns that many variants have nothing in

  function ready(table, changed) {
    const frame = table.parentElement;
    const boxes = [...document.querySelectorAll("#columns input")];
    const usual = hiddenBy("defaultChecked");

    function hiddenBy(checked) {
      return boxes.filter((box) => !box[checked]).map((box) => box.value).join(",");
    }

    function hidden() {
      const codes = hiddenBy("checked");
      return codes === usual ? null : codes;
    }

    function hide(codes) {
      for (const box of boxes) box.checked = !codes.includes(box.value);
      show();
    }

    function show() {
      for (const box of boxes) table.classList.toggle(`hide-${box.value}`, !box.checked);
    }

    function spare(rows) {
      for (const column of SPARE) table.classList.toggle(`bare-${column}`, rows.length > 0 && !rows.some((row) => row.says(column)));
    }

    /** A table that fits its frame needs no scrolling of its own, so its head can stay in sight. */
    function fit() {
      if (!frame.hidden) frame.classList.toggle("fits", table.offsetWidth <= frame.clientWidth);
    }

    document.getElementById("columns").addEventListener("change", () => {
      show();
      changed();
    });
    const watcher = new ResizeObserver(fit);
    watcher.observe(frame);
    watcher.observe(table);
    return { hide, hidden, spare };
  }

  return { ready };
})();
