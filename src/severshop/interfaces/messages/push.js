// Shows what the shop pushes, and opens the page that it is about.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  event.waitUntil(show(read(event.data)));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = event.notification.data;
  if (address) event.waitUntil(open(address));
});

function read(data) {
  try {
    const told = data.json().notification;
    return typeof told.title === "string" ? told : {};
  } catch {
    return {};
  }
}

function show(told) {
  return self.registration.showNotification(told.title || "\u2026", {
    body: told.body || "",
    lang: told.lang || "",
    tag: told.tag || "",
    renotify: Boolean(told.tag),
    icon: "/static/icon.svg",
    data: ours(told.navigate),
  });
}

// Only pages of the shop are opened, whatever a message says.
function ours(address) {
  try {
    const url = new URL(address, self.location.origin);
    return url.origin === self.location.origin ? url.href : "";
  } catch {
    return "";
  }
}

async function open(address) {
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((one) => one.url === address);
  return there ? there.focus() : self.clients.openWindow(address);
}
