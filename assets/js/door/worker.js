// The worker of the folder of the door. A network that does not answer is none.
const PATIENCE = 10000;
const worker = () => {
  const shell = shellIn("jobcaffe-porta-guscio");
  const late = () => new Promise((_done, fail) => setTimeout(() => fail(new Error("late")), PATIENCE));
  const open = ({ request }, url) =>
    url.pathname.startsWith(new URL(self.registration.scope).pathname) && Promise.race([fetch(request), late()]).catch(shell.answer);
  self.addEventListener("install", (event) => event.waitUntil(shell.refresh().then(() => self.skipWaiting())));
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", shell.serve(open));
};
