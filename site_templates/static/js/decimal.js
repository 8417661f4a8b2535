// Exact numbers: fractions of two BigInts, written as digits. The same rules as build/exact.py.
//
//   priceBook.decimal.read('0.010')   -> {n: 1n, d: 100n}      never negative unless subtracted
//   priceBook.decimal.digits(value)   -> '0.01'                 no exponent, no trailing zeros
//
// No number here ever passes through a float.
priceBook.decimal = (function () {
  "use strict";

  const PLACES = 12; // decimals of what has no end, such as a price per minute for one second

  function fraction(n, d) {
    let a = n < 0n ? -n : n;
    let b = d;
    while (b) {
      const rest = a % b;
      a = b;
      b = rest;
    }
    return a === 0n ? { n: 0n, d: 1n } : { n: n / a, d: d / a };
  }

  /** Plain digits with at most one point, as in the catalog; anything else is a bug and throws. */
  function read(text) {
    const match = /^([0-9]+)(?:\.([0-9]+))?$/.exec(String(text));
    if (!match) {
      throw new TypeError(`no plain decimal: ${text}`);
    }
    const part = match[2] || "";
    return fraction(BigInt(match[1] + part), 10n ** BigInt(part.length));
  }

  function whole(count) {
    return { n: BigInt(count), d: 1n };
  }

  function add(a, b) {
    return fraction(a.n * b.d + b.n * a.d, a.d * b.d);
  }

  function subtract(a, b) {
    return fraction(a.n * b.d - b.n * a.d, a.d * b.d);
  }

  function multiply(a, b) {
    return fraction(a.n * b.n, a.d * b.d);
  }

  /** The caller makes sure that b isn't zero. */
  function divide(a, b) {
    return fraction(a.n * b.d, a.d * b.n);
  }

  function compare(a, b) {
    const left = a.n * b.d;
    const right = b.n * a.d;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  function isZero(value) {
    return value.n === 0n;
  }

  /** How many decimals the value needs, or -1 where it has no end: a prime but 2 and 5 in its denominator. */
  function places(value) {
    let rest = value.d;
    let twos = 0;
    let fives = 0;
    while (rest % 2n === 0n) {
      rest /= 2n;
      twos += 1;
    }
    while (rest % 5n === 0n) {
      rest /= 5n;
      fives += 1;
    }
    return rest === 1n ? Math.max(twos, fives) : -1;
  }

  function terminates(value) {
    return places(value) >= 0;
  }

  /** The value times 10^count as a whole number, halves to even. */
  function scaled(value, count) {
    const n = value.n * 10n ** BigInt(count);
    const quotient = n / value.d;
    const twice = (n % value.d) * 2n;
    return twice > value.d || (twice === value.d && quotient % 2n === 1n) ? quotient + 1n : quotient;
  }

  function written(whole, count) {
    if (!count) {
      return whole.toString();
    }
    const text = whole.toString().padStart(count + 1, "0");
    return `${text.slice(0, -count)}.${text.slice(-count)}`.replace(/\.?0+$/, "");
  }

  /** Exact where it terminates, else rounded to 12 decimals, or to 24, 36… where those would all be zero. */
  function digits(value) {
    if (value.n < 0n) {
      return `-${digits({ n: -value.n, d: value.d })}`;
    }
    let count = places(value);
    if (count < 0) {
      count = PLACES;
      while (scaled(value, count) === 0n) {
        count += PLACES;
      }
    }
    return written(scaled(value, count), count);
  }

  /** Rounded to so many significant digits, for what is approximate anyway; something stays something. */
  function significant(value, count) {
    if (value.n <= 0n) {
      return digits(value);
    }
    const size = (value.n / value.d).toString().length;
    let decimals = value.n >= value.d ? Math.max(count - size, 0) : count;
    while (scaled(value, decimals).toString().length < count && decimals < 400 && value.n < value.d) {
      decimals += 1;
    }
    return written(scaled(value, decimals), decimals);
  }

  return {
    ZERO: { n: 0n, d: 1n },
    read,
    whole,
    add,
    subtract,
    multiply,
    divide,
    compare,
    isZero,
    terminates,
    digits,
    significant,
  };
})();
