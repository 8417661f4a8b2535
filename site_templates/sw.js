// The hosted site without a network. The build puts in EDITION what belongs to this edition, each file with its digest.
//
//   install    what every page shares and the overview pages of the reader's language, and whatever the edition before
//              kept, into a cache of its own: every file with the digest it must have. One that fails, and nothing of it
//              is taken: the edition before stays whole.
//   activate   the editions before go
//   fetch      the network first, because the newest prices are there; the copy where there is no answer within PATIENCE.
//              What a page needs comes from where the page came from, so that no page is of two editions.
//   message    a page asks which edition this is, what is kept, to keep a language, to let it go, to take over
(function () {
  "use strict";
  const EDITION = {{ edition|tojson }};
  const PATIENCE = 4000; // milliseconds
  const AT_ONCE = 6; // requests
  const DIGEST = "X-Digest"; // the header that a kept file carries
  const NOTE = "edition/kept.json"; // in the cache alone: the languages kept, and how much of them. Written last
  const root = new URL(self.registration.scope);
  const ours = `price-book ${root.pathname} `; // other projects may share the origin, and so its caches
  const name = ours + EDITION.id;
  const copied = new Set(); // the ids of pages that were answered with the copy

  const at = (path) => new URL(path, root).href;

  /** The path below the site's root that an address names, or null where it names nothing of ours. */
  function pathOf(address) {
    const url = new URL(address);
    if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
    const path = url.pathname.slice(root.pathname.length);
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  }

  /** The language of a page: that of its first folder, else the one at the root. */
  function localeOf(path) {
    const first = path.split("/")[0];
    return first !== EDITION.root && first in EDITION.locales ? first : EDITION.root;
  }

  const folder = (locale) => (locale === EDITION.root ? "" : `${locale}/`);

  /** A file as this edition has it; anything else, or nothing, is an error. */
  async function load(path, digest) {
    const response = await fetch(at(path), { cache: "no-cache", integrity: `sha256-${digest}` });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    // Made anew: a host may have led from index.html to its folder, and a page can't be answered with such a response.
    const headers = { "Content-Type": response.headers.get("Content-Type") ?? "", [DIGEST]: digest };
    return new Response(await response.blob(), { headers });
  }

  /** Put every file of `wanted`, [path, digest], into `cache`: from `earlier` where that has the same, else loaded. */
  async function fill(cache, wanted, earlier = null, tell = () => {}) {
    const queue = [...wanted];
    let done = 0;
    async function work() {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [path, digest] = next;
        if (!(await cache.match(at(path)))) {
          const same = await earlier?.match(at(path));
          await cache.put(at(path), same?.headers.get(DIGEST) === digest ? same : await load(path, digest));
        }
        done += 1;
        tell(done);
      }
    }
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => work().finally(() => (queue.length = 0))));
    const broken = ends.find((end) => end.status === "rejected");
    if (broken) throw broken.reason;
  }

  async function note(cache) {
    return (await (await cache.match(at(NOTE)))?.json()) ?? null;
  }

  function write(cache, kept) {
    return cache.put(at(NOTE), new Response(JSON.stringify(kept), { headers: { "Content-Type": "application/json" } }));
  }

  /** The pages of a language, {overviews: {path: digest}, models: {path: digest}}. */
  async function list(cache, locale) {
    const path = `edition/${locale}.json`;
    await fill(cache, [[path, EDITION.locales[locale][0]]]);
    return (await cache.match(at(path))).json();
  }

  /** The cache of the newest edition before this one that is whole, or null. */
  async function before() {
    for (const other of (await caches.keys()).reverse()) {
      if (!other.startsWith(ours) || other === name) continue;
      const cache = await caches.open(other);
      if (await note(cache)) return cache;
    }
    return null;
  }

  /** The language of the page that brought us here. */
  async function reader() {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const paths = pages.map((page) => pathOf(page.url)).filter((path) => path !== null);
    const locale = paths.length ? localeOf(paths[0]) : EDITION.root;
    return locale in EDITION.locales ? locale : Object.keys(EDITION.locales)[0];
  }

  async function install() {
    const cache = await caches.open(name);
    if (await note(cache)) return;
    try {
      const earlier = await before();
      const kept = earlier ? await note(earlier) : { [await reader()]: "overviews" };
      const paths = earlier ? (await earlier.keys()).map((request) => pathOf(request.url)) : [];
      const wanted = Object.entries(EDITION.shell);
      for (const locale of Object.keys(EDITION.locales)) {
        const had = new Set(paths.filter((path) => path.endsWith(".html") && localeOf(path) === locale));
        if (!kept[locale] && !had.size) continue;
        const { overviews, models } = await list(cache, locale);
        const all = Object.entries({ ...overviews, ...models });
        wanted.push(...all.filter(([path]) => kept[locale] === "whole" || (kept[locale] && path in overviews) || had.has(path)));
      }
      await fill(cache, wanted, earlier);
      await write(cache, Object.fromEntries(Object.entries(kept).filter(([locale]) => locale in EDITION.locales)));
    } catch (error) {
      await caches.delete(name);
      throw error;
    }
  }

  async function activate() {
    const others = (await caches.keys()).filter((other) => other.startsWith(ours) && other !== name);
    await Promise.all(others.map((other) => caches.delete(other)));
    await self.clients.claim();
  }

  async function copyOf(path) {
    return (await caches.open(name)).match(at(path));
  }

  /** `asked`, or an error where it takes longer than a reader waits who has a copy. */
  function inTime(asked) {
    const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE, new Error("no answer in time")));
    asked.catch(() => {}); // what comes after the copy was shown concerns nobody
    return Promise.race([asked, late]);
  }

  async function answer(event, path) {
    const { request } = event;
    const visit = request.mode === "navigate";
    const copy = await copyOf(path);
    if (!visit && copy && copied.has(event.clientId)) return copy;
    try {
      const asked = fetch(request, visit ? { cache: "no-cache" } : {});
      const response = await (copy ? inTime(asked) : asked);
      if (response.status >= 500 && copy) throw new Error(`${path}: ${response.status}`);
      if (visit && response.ok && !copy && path.endsWith("index.html")) event.waitUntil(keepVisited(path, response.clone()).catch(() => {}));
      return response;
    } catch (error) {
      if (!visit) return copy ?? Response.error();
      if (copy) {
        copied.add(event.resultingClientId);
        return copy;
      }
      return instead(path);
    }
  }

  /** A page somebody looked at, if it is of this edition. */
  async function keepVisited(path, response) {
    const cache = await caches.open(name);
    const { overviews, models } = await list(cache, localeOf(path));
    const expected = overviews[path] ?? models[path];
    const body = await response.arrayBuffer();
    const found = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", body))));
    if (found !== expected) return;
    const headers = { "Content-Type": response.headers.get("Content-Type") ?? "", [DIGEST]: expected };
    await cache.put(at(path), new Response(body, { headers }));
  }

  /** Where neither the network nor a copy has the page: the page that says so. */
  async function instead(path) {
    if (await copyOf(`${path}/index.html`)) return Response.redirect(at(`${path}/`));
    for (const locale of [localeOf(path), ...Object.keys((await note(await caches.open(name))) ?? {})]) {
      const page = `${folder(locale)}offline/index.html`;
      if (await copyOf(page)) return Response.redirect(`${at(page)}?missing=${encodeURIComponent(path)}`);
    }
    return Response.error();
  }

  /** How much of each language is kept, and whether the page that asks is itself a copy. */
  async function state(event) {
    const cache = await caches.open(name);
    const kept = (await note(cache)) ?? {};
    const have = {};
    for (const request of await cache.keys()) {
      const path = pathOf(request.url);
      if (path.endsWith(".html")) have[localeOf(path)] = (have[localeOf(path)] ?? 0) + 1;
    }
    const languages = Object.entries(EDITION.locales).map(([locale, [, all]]) => [locale, { kept: kept[locale] ?? "", have: have[locale] ?? 0, all }]);
    return { id: EDITION.id, copy: copied.has(event.source.id), languages: Object.fromEntries(languages) };
  }

  async function keep(event, tell) {
    const { locale } = event.data;
    const cache = await caches.open(name);
    const kept = (await note(cache)) ?? {};
    await write(cache, { ...kept, [locale]: "whole" });
    try {
      const { overviews, models } = await list(cache, locale);
      await fill(cache, Object.entries({ ...overviews, ...models }), null, tell);
    } catch {
      return { ...(await state(event)), stopped: true };
    }
    return state(event);
  }

  async function drop(event) {
    const cache = await caches.open(name);
    const { [event.data.locale]: _, ...kept } = (await note(cache)) ?? {};
    await write(cache, kept);
    for (const request of await cache.keys()) {
      const path = pathOf(request.url);
      if (path.endsWith(".html") && localeOf(path) === event.data.locale) await cache.delete(request);
    }
    return state(event);
  }

  const ANSWERS = { edition: () => ({ id: EDITION.id }), state, keep, drop, take: () => self.skipWaiting() };

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("fetch", (event) => {
    const path = event.request.method === "GET" ? pathOf(event.request.url) : null;
    if (path !== null) event.respondWith(answer(event, path));
  });
  self.addEventListener("message", (event) => {
    const [port] = event.ports;
    if (!port || !Object.hasOwn(ANSWERS, event.data?.ask)) return;
    const told = Promise.resolve(ANSWERS[event.data.ask](event, (done) => port.postMessage({ done })));
    event.waitUntil(told.then((answered) => port.postMessage({ answered: answered ?? null }), () => port.postMessage({ answered: null })));
  });
})();
