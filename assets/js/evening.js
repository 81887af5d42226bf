// One evening of a group, also without a network. This file is the page's script and, under another
// address, the worker of the folder of the evenings: both must agree on what is kept and when it goes.
//
// Kept on the telephone: one row per evening, sealed with AES-GCM under a key that never leaves the
// browser. It goes when it was sent, after twelve hours, at sign-out, and when the session was ended
// by somebody. In the cache lie an empty page, the same for everybody, and the look of it.
"use strict";
(() => {
  const BASE = "jobcaffe-serate";
  const CACHE = "jobcaffe-serate-guscio";
  const HOURS = 12;
  const EVENING = /\/([0-9a-f]{8}-[0-9a-f-]{27})\/$/;

  // --- what is kept -------------------------------------------------------------------------------
  const base = () => new Promise((done, fail) => {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => ["keys", "sealed"].forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const inside = async (store, mode, work) => {
    const open = await base();
    try {
      return await new Promise((done, fail) => {
        const change = open.transaction(store, mode);
        const asked = work(change.objectStore(store));
        change.oncomplete = () => done(asked && asked.result);
        change.onerror = change.onabort = () => fail(change.error);
      });
    } finally {
      open.close();
    }
  };
  const rows = async () => {
    const [ids, all] = await Promise.all([
      inside("sealed", "readonly", (store) => store.getAllKeys()),
      inside("sealed", "readonly", (store) => store.getAll()),
    ]);
    return ids.map((id, n) => ({ id, ...all[n] }));
  };
  const key = async () => {
    const kept = await inside("keys", "readonly", (store) => store.get("k"));
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    // Two tabs may come at once: the first key stays.
    try {
      await inside("keys", "readwrite", (store) => store.add(made, "k"));
      return made;
    } catch {
      return inside("keys", "readonly", (store) => store.get("k"));
    }
  };
  const bound = (id, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) });
  const seal = async (id, open, content) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const clear = new TextEncoder().encode(JSON.stringify(content));
    const data = await crypto.subtle.encrypt(bound(id, iv), await key(), clear);
    const { until, who, ticket, contact } = open;
    await inside("sealed", "readwrite", (store) => store.put({ until, who, ticket, contact, iv, data }, id));
  };
  const unseal = async (id) => {
    const row = await inside("sealed", "readonly", (store) => store.get(id));
    if (!row) return null;
    try {
      const clear = await crypto.subtle.decrypt(bound(id, row.iv), await key(), row.data);
      return { ...row, id, ...JSON.parse(new TextDecoder().decode(clear)) };
    } catch {
      await forget(id);
      return null;
    }
  };
  const wipe = async () => {
    await inside("sealed", "readwrite", (store) => store.clear());
    await inside("keys", "readwrite", (store) => store.clear());
  };
  // With the last row the key goes too: nothing that a disk still holds can be opened.
  const forget = async (id) => {
    await inside("sealed", "readwrite", (store) => store.delete(id));
    if (!(await rows()).length) await wipe();
  };
  const expire = async () => {
    for (const row of await rows()) if (row.until <= Date.now()) await forget(row.id);
  };
  // The session rested: the page with its names goes, what was written waits for the same person.
  const strip = async () => {
    for (const { id } of await rows()) {
      const row = await unseal(id);
      if (row) await seal(id, row, { waiting: row.waiting, url: row.url, values: row.values, version: row.version });
    }
  };
  // How the session is. What was ended by somebody, or is another's, is forgotten here at once.
  const ask = async ({ contact, ticket, who }) => {
    const answer = await fetch(contact, { headers: { "X-Serata": ticket }, credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const said = await answer.json();
    if (said.state === "ended" || (said.state === "live" && said.who !== who)) {
      await wipe();
      return { state: "ended" };
    }
    if (said.state === "rested") await strip();
    return said;
  };

  // --- the worker ---------------------------------------------------------------------------------
  const worker = () => {
    const shell = () => new URL("guscio/", self.registration.scope).href;
    // The empty page and what it looks like; asked as a visitor, so that nobody's name is in it.
    const refresh = async () => {
      const page = await fetch(shell(), { credentials: "omit", cache: "no-store" });
      if (!page.ok) return;
      const found = new Set([...(await page.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((one) => one[1]));
      for (const style of [...found].filter((one) => one.endsWith(".css"))) {
        const text = await (await fetch(style)).text();
        for (const one of text.matchAll(/url\("?([\w.-]+\.woff2)/g)) {
          if (!one[1].includes("more")) found.add(new URL(one[1], new URL(style, location.origin)).pathname);
        }
      }
      const cache = await caches.open(CACHE);
      const wanted = new Set([shell(), ...[...found].map((one) => new URL(one, location.origin).href)]);
      for (const one of await cache.keys()) if (!wanted.has(one.url)) await cache.delete(one);
      for (const one of wanted) if (one !== shell() && !(await cache.match(one))) await cache.add(one);
      await cache.put(shell(), page);
    };
    const gone = async (id, status) => {
      if (status === 404) return forget(id);
      const [row] = await rows();
      if (row) await ask(row).catch(strip);
    };
    const open = async (request, id, after) => {
      await expire();
      let answer;
      try {
        answer = await fetch(request);
      } catch {
        return (await caches.match(shell())) || Response.error();
      }
      if (answer.type === "opaqueredirect" || answer.redirected || [401, 403, 404].includes(answer.status)) await gone(id, answer.status);
      else after(refresh().catch(() => {}));
      return answer;
    };
    self.addEventListener("install", (event) => event.waitUntil(refresh().then(() => self.skipWaiting())));
    self.addEventListener("activate", (event) => event.waitUntil(expire().then(() => self.clients.claim())));
    self.addEventListener("fetch", (event) => {
      const { request } = event;
      const url = new URL(request.url);
      if (url.origin !== location.origin || request.method !== "GET") return;
      const evening = EVENING.exec(url.pathname);
      if (request.mode === "navigate" && evening && `${new URL(self.registration.scope).pathname}${evening[1]}/` === url.pathname) {
        event.respondWith(open(request, evening[1], (work) => event.waitUntil(work)));
      } else if (url.pathname.startsWith("/static/")) {
        event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
      }
    });
  };

  // --- the page -----------------------------------------------------------------------------------
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (english, italian) => (document.documentElement.lang === "en" ? english : italian);
  const trusted = () => {
    const own = {
      createHTML: (html) => html.replace(/<script\b[^]*?(<\/script\s*>|$)/gi, ""),
      createScriptURL: (url) => {
        if (new URL(url, location.href).origin === location.origin) return url;
        throw new TypeError("script of another origin");
      },
    };
    return window.trustedTypes ? trustedTypes.createPolicy("jobcaffe", own) : own;
  };
  const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^a-z0-9]+/).filter((one) => one.length > 1);

  const page = () => {
    const policy = trusted();
    const main = $("main");
    const id = (EVENING.exec(location.pathname) || [])[1];
    const boxes = (form) => [...form.elements].filter((one) => one.id && one.matches("input:not([type=hidden]), textarea, select"));
    const values = (form) => Object.fromEntries(boxes(form).map((one) => [one.id, one.type === "checkbox" ? one.checked : one.value]));
    let row = null; // what is kept of this evening
    let busy = false;
    let over = false; // sent or wiped: nothing is kept any more
    let writing = Promise.resolve();

    const tell = (text, form = $("#serata")) => {
      const place = form && $("[data-status]", form);
      if (place) place.textContent = text;
    };
    const end = (text, link = "") => {
      over = true;
      const box = document.createElement("p");
      box.setAttribute("role", "alert");
      box.append(text);
      if (link) {
        const way = document.createElement("a");
        way.href = location.href;
        way.textContent = link;
        box.append(" ", way);
      }
      main.replaceChildren(box);
    };
    const ended = () => end(say("This phone was signed out. Nothing is kept here any more.", "Questo telefono è stato scollegato. Qui non c'è più niente."));

    // --- counting --------------------------------------------------------------------------------
    const count = (form) => {
      const button = $("[data-save] span", form);
      const present = form.elements.present;
      if (!button || !present) return;
      const { one, many } = $("[data-save]", form).dataset;
      if (/^\d+$/.test(present.value)) button.textContent = (present.value === "1" ? one : many).replace("#", present.value);
    };
    const step = (box, by) => {
      box.value = String(Math.max(0, (parseInt(box.value, 10) || 0) + by));
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const steppers = (form) => $$("[data-step]", form).forEach((button) => {
      const box = $("input", button.parentElement);
      const label = $(`label[for="${box.id}"]`, form);
      button.hidden = false;
      if (label) button.setAttribute("aria-label", `${label.textContent.trim()}: ${button.getAttribute("aria-label")}`);
      button.addEventListener("click", () => step(box, Number(button.dataset.step)));
    });

    // --- what would be refused, said while there is no network ---------------------------------------
    const named = (form) => {
      const said = new Set(words(form.elements.notes.value));
      return $$("[data-name]", form).map((one) => one.textContent.trim()).filter((name) => words(name).some((part) => said.has(part)));
    };
    const number = (form, name) => parseInt(form.elements[name].value, 10) || 0;
    const wrong = (form) => {
      const names = named(form);
      if (names.length) return [form.elements.notes, say(`The notes name ${names[0]}. Take the name away.`, `Nelle note c'è il nome di una persona: ${names[0]}. Toglilo.`)];
      if (/\S@\S|\d[\d\s./-]{6,}\d/.test(form.elements.notes.value)) return [form.elements.notes, say("The notes hold a contact. Take it away.", "Nelle note c'è un recapito. Toglilo.")];
      if (!/^\d{1,2}$/.test(form.elements.present.value.trim())) return [form.elements.present, say("Write how many are here.", "Scrivi quante persone ci sono.")];
      if (number(form, "new") > number(form, "present")) return [form.elements.new, say("New people are among those present.", "Le persone nuove sono fra quelle presenti.")];
      for (const when of ["start", "end"]) {
        const round = $$(`[name^="${when}-"]`, form);
        if (round.reduce((sum, one) => sum + (parseInt(one.value, 10) || 0), 0) > number(form, "present")) return [round[0], say("There are more moods than people.", "Gli umori sono più delle persone presenti.")];
      }
      const themes = $$("[name=themes]:checked", form);
      if (themes.length > 3) return [themes[0], say("Choose three themes at most.", "Scegli al massimo tre temi.")];
      return null;
    };
    const warn = (form) => {
      const names = named(form);
      form.elements.notes.setAttribute("aria-invalid", names.length ? "true" : "false");
      tell(names.length ? wrong(form)[1] : "", form);
    };

    // --- keeping ---------------------------------------------------------------------------------
    const content = () => ({ page: row.page, title: row.title, url: row.url, version: row.version, values: row.values, waiting: row.waiting });
    const keep = () => {
      writing = writing.then(() => (over || !row ? null : seal(id, row, content()))).catch(() => {});
      return writing;
    };
    const vanish = () => {
      over = true;
      return writing.then(() => forget(id));
    };

    // --- sending ---------------------------------------------------------------------------------
    const post = async (token) => {
      const answer = await fetch(row.url, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token },
        body: new URLSearchParams(row.waiting),
        credentials: "same-origin",
        redirect: "manual",
      });
      if (answer.status === 404) return { gone: true };
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    };
    const refused = async (form, errors) => {
      row.waiting = null;
      await keep();
      tell(errors.join(" "), form);
    };
    const deliver = async () => {
      const said = await ask(row);
      if (said.state === "ended") return ended();
      if (said.state === "rested") {
        return end(say("Some time has passed. The numbers are safe on this phone, without names.", "È passato un po' di tempo. I numeri sono al sicuro sul telefono, senza nomi."), say("Sign in again", "Entra di nuovo"));
      }
      if (!row.waiting) return null;
      const answer = await post(said.token);
      if (answer.gone) {
        await vanish();
        return end(say("This evening is not yours any more. Tell who leads the group.", "Questa serata non è più fra le tue. Dillo a chi guida il gruppo."));
      }
      if (answer.errors) return refused($("#serata"), answer.errors);
      await vanish();
      location.replace(answer.url);
      return null;
    };
    const send = async () => {
      if (busy || over || !row) return;
      busy = true;
      try {
        await deliver();
      } catch {
        if (row.waiting && !over) tell(say("Saved on this phone. I send it as soon as there is a network.", "Salvato sul telefono. Lo mando appena c'è rete."));
      } finally {
        busy = false;
      }
    };
    const save = async (event) => {
      event.preventDefault();
      const form = event.target;
      const mistake = wrong(form);
      if (mistake) {
        tell(mistake[1], form);
        mistake[0].focus();
        return;
      }
      const fields = new FormData(form);
      fields.delete("csrfmiddlewaretoken");
      // Every press has its own key: what was changed since the last one must not be taken for it.
      fields.set("request_key", crypto.randomUUID());
      row.values = values(form);
      row.waiting = [...fields].map(([name, value]) => [name, String(value)]);
      await keep();
      tell(say("Saved on this phone. I send it as soon as there is a network.", "Salvato sul telefono. Lo mando appena c'è rete."), form);
      await send();
    };

    // --- beginning -------------------------------------------------------------------------------
    const fill = (form, kept) => boxes(form).forEach((one) => {
      if (!(one.id in kept)) return;
      if (one.type === "checkbox") one.checked = kept[one.id];
      else one.value = kept[one.id];
    });
    const wire = (form) => {
      steppers(form);
      $$("[data-missing]", form).forEach((one) => one.addEventListener("change", () => {
        const by = one.checked ? -1 : 1;
        step(form.elements.present, by);
        if (one.dataset.missing === "new") step(form.elements.new, by);
      }));
      form.addEventListener("input", () => count(form));
      form.elements.notes.addEventListener("input", () => warn(form));
      count(form);
    };
    const guard = (form) => {
      let later = 0;
      const changed = () => {
        clearTimeout(later);
        row.values = values(form);
        later = setTimeout(keep, 300);
      };
      form.addEventListener("input", changed);
      form.addEventListener("change", changed);
      form.addEventListener("submit", save);
      window.addEventListener("pagehide", () => { row.values = values(form); keep(); });
      window.addEventListener("online", send);
      window.addEventListener("offline", () => tell(say("No network. You can go on: this page stays here.", "Sei senza rete. Vai avanti: la pagina resta qui."), form));
      setInterval(() => row.waiting && !document.hidden && send(), 15000);
      watch();
    };
    // After twelve hours it goes, also from the screen.
    const watch = () => {
      const look = async () => {
        if (over || row.until > Date.now()) return;
        end(say("Twelve hours have passed. Nothing is kept here any more.", "Sono passate 12 ore. Qui non c'è più niente."));
        await writing;
        await expire();
      };
      setInterval(look, 60000);
      document.addEventListener("visibilitychange", look);
    };
    // A closed evening is not kept; what was still to be sent goes now, with the key of its press.
    const closed = async (form) => {
      wire(form);
      await expire();
      if ((await rows()).some((one) => one.who !== form.dataset.who)) await wipe();
      row = await unseal(form.dataset.keep);
      if (!row) return;
      if (row.waiting) await send();
      else await forget(row.id);
    };
    const online = async (form) => {
      const { keep: own, who, ticket, version, worker: script, scope, contact } = form.dataset;
      await expire();
      if ((await rows()).some((one) => one.who !== who)) await wipe();
      const before = await unseal(own);
      const html = main.innerHTML;
      row = {
        until: Date.now() + HOURS * 3600000, who, ticket, version,
        contact: new URL(contact, location.href).href, url: location.pathname, page: html, title: document.title,
        waiting: before && before.waiting, values: {},
      };
      const fresh = before && before.values && before.version === version && !$("[data-error-summary]");
      wire(form);
      if (fresh) fill(form, before.values);
      count(form);
      row.values = values(form);
      await keep();
      guard(form);
      if (row.waiting) await send();
      await navigator.serviceWorker?.register(policy.createScriptURL(script), { scope });
    };
    const offline = async () => {
      await expire();
      row = id ? await unseal(id) : null;
      if (!row) return;
      if (!row.page) {
        end(say("The numbers wait on this phone. Sign in again when there is a network.", "I numeri sono sul telefono, senza nomi. Entra di nuovo quando torna la rete."));
        over = false;
        window.addEventListener("online", () => location.reload());
        return;
      }
      const found = new DOMParser().parseFromString(policy.createHTML(`<main>${row.page}</main>`), "text/html");
      main.replaceChildren(...$("main", found).childNodes);
      document.title = row.title;
      const form = $("#serata");
      wire(form);
      if (row.values) fill(form, row.values);
      count(form);
      guard(form);
      tell(row.waiting
        ? say("Saved on this phone. I send it as soon as there is a network.", "Salvato sul telefono. Lo mando appena c'è rete.")
        : say("No network. You can go on: this page stays here.", "Sei senza rete. Vai avanti: la pagina resta qui."), form);
      if (navigator.onLine) send();
    };

    document.addEventListener("submit", (event) => {
      if (event.target.closest(".j-who")) { over = true; writing.then(wipe); }
    });
    const form = $("#serata");
    if ($("[data-shell]")) offline();
    else if (form && "closed" in form.dataset) closed(form);
    else if (form) online(form);
  };

  if (typeof ServiceWorkerGlobalScope === "function" && self instanceof ServiceWorkerGlobalScope) worker();
  else page();
})();
