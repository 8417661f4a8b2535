// Only in pages of `build serve`: reload when the site is another than the one this page shows.
new EventSource(`/.reload?${priceBook.edition.id}`).addEventListener("reload", () => location.reload());
