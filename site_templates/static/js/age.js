// How old the data is, counted on the reader's day: a page must not claim to be fresh when its builder has died.
(function () {
  "use strict";
  for (const element of document.querySelectorAll("time.age")) {
    const days = Math.floor((Date.now() - Date.parse(element.dateTime)) / 86_400_000);
    if (Number.isFinite(days)) {
      element.textContent = days < 1 ? priceBook.say("about_script.today") : priceBook.say("about_script.days", { count: days });
    }
  }
})();
