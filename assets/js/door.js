// The door of a fair, also without a network. This file is the page's script and, under another address,
// the worker of the folder of the door.
//
// Kept on the telephone, sealed with AES-GCM under keys that never leave the browser: the list (code →
// first name and first talk) until two hours after the fair, at sign-out or when the telephone is turned off;
// what was pressed until the house says that it has it, whatever else happens. Beside them the name and the
// key under which the house knows this browser. In the cache lie an empty page and the look of it.
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
  const LIST = "key", QUEUE = "queue-key";
  // Two tabs at once: what the first one made stays.
  const once = async (name, make) => {
    const kept = await read("own", (store) => store.get(name));
    if (kept) return kept;
    const made = await make();
    return write("own", (store) => store.add(made, name)).then(() => made, () => read("own", (store) => store.get(name)));
  };
  const sealing = (name) => once(name, () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
  const seal = async (value, name) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const clear = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealing(name), clear) };
  };
  const unseal = async (row, name) => {
    try {
      const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await sealing(name), row.data);
      return JSON.parse(new TextDecoder().decode(clear));
    } catch {
      return null;
    }
  };
  // Who signs out of any page loses what the browser keeps, unless this says that something is not sent yet.
  const waiting = async () => {
    const many = await read("queue", (store) => store.count());
    document.cookie = `jobcaffe-porta=${many ? 1 : ""};path=/;samesite=strict;max-age=${many ? 2592000 : 0}`;
    return many;
  };
  // With its key goes the list: what a disk still holds cannot be opened. The other key goes with the last
  // thing that was sent; what still waits stays.
  const forget = async () => {
    const gone = ["door", LIST, ...((await waiting()) ? [] : [QUEUE])];
    await write("own", (store) => gone.forEach((name) => store.delete(name)));
  };
  // Under which name and key the house knows this browser, at one door in the hand of one keeper.
  const device = (home, who) => once(`device:${home}|${who}`, async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    return { device: crypto.randomUUID(), key: [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("") };
  });
  const lose = (home, who) => write("own", (store) => store.delete(`device:${home}|${who}`));

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
    // Does the house know this browser? The page that was kept for when there is no network stands for a yes.
    let joined = "shell" in door.dataset;

    const tell = (text) => { status.textContent = text; };
    const keep = async () => { if (!over) { const sealed = await seal(own, LIST); await write("own", (store) => store.put(sealed, "door")); } };
    const stay = (many) => say(`Not sent: ${many}. They stay on this phone: take it to the office.`, `Non inviati: ${many}. Restano su questo telefono: portalo in segreteria.`);
    // The list goes, and all that could be pressed. What was not sent stays, and is said.
    const stop = async (text) => {
      over = true;
      await forget();
      own = null;
      const many = await waiting();
      [...door.children].forEach((one) => { one.hidden = one !== status; });
      tell(many ? `${text} ${stay(many)}` : `${text} ${say("Nothing is kept here any more.", "Qui non c'è più niente.")}`);
    };
    const off = () => stop(say("This phone is off.", "Questo telefono è spento."));
    const headers = (known, more = {}) => ({ Accept: "application/json", "X-Porta": known.device, "X-Porta-Chiave": known.key, ...more });
    const ask = async (url, options = {}) => {
      const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "manual", ...options });
      if (answer.status === 404 || answer.status === 410) return { state: "ended" };
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
      if (!counts || !box) return;
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
      const sealed = await seal({ home: own.home, fact: { nonce, at: Date.now(), ...fact } }, QUEUE);
      await write("queue", (store) => store.add(sealed, nonce));
      await waiting();
      await keep();
      send();
      return nonce;
    };
    // Everything that waits, by the door at which it was pressed; what no key opens any more is nobody's.
    const queued = async () => {
      const [ids, rows] = await Promise.all([read("queue", (store) => store.getAllKeys()), read("queue", (store) => store.getAll())]);
      const doors = new Map([[own.home, []]]);
      for (const [number, id] of ids.entries()) {
        const row = await unseal(rows[number], QUEUE);
        if (!row) { await drop([id]); continue; }
        if (!doors.has(row.home)) doors.set(row.home, []);
        doors.get(row.home).push(row.fact);
      }
      return doors;
    };
    const drop = (ids) => write("queue", (store) => ids.forEach((id) => store.delete(id)));
    // A name that the house has turned off is no use any more: this keeper's browser gets another.
    const register = async (home, token) => {
      for (let more = 2; more; more -= 1) {
        const known = await device(home, own.who);
        const said = await ask(`${home}telefono/`, { method: "POST", headers: headers(known, { "X-CSRFToken": token }) });
        if (said.device) return known;
        await lose(home, own.who);
      }
      return null;
    };
    // Only what the house says that it has is let go of.
    const deliver = async (home, known, facts, token) => {
      let late = 0;
      for (let from = 0; from < facts.length; from += BATCH) {
        const part = facts.slice(from, from + BATCH);
        const got = await ask(`${home}manda/`, { method: "POST", headers: headers(known, { "Content-Type": "application/json", "X-CSRFToken": token }), body: JSON.stringify({ sent: Date.now(), facts: part }) });
        if (got.state === "ended") return null;
        await drop([...got.taken, ...got.refused, ...got.late].filter(Boolean));
        late += got.late.length;
        if (home === own.home) numbers(got.counts);
      }
      return late;
    };
    const join = async () => {
      const said = await ask(`${own.home}stato/`, { headers: { Accept: "application/json" } });
      if (said.token) await register(own.home, said.token);
      joined = true;
    };
    const install = () => navigator.serviceWorker?.register(policy.createScriptURL(door.dataset.worker), { scope: door.dataset.scope });
    const drain = async () => {
      const late = !joined;
      if (late) await join();
      const known = await device(own.home, own.who);
      const said = await ask(`${own.home}stato/`, { headers: headers(known) });
      if (said.state === "rested") {
        own.people = [];
        await keep();
        place?.replaceChildren();
        const many = await waiting();
        return tell(many ? say(`Sign in again: ${many} not sent, safe here.`, `Entra di nuovo. Segnati e non inviati: ${many}, al sicuro qui.`) : say("Sign in again.", "Entra di nuovo."));
      }
      if (said.state === "ended" || said.who !== own.who) return off();
      numbers(said.counts);
      // What could not be asked when the page came.
      if (late && said.state === "live" && "keep" in door.dataset) {
        await refresh();
        await install()?.catch(() => null);
      }
      let after = 0;
      let elsewhere = 0;
      for (const [home, facts] of await queued()) {
        const here = home === own.home ? known : await register(home, said.token);
        const many = here ? await deliver(home, here, facts, said.token) : null;
        if (many === null && home === own.home) return off();
        if (many === null) elsewhere += facts.length;
        after += many || 0;
      }
      const left = after ? ` ${say(`Pressed after the end, not counted: ${after}.`, `Segnati dopo la chiusura, non contano: ${after}.`)}` : "";
      if (said.state === "shut") return stop(say("The fair is closed. Everything is sent.", "La JOBFEST è chiusa. È tutto inviato.") + left);
      await waiting();
      return tell((elsewhere ? say(`Connected. Still here: ${elsewhere}, of another fair.`, `In rete. Restano qui: ${elsewhere}, di un'altra JOBFEST.`) : say("Connected. Everything is sent.", "In rete. È tutto inviato.")) + left);
    };
    const send = async () => {
      if (over || !own) return;
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
        const list = fill("many", "").firstElementChild;
        list.replaceChildren(...rows.map(card));
        place.replaceChildren(list);
        if (rows.length === 1) $("button:not([hidden])", place)?.focus();
      }
      field.value = "";
      return null;
    };
    const refresh = async () => {
      try {
        const got = await ask(`${own.home}elenco.json`, { headers: { Accept: "application/json" } });
        if (got.state === "ended") return send();
        own.people = got.people;
        own.until = Date.now() + got.for;
        await keep();
      } catch { /* the list that is here stays */ }
      return null;
    };

    // --- the camera: squares are read by the browser, or where it cannot by a script kept with the page ----
    const detector = async () => {
      const formats = ["qr_code"];
      const native = window.BarcodeDetector;
      const reads = native ? await native.getSupportedFormats().catch(() => []) : [];
      const Reader = reads.includes(formats[0]) ? native : (await import(door.dataset.src)).BarcodeDetector;
      return new Reader({ formats });
    };
    const camera = async (button) => {
      const reader = await detector();
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
      if (navigator.mediaDevices) {
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
      const { who, home } = door.dataset;
      const kept = await read("own", (store) => store.get("door"));
      const before = kept && (await unseal(kept, LIST));
      const same = before && before.who === who && before.home === home;
      if (before && !same) await forget();
      own = { who, home, people: [], until: 0, ...(same ? { people: before.people, until: before.until } : {}) };
      // A telephone that only holds what was pressed keeps no list, and says nothing when it holds nothing.
      const sends = "keep" in door.dataset;
      if (!sends && !(await waiting())) return forget();
      await join().catch(() => null);
      if (sends) {
        await keep();
        await refresh();
        wire();
      } else setInterval(send, 10000);
      await send();
      await install()?.catch(() => null);
      door.dataset.ready = "";
    };
    const offline = async () => {
      const kept = await read("own", (store) => store.get("door"));
      own = kept ? await unseal(kept, LIST) : null;
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

    // The name and the key of this browser go with it: the house need not wait for them.
    const leave = async () => {
      const known = await device(own.home, own.who);
      const said = await ask(`${own.home}stato/`, { headers: headers(known) });
      if (said.token) await ask(`${own.home}telefoni/${known.device}/spegni/`, { method: "POST", headers: { "X-CSRFToken": said.token } });
    };
    const pause = (long) => new Promise((done) => setTimeout(done, long));
    // Nothing that fails or does not answer keeps who wants to leave.
    const within = (long, work) => Promise.race([work.catch(() => null), pause(long).then(() => null)]);
    // Something may be on its way already: it is waited for, too.
    const settle = async () => {
      await send();
      while (busy) await pause(100);
    };
    // Who signs out leaves no list: first what waits is sent. What cannot be sent now is told, and stays.
    const watch = () => {
      let told = false;
      document.addEventListener("submit", async (event) => {
        const form = event.target.closest(".j-who form");
        if (!form || over) return;
        event.preventDefault();
        await within(6000, settle());
        const many = await within(2000, waiting());
        if (many && !told) {
          told = true;
          tell(say(`Not sent: ${many}. They stay on this phone until you come back. To leave, press again.`, `Non inviati: ${many}. Restano su questo telefono finché rientri. Per uscire premi ancora.`));
          return;
        }
        over = true;
        if (many === 0) await within(6000, leave());
        await within(2000, forget());
        form.submit();
      });
    };
    if ("shell" in door.dataset) await offline();
    else if ("send" in door.dataset && window.indexedDB && crypto.subtle) {
      watch();
      await online();
    }
  };

  if (typeof ServiceWorkerGlobalScope === "function" && self instanceof ServiceWorkerGlobalScope) worker();
  else page();
})();
