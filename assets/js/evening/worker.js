// The worker of the folder of the evenings: a page that has an evening is the one that is kept, without a network.
const worker = () => {
  const shell = shellIn("jobcaffe-serate-guscio");
  const gone = async (id, status) => {
    if (status === 404) return forget(id);
    const [row] = await rows();
    if (row) await ask(row).catch(strip);
  };
  const open = async (request, id, after) => {
    await expire();
    let answer;
    try {
      answer = await fetch(request);
    } catch {
      return shell.answer();
    }
    if (answer.type === "opaqueredirect" || answer.redirected || [401, 403, 404].includes(answer.status)) await gone(id, answer.status);
    else after(shell.refresh().catch(() => {}));
    return answer;
  };
  const answered = (event, url) => {
    const found = EVENING.exec(url.pathname);
    const ours = found && `${new URL(self.registration.scope).pathname}${found[1]}/` === url.pathname;
    return ours && open(event.request, found[1], (work) => event.waitUntil(work));
  };
  self.addEventListener("install", (event) => event.waitUntil(shell.refresh().then(() => self.skipWaiting())));
  self.addEventListener("activate", (event) => event.waitUntil(expire().then(() => self.clients.claim())));
  self.addEventListener("fetch", shell.serve(answered));
};
