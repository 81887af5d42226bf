// What the telephone keeps of an evening: one row per evening, sealed with AES-GCM under a key that never
// leaves the browser. It goes when it was sent, after twelve hours, at sign-out, and when the session was
// ended by somebody. The page and the worker of the folder of the evenings agree on it.
const BASE = "jobcaffe-serate";
const HOURS = 12;
const EVENING = /\/([0-9a-f]{8}-[0-9a-f-]{27})\/$/;

const inside = async (store, mode, work) => {
  const open = await openBase(BASE, ["keys", "sealed"]);
  try {
    return await changed(open, store, mode, work);
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
  const made = await newKey();
  // Two tabs may come at once: the first key stays.
  try {
    await inside("keys", "readwrite", (store) => store.add(made, "k"));
    return made;
  } catch {
    return inside("keys", "readonly", (store) => store.get("k"));
  }
};
const bound = (id, iv) => ({ name: SEALING, iv, additionalData: new TextEncoder().encode(id) });
const seal = async (id, open, content) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(bound(id, iv), await key(), clearBytes(content));
  const { until, who, ticket, contact } = open;
  await inside("sealed", "readwrite", (store) => store.put({ until, who, ticket, contact, iv, data }, id));
};
const unseal = async (id) => {
  const row = await inside("sealed", "readonly", (store) => store.get(id));
  if (!row) return null;
  const own = await key();
  try {
    const clear = await crypto.subtle.decrypt(bound(id, row.iv), own, row.data);
    return { ...row, id, ...fromBytes(clear) };
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
