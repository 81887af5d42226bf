// What the telephone keeps, sealed with AES-GCM under keys that never leave the browser, each beside what it
// opens: with it goes its key. The list (code → first name and first talk) stays until two hours after the
// fair, at sign-out or when the telephone is turned off; what was pressed until the house says that it has it,
// whatever else happens. Beside them the name and the key under which the house knows this browser.
let base = null;
// A browser may close what was open: it is opened once more.
const opened = () => {
  base = base || openBase("jobcaffe-porta", ["own", "queue"]).catch((fault) => { base = null; throw fault; });
  return base;
};
// What was pressed outlives the battery: the list comes again, and need not be waited for.
const on = async (store, mode, work) => {
  const durability = store === "queue" ? "strict" : "default";
  try {
    return await changed(await opened(), store, mode, work, durability);
  } catch (fault) {
    if (fault?.name !== "InvalidStateError") throw fault;
    base = null;
    return changed(await opened(), store, mode, work, durability);
  }
};
const read = (store, work) => on(store, "readonly", work);
const write = (store, work) => on(store, "readwrite", work);
const seal = async (value) => {
  const [key, iv] = [await newKey(), crypto.getRandomValues(new Uint8Array(12))];
  return { key, iv, data: await crypto.subtle.encrypt({ name: SEALING, iv }, key, clearBytes(value)) };
};
const unseal = async (row) => {
  try {
    return fromBytes(await crypto.subtle.decrypt({ name: SEALING, iv: row.iv }, row.key, row.data));
  } catch {
    return null;
  }
};

// --- the list -------------------------------------------------------------------------------------
const keepList = async (list) => {
  const sealed = await seal(list);
  await write("own", (store) => store.put(sealed, "door"));
};
const keptList = async () => {
  const row = await read("own", (store) => store.get("door"));
  return row ? unseal(row) : null;
};

// --- what was pressed -----------------------------------------------------------------------------
// Where a full disk takes nothing more, what was pressed lives with the page, and is said to.
const loose = new Map();
// Who signs out of any page loses what the browser keeps, unless this says that something is not sent yet.
const mark = (many) => {
  document.cookie = `jobcaffe-porta=${many ? 1 : ""};path=/;samesite=strict;max-age=${many ? 2592000 : 0}`;
};
const store = async (nonce, row) => {
  const sealed = await seal(row);
  await write("queue", (queue) => queue.put(sealed, nonce));
  loose.delete(nonce);
};
const hold = async (nonce, row) => {
  mark(1);
  loose.set(nonce, row);
  await store(nonce, row).catch(() => null);
};
const drop = (ids) => {
  ids.forEach((id) => loose.delete(id));
  return write("queue", (queue) => ids.forEach((id) => queue.delete(id)));
};
const waiting = async () => {
  const many = await read("queue", (queue) => queue.count()).catch((fault) => {
    if (loose.size) return 0;
    throw fault;
  });
  mark(many + loose.size);
  return many + loose.size;
};
// Everything that waits, by the door at which it was pressed; what cannot be opened any more is nobody's.
const queued = async () => {
  await Promise.all([...loose].map(([nonce, row]) => store(nonce, row).catch(() => null)));
  const [ids, rows] = await Promise.all([read("queue", (queue) => queue.getAllKeys()), read("queue", (queue) => queue.getAll())]);
  const all = [...(await Promise.all(rows.map(unseal))), ...loose.values()];
  const gone = ids.filter((_id, number) => !all[number]);
  if (gone.length) await drop(gone);
  const doors = new Map();
  for (const row of all) if (row) doors.set(row.home, [...(doors.get(row.home) || []), row.fact]);
  return doors;
};
const forget = async () => {
  await waiting();
  await write("own", (own) => own.delete("door"));
};

// --- under which name and key the house knows this browser, at one door in the hand of one keeper -----
const named = new Map();
const device = async (home, who) => {
  const name = `device:${home}|${who}`;
  const kept = named.get(name) || (await read("own", (own) => own.get(name)));
  if (kept) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const made = { device: crypto.randomUUID(), key: [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("") };
  // Two tabs at once: what the first one made stays. A full disk keeps neither: it is this page's alone.
  const first = await write("own", (own) => own.add(made, name)).then(() => made, () => read("own", (own) => own.get(name)));
  if (!first) named.set(name, made);
  return first || made;
};
const lose = (home, who) => {
  named.delete(`device:${home}|${who}`);
  return write("own", (own) => own.delete(`device:${home}|${who}`));
};
