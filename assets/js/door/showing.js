// What the door shows: cards of who was found, what was done, the three numbers.
const fill = (name, words) => {
  const made = $(`template[data-${name}]`, here.door).content.cloneNode(true);
  const spot = { done: "p, strong, h2", wrong: "p, strong, h2", one: "h2, h3" }[name];
  const head = $(spot, made);
  if (head) head.textContent = words;
  return made;
};
const numbers = (counts) => {
  const box = $("[data-counts]", here.door);
  if (!counts || !box) return;
  const pairs = [[say("Inside", "Dentro"), counts.inside], [say("arrived", "arrivate"), counts.arrived], [say("expected", "attese"), counts.expected]];
  box.replaceChildren(...pairs.flatMap(([label, number], place) => {
    const strong = document.createElement("strong");
    strong.textContent = number;
    return [`${place ? " · " : ""}${label} `, strong];
  }));
};
const ready = () => { here.field.value = ""; here.field.focus(); };
const wrong = (words) => here.place.replaceChildren(fill("wrong", words));
const done = (words, nonce, who) => {
  const made = fill("done", words);
  const back = async () => {
    if (who) who[4] = who[4] ? 0 : 1;
    await press({ kind: "undo", undoes: nonce });
    wrong(say("Taken back.", "Tolto."));
    ready();
  };
  // A second tap while the first is being kept takes nothing more back.
  $("[data-undo]", made).addEventListener("click", back, { once: true });
  here.place.replaceChildren(made);
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

// --- looking somebody up --------------------------------------------------------------------------
const QUICK = 3000; // so long is the house asked while somebody stands at the door
const unknown = async (text) => {
  const words = tokenIn(text) || codeIn(text);
  if (!words) return wrong(say("Nobody with this name. Let her in without a ticket.", "Nessuno con questo nome. Puoi far entrare senza iscrizione."));
  const nonce = await press({ kind: "in", read: words });
  return done(say("Not on the list. I keep the code: let her in.", "Non è in elenco. Tengo il codice: falla entrare."), nonce, null);
};
const show = (rows) => {
  const list = fill("many", "").firstElementChild;
  list.replaceChildren(...rows.map(card));
  here.place.replaceChildren(list);
  if (rows.length === 1) $("button:not([hidden])", here.place)?.focus();
};
const look = async (typed) => {
  const text = readable(typed);
  if (!text || !here.own) return null;
  // Online the newest list says it; a telephone that knows nobody yet asks the house.
  let rows = found(text, here.own.people);
  if (!rows.length && navigator.onLine) {
    if (!tokenIn(text) && !codeIn(text)) return location.assign(`${here.own.home}?letto=${encodeURIComponent(text)}`);
    await within(QUICK, refresh());
    rows = found(text, here.own.people);
  }
  if (rows.length) show(rows);
  else await unknown(text);
  here.field.value = "";
  return null;
};
