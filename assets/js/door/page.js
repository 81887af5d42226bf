// The page: what is pressed where, and how it begins with and without a network.
const walkIn = async (walk) => {
  const name = walk.elements.name.value.trim();
  if (!name) { walk.elements.name.focus(); return; }
  const heard = new FormData(walk).get("heard") || "";
  // Empty at once: a second tap finds nobody to let in.
  walk.reset();
  const nonce = await press({ kind: "walk_in", name, heard });
  done(say(`${name} is inside.`, `${name} è dentro.`), nonce, null);
  ready();
};
// The list goes with the end of the fair; what was pressed waits until it is sent.
const expire = async () => {
  here.own.people = [];
  await keep();
  await send();
};
const wire = () => {
  const { field, door } = here;
  field.form.addEventListener("submit", (event) => { event.preventDefault(); look(field.value); });
  // A reader types wherever the focus is: its letters go into the field.
  document.addEventListener("keydown", (event) => {
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " " && !event.target.matches("input, textarea, select")) field.focus();
  });
  const walk = $("form[data-walk]", door);
  walk.addEventListener("submit", (event) => { event.preventDefault(); walkIn(walk); });
  const button = $("[data-camera]", door);
  if (navigator.mediaDevices) {
    button.hidden = false;
    button.addEventListener("click", () => camera(button).catch(() => tell(say("The camera does not answer. Type the code.", "La fotocamera non risponde. Scrivi il codice."))));
  }
  // What lives on this page alone goes with it: the browser asks first.
  window.addEventListener("beforeunload", (event) => { if (loose.size) event.preventDefault(); });
  window.addEventListener("online", send);
  window.addEventListener("offline", () => send());
  setInterval(() => { if (!document.hidden) (here.own && here.own.until <= Date.now() ? expire() : send()); }, 10000);
  setInterval(() => { if (!document.hidden && navigator.onLine && here.own && !here.over) refresh(); }, 120000);
};
const online = async () => {
  const { who, home } = here.door.dataset;
  const before = await keptList();
  const same = before && before.who === who && before.home === home;
  if (before && !same) await forget();
  here.own = { who, home, people: [], until: 0, ...(same ? { people: before.people, until: before.until } : {}) };
  // A telephone that only holds what was pressed keeps no list, and says nothing when it holds nothing.
  const sends = "keep" in here.door.dataset;
  if (!sends && !(await waiting())) return forget();
  // A network that does not answer keeps nobody from beginning.
  await within(QUICK, join());
  if (sends) {
    await keep();
    await within(QUICK, refresh());
    wire();
  } else setInterval(send, 10000);
  await send();
  await install()?.catch(() => null);
  here.door.dataset.ready = "";
  return null;
};
const offline = async () => {
  here.own = await keptList();
  if (!here.own) {
    tell(say("No list on this telephone. Use the one on paper.", "Su questo telefono non c'è l'elenco. Usa quello di carta."));
    return;
  }
  wire();
  if (here.own.until <= Date.now()) await expire();
  window.addEventListener("online", () => location.reload());
  await send();
  here.field.focus();
  here.door.dataset.ready = "";
};
const page = async () => {
  here.policy = trusted();
  here.door = $("[data-door]");
  here.field = $("input[type=search]", here.door);
  here.place = $("[data-place]", here.door);
  here.status = $("[data-status]", here.door);
  here.joined = "shell" in here.door.dataset;
  if ("shell" in here.door.dataset) await offline();
  else if ("send" in here.door.dataset && window.indexedDB && crypto.subtle) {
    watch();
    await online();
  }
};
if (inWorker()) worker();
else page();
