// The hosted site as an app: its manifest, its service worker, and what a reader is told of it. A page is never changed
// under its reader: a newer edition is offered, and a page that is a copy says so.
//
//   priceBook.offline        null where there is nothing to keep: on file://, in a browser without service workers
//   priceBook.offline.ready  settles once a worker is at work, or with null
//   priceBook.offline.ask({ ask: "state" }, (done) => …)
priceBook.offline = (function () {
  "use strict";
  const { edition, lang, make, say } = priceBook;
  const container = navigator.serviceWorker;
  if (!location.protocol.startsWith("http") || !container) return null;
  const HOUR = 3_600_000; // milliseconds
  const root = new URL("../../", document.currentScript.src);
  const script = new URL("sw.js", root).href;
  // An installed app opens in the language it was installed from, so each language has a manifest, beside its first page.
  const manifest = new URL("manifest.webmanifest", document.querySelector(".wordmark").href);
  let accepted = false; // whether the reader asked for the newer edition

  /** The worker's address as the content security policy wants it: made by a policy that makes no other. */
  function address() {
    const policy = window.trustedTypes?.createPolicy("price-book-worker", { createScriptURL: () => script });
    return policy ? policy.createScriptURL("") : script;
  }

  /** Our registration, known or new. At the root of a shared origin there may be another project's. */
  async function register() {
    const known = await container.getRegistration(root.pathname);
    if (known?.scope === root.href) return known;
    return container.register(address(), { scope: root.pathname, updateViaCache: "none" });
  }

  /** The same once a worker of it is at work; an error where the first one can't be installed. */
  function atWork(registration) {
    return new Promise((resolve, refuse) => {
      const worker = registration.active ?? registration.waiting ?? registration.installing;
      const look = () => {
        if (registration.active) resolve(registration);
        else if (worker.state === "redundant") refuse(new Error("the service worker could not be installed"));
      };
      worker.addEventListener("statechange", look);
      look();
    });
  }

  function post(worker, question, progress = () => {}) {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => ("done" in data ? progress(data.done) : resolve(data.answered));
      worker.postMessage(question, [port2]);
    });
  }

  async function ask(question, progress) {
    const { active } = await registered.then(atWork);
    return post(active, question, progress);
  }

  /** A line at the foot of the window, with what can be done about it and a button that takes it `away`. */
  function notice(text, away, action = "", act = () => {}) {
    document.getElementById("notice")?.remove();
    const bar = make("aside", { id: "notice", class: "notice" }, make("p", { role: "status" }, text));
    const button = (label, run) => {
      const made = make("button", { type: "button" }, label);
      made.addEventListener("click", run);
      bar.append(made);
    };
    if (action) button(action, act);
    button(away, () => bar.remove());
    document.body.append(bar);
    return bar;
  }

  /** A worker of another edition waits, or has taken over: the page says so where it is of an older one. */
  async function compare(worker, act) {
    const { id } = await post(worker, { ask: "edition" });
    if (id !== edition?.id) notice(say("notice_script.update"), say("notice_script.later"), say("notice_script.show"), act);
    return id === edition?.id;
  }

  async function offer(worker) {
    const take = () => {
      accepted = true;
      post(worker, { ask: "take" });
    };
    // The network has brought this page in that very edition already: nothing would change under anybody.
    if (await compare(worker, take)) post(worker, { ask: "take" });
  }

  function follow(worker, first) {
    worker?.addEventListener("statechange", () => worker.state === "installed" && !first && offer(worker));
  }

  async function start() {
    const registration = await registered;
    // Not on the first visit: then the worker that comes is no news.
    let controlled = container.controller?.scriptURL === script;
    if (registration.waiting) offer(registration.waiting);
    follow(registration.installing, !registration.active);
    registration.addEventListener("updatefound", () => follow(registration.installing, !registration.active));
    container.addEventListener("controllerchange", () => {
      if (accepted) location.reload();
      else if (controlled) compare(container.controller, () => location.reload());
      controlled = true;
    });
    const look = () => registration.update().catch(() => {}); // without a network there is nothing newer to be had
    addEventListener("online", look);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
    setInterval(look, HOUR);
    if (controlled) look();
    addEventListener("appinstalled", () => ask({ ask: "keep", locale: lang }));
    const { copy, languages } = await ask({ ask: "state" });
    if (copy) {
      const bar = notice(say("notice_script.copy"), say("notice_script.close"));
      addEventListener("online", () => bar.remove());
    }
    // The pages of the models follow those that have every price; not where the reader pays for what is loaded.
    const own = languages[lang];
    if (own?.kept && own.have < own.all && !navigator.connection?.saveData) await ask({ ask: "keep", locale: lang });
    return registration;
  }

  document.head.append(make("link", { rel: "manifest", href: manifest.href }));
  const registered = new Promise((resolve) => addEventListener("load", resolve, { once: true })).then(register);
  return { ask, ready: start().catch(() => null) };
})();
