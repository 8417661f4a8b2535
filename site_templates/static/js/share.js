// Taking a calculation elsewhere: its link, and its results as a table for a spreadsheet.
priceBook.share = (function () {
  "use strict";
  const { say } = priceBook;

  /** `link` and `table` give the text at the moment it is asked for. */
  function ready(link, table) {
    for (const [name, text] of Object.entries({ link, table })) {
      document.getElementById(`copy-${name}`).addEventListener("click", () => copy(text(), say(`calculator_script.copied_${name}`)));
    }
  }

  /** To the clipboard, or, where a browser keeps that from us, into a field to copy from by hand. */
  async function copy(text, done) {
    const field = document.getElementById("by-hand");
    const worked = await priceBook.copy(text);
    document.getElementById("copied").textContent = worked ? done : "";
    field.hidden = worked;
    if (!worked) {
      field.value = text;
      field.focus();
      field.select();
    }
  }

  return { ready };
})();
