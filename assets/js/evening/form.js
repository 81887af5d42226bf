// The form of an evening: what its boxes hold, how they count, and what would be refused, said while there
// is no network.
const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^a-z0-9]+/).filter((one) => one.length > 1);
const boxes = (form) => [...form.elements].filter((one) => one.id && one.matches("input:not([type=hidden]), textarea, select"));
const values = (form) => Object.fromEntries(boxes(form).map((one) => [one.id, one.type === "checkbox" ? one.checked : one.value]));
const fill = (form, kept) => boxes(form).forEach((one) => {
  if (!(one.id in kept)) return;
  if (one.type === "checkbox") one.checked = kept[one.id];
  else one.value = kept[one.id];
});

const count = (form) => {
  const button = $("[data-save] span", form);
  const present = form.elements.present;
  if (!button || !present) return;
  const { one, many } = $("[data-save]", form).dataset;
  if (/^\d+$/.test(present.value)) button.textContent = (present.value === "1" ? one : many).replace("#", present.value);
};
const step = (box, by) => {
  box.value = String(Math.max(0, (parseInt(box.value, 10) || 0) + by));
  box.dispatchEvent(new Event("input", { bubbles: true }));
};
const steppers = (form) => $$("[data-step]", form).forEach((button) => {
  const box = $("input", button.parentElement);
  const label = $(`label[for="${box.id}"]`, form);
  button.hidden = false;
  if (label) button.setAttribute("aria-label", `${label.textContent.trim()}: ${button.getAttribute("aria-label")}`);
  button.addEventListener("click", () => step(box, Number(button.dataset.step)));
});

// --- what would be refused, said while there is no network ---------------------------------------
const named = (form) => {
  const said = new Set(words(form.elements.notes.value));
  return $$("[data-name]", form).map((one) => one.textContent.trim()).filter((name) => words(name).some((part) => said.has(part)));
};
const number = (form, name) => parseInt(form.elements[name].value, 10) || 0;
const wrong = (form) => {
  const names = named(form);
  if (names.length) return [form.elements.notes, say(`The notes name ${names[0]}. Take the name away.`, `Nelle note c'è il nome di una persona: ${names[0]}. Toglilo.`)];
  if (/\S@\S|\d[\d\s./-]{6,}\d/.test(form.elements.notes.value)) return [form.elements.notes, say("The notes hold a contact. Take it away.", "Nelle note c'è un recapito. Toglilo.")];
  if (!/^\d{1,2}$/.test(form.elements.present.value.trim())) return [form.elements.present, say("Write how many are here.", "Scrivi quante persone ci sono.")];
  if (number(form, "new") > number(form, "present")) return [form.elements.new, say("New people are among those present.", "Le persone nuove sono fra quelle presenti.")];
  for (const when of ["start", "end"]) {
    const round = $$(`[name^="${when}-"]`, form);
    if (round.reduce((sum, one) => sum + (parseInt(one.value, 10) || 0), 0) > number(form, "present")) return [round[0], say("There are more moods than people.", "Gli umori sono più delle persone presenti.")];
  }
  const themes = $$("[name=themes]:checked", form);
  if (themes.length > 3) return [themes[0], say("Choose three themes at most.", "Scegli al massimo tre temi.")];
  return null;
};
