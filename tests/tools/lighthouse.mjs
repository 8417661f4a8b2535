// Lighthouse 12 as a phone, over many pages with one browser. One JSON object a line: the page, its scores from 0 to 100,
// and every audit that isn't perfect.
//
//     node lighthouse.mjs CHROME CATEGORIES ADDRESS… -- CHROME-FLAGS…      CATEGORIES: accessibility,seo,…
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const [chromePath, categories, ...rest] = process.argv.slice(2);
const cut = rest.indexOf("--");
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...rest.slice(cut + 1)], ignoreDefaultFlags: false });
try {
  for (const address of rest.slice(0, cut)) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent", onlyCategories: categories.split(",") });
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, one]) => [name, Math.round((one.score ?? 0) * 100)]));
    const weighed = new Set(Object.values(lhr.categories).flatMap((one) => one.auditRefs.filter((ref) => ref.weight > 0).map((ref) => ref.id)));
    const failed = Object.values(lhr.audits)
      .filter((audit) => weighed.has(audit.id) && audit.score !== null && audit.score < 1)
      .map((audit) => `${audit.id}: ${audit.title} ${(audit.details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.description ?? "").join(" ")}`);
    console.log(JSON.stringify({ address, scores, failed, error: lhr.runtimeError?.message ?? null }));
  }
} finally {
  await chrome.kill();
}
