// What a reader, a camera or two thumbs put into the field: a ticket's link, a code, or a name.
const LETTERS = "ACEFHKLMPRTX";
const ALIKE = { O: 0, Q: 0, D: 0, I: 1, S: 5, Z: 2, B: 8, G: 6 };
const LONGEST = 500; // letters of what is read: an address of megabytes opens no page
const readable = (typed) => typed.trim().slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
const codeIn = (text) => {
  const all = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const digits = [...all.slice(1)].map((one) => ALIKE[one] ?? one).join("");
  return LETTERS.includes(all[0]) && /^\d{4}$/.test(digits) ? `${all[0]}${digits[0]}-${digits.slice(1)}` : "";
};
const tokenIn = (text) => (/[0-9a-f]{52}/.exec(text.toLowerCase()) || [""])[0];
const found = (text, people) => {
  const key = tokenIn(text).slice(0, 12);
  const code = codeIn(text);
  if (key) return people.filter((one) => one[0] === key);
  if (code) return people.filter((one) => one[1] === code);
  const words = plain(text).split(" ").filter((one) => one.length > 1);
  return words.length ? people.filter((one) => words.some((word) => plain(one[2]).startsWith(word))).slice(0, 20) : [];
};
