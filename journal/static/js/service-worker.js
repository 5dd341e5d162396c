// Looks after the writing page only. It keeps an empty frame fetched without cookies, and nothing of anyone.

const CACHE = "recit-writing";
const FRAME = "/journal/hors-ligne";

self.addEventListener("install", (event) => {
  event.waitUntil(keepFrame().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(FRAME)));
  else if (new URL(request.url).pathname.includes("static/")) event.respondWith(fetch(request).catch(() => kept(request)));
});

async function keepFrame() {
  const cache = await caches.open(CACHE);
  const page = await fetch(FRAME, { credentials: "omit", cache: "no-store" });
  const html = await page.clone().text();
  await cache.put(FRAME, page);
  const files = [...html.matchAll(/(?:href|src)="([^"]*static\/[^"]+\.(?:css|js|svg)[^"]*)"/g)].map((match) => match[1]);
  // Modules import each other by plain address.
  files.push("/static/js/device.js");
  await cache.addAll(files.map((file) => new Request(file, { credentials: "omit" })));
}

async function kept(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? Response.error();
}
