// What the pages have in common that also work without a network.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = (english, italian) => (document.documentElement.lang === "en" ? english : italian);
const inWorker = () => typeof ServiceWorkerGlobalScope === "function" && self instanceof ServiceWorkerGlobalScope;
const SEALING = "AES-GCM";
const newKey = () => crypto.subtle.generateKey({ name: SEALING, length: 256 }, false, ["encrypt", "decrypt"]);
const clearBytes = (value) => new TextEncoder().encode(JSON.stringify(value));
const fromBytes = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

// A data base of the browser with these stores.
const openBase = (name, stores) => new Promise((done, fail) => {
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => stores.forEach((one) => asked.result.createObjectStore(one));
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
// What the work asked for, once the whole change is done; ``strict``: on the disk, not only on its way there.
const changed = (base, store, mode, work, durability = "default") => new Promise((done, fail) => {
  const change = base.transaction(store, mode, { durability });
  const asked = work(change.objectStore(store));
  change.oncomplete = () => done(asked && asked.result);
  change.onabort = change.onerror = () => fail(change.error);
});

// The one policy of these pages: scripts of this house, and what else is given.
const trusted = (more = {}) => {
  const own = {
    ...more,
    createScriptURL: (url) => {
      if (new URL(url, location.href).origin === location.origin) return url;
      throw new TypeError("script of another origin");
    },
  };
  return window.trustedTypes ? trustedTypes.createPolicy("jobcaffe", own) : own;
};
