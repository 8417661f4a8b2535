// Runs before anything is painted: says that scripts run, and puts back the colour scheme the reader chose.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage is refused: the system's scheme stays.
  }
})();
