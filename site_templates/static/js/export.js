// The table as CSV or Markdown: every row that matches, in the columns and the order in which the table shows them.
(function () {
  "use strict";
  const { make } = priceBook;
  const { table, listed } = priceBook.table;

  /** The table as rows of strings, those included that show on demand; a cell that spans rows stands in each of them. */
  function shownRows() {
    const heads = [...table.tHead.rows[0].cells];
    // As the reader chose them: on a phone one of them is set in another way.
    const kept = heads.map((head) => ![...head.classList].some((name) => table.classList.contains(`hide-${name}`)));
    const rows = [heads.map(text)];
    for (const body of listed()) {
      const spanning = new Map();
      for (const row of body.rows) {
        const cells = [...row.cells];
        rows.push(heads.map((_, place) => {
          if (spanning.has(place)) return spanning.get(place);
          const cell = cells.shift();
          if (cell.rowSpan > 1) spanning.set(place, text(cell));
          return text(cell);
        }));
      }
    }
    return rows.map((row) => row.filter((_, place) => kept[place]));
  }

  function text(cell) {
    return cell.textContent.replace(/\s+/g, " ").trim();
  }

  /** RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
  function csv(rows) {
    const quoted = (cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
    return rows.map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
  }

  function markdown(rows) {
    const line = (row) => `| ${row.map((cell) => cell.replace(/[\\|`<>*_[\]]/g, "\\$&")).join(" | ")} |`;
    const [head, ...body] = rows;
    return [line(head), `|${"---|".repeat(head.length)}`, ...body.map(line)].join("\n") + "\n";
  }

  function download(name, type, content) {
    const link = make("a", { download: name, href: URL.createObjectURL(new Blob([content], { type })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const button = (kind) => document.querySelector(`#export [value=${kind}]`);
  // The mark at the start tells spreadsheets that the file is UTF-8; without it Chinese turns to noise.
  button("csv").addEventListener("click", () => download("prices.csv", "text/csv", `\ufeff${csv(shownRows())}`));
  button("markdown").addEventListener("click", () => download("prices.md", "text/markdown", markdown(shownRows())));
  priceBook.exports = { shownRows, csv, markdown };
})();
