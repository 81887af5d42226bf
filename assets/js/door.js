// The door of a fair, also without a network. This file is the page's script and, under another address,
// the worker of the folder of the door.
//
// Kept on the telephone, sealed with AES-GCM under a key that never leaves the browser: the list
// (code → first name and first talk) until two hours after the fair, at sign-out or when the telephone is
// turned off; what was pressed until it was sent. In the cache lie an empty page and the look of it.
"use strict";
(() => {
  const CACHE = "jobcaffe-porta-guscio";
  const BATCH = 200;
  const LETTERS = "ACEFHKLMPRTX";
  const ALIKE = { O: 0, Q: 0, D: 0, I: 1, S: 5, Z: 2, B: 8, G: 6 };

  // --- the worker ---------------------------------------------------------------------------------
  const worker = () => {
    const scope = () => new URL(self.registration.scope);
    const shell = () => new URL("guscio/", scope()).href;
    const styles = async (address) => {
      const text = await (await fetch(address)).text();
      return [...text.matchAll(/url\("?([\w.-]+\.woff2)/g)].filter((one) => !one[1].includes("more")).map((one) => new URL(one[1], address).href);
    };
    // Asked as a visitor, so that nobody's name is in it.
    const refresh = async () => {
      const page = await fetch(shell(), { credentials: "omit", cache: "no-store" });
      if (!page.ok) return;
      const html = await page.clone().text();
      const wanted = new Set([...html.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((one) => new URL(one[1], location.origin).href));
      for (const one of [...wanted]) if (one.endsWith(".css")) (await styles(one)).forEach((font) => wanted.add(font));
      const cache = await caches.open(CACHE);
      const kept = new Set((await cache.keys()).map((one) => one.url));
      for (const one of kept) if (one !== shell() && !wanted.has(one)) await cache.delete(one);
      await Promise.all([...wanted].filter((one) => !kept.has(one)).map((one) => cache.add(one)));
      await cache.put(shell(), page);
    };
    self.addEventListener("install", (event) => event.waitUntil(refresh().then(() => self.skipWaiting())));
    self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
    self.addEventListener("fetch", (event) => {
      const { request } = event;
      const url = new URL(request.url);
      if (url.origin !== location.origin || request.method !== "GET") return;
      if (request.mode === "navigate" && url.pathname.startsWith(scope().pathname)) {
        event.respondWith(fetch(request).catch(async () => (await caches.match(shell())) || Response.error()));
      } else if (url.pathname.startsWith("/static/")) {
        event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
      }
    });
  };

  // --- what is kept -------------------------------------------------------------------------------
  const opened = () => new Promise((done, fail) => {
    const asked = indexedDB.open("jobcaffe-porta", 1);
    asked.onupgradeneeded = () => ["own", "queue"].forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  let bases = null;
  const on = async (store, mode, work) => {
    bases = bases || opened();
    const change = (await bases).transaction(store, mode);
    const asked = work(change.objectStore(store));
    return new Promise((done, fail) => {
      change.oncomplete = () => done(asked && asked.result);
      change.onabort = change.onerror = () => fail(change.error);
    });
  };
  const read = (store, work) => on(store, "readonly", work);
  const write = (store, work) => on(store, "readwrite", work);
  const sealing = async () => {
    const kept = await read("own", (store) => store.get("key"));
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    // Two tabs at once: the first key stays.
    return write("own", (store) => store.add(made, "key")).then(() => made, () => read("own", (store) => store.get("key")));
  };
  const seal = async (value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const clear = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealing(), clear) };
  };
  const unseal = async (row) => {
    try {
      const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await sealing(), row.data);
      return JSON.parse(new TextDecoder().decode(clear));
    } catch {
      return null;
    }
  };
  // With the key goes everything: what a disk still holds cannot be opened.
  const wipe = () => Promise.all([write("own", (store) => store.clear()), write("queue", (store) => store.clear())]);

  // --- the page -----------------------------------------------------------------------------------
  const $ = (selector, root = document) => root.querySelector(selector);
  const say = (english, italian) => (document.documentElement.lang === "en" ? english : italian);
  const trusted = () => {
    const same = (url) => {
      if (new URL(url, location.href).origin === location.origin) return url;
      throw new TypeError("script of another origin");
    };
    return window.trustedTypes ? trustedTypes.createPolicy("jobcaffe", { createScriptURL: same }) : { createScriptURL: same };
  };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  const codeIn = (text) => {
    const all = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
    const digits = [...all.slice(1)].map((one) => ALIKE[one] ?? one).join("");
    return LETTERS.includes(all[0]) && /^\d{4}$/.test(digits) ? `${all[0]}${digits[0]}-${digits.slice(1)}` : "";
  };
  const tokenIn = (text) => (/[0-9a-f]{52}/.exec(text.toLowerCase()) || [""])[0];

  const page = async () => {
    const policy = trusted();
    const door = $("[data-door]");
    const field = $("input[type=search]", door);
    const place = $("[data-place]", door);
    const status = $("[data-status]", door);
    let own = null; // addresses, who, device, until, people: what the list is made of
    let over = false;
    let busy = false;
    let again = false;

    const tell = (text) => { status.textContent = text; };
    const keep = async () => { if (!over) { const sealed = await seal(own); await write("own", (store) => store.put(sealed, "door")); } };
    const waiting = () => read("queue", (store) => store.count());
    const stop = async (text) => {
      over = true;
      await wipe();
      own = null;
      place.replaceChildren();
      tell(text);
    };
    const headers = (more = {}) => ({ Accept: "application/json", ...(own.device ? { "X-Porta": own.device, "X-Porta-Chiave": own.key } : {}), ...more });
    const ask = async (url, options = {}) => {
      const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "manual", ...options });
      if (answer.status === 403 || answer.status === 404 || answer.status === 410) return { state: "ended" };
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    };

    // --- showing ---------------------------------------------------------------------------------
    const fill = (name, words) => {
      const made = $(`template[data-${name}]`, door).content.cloneNode(true);
      const spot = { done: "p, strong, h2", wrong: "p, strong, h2", one: "h2, h3" }[name];
      const head = $(spot, made);
      if (head) head.textContent = words;
      return made;
    };
    const numbers = (counts) => {
      const box = $("[data-counts]", door);
      if (!counts) return;
      const pairs = [[say("Inside", "Dentro"), counts.inside], [say("arrived", "arrivate"), counts.arrived], [say("expected", "attese"), counts.expected]];
      box.replaceChildren(...pairs.flatMap(([label, number], place) => {
        const strong = document.createElement("strong");
        strong.textContent = number;
        return [`${place ? " · " : ""}${label} `, strong];
      }));
    };
    const ready = () => { field.value = ""; field.focus(); };
    const done = (words, nonce, who) => {
      const made = fill("done", words);
      $("[data-undo]", made).addEventListener("click", async () => {
        if (who) who[4] = who[4] ? 0 : 1;
        await press({ kind: "undo", undoes: nonce });
        place.replaceChildren(fill("wrong", say("Taken back.", "Tolto.")));
        ready();
      });
      place.replaceChildren(made);
    };
    const card = (who) => {
      const [, code, name, line, inside] = who;
      const made = fill("one", name);
      const kicker = [...made.querySelectorAll("p")].find((one) => !one.hasAttribute("data-line"));
      if (kicker) kicker.textContent = code;
      $("[data-line]", made).textContent = line;
      const [enter, leave] = [$("[data-in]", made), $("[data-out]", made)];
      (inside ? enter : leave).hidden = true;
      const go = (kind, words) => async () => {
        enter.disabled = leave.disabled = true;
        who[4] = kind === "in" ? 1 : 0;
        const nonce = await press({ kind, read: code });
        done(words, nonce, who);
        ready();
      };
      enter.addEventListener("click", go("in", say(`${name} is inside.`, `${name} è dentro.`)));
      leave.addEventListener("click", go("out", say(`${name} is outside.`, `${name} è fuori.`)));
      return made;
    };

    // --- pressing and sending --------------------------------------------------------------------
    // Kept before it is said: nothing that the screen confirmed is lost.
    const press = async (fact) => {
      const nonce = crypto.randomUUID();
      const sealed = await seal({ nonce, at: Date.now(), ...fact });
      await write("queue", (store) => store.add(sealed, nonce));
      await keep();
      send();
      return nonce;
    };
    const batch = async () => {
      const [ids, rows] = await Promise.all([read("queue", (store) => store.getAllKeys(null, BATCH)), read("queue", (store) => store.getAll(null, BATCH))]);
      return Promise.all(ids.map(async (id, place) => [id, await unseal(rows[place])]));
    };
    const drop = (ids) => write("queue", (store) => ids.forEach((id) => store.delete(id)));
    const drain = async () => {
      const said = await ask(own.contact, { headers: headers() });
      if (said.state === "ended" || (said.state === "live" && said.who !== own.who)) return stop(say("This telephone is off. Nothing is kept here any more.", "Questo telefono è spento. Qui non c'è più niente."));
      if (said.state === "rested") {
        own.people = [];
        await keep();
        place.replaceChildren();
        return tell(say("Sign in again: what you pressed waits here.", "Entra di nuovo: quello che hai segnato è al sicuro qui."));
      }
      numbers(said.counts);
      for (let rows = await batch(); rows.length; rows = await batch()) {
        const facts = rows.map(([, fact]) => fact).filter(Boolean);
        const got = await ask(own.drain, { method: "POST", headers: headers({ "Content-Type": "application/json", "X-CSRFToken": said.token }), body: JSON.stringify({ sent: Date.now(), facts }) });
        if (got.state === "ended") return stop(say("This telephone is off. Nothing is kept here any more.", "Questo telefono è spento. Qui non c'è più niente."));
        await drop(rows.map(([id]) => id));
        numbers(got.counts);
      }
      return tell(say("Connected. Everything is sent.", "In rete. È tutto inviato."));
    };
    const send = async () => {
      if (over || !own || !own.device) return;
      if (busy) { again = true; return; }
      busy = true;
      try {
        again = false;
        await drain();
      } catch {
        const many = await waiting();
        tell(many ? say(`No network. Kept on this phone: ${many}.`, `Senza rete. Segnati su questo telefono: ${many}.`) : say("No network. Go on: I keep everything.", "Senza rete. Vai avanti: tengo tutto."));
      } finally {
        busy = false;
        // What was pressed meanwhile is sent, or at least counted, too.
        if (again && !over) send();
      }
    };

    // --- finding ---------------------------------------------------------------------------------
    const found = (text) => {
      const key = tokenIn(text).slice(0, 12);
      const code = codeIn(text);
      if (key) return own.people.filter((one) => one[0] === key);
      if (code) return own.people.filter((one) => one[1] === code);
      const words = plain(text).split(" ").filter((one) => one.length > 1);
      return words.length ? own.people.filter((one) => words.some((word) => plain(one[2]).startsWith(word))).slice(0, 20) : [];
    };
    const unknown = async (text) => {
      const words = tokenIn(text) || codeIn(text);
      if (!words) return place.replaceChildren(fill("wrong", say("Nobody with this name. Let her in without a ticket.", "Nessuno con questo nome. Puoi far entrare senza iscrizione.")));
      const nonce = await press({ kind: "in", read: words });
      return done(say("Not on the list. I keep the code: let her in.", "Non è in elenco. Tengo il codice: falla entrare."), nonce, null);
    };
    const look = async (text) => {
      if (!text.trim() || !own) return;
      // Online the newest list says it; a telephone that knows nobody yet asks the house.
      const rows = found(text);
      if (!rows.length && navigator.onLine && !tokenIn(text) && !codeIn(text)) return location.assign(`${own.home}?letto=${encodeURIComponent(text)}`);
      if (!rows.length && navigator.onLine && (await refresh(), found(text).length)) return look(text);
      if (!rows.length) await unknown(text);
      else {
        place.replaceChildren(...rows.map(card));
        if (rows.length === 1) $("button:not([hidden])", place)?.focus();
      }
      field.value = "";
      return null;
    };
    const refresh = async () => {
      try {
        const got = await ask(own.roster, { headers: headers() });
        if (got.state === "ended") return stop(say("This telephone is off. Nothing is kept here any more.", "Questo telefono è spento. Qui non c'è più niente."));
        own.people = got.people;
        own.until = Date.now() + got.for;
        await keep();
      } catch { /* the list that is here stays */ }
      return null;
    };

    // --- the camera, where the browser reads squares by itself ------------------------------------
    const camera = async (button) => {
      const reader = new BarcodeDetector({ formats: ["qr_code"] });
      const video = document.createElement("video");
      video.setAttribute("playsinline", "");
      video.muted = true;
      video.width = 320;
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      button.after(video);
      await video.play();
      const end = () => { stream.getTracks().forEach((one) => one.stop()); video.remove(); };
      const step = async () => {
        if (!video.isConnected) return;
        const [one] = await reader.detect(video).catch(() => []);
        if (one) { end(); await look(one.rawValue); } else setTimeout(step, 150);
      };
      setTimeout(end, 60000);
      step();
    };

    // --- beginning -------------------------------------------------------------------------------
    const wire = () => {
      field.form.addEventListener("submit", (event) => { event.preventDefault(); look(field.value); });
      // A reader types wherever the focus is: its letters go into the field.
      document.addEventListener("keydown", (event) => {
        if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " " && !event.target.matches("input, textarea, select")) field.focus();
      });
      const walk = $("form[data-walk]", door);
      walk.addEventListener("submit", async (event) => {
        event.preventDefault();
        const name = walk.elements.name.value.trim();
        if (!name) { walk.elements.name.focus(); return; }
        const heard = new FormData(walk).get("heard") || "";
        const nonce = await press({ kind: "walk_in", name, heard });
        walk.reset();
        done(say(`${name} is inside.`, `${name} è dentro.`), nonce, null);
        ready();
      });
      const button = $("[data-camera]", door);
      if ("BarcodeDetector" in window && navigator.mediaDevices) {
        button.hidden = false;
        button.addEventListener("click", () => camera(button).catch(() => tell(say("The camera does not answer. Type the code.", "La fotocamera non risponde. Scrivi il codice."))));
      }
      window.addEventListener("online", send);
      window.addEventListener("offline", () => send());
      setInterval(() => { if (!document.hidden) (own && own.until <= Date.now() ? expire() : send()); }, 10000);
      setInterval(() => { if (!document.hidden && navigator.onLine && own && !over) refresh(); }, 120000);
    };
    // The list goes with the end of the fair; what was pressed waits until it is sent.
    const expire = async () => {
      own.people = [];
      await keep();
      await send();
    };
    const online = async () => {
      const { worker: script, scope, contact, roster, register, drain: drainTo, who, home } = door.dataset;
      const kept = await read("own", (store) => store.get("door"));
      const before = kept && (await unseal(kept));
      if (before && (before.who !== who || before.home !== home)) {
        if (before.who !== who || !(await waiting())) await wipe();
      }
      const same = before && before.who === who && before.home === home;
      own = { contact: contact, roster, register, drain: drainTo, who, home, people: [], until: 0, ...(same ? { device: before.device, key: before.key, people: before.people, until: before.until } : {}) };
      let said = await ask(contact, { headers: headers() });
      if (said.state !== "live" && own.device) {
        // This telephone was turned off, and somebody keeps the door with it again.
        await wipe();
        own.device = own.key = "";
        said = await ask(contact, { headers: headers() });
      }
      if (!own.device) {
        const made = await ask(register, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": said.token } });
        [own.device, own.key] = [made.device, made.key];
      }
      await keep();
      await refresh();
      wire();
      await send();
      await navigator.serviceWorker?.register(policy.createScriptURL(script), { scope });
      door.dataset.ready = "";
    };
    const offline = async () => {
      const kept = await read("own", (store) => store.get("door"));
      own = kept ? await unseal(kept) : null;
      if (!own) {
        tell(say("No list on this telephone. Use the one on paper.", "Su questo telefono non c'è l'elenco. Usa quello di carta."));
        return;
      }
      wire();
      if (own.until <= Date.now()) await expire();
      window.addEventListener("online", () => location.reload());
      await send();
      field.focus();
      door.dataset.ready = "";
    };

    // Who signs out leaves nothing: first what waits is sent, then all is wiped.
    document.addEventListener("submit", async (event) => {
      const form = event.target.closest(".j-who form");
      if (!form || over) return;
      event.preventDefault();
      await send();
      over = true;
      await wipe();
      form.submit();
    });
    if ("shell" in door.dataset) await offline();
    else if ("keep" in door.dataset && window.indexedDB && crypto.subtle) await online();
  };

  if (typeof ServiceWorkerGlobalScope === "function" && self instanceof ServiceWorkerGlobalScope) worker();
  else page();
})();
