"use strict";
// Made only when a reader taps "keep": answers from the internet first, from what was kept where that is silent.
const CONTENT = `${registration.scope}offline/inhalt.json`, STORE = `gremium ${registration.scope}`;
const PRIVATE = /^\/[^/]+\/({{ private }})\//;
const DAY = 86400000, PATIENCE = 8000;
const load = (address) => fetch(address, { cache: "no-cache", credentials: "omit" });
const kept = (address) => caches.match(address, { ignoreVary: true });

async function keep(isFirst) {
  const content = await load(CONTENT);
  const { addresses } = await content.clone().json();
  const copies = await Promise.all(addresses.map(load));
  if (!copies.every((copy) => copy.ok && !copy.redirected)) throw new Error("incomplete");
  if (!isFirst && !(await caches.has(STORE))) return;
  const store = await caches.open(STORE);
  await Promise.all(addresses.map((address, place) => store.put(address, copies[place])));
  for (const { url } of await store.keys()) if (!addresses.includes(new URL(url).pathname)) await store.delete(url);
  await store.put(CONTENT, content);
}

async function renew() {
  const content = await kept(CONTENT);
  if (content && Date.now() - Date.parse(content.headers.get("Date")) > DAY) await keep(false);
}

async function said(copy, name) {
  const texts = await (await kept(CONTENT)).json();
  const headers = new Headers(copy.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response((await copy.text()).replace(/<main[^>]*>/, (main) => main + texts[name]), { headers });
}

async function read(request) {
  const copy = await kept(new URL(request.url).pathname);
  const late = copy ? [new Promise((_, reject) => setTimeout(reject, PATIENCE))] : [];
  try {
    return await Promise.race([fetch(request), ...late]);
  } catch (silence) {
    const own = await kept(`${registration.scope}offline/`);
    if (!own) throw silence;
    return copy ? said(copy, "late") : said(own, "missing");
  }
}

addEventListener("install", (event) => event.waitUntil(keep(true).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || PRIVATE.test(pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(read(request));
    event.waitUntil(renew().catch(() => {}));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(kept(pathname).then((copy) => copy || fetch(request)));
  }
});
