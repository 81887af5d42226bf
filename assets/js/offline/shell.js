// The empty page that a worker keeps, with what it looks like, in a cache of this name.
const shellIn = (name) => {
  const address = () => new URL("guscio/", self.registration.scope).href;
  const fontsOf = async (style) => {
    const text = await (await fetch(style)).text();
    const found = [...text.matchAll(/url\("?([\w.-]+\.woff2)/g)].map((one) => one[1]);
    return found.filter((one) => !one.includes("more")).map((one) => new URL(one, style).href);
  };
  const partsOf = async (html) => {
    const parts = [...html.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((one) => new URL(one[1], location.origin).href);
    const fonts = await Promise.all(parts.filter((one) => one.endsWith(".css")).map(fontsOf));
    return new Set([...parts, ...fonts.flat()]);
  };
  // Asked as a visitor, so that nobody's name is in it. Parts first: the page never stands without its look.
  const refresh = async () => {
    const page = await fetch(address(), { credentials: "omit", cache: "no-store" });
    if (!page.ok) return;
    const wanted = await partsOf(await page.clone().text());
    const cache = await caches.open(name);
    const kept = new Set((await cache.keys()).map((one) => one.url));
    for (const one of kept) if (one !== address() && !wanted.has(one)) await cache.delete(one);
    await Promise.all([...wanted].filter((one) => !kept.has(one)).map((one) => cache.add(one)));
    await cache.put(address(), page);
  };
  const answer = async () => (await caches.match(address())) || Response.error();
  // Pages are answered by ``open`` where it wants to; the look from what is kept.
  const serve = (open) => (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== location.origin || request.method !== "GET") return;
    const page = request.mode === "navigate" && open(event, url);
    if (page) event.respondWith(page);
    else if (url.pathname.startsWith("/static/")) event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  };
  return { refresh, answer, serve };
};
