// Makes or shows a passkey (W3C WebAuthn) when the form marked data-passkey is sent.
// The browser's answer travels in the form itself: nothing is fetched.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  const source = document.getElementById("passkey-options");
  if (!form || !source) return;
  const problem = document.querySelector("[data-passkey-problem]");
  const tell = () => {
    if (problem) {
      problem.hidden = false;
      problem.scrollIntoView({ block: "nearest" });
    }
  };

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  // Options come as JSON: what the browser wants as bytes is base64url there.
  const asked = (options) => {
    const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
    }
    return { publicKey: key };
  };

  const answered = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  let busy = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    if (busy) return;
    if (!navigator.credentials) return tell();
    busy = true;
    try {
      const options = asked(JSON.parse(source.textContent));
      const credential = await navigator.credentials[form.dataset.passkey](options);
      form.elements.answer.value = answered(credential);
      form.submit();
    } catch {
      tell();
    } finally {
      busy = false;
    }
  });
})();
