// Leaves at once: the button, or Shift three times. Without this file the button is a plain link.
"use strict";
(() => {
  const link = document.querySelector("[data-exit]");
  if (!link) return;
  const leave = () => {
    document.body.hidden = true;
    location.replace(link.href);
  };
  let pressed = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      pressed = [];
      return;
    }
    pressed = [...pressed.filter((moment) => Date.now() - moment < 3000), Date.now()];
    if (pressed.length === 3) leave();
  });
})();
