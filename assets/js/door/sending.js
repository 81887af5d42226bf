// Pressing and sending: kept before it is said, let go of when the house says that it has it.
const BATCH = 200;
let busy = false;
let again = false;
let last = 0; // of what waits, by this telephone's clock

const onlyHere = () => say(`Memory full: ${loose.size} on this page alone. Do not close it, write the names on paper.`, `Memoria piena: ${loose.size} solo su questa pagina. Non chiuderla, scrivi i nomi su carta.`);
const stay = (many) => (loose.size ? onlyHere() : say(`Not sent: ${many}. They stay on this phone: take it to the office.`, `Non inviati: ${many}. Restano su questo telefono: portalo in segreteria.`));
// The list goes, and all that could be pressed. What was not sent stays, and is said.
const stop = async (text) => {
  here.over = true;
  await forget();
  here.own = null;
  const many = await waiting();
  [...here.door.children].forEach((one) => { one.hidden = one !== here.status; });
  tell(many ? `${text} ${stay(many)}` : `${text} ${say("Nothing is kept here any more.", "Qui non c'è più niente.")}`);
};
const off = () => stop(say("This phone is off.", "Questo telefono è spento."));

// A clock that is put right in between does not put a press before an earlier one.
const moment = () => {
  last = Math.max(Date.now(), last + 1);
  return last;
};
const press = async (fact) => {
  const nonce = crypto.randomUUID();
  await hold(nonce, { home: here.own.home, fact: { nonce, at: moment(), ...fact } });
  await waiting();
  await keep();
  send();
  return nonce;
};
// A name that the house has turned off is no use any more: this keeper's browser gets another.
const register = async (home, token) => {
  for (let more = 2; more; more -= 1) {
    const known = await device(home, here.own.who);
    const said = await ask(`${home}telefono/`, { method: "POST", headers: headers(known, { "X-CSRFToken": token }) });
    if (said.device) return known;
    await lose(home, here.own.who);
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
    if (home === here.own.home) numbers(got.counts);
  }
  return late;
};
const join = async () => {
  const said = await ask(`${here.own.home}stato/`, { headers: { Accept: "application/json" } });
  if (said.token) await register(here.own.home, said.token);
  here.joined = true;
};
const install = () => navigator.serviceWorker?.register(here.policy.createScriptURL(here.door.dataset.worker), { scope: here.door.dataset.scope });
const refresh = async () => {
  try {
    const got = await ask(`${here.own.home}elenco.json`, { headers: { Accept: "application/json" } });
    if (got.state === "ended") return send();
    here.own.people = got.people;
    here.own.until = Date.now() + got.for;
    await keep();
  } catch { /* the list that is here stays */ }
  return null;
};
const rested = async () => {
  here.own.people = [];
  await keep();
  here.place?.replaceChildren();
  const many = await waiting();
  tell(many ? say(`Sign in again: ${many} not sent, safe here.`, `Entra di nuovo. Segnati e non inviati: ${many}, al sicuro qui.`) : say("Sign in again.", "Entra di nuovo."));
};
// How many were pressed after the end, how many stay for another fair; ``null`` when this telephone is off.
const everything = async (known, token) => {
  const left = { after: 0, elsewhere: 0 };
  for (const [home, facts] of await queued()) {
    const own = home === here.own.home;
    last = facts.reduce((most, one) => Math.max(most, one.at), last);
    const as = own ? known : await register(home, token);
    const many = as ? await deliver(home, as, facts, token) : null;
    if (many === null && own) return null;
    if (many === null) left.elsewhere += facts.length;
    left.after += many || 0;
  }
  return left;
};
const drain = async () => {
  const late = !here.joined;
  if (late) await join();
  const known = await device(here.own.home, here.own.who);
  const said = await ask(`${here.own.home}stato/`, { headers: headers(known) });
  if (said.state === "rested") return rested();
  if (said.state === "ended" || said.who !== here.own.who) return off();
  numbers(said.counts);
  // What could not be asked when the page came.
  if (late && said.state === "live" && "keep" in here.door.dataset) {
    await refresh();
    await install()?.catch(() => null);
  }
  const left = await everything(known, said.token);
  if (!left) return off();
  const { after, elsewhere } = left;
  const uncounted = after ? ` ${say(`Pressed after the end, not counted: ${after}.`, `Segnati dopo la chiusura, non contano: ${after}.`)}` : "";
  if (said.state === "shut") return stop(say("The fair is closed. Everything is sent.", "La JOBFEST è chiusa. È tutto inviato.") + uncounted);
  if (!(await waiting())) last = 0;
  return tell((elsewhere ? say(`Connected. Still here: ${elsewhere}, of another fair.`, `In rete. Restano qui: ${elsewhere}, di un'altra JOBFEST.`) : say("Connected. Everything is sent.", "In rete. È tutto inviato.")) + uncounted);
};
const unsent = (many) => (loose.size ? onlyHere() : say(`No network. Kept on this phone: ${many}.`, `Senza rete. Segnati su questo telefono: ${many}.`));
const send = async () => {
  if (here.over || !here.own) return;
  if (busy) { again = true; return; }
  busy = true;
  try {
    again = false;
    await drain();
  } catch {
    const many = await waiting();
    tell(many ? unsent(many) : say("No network. Go on: I keep everything.", "Senza rete. Vai avanti: tengo tutto."));
  } finally {
    busy = false;
    // What was pressed meanwhile is sent, or at least counted, too.
    if (again && !here.over) send();
  }
};
// Something may be on its way already: it is waited for, too.
const settle = async () => {
  await send();
  while (busy) await pause(100);
};
