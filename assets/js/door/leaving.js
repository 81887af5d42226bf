// Who signs out leaves no list: first what waits is sent. What cannot be sent now is told, and stays.
// The name and the key of this browser go with it: the house need not wait for them.
const leave = async () => {
  const known = await device(here.own.home, here.own.who);
  const said = await ask(`${here.own.home}stato/`, { headers: headers(known) });
  if (said.token) await ask(`${here.own.home}telefoni/${known.device}/spegni/`, { method: "POST", headers: { "X-CSRFToken": said.token } });
};
const unsaid = (many) => (loose.size ? onlyHere() : say(`Not sent: ${many}. They stay on this phone until you come back. To leave, press again.`, `Non inviati: ${many}. Restano su questo telefono finché rientri. Per uscire premi ancora.`));
const watch = () => {
  let told = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest(".j-who form");
    if (!form || here.over) return;
    event.preventDefault();
    await within(6000, settle());
    const many = await within(2000, waiting());
    if (many && !told) {
      told = true;
      tell(unsaid(many));
      return;
    }
    here.over = true;
    if (many === 0) await within(6000, leave());
    await within(2000, forget());
    form.submit();
  });
};
