// Only in pages of `build serve`: reload when the site is another than the one this page shows. A browser opens six
// connections to a host, so that only pages somebody looks at hold one; the others ask when they are looked at again.
(() => {
  let events = null;

  const listen = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource(`/.reload?${priceBook.edition.id}`);
      events.addEventListener("reload", () => location.reload());
    }
  };

  document.addEventListener("visibilitychange", listen);
  listen();
})();
