// How old the prices are, by the reader's own clock: a page must not claim to be fresh when its builder has died.
// Told at the foot of every page, and, from STALE days on, at its head. Counted anew while the page stays open.
(function () {
  "use strict";
  const { lang, make, say, edition } = priceBook;
  const STALE = 7; // days
  const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]; // milliseconds
  const latin = `${lang}-u-nu-latn`;
  const relative = new Intl.RelativeTimeFormat(latin, { numeric: "always" });
  const days = new Intl.DateTimeFormat(latin, { dateStyle: "medium", timeZone: "UTC" });

  /** "5 hours ago"; nothing where the reader's clock says that it is yet to come. */
  function ago(moment) {
    const age = Date.now() - moment;
    if (!(age >= 0)) return "";
    const [size, unit] = age < HOUR ? [MINUTE, "minute"] : age < 2 * DAY ? [HOUR, "hour"] : [DAY, "day"];
    return relative.format(-Math.max(1, Math.floor(age / size)), unit);
  }

  function tell() {
    for (const element of document.querySelectorAll("time.age")) element.textContent = ago(Date.parse(element.dateTime));
    const checked = Date.parse(edition?.checked ?? "");
    if (Number.isNaN(checked)) return;
    const [date, since] = [days.format(checked), ago(checked)];
    for (const place of document.querySelectorAll(".as-of")) {
      place.replaceChildren(say("age_script.checked", { date }), since && make("span", { class: "ago" }, say("age_script.ago", { ago: since })));
    }
    if (Date.now() - checked >= STALE * DAY) warn(say("age_script.stale", { ago: since, date }));
  }

  function warn(text) {
    let place = document.getElementById("stale");
    if (!place) {
      place = make("p", { id: "stale", class: "stale", role: "status" });
      document.querySelector("body > header").append(place);
    }
    if (place.textContent !== text) place.textContent = text;
  }

  tell();
  setInterval(tell, 5 * MINUTE);
})();
