// For people who work here. Every page does its work without this file.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (english, italian) => (document.documentElement.lang === "en" ? english : italian);

  // Pieces of pages come only from our own server, and never bring a script with them.
  if (window.trustedTypes && trustedTypes.createPolicy) {
    trustedTypes.createPolicy("default", {
      createHTML: (html) => html.replace(/<script\b[^]*?(<\/script\s*>|$)/gi, ""),
      createScriptURL: (url) => {
        if (new URL(url, location.href).origin === location.origin) return url;
        throw new TypeError("script of another origin");
      },
    });
  }

  const token = () => $("input[name=csrfmiddlewaretoken]")?.value || "";
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  // What is typed is kept as a draft every ten seconds, when it has changed.
  const autosave = (form) => {
    const status = $("[data-autosave-status]", form);
    let kept = new URLSearchParams(new FormData(form)).toString();
    let busy = false;
    // What was sent is no draft any more: leaving the page after it must not bring one back.
    let sent = false;
    const keep = async () => {
      const now = new URLSearchParams(new FormData(form)).toString();
      if (busy || sent || now === kept) return;
      busy = true;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body: new URLSearchParams(new FormData(form)),
          headers: { "X-CSRFToken": token(), "X-Autosave": "1" },
          credentials: "same-origin",
          keepalive: true,
        });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        kept = now;
        status.textContent = say(`Saved at ${clock()}. You can go on when you want.`, `Salvato alle ${clock()}. Puoi riprendere quando vuoi.`);
      } catch {
        status.textContent = say("Not saved: no connection. We try again.", "Non salvato: manca la rete. Riproviamo fra poco.");
      } finally {
        busy = false;
      }
    };
    setInterval(keep, 10000);
    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("pageshow", () => { sent = false; });
    document.addEventListener("visibilitychange", () => document.hidden && keep());
  };

  // A second press of the same button within two seconds is a mistake of the hand.
  const once = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent && Date.now() - form.dataset.sent < 2000) event.preventDefault();
    else form.dataset.sent = Date.now();
  };

  // Work in progress: asks the address again until it says where to go.
  const poll = (box) => {
    const bar = $("progress", box);
    const ask = async () => {
      try {
        const answer = await fetch(box.dataset.poll, { credentials: "same-origin", headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.status);
        const { value, total, label, url } = await answer.json();
        bar.max = total || 1;
        bar.value = value;
        const share = `${Math.round((100 * value) / (total || 1))}%`;
        $("[data-poll-share]", box).textContent = share;
        if (label) $("[data-poll-label]", box).textContent = label;
        if (url) {
          $("[data-poll-status]", box).textContent = say("Finished", "Finito");
          location.assign(url);
          return;
        }
        setTimeout(ask, 1000);
      } catch {
        setTimeout(ask, 5000);
      }
    };
    ask();
  };

  // A table or list that was swapped in: the focus goes to what is to be mended or to the heading.
  const settle = (root) => {
    const target = $("[data-error-summary]", root) || $("[data-focus]", root);
    if (target) {
      target.tabIndex = -1;
      target.focus();
    }
  };

  // Alt+N: the new thing of this page. Ctrl+Enter: the main button of the form one is in.
  document.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && event.key.toLowerCase() === "n") {
      const link = $("[data-new]");
      if (link) {
        event.preventDefault();
        link.click();
      }
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = document.activeElement?.form || $("main form[method=post]");
      if (form) {
        event.preventDefault();
        form.requestSubmit($("button[type=submit]", form));
      }
    }
  });
  document.addEventListener("submit", once);
  document.addEventListener("htmx:afterSettle", (event) => settle(event.target));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  $$("form[data-autosave]").forEach(autosave);
  $$("[data-poll]").forEach(poll);
  settle(document);
})();
