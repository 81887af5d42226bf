// The page of an evening: how it begins with and without a network, and when it ends.
let policy = null;
const warn = (form) => {
  const names = named(form);
  form.elements.notes.setAttribute("aria-invalid", names.length ? "true" : "false");
  tell(names.length ? wrong(form)[1] : "", form);
};

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
  const touched = () => {
    clearTimeout(later);
    row.values = values(form);
    later = setTimeout(keep, 300);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
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
  const html = $("main").innerHTML;
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
  row = evening() ? await unseal(evening()) : null;
  if (!row) return;
  if (!row.page) {
    end(say("The numbers wait on this phone. Sign in again when there is a network.", "I numeri sono sul telefono, senza nomi. Entra di nuovo quando torna la rete."));
    over = false;
    window.addEventListener("online", () => location.reload());
    return;
  }
  const found = new DOMParser().parseFromString(policy.createHTML(`<main>${row.page}</main>`), "text/html");
  $("main").replaceChildren(...$("main", found).childNodes);
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
const page = () => {
  // What was kept of a page comes back without its scripts.
  policy = trusted({ createHTML: (html) => html.replace(/<script\b[^]*?(<\/script\s*>|$)/gi, "") });
  document.addEventListener("submit", (event) => {
    if (event.target.closest(".j-who")) { over = true; writing.then(wipe); }
  });
  const form = $("#serata");
  if ($("[data-shell]")) offline();
  else if (form && "closed" in form.dataset) closed(form);
  else if (form) online(form);
};
if (inWorker()) worker();
else page();
