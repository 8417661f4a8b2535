// Only in pages made by `build serve`: reload when the site was built again.
new EventSource("/.reload").addEventListener("reload", () => location.reload());
