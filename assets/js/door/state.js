// What the parts of the page share.
const here = {
  policy: null,
  door: null, // the part of the page that is the door, its field and the two places that change
  field: null,
  place: null,
  status: null,
  own: null, // addresses, who, until, people: what the list is made of
  over: false,
  // Does the house know this browser? The page that was kept for when there is no network stands for a yes.
  joined: false,
};
const tell = (text) => { here.status.textContent = text; };
const pause = (long) => new Promise((done) => setTimeout(done, long));
// Nothing that fails or does not answer keeps who wants to go on.
const within = (long, work) => Promise.race([work.catch(() => null), pause(long).then(() => null)]);
// A telephone that cannot keep its list has it in front of it all the same.
const keep = async () => {
  if (!here.over) await keepList(here.own).catch(() => null);
  if (here.over) await forget().catch(() => null);
};

const ANSWER = 20000;
const headers = (known, more = {}) => ({ Accept: "application/json", "X-Porta": known.device, "X-Porta-Chiave": known.key, ...more });
const ask = async (url, options = {}) => {
  const limit = AbortSignal.timeout ? { signal: AbortSignal.timeout(ANSWER) } : {};
  const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "manual", ...limit, ...options });
  if (answer.status === 404 || answer.status === 410) return { state: "ended" };
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};
