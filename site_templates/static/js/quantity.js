// Reading what a person types as a quantity. The same grammar as build/quantities.py:
//
//   quantity = digits [ "." digits ] [ suffix ]      suffix = k K M G B 萬 万 만 億 亿 억
//
// and, where `separators` are given, the reader's own grouping and decimal marks: 1.500,5 in German.
// What the reader's language says wins: 1.500 is fifteen hundred there, and the page says so beside the field. No
// group begins with a zero, so 0.500 is a half.
priceBook.quantity = (function () {
  "use strict";

  const MAX_DIGITS = 20;
  const SUFFIXES = {
    "": 0,
    k: 3,
    K: 3,
    M: 6,
    G: 9,
    B: 9,
    萬: 4,
    万: 4,
    만: 4,
    億: 8,
    亿: 8,
    억: 8,
  };
  const FOREIGN = "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹．٫，٬ｋＫＭＧＢ";
  const PLAIN = "012345678901234567890123456789..,,kKMGB";
  // Groups set apart by a space are the same number in any language.
  const SPACED = /^[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])/;

  function plain(text) {
    return Array.from(String(text).trim(), (char) => {
      const at = FOREIGN.indexOf(char);
      return at < 0 ? char : PLAIN.charAt(at);
    }).join("");
  }

  function escaped(mark) {
    return mark.replace(/[\\^$.*+?()[\]{}|\-/]/g, "\\$&");
  }

  /** The number with its groups closed and a dot for the decimals, where it is written the reader's way. */
  function local(text, separators) {
    const joined = text.replace(SPACED, (digits) => digits.replace(/[^0-9]/g, ""));
    const group = escaped(separators.group);
    const mark = escaped(separators.decimal);
    const shape = new RegExp(`^([1-9][0-9]{0,2}(?:${group}[0-9]{3})+|[0-9]+)(?:${mark}([0-9]+))?( ?[^0-9.,\\s]?)$`);
    const match = separators.group && shape.exec(joined);
    if (!match) {
      return joined;
    }
    return match[1].split(separators.group).join("") + (match[2] ? `.${match[2]}` : "") + match[3];
  }

  /** The quantity as plain digits ('1500000'), or null for anything that isn't one. */
  function read(text, separators) {
    const shown = plain(text);
    const match = /^([0-9]+(?:\.[0-9]+)?|\.[0-9]+) ?([^0-9.\s]?)$/u.exec(separators ? local(shown, separators) : shown);
    if (!match || !Object.prototype.hasOwnProperty.call(SUFFIXES, match[2])) {
      return null;
    }
    const parts = match[1].split(".");
    const part = parts[1] || "";
    if (parts[0].length + part.length > MAX_DIGITS) {
      return null;
    }
    const shift = SUFFIXES[match[2]];
    const moved = part.slice(0, shift).padEnd(shift, "0");
    const whole = (parts[0] + moved).replace(/^0+(?=[0-9])/, "") || "0";
    const rest = part.slice(shift);
    return rest ? `${whole}.${rest}` : whole;
  }

  /** How a locale groups digits and marks decimals, in ASCII digits: {group: '.', decimal: ','}. */
  function separators(locale) {
    const found = { group: ",", decimal: "." };
    new Intl.NumberFormat([`${locale}-u-nu-latn`, "en"]).formatToParts(1234567.8).forEach((part) => {
      if (part.type === "group" || part.type === "decimal") {
        found[part.type] = part.value;
      }
    });
    return found;
  }

  return { read, separators };
})();
