// The public pages of one JOBFEST, also without a network. This file is the page's script and, under
// another address, the worker of that fair's folder.
//
// Kept on the telephone: the page, the programme and the exhibitors as a visitor reads them (asked without
// cookies, so never with somebody's name), and the look of them. Filters of the programme work on what is kept.
"use strict";
(() => {
  // --- the worker -----------------------------------------------------------------------------------
  const worker = () => {
    const scope = new URL(self.registration.scope).pathname;
    const CACHE = `jobcaffe-fiera-${scope}`;
    const PAGES = [scope, `${scope}programma/`, `${scope}espositori/`];
    const FRESH = 5 * 60 * 1000;
    const PATIENCE = 4000;
    let last = 0;

    const keep = async (cache, path) => {
      const page = await fetch(path, { credentials: "omit", cache: "no-store" });
      if (!page.ok || page.redirected) return "";
      await cache.put(path, page.clone());
      return page.text();
    };
    const look = async (cache, text) => {
      const found = new Set([...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((one) => one[1]));
      for (const style of [...found].filter((one) => one.endsWith(".css"))) {
        const rules = await (await fetch(style)).text();
        for (const one of rules.matchAll(/url\("?([\w.-]+\.woff2)/g)) {
          if (!one[1].includes("more")) found.add(new URL(one[1], new URL(style, location.origin)).pathname);
        }
      }
      for (const one of await cache.keys()) {
        const path = new URL(one.url).pathname;
        if (path.startsWith("/static/") && !found.has(path)) await cache.delete(one);
      }
      for (const one of found) if (!(await cache.match(one))) await cache.add(one);
    };
    const refresh = async () => {
      if (Date.now() - last < FRESH) return;
      last = Date.now();
      const cache = await caches.open(CACHE);
      const texts = [];
      // One after the other: what somebody reads now comes first on a weak network.
      for (const path of PAGES) texts.push(await keep(cache, path));
      if (!texts.every(Boolean)) last = 0;
      await look(cache, texts.join(""));
    };
    const kept = async (path) => {
      const cache = await caches.open(CACHE);
      return (await cache.match(path)) || (await cache.match(scope)) || Response.error();
    };
    const open = async (request, path, after) => {
      const waiting = new AbortController();
      const clock = setTimeout(() => waiting.abort(), PATIENCE);
      try {
        const answer = await fetch(request, { signal: waiting.signal });
        after(refresh().catch(() => { last = 0; }));
        // An exhibitor that was read is there to be read again.
        if (answer.ok && path.startsWith(PAGES[2]) && path !== PAGES[2]) after(caches.open(CACHE).then((cache) => keep(cache, path)).catch(() => ""));
        return answer;
      } catch {
        return kept(path);
      } finally {
        clearTimeout(clock);
      }
    };
    self.addEventListener("install", (event) => event.waitUntil(refresh().catch(() => { last = 0; }).then(() => self.skipWaiting())));
    self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
    self.addEventListener("fetch", (event) => {
      const { request } = event;
      const url = new URL(request.url);
      if (url.origin !== location.origin || request.method !== "GET") return;
      if (request.mode === "navigate" && url.pathname.startsWith(scope)) {
        event.respondWith(open(request, url.pathname, (work) => event.waitUntil(work)));
      } else if (url.pathname.startsWith("/static/")) {
        event.respondWith(caches.match(request).then((there) => there || fetch(request)));
      }
    });
  };

  // --- the page -------------------------------------------------------------------------------------
  const page = () => {
    const place = document.querySelector("[data-fair]");
    if (!place) return;
    const trusted = window.trustedTypes
      ? trustedTypes.createPolicy("jobcaffe", {
        createScriptURL: (url) => {
          if (new URL(url, location.href).origin === location.origin) return url;
          throw new TypeError("script of another origin");
        },
      })
      : { createScriptURL: (url) => url };

    // What the address asks of the programme, when the page that is here was not made for it.
    const chosen = () => {
      const asked = new URLSearchParams(location.search);
      const list = document.querySelector("[data-programme]");
      if (!list || list.dataset.programme === asked.toString()) return;
      const who = asked.get("per") || "";
      const where = asked.get("dove") || "";
      const now = asked.get("adesso") ? new Date().toISOString() : "";
      const fits = (row) => {
        const for_whom = row.dataset.per.split(" ").filter(Boolean);
        return (!who || !for_whom.length || for_whom.includes(who) || for_whom.includes("everybody"))
          && (!where || row.dataset.dove === where)
          && (!now || (row.dataset.da <= now && now < row.dataset.a));
      };
      list.querySelectorAll("[data-per]").forEach((row) => { row.hidden = !fits(row); });
      list.querySelectorAll("[data-hour]").forEach((hour) => {
        hour.hidden = ![...hour.querySelectorAll("[data-per]")].some((row) => !row.hidden);
      });
      document.querySelectorAll("#scelta select").forEach((box) => { box.value = asked.get(box.name) || ""; });
      document.querySelectorAll("#scelta input[type=checkbox]").forEach((box) => { box.checked = Boolean(asked.get(box.name)); });
    };
    const tell = () => { place.hidden = navigator.onLine; };
    addEventListener("online", tell);
    addEventListener("offline", tell);
    tell();
    chosen();
    if ("serviceWorker" in navigator) {
      navigator.serviceWorker.register(trusted.createScriptURL(place.dataset.fair), { scope: place.dataset.scope }).catch(() => {});
    }
  };

  if (typeof ServiceWorkerGlobalScope === "function" && self instanceof ServiceWorkerGlobalScope) worker();
  else page();
})();
