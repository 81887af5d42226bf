// What is kept of this evening while its page is open, and how it is sent.
let row = null;
let busy = false;
let over = false; // sent or wiped: nothing is kept any more
let writing = Promise.resolve();
const evening = () => (EVENING.exec(location.pathname) || [])[1];

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
  $("main").replaceChildren(box);
};
const ended = () => end(say("This phone was signed out. Nothing is kept here any more.", "Questo telefono è stato scollegato. Qui non c'è più niente."));

const content = () => ({ page: row.page, title: row.title, url: row.url, version: row.version, values: row.values, waiting: row.waiting });
const keep = () => {
  writing = writing.then(() => (over || !row ? null : seal(evening(), row, content()))).catch(() => {});
  return writing;
};
const vanish = () => {
  over = true;
  return writing.then(() => forget(evening()));
};

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
