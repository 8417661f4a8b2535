// Search among the questions: plain substrings, which finds Chinese as well as anything does.
(function () {
  "use strict";
  const { say } = priceBook;
  const input = document.getElementById("faq-q");
  if (!input) return;
  const status = document.getElementById("faq-matches");
  const questions = [...document.querySelectorAll(".faq .question")].map((element) => ({
    element,
    text: element.textContent.normalize("NFKC").toLowerCase(),
  }));

  function update() {
    const words = input.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { element, text } of questions) {
      element.hidden = !words.every((word) => text.includes(word));
      count += element.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll(".faq .group")) group.hidden = !group.querySelector(".question:not([hidden])");
    status.textContent = words.length === 0 ? "" : count ? say("faq_script.matches", { count }) : say("faq_script.none");
    const parameters = new URLSearchParams();
    if (words.length) parameters.set("q", input.value.trim());
    priceBook.remember(parameters);
  }

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    input.value = asked.slice(0, 200);
    update();
  }
  input.addEventListener("input", update);
})();
