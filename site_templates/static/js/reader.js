// Numbers and amounts as the reader writes them, and names of what the source calls things.
//
// Amounts are fractions of priceBook.decimal. Intl would cut them to two decimals and print $0.00 for more than
// nothing, so it only says where the sign, the groups and the decimal mark go; the digits are ours, all of them.
priceBook.reader = (function () {
  "use strict";
  const { decimal, lang, say } = priceBook;
  const LEAST = 2; // decimals of an amount of money
  const ABOUT = 4; // significant digits of what is only about right
  const strings = priceBook.data("strings") ?? {};
  const marks = priceBook.quantity.separators(lang);
  const patterns = new Map();

  /** What a value of the source is called, or the value itself where no string knows it. */
  function label(group, value) {
    const phrase = strings[`${group}.${value.toLowerCase()}`];
    return typeof phrase === "string" ? phrase : value;
  }

  /** Plain digits, or a fraction, with the reader's groups and decimal mark. */
  function number(value) {
    const [whole, part] = (typeof value === "string" ? value : decimal.digits(value)).split(".");
    const grouped = whole.replace(/\B(?=([0-9]{3})+$)/g, marks.group);
    return part ? grouped + marks.decimal + part : grouped;
  }

  /** Where the sign or code of a currency goes: [before, after]. */
  function pattern(currency, currencyDisplay) {
    const key = `${currency} ${currencyDisplay}`;
    if (!patterns.has(key)) {
      const options = { style: "currency", currency, currencyDisplay };
      const parts = new Intl.NumberFormat([`${lang}-u-nu-latn`, "en"], options).formatToParts(1);
      const digits = parts.findIndex((part) => part.type === "integer");
      const text = (some) => some.filter((part) => !["integer", "decimal", "fraction"].includes(part.type)).map((part) => part.value).join("").replace(/[\u200e\u200f\u061c]/g, "");
      patterns.set(key, [text(parts.slice(0, digits)), text(parts.slice(digits))]);
    }
    return patterns.get(key);
  }

  /** An amount reads left to right in every script; without this, "0.30 US$" comes apart in an Arabic sentence. */
  function isolated(text) {
    return document.documentElement.dir === "rtl" ? `\u2066${text}\u2069` : text;
  }

  /** A printed amount, digit for digit: "0.010" keeps its last zero. */
  function printed(digits, currency, display = "symbol") {
    const [before, after] = pattern(currency, display);
    return isolated(before + number(digits) + after);
  }

  /** An amount with all its digits, and two decimals at least. */
  function money(value, currency) {
    const [whole, part = ""] = decimal.digits(value).split(".");
    return printed(`${whole}.${part.padEnd(LEAST, "0")}`, currency);
  }

  /** An amount that is only about right, such as one converted at a rate that somebody typed in. */
  function about(value, currency) {
    // By its code: the sign of the reader's own currency is often that of another one, too.
    return `≈\u00a0${printed(decimal.significant(value, ABOUT), currency, "code")}`;
  }

  function range([low, high], currency) {
    return `${money(low, currency)}–${money(high, currency)}`;
  }

  /** What an amount buys: [1000, "token"] is "per 1K tokens", [60, "second"] "per minute". */
  function per([size, unit]) {
    const spans = { 60: "per.minute", 3600: "per.hour" };
    if (unit === "second" && spans[size]) return say(spans[size]);
    return size === 1 ? say(`per.${unit}`) : say(`per.${unit}_many`, { quantity: short(size) });
  }

  /** A round number as prices write it: 1000 is "1K". */
  function short(size) {
    for (const [unit, key] of [[1e6, "quantity.million"], [1e3, "quantity.thousand"]]) {
      if (size % unit === 0) return say(key, { number: number(String(size / unit)) });
    }
    return number(String(size));
  }

  return { marks, label, number, printed, money, about, range, per };
})();
